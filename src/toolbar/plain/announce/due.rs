//! What time alone brings: a wrap-up that runs out, a customer who waits too long, a break that lasts too long.

use std::collections::BTreeSet;

use crate::contract::ids::InteractionId;
use crate::desk::{DeskState, Interaction};
use crate::toolbar::attention::{self, Need};
use crate::toolbar::plain::words::{left, prefixed, sentence, span, the};
use crate::wire::Moment;

/// What was said already, so that it is said once.
#[derive(Debug, Default)]
pub struct Told {
    needs: BTreeSet<(InteractionId, Need)>,
    long_break: bool,
}

/// What has become pressing by now and was not said yet.
pub fn due(desk: &DeskState, now: Moment, told: &mut Told) -> Vec<String> {
    told.needs.retain(|(id, need)| {
        desk.interaction(id).is_some_and(|one| attention::need(desk, one, now) == Some(*need))
    });
    let mut said: Vec<String> = Vec::new();
    for one in &desk.interactions {
        let need = attention::need(desk, one, now);
        let text = need.and_then(|need| words(desk, one, need, now));
        if let (Some(need), Some(text)) = (need, text)
            && told.needs.insert((one.id.clone(), need))
        {
            said.push(sentence(&text));
        }
    }
    let is_long = desk.is_break_overdue(now);
    if let (true, false, Some((_, since))) = (is_long, told.long_break, desk.activity()) {
        said.push(format!("Your break is too long: {}.", span(now.since(since))));
    }
    told.long_break = is_long;
    said
}

fn words(desk: &DeskState, one: &Interaction, need: Need, now: Moment) -> Option<String> {
    let timer = attention::timer(desk, one, now);
    let about = the(one);
    match need {
        Need::RunsOut => {
            let (time, dispose) = (left(timer.span), prefixed(desk, one, "dispose"));
            Some(format!("{time} are left to dispose {about}: type {dispose} and a code"))
        }
        Need::Late => Some(format!("the customer of {about} waits too long: {}", span(timer.span))),
        Need::Offered | Need::Unread | Need::WrapUp => None,
    }
}
