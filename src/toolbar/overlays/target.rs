//! To whom a call or chat is given, whom one asks first, and who is asked into a call: a kind, and a list that
//! narrows while one types.

use ratatui::layout::Rect;
use serde_json::json;

use super::pick::agents;
use super::{Outcome, telling};
use crate::contract::ids::{CampaignId, InteractionId};
use crate::desk::setup::Colleague;
use crate::desk::{DeskState, Interaction, Phase};
use crate::toolbar::action::Action;
use crate::toolbar::app::App;
use crate::toolbar::calls::{Call, Place, blamed};
use crate::toolbar::keymap::Key;
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::{bottom, row, top};
use crate::toolbar::widgets::canvas::{Canvas, Piece, piece};
use crate::toolbar::widgets::field::Field;
use crate::toolbar::widgets::form::Form;
use crate::toolbar::widgets::list;
use crate::wire::RpcError;

const WIDTH: u16 = 64;
/// The rows of the list, and the least of it below fields with room between them.
const ROWS: u16 = 7;
const LEAST: u16 = 4;

const KIND: usize = 0;
const TO: usize = 1;
/// Where there is a choice of ways, the field of what is typed comes behind it.
const HOW: usize = 1;

/// What is done with the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Give,
    AskIn,
}

/// What a target can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    User,
    Phone,
    Campaign,
    Queue,
    Ivr,
}

/// How somebody comes to a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// It is given to them at once.
    Transfer,
    /// They are asked first.
    Consult,
    /// They are asked into it.
    Confer,
}

/// The call that brings somebody, or something, to an interaction.
pub fn bring(id: &InteractionId, way: Way, kind: Kind, target: &str) -> Call {
    let is_user = kind == Kind::User;
    let (method, name, value) = match way {
        Way::Transfer => ("toolbar.transfer", "transferType", kind.transfer()),
        Way::Consult => ("toolbar.consult", "consultType", if is_user { "user" } else { "phone" }),
        Way::Confer => {
            ("toolbar.confer", "conferedType", if is_user { "conferToUser" } else { "conferToPhone" })
        }
    };
    let params = json!({"interactionId": id, name: value, "target": target});
    Call { method, params, place: Place::Target }
}

impl Kind {
    /// Those to which an interaction can be given.
    pub fn of_transfers(one: &Interaction, desk: &DeskState) -> Vec<Kind> {
        let ivrs =
            desk.setup.destinations.iter().any(|to| to.campaign_id == one.campaign_id && !to.ivrs.is_empty());
        let unknown = desk.setup.destinations.is_empty();
        match one.is_chat() {
            true => vec![Kind::User, Kind::Campaign, Kind::Queue],
            false if ivrs || unknown => vec![Kind::User, Kind::Phone, Kind::Campaign, Kind::Queue, Kind::Ivr],
            false => vec![Kind::User, Kind::Phone, Kind::Campaign, Kind::Queue],
        }
    }

    /// What people call it.
    pub fn word(self) -> &'static str {
        match self {
            Kind::User => "colleague",
            Kind::Phone => "number",
            Kind::Campaign => "campaign",
            Kind::Queue => "queue",
            Kind::Ivr => "IVR",
        }
    }

    /// The `transferType` of the contract.
    fn transfer(self) -> &'static str {
        match self {
            Kind::User => "transferToUser",
            Kind::Phone => "transferToPhone",
            Kind::Campaign => "transferToCampaign",
            Kind::Queue => "transferToAQ",
            Kind::Ivr => "transferToIVR",
        }
    }

    /// Whether somebody can be asked there before the call is given to them.
    fn can_be_asked(self) -> bool {
        matches!(self, Kind::User | Kind::Phone)
    }

    /// What to type.
    fn hint(self) -> &'static str {
        if self == Kind::Phone { "type the number" } else { "type to find" }
    }

    /// What giving it there comes to.
    fn given(self) -> &'static str {
        match self {
            Kind::User => "It is offered to them, and your wrap-up begins",
            Kind::Phone => "The customer is put through, and your wrap-up begins",
            Kind::Campaign | Kind::Queue => "The customer waits there, and your wrap-up begins",
            Kind::Ivr => "The customer listens to it, and your wrap-up begins",
        }
    }

    fn missing(self) -> &'static str {
        match self {
            Kind::User => "enter a colleague's name or id",
            Kind::Phone => "enter a number",
            Kind::Campaign => "enter a campaign",
            Kind::Queue => "enter a queue",
            Kind::Ivr => "enter an IVR",
        }
    }

    /// Those that are known, for an interaction of a campaign; numbers are typed.
    pub fn candidates<'a>(self, campaign: CampaignId, desk: &'a DeskState) -> Vec<Candidate<'a>> {
        let setup = &desk.setup;
        let muted = |text: &'a str| piece(Role::Muted, text);
        match self {
            Kind::Phone => Vec::new(),
            Kind::User => {
                let colleague = |one: &'a Colleague| Candidate {
                    value: one.user_id.to_string(),
                    name: &one.name,
                    note: agents::note(desk, one),
                };
                let mut all: Vec<&Colleague> = setup.colleagues.iter().collect();
                // Who is free first.
                all.sort_by_key(|one| !agents::is_free(desk, &one.user_id));
                all.into_iter().map(colleague).collect()
            }
            Kind::Campaign => {
                let to = setup.destinations.iter();
                to.map(|one| Candidate {
                    value: one.campaign_id.to_string(),
                    name: &one.name,
                    note: waiting(desk, one.campaign_id),
                })
                .collect()
            }
            Kind::Queue => {
                let to = setup.destinations.iter().filter(|one| !one.queue.is_empty());
                to.map(|one| Candidate { value: one.queue.clone(), name: &one.queue, note: muted(&one.name) })
                    .collect()
            }
            Kind::Ivr => {
                let own = setup.destinations.iter().filter(|one| one.campaign_id == campaign);
                let ivrs = own.flat_map(|one| one.ivrs.iter());
                ivrs.map(|name| Candidate { value: name.clone(), name, note: muted("") }).collect()
            }
        }
    }
}

/// Something that can be chosen.
pub struct Candidate<'a> {
    /// As the hub is told.
    pub value: String,
    /// What people call it.
    pub name: &'a str,
    note: Piece<'a>,
}

/// The dialog of one interaction.
#[derive(Debug, Clone)]
pub struct TargetForm {
    id: InteractionId,
    campaign: CampaignId,
    purpose: Purpose,
    kinds: Vec<Kind>,
    form: Form,
    /// The chosen row of what fits.
    at: usize,
}

impl TargetForm {
    /// The dialog that gives a call or chat to somebody else.
    pub fn transfer(one: &Interaction, desk: &DeskState) -> TargetForm {
        TargetForm::new(one, Purpose::Give, Kind::of_transfers(one, desk))
    }

    /// The dialog that asks somebody into a call.
    pub fn confer(one: &Interaction, _: &DeskState) -> TargetForm {
        TargetForm::new(one, Purpose::AskIn, vec![Kind::User, Kind::Phone])
    }

    fn new(one: &Interaction, purpose: Purpose, kinds: Vec<Kind>) -> TargetForm {
        let words = kinds.iter().map(|kind| kind.word().to_owned()).collect();
        let mut fields = vec![Field::choice("To a", words, 0)];
        if purpose == Purpose::Give && !one.is_chat() {
            let ways = vec!["at once".to_owned(), "after asking them".to_owned()];
            fields.push(Field::choice("How", ways, 0));
        }
        fields.push(Field::text("Who", "").hinted(kinds.first().copied().unwrap_or(Kind::User).hint()));
        let (id, campaign) = (one.id.clone(), one.campaign_id);
        let mut form = TargetForm { id, campaign, purpose, kinds, form: Form::new(fields), at: 0 };
        form.form.go(form.who());
        form
    }

    /// The place of the field that is typed into.
    fn who(&self) -> usize {
        if self.has_ways() { HOW + 1 } else { TO }
    }

    fn has_ways(&self) -> bool {
        self.form.len() > 2
    }

    fn kind(&self) -> Kind {
        self.kinds.get(self.form.field(KIND).chosen()).copied().unwrap_or(Kind::User)
    }

    /// The same, where a number that is no colleague's is a number.
    fn meant(&self, desk: &DeskState) -> Kind {
        let typed = self.form.field(self.who()).value().trim();
        let digits = typed.len() >= 3 && typed.chars().all(|c| c.is_ascii_digit() || c == '+');
        if self.kind() == Kind::User
            && digits
            && self.kinds.contains(&Kind::Phone)
            && self.fitting(desk).is_empty()
        {
            return Kind::Phone;
        }
        self.kind()
    }

    /// Whether they are asked before the call is given to them.
    fn asks_first(&self) -> bool {
        self.has_ways() && self.kind().can_be_asked() && self.form.field(HOW).chosen() == 1
    }

    /// Whether the talk is over.
    pub fn is_over(&self, desk: &DeskState) -> bool {
        desk.interaction(&self.id).is_none_or(|one| one.phase != Phase::Connected)
    }

    /// Gives a key to the field.
    pub(in crate::toolbar) fn key(&mut self, key: Key) {
        if self.form.key(key) {
            self.at = 0;
            let (who, hint) = (self.who(), self.kind().hint());
            self.form.field_mut(who).hint = Some(hint.to_owned());
        }
    }

    /// Pastes into the field.
    pub(in crate::toolbar) fn paste(&mut self, text: &str) {
        self.form.go(self.who());
        if self.form.paste(text) {
            self.at = 0;
        }
    }

    pub(super) fn act(&mut self, action: Action, desk: &DeskState) -> Outcome {
        let len = self.fitting(desk).len();
        match action {
            Action::Cancel => return Outcome::Close,
            Action::Previous => self.at = list::moved(self.at.min(len.saturating_sub(1)), len, -1),
            Action::Next => self.at = list::moved(self.at, len, 1),
            Action::Confirm if self.form.at() != self.who() => self.form.run(Action::NextField),
            Action::Confirm | Action::Submit => return self.submit(desk),
            other => self.form.run(other),
        }
        Outcome::Stay
    }

    fn submit(&mut self, desk: &DeskState) -> Outcome {
        self.form.forgive();
        let typed = self.form.field(self.who()).value().trim().to_owned();
        let fitting = self.fitting(desk);
        let exact = fitting.iter().find(|one| one.value == typed);
        let chosen = exact.or_else(|| fitting.get(self.at)).map(|one| one.value.clone());
        let (who, kind) = (self.who(), self.meant(desk));
        let target = match chosen {
            Some(value) => value,
            None if typed.is_empty() => {
                self.form.blame(who, kind.missing());
                return Outcome::Stay;
            }
            None => typed,
        };
        let way = match self.purpose {
            Purpose::Give if self.asks_first() => Way::Consult,
            Purpose::Give => Way::Transfer,
            Purpose::AskIn => Way::Confer,
        };
        Outcome::Call(bring(&self.id, way, kind, &target))
    }

    /// At the field that the hub names; a thing that is unknown is what was typed.
    pub(super) fn refused(&mut self, text: String, error: &RpcError) {
        match blamed(error) {
            Some("target") => self.form.blame(self.who(), text),
            None if error.code == 4000 => self.form.blame(self.who(), text),
            _ => self.form.error = Some(text),
        }
    }

    /// Its fields.
    pub(super) fn form(&self) -> &Form {
        &self.form
    }

    /// What Enter does here and now, for the footer.
    pub(in crate::toolbar) fn label(&self) -> &'static str {
        match self.purpose {
            _ if self.form.at() != self.who() => "Next",
            Purpose::AskIn => "Ask in",
            Purpose::Give if self.asks_first() => "Ask",
            Purpose::Give => "Transfer",
        }
    }

    /// What fits what is typed.
    fn fitting<'a>(&self, desk: &'a DeskState) -> Vec<Candidate<'a>> {
        let typed = self.form.field(self.who()).value();
        let mut all = self.kind().candidates(self.campaign, desk);
        all.retain(|one| list::fits(typed, &[one.name, &one.value, &one.note.1]));
        all
    }

    pub(super) fn draw(&self, app: &App, canvas: &mut Canvas<'_>, area: Rect) {
        let Some(one) = app.desk.interaction(&self.id) else { return };
        let listed = if self.kind() == Kind::Phone { 0 } else { ROWS };
        let (title, verb) = match self.purpose {
            Purpose::Give if one.is_chat() => ("Transfer the chat", "Give the chat with "),
            Purpose::Give => ("Transfer", "Give the call with "),
            Purpose::AskIn => ("Confer", "Ask someone into the call with "),
        };
        // A low terminal has no rows to spare between the fields, and above the hint.
        let (others, least) = (self.form.calm_height() + 8, listed.min(LEAST));
        let tight = (area.height < others + least).then(|| self.form.clone().tight());
        let form = tight.as_ref().unwrap_or(&self.form);
        let (gap, air) = if tight.is_some() { (u16::from(listed > 0), 0) } else { (0, 1) };
        let listed = listed.min(area.height.saturating_sub(others + 1)).max(least);
        let (height, said) = (form.calm_height() + gap, form.said(WIDTH - 6));
        let inside = telling(canvas, area, WIDTH, height + listed + 7 + air, said, title);
        let who = [piece(Role::Muted, verb), piece(Role::Strong, one.customer_label())];
        canvas.left(row(inside, 0), &who);
        let (hints, rest) = bottom(top(inside, 2).1, 1);
        let (_, rest) = bottom(rest, air);
        let (fields, below) = top(rest, height + said);
        form.draw(canvas, fields);
        let fitting = self.fitting(&app.desk);
        let (places, _) = top(below, listed);
        if fitting.is_empty() && listed > 0 {
            let says = match self.meant(&app.desk) {
                Kind::Phone => "No colleague; {target.confirm} takes it as a number.",
                _ => self.nothing(&app.desk),
            };
            canvas.left(row(places, 0), &[piece(Role::Muted, app.worded(says))]);
        }
        let at = self.at.min(fitting.len().saturating_sub(1));
        list::choices(canvas, places, fitting.len(), at, |canvas, at, place| {
            let one = &fitting[at];
            canvas.both(place, &[piece(Role::Text, one.name)], std::slice::from_ref(&one.note));
        });
        let hint = match app.calls.busy(Place::Target) {
            true => "",
            false if self.asks_first() => "They are rung while the customer waits on hold",
            false if self.purpose == Purpose::AskIn => "They join when they answer",
            false => self.meant(&app.desk).given(),
        };
        let hint = match form.wrong().filter(|_| tight.is_some()) {
            Some(error) => piece(Role::Error, format!("! {error}")),
            None => piece(Role::Muted, app.worded(hint)),
        };
        canvas.left(hints, &[hint]);
    }

    /// Why the list is empty.
    fn nothing(&self, desk: &DeskState) -> &'static str {
        match self.kind().candidates(self.campaign, desk).is_empty() {
            true => "The site names none; type it in full.",
            false => "None fits; {target.confirm} sends what is typed.",
        }
    }
}

/// How many customers wait for a campaign, where that is known: for those that the agent works for.
fn waiting(desk: &DeskState, campaign: CampaignId) -> Piece<'static> {
    let known = desk.session.as_ref().is_some_and(|session| session.selected.contains(&campaign));
    match desk.waiting.get(&campaign) {
        Some(count) => piece(Role::Waiting, format!("{count} waiting")),
        None if known => piece(Role::Muted, "nobody waits"),
        None => piece(Role::Muted, ""),
    }
}
