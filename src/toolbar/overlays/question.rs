//! Questions: to sign in by force, to sign out, to quit while there is a call.

use std::borrow::Cow;

use crossterm::event::KeyCode;
use ratatui::layout::Rect;
use serde_json::{Map, Value};

use super::{Outcome, dialog};
use crate::desk::{DeskState, Phase};
use crate::toolbar::action::{Action, Context, rows};
use crate::toolbar::app::App;
use crate::toolbar::calls::{Call, Place};
use crate::toolbar::keymap::{Key, Meaning};
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::row;
use crate::toolbar::widgets::canvas::{Canvas, piece};
use crate::toolbar::widgets::text::wrap;
use crate::toolbar::widgets::zone::Target;

/// A question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// The user is signed in at another desk.
    ForceLogin,
    /// Quit although there is a call.
    Quit,
    /// Sign out.
    SignOut,
}

impl Question {
    /// The call that signs out.
    pub fn sign_out() -> Call {
        Call { method: "session.logout", params: Value::Object(Map::new()), place: Place::Workbench }
    }

    pub(super) fn act(self, action: Action) -> Outcome {
        match (self, action) {
            (Question::Quit, Action::Yes) => Outcome::Quit,
            (Question::SignOut, Action::Yes) => Outcome::CallAndClose(Question::sign_out()),
            (_, Action::No | Action::Cancel) => Outcome::Close,
            _ => Outcome::Stay,
        }
    }

    fn words(self, app: &App) -> (&'static str, String, &'static str) {
        match self {
            Question::ForceLogin => (
                "Signed in elsewhere",
                format!(
                    "{} is signed in at another desk. Signing in here signs you out there.",
                    app.login.form.field(0).value()
                ),
                "Sign in here?",
            ),
            Question::Quit => ("Quit", going_on(&app.desk), "Quit all the same?"),
            Question::SignOut if live(&app.desk).is_empty() => {
                ("Sign out", "No more calls will be offered to you.".to_owned(), "Sign out?")
            }
            Question::SignOut => ("Sign out", going_on(&app.desk), "Sign out all the same?"),
        }
    }

    pub(super) fn draw(self, app: &App, canvas: &mut Canvas<'_>, area: Rect) {
        let (title, text, question) = self.words(app);
        let lines = wrap(&text, 46, 4);
        let height = u16::try_from(lines.len()).unwrap_or(4);
        let inside = dialog(canvas, area, 54, height + 8, title);
        for (at, line) in lines.into_iter().enumerate() {
            canvas.left(row(inside, u16::try_from(at).unwrap_or(u16::MAX)), &[piece(Role::Text, line)]);
        }
        canvas.left(row(inside, height + 1), &[piece(Role::Strong, question)]);
        let key = |action| app.key_in(Context::Question, action);
        let other = app.keymap.meaning(Context::Question, &[], &[Key::of(KeyCode::Enter)]);
        let by_enter = matches!(other, Meaning::Does(row) if row.action == Action::No);
        let keys = [
            piece(Role::Key, key(Action::Yes)),
            piece(Role::Text, " yes    "),
            piece(Role::Key, key(Action::No)),
            piece(Role::Text, " no "),
            piece(Role::Muted, if by_enter { "(enter)" } else { "" }),
        ];
        canvas.left(row(inside, height + 3), &keys);
        let answers =
            [Action::Yes, Action::No].map(|action| rows(Context::Question).find(|row| row.action == action));
        let targets: Vec<_> =
            [0, 2].into_iter().zip(answers).filter_map(|(at, row)| Some((at, Target::Row(row?)))).collect();
        canvas.zone_pieces(row(inside, height + 3), &keys, &targets);
    }
}

/// Whose interactions are not over.
fn live(desk: &DeskState) -> Vec<Cow<'_, str>> {
    let live = desk.interactions.iter().filter(|one| one.phase != Phase::Disposed);
    live.map(|one| one.customer_label()).collect()
}

/// What there is to lose.
pub(in crate::toolbar) fn going_on(desk: &DeskState) -> String {
    let names = live(desk);
    match names.as_slice() {
        [one] => format!("The interaction with {one} is not over."),
        many => format!("{} interactions are not over: {}.", many.len(), many.join(", ")),
    }
}
