//! Promised callbacks: the list, and the form that moves one.

use ratatui::layout::Rect;
use serde_json::{Map, Value, json};

use super::promise::{field, words};
use super::{Outcome, Overlay, telling};
use crate::desk::setup::Permission;
use crate::desk::{DeskState, PromisedCallback};
use crate::toolbar::action::Action;
use crate::toolbar::app::App;
use crate::toolbar::calls::{Call, Place, blamed};
use crate::toolbar::theme::Role;
use crate::toolbar::when::Clock;
use crate::toolbar::widgets::area::{bottom, row, top};
use crate::toolbar::widgets::canvas::{Canvas, piece};
use crate::toolbar::widgets::field::Field;
use crate::toolbar::widgets::form::Form;
use crate::toolbar::widgets::list;
use crate::toolbar::widgets::text::error_height;
use crate::wire::RpcError;

const WIDTH: u16 = 76;
/// The most that are seen at once.
const MOST: u16 = 12;
/// The columns of the time.
const TIME: u16 = 17;

/// The list: the chosen one is known by its number, wherever it goes.
#[derive(Debug, Clone, Default)]
pub struct Callbacks {
    chosen: Option<u64>,
    /// The one that is taken back when it is asked for once more.
    sure: Option<u64>,
    /// What the hub said against it.
    pub error: Option<String>,
}

/// The call that starts one, or takes it back.
pub(in crate::toolbar) fn call(method: &'static str, one: &PromisedCallback) -> Call {
    Call { method, params: json!({"callbackId": one.id}), place: Place::Callbacks }
}

impl Callbacks {
    fn at(&self, desk: &DeskState) -> usize {
        self.chosen.and_then(|id| desk.callbacks.iter().position(|one| one.id == id)).unwrap_or(0)
    }

    fn chosen<'a>(&self, desk: &'a DeskState) -> Option<&'a PromisedCallback> {
        desk.callbacks.get(self.at(desk))
    }

    pub(super) fn act(&mut self, action: Action, desk: &DeskState, clock: Clock) -> Outcome {
        let len = desk.callbacks.len();
        self.error = None;
        let sure = self.sure.take();
        let to = match action {
            Action::Previous => list::moved(self.at(desk), len, -1),
            Action::Next => list::moved(self.at(desk), len, 1),
            Action::Cancel => return Outcome::Close,
            _ => {
                let Some(one) = self.chosen(desk) else { return Outcome::Stay };
                return match action {
                    Action::Confirm if may_start(desk) => Outcome::Call(call("toolbar.startCallback", one)),
                    Action::Move => {
                        Outcome::Over(Box::new(Overlay::MoveCallback(MoveCallback::new(one, clock))))
                    }
                    Action::Drop if sure == Some(one.id) => {
                        Outcome::Call(call("toolbar.cancelCallback", one))
                    }
                    Action::Drop => {
                        self.sure = Some(one.id);
                        Outcome::Stay
                    }
                    _ => Outcome::Stay,
                };
            }
        };
        self.chosen = desk.callbacks.get(to).map(|one| one.id);
        Outcome::Stay
    }

    pub(super) fn draw(&self, app: &App, canvas: &mut Canvas<'_>, area: Rect) {
        let all = &app.desk.callbacks;
        let rows = u16::try_from(all.len()).unwrap_or(u16::MAX).clamp(1, MOST);
        let said = error_height(self.error.as_deref(), WIDTH - 6);
        let inside = telling(canvas, area, WIDTH, rows + 6, said, "Callbacks");
        let (hints, rest) = bottom(inside, 1);
        let (places, below) = top(rest, rows);
        if all.is_empty() {
            let says = "Nobody was promised a call. A disposition can promise one.";
            canvas.left(row(places, 0), &[piece(Role::Muted, says)]);
        }
        list::choices(canvas, places, all.len(), self.at(&app.desk), |canvas, at, place| {
            draw_one(app, &all[at], canvas, place);
        });
        if let Some(text) = &self.error {
            canvas.wrapped(top(below, 1).1, &piece(Role::Error, text.as_str()));
        }
        let sure = self.sure.is_some() && self.sure == self.chosen(&app.desk).map(|one| one.id);
        if sure {
            let words = app.worded("{callbacks.drop} once more takes it back; any other key does not");
            canvas.left(hints, &[piece(Role::ToastWarning, words)]);
        }
    }
}

/// Whether the user may call somebody.
pub(in crate::toolbar) fn may_start(desk: &DeskState) -> bool {
    desk.setup.may(Permission::Dial)
}

/// Whose it is: the user's, a colleague's, or the campaign's.
pub(in crate::toolbar) fn whose(desk: &DeskState, one: &PromisedCallback) -> String {
    let session = desk.session.as_ref();
    match &one.own {
        Some(own) if session.is_some_and(|session| &session.user_id == own) => "yours".to_owned(),
        Some(own) => format!("{own}'s"),
        None => desk.campaign_name(one.campaign_id),
    }
}

fn draw_one(app: &App, one: &PromisedCallback, canvas: &mut Canvas<'_>, area: Rect) {
    let (role, shape) = match one.due {
        true => (Role::TimerLate, "▲ due "),
        false => (Role::Text, ""),
    };
    let time = format!("{shape}{}", app.clock().day_and_time(one.at));
    let (times, rest) = crate::toolbar::widgets::area::left(area, TIME + 6);
    canvas.left(times, &[piece(role, time)]);
    let mut who = Vec::new();
    if let Some(name) = one.name.as_deref().filter(|name| !name.is_empty()) {
        who.push(piece(Role::Strong, name));
        who.push(piece(Role::Text, "  "));
    }
    who.push(piece(Role::Text, one.phone.as_str()));
    let whose = whose(&app.desk, one);
    canvas.both(rest, &who, &[piece(Role::Muted, whose)]);
}

const WHEN: usize = 0;
const WHOSE: usize = 1;
/// The other choice is anybody of the campaign.
const OWN: usize = 1;

/// The form that moves a callback to another time, or to another owner.
#[derive(Debug, Clone)]
pub struct MoveCallback {
    id: u64,
    own: bool,
    typed: String,
    /// The fields.
    pub form: Form,
}

/// The call that moves one: `callbackTime`, `isSelfCallback`, or both.
pub(in crate::toolbar) fn moved(id: u64, mut params: Map<String, Value>) -> Call {
    params.insert("callbackId".to_owned(), id.into());
    Call { method: "toolbar.moveCallback", params: Value::Object(params), place: Place::MoveCallback }
}

impl MoveCallback {
    fn new(one: &PromisedCallback, clock: Clock) -> MoveCallback {
        let whose = vec!["any agent's".to_owned(), "mine".to_owned()];
        let own = one.own.is_some();
        let when = field(clock, one.at);
        let typed = when.value().to_owned();
        let fields = vec![when, Field::choice("Whose", whose, usize::from(own))];
        MoveCallback { id: one.id, own, typed, form: Form::new(fields) }
    }

    /// Whether it is gone.
    pub fn is_over(&self, desk: &DeskState) -> bool {
        desk.callbacks.iter().all(|one| one.id != self.id)
    }

    pub(super) fn act(&mut self, action: Action, clock: Clock) -> Outcome {
        match action {
            Action::Cancel => return Outcome::Close,
            Action::Confirm | Action::Submit => return self.submit(clock),
            other => self.form.run(other),
        }
        Outcome::Stay
    }

    /// Only what was changed is sent.
    fn submit(&mut self, clock: Clock) -> Outcome {
        self.form.forgive();
        let mut params = Map::new();
        let when = self.form.field(WHEN).value();
        if when != self.typed {
            match clock.read(when) {
                Ok(at) => drop(params.insert("callbackTime".to_owned(), clock.iso(at).into())),
                Err(error) => {
                    self.form.blame(WHEN, error);
                    return Outcome::Stay;
                }
            }
        }
        let own = self.form.field(WHOSE).chosen() == OWN;
        if own != self.own {
            params.insert("isSelfCallback".to_owned(), own.into());
        }
        if params.is_empty() {
            return Outcome::Close;
        }
        Outcome::Call(moved(self.id, params))
    }

    pub(super) fn refused(&mut self, text: String, error: &RpcError) {
        match blamed(error) {
            Some("callbackTime") => self.form.blame(WHEN, text),
            Some("isSelfCallback") => self.form.blame(WHOSE, text),
            _ => self.form.error = Some(text),
        }
    }

    pub(super) fn draw(&self, app: &App, canvas: &mut Canvas<'_>, area: Rect) {
        let width = super::dial::FORM_WIDTH;
        let (height, calm) = (self.form.height(width), self.form.calm_height());
        let said = self.form.said_last(width);
        let inside = telling(canvas, area, width + 6, calm + 3, said, "Move the callback");
        let (fields, _) = top(inside, height);
        self.form.draw(canvas, fields);
        words(app.clock(), &self.form, WHEN, canvas, fields);
    }
}
