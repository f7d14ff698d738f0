//! What moves by itself: a call that rings, a connection that is being made. Nothing else does, and nothing at
//! all where the user has switched motion off.

use super::{App, Mode};
use crate::desk::Phase;
use crate::toolbar::connection::Connection;
use crate::toolbar::theme::state;

/// How long a shape stands before the next one takes its turn, in µs.
pub(super) const BEAT: u64 = 500_000;

impl App {
    /// The shape of a state as it stands at this moment.
    pub(in crate::toolbar) fn moving(&self, shape: &'static str) -> &'static str {
        if self.moves() { state::moving(shape, self.tick.0 / BEAT) } else { shape }
    }

    /// Whether anything on the screen moves.
    pub(super) fn moves(&self) -> bool {
        let Mode::Live(connection) = &self.mode else { return false };
        let trying = match connection {
            Connection::Connecting => true,
            Connection::Lost { retry_at, .. } => *retry_at > self.tick,
            Connection::Up | Connection::Refused { .. } => false,
        };
        let rings = matches!(connection, Connection::Up)
            && self
                .desk
                .interactions
                .iter()
                .any(|one| matches!(one.phase, Phase::Initiated | Phase::Ringing) && !one.is_outbound());
        self.settings.motion && (trying || rings)
    }
}
