//! The login screen: user, password, and what the hub said against them.

use crossterm::event::KeyCode;
use ratatui::layout::Rect;
use serde_json::{Map, Value, json};

use crate::desk::SignOutReason;
use crate::toolbar::action::Action;
use crate::toolbar::app::App;
use crate::toolbar::calls::{Call, Place, blamed};
use crate::toolbar::keymap::Key;
use crate::toolbar::overlays::{Outcome, Overlay, Question};
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::{middle, row, top};
use crate::toolbar::widgets::big::WORDMARK;
use crate::toolbar::widgets::canvas::{Canvas, piece};
use crate::toolbar::widgets::field::Field;
use crate::toolbar::widgets::form::Form;
use crate::toolbar::widgets::text::wrap;
use crate::wire::RpcError;

const USER: usize = 0;
const PASSWORD: usize = 1;
/// What stands where the password would.
const TOKEN: &str = "token from the CRM";
/// The form's width on screen, in columns.
const WIDTH: u16 = 52;

/// What is typed on the login screen.
#[derive(Debug)]
pub struct Login {
    /// User and password.
    pub form: Form,
    /// Why the agent is here again.
    pub notice: Option<String>,
    /// Whether user and token are the CRM's, and nothing was typed over them.
    suggested: bool,
}

/// Why the agent is signed out.
pub(in crate::toolbar) fn signed_out(reason: SignOutReason) -> &'static str {
    match reason {
        SignOutReason::Logout => "You are signed out",
        SignOutReason::ElsewhereByForce => "Signed out: this user signed in at another desk",
        SignOutReason::BySupervisor => "Signed out by a supervisor",
    }
}

/// The call that signs a user in, by `session.login` or `session.forceLogin`.
pub(in crate::toolbar) fn sign_in(method: &'static str, user: &str, password: &str) -> Call {
    // People type passwords; the default policy asks for what the CRM knows.
    let params = json!({"username": user, "password": password, "authPolicy": "auth.type.passwd"});
    Call { method, params, place: Place::Login }
}

/// The call that signs in whom an integration filled in.
pub(in crate::toolbar) fn suggested() -> Call {
    Call { method: "toolbar.signIn", params: Value::Object(Map::new()), place: Place::Login }
}

impl Default for Login {
    fn default() -> Login {
        let form = Form::new(vec![Field::text("User", ""), Field::masked("Password")]);
        Login { form, notice: None, suggested: false }
    }
}

impl Login {
    /// The screen is shown again because a session ended.
    pub fn start(&mut self, reason: Option<SignOutReason>) {
        if let Some(reason) = reason {
            self.notice = Some(signed_out(reason).to_owned());
        }
    }

    /// An integration filled in a user, or what it filled in is gone. Nothing that was typed is written
    /// over: `false` where there is such.
    pub fn suggest(&mut self, username: Option<&str>) -> bool {
        let typed = [USER, PASSWORD].iter().any(|at| !self.form.field(*at).value().is_empty());
        match username {
            Some(_) if typed && !self.suggested => return false,
            Some(username) => {
                self.form.forgive();
                self.form.field_mut(USER).set(username);
                self.form.field_mut(PASSWORD).clear();
                self.form.field_mut(PASSWORD).hint = Some(TOKEN.to_owned());
                self.form.go(PASSWORD);
                self.suggested = true;
            }
            None if self.suggested => {
                self.form.field_mut(USER).clear();
                self.typed();
                self.form.go(USER);
            }
            None => {}
        }
        true
    }

    /// What is typed takes the place of what the CRM filled in.
    pub fn key(&mut self, key: Key) {
        let suggested = self.suggested && self.form.at() == USER;
        if suggested && matches!(key.code, KeyCode::Char(_) | KeyCode::Backspace | KeyCode::Delete) {
            self.form.field_mut(USER).clear();
            self.typed();
        }
        if self.form.key(key) {
            self.typed();
        }
    }

    /// The same for what is pasted.
    pub fn paste(&mut self, text: &str) {
        if self.suggested && self.form.at() == USER {
            self.form.field_mut(USER).clear();
        }
        if self.form.paste(text) {
            self.typed();
        }
    }

    fn typed(&mut self) {
        self.suggested = false;
        self.form.field_mut(PASSWORD).hint = None;
    }

    /// The agent is signed in; the password is forgotten.
    pub fn done(&mut self) {
        self.form.field_mut(PASSWORD).clear();
        self.typed();
        self.form.forgive();
        // The user stays: whoever signs in here again only needs the password.
        self.form.go(PASSWORD);
        self.notice = None;
    }

    /// Does an action; nothing is sent while an answer is awaited.
    pub fn act(&mut self, action: Action, busy: bool) -> Outcome {
        match action {
            Action::Confirm | Action::Submit if self.suggested && !busy => {
                self.form.forgive();
                return Outcome::Call(suggested());
            }
            Action::Confirm if self.suggested => {}
            Action::Confirm if self.form.at() == USER && self.form.field(PASSWORD).value().is_empty() => {
                self.form.run(Action::NextField);
            }
            Action::Confirm | Action::Submit if !busy => return self.submit(),
            other => self.form.run(other),
        }
        Outcome::Stay
    }

    fn submit(&mut self) -> Outcome {
        self.form.forgive();
        for (at, what) in [(PASSWORD, "a password"), (USER, "a user")] {
            if self.form.field(at).value().is_empty() {
                self.form.blame(at, format!("{what} is needed"));
            }
        }
        let complete = [USER, PASSWORD].iter().all(|at| self.form.field(*at).error.is_none());
        if complete { Outcome::Call(self.call("session.login")) } else { Outcome::Stay }
    }

    /// The same user and password again, signing out whoever else uses them.
    pub fn by_force(&self) -> Call {
        self.call("session.forceLogin")
    }

    fn call(&self, method: &'static str) -> Call {
        sign_in(method, self.form.field(USER).value(), self.form.field(PASSWORD).value())
    }

    /// The hub refused: says where it belongs. `true` when the agent should be asked whether to sign
    /// in by force.
    pub fn refused(&mut self, method: &str, text: String, error: &RpcError) -> bool {
        match (error.code, error.http(), blamed(error)) {
            (3000, Some(409), _) if method == "session.login" => return true,
            _ if method == "toolbar.signIn" => self.form.error = Some(text),
            (3000, Some(401), _) => {
                self.form.field_mut(PASSWORD).clear();
                self.form.blame(PASSWORD, text);
            }
            (_, _, Some("password")) => self.form.blame(PASSWORD, text),
            (4000, ..) | (_, _, Some("username")) => self.form.blame(USER, text),
            _ => self.form.error = Some(text),
        }
        false
    }

    pub(in crate::toolbar) fn draw(&self, app: &App, canvas: &mut Canvas<'_>, area: Rect) {
        let greeting = app.greeting.as_deref().map(|text| wrap(text, WIDTH + 8, 3)).unwrap_or_default();
        let greeting_rows = u16::try_from(greeting.len()).unwrap_or(3);
        // The question lies over the middle and says whose login it is about.
        if matches!(app.overlays.last(), Some(Overlay::Question(Question::ForceLogin))) {
            return;
        }
        let form = self.form.height(WIDTH);
        let notice = u16::from(self.notice.is_some()) * 2;
        // What is wrong makes the form longer; it then grows downwards, and nothing above it moves.
        let place = middle(area, WIDTH + 8, 5 + notice + self.form.calm_height() + 3 + greeting_rows);
        let place = Rect { height: area.bottom() - place.y, ..place };
        let mut rest = self.draw_head(canvas, place);
        if let Some(notice) = &self.notice {
            canvas.centre(row(rest, 0), &[piece(Role::ToastWarning, notice.as_str())]);
            rest = top(rest, 2).1;
        }
        let (fields, rest) = top(rest, form);
        if app.is_read_only() {
            canvas.centre(fields, &[piece(Role::Muted, "Nobody is signed in at this moment.")]);
            return;
        }
        self.form.draw(canvas, middle(fields, WIDTH, form));
        let doing = match app.calls.busy(Place::Login) {
            true => piece(Role::Accent, "Signing in …"),
            false if self.suggested => piece(Role::Muted, "the CRM filled this in; typing replaces it"),
            false => piece(Role::Muted, ""),
        };
        canvas.centre(row(rest, 1), &[doing]);
        for (at, line) in greeting.into_iter().enumerate() {
            canvas.centre(row(rest, u16::try_from(at).unwrap_or(0) + 3), &[piece(Role::Accent, line)]);
        }
    }

    fn draw_head(&self, canvas: &mut Canvas<'_>, area: Rect) -> Rect {
        let (head, rest) = top(area, 5);
        for (at, line) in (0u16..).zip(WORDMARK) {
            canvas.centre(row(head, at), &[piece(Role::Brand, line)]);
        }
        rest
    }
}
