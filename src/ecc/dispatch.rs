//! A request to the room that answers it.

use std::sync::Arc;

use serde_json::{Value, json};

use super::Ecc;
use super::input::{CustomerDoing, Request, Ticket};
use super::output::What;
use super::params::Params;
use crate::contract::SdkError;
use crate::contract::ids::{CampaignId, DeskId};
use crate::wire::{Credential, Role};

pub(super) type Answer = Result<Value, SdkError>;

// What makes the call that a customer's doing is about: the hint where there is none.
const DIALS: &str = "interaction.initiateInteraction";
const CALLS: &str = "control.customerCall or control.customerChat";
const ASKS: &str = "toolbar.confer with conferToPhone";

/// A request being answered.
pub(super) struct Call {
    pub ticket: Ticket,
    pub desk: DeskId,
    /// Who calls: the peer's name in frames.
    pub peer: Arc<str>,
    pub role: Role,
    pub params: Params,
    pub credential: Option<Credential>,
}

impl Ecc {
    /// Answers a request. What it causes comes after its answer.
    pub(super) fn on_request(&mut self, request: Request) {
        let place = self.out.place();
        let Request { ticket, desk, peer, role, method, params, credential } = request;
        let call = Call { ticket, desk, peer, role, params: Params(params), credential };
        if let Some(result) = self.answer(&method, &call) {
            self.out.insert(place, What::Answer { ticket, result });
        }
    }

    /// The answer, or `None` where it comes later.
    fn answer(&mut self, method: &str, call: &Call) -> Option<Answer> {
        if let Err(error) = self.check_role(method, call) {
            return Some(Err(error));
        }
        let (namespace, name) = method.split_once('.').unwrap_or(("", method));
        let answer = match namespace {
            "" => self.on_module(name, call),
            "session" => self.on_session(name, call),
            "interaction" => self.on_interaction(name, call),
            "crm" => self.on_crm(name, call),
            "configuration" => self.on_configuration(name, call),
            "http" => return self.on_http(name, call),
            "ui" => self.on_ui(name, call),
            "store" => self.on_store(name, call),
            "appInstance" => self.on_app_instance(name, call),
            "toolbar" => self.on_toolbar(name, call),
            "control" => self.on_control(name, call),
            _ => Err(not_there()),
        };
        Some(answer.map_err(|error| match error.data.http {
            Some(501) if error.message.is_empty() => not_yet(method),
            _ => error,
        }))
    }

    fn on_session(&mut self, name: &str, call: &Call) -> Answer {
        let Call { desk, params, credential, .. } = call;
        match name {
            "login" => self.login(desk, params.text("username"), *credential, false),
            "forceLogin" => self.login(desk, params.text("username"), *credential, true),
            "logout" => self.logout(desk),
            "getCurrentUser" => self.current_user(desk),
            "getSelectedCampaigns" => self.selected_campaigns(desk),
            "getSelectedExtension" => self.selected_extension(desk),
            "getAgentSession" => self.agent_session(desk),
            _ => Err(not_there()),
        }
    }

    fn on_interaction(&mut self, name: &str, call: &Call) -> Answer {
        let Call { desk, params, .. } = call;
        match name {
            "initiateInteraction" => self.initiate(desk, params),
            "disposeInteraction" => self.dispose_request(desk, params),
            "disposeAndInitiateNewInteraction" => self.dispose_and_initiate(desk, params),
            "getAllLiveInteractionsForAgent" => self.live_interactions(desk),
            "getCurrentInteraction" => self.current_interaction(desk),
            "getIsInteractionOwnedByUser" => self.is_owner(desk),
            _ => Err(not_there()),
        }
    }

    fn on_configuration(&mut self, name: &str, call: &Call) -> Answer {
        let Call { desk, params, .. } = call;
        match name {
            "getDispositionCodesWithDispositionClass" => self.dispositions(desk, params),
            "getOmniCRMObjectConfiguration" => self.crm_objects(desk),
            "getOmniCRMConfiguration" => self.crm_configuration(desk),
            "getPhoneNumberForSearch" => self.phone_for_search(desk),
            "getPrimaryColumnName" => self.primary_column(desk),
            _ => Err(not_there()),
        }
    }

    fn on_toolbar(&mut self, name: &str, call: &Call) -> Answer {
        let Call { desk, params, .. } = call;
        match name {
            "signIn" => self.sign_in_as_filled(desk),
            "selectCampaigns" => self.select_campaigns(desk, params),
            "selectExtension" => self.select_extension(desk, params),
            "setAvailability" => self.set_availability(desk, params),
            "answer" => self.answer_call(desk, params),
            "reject" => self.reject_call(desk, params),
            "hold" => self.hold(desk, params, true),
            "unhold" => self.hold(desk, params, false),
            "mute" => self.mute(desk, params, true),
            "unmute" => self.mute(desk, params, false),
            "hangup" => self.hang_up(desk, params),
            "transfer" => self.transfer(desk, params),
            "confer" => self.confer(desk, params),
            "sendMessage" => self.agent_writes(desk, params),
            "focus" => self.focus(desk, params),
            "setDraft" => self.set_draft(desk, params),
            "readNotifications" => self.read_notifications(desk),
            "setNewInteraction" => self.set_new_interaction(desk, params),
            "preview" => self.preview(desk, params),
            "attachRecord" => self.attach_record(desk, params),
            "unattachRecord" => self.unattach_record(desk, params),
            "openRecord" => self.open_record(desk, params),
            "createRecord" => self.create_record(desk, params),
            "askCurrentRecord" => self.ask_current_record(desk),
            "setWindowVisible" => self.set_window_visible(desk, params),
            _ => self.on_toolbars_rooms(name, call),
        }
    }

    /// The toolbar's methods that have rooms of their own.
    fn on_toolbars_rooms(&mut self, name: &str, call: &Call) -> Answer {
        match name {
            "dtmf" | "holdAll" | "unholdAll" | "dropMember" | "leave" | "consult" | "swap"
            | "completeTransfer" | "cancelConsult" | "mergeConsult" | "redial" | "getCallbacks"
            | "cancelCallback" | "startCallback" | "moveCallback" => self.on_controls(name, call),
            "typing" | "seen" | "sendTemplate" | "sendAttachment" | "sendTranscript" | "getTranscript" => {
                self.on_conversation(name, call)
            }
            "expandReply" | "runMacro" | "addLabel" | "removeLabel" | "setPriority" | "setStatus"
            | "assignTeam" | "muteConversation" | "getWaiting" | "take" => self.on_sorting(name, call),
            "setAttribute" | "getCustomer" | "searchCustomers" | "saveRecord" => {
                self.on_customers(name, call)
            }
            "setPreference" | "watchDesks" | "listen" | "setAgentStatus" | "signOutAgent" => {
                self.on_supervision(name, call)
            }
            _ => Err(not_there()),
        }
    }

    fn on_control(&mut self, name: &str, call: &Call) -> Answer {
        let Call { desk, params, .. } = call;
        let doing = match name {
            "getTranscripts" => return self.sent_transcripts(),
            "customerCall" => CustomerDoing::Call {
                phone: params.short_text("phone", 64)?.to_owned(),
                name: params.optional_text("name").map(str::to_owned),
                campaign_id: params.id("campaignId")?.map(CampaignId),
            },
            "customerAnswer" => {
                let interaction_id = self.newest_call(desk, params, DIALS, |one| one.line.is_dialled())?;
                CustomerDoing::Answer { interaction_id }
            }
            "customerRefuse" => {
                let interaction_id = self.newest_call(desk, params, DIALS, |one| one.line.is_dialled())?;
                CustomerDoing::Refuse { interaction_id }
            }
            "customerHangup" => {
                let interaction_id = self.newest_call(desk, params, CALLS, |one| !one.line.is_cleared())?;
                CustomerDoing::Hangup { interaction_id }
            }
            "customerChat" | "customerMessage" | "customerTyping" | "customerAttachment"
            | "customerReads" => self.chatting(name, desk, params)?,
            "memberAnswer" => CustomerDoing::MemberAnswer {
                interaction_id: self
                    .newest_call(desk, params, ASKS, |one| one.members.iter().any(|member| !member.joined))?,
            },
            "memberHangup" => CustomerDoing::MemberHangup {
                interaction_id: self.newest_call(desk, params, ASKS, |one| !one.members.is_empty())?,
            },
            _ => return Err(not_there()),
        };
        self.on_customer(doing)
    }

    /// Something a customer does; the answer is for whoever makes them do it.
    pub(super) fn on_customer(&mut self, doing: CustomerDoing) -> Answer {
        match doing {
            CustomerDoing::Call { phone, name, campaign_id } => self.customer_calls(phone, name, campaign_id),
            CustomerDoing::Answer { interaction_id } => self.customer_answers(&interaction_id),
            CustomerDoing::Refuse { interaction_id } => self.customer_refuses(&interaction_id),
            CustomerDoing::Hangup { interaction_id } => self.customer_hangs_up(&interaction_id),
            CustomerDoing::Chat { phone, name, campaign_id, channel_sub_type, subject } => {
                self.customer_chats(phone, name, campaign_id, channel_sub_type, &subject)
            }
            CustomerDoing::Write { interaction_id, text } => self.customer_writes(&interaction_id, text),
            CustomerDoing::Type { interaction_id, on } => self.customer_typing(&interaction_id, on),
            CustomerDoing::Attach { interaction_id, file } => self.customer_sends(&interaction_id, file),
            CustomerDoing::Read { interaction_id, read } => self.customer_reads(&interaction_id, read),
            CustomerDoing::MemberAnswer { interaction_id } => self.member_answers(&interaction_id),
            CustomerDoing::MemberHangup { interaction_id } => self.member_hangs_up(&interaction_id),
        }
    }
}

/// The answer of our own methods.
pub(super) fn ok() -> Answer {
    Ok(json!("ok"))
}

/// The answer of methods that only show something (contract: kind `ui-effect`).
pub(super) fn nothing() -> Answer {
    Ok(Value::Null)
}

/// What a room says of a method that it does not have; [`Ecc::answer`] puts the name in.
pub(super) fn not_there() -> SdkError {
    SdkError::http(501, "")
}

fn not_yet(method: &str) -> SdkError {
    SdkError::http(501, format!("{method} is not there yet")).hint("see CHANGELOG.md for what is")
}
