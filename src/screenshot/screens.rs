//! The named screens: what each shows, and the session that leads there.

use std::fmt;

use super::ScreenshotError;
use crate::contract::nearest;
use crate::toolbar::keymap::{Key, key};
use crate::wire::Role;

/// Something that happens in a screen's session.
#[derive(Debug, Clone, Copy)]
pub enum Step {
    /// Keys pressed at the toolbar: names (`enter`, `ctrl-p`) and texts that are typed, with spaces between.
    Keys(&'static str),
    /// A call by another peer.
    Call {
        /// As what.
        role: Role,
        /// At which desk.
        desk: &'static str,
        /// The wire name.
        method: &'static str,
        /// By name, as JSON.
        params: &'static str,
    },
    /// So many seconds go by.
    Wait(u64),
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Step::Keys(keys) => write!(f, "the keys {keys}"),
            Step::Call { method, params, .. } => write!(f, "{method} {params}"),
            Step::Wait(seconds) => write!(f, "{seconds} s"),
        }
    }
}

/// A screen that can be shown by its name.
#[derive(Debug)]
pub struct Screen {
    /// Its name.
    pub name: &'static str,
    /// What it shows, in a sentence; the title of its picture.
    pub about: &'static str,
    /// What leads there.
    pub steps: &'static [&'static [Step]],
}

/// The screen with a name.
pub fn find(name: &str) -> Result<&'static Screen, ScreenshotError> {
    SCREENS.iter().find(|screen| screen.name == name).ok_or_else(|| ScreenshotError::NoScreen {
        name: name.to_owned(),
        nearest: nearest(name, SCREENS.iter().map(|screen| screen.name)),
    })
}

const fn keys(keys: &'static str) -> Step {
    Step::Keys(keys)
}

const fn wait(seconds: u64) -> Step {
    Step::Wait(seconds)
}

/// What customers do.
const fn public(method: &'static str, params: &'static str) -> Step {
    Step::Call { role: Role::Control, desk: "default", method, params }
}

/// A call of the CRM page at the desk.
const fn crm(method: &'static str, params: &'static str) -> Step {
    Step::Call { role: Role::Crm, desk: "default", method, params }
}

/// A call of a colleague's toolbar.
const fn at(desk: &'static str, method: &'static str, params: &'static str) -> Step {
    Step::Call { role: Role::Toolbar, desk, method, params }
}

/// The agent of the demo, at the desk of the picture.
const SIGNED_IN: &[Step] =
    &[at("default", "session.login", r#"{"username": "executive", "password": "executive"}"#), wait(4)];
const CAMPAIGNS: &[Step] =
    &[at("default", "toolbar.selectCampaigns", r#"{"campaignIds": [47, 172]}"#), wait(3)];
const READY: &[Step] = &[
    at("default", "toolbar.selectExtension", r#"{"phone": "1234567890"}"#),
    at("default", "toolbar.setAvailability", r#"{"status": "Available"}"#),
    wait(61),
];
/// A customer whom the workspace knows.
const RINGS: &[Step] =
    &[public("control.customerCall", r#"{"phone": "3362227000", "campaignId": 172}"#), wait(6)];
const TALKS: &[Step] = &[at("default", "toolbar.answer", "{}"), wait(94)];
const WRAP_UP: &[Step] = &[public("control.customerHangup", "{}"), wait(21)];
const DISPOSED: &[Step] = &[keys("d enter enter sent enter"), wait(45)];
/// A chat beside whatever is there.
const WRITES: &[Step] = &[
    public(
        "control.customerChat",
        r#"{"phone": "7852416200", "campaignId": 47, "channelSubType": "whatsapp"}"#,
    ),
    wait(2),
    public(
        "control.customerMessage",
        r#"{"text": "Hi, I ordered a mixer grinder last week and it has not come yet."}"#,
    ),
    wait(5),
];
const CHATS: &[Step] = &[
    at("default", "toolbar.answer", "{}"),
    wait(9),
    at(
        "default",
        "toolbar.sendMessage",
        r#"{"text": "Good morning Andy, I am looking it up. Do you have the order number?"}"#,
    ),
    public("control.customerReads", r#"{"read": true}"#),
    wait(14),
    public("control.customerMessage", r#"{"text": "The order number is LH-20418."}"#),
    wait(6),
    at(
        "default",
        "toolbar.sendMessage",
        r#"{"text": "Thank you. It left our warehouse on Wednesday and comes tomorrow before noon."}"#,
    ),
    public("control.customerReads", r#"{"read": false}"#),
    wait(8),
    public("control.customerTyping", r#"{"on": true}"#),
    wait(2),
];
/// The page in which the toolbar is embedded.
const CRM: &[Step] = &[
    crm("sdk.register", r#"{"event": "interaction.showCrm"}"#),
    crm("sdk.register", r#"{"event": "interaction.onAttachButtonClick"}"#),
    crm("sdk.register", r#"{"event": "interaction.openRecord"}"#),
];
const RECORDS: &[Step] = &[crm(
    "crm.showMultipleRecordsForInteraction",
    r#"{"interactionId": "$id", "recordsInfo": [
        {"recordId": "003dL000000Pun3QAC", "recordType": "Contact", "recordName": "Jack Rogers"},
        {"recordId": "003dL000000Pun4QAC", "recordType": "Contact", "recordName": "Jack Rogers senior"}]}"#,
)];
/// Colleagues, each at a desk of their own.
const COLLEAGUES: &[Step] = &[
    at("priya", "session.login", r#"{"username": "priya_care", "password": "priya"}"#),
    at("priya", "toolbar.selectCampaigns", r#"{"campaignIds": [201]}"#),
    at("priya", "toolbar.selectExtension", r#"{"phone": "4101"}"#),
    at("priya", "toolbar.setAvailability", r#"{"status": "Available"}"#),
    at("moh5", "session.login", r#"{"username": "moh5", "password": "moh5"}"#),
    at("moh5", "toolbar.selectCampaigns", r#"{"campaignIds": [172]}"#),
    wait(30),
];
const SUPERVISOR: &[Step] = &[
    at("default", "session.login", r#"{"username": "supervisor", "password": "supervisor"}"#),
    at("default", "toolbar.selectCampaigns", r#"{"campaignIds": [47, 172, 201]}"#),
    at("default", "toolbar.selectExtension", r#"{"phone": "4901"}"#),
    wait(12),
];
/// What a morning leaves behind.
const BUSY: &[Step] = &[
    public("control.customerCall", r#"{"phone": "1234567890", "campaignId": 172}"#),
    wait(5),
    at("default", "toolbar.answer", "{}"),
    wait(71),
    public("control.customerHangup", "{}"),
    wait(9),
    at(
        "default",
        "interaction.disposeInteraction",
        r#"{"interactionId": "$id", "channelType": "voice", "dispositionCodeId": 1401, "notes": "Two filters."}"#,
    ),
    wait(20),
];

/// All of them, in the order in which an agent meets them.
pub static SCREENS: &[Screen] = &[
    Screen { name: "login", about: "An agent signs in", steps: &[] },
    Screen {
        name: "wrong-password",
        about: "A password that is wrong",
        steps: &[&[keys("executive enter secret enter")]],
    },
    Screen { name: "campaigns", about: "Which campaigns to work for", steps: &[SIGNED_IN] },
    Screen { name: "extension", about: "Where calls ring", steps: &[SIGNED_IN, CAMPAIGNS] },
    Screen { name: "available", about: "Waiting for calls", steps: &[SIGNED_IN, CAMPAIGNS, READY] },
    Screen { name: "ringing", about: "A customer calls", steps: &[SIGNED_IN, CAMPAIGNS, READY, RINGS] },
    Screen { name: "call", about: "In a call", steps: &[SIGNED_IN, CAMPAIGNS, READY, CRM, RINGS, TALKS] },
    Screen {
        name: "workbench",
        about: "A call and a chat beside each other",
        steps: &[SIGNED_IN, CAMPAIGNS, READY, CRM, BUSY, RINGS, TALKS, WRITES],
    },
    Screen {
        name: "chat",
        about: "A chat by WhatsApp",
        steps: &[SIGNED_IN, CAMPAIGNS, READY, WRITES, CHATS],
    },
    Screen {
        name: "wrap-up",
        about: "After-call work",
        steps: &[SIGNED_IN, CAMPAIGNS, READY, RINGS, TALKS, WRAP_UP],
    },
    Screen {
        name: "disposition",
        about: "How a call ended",
        steps: &[SIGNED_IN, CAMPAIGNS, READY, RINGS, TALKS, WRAP_UP, &[keys("d")]],
    },
    Screen {
        name: "transfer",
        about: "To whom a call is given",
        steps: &[SIGNED_IN, CAMPAIGNS, READY, COLLEAGUES, RINGS, TALKS, &[keys("t")]],
    },
    Screen {
        name: "records",
        about: "The CRM offers two records for a call",
        steps: &[SIGNED_IN, CAMPAIGNS, READY, CRM, RINGS, RECORDS],
    },
    Screen {
        name: "dial",
        about: "Call a customer",
        steps: &[SIGNED_IN, CAMPAIGNS, READY, &[keys("n tab tab right shift-tab shift-tab 7852416200")]],
    },
    Screen {
        name: "refused",
        about: "A number that the ECC does not dial",
        steps: &[SIGNED_IN, CAMPAIGNS, READY, &[keys("n tab tab right shift-tab shift-tab 12ab enter")]],
    },
    Screen {
        name: "desks",
        about: "A supervisor sees all desks",
        steps: &[
            SUPERVISOR,
            COLLEAGUES,
            &[
                public("control.customerCall", r#"{"phone": "7852416200", "campaignId": 201}"#),
                wait(4),
                keys("S"),
            ],
        ],
    },
    Screen {
        name: "palette",
        about: "What can be done, found by a few letters",
        steps: &[SIGNED_IN, CAMPAIGNS, READY, RINGS, TALKS, &[keys(": ca")]],
    },
    Screen {
        name: "going",
        about: "Where a letter leads after g",
        steps: &[SIGNED_IN, CAMPAIGNS, READY, RINGS, TALKS, &[keys("g")]],
    },
    Screen {
        name: "figures",
        about: "What the agent has done in the shift",
        steps: &[
            SIGNED_IN,
            CAMPAIGNS,
            READY,
            RINGS,
            TALKS,
            WRAP_UP,
            DISPOSED,
            RINGS,
            TALKS,
            WRAP_UP,
            DISPOSED,
            &[keys("A")],
        ],
    },
    Screen {
        name: "inspector",
        about: "Every frame of the desk, and what is in one",
        steps: &[SIGNED_IN, CAMPAIGNS, READY, CRM, RINGS, RECORDS, TALKS, &[keys("esc f up up up")]],
    },
    Screen {
        name: "filter",
        about: "Frames chosen by a filter",
        steps: &[SIGNED_IN, CAMPAIGNS, READY, CRM, BUSY, RINGS, TALKS, &[keys("f / event:inter")]],
    },
    Screen {
        name: "ladder",
        about: "A call as a ladder",
        steps: &[
            SIGNED_IN,
            CAMPAIGNS,
            READY,
            CRM,
            RINGS,
            RECORDS,
            TALKS,
            WRAP_UP,
            &[keys("esc f / event:callRinging enter l")],
        ],
    },
    Screen {
        name: "compare",
        about: "Two frames compared",
        steps: &[
            SIGNED_IN,
            CAMPAIGNS,
            READY,
            BUSY,
            RINGS,
            TALKS,
            &[keys("f / event:callRinging enter up m down c")],
        ],
    },
    Screen {
        name: "methods",
        about: "A method run by hand",
        steps: &[SIGNED_IN, CAMPAIGNS, READY, RINGS, TALKS, &[keys("M disposeinteraction enter")]],
    },
    Screen { name: "help", about: "All keys", steps: &[SIGNED_IN, CAMPAIGNS, READY, &[keys("?")]] },
];

/// A word of [`Step::Keys`] as keys: the name of one, else a text that is typed.
pub(super) fn keys_of(word: &str) -> Vec<Key> {
    word.parse().map_or_else(|_| word.chars().map(key).collect(), |one| vec![one])
}
