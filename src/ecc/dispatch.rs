//! A request to the room that answers it.

use serde_json::{Value, json};

use super::Ecc;
use super::input::{CustomerDoing, Request};
use super::output::What;
use super::params::Params;
use crate::contract::SdkError;
use crate::contract::ids::CampaignId;

pub(super) type Answer = Result<Value, SdkError>;

impl Ecc {
    /// Answers a request. What it causes comes after its answer.
    pub(super) fn on_request(&mut self, request: Request) {
        let place = self.out.place();
        let ticket = request.ticket;
        let result = self.answer(request);
        self.out.insert(place, What::Answer { ticket, result });
    }

    fn answer(&mut self, request: Request) -> Answer {
        let Request { desk, method, params, credential, .. } = request;
        let params = Params(params);
        match method.as_str() {
            "session.login" => self.login(&desk, &params, credential, false),
            "session.forceLogin" => self.login(&desk, &params, credential, true),
            "session.logout" => self.logout(&desk),
            "session.getCurrentUser" => self.current_user(&desk),
            "session.getSelectedCampaigns" => self.selected_campaigns(&desk),
            "session.getSelectedExtension" => self.selected_extension(&desk),
            "session.getAgentSession" => self.agent_session(&desk),
            "interaction.initiateInteraction" => self.initiate(&desk, &params),
            "interaction.disposeInteraction" => self.dispose_request(&desk, &params),
            "interaction.getAllLiveInteractionsForAgent" => self.live_interactions(&desk),
            "interaction.getCurrentInteraction" => self.current_interaction(&desk),
            "interaction.getIsInteractionOwnedByUser" => self.is_owner(&desk),
            "configuration.getDispositionCodesWithDispositionClass" => self.dispositions(&desk, &params),
            "toolbar.selectCampaigns" => self.select_campaigns(&desk, &params),
            "toolbar.selectExtension" => self.select_extension(&desk, &params),
            "toolbar.setAvailability" => self.set_availability(&desk, &params),
            "toolbar.answer" => self.answer_call(&desk, &params),
            "toolbar.reject" => self.reject_call(&desk, &params),
            "toolbar.hold" => self.hold(&desk, &params, true),
            "toolbar.unhold" => self.hold(&desk, &params, false),
            "toolbar.mute" => self.mute(&desk, &params, true),
            "toolbar.unmute" => self.mute(&desk, &params, false),
            "toolbar.hangup" => self.hang_up(&desk, &params),
            "toolbar.focus" => self.focus(&desk, &params),
            "toolbar.setDraft" => self.set_draft(&desk, &params),
            "toolbar.readNotifications" => self.read_notifications(&desk),
            "control.customerCall" => self.on_customer(CustomerDoing::Call {
                phone: params.short_text("phone", 64)?.to_owned(),
                name: params.optional_text("name").map(str::to_owned),
                campaign_id: params.id("campaignId")?.map(CampaignId),
            }),
            "control.customerAnswer" => {
                let interaction_id = self.newest_call(&desk, &params, |line| line.is_dialled())?;
                self.on_customer(CustomerDoing::Answer { interaction_id })
            }
            "control.customerRefuse" => {
                let interaction_id = self.newest_call(&desk, &params, |line| line.is_dialled())?;
                self.on_customer(CustomerDoing::Refuse { interaction_id })
            }
            "control.customerHangup" => {
                let interaction_id = self.newest_call(&desk, &params, |line| !line.is_cleared())?;
                self.on_customer(CustomerDoing::Hangup { interaction_id })
            }
            other => Err(SdkError::http(501, format!("{other} is not there yet"))
                .hint("this version has sessions and voice calls; see CHANGELOG.md")),
        }
    }

    /// Something a customer does; the answer is for whoever makes them do it.
    pub(super) fn on_customer(&mut self, doing: CustomerDoing) -> Answer {
        match doing {
            CustomerDoing::Call { phone, name, campaign_id } => self.customer_calls(phone, name, campaign_id),
            CustomerDoing::Answer { interaction_id } => self.customer_answers(&interaction_id),
            CustomerDoing::Refuse { interaction_id } => self.customer_refuses(&interaction_id),
            CustomerDoing::Hangup { interaction_id } => self.customer_hangs_up(&interaction_id),
        }
    }
}

/// The answer of our own methods.
pub(super) fn ok() -> Answer {
    Ok(json!("ok"))
}
