//! Customers' numbers masked in what a person reads of the wire: frames, calls and answers as they went. Payloads
//! carry numbers whole (integrations find their records by them); a screen shows them through this.

use std::borrow::Cow;
use std::collections::VecDeque;

use serde_json::{Map, Value};

use super::DeskState;
use super::conversation::masked;
use crate::contract::Contract;
use crate::contract::ids::{CampaignId, UserId};
use crate::wire::Frame;

/// How many numbers of masked customers are known, so that they are found in words too; the oldest go.
const MAX_NUMBERS: usize = 256;
/// The shortest number that is looked for in words: a shorter one would be found everywhere.
const SHORTEST: usize = 5;
/// How often JSON is looked for inside a text of JSON.
const MAX_INSIDE: u8 = 3;
/// What the name of a field ends with that holds a number, in lower case, without `-`, `_` and spaces.
const NAMES: [&str; 5] = ["phone", "phonenumber", "mobile", "mobilenumber", "msisdn"];

/// What is to be masked from whoever sits at a desk.
#[derive(Debug, Clone, Default)]
pub struct Masks {
    /// Of whom it is said, and of which campaigns their setup says it.
    told: (Option<UserId>, Vec<CampaignId>),
    /// The campaigns whose customers' numbers are not for them to see: those, and others of which an interaction
    /// was given to them.
    campaigns: Vec<CampaignId>,
    /// Numbers of such customers, newest last.
    numbers: VecDeque<String>,
    /// Fields of CRM records that hold numbers, by what the site says of them.
    fields: Vec<String>,
}

/// Where a value stands.
#[derive(Clone, Copy)]
struct Place {
    /// Whether what it is about is masked.
    is_masked: bool,
    /// Whether its name says that it is a number.
    is_number: bool,
    /// How many texts it is inside.
    inside: u8,
}

impl Place {
    const TOP: Place = Place { is_masked: true, is_number: false, inside: 0 };
}

impl Masks {
    /// Goes by a desk's state; to be called when frames were folded in. What is on the screen of somebody who has
    /// signed out stays masked until somebody else signs in.
    pub fn follow(&mut self, desk: &DeskState) {
        if let Some(session) = &desk.session {
            let (user, campaigns) = &self.told;
            if user.as_ref() != Some(&session.user_id) || *campaigns != desk.setup.masked {
                self.told = (Some(session.user_id.clone()), desk.setup.masked.clone());
                self.campaigns.clone_from(&desk.setup.masked);
            }
            if self.campaigns.is_empty() {
                self.numbers.clear();
            }
            self.learn_fields(desk);
        }
        for one in desk.interactions.iter().filter(|one| one.is_masked()) {
            if !self.campaigns.contains(&one.campaign_id) {
                self.campaigns.push(one.campaign_id);
            }
            self.learn(&one.customer.phone);
        }
        for one in desk.past.iter().filter(|one| one.masked) {
            self.learn(&one.customer.phone);
        }
    }

    /// Whether nothing is masked: texts can be shown as they are.
    pub fn is_empty(&self) -> bool {
        self.campaigns.is_empty() && self.numbers.is_empty()
    }

    /// A text as it may be shown: in JSON, numbers in fields and parameters that are named like one, and numbers of
    /// customers who are known to be masked wherever they stand; in other text the latter. What an object says to
    /// be of a campaign that is not masked stays as it is; where nothing says of which, it is masked.
    pub fn text<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if self.is_empty() {
            return Cow::Borrowed(text);
        }
        if self.campaigns.is_empty() {
            return self.words(text);
        }
        let Ok(mut value) = serde_json::from_str::<Value>(text) else { return self.words(text) };
        if self.value(&mut value, Place::TOP) { Cow::Owned(value.to_string()) } else { Cow::Borrowed(text) }
    }

    /// A frame as it may be shown, by [`Masks::text`].
    pub fn frame(&self, mut frame: Frame) -> Frame {
        if let Cow::Owned(text) = self.text(&frame.text) {
            frame.text = text.into();
        }
        frame
    }

    fn learn(&mut self, phone: &str) {
        let is_new = phone.len() >= SHORTEST && !self.numbers.iter().any(|known| known == phone);
        if is_new {
            if self.numbers.len() >= MAX_NUMBERS {
                self.numbers.pop_front();
            }
            self.numbers.push_back(phone.to_owned());
        }
    }

    fn learn_fields(&mut self, desk: &DeskState) {
        let phones =
            desk.setup.objects.iter().flat_map(|object| &object.fields).filter(|one| one.kind == "phone");
        for field in phones {
            let name = plain(&field.name);
            if !self.fields.contains(&name) {
                self.fields.push(name);
            }
        }
    }

    /// Whether a field of this name holds a number, or several.
    fn names_number(&self, name: &str) -> bool {
        let name = plain(name);
        let one = name.strip_suffix('s').unwrap_or(&name);
        NAMES.iter().any(|ending| one.ends_with(ending)) || one == "contact" || self.fields.contains(&name)
    }

    /// Masks in place; says whether there was anything to mask.
    fn value(&self, value: &mut Value, place: Place) -> bool {
        match value {
            Value::Object(object) => self.object(object, place),
            Value::Array(items) => {
                let mut changed = false;
                items.iter_mut().for_each(|item| changed |= self.value(item, place));
                changed
            }
            Value::String(text) if place.is_masked => {
                let shown = self.shown(text, place);
                let changed = shown != *text;
                if changed {
                    *text = shown;
                }
                changed
            }
            Value::Number(number) if place.is_masked => {
                let text = number.to_string();
                let is_one = place.is_number || self.numbers.contains(&text);
                if is_one {
                    *value = Value::String(masked(&text));
                }
                is_one
            }
            _ => false,
        }
    }

    fn object(&self, object: &mut Map<String, Value>, mut place: Place) -> bool {
        place.is_number = false;
        let names = positions(object);
        let positional = |name: &str| match (object.get("params"), &names) {
            (Some(Value::Array(given)), Some(names)) => {
                names.iter().position(|one| *one == name).and_then(|at| given.get(at))
            }
            _ => None,
        };
        let campaign = object.get("campaignId").or_else(|| positional("campaignId")).and_then(Value::as_u64);
        if let Some(campaign) = campaign {
            place.is_masked = self.campaigns.iter().any(|one| u64::from(one.0) == campaign);
        }
        let mut changed = false;
        for (name, value) in object.iter_mut() {
            match (value, &names) {
                (Value::Array(given), Some(names)) if name == "params" => {
                    for (at, value) in given.iter_mut().enumerate() {
                        let is_number = names.get(at).is_some_and(|name| self.names_number(name));
                        changed |= self.value(value, Place { is_number, ..place });
                    }
                }
                (value, _) => {
                    let is_number = self.names_number(name);
                    changed |= self.value(value, Place { is_number, ..place });
                }
            }
        }
        changed
    }

    fn shown(&self, text: &str, place: Place) -> String {
        if place.is_number {
            return masked(text);
        }
        let may_be_json = text.starts_with(['{', '[']) && place.inside < MAX_INSIDE;
        if let (true, Ok(mut value)) = (may_be_json, serde_json::from_str::<Value>(text)) {
            let inside = Place { inside: place.inside + 1, ..place };
            return if self.value(&mut value, inside) { value.to_string() } else { text.to_owned() };
        }
        self.words(text).into_owned()
    }

    /// Words with the numbers that are known.
    fn words<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut text = Cow::Borrowed(text);
        for number in &self.numbers {
            if text.contains(number.as_str()) {
                text = Cow::Owned(text.replace(number.as_str(), &masked(number)));
            }
        }
        text
    }
}

/// The names of the parameters of a call that gives them by their places.
fn positions(object: &Map<String, Value>) -> Option<Vec<&'static str>> {
    object.get("params").filter(|params| params.is_array())?;
    let method = Contract::get().method(object.get("method")?.as_str()?)?;
    Some(method.params.iter().map(|param| param.name.as_str()).collect())
}

fn plain(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;
    use serde_json::value::to_raw_value;

    use super::*;
    use crate::contract::Event;
    use crate::contract::ids::DeskId;
    use crate::desk::change::TracedCall;
    use crate::desk::conversation::Contact;
    use crate::desk::setup::{FormField, RecordForm};
    use crate::desk::{Change, Setup, SignOutReason};
    use crate::wire::{Micros, Moment, Role};

    /// Somebody signed in from whom the customers of campaign 172 are masked, not those of 47.
    fn signed_in(masked: &[u32]) -> DeskState {
        let mut desk = DeskState::new(DeskId::default_desk());
        let session = json!({
            "userId": "a", "userName": "A", "userType": "Executive", "since": 1, "campaigns": [], "extensions": [],
            "readyStatuses": ["Available"], "breakStatuses": [], "maxPhoneLength": 20, "maxCampaignName": 20,
            "longestBreak": null, "mayDial": true, "selected": [], "extension": null,
            "presence": {"available": true, "status": "Available", "since": 1},
        });
        let session = serde_json::from_value(session).unwrap();
        desk.apply_change(1, Moment(1), Change::SignedIn { session: Box::new(session) });
        let field = |name: &str, kind: &str| FormField {
            name: name.to_owned(),
            label: name.to_owned(),
            kind: kind.to_owned(),
            required: false,
        };
        let fields = vec![field("Reached_At", "phone"), field("Town", "string")];
        let setup = Setup {
            masked: masked.iter().map(|id| CampaignId(*id)).collect(),
            objects: vec![RecordForm { object_type: "Contact".to_owned(), fields }],
            ..Setup::default()
        };
        desk.apply_change(2, Moment(2), Change::Setup { setup: Box::new(setup) });
        desk
    }

    fn masks() -> Masks {
        let mut masks = Masks::default();
        masks.follow(&signed_in(&[172]));
        masks.learn("3362227000");
        masks
    }

    #[rstest]
    #[case(
        r#"{"params":{"payload":{"campaignId":172,"phone":"5550100"}}}"#,
        r#"{"params":{"payload":{"campaignId":172,"phone":"***0100"}}}"#
    )]
    #[case(r#"{"campaignId":47,"phone":"5550100"}"#, r#"{"campaignId":47,"phone":"5550100"}"#)]
    #[case(
        r#"{"result":{"displayPhone":"5550100","home_phone":5550100}}"#,
        r#"{"result":{"displayPhone":"***0100","home_phone":"***0100"}}"#
    )]
    #[case(r#"{"phones":[],"tpvPhone":["5550100",null]}"#, r#"{"phones":[],"tpvPhone":["***0100",null]}"#)]
    // Words, and what is no field of that name.
    #[case(
        r#"{"text":"3362227000 called, 5550100 did not","at":5550100}"#,
        r#"{"text":"******7000 called, 5550100 did not","at":5550100}"#
    )]
    #[case("3362227000 is no JSON", "******7000 is no JSON")]
    // By place, also in a mirrored call.
    #[case(
        r#"{"method":"control.customerCall","params":["5550100","Ann"]}"#,
        r#"{"method":"control.customerCall","params":["***0100","Ann"]}"#
    )]
    #[case(r#"{"change":{"call":{"method":"interaction.initiateInteraction","params":["voice",{"phone":"5550100"},172]}}}"#, r#"{"change":{"call":{"method":"interaction.initiateInteraction","params":["voice",{"phone":"***0100"},172]}}}"#)]
    #[case(
        r#"{"method":"interaction.initiateInteraction","params":["voice",{"phone":"5550100"},47]}"#,
        r#"{"method":"interaction.initiateInteraction","params":["voice",{"phone":"5550100"},47]}"#
    )]
    // What apps tell one another is often JSON in a text; fields of records are named by the site.
    #[case(
        r#"{"data":"{\"Mobile\":\"5550100\",\"a\":\"3362227000\"}"}"#,
        r#"{"data":"{\"Mobile\":\"***0100\",\"a\":\"******7000\"}"}"#
    )]
    #[case(
        r#"{"phones":["5550100","3362227000"],"mobile_numbers":"5550100","addresses":["5550100"]}"#,
        r#"{"phones":["***0100","******7000"],"mobile_numbers":"***0100","addresses":["5550100"]}"#
    )]
    #[case(
        r#"{"record":{"Reached_At":"5550100","Town":"5550100"}}"#,
        r#"{"record":{"Reached_At":"***0100","Town":"5550100"}}"#
    )]
    fn numbers_are_masked_where_they_stand(#[case] text: &str, #[case] shown: &str) {
        let masks = masks();
        assert_eq!(masks.text(text), shown);
        assert_eq!(masks.text(shown), shown, "once more changes nothing");
    }

    #[rstest]
    #[case(172, "***0100", "******7000 is busy")]
    #[case(47, "5550100", "3362227000 is busy")]
    fn a_mirrored_call_is_masked_by_the_campaign_that_it_names(
        #[case] campaign: u32,
        #[case] shown: &str,
        #[case] error: &str,
    ) {
        let raw = |value: Value| Some(to_raw_value(&value).unwrap());
        let call = |phone: &str, error: &str| TracedCall {
            peer: "p1".to_owned(),
            role: Role::Crm,
            method: "interaction.initiateInteraction".to_owned(),
            params: raw(json!(["voice", {"phone": phone}, campaign])),
            error: Some((3000, error.to_owned())),
            answer: raw(json!({"phone": phone})),
            note: None,
            took: Micros(1),
        };
        let frame = |call: TracedCall| {
            let change = Change::Trace { call: Box::new(call) };
            json!({"method": "desk", "params": {"seq": 1, "at": 1, "change": change}}).to_string()
        };
        let masked = masks().text(&frame(call("5550100", "3362227000 is busy"))).into_owned();
        assert_eq!(masked, frame(call(shown, error)));
    }

    #[test]
    fn who_may_see_numbers_sees_texts_to_the_letter() {
        let mut masks = Masks::default();
        masks.follow(&signed_in(&[]));
        assert!(matches!(
            masks.text(r#"{ "phone" : "5550100" }"#),
            Cow::Borrowed(r#"{ "phone" : "5550100" }"#)
        ));
    }

    #[test]
    fn it_stays_masked_when_they_have_signed_out_until_somebody_else_signs_in() {
        let mut desk = signed_in(&[172]);
        let mut masks = Masks::default();
        masks.follow(&desk);
        desk.apply_change(3, Moment(3), Change::SignedOut { reason: SignOutReason::Logout });
        masks.follow(&desk);
        assert_eq!(masks.text(r#"{"phone":"5550100"}"#), r#"{"phone":"***0100"}"#);
        masks.follow(&signed_in(&[]));
        assert!(masks.is_empty());
    }

    /// A colleague gives them a call of a masked campaign that is none of theirs.
    #[test]
    fn a_campaign_is_masked_of_which_a_masked_call_came() {
        let mut desk = signed_in(&[172]);
        let mut masks = Masks::default();
        masks.follow(&desk);
        let other = r#"{"campaignId":300,"phone":"5550100"}"#;
        assert_eq!(masks.text(other), other);
        let call = json!({
            "interactionId": "i-1", "campaignId": 300, "userCRTObjectId": "d1", "customerCRTObjectId": "d2",
            "channelDetails": {"channelType": "voice", "associationType": "transfer.association", "callId": "d3"},
            "customerDetails": {"customerId": null, "name": null, "phone": "5550100"},
        });
        desk.apply_event(3, Moment(3), &Event::InteractionInitiated(serde_json::from_value(call).unwrap()));
        masks.follow(&desk);
        assert_eq!(masks.text(other), other, "nothing says yet that it is masked");
        let contact = Box::new(Contact { masked: true, ..Contact::default() });
        desk.apply_change(4, Moment(4), Change::Contact { interaction_id: "i-1".into(), contact });
        masks.follow(&desk);
        let masked = r#"{"campaignId":300,"phone":"***0100"}"#;
        assert_eq!(masks.text(other), masked);
        desk.interactions.clear();
        masks.follow(&desk);
        assert_eq!(masks.text(other), masked, "frames of it stay on the screen");
    }

    #[test]
    fn so_many_numbers_are_known_and_the_oldest_go() {
        let mut masks = masks();
        (0..MAX_NUMBERS).for_each(|at| masks.learn(&format!("99{at:05}")));
        masks.learn("1234");
        assert_eq!(masks.numbers.len(), MAX_NUMBERS);
        assert_eq!(masks.text("3362227000"), "3362227000");
        assert_eq!(masks.text("9900255 1234"), "***0255 1234");
    }
}
