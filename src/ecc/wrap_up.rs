//! After-call work: from disconnected until disposed, by the agent or by the timer.

use super::Ecc;
use super::calls::{MAX_NOTES, no_interaction};
use super::dispatch::{Answer, ok};
use super::emit::channel_details;
use super::interaction::Phase;
use super::params::Params;
use super::timers::Timer;
use crate::contract::ids::{CampaignId, ClassId, CodeId, DeskId, InteractionId};
use crate::contract::payload::{Disposed, DispositionDetails, HandleDisposed};
use crate::contract::{Event, SdkError};
use crate::desk::{Change, ToastVariant};

impl Ecc {
    /// A leg goes into wrap-up, which ends by itself.
    pub(super) fn begin_wrap_up(&mut self, id: &InteractionId, desk: &DeskId, answered: bool) {
        let now = self.state.now;
        let Some((one, leg)) = self.leg(id, desk) else { return };
        let campaign = self.workspace.campaign(leg.campaign(one));
        let Some(lasts) = campaign.map(|campaign| campaign.wrap_up(answered)) else { return };
        let Some(one) = self.state.interactions.get_mut(id) else { return };
        let left_at = (!one.line.is_cleared()).then_some(one.written);
        let Some(leg) = one.leg_mut(desk) else { return };
        (leg.phase, leg.left_at) = (Phase::WrapUp, left_at);
        (leg.held, leg.muted) = (false, false);
        self.state.timers.set(Timer::WrapUp(id.clone(), desk.clone()), now + lasts);
        self.out.change(desk, Change::Deadline { interaction_id: id.clone(), until: now + lasts });
    }

    pub(super) fn dispose_request(&mut self, desk: &DeskId, params: &Params) -> Answer {
        self.agent(desk)?;
        let id = InteractionId::from(params.text("interactionId"));
        let Some((one, leg)) = self.leg(&id, desk) else { return Err(no_interaction(&id)) };
        let (channel, asked) = (one.channel.as_str(), params.text("channelType"));
        if asked != channel {
            return Err(SdkError::not_found(format!(
                "interaction {id} is of channel {channel}, not {asked}"
            ))
            .hint(format!("channelType is {channel:?}")));
        }
        if leg.phase != Phase::WrapUp {
            return Err(not_in_wrap_up());
        }
        let code = CodeId(params.id("dispositionCodeId")?.unwrap_or_default());
        self.disposition_of(leg.campaign(one), code)?;
        let notes = params.short_text("notes", MAX_NOTES)?.to_owned();
        let callback = self.promised(&id, desk, params)?;
        self.dispose(&id, desk, code, notes);
        if let Some(callback) = callback {
            self.promise(callback);
        }
        ok()
    }

    /// A disposal, and a call to another number for the same campaign. Nothing is disposed where the
    /// call would be refused.
    pub(super) fn dispose_and_initiate(&mut self, desk: &DeskId, params: &Params) -> Answer {
        self.agent(desk)?;
        let id = InteractionId::from(params.text("interactionId"));
        let Some((one, leg)) = self.leg(&id, desk) else { return Err(no_interaction(&id)) };
        if one.is_chat() {
            return Err(SdkError::conflict("a chat is not followed by a call this way")
                .hint("interaction.disposeInteraction, then interaction.initiateInteraction"));
        }
        if leg.phase != Phase::WrapUp {
            return Err(not_in_wrap_up());
        }
        let campaign = leg.campaign(one);
        let code = CodeId(params.id("dispositionCodeId")?.unwrap_or_default());
        self.disposition_of(campaign, code)?;
        let notes = params.short_text("notes", MAX_NOTES)?.to_owned();
        let called = self.may_call(desk, campaign, "phone", params.text("phone"), Some(&id))?;
        self.dispose(&id, desk, code, notes);
        self.call(desk, campaign, called, None, None);
        ok()
    }

    /// The time for it is over, and the agent is told.
    pub(super) fn wrap_up_ran_out(&mut self, id: &InteractionId, desk: &DeskId) {
        let text = "Wrap-up for {} ran out; disposed with the default code";
        self.toast_about(id, desk, ToastVariant::Info, text);
        self.dispose_by_default(id, desk);
    }

    /// Disposes with the campaign's default code and what the agent has typed so far.
    pub(super) fn dispose_by_default(&mut self, id: &InteractionId, desk: &DeskId) {
        let Some((one, leg)) = self.leg(id, desk) else { return };
        let Some(code) = self.workspace.campaign(leg.campaign(one)).map(|campaign| campaign.default_code)
        else {
            return;
        };
        let draft = self.state.agents.get_mut(desk).and_then(|agent| agent.drafts.remove(id));
        self.dispose(id, desk, code, draft.unwrap_or_default().notes);
    }

    fn dispose(&mut self, id: &InteractionId, desk: &DeskId, code: CodeId, notes: String) {
        let Some((one, leg)) = self.leg(id, desk) else { return };
        // The vendor's sample has the code's name as class and the class's id as code (contract: quirks).
        let (class, name) =
            self.disposition_of(leg.campaign(one), code).unwrap_or((ClassId(0), String::new()));
        self.remember_disposed(id, desk, &name, &notes);
        let Some((one, leg)) = self.leg(id, desk) else { return };
        let details =
            DispositionDetails { disposition_class: name, disposition_code: class, call_notes: notes };
        let disposed = Disposed {
            interaction_id: id.clone(),
            campaign_id: leg.campaign(one),
            user_crt_object_id: leg.crt.clone(),
            channel_details: channel_details(one, leg),
            disposition_details: details.clone(),
        };
        let handled = HandleDisposed {
            interaction_id: id.clone(),
            campaign_id: leg.campaign(one),
            disposition_details: details,
        };
        self.out.event(desk, Event::InteractionDisposed(disposed));
        self.out.event(desk, Event::HandleInteractionDisposed(handled));
        self.end_leg(id, desk);
    }

    /// The class's id and the code's name; 4000 where the campaign has no such code.
    pub(super) fn disposition_of(
        &self,
        campaign: CampaignId,
        code: CodeId,
    ) -> Result<(ClassId, String), SdkError> {
        let found = self.workspace.campaign(campaign).and_then(|one| one.disposition(code));
        found.map(|(class, name)| (class.class_id, name.to_owned())).ok_or_else(|| {
            SdkError::not_found(format!("campaign {campaign} has no disposition code {code}"))
                .hint("configuration.getDispositionCodesWithDispositionClass lists them")
        })
    }
}

fn not_in_wrap_up() -> SdkError {
    SdkError::conflict("the interaction is not in wrap-up").hint("end the call first: toolbar.hangup")
}
