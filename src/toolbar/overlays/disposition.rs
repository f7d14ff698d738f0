//! The disposition dialog: class, then code, then notes. What is chosen and typed is sent as a draft
//! when it has rested for a moment, so that the desk and a recording know of it.

use ratatui::layout::Rect;
use serde_json::{Map, Value, json};

use super::promise::Promise;
pub(in crate::toolbar) use super::promise::promised;
use super::{Outcome, telling};
use crate::contract::ids::{CodeId, InteractionId};
use crate::contract::payload::ChannelType;
use crate::contract::session::DispositionClass;
use crate::desk::interaction::Draft;
use crate::desk::{DeskState, Interaction, Phase, Session};
use crate::toolbar::action::Action;
use crate::toolbar::app::App;
use crate::toolbar::calls::{Call, Place, blamed};
use crate::toolbar::keymap::Key;
use crate::toolbar::theme::Role;
use crate::toolbar::when::Clock;
use crate::toolbar::widgets::area::{left, row, top};
use crate::toolbar::widgets::canvas::{Canvas, Piece, piece};
use crate::toolbar::widgets::field::Field;
use crate::toolbar::widgets::form::Form;
use crate::toolbar::widgets::text::wrap;
use crate::toolbar::widgets::zone::Target;
use crate::toolbar::widgets::{list, span};
use crate::wire::{Micros, Moment, RpcError};

/// The dialog's width, in columns.
const WIDTH: u16 = 66;
/// How long a draft rests before it is sent.
const REST: Micros = Micros::from_millis(400);
/// The longest notes, in characters.
const MAX_NOTES: usize = 1_000;
/// The most rows of its lists.
const MOST: u16 = 10;
/// The rows of a list that a digit chooses.
const NUMBERED: usize = 9;
/// The most rows of what is wrong.
const HINT_ROWS: usize = 3;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Class,
    Code,
    Notes,
    Callback,
}

/// The dialog of one interaction.
#[derive(Debug, Clone)]
pub struct Disposition {
    id: InteractionId,
    channel: ChannelType,
    classes: Vec<DispositionClass>,
    class: usize,
    code: usize,
    notes: Field,
    promise: Promise,
    part: Part,
    due: Option<Moment>,
    /// Whether anything was chosen or typed, here or before.
    touched: bool,
    error: Option<String>,
    /// Whether it was sent off; then the interaction's end is no surprise.
    pub sent: bool,
}

/// The call that keeps what is chosen and typed.
pub(in crate::toolbar) fn draft(
    id: &InteractionId,
    code: Option<CodeId>,
    notes: &str,
    callback: Option<Value>,
) -> Call {
    let mut params = Map::new();
    params.insert("interactionId".to_owned(), json!(id));
    if let Some(code) = code {
        params.insert("dispositionCodeId".to_owned(), json!(code));
    }
    params.insert("notes".to_owned(), notes.into());
    if let Some(callback) = callback {
        params.insert("callback".to_owned(), callback);
    }
    Call { method: "toolbar.setDraft", params: Value::Object(params), place: Place::Quiet }
}

/// The call that disposes an interaction; `promise` is a callback ([`promised`]).
pub(in crate::toolbar) fn dispose(
    id: &InteractionId,
    channel: ChannelType,
    code: CodeId,
    notes: &str,
    promise: Option<Value>,
) -> Call {
    let mut params = json!({
        "channelType": channel,
        "interactionId": id,
        "dispositionCodeId": code,
        "notes": notes,
    });
    if let Some(promise) = promise {
        params["additionalParams"] = promise;
    }
    Call { method: "interaction.disposeInteraction", params, place: Place::Disposition }
}

impl Disposition {
    /// The dialog with what was drafted before. `None` for an interaction of an unknown campaign.
    pub fn new(one: &Interaction, session: &Session) -> Option<Disposition> {
        let campaign = session.campaign(one.campaign_id)?;
        let classes = campaign.dispositions.clone();
        let drafted = one.draft.code.unwrap_or(campaign.default_code);
        let place = classes.iter().enumerate().find_map(|(class, about)| {
            Some((class, about.codes.iter().position(|code| code.id == drafted)?))
        });
        let (class, code) = place.unwrap_or((0, 0));
        Some(Disposition {
            id: one.id.clone(),
            channel: one.channel,
            classes,
            class,
            code,
            notes: Field::text("Notes", &one.draft.notes).at_most(MAX_NOTES),
            promise: Promise::begun(&one.customer.phone, one.is_masked(), one.draft.callback.as_ref()),
            part: Part::Class,
            due: None,
            touched: one.draft != Draft::default(),
            error: None,
            sent: false,
        })
    }

    /// The interaction.
    pub fn id(&self) -> &InteractionId {
        &self.id
    }

    /// When the draft is to be sent.
    pub fn due(&self) -> Option<Moment> {
        self.due
    }

    /// The draft as a call, once it has rested.
    pub(in crate::toolbar) fn take_due(&mut self, now: Moment) -> Option<Call> {
        self.due.take_if(|due| *due <= now).map(|_| self.draft())
    }

    /// Gives a key to the notes, or to the callback; in a list a digit chooses a row and goes on.
    pub(in crate::toolbar) fn key(&mut self, key: Key, tick: Moment) {
        let changed = match self.part {
            Part::Callback => self.promise.key(key),
            Part::Notes => self.notes.key(key),
            Part::Class | Part::Code => {
                let digit = key.char().and_then(|c| c.to_digit(10)).and_then(|digit| digit.checked_sub(1));
                if let Some(row) = digit {
                    self.pick(row as usize, tick);
                }
                return;
            }
        };
        if changed {
            self.changed(tick);
        }
    }

    /// Pastes into the callback, else into the notes, wherever the agent is.
    pub(in crate::toolbar) fn paste(&mut self, text: &str, tick: Moment) {
        let changed = if self.part == Part::Callback {
            self.promise.paste(text)
        } else {
            self.part = Part::Notes;
            self.notes.paste(text)
        };
        if changed {
            self.changed(tick);
        }
        if let Some(error) = self.notes.error.take() {
            self.error = Some(error);
        }
    }

    fn changed(&mut self, tick: Moment) {
        self.error = None;
        self.touched = true;
        self.due = Some(tick + REST);
    }

    fn chosen(&self) -> Option<CodeId> {
        Some(self.classes.get(self.class)?.codes.get(self.code)?.id)
    }

    fn draft(&self) -> Call {
        draft(&self.id, self.chosen(), self.notes.value(), self.promise.typed())
    }

    pub(super) fn act(&mut self, action: Action, desk: &DeskState, clock: Clock) -> Outcome {
        match (action, self.part) {
            (Action::Previous, part) => self.choose(part, -1, clock.tick),
            (Action::Next, part) => self.choose(part, 1, clock.tick),
            (Action::NextField, _) => self.go_on(),
            (Action::PreviousField, _) => self.go_back(),
            (Action::Confirm, Part::Class | Part::Code) => self.go_on(),
            (Action::Confirm, Part::Callback) if self.promise.next() => {}
            (Action::Confirm, Part::Notes | Part::Callback) | (Action::Submit, _) => {
                return self.submit(desk, clock);
            }
            (Action::Cancel, _) => {
                return match self.due.take() {
                    Some(_) => Outcome::Keep(self.draft()),
                    None => Outcome::Close,
                };
            }
            _ => {}
        }
        Outcome::Stay
    }

    fn choose(&mut self, part: Part, by: isize, tick: Moment) {
        let before = (self.class, self.code);
        match part {
            Part::Class => {
                self.class = list::moved(self.class, self.classes.len(), by);
                if self.class != before.0 {
                    self.code = 0;
                }
            }
            Part::Code => {
                let len = self.classes.get(self.class).map_or(0, |class| class.codes.len());
                self.code = list::moved(self.code, len, by);
            }
            // Out of the fields up and down, as they lie on screen.
            Part::Notes | Part::Callback if by < 0 => self.go_back(),
            Part::Notes => self.go_on(),
            Part::Callback => drop(self.promise.next()),
        }
        if (self.class, self.code) != before {
            self.changed(tick);
        }
    }

    /// Chooses a row of the list that has the keys, where there is such a one.
    fn pick(&mut self, row: usize, tick: Moment) {
        let (at, len) = match self.part {
            Part::Class => (self.class, self.classes.len()),
            _ => (self.code, self.classes.get(self.class).map_or(0, |class| class.codes.len())),
        };
        if row < len {
            self.choose(self.part, row.cast_signed() - at.cast_signed(), tick);
            self.go_on();
        }
    }

    fn go_on(&mut self) {
        self.part = match self.part {
            Part::Class => Part::Code,
            Part::Code => Part::Notes,
            Part::Notes => Part::Callback,
            Part::Callback if self.promise.next() => Part::Callback,
            Part::Callback => Part::Class,
        };
        if self.part == Part::Class || self.part == Part::Notes {
            self.promise.enter(false);
        }
    }

    fn go_back(&mut self) {
        self.part = match self.part {
            Part::Class => {
                self.promise.enter(true);
                Part::Callback
            }
            Part::Code => Part::Class,
            Part::Notes => Part::Code,
            Part::Callback if self.promise.previous() => Part::Callback,
            Part::Callback => Part::Notes,
        };
    }

    fn submit(&mut self, desk: &DeskState, clock: Clock) -> Outcome {
        if !self.owed(desk) {
            self.due = None;
            return Outcome::Keep(self.draft());
        }
        let Some(code) = self.chosen() else {
            self.error = Some("the campaign has no disposition codes".to_owned());
            return Outcome::Stay;
        };
        let Ok(promise) = self.promise.read(clock) else {
            self.part = Part::Callback;
            return Outcome::Stay;
        };
        self.due = None;
        self.sent = true;
        Outcome::Call(dispose(&self.id, self.channel, code, self.notes.value(), promise))
    }

    pub(super) fn refused(&mut self, text: String, error: &RpcError) {
        self.sent = false;
        if blamed(error).is_some_and(|field| self.promise.refused(field, &text)) {
            self.part = Part::Callback;
        } else {
            self.error = Some(text);
        }
    }

    /// The fields of the callback, while one is in them.
    pub(super) fn form(&self) -> Option<&Form> {
        (self.part == Part::Callback).then(|| self.promise.form())
    }

    /// What is said when it was disposed as chosen.
    pub(in crate::toolbar) fn told(&self) -> String {
        let class = self.classes.get(self.class);
        let name = class.and_then(|class| class.codes.get(self.code)).map(|code| code.name.as_str());
        format!("Disposed: {}", name.unwrap_or("done"))
    }

    /// What Enter and the key that sends do here and now, for the footer.
    pub(in crate::toolbar) fn label(&self, action: Action, desk: &DeskState) -> &'static str {
        match action {
            // Also what has been sent by now is kept; while the call is on, another key says so.
            Action::Cancel if self.touched && self.owed(desk) => "Keep draft",
            Action::Cancel => "Close",
            Action::Confirm if matches!(self.part, Part::Class | Part::Code) => "Next",
            Action::Confirm if self.part == Part::Callback && self.promise.has_next() => "Next",
            // There Enter does the same.
            Action::Submit if self.part == Part::Notes => "",
            _ if self.owed(desk) => "Dispose",
            _ => "Keep draft",
        }
    }

    /// Whether the talk is over, and so the disposition due.
    fn owed(&self, desk: &DeskState) -> bool {
        desk.interaction(&self.id).is_none_or(|one| one.phase == Phase::WrapUp)
    }

    pub(super) fn draw(&self, app: &App, canvas: &mut Canvas<'_>, area: Rect) {
        let Some(one) = app.desk.interaction(&self.id) else { return };
        let most = self.classes.iter().map(|class| class.codes.len()).max().unwrap_or(0);
        let rows = u16::try_from(most.max(self.classes.len())).unwrap_or(u16::MAX).clamp(1, MOST);
        let hint = self.hint(one);
        let hints = wrap(&hint.1, WIDTH - 6, HINT_ROWS);
        let promise = self.promise.height();
        // On a low terminal the rows between its parts go before those of the lists.
        let (gap, others) = if area.height < 16 + promise { (0, 6 + promise) } else { (1, 12 + promise) };
        let rows = rows.min(area.height.saturating_sub(others).max(1));
        // Air within the frame there only where it is spare.
        let height = if gap == 0 { rows + others + 2 } else { rows + others };
        let said = u16::try_from(hints.len()).unwrap_or(1).saturating_sub(1);
        let inside = telling(canvas, area, WIDTH, height, said, "Disposition");
        let until = match (one.phase, one.deadline) {
            (Phase::WrapUp, Some(until)) => format!("{} left", span::left(until.since(app.now()))),
            (Phase::Connected, _) if one.is_chat() => "the chat is still on".to_owned(),
            (Phase::Connected, _) => "the call is still on".to_owned(),
            _ => String::new(),
        };
        let who = [piece(Role::Strong, one.customer_label())];
        canvas.both(row(inside, 0), &who, &[piece(Role::InteractionWrapUp, until)]);
        let (lists, rest) = top(top(inside, 1 + gap).1, rows + 1);
        self.draw_lists(canvas, lists);
        let (fields, rest) = top(top(rest, gap).1, 1 + gap + promise);
        self.draw_fields(app, canvas, fields, gap);
        for (at, line) in (0u16..).zip(hints) {
            canvas.left(row(rest, gap + at), &[piece(hint.0, line)]);
        }
    }

    /// Classes, and the codes of the chosen one beside them.
    fn draw_lists(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let (classes, codes) = left(area, area.width / 2);
        let names: Vec<&str> = self.classes.iter().map(|class| class.class_name.as_str()).collect();
        self.list(canvas, classes, "Class", &names, self.class, Part::Class);
        let names: Vec<&str> = self
            .classes
            .get(self.class)
            .map(|class| class.codes.iter().map(|code| code.name.as_str()).collect())
            .unwrap_or_default();
        self.list(canvas, codes, "Code", &names, self.code, Part::Code);
    }

    /// The notes, and with `gap` rows between the callback, whose labels are as wide.
    fn draw_fields(&self, app: &App, canvas: &mut Canvas<'_>, area: Rect, gap: u16) {
        let focused = self.part == Part::Notes;
        let role = if focused { Role::Accent } else { Role::Muted };
        let (notes, below) = top(area, 1);
        self.zone(canvas, notes, Part::Notes);
        canvas.left(notes, &[piece(role, "Notes")]);
        self.notes.draw(canvas, left(notes, self.promise.labels()).1, focused);
        self.promise.draw(app.clock(), canvas, top(below, gap).1, self.part == Part::Callback);
    }

    /// What stands in the last row: what is wrong, else what there is to know where the agent is.
    fn hint(&self, one: &Interaction) -> Piece<'_> {
        let wrong = self.error.as_deref().or_else(|| self.promise.wrong());
        if let Some(error) = wrong {
            return piece(Role::Error, format!("! {error}"));
        }
        let words = match (self.part, one.phase) {
            (Part::Class | Part::Code, _) => "a number chooses and goes on",
            (_, Phase::WrapUp) => "",
            _ if one.is_chat() => "kept as a draft until the chat is over",
            _ => "kept as a draft until the call is over",
        };
        piece(Role::Muted, words)
    }

    /// A part that is not typed into is gone to by a click.
    fn zone(&self, canvas: &mut Canvas<'_>, area: Rect, part: Part) {
        if self.part != part && self.part != Part::Callback {
            canvas.zone(area, Target::Field(part as isize - self.part as isize));
        }
    }

    fn list(&self, canvas: &mut Canvas<'_>, area: Rect, title: &str, names: &[&str], at: usize, part: Part) {
        let focused = self.part == part;
        let role = if focused { Role::Accent } else { Role::Muted };
        self.zone(canvas, area, part);
        canvas.left(row(area, 0), &[piece(role, title)]);
        let (_, places) = top(area, 1);
        let places = Rect { width: places.width.saturating_sub(2), ..places };
        let hidden = list::seen(canvas, places, names.len(), at, |canvas, row, place| {
            let (mark, role) = match (row == at, focused) {
                (true, true) => ("› ", Role::Strong),
                (true, false) => ("• ", Role::Strong),
                (false, _) => ("  ", Role::Text),
            };
            let key = if focused { Role::Key } else { Role::Muted };
            let number = if row < NUMBERED { format!("{} ", row + 1) } else { "  ".to_owned() };
            canvas.left(place, &[piece(Role::Accent, mark), piece(key, number), piece(role, names[row])]);
            if focused && row == at {
                canvas.choose(place);
            }
        });
        hidden.in_row(canvas, Rect { width: places.width, ..row(area, 0) });
    }
}
