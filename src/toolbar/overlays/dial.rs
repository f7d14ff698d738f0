//! The dial form: which customer is called or written to, for which campaign, and whose number the CRM
//! says it is. What is typed is told to the desk when it has rested for a moment, so that integrations
//! can ask for it.

use ratatui::layout::Rect;
use serde_json::{Map, Value, json};

use super::records::record_row;
use super::{Outcome, telling};
use crate::contract::ids::CampaignId;
use crate::desk::{NewInteraction, Session};
use crate::toolbar::action::Action;
use crate::toolbar::app::App;
use crate::toolbar::calls::{Call, Place, blamed};
use crate::toolbar::keymap::Key;
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::{row, top};
use crate::toolbar::widgets::canvas::{Canvas, piece};
use crate::toolbar::widgets::field::Field;
use crate::toolbar::widgets::form::Form;
use crate::wire::{self, Micros, Moment, RpcError};

/// The width of a form in its dialog, in columns.
pub(super) const FORM_WIDTH: u16 = 54;
/// How long what is typed rests before the desk is told.
const REST: Micros = Micros::from_millis(300);
/// The records of a number that are shown; further ones are counted.
const SHOWN: usize = 4;
/// The rows that they take: a head, the records, how many more there are, and a gap.
const FOUND_ROWS: u16 = 7;

const CHANNEL: usize = 0;
const PHONE: usize = 1;
const NAME: usize = 2;
const CAMPAIGN: usize = 3;

const CHAT: &str = "chat";

/// A channel, a number, a name and a campaign.
#[derive(Debug, Clone)]
pub struct DialForm {
    /// The fields.
    pub form: Form,
    campaigns: Vec<CampaignId>,
    /// The sub channel that an integration filled in.
    sub_type: String,
    /// When the desk is to be told.
    due: Option<Moment>,
    /// Whether the desk knows of anything typed.
    told: bool,
    /// The number that the CRM was asked about.
    asked: Option<String>,
}

/// The chosen campaigns with their names.
pub(super) fn selected(session: &Session) -> (Vec<CampaignId>, Vec<String>) {
    let name = |id: &CampaignId| session.campaign_name(*id);
    (session.selected.clone(), session.selected.iter().map(name).collect())
}

/// The call that asks the CRM whose number it is.
pub(in crate::toolbar) fn preview(phone: &str) -> Call {
    Call { method: "toolbar.preview", params: json!({"phone": phone}), place: Place::Preview }
}

/// The call that dials a customer, or opens a chat with one. Texts are empty where nothing is given.
pub(in crate::toolbar) fn begin(
    channel: &str,
    phone: &str,
    name: &str,
    campaign: CampaignId,
    sub_type: &str,
) -> Call {
    let given = [("phone", phone), ("name", name)];
    let given = given.into_iter().filter(|(_, text)| !text.is_empty());
    let details: Map<String, Value> = given.map(|(key, text)| (key.to_owned(), text.into())).collect();
    let mut params = json!({"channelType": channel, "channelDetails": details, "campaignId": campaign});
    if channel == CHAT && !sub_type.is_empty() {
        params["channelSubType"] = sub_type.into();
    }
    Call { method: "interaction.initiateInteraction", params, place: Place::Dial }
}

impl DialForm {
    /// An empty number, and the first of the chosen campaigns; else what an integration filled in.
    pub fn new(session: &Session, filled: Option<&NewInteraction>) -> DialForm {
        let (campaigns, names) = selected(session);
        let fields = vec![
            Field::choice("Channel", vec!["voice".to_owned(), CHAT.to_owned()], 0),
            Field::text("Phone", "").at_most(session.max_phone_length),
            Field::text("Name", "").hinted("optional"),
            Field::choice("Campaign", names, 0),
        ];
        let mut form = Form::new(fields);
        form.go(PHONE);
        let mut dial =
            DialForm { form, campaigns, sub_type: String::new(), due: None, told: false, asked: None };
        if let Some(filled) = filled {
            dial.fill(filled);
        }
        dial
    }

    /// Takes over what an integration filled in.
    pub fn fill(&mut self, filled: &NewInteraction) {
        self.form.forgive();
        self.form.field_mut(CHANNEL).set(&filled.channel_type);
        self.form.field_mut(PHONE).set(&filled.phone);
        self.form.field_mut(NAME).set(&filled.name);
        let campaign = filled.campaign_id.parse().ok().map(CampaignId);
        let place = campaign.and_then(|id| self.campaigns.iter().position(|known| *known == id));
        if let Some(at) = place {
            self.form.field_mut(CAMPAIGN).choose(at);
        }
        self.sub_type.clone_from(&filled.channel_sub_type);
        self.due = None;
        self.told = *filled != NewInteraction::default();
    }

    /// When the desk is to be told what is typed.
    pub fn due(&self) -> Option<Moment> {
        self.due
    }

    /// What is typed as a call, once it has rested.
    pub(in crate::toolbar) fn take_due(&mut self, now: Moment) -> Option<Call> {
        self.due.take_if(|due| *due <= now)?;
        self.told = true;
        let mut params = Map::new();
        let channel = self.form.field(CHANNEL).value();
        params.insert("channelType".to_owned(), channel.into());
        for (at, name) in [(PHONE, "phone"), (NAME, "name")] {
            params.insert(name.to_owned(), self.form.field(at).value().trim().into());
        }
        if let Some(id) = self.campaigns.get(self.form.field(CAMPAIGN).chosen()) {
            params.insert("campaignId".to_owned(), json!(id));
        }
        Some(tell(params))
    }

    /// The call that empties the screen at the desk, where the desk knows of anything on it.
    pub(in crate::toolbar) fn emptied(&self) -> Option<Call> {
        self.told.then(|| tell(Map::new()))
    }

    /// Gives a key to the form.
    pub(in crate::toolbar) fn key(&mut self, key: Key, tick: Moment) {
        if self.form.key(key) {
            self.due = Some(tick + REST);
        }
    }

    /// Pastes into the field.
    pub(in crate::toolbar) fn paste(&mut self, text: &str, tick: Moment) {
        if self.form.paste(text) {
            self.due = Some(tick + REST);
        }
    }

    pub(super) fn act(&mut self, action: Action) -> Outcome {
        match action {
            Action::Cancel => return self.emptied().map_or(Outcome::Close, Outcome::CallAndClose),
            Action::Confirm | Action::Submit => return self.submit(),
            Action::Preview => return self.preview(),
            other => self.form.run(other),
        }
        Outcome::Stay
    }

    /// What the key that confirms does now, for the footer.
    pub(super) fn verb(&self) -> &'static str {
        if self.form.field(CHANNEL).value() == CHAT { "Open chat" } else { "Call" }
    }

    fn preview(&mut self) -> Outcome {
        self.form.forgive();
        let phone = self.form.field(PHONE).value().trim().to_owned();
        if phone.is_empty() {
            self.form.blame(PHONE, "enter a number");
            return Outcome::Stay;
        }
        self.asked = Some(phone.clone());
        Outcome::Call(preview(&phone))
    }

    fn submit(&mut self) -> Outcome {
        self.form.forgive();
        let channel = self.form.field(CHANNEL).value().to_owned();
        let phone = self.form.field(PHONE).value().trim().to_owned();
        let name = self.form.field(NAME).value().trim().to_owned();
        if phone.is_empty() && (channel != CHAT || name.is_empty()) {
            self.form.blame(PHONE, "enter a number");
            return Outcome::Stay;
        }
        let Some(campaign) = self.campaigns.get(self.form.field(CAMPAIGN).chosen()) else {
            self.form.blame(CAMPAIGN, "choose campaigns first");
            return Outcome::Stay;
        };
        Outcome::Call(begin(&channel, &phone, &name, *campaign, &self.sub_type))
    }

    pub(super) fn refused(&mut self, text: String, error: &RpcError) {
        match blamed(error) {
            Some("channelDetails.phone" | "phone") => self.form.blame(PHONE, text),
            Some("channelDetails.name") => self.form.blame(NAME, text),
            Some("campaignId") => self.form.blame(CAMPAIGN, text),
            Some("channelType") => self.form.blame(CHANNEL, text),
            _ => self.form.error = Some(text),
        }
    }

    /// Whether the CRM was asked about the number that stands there.
    fn is_asked(&self) -> bool {
        self.asked.as_deref().is_some_and(|asked| asked == self.form.field(PHONE).value().trim())
    }

    pub(super) fn draw(&self, app: &App, canvas: &mut Canvas<'_>, area: Rect) {
        let height = self.form.height(FORM_WIDTH);
        let (found, said) = match self.is_asked() {
            true => (FOUND_ROWS, self.form.said(FORM_WIDTH)),
            false => (0, self.form.said_last(FORM_WIDTH)),
        };
        let calm = self.form.calm_height() + 3 + found;
        let inside = telling(canvas, area, FORM_WIDTH + 6, calm, said, "Dial");
        self.form.draw(canvas, top(inside, height).0);
        if self.is_asked() {
            self.draw_found(app, canvas, top(inside, height).1);
        }
    }

    /// The records that the CRM found for the number.
    fn draw_found(&self, app: &App, canvas: &mut Canvas<'_>, area: Rect) {
        let phone = self.form.field(PHONE).value().trim();
        let found = app.desk.filled.preview.as_ref().filter(|found| found.phone == phone);
        let crm = app.desk.integrations.iter().any(|one| one.role == wire::Role::Crm);
        let records = match found {
            Some(found) if found.records.is_empty() => {
                canvas.left(row(area, 0), &[piece(Role::Muted, "The CRM has no record with this number.")]);
                return;
            }
            Some(found) => &found.records,
            None => {
                let says = match crm {
                    true => "Asked the CRM whose number it is …",
                    false => "No CRM is connected: nobody says whose number it is.",
                };
                canvas.left(row(area, 0), &[piece(Role::Muted, says)]);
                return;
            }
        };
        canvas.left(row(area, 0), &[piece(Role::Accent, "The CRM's records with this number")]);
        for (at, record) in (1u16..).zip(records.iter().take(SHOWN)) {
            record_row(canvas, row(area, at), record);
        }
        if let Some(more) = records.len().checked_sub(SHOWN).filter(|more| *more > 0) {
            let at = u16::try_from(SHOWN).unwrap_or(u16::MAX) + 1;
            canvas.left(row(area, at), &[piece(Role::Muted, format!("and {more} more"))]);
        }
    }
}

fn tell(params: Map<String, Value>) -> Call {
    Call { method: "toolbar.setNewInteraction", params: Value::Object(params), place: Place::Quiet }
}
