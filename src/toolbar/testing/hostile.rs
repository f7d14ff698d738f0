//! Text from outside can't reach the terminal as anything but text.

use serde_json::json;

use super::harness::{Harness, hello};
use super::session::Script;
use crate::desk::interaction::Cleared;
use crate::desk::{Change, ToastVariant};
use crate::toolbar::Message;
use crate::wire::text::is_safe;
use crate::wire::{ClientEvent, Joined};

const EVIL: &str = "A\u{1b}[2J\u{1b}]0;x\u{7}\u{9b}31m\u{90}\u{202e}B\u{2066}\u{200b}\u{feff}\u{ad}\u{e0041}\u{2028}\r\n\t\u{7f}C";

#[track_caller]
fn is_clean(at: &Harness) {
    for cell in &at.buffer().content {
        assert!(cell.symbol().chars().all(is_safe), "{:?}", cell.symbol());
    }
}

#[test]
fn no_text_from_outside_carries_controls_into_a_cell() {
    let mut at = Harness::connected(120, 40);
    at.hub(ClientEvent::Connected {
        answer: hello(json!({"greeting": EVIL, "peer": EVIL})),
        how: Joined::First,
    });
    is_clean(&at);
    at.tell(Message::Paste(EVIL.to_owned()));
    at.keys("enter x enter").refuses(4000, EVIL, json!({"hint": EVIL}));
    is_clean(&at);
    let call = Script::call(20, Some(EVIL), EVIL, false);
    at.then(|script| {
        script.working().rings(&call).wait(3).missed(&call).rings(&call).connects(&call);
        script.toast(ToastVariant::Error, EVIL).status(false, EVIL);
        script.hangs_up(&call, Cleared::Customer);
        let draft = crate::desk::interaction::Draft { code: None, notes: EVIL.to_owned() };
        script.change(&Change::Draft { interaction_id: call.interaction_id.clone(), draft });
    });
    at.shows("A␛[2J");
    is_clean(&at);
    for keys in ["d tab tab", "f up", "b", "q", "n", "c", "s"] {
        at.keys(keys).tell(Message::Paste(EVIL.to_owned()));
        is_clean(&at);
        at.keys("esc");
    }
    at.hub(ClientEvent::Lost {
        reason: EVIL.to_owned(),
        retry_in: std::time::Duration::from_secs(3),
        attempt: 1,
    });
    is_clean(&at);
    at.hub(ClientEvent::Refused { reason: EVIL.to_owned() });
    is_clean(&at);
}
