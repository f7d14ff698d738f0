//! `offhook trigger`: customers' doings, one line each.

use serde_json::{Value, json};

use super::args::{Doing, TriggerArgs};
use super::call;
use super::failure::Failure;

/// How long to wait for the answer, in s.
const TIMEOUT: u64 = 20;

pub(super) fn run(args: &TriggerArgs) -> Result<u8, Failure> {
    let (method, params) = request(&args.doing);
    call::call(&args.hub, method, params, TIMEOUT)
}

fn request(doing: &Doing) -> (&'static str, Value) {
    match doing {
        Doing::Call { phone, name, campaign } => {
            ("control.customerCall", json!({"phone": phone, "name": name, "campaignId": campaign}))
        }
        Doing::Answer(which) => ("control.customerAnswer", json!({"interactionId": which.interaction})),
        Doing::Refuse(which) => ("control.customerRefuse", json!({"interactionId": which.interaction})),
        Doing::Hangup(which) => ("control.customerHangup", json!({"interactionId": which.interaction})),
    }
}
