//! The keypad: every key that is typed goes to the other side of the call as a tone.

use ratatui::layout::Rect;
use serde_json::json;

use super::dialog;
use crate::contract::ids::InteractionId;
use crate::desk::{DeskState, Interaction, Phase};
use crate::toolbar::app::App;
use crate::toolbar::calls::{Call, Place};
use crate::toolbar::keymap::Key;
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::{left, row, top};
use crate::toolbar::widgets::canvas::{Canvas, piece};

/// The keys as they lie on a telephone.
const KEYS: [[char; 4]; 4] =
    [['1', '2', '3', 'A'], ['4', '5', '6', 'B'], ['7', '8', '9', 'C'], ['*', '0', '#', 'D']];
/// The most tones that are sent at once (contract: toolbar.dtmf).
const MAX_TONES: usize = 32;
const WIDTH: u16 = 40;
/// The columns of one key.
const KEY: u16 = 8;

/// The keypad of one call.
#[derive(Debug, Clone)]
pub struct Keypad {
    id: InteractionId,
    /// What the hub said against a tone.
    pub error: Option<String>,
}

fn tone(c: char) -> Option<char> {
    let c = c.to_ascii_uppercase();
    KEYS.iter().flatten().find(|key| **key == c).copied()
}

/// The call that sends the tones in a text; `None` where there is none.
pub(in crate::toolbar) fn send(id: &InteractionId, text: &str) -> Option<Call> {
    let digits: String =
        text.chars().filter(|c| !"- ".contains(*c)).filter_map(tone).take(MAX_TONES).collect();
    if digits.is_empty() {
        return None;
    }
    let params = json!({"digits": digits, "interactionId": id});
    Some(Call { method: "toolbar.dtmf", params, place: Place::Keypad })
}

impl Keypad {
    /// For a call.
    pub fn new(one: &Interaction) -> Keypad {
        Keypad { id: one.id.clone(), error: None }
    }

    /// Whether the talk is over.
    pub fn is_over(&self, desk: &DeskState) -> bool {
        desk.interaction(&self.id).is_none_or(|one| one.phase != Phase::Connected)
    }

    /// A key pressed: its tone as a call.
    pub(in crate::toolbar) fn key(&mut self, key: Key) -> Option<Call> {
        self.send(key.char()?.to_string().as_str())
    }

    /// Keys pasted: a number of a card, a code.
    pub(in crate::toolbar) fn paste(&mut self, text: &str) -> Option<Call> {
        self.send(text.trim())
    }

    fn send(&mut self, text: &str) -> Option<Call> {
        self.error = None;
        send(&self.id, text)
    }

    pub(super) fn draw(&self, app: &App, canvas: &mut Canvas<'_>, area: Rect) {
        let Some(one) = app.desk.interaction(&self.id) else { return };
        let inside = dialog(canvas, area, WIDTH, 17, "Keypad");
        let sent = match one.tones.as_str() {
            "" => piece(Role::Muted, "nothing yet"),
            tones => piece(Role::Strong, newest(tones, inside.width.saturating_sub(6))),
        };
        canvas.left(row(inside, 0), &[piece(Role::Strong, one.customer_label())]);
        canvas.left(row(inside, 1), &[piece(Role::Muted, "Sent  "), sent]);
        let last = one.tones.chars().last();
        let (_, mut rest) = top(inside, 3);
        for keys in KEYS {
            let (line, below) = top(rest, 2);
            let mut places = left(line, 2).1;
            for key in keys {
                let (place, next) = left(places, KEY);
                let role = if last == Some(key) { Role::Accent } else { Role::Key };
                canvas.left(row(place, 0), &[piece(role, key.to_string())]);
                places = next;
            }
            rest = below;
        }
        let hint = match &self.error {
            Some(error) => piece(Role::Error, error.as_str()),
            None => piece(Role::Muted, "each key is sent at once"),
        };
        canvas.wrapped(rest, &hint);
    }
}

/// The last of the tones, as many as there is room for.
fn newest(tones: &str, room: u16) -> String {
    let skip = tones.chars().count().saturating_sub(usize::from(room));
    tones.chars().skip(skip).collect()
}
