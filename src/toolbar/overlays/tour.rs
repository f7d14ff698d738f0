//! A newcomer is shown around, in three steps. It takes no key away: any but its own does what it always does. One
//! that opens something puts the tour aside until that is closed again; any other leaves it.

use ratatui::layout::Rect;

use super::Outcome;
use crate::toolbar::action::{Action, Context};
use crate::toolbar::app::App;
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::{bottom, left, row, top};
use crate::toolbar::widgets::canvas::{Canvas, piece};

/// The card's size.
const WIDTH: u16 = 58;
const HEIGHT: u16 = 10;
/// How many steps there are.
const STEPS: usize = 3;

/// What is said of the keys that lead anywhere, unless they are taken away.
const GOES: &str = "g and a letter lead anywhere; after g you see where. ";

/// How far one is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tour {
    step: usize,
}

impl Tour {
    /// The step behind this one; `None` behind the last.
    pub fn next(self) -> Option<Tour> {
        (self.step + 1 < STEPS).then_some(Tour { step: self.step + 1 })
    }

    pub(super) fn act(&mut self, action: Action) -> Outcome {
        match action {
            Action::Confirm | Action::Next => match self.next() {
                Some(next) => *self = next,
                None if action == Action::Confirm => return Outcome::Close,
                None => {}
            },
            Action::Previous => self.step = self.step.saturating_sub(1),
            Action::Cancel => return Outcome::Close,
            _ => {}
        }
        Outcome::Stay
    }

    pub(super) fn draw(&self, app: &App, canvas: &mut Canvas<'_>, area: Rect) {
        let (_, corner) = left(area, area.width.saturating_sub(WIDTH));
        let (place, _) = bottom(corner, HEIGHT);
        canvas.cover(place, Role::Surface);
        let (title, lines) = words(self.step, app);
        let note = piece(Role::Muted, format!("{} of {STEPS}", self.step + 1));
        let inside = canvas.panel(place, title, &[note], true);
        let (hint, rest) = bottom(inside, 1);
        let mut rest = rest;
        for line in lines {
            let (spot, below) = top(rest, 2);
            canvas.wrapped(spot, &piece(Role::Text, line));
            rest = below;
        }
        let key = |action| app.key_in(Context::Tour, action);
        let on = if self.step + 1 < STEPS { "goes on" } else { "begins" };
        let words = [
            piece(Role::Key, key(Action::Confirm)),
            piece(Role::Muted, format!(" {on}   ")),
            piece(Role::Key, key(Action::Cancel)),
            piece(Role::Muted, " leaves; other keys work as always"),
        ];
        canvas.left(row(hint, 0), &words);
    }
}

/// The title and the lines of a step, with the keys as they are.
fn words(step: usize, app: &App) -> (&'static str, Vec<String>) {
    let key = |action| app.key(action);
    let goes = app.keymap.goes(Context::Workbench);
    let back = app.key_in(Context::Reader, Action::Cancel);
    match step {
        0 => (
            "Welcome: calls and chats",
            vec![
                format!(
                    "Press {} to become available, then {} to have a customer call you.",
                    key(Action::Status),
                    key(Action::CustomerCall)
                ),
                "The line at the bottom always says which keys do something now.".to_owned(),
                format!("{} leads to whatever needs you most.", key(Action::NextNeed)),
            ],
        ),
        1 => (
            "Getting around",
            vec![
                format!("{} finds everything by a few letters.", key(Action::Palette)),
                format!("{}{back} leads back.", if goes { GOES } else { "" }),
                format!("{} shows all keys. A click does what a key does.", key(Action::Help)),
            ],
        ),
        _ => (
            "For those who integrate",
            vec![
                format!("{} shows every frame that goes over the wire.", key(Action::Frames)),
                format!("{} shows what integrations called, and what came of it.", key(Action::Trace)),
                format!("{} runs any method, as a page or an app would.", key(Action::Methods)),
            ],
        ),
    }
}
