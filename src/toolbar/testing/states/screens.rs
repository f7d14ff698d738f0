//! The screens, and what stands around them: login, campaigns, extension, a recording, another desk, the
//! connection, toasts, what follows a key, the tour.

use serde_json::json;

use super::{Begin, Go, State, begun, by, keys};
use crate::contract::session::SelectedExtension;
use crate::desk::{Change, Session, ToastVariant};
use crate::toolbar::replay::PlayerCommand;
use crate::toolbar::settings::Icons;
use crate::toolbar::testing::harness::{Harness, hello};
use crate::toolbar::testing::session::{Script, agent};
use crate::wire::{ClientEvent, Joined};

pub(super) fn states() -> Vec<State> {
    let mut states = login();
    states.extend(before_work());
    states.extend(connection());
    states.extend(around());
    states.extend(looked_at());
    states
}

fn login() -> Vec<State> {
    vec![
        begun("connecting", Begin::Waiting, ""),
        begun("login", Begin::Greeted, ""),
        begun("login_typed", Begin::Greeted, "executive enter executive"),
        begun("login_empty", Begin::Greeted, "enter enter"),
        begun("login_under_way", Begin::Greeted, "executive enter executive enter"),
        State {
            name: "login_wrong_password",
            begin: Begin::Greeted,
            go: Go::By(|at| {
                at.keys("executive enter wrong enter").refuses(3000, "wrong password", json!({"http": 401}));
            }),
        },
        State {
            name: "login_elsewhere",
            begin: Begin::Greeted,
            go: Go::By(|at| {
                at.keys("executive enter executive enter");
                at.refuses(3000, "signed in elsewhere", json!({"http": 409}));
            }),
        },
        by("login_new_epoch", on_call, |at| {
            let answer = hello(json!({"epoch": "e2"}));
            at.hub(ClientEvent::Connected { answer, how: Joined::NewEpoch });
        }),
        keys(
            "login_filled_in",
            |script| {
                script.change(&Change::LoginInfo { username: "executive".to_owned() });
            },
            "",
        ),
    ]
}

fn signed_in(script: &mut Script) {
    script.signed_in();
}

fn chosen(script: &mut Script) {
    script.signed_in().campaigns(&[47, 172]);
}

fn before_work() -> Vec<State> {
    vec![
        keys("campaigns", signed_in, ""),
        keys("campaigns_none_chosen", signed_in, "down enter"),
        by("campaigns_refused", signed_in, |at| {
            at.keys("space enter").refuses(3000, "the campaign is closed", json!({"http": 409}));
        }),
        keys(
            "campaigns_of_a_supervisor",
            |script| {
                let none = Session { campaigns: Vec::new(), extensions: Vec::new(), ..agent(script.at) };
                script.change(&Change::SignedIn { session: Box::new(none) });
            },
            "",
        ),
        keys("extension", chosen, ""),
        by("extension_refused", chosen, |at| {
            at.keys("enter").refuses(3000, "the extension is taken", json!({"http": 409}));
        }),
        keys(
            "extension_filled_in",
            |script| {
                script.signed_in().campaigns(&[172]);
                let extension = SelectedExtension { call_context_id: None, phone: "777".to_owned() };
                script.change(&Change::ExtensionInfo { extension });
            },
            "",
        ),
    ]
}

fn working(script: &mut Script) {
    script.working();
}

pub(super) fn on_call(script: &mut Script) {
    let call = Script::anshika();
    script.working().rings(&call).wait(4).connects(&call).wait(252);
}

fn connection() -> Vec<State> {
    vec![
        by("connection_lost", on_call, |at| {
            at.lost(4, 2).wait(600);
        }),
        by("connection_tried_again", on_call, |at| {
            at.lost(4, 2).wait(4_000);
        }),
        State {
            name: "refused",
            begin: Begin::Waiting,
            go: Go::By(|at| {
                let reason = "the token is not the one of this hub (1008)".to_owned();
                at.hub(ClientEvent::Refused { reason });
            }),
        },
    ]
}

fn says(at: &mut Harness, toasts: &[(ToastVariant, &str)]) {
    at.then(|script| {
        for (variant, text) in toasts {
            script.toast(*variant, text);
        }
    });
}

fn around() -> Vec<State> {
    vec![
        by("toasts", on_call, |at| {
            let slow = "The CRM answers slowly; the customer is looked up again";
            says(at, &[(ToastVariant::Success, "Record attached"), (ToastVariant::Warning, slow)]);
        }),
        by("toasts_of_other_kinds", on_call, |at| {
            says(
                at,
                &[(ToastVariant::Info, "A new campaign is there"), (ToastVariant::Error, "The CRM is gone")],
            );
        }),
        keys("going", working, "g"),
        keys("going_from_frames", working, "f g"),
        by("icons_plain", super::calls::busy, |at| at.app.settings.icons = Icons::Plain),
        by("icons_plain_in_frames", super::calls::busy, |at| {
            at.app.settings.icons = Icons::Plain;
            at.keys("f up tab");
        }),
        begun("tour", Begin::Newcomer(working), ""),
        begun("tour_second", Begin::Newcomer(working), "enter"),
        begun("tour_third", Begin::Newcomer(working), "enter enter"),
    ]
}

fn looked_at() -> Vec<State> {
    use PlayerCommand::{Faster, Jump, Slower, ToEnd, Toggle};
    const PLAYING: &[PlayerCommand] = &[Jump, Jump, Jump, Jump, Jump, Jump, Jump, Jump, Toggle, Faster];
    const AT_ITS_END: &[PlayerCommand] = &[ToEnd, Slower];
    vec![
        begun("replay", Begin::Replay(PLAYING), ""),
        begun("replay_opened", Begin::Replay(&[]), ""),
        begun("replay_at_its_end", Begin::Replay(AT_ITS_END), ""),
        begun("replay_frames", Begin::Replay(PLAYING), "f up tab"),
        begun("looking_on", Begin::LookingOn(on_call), ""),
        begun("looking_on_nobody", Begin::LookingOn(|_| {}), ""),
    ]
}
