//! The toolbar at work with a hub, as a person would use it.

use serde_json::json;

use super::harness::{Harness, hello, text};
use super::session::{NOW, Script};
use crate::contract::Contract;
use crate::contract::check::{Args, check};
use crate::desk::interaction::Cleared;
use crate::toolbar::theme::Warning;
use crate::toolbar::{App, Effect, Setup, Theme, render};
use crate::wire::{ClientEvent, Joined};

fn working(script: &mut Script) {
    script.working();
}

fn on_call(script: &mut Script) {
    script.working().rings(&Script::anshika()).wait(4).connects(&Script::anshika()).wait(30);
}

#[test]
fn an_agent_works_a_call_from_login_to_its_end() {
    let mut at = Harness::connected(80, 24);
    at.shows("Demo session: user executive, password executive");
    at.keys("executive tab executive enter");
    at.shows("Signing in").answers(json!("Successfully logged in"));
    at.then(|script| {
        script.signed_in();
    });
    at.shows("Which campaigns")
        .keys("space down space enter")
        .sent_is("toolbar.selectCampaigns", json!({"campaignIds": [47, 172]}));
    at.then(|script| {
        script.campaigns(&[47, 172]);
    });
    at.shows("Where do calls reach you")
        .keys("enter")
        .sent_is("toolbar.selectExtension", json!({"phone": "1234567890"}));
    at.then(|script| {
        script.extension().status(true, "Available");
    });
    let call = Script::anshika();
    at.shows("Available").then(|script| {
        script.rings(&call);
    });
    let id = json!({"interactionId": call.interaction_id});
    at.shows("RINGING").shows("a Answer").keys("a").sent_is("toolbar.answer", id.clone());
    at.then(|script| {
        script.connects(&call);
    });
    at.shows("CONNECTED").keys("h").sent_is("toolbar.hold", id.clone());
    at.then(|script| {
        script.hold(&call, true);
    });
    at.shows("ON HOLD").shows("h Unhold").keys("h").sent_is("toolbar.unhold", id.clone());
    at.keys("m").sent_is("toolbar.mute", id.clone());
    at.keys("e").sent_is("toolbar.hangup", id);
    at.then(|script| {
        script.hold(&call, false).hangs_up(&call, Cleared::Agent);
    });
    at.shows("WRAP-UP").keys("d enter up enter well");
    let notes = json!({
        "channelType": "voice", "interactionId": call.interaction_id, "dispositionCodeId": 1345, "notes": "well",
    });
    at.keys("enter").sent_is("interaction.disposeInteraction", notes);
    at.then(|script| {
        script.disposes(&call);
    });
    at.shows_no("WRAP-UP").shows("No call now").shows("Disposed: Closed");
}

#[test]
fn what_is_sent_is_what_the_contract_wants() {
    let mut at = Harness::after(80, 24, on_call);
    at.then(|script| {
        script.rings(&Script::call(21, None, "5", false));
    });
    at.keys("a r h m e s enter esc n 123 enter esc c enter esc C enter C down enter C down down enter");
    at.keys("down b esc G space enter esc x down enter esc");
    at.then(|script| {
        script.hangs_up(&Script::anshika(), Cleared::Customer);
    });
    at.then(|script| {
        script.dials(&Script::call(22, None, "7", true));
    });
    at.keys("C enter C down down enter");
    at.keys("d tab down tab hello").wait(500).keys("enter esc o y");
    let sent = at.sent();
    assert!(sent.len() >= 16, "{sent:#?}");
    for (method, params) in sent {
        let spec = Contract::get().method(method).unwrap_or_else(|| panic!("no method {method}"));
        let args = Args::from_json(Some(params)).unwrap();
        check(spec, args).unwrap_or_else(|error| panic!("{method}: {error:?}"));
    }
}

#[test]
fn signed_in_elsewhere_is_a_question() {
    let mut at = Harness::connected(80, 24);
    at.keys("executive enter executive enter").refuses(3000, "signed in elsewhere", json!({"http": 409}));
    at.shows("Sign in here?").keys("n").shows_no("Sign in here?");
    at.keys("enter").refuses(3000, "signed in elsewhere", json!({"http": 409}));
    let policy = "auth.type.passwd";
    let who = json!({"username": "executive", "password": "executive", "authPolicy": policy});
    at.keys("y").sent_is("session.forceLogin", who);
}

#[test]
fn login_errors_stand_where_they_belong() {
    let mut at = Harness::connected(80, 24);
    at.keys("enter enter").shows("a user is needed").shows("a password is needed");
    assert!(at.sent().is_empty());
    at.keys("nobody tab x enter").refuses(
        4000,
        "there is no user nobody",
        json!({"hint": "did you mean moh5?"}),
    );
    at.shows("! there is no user nobody").shows_no("did you mean");
    at.keys("ctrl-u executive tab enter").refuses(3000, "wrong password", json!({"http": 401}));
    at.shows("! wrong password").shows_no("3000").keys("executive").shows_no("wrong password");
    at.keys("enter").refuses(1000, "no answer in time", json!({}));
    at.shows("! no answer in time").shows_no("(1000)");
}

#[test]
fn a_password_is_seen_nowhere() {
    let mut at = Harness::connected(120, 40);
    at.keys("executive enter swordfish").shows("•••••••••").shows_no("swordfish").keys("enter");
    at.then(working);
    at.shows("session.login").shows_no("swordfish").keys("f home").shows("***").shows_no("swordfish");
}

#[test]
fn quitting_asks_before_it_drops_a_call() {
    let mut at = Harness::after(80, 24, on_call);
    at.keys("q").shows("The interaction with Anshika is not over").keys("n");
    assert_eq!(at.others, [Effect::Bell]);
    for harmless in ["enter", "esc", "q"] {
        at.keys("q").shows("Quit all the same?").keys(harmless).shows_no("Quit all the same?");
        assert_eq!(at.others, [Effect::Bell], "{harmless} does not quit");
    }
    at.keys("q y");
    assert_eq!(at.others.pop(), Some(Effect::Quit));
    let mut idle = Harness::after(80, 24, working);
    idle.keys("q");
    assert_eq!(idle.others, [Effect::Quit]);
    let mut typing = Harness::connected(80, 24);
    typing.keys("q ctrl-z ctrl-c").shows("User      ▏q");
    assert_eq!(typing.others, [Effect::Suspend, Effect::Quit]);
}

#[test]
fn a_lost_connection_counts_down_and_comes_back() {
    let mut at = Harness::after(80, 24, on_call);
    at.lost(4, 2).shows("connection lost: the hub can't be reached; trying again in 4 s");
    at.wait(1_500).shows("trying again in 3 s");
    at.wait(3_000).shows("trying again now").shows("reconnecting");
    at.hub(ClientEvent::Connected { answer: hello(json!({"resumed": true})), how: Joined::Resumed });
    at.shows_no("connection lost").shows("Connected again").shows("CONNECTED");
    at.wait(5_000).shows_no("Connected again");
}

#[test]
fn missed_frames_are_told_and_the_snapshot_counts() {
    let mut at = Harness::after(80, 24, on_call);
    let mut desk = at.app.desk.clone();
    desk.interactions.clear();
    let answer = hello(json!({"snapshot": desk, "lost": 12}));
    at.hub(ClientEvent::Connected { answer, how: Joined::Lost { frames: 12 } });
    at.shows("12 frames were missed").shows("No call yet");
}

#[test]
fn a_new_epoch_is_told_and_shows_the_login_screen() {
    let mut at = Harness::after(80, 24, on_call);
    at.keys("d");
    at.hub(ClientEvent::Connected { answer: hello(json!({"epoch": "e2"})), how: Joined::NewEpoch });
    at.shows("The hub has started afresh; please sign in again").shows("User").shows_no("Disposition");
    at.then(working).shows_no("started afresh");
}

/// As many toasts as are seen at once; of more the first would never be read.
#[test]
fn what_is_wrong_in_the_users_files_is_told_from_the_first_on_and_the_rest_is_counted() {
    let wrong =
        |count: usize| (1..=count).map(|line| Warning(format!("keymap.toml, line {line}: no"))).collect();
    let logs = Some("~/.local/state/offhook/logs".to_owned());
    let told = |count| {
        let (warnings, logs) = (wrong(count), logs.clone());
        let setup = Setup { warnings, logs, ..Setup::plain(Theme::default(), NOW) };
        text(&render(&App::live(setup), 80, 24))
    };
    let three = told(3);
    assert!(three.contains("line 1: no") && three.contains("line 3: no"), "{three}");
    let six = told(6);
    assert!(six.contains("line 1: no") && six.contains("line 2: no") && !six.contains("line 6"), "{six}");
    assert!(six.contains("… and 4 more things in your"), "{six}");
    assert!(six.contains("~/.local/state/offhook/logs"), "{six}");
}

#[test]
fn a_refused_toolbar_says_so_and_can_be_quit() {
    let mut at = Harness::connected(80, 24);
    at.hub(ClientEvent::Refused { reason: "wrong token".to_owned() });
    at.shows("wrong token").shows("offhook attach").keys("x q");
    assert_eq!(at.others, [Effect::Quit]);
}

#[test]
fn a_draft_is_sent_once_it_rests_and_when_the_dialog_is_closed() {
    let mut at = Harness::after(80, 24, |script| {
        on_call(script);
        script.hangs_up(&Script::anshika(), Cleared::Customer);
    });
    at.keys("d tab tab go").wait(300);
    assert_eq!(at.sent(), []);
    at.keys("od").wait(300);
    assert_eq!(at.sent(), [], "typing goes on");
    assert!(at.app.wake_at().is_some_and(|wake| wake.0 <= at.app.tick.0 + 200_000));
    at.wait(200);
    let draft = |notes: &str| json!({"interactionId": Script::anshika().interaction_id, "dispositionCodeId": 820, "notes": notes});
    at.sent_is("toolbar.setDraft", draft("good"));
    at.keys("! esc").sent_is("toolbar.setDraft", draft("good!"));
    at.then(|script| {
        let draft = crate::desk::interaction::Draft {
            code: Some(crate::contract::ids::CodeId(820)),
            notes: "good!".to_owned(),
            callback: None,
        };
        let interaction_id = Script::anshika().interaction_id;
        script.change(&crate::desk::Change::Draft { interaction_id, draft });
    });
    at.shows("draft: New — good!").keys("d").shows("good!");
}

#[test]
fn a_dialog_whose_interaction_is_over_is_closed() {
    let mut at = Harness::after(80, 24, |script| {
        on_call(script);
        script.hangs_up(&Script::anshika(), Cleared::Customer);
    });
    at.keys("d").shows("Class").then(|script| {
        script.disposes(&Script::anshika());
    });
    at.shows_no("Class").shows("The interaction is over; its dialog was");
}

#[test]
fn q_closes_whatever_lies_on_top() {
    let mut at = Harness::after(80, 24, on_call);
    for dialog in ["s", "G", "x", "C", "b", "f", "?", "o", "? f1"] {
        at.keys(dialog);
        assert!(!at.app.overlays.is_empty(), "{dialog}");
        at.keys("q");
        assert!(at.app.overlays.is_empty(), "{dialog}");
    }
    assert_eq!(at.others, [Effect::Bell]);
}

#[test]
fn signing_out_asks_even_when_nothing_is_lost() {
    let mut at = Harness::after(80, 24, working);
    at.keys("o").shows("Sign out?").keys("enter").shows_no("Sign out?");
    assert_eq!(at.sent(), []);
    at.keys("o y").sent_is("session.logout", json!({}));
}

#[test]
fn a_key_that_can_do_nothing_says_why() {
    let mut at = Harness::after(80, 24, working);
    at.keys("h h h a").shows("No call to hold").shows("No call to answer");
    assert_eq!((at.app.toasts().len(), at.sent()), (2, vec![]), "the same is said once");
}

#[test]
fn who_signs_in_before_the_hub_is_there_need_not_do_it_again() {
    let mut at = Harness::new(80, 24);
    at.keys("executive tab executive enter").shows("Signing in");
    assert_eq!(at.sent()[0].0, "session.login");
}

#[test]
fn nothing_is_promised_while_the_hub_is_away() {
    let mut at = Harness::after(80, 24, on_call);
    at.keys("n 12").lost(4, 1).keys("enter").shows("! not connected to the hub");
    at.keys("esc h").shows("not connected to the hub");
    assert_eq!(at.sent(), []);
}

#[test]
fn a_customer_does_only_what_can_be_done() {
    let mut at = Harness::after(80, 24, on_call);
    at.keys("C").shows("What the customer does").shows("› The customer hangs up");
    at.keys("up enter").shows("needs a dialled call");
    assert_eq!(at.sent(), []);
    at.keys("down enter").sent_is("control.customerHangup", json!({}));
}

#[test]
fn a_caller_between_two_offers_is_told_of() {
    let mut at = Harness::after(80, 24, |script| {
        let call = Script::anshika();
        script.working().rings(&call).wait(20).missed(&call).waiting(172, 1);
    });
    at.shows("No call now")
        .shows("You are available: 1 waits; w takes one.")
        .shows("1 waiting  Mohit Omni Camp ");
}

#[test]
fn a_draft_of_a_talk_is_kept_and_said_so() {
    let mut at = Harness::after(80, 24, on_call);
    at.keys("d").shows("ctrl-s Keep draft").keys("tab tab good enter").shows("Draft kept").shows_no("Class");
    assert_eq!(at.sent()[0].0, "toolbar.setDraft");
}

#[test]
fn wrap_up_that_runs_out_is_told_once() {
    let mut at = Harness::after(80, 24, |script| {
        on_call(script);
        script.hangs_up(&Script::anshika(), Cleared::Customer);
    });
    at.keys("d").then(|script| {
        script
            .toast(crate::desk::ToastVariant::Info, "Wrap-up for Anshika ran out")
            .disposes(&Script::anshika());
    });
    at.shows("Wrap-up for Anshika ran out").shows("Your notes were kept").shows_no("its dialog was");
}

#[test]
fn a_desk_of_another_name_is_named() {
    let mut at = Harness::connected(80, 24);
    at.shows_no("desk");
    at.hub(ClientEvent::Connected { answer: hello(json!({"desk": "two"})), how: Joined::First });
    at.shows("desk two");
}

#[test]
fn the_chosen_interaction_gets_the_desks_focus() {
    let mut at = Harness::after(80, 24, on_call);
    let other = Script::call(21, Some("Rose"), "5124576870", false);
    at.then(|script| {
        script.rings(&other);
    });
    at.shows("RINGING").keys("k");
    at.sent_is("toolbar.focus", json!({"interactionId": Script::anshika().interaction_id}));
    at.shows("CONNECTED").keys("j").sent_is("toolbar.focus", json!({"interactionId": other.interaction_id}));
    at.keys("k").sent();
    let id = json!({"interactionId": other.interaction_id});
    at.keys("a").shows("RINGING");
    assert_eq!(at.sent(), [("toolbar.answer", id.clone()), ("toolbar.focus", id)], "who answers looks at it");
}

#[test]
fn an_error_becomes_a_toast_where_no_dialog_asked() {
    let mut at = Harness::after(80, 24, on_call);
    at.keys("h").refuses(3000, "the call is not connected", json!({"http": 409, "hint": "wait for it"}));
    at.shows("the call is not connected").wait(5_001).shows_no("the call is not connected");
    at.keys("n 12 enter").refuses(2001, "no number", json!({"field": "channelDetails.phone"}));
    at.shows("! not a phone number").shows("Dial");
}

#[test]
fn calls_that_nobody_answers_are_bounded() {
    let mut at = Harness::after(80, 24, on_call);
    at.keys("K");
    for _ in 0..crate::toolbar::calls::MAX_PENDING + 5 {
        at.keys("1");
    }
    assert_eq!(at.sent().len(), crate::toolbar::calls::MAX_PENDING);
    at.shows("That was not sent: too many calls").shows("try again").shows_no("hub does not answer");
}

#[test]
fn on_a_virtual_clock_time_is_what_the_frames_say() {
    let mut at = Harness::connected(80, 24);
    at.hub(ClientEvent::Connected { answer: hello(json!({"virtualClock": true})), how: Joined::First });
    at.shows(" 11:12:34");
    at.then(|script| {
        script.working().rings(&Script::anshika()).connects(&Script::anshika());
    });
    let before = at.screen();
    at.wait(60_000);
    assert_eq!(at.screen(), before);
    assert_eq!(at.app.wake_at(), None);
    at.then(|script| {
        script.at = script.at + crate::wire::Micros::from_secs(10);
        script.change(&crate::desk::Change::Clock);
    });
    assert_ne!(at.screen(), before);
}

#[test]
fn it_wakes_once_a_second_only_while_seconds_are_shown() {
    let at = Harness::connected(80, 24);
    let wake = at.app.wake_at().unwrap();
    assert_eq!((wake.0 % 60_000_000, wake.since(at.app.tick).secs() < 60), (0, true));
    let at = Harness::after(80, 24, working);
    let wake = at.app.wake_at().unwrap();
    assert_eq!((wake.0 % 1_000_000, wake.since(at.app.tick).0 <= 1_000_000), (0, true));
}

#[test]
fn only_a_call_that_rings_here_rings_the_bell() {
    let mut at = Harness::after(80, 24, |script| {
        script.working().dials(&Script::call(22, None, "5", true));
    });
    assert_eq!(at.others, []);
    at.then(|script| {
        script.rings(&Script::anshika());
    });
    assert_eq!(at.others, [Effect::Bell]);
}

#[test]
fn the_bell_is_read_by_looking_behind_it() {
    let mut at = Harness::after(80, 24, |script| {
        let call = Script::anshika();
        script.working().rings(&call).wait(20).missed(&call);
    });
    at.shows("▲ 1 notice  b").keys("b").shows("Missed call  Anshika  1234567890").shows("11:14:03");
    at.sent_is("toolbar.readNotifications", json!({}));
    at.then(|script| {
        script.change(&crate::desk::Change::NotificationsRead);
    });
    at.shows_no("1 notice").keys("q").shows_no("Missed call");
    assert!(!at.others.contains(&Effect::Quit), "q closes what lies on top");
}

#[test]
fn a_pasted_phone_number_is_one_line() {
    let mut at = Harness::after(80, 24, working);
    at.keys("n").tell(crate::toolbar::Message::Paste("  5124576870\nrm\u{1b}[2J".to_owned()));
    at.keys("enter");
    let sent = at.sent();
    assert_eq!(sent[0].1["channelDetails"]["phone"], json!("5124576870"));
}

impl Harness {
    /// Exactly this was sent since the last time.
    #[track_caller]
    fn sent_is(&mut self, method: &str, params: serde_json::Value) -> &mut Self {
        let sent = self.sent();
        assert!(sent.len() == 1 && sent[0].0 == method && sent[0].1 == params, "{sent:?}");
        self
    }
}

#[test]
fn what_is_under_way_is_not_sent_again() {
    let mut at = Harness::after(80, 24, working);
    at.keys("n 1 2 3 4 5 6 7 8 9 0 enter enter ctrl-s enter");
    assert_eq!(at.sent().len(), 1, "a dialog");
    let mut at = Harness::after(80, 24, on_call);
    at.keys("h h h");
    assert_eq!(at.sent().iter().map(|(method, _)| *method).collect::<Vec<_>>(), ["toolbar.hold"]);
    at.answers(json!("ok")).then(|script| {
        script.hold(&Script::anshika(), true);
    });
    at.keys("h").sent_is("toolbar.unhold", json!({"interactionId": Script::anshika().interaction_id}));
    let mut at = Harness::connected(80, 24);
    at.then(|script| {
        script.signed_in();
    });
    at.keys("space enter enter");
    assert_eq!(at.sent().len(), 1, "the campaigns");
}
