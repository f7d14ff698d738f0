//! Requests of the toolbar's own as frames: what is secret is blanked.

use std::sync::Arc;

use serde_json::Value;

use crate::wire::{Dir, Frame, Moment, RequestId};

/// A request as a frame.
pub fn request(at: Moment, peer: Arc<str>, tag: u64, method: &str, params: &Value) -> Frame {
    let mut params = params.clone();
    for secret in ["password", "token"] {
        if let Some(secret) = params.get_mut(secret) {
            *secret = Value::from("***");
        }
    }
    let text = crate::wire::rpc::request(&RequestId::Number(number(tag)), method, &params);
    Frame { at, seq: None, peer, dir: Dir::In, text: text.into() }
}

/// A tag as the id of a request.
pub fn number(tag: u64) -> i64 {
    i64::try_from(tag).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_password_is_not_kept() {
        let params = json!({"username": "executive", "password": "secret"});
        let frame = request(Moment(0), "toolbar-1".into(), 1, "session.login", &params);
        assert!(!frame.text.contains("secret") && frame.text.contains("executive"));
    }
}
