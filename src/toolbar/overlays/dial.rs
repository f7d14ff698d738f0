//! The dial form: which customer is called, for which campaign.

use ratatui::layout::Rect;
use serde_json::json;

use super::{Outcome, dialog};
use crate::contract::ids::CampaignId;
use crate::desk::Session;
use crate::toolbar::action::Action;
use crate::toolbar::app::App;
use crate::toolbar::calls::{Call, Place, blamed};
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::row;
use crate::toolbar::widgets::canvas::{Canvas, piece};
use crate::toolbar::widgets::field::Field;
use crate::toolbar::widgets::form::Form;
use crate::wire::RpcError;

/// The width of a form in its dialog, in columns.
pub(super) const FORM_WIDTH: u16 = 54;
const PHONE: usize = 0;
const CAMPAIGN: usize = 1;

/// A number and a campaign.
#[derive(Debug, Clone)]
pub struct DialForm {
    /// The fields.
    pub form: Form,
    campaigns: Vec<CampaignId>,
}

/// The chosen campaigns with their names.
pub(super) fn selected(session: &Session) -> (Vec<CampaignId>, Vec<String>) {
    let name = |id: &CampaignId| session.campaign_name(*id);
    (session.selected.clone(), session.selected.iter().map(name).collect())
}

impl DialForm {
    /// An empty number, and the first of the chosen campaigns.
    pub fn new(session: &Session) -> DialForm {
        let (campaigns, names) = selected(session);
        let phone = Field::text("Phone", "").at_most(session.max_phone_length);
        DialForm { form: Form::new(vec![phone, Field::choice("Campaign", names, 0)]), campaigns }
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
        let Some(campaign) = self.campaigns.get(self.form.field(CAMPAIGN).chosen()) else {
            self.form.blame(CAMPAIGN, "choose campaigns first");
            return Outcome::Stay;
        };
        let params =
            json!({"channelType": "voice", "channelDetails": {"phone": phone}, "campaignId": campaign});
        Outcome::Call(Call { method: "interaction.initiateInteraction", params, place: Place::Dial })
    }

    pub(super) fn refused(&mut self, text: String, error: &RpcError) {
        match blamed(error) {
            Some("channelDetails.phone") => self.form.blame(PHONE, text),
            Some("campaignId") => self.form.blame(CAMPAIGN, text),
            _ => self.form.error = Some(text),
        }
    }

    pub(super) fn draw(&self, app: &App, canvas: &mut Canvas<'_>, area: Rect) {
        let height = self.form.height(FORM_WIDTH);
        let inside = dialog(canvas, area, FORM_WIDTH + 6, height + 5, "Dial");
        self.form.draw(canvas, inside);
        let hint = if app.calls.busy(Place::Dial) { "Dialling …" } else { "enter calls, esc closes" };
        canvas.left(row(inside, height), &[piece(Role::Muted, hint)]);
    }
}
