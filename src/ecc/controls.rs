//! What an agent does with calls beyond answering and hanging up: the gestures that have rooms of their own, key
//! tones, holding everybody.

use super::Ecc;
use super::dispatch::{Answer, Call, not_there, ok};
use super::interaction::Phase;
use super::params::Params;
use crate::contract::SdkError;
use crate::contract::ids::{DeskId, InteractionId};
use crate::desk::Change;

/// The most key tones that are sent at once.
const MAX_DIGITS: usize = 32;

impl Ecc {
    /// A method of this room.
    pub(super) fn on_controls(&mut self, name: &str, call: &Call) -> Answer {
        let Call { desk, params, .. } = call;
        match name {
            "dtmf" => self.send_tones(desk, params),
            "holdAll" => self.hold_everybody(desk, params, true),
            "unholdAll" => self.hold_everybody(desk, params, false),
            "dropMember" => self.drop_member(desk, params),
            "leave" => self.leave_to_others(desk, params),
            "consult" => self.consult(desk, params),
            "swap" => self.swap(desk, params),
            "completeTransfer" => self.complete_transfer(desk, params),
            "cancelConsult" => self.cancel_consult(desk, params),
            "mergeConsult" => self.merge_consult(desk, params),
            "redial" => self.redial(desk),
            "getCallbacks" => self.get_callbacks(desk),
            "cancelCallback" => self.cancel_callback(desk, params),
            "startCallback" => self.start_callback(desk, params),
            "moveCallback" => self.move_callback(desk, params),
            _ => Err(not_there()),
        }
    }

    /// Key tones go to the other side of a call. Only the desk shows them: nobody listens to them here.
    fn send_tones(&mut self, desk: &DeskId, params: &Params) -> Answer {
        let digits = params.text("digits");
        let is_key = |c: char| c.is_ascii_digit() || "*#ABCD".contains(c);
        if digits.is_empty() || digits.chars().nth(MAX_DIGITS).is_some() || !digits.chars().all(is_key) {
            return Err(SdkError::field("digits", format!("1 to {MAX_DIGITS} of 0-9, *, #, A-D")));
        }
        let interaction_id = self.spoken_leg(desk, params)?;
        self.out.change(desk, Change::Tones { interaction_id, digits: digits.to_owned() });
        ok()
    }

    fn hold_everybody(&mut self, desk: &DeskId, params: &Params, on: bool) -> Answer {
        let id = self.own_call(desk, params)?;
        self.not_asking(&id, "toolbar.swap talks with the other one of the two")?;
        if let Some(one) = self.state.interactions.get_mut(&id) {
            one.held_to_confer = false;
        }
        self.hold_all(&id, on);
        self.company_changed(&id);
        ok()
    }

    /// Puts everybody who is in a call on hold, or takes them off.
    pub(super) fn hold_all(&mut self, id: &InteractionId, on: bool) {
        let Some(one) = self.state.interactions.get_mut(id) else { return };
        for member in one.members.iter_mut().filter(|member| member.joined) {
            member.held = on;
        }
        let talk = one.legs.iter().filter(|leg| leg.phase == Phase::Connected);
        for desk in talk.map(|leg| leg.desk.clone()).collect::<Vec<_>>() {
            self.set_hold(id, &desk, on);
        }
    }
}
