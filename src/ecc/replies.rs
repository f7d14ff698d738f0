//! Quick replies: texts that agents write often, filled in for the customer at hand.

use serde_json::{Value, json};

use super::Ecc;
use super::dispatch::Answer;
use super::params::Params;
use super::sorting::unknown;
use crate::contract::ids::DeskId;

impl Ecc {
    /// The text of a quick reply, to be edited and sent. 4000 for a code that there is not, 2001 where an
    /// argument is missing.
    pub(super) fn expand_reply(&self, desk: &DeskId, params: &Params) -> Answer {
        let id = self.sorted_leg(desk, params)?;
        let code = params.text("shortCode");
        let replies = &self.workspace.replies;
        let reply = replies.iter().find(|reply| reply.short_code == code).ok_or_else(|| {
            let known = replies.iter().map(|reply| reply.short_code.as_str());
            unknown("quick reply", code, known, "[[replies]]")
        })?;
        let args = params.0.get("args").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let args: Vec<String> = args.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        let text = self.fill_in(&id, Some(desk), &reply.content, &args)?;
        Ok(json!({"text": text}))
    }
}
