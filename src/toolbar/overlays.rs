//! What lies over a screen: dialogs, menus, questions, things to read. They form a stack; the one on
//! top gets the keys.

pub mod ask;
pub mod attribute;
pub mod callbacks;
pub mod card;
pub mod customer;
pub mod desks;
pub mod dial;
pub mod disposition;
pub mod figures;
pub mod files;
pub mod find;
pub mod help;
pub mod keypad;
pub mod members;
pub mod notifications;
pub mod palette;
pub mod pick;
mod promise;
pub mod question;
pub mod reader;
pub mod record_form;
pub mod records;
pub mod runner;
pub mod status;
pub mod target;
pub mod themes;
pub mod tour;
pub mod waiting;

pub use ask::AskForm;
pub use callbacks::{Callbacks, MoveCallback};
pub use card::Card;
pub use customer::{CustomerForm, CustomerMenu};
pub use desks::Desks;
pub use dial::DialForm;
pub use disposition::Disposition;
pub use find::FindCustomers;
pub use keypad::Keypad;
pub use members::Members;
pub use palette::Palette;
pub use pick::{Pick, Subject};
pub use question::Question;
pub use reader::Reader;
pub use records::{RecordList, RecordMenu};
pub use runner::Runner;
pub use status::StatusMenu;
pub use target::TargetForm;
pub use themes::ThemePicker;
pub use tour::Tour;
pub use waiting::WaitingList;

use ratatui::layout::Rect;
use serde_json::value::RawValue;

use super::action::{Action, Context};
use super::app::App;
use super::calls::{Call, Place};
use super::effect::Effect;
use super::inspector::Inspector;
use super::runs::Run;
use super::screens::{CampaignChoice, ExtensionChoice};
use super::theme::Role;
use super::when::Clock;
use super::widgets::area::growing;
use super::widgets::canvas::Canvas;
use super::widgets::form::Form;
use crate::desk::{DeskState, Stage, ToastVariant};
use crate::inspect::Row;
use crate::wire::RpcError;

/// Something that lies over the screen.
#[derive(Debug)]
pub enum Overlay {
    /// A question that is answered with yes or no.
    Question(Question),
    /// All keys.
    Help {
        /// Where it was opened; those keys come first.
        of: Context,
        /// How far it is scrolled.
        reader: Reader,
    },
    /// Available, or a break.
    Status(StatusMenu),
    /// Other campaigns.
    Campaigns(CampaignChoice),
    /// Another extension.
    Extension(ExtensionChoice),
    /// Class, code, notes.
    Disposition(Disposition),
    /// A customer to be called.
    Dial(DialForm),
    /// A customer who calls.
    Customer(CustomerForm),
    /// What a customer does.
    CustomerMenu(CustomerMenu),
    /// What is behind the bell.
    Notifications(Reader),
    /// Every frame, and what is in it.
    Inspector(Box<Inspector>),
    /// A small form that makes one call.
    Ask(AskForm),
    /// To whom a call is given, or who is asked in.
    Target(TargetForm),
    /// Tones for the other side of a call.
    Keypad(Keypad),
    /// Who is in a call.
    Members(Members),
    /// Promised callbacks.
    Callbacks(Callbacks),
    /// Another time for one.
    MoveCallback(MoveCallback),
    /// The records that the CRM offers.
    Records(RecordList),
    /// What can be done with a customer's record.
    RecordMenu(RecordMenu),
    /// A method to be run.
    Runner(Box<Runner>),
    /// A list that narrows down.
    Pick(Pick),
    /// Customers looked for.
    Find(FindCustomers),
    /// Who a customer is.
    Card(Card),
    /// What waits.
    Waiting(WaitingList),
    /// The other desks.
    Desks(Desks),
    /// All themes.
    Themes(ThemePicker),
    /// What the agent has done.
    Figures,
    /// A newcomer is shown around.
    Tour(Tour),
    /// Everything that can be done.
    Palette(Palette),
}

/// What the answer of a call means for the dialog that made it.
#[derive(Debug)]
pub enum Heard {
    /// It goes on.
    Stay,
    /// It has done its work.
    Close,
    /// Another one takes its place.
    Open(Box<Overlay>),
    /// Another desk's toolbar is to be looked into.
    Listen,
}

/// What an action on a dialog or screen comes to.
#[derive(Debug)]
pub enum Outcome {
    /// Nothing more.
    Stay,
    /// It is closed.
    Close,
    /// A call is made; the answer closes it, or says what is wrong.
    Call(Call),
    /// A call is made and it is closed.
    CallAndClose(Call),
    /// A draft is sent and it is closed; the agent is told that it is kept.
    Keep(Call),
    /// It is closed and another one takes its place.
    Open(Box<Overlay>),
    /// Another one lies over it.
    Over(Box<Overlay>),
    /// A text goes into the clipboard and it is closed.
    Copy {
        /// What it is, in a few words.
        what: &'static str,
        /// The text.
        text: String,
    },
    /// A method is run, as somebody or other.
    Run(Box<Run>),
    /// A frame is pinned, or let go.
    Pin(Box<Row>),
    /// A frame is marked, or not any more.
    Mark(Box<Row>),
    /// Something outside is done.
    Do(Effect),
    /// The agent is told something.
    Say(ToastVariant, String),
    /// The toolbar ends.
    Quit,
}

impl Overlay {
    /// What keys mean in it.
    pub fn context(&self) -> Context {
        match self {
            Overlay::Question(_) => Context::Question,
            Overlay::Figures | Overlay::Help { .. } | Overlay::Notifications(_) | Overlay::Card(_) => {
                Context::Reader
            }
            Overlay::Pick(_) | Overlay::Find(_) => Context::Pick,
            Overlay::Desks(_) => Context::Desks,
            Overlay::Palette(_) => Context::Palette,
            Overlay::Tour(_) => Context::Tour,
            Overlay::Status(_)
            | Overlay::CustomerMenu(_)
            | Overlay::RecordMenu(_)
            | Overlay::Waiting(_)
            | Overlay::Themes(_)
            | Overlay::Campaigns(_)
            | Overlay::Extension(_) => Context::Menu,
            Overlay::Disposition(_) => Context::Disposition,
            Overlay::Dial(_) => Context::Dial,
            Overlay::Customer(_) | Overlay::Ask(_) | Overlay::MoveCallback(_) => Context::Form,
            Overlay::Target(_) => Context::Target,
            Overlay::Keypad(_) => Context::Keypad,
            Overlay::Members(_) => Context::Members,
            Overlay::Callbacks(_) => Context::Callbacks,
            Overlay::Records(_) => Context::Records,
            Overlay::Inspector(inspector) => inspector.context(),
            Overlay::Runner(runner) => runner.context(),
        }
    }

    /// Whose calls' answers it hears.
    pub fn place(&self) -> Option<Place> {
        match self {
            Overlay::Status(_) => Some(Place::Status),
            Overlay::Campaigns(_) => Some(Place::Campaigns),
            Overlay::Extension(_) => Some(Place::Extension),
            Overlay::Disposition(_) => Some(Place::Disposition),
            Overlay::Dial(_) => Some(Place::Dial),
            Overlay::Customer(_) => Some(Place::Customer),
            Overlay::Ask(_) => Some(Place::Ask),
            Overlay::Target(_) => Some(Place::Target),
            Overlay::MoveCallback(_) => Some(Place::MoveCallback),
            Overlay::Records(_) => Some(Place::Records),
            Overlay::Pick(_) => Some(Place::Pick),
            Overlay::Find(_) => Some(Place::Find),
            Overlay::Waiting(_) => Some(Place::Waiting),
            Overlay::Desks(_) => Some(Place::Desks),
            _ => None,
        }
    }

    /// Whether an error of a call made from there is said in it.
    pub fn hears(&self, place: Place) -> bool {
        let asks = matches!(
            (self, place),
            (Overlay::Dial(_), Place::Preview)
                | (Overlay::Keypad(_), Place::Keypad)
                | (Overlay::Members(_), Place::Members)
                | (Overlay::Callbacks(_), Place::Callbacks)
        );
        asks || self.place() == Some(place)
    }

    /// What the key that confirms does in it now, for the footer; `None` where that is always the same.
    pub(super) fn verb(&self) -> Option<&'static str> {
        Some(match self {
            Overlay::Ask(form) => form.verb(),
            Overlay::Customer(_) => "Call",
            Overlay::Dial(dial) => dial.verb(),
            Overlay::MoveCallback(_) => "Move",
            Overlay::Pick(pick) => pick.verb(),
            Overlay::Find(find) => find.verb(),
            Overlay::Waiting(_) => "Take",
            Overlay::Target(form) => form.label(),
            _ => return None,
        })
    }

    /// The fields that keys go to, where it has such.
    pub(super) fn form(&self) -> Option<&Form> {
        match self {
            Overlay::Ask(ask) => Some(&ask.form),
            Overlay::Customer(customer) => Some(&customer.form),
            Overlay::Dial(dial) => Some(&dial.form),
            Overlay::Disposition(dialog) => dialog.form(),
            Overlay::MoveCallback(form) => Some(&form.form),
            Overlay::Runner(runner) => runner.form(),
            Overlay::Target(target) => Some(target.form()),
            _ => None,
        }
    }

    /// Where in it one is, where it is read.
    pub(super) fn reader(&mut self) -> Option<&mut Reader> {
        match self {
            Overlay::Help { reader, .. } | Overlay::Notifications(reader) => Some(reader),
            Overlay::Card(card) => Some(&mut card.reader),
            _ => None,
        }
    }

    /// Whether it makes no sense any more when this stage is left.
    pub fn belongs_to(&self, stage: Stage) -> bool {
        match self {
            Overlay::Help { .. }
            | Overlay::Inspector(_)
            | Overlay::Figures
            | Overlay::Palette(_)
            | Overlay::Runner(_)
            | Overlay::Themes(_)
            | Overlay::Question(Question::Quit) => false,
            Overlay::Question(Question::ForceLogin) => stage == Stage::SignedOut,
            Overlay::Question(Question::SignOut) => true,
            _ => stage == Stage::Working,
        }
    }

    /// Whether it is about an interaction, or a talk, that is over by now. That of a disposition is asked
    /// after by itself.
    pub fn is_over(&self, desk: &DeskState) -> bool {
        match self {
            Overlay::Ask(form) => form.is_over(desk),
            Overlay::Target(form) => form.is_over(desk),
            Overlay::Keypad(keypad) => keypad.is_over(desk),
            Overlay::Members(members) => members.is_over(desk),
            Overlay::MoveCallback(form) => form.is_over(desk),
            Overlay::Records(records) => records.is_over(desk),
            Overlay::RecordMenu(menu) => menu.is_over(desk),
            Overlay::Pick(pick) => pick.is_over(desk),
            _ => false,
        }
    }

    /// Does an action.
    pub(super) fn act(&mut self, action: Action, desk: &DeskState, clock: Clock) -> Outcome {
        match self {
            Overlay::Question(question) => question.act(action),
            Overlay::Status(menu) => menu.act(action),
            Overlay::Campaigns(choice) => choice.act(action, desk),
            Overlay::Extension(choice) => choice.act(action, desk),
            Overlay::Disposition(dialog) => dialog.act(action, desk, clock),
            Overlay::Dial(dial) => dial.act(action),
            Overlay::Customer(customer) => customer.act(action),
            Overlay::CustomerMenu(menu) => menu.act(action, desk),
            Overlay::Ask(form) => form.act(action),
            Overlay::Target(form) => form.act(action, desk),
            Overlay::Keypad(_) if action == Action::Cancel => Outcome::Close,
            Overlay::Members(members) => members.act(action, desk),
            Overlay::Callbacks(callbacks) => callbacks.act(action, desk, clock),
            Overlay::MoveCallback(form) => form.act(action, clock),
            Overlay::Records(records) => records.act(action, desk),
            Overlay::RecordMenu(menu) => menu.act(action, desk),
            Overlay::Pick(pick) => pick.act(action, desk),
            Overlay::Find(find) => find.act(action),
            Overlay::Figures if action == Action::Cancel => Outcome::Close,
            Overlay::Figures => Outcome::Stay,
            Overlay::Tour(tour) => tour.act(action),
            Overlay::Waiting(list) => list.act(action),
            Overlay::Desks(desks) => desks.act(action, desk),
            // Their rows, and how they were drawn, are what only the whole has: App routes to them.
            Overlay::Inspector(_) | Overlay::Runner(_) | Overlay::Themes(_) | Overlay::Palette(_) => {
                Outcome::Stay
            }
            Overlay::Help { .. } | Overlay::Notifications(_) | Overlay::Card(_) => Outcome::Stay,
            // Its keys are tones.
            Overlay::Keypad(_) => Outcome::Stay,
        }
    }

    /// The hub refused what was asked from here; `text` is that in the agent's words.
    pub(super) fn refused(&mut self, text: String, error: &RpcError) {
        match self {
            Overlay::Status(menu) => menu.error = Some(text),
            Overlay::Campaigns(choice) => choice.error = Some(text),
            Overlay::Extension(choice) => choice.error = Some(text),
            Overlay::Disposition(dialog) => dialog.refused(text, error),
            Overlay::Dial(dial) => dial.refused(text, error),
            Overlay::Customer(customer) => customer.refused(text, error),
            Overlay::Ask(form) => form.refused(text, error),
            Overlay::Target(form) => form.refused(text, error),
            Overlay::Keypad(keypad) => keypad.error = Some(text),
            Overlay::Members(members) => members.error = Some(text),
            Overlay::Callbacks(callbacks) => callbacks.error = Some(text),
            Overlay::MoveCallback(form) => form.refused(text, error),
            Overlay::Records(records) => records.error = Some(text),
            Overlay::Pick(pick) => pick.error = Some(text),
            Overlay::Find(find) => find.refused(text),
            Overlay::Waiting(list) => list.error = Some(text),
            Overlay::Desks(desks) => desks.error = Some(text),
            _ => {}
        }
    }

    /// The hub answered what was asked from here.
    pub(super) fn answered(&mut self, method: &str, answer: &RawValue) -> Heard {
        match self {
            Overlay::Pick(pick) if pick.stays() => Heard::Stay,
            Overlay::Find(find) => find.answered(answer),
            Overlay::Waiting(list) => list.answered(answer),
            Overlay::Desks(desks) => desks.answered(method),
            _ => Heard::Close,
        }
    }

    /// Draws it over the screen.
    pub(super) fn draw(&self, app: &App, canvas: &mut Canvas<'_>, area: Rect) {
        match self {
            Overlay::Question(question) => question.draw(app, canvas, area),
            Overlay::Help { of, reader } => help::draw(*of, reader, app, canvas, area),
            Overlay::Status(menu) => menu.draw(app, canvas, area),
            Overlay::Campaigns(choice) => {
                let (width, height) = (choice.width(&app.desk) + 6, choice.height(&app.desk) + 4);
                let inside = dialog(canvas, area, width, height, "Campaigns");
                choice.draw(app, canvas, inside);
            }
            Overlay::Extension(choice) => {
                let height = choice.height(&app.desk) + 4;
                let inside = telling(canvas, area, 60, height, choice.said(), "Extension");
                choice.draw(&app.desk, canvas, inside);
            }
            Overlay::Disposition(disposition) => disposition.draw(app, canvas, area),
            Overlay::Dial(dial) => dial.draw(app, canvas, area),
            Overlay::Customer(customer) => customer.draw(canvas, area),
            Overlay::CustomerMenu(menu) => menu.draw(app, canvas, area),
            Overlay::Notifications(reader) => notifications::draw(app, reader, canvas, area),
            Overlay::Ask(form) => form.draw(canvas, area),
            Overlay::Target(form) => form.draw(app, canvas, area),
            Overlay::Keypad(keypad) => keypad.draw(app, canvas, area),
            Overlay::Members(members) => members.draw(app, canvas, area),
            Overlay::Callbacks(callbacks) => callbacks.draw(app, canvas, area),
            Overlay::MoveCallback(form) => form.draw(app, canvas, area),
            Overlay::Records(records) => records.draw(app, canvas, area),
            Overlay::RecordMenu(menu) => menu.draw(app, canvas, area),
            Overlay::Inspector(inspector) => inspector.draw(app, canvas, area),
            Overlay::Runner(runner) => runner.draw(app, canvas, area),
            Overlay::Pick(pick) => pick.draw(app, canvas, area),
            Overlay::Find(find) => find.draw(app, canvas, area),
            Overlay::Card(card) => card.draw(app, canvas, area),
            Overlay::Waiting(list) => list.draw(app, canvas, area),
            Overlay::Desks(desks) => desks.draw(app, canvas, area),
            Overlay::Themes(picker) => picker.draw(canvas, area),
            Overlay::Palette(palette) => palette.draw(app, canvas, area),
            Overlay::Figures => figures::draw(app, canvas, area),
            Overlay::Tour(tour) => tour.draw(app, canvas, area),
        }
    }
}

/// An empty dialog in the middle, as large as it must be; gives its inside.
fn dialog(canvas: &mut Canvas<'_>, area: Rect, width: u16, height: u16, title: &str) -> Rect {
    telling(canvas, area, width, height, 0, title)
}

/// The same with `said` more rows below, for what is wrong: nothing above them moves when they come.
fn telling(canvas: &mut Canvas<'_>, area: Rect, width: u16, height: u16, said: u16, title: &str) -> Rect {
    let place = growing(area, width, height, said);
    let height = height.saturating_add(said);
    canvas.cover(place, Role::Surface);
    let inside = canvas.panel(place, title, &[], true);
    super::widgets::area::inset(inside, 1, u16::from(inside.height > 2 && place.height >= height))
}
