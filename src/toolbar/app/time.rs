//! Time in the toolbar's state: ticks, toasts that go, drafts that are due, and when to wake next.

use super::motion::BEAT;
use super::{App, Mode};
use crate::desk::{Stage, Toast};
use crate::toolbar::connection::Connection;
use crate::toolbar::effect::Effect;
use crate::toolbar::overlays::Overlay;
use crate::wire::{Micros, Moment};

/// How long a toast is shown.
pub const TOAST_SPAN: Micros = Micros::from_secs(5);
const SECOND: u64 = 1_000_000;
const MINUTE: u64 = 60 * SECOND;

impl App {
    pub(super) fn on_tick(&mut self, now: Moment) -> Vec<Effect> {
        self.tick = now;
        self.own_toasts.retain(|toast| now.since(toast.at) < TOAST_SPAN);
        self.send_due_draft(now)
    }

    /// The toasts that are to be seen, oldest first: the desk's and the toolbar's own.
    pub(in crate::toolbar) fn toasts(&self) -> Vec<&Toast> {
        let now = self.now();
        let desk = self.desk.toasts.iter().filter(|toast| now.since(toast.at) < TOAST_SPAN);
        desk.chain(&self.own_toasts).collect()
    }

    /// When the screen changes by time alone, by the machine's clock: the next second or minute where
    /// one is shown, the end of a toast, a draft that is due. `None`: never.
    pub fn wake_at(&self) -> Option<Moment> {
        let tick = self.tick;
        let mut wakes: Vec<Moment> = self.own_toasts.iter().map(|toast| toast.at + TOAST_SPAN).collect();
        match self.overlays.last() {
            Some(Overlay::Disposition(dialog)) => wakes.extend(dialog.due()),
            Some(Overlay::Dial(dial)) => wakes.extend(dial.due()),
            _ => {}
        }
        if let Mode::Live(connection) = &self.mode {
            let seconds = match connection {
                Connection::Lost { retry_at, .. } => *retry_at > tick,
                Connection::Refused { .. } => false,
                _ => self.desk.stage() == Stage::Working && self.stands_at.is_none(),
            };
            if seconds {
                wakes.push(next(tick, SECOND));
            } else if self.stands_at.is_none() {
                wakes.push(next(tick, MINUTE));
                wakes.extend(self.desk.toasts.iter().map(|toast| toast.at + TOAST_SPAN));
            }
        }
        if self.moves() {
            wakes.push(next(tick, BEAT));
        }
        wakes.into_iter().filter(|at| *at > tick).min()
    }
}

fn next(now: Moment, step: u64) -> Moment {
    Moment((now.0 / step + 1).saturating_mul(step))
}
