//! The customer's side, for tests and demonstrations: have a customer call now, answer, hang up, refuse,
//! or open a chat and write; and the same for a number that was asked into a call.

use ratatui::layout::Rect;
use serde_json::{Map, Value, json};

use super::ask::AskForm;
use super::dial::{FORM_WIDTH, selected};
use super::{Outcome, Overlay, dialog, telling};
use crate::contract::ids::CampaignId;
use crate::contract::payload::ChannelType;
use crate::desk::interaction::Member;
use crate::desk::setup::Channel;
use crate::desk::{DeskState, Interaction, Phase, Session, ToastVariant};
use crate::toolbar::action::Action;
use crate::toolbar::app::App;
use crate::toolbar::calls::{Call, Place, blamed};
use crate::toolbar::chat::MAX_CHAT_TEXT;
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::canvas::{Canvas, piece};
use crate::toolbar::widgets::field::Field;
use crate::toolbar::widgets::form::Form;
use crate::toolbar::widgets::list;
use crate::wire::RpcError;

const PHONE: usize = 0;
const NAME: usize = 1;
const CAMPAIGN: usize = 2;

/// The customer of the vendor's own pages, with whom the form begins.
pub(in crate::toolbar) const ANSHIKA: (&str, &str) = ("1234567890", "Anshika");

/// The channel of a chat that names none.
const WEB_CHAT: &str = "webchat";

/// Who calls, and which campaign.
#[derive(Debug, Clone)]
pub struct CustomerForm {
    /// The fields.
    pub form: Form,
    campaigns: Vec<CampaignId>,
}

/// The call that has a customer call; the name may be empty, and without a campaign calls are routed.
pub(in crate::toolbar) fn calls(phone: &str, name: &str, campaign: Option<CampaignId>) -> Call {
    let mut params = Map::new();
    params.insert("phone".to_owned(), phone.into());
    if !name.is_empty() {
        params.insert("name".to_owned(), name.into());
    }
    if let Some(campaign) = campaign {
        params.insert("campaignId".to_owned(), json!(campaign));
    }
    Call { method: "control.customerCall", params: Value::Object(params), place: Place::Customer }
}

impl CustomerForm {
    /// A customer whom the demonstration knows, calling the first of the chosen campaigns.
    pub fn new(session: &Session) -> CustomerForm {
        let (campaigns, names) = selected(session);
        let fields = vec![
            Field::text("Phone", ANSHIKA.0),
            Field::text("Name", ANSHIKA.1),
            Field::choice("Campaign", names, 0),
        ];
        CustomerForm { form: Form::new(fields), campaigns }
    }

    pub(super) fn act(&mut self, action: Action) -> Outcome {
        match action {
            Action::Cancel => return Outcome::Close,
            Action::Confirm | Action::Submit => return self.submit(),
            other => self.form.run(other),
        }
        Outcome::Stay
    }

    fn submit(&mut self) -> Outcome {
        self.form.forgive();
        let phone = self.form.field(PHONE).value().trim().to_owned();
        if phone.is_empty() {
            self.form.blame(PHONE, "enter a number");
            return Outcome::Stay;
        }
        let name = self.form.field(NAME).value().trim();
        let campaign = self.campaigns.get(self.form.field(CAMPAIGN).chosen()).copied();
        Outcome::Call(calls(&phone, name, campaign))
    }

    pub(super) fn refused(&mut self, text: String, error: &RpcError) {
        match blamed(error) {
            Some("phone") => self.form.blame(PHONE, text),
            Some("name") => self.form.blame(NAME, text),
            Some("campaignId") => self.form.blame(CAMPAIGN, text),
            _ => self.form.error = Some(text),
        }
    }

    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let (height, said) = (self.form.calm_height(), self.form.said_last(FORM_WIDTH));
        let inside = telling(canvas, area, FORM_WIDTH + 6, height + 3, said, "A customer calls");
        self.form.draw(canvas, inside);
    }
}

/// What a customer, or somebody asked into a call, can do: as the hub calls it, in words, and when.
struct Doing {
    method: &'static str,
    words: &'static str,
    needs: Needs,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Needs {
    /// A customer who is being dialled.
    Dialled,
    /// Any customer who waits, rings, is dialled or talks.
    Line,
    /// Nothing: they begin.
    Nothing,
    /// A chat that is not over.
    Chat,
    /// A number that was asked in and rings.
    RingingMember,
    /// A number that was asked in.
    Member,
}

const DOINGS: [Doing; 7] = [
    Doing { method: "control.customerAnswer", words: "The customer answers", needs: Needs::Dialled },
    Doing { method: "control.customerHangup", words: "The customer hangs up or leaves", needs: Needs::Line },
    Doing {
        method: "control.customerRefuse",
        words: "The customer is busy or refuses",
        needs: Needs::Dialled,
    },
    Doing { method: "control.customerChat", words: "A customer opens a chat", needs: Needs::Nothing },
    Doing { method: "control.customerMessage", words: "The customer writes", needs: Needs::Chat },
    Doing {
        method: "control.memberAnswer",
        words: "The number asked in answers",
        needs: Needs::RingingMember,
    },
    Doing { method: "control.memberHangup", words: "The number asked in leaves", needs: Needs::Member },
];

impl Needs {
    fn met(self, desk: &DeskState) -> bool {
        let calls = &desk.interactions;
        let live = |one: &Interaction| !matches!(one.phase, Phase::WrapUp | Phase::Disposed);
        let member = |fits: fn(&Member) -> bool| {
            calls
                .iter()
                .any(|one| live(one) && one.members.iter().any(|member| !member.is_user && fits(member)))
        };
        match self {
            Needs::Dialled => calls
                .iter()
                .any(|one| one.is_outbound() && matches!(one.phase, Phase::Initiated | Phase::Ringing)),
            // Who waits is known to the hub only by number.
            Needs::Line => calls.iter().any(live) || !desk.waiting.is_empty(),
            Needs::Nothing => true,
            Needs::Chat => calls.iter().any(|one| one.is_chat() && live(one)),
            Needs::RingingMember => member(|member| !member.joined),
            Needs::Member => member(|_| true),
        }
    }

    fn words(self) -> &'static str {
        match self {
            Needs::Dialled => "needs a dialled call",
            Needs::Line => "nobody is on the line",
            Needs::Nothing => "",
            Needs::Chat => "needs a chat",
            Needs::RingingMember => "needs a number that rings",
            Needs::Member => "needs a number in a call",
        }
    }
}

/// The form with which a customer opens a chat; on which channel, where the site has several.
pub(in crate::toolbar) fn chat(session: &Session, desk: &DeskState) -> AskForm {
    let (campaigns, names) = selected(session);
    let campaigns = names.into_iter().zip(campaigns.iter().map(|id| json!(id))).collect();
    let form = AskForm::new("A customer opens a chat", "control.customerChat", "Open chat")
        .optional("Name", "name", ANSHIKA.1)
        .optional("Phone", "phone", ANSHIKA.0)
        .choice("Campaign", "campaignId", campaigns);
    let channels: Vec<&Channel> =
        desk.setup.channels.iter().filter(|one| one.channel_type == ChannelType::Chat).collect();
    if channels.len() < 2 {
        return form;
    }
    let usual = channels.iter().position(|one| one.sub_type == WEB_CHAT).unwrap_or(0);
    let options = channels.iter().map(|one| (one.name.clone(), json!(one.sub_type))).collect();
    form.choice("Channel", "channelSubType", options).chosen(usual)
}

/// The form with which the customer of a chat writes: of the one that is looked at, else of the newest.
pub(in crate::toolbar) fn message(desk: &DeskState) -> AskForm {
    let form = AskForm::new("The customer writes", "control.customerMessage", "Send");
    let live = |one: &&Interaction| one.is_chat() && !matches!(one.phase, Phase::WrapUp | Phase::Disposed);
    let chat = desk.current().filter(live).or_else(|| desk.interactions.iter().rev().find(live));
    let form = match chat {
        Some(one) => form.about(one),
        None => form,
    };
    form.text("Text", "text", "", "enter what they write").at_most(MAX_CHAT_TEXT)
}

/// A menu of what a customer does.
#[derive(Debug, Clone, Copy)]
pub struct CustomerMenu {
    at: usize,
    /// Whether the row was asked for although it can't be: its note says why.
    refused: bool,
}

impl CustomerMenu {
    /// The menu on the first row that is possible.
    pub fn new(desk: &DeskState) -> CustomerMenu {
        let at = DOINGS.iter().position(|doing| doing.needs.met(desk)).unwrap_or(0);
        CustomerMenu { at, refused: false }
    }

    pub(super) fn act(&mut self, action: Action, desk: &DeskState) -> Outcome {
        self.refused = false;
        match action {
            Action::Previous => self.at = list::moved(self.at, DOINGS.len(), -1),
            Action::Next => self.at = list::moved(self.at, DOINGS.len(), 1),
            Action::Cancel => return Outcome::Close,
            Action::Confirm => {
                let Some(doing) = DOINGS.get(self.at) else { return Outcome::Close };
                if !doing.needs.met(desk) {
                    self.refused = true;
                    return Outcome::Say(ToastVariant::Info, format!("Not now: {}", doing.needs.words()));
                }
                match (doing.needs, &desk.session) {
                    (Needs::Nothing, Some(session)) => {
                        return Outcome::Open(Box::new(Overlay::Ask(chat(session, desk))));
                    }
                    (Needs::Chat, _) => return Outcome::Open(Box::new(Overlay::Ask(message(desk)))),
                    _ => {}
                }
                // Without an interaction named, the hub takes the newest call to which it can happen.
                let params = Value::Object(Map::new());
                return Outcome::CallAndClose(Call { method: doing.method, params, place: Place::Workbench });
            }
            _ => {}
        }
        Outcome::Stay
    }

    pub(super) fn draw(self, app: &App, canvas: &mut Canvas<'_>, area: Rect) {
        let inside = dialog(canvas, area, 66, 11, "What the customer does");
        list::choices(canvas, inside, DOINGS.len(), self.at, |canvas, at, place| {
            let doing = &DOINGS[at];
            let (role, note) = match doing.needs.met(&app.desk) {
                true => (Role::Text, ""),
                false => (Role::Muted, doing.needs.words()),
            };
            let loud = if self.refused && at == self.at { Role::Error } else { Role::Muted };
            canvas.both(place, &[piece(role, doing.words)], &[piece(loud, note)]);
        });
    }
}
