//! Another desk's toolbar that is only looked at, and who looks.

use serde_json::json;

use super::harness::Harness;
use super::session::{Script, agent};
use crate::desk::setup::{Permission, Setup};
use crate::desk::{Change, DeskSummary, Session};
use crate::toolbar::{Effect, Message};

#[test]
fn what_happens_at_another_desk_is_shown_and_nothing_can_be_done() {
    let mut at = Harness::looking_on(120, 40);
    at.shows("looking on").shows("Nobody is signed in at this moment.").keys("x");
    at.shows("This is another desk");
    assert_eq!(at.sent(), []);
    at.then(|script| {
        script.working();
    });
    at.shows("What comes to this desk is shown here.");
    at.then(|script| {
        let call = Script::anshika();
        script.rings(&call).connects(&call);
    });
    at.shows("CONNECTED").shows("f Frames").shows_no("h Hold");
    for key in ["h", "m", "e", "t", "d", "s", "n", "c", "o", "S"] {
        at.keys(key);
        assert_eq!(at.sent(), [], "{key}");
    }
    at.tell(Message::Focus(true));
    assert_eq!(at.told(), []);
    at.keys("f").shows("interactionConnected").keys("esc").keys("T").shows("is:trace").shows("Nothing yet");
    at.keys("esc").shows("CONNECTED").shows("q Back").shows_no("Quit").keys("?");
    at.shows("q / esc    Back  Leave this desk").keys("esc");
    for key in ["q", "esc"] {
        at.others.clear();
        at.keys(key);
        assert_eq!(at.others.last(), Some(&Effect::Quit), "a talk of others is no reason to stay");
    }
}

/// A supervisor, with what is told of their role.
fn supervisor(script: &mut Script, campaigns: bool) {
    let session = agent(script.at);
    let none = Session { campaigns: Vec::new(), extensions: Vec::new(), ..session.clone() };
    let setup = Setup { permissions: Some(Permission::ALL.to_vec()), ..Setup::default() };
    script.change(&Change::Setup { setup: Box::new(setup) });
    script.change(&Change::SignedIn { session: Box::new(if campaigns { session } else { none }) });
}

/// Somebody at work at a desk.
fn seen(script: &Script, desk: &str, user: &str) -> Change {
    let summary = DeskSummary {
        user_id: user.into(),
        user_name: user.to_owned(),
        user_type: "Executive".to_owned(),
        status: "Available".to_owned(),
        available: true,
        since: script.at,
        campaigns: Vec::new(),
        interactions: Vec::new(),
    };
    Change::DeskSeen { desk: desk.into(), summary: Some(Box::new(summary)) }
}

#[test]
fn who_comes_back_from_a_desk_finds_the_list_and_that_desk_in_it() {
    for campaigns in [false, true] {
        let mut at = Harness::back_from("two", |script| supervisor(script, campaigns));
        assert_eq!(at.sent(), [("toolbar.watchDesks", json!({"on": true}))]);
        at.then(|script| {
            script.change(&Change::Watching { on: true });
            for (desk, user) in [("one", "moh1"), ("two", "moh2")] {
                let change = seen(script, desk, user);
                script.change(&change);
            }
        });
        at.shows("› moh2").keys("esc").shows_no("signed in ─");
        at.then(|script| {
            script.change(&Change::Watching { on: false });
        });
        at.shows_no("Desks ─");
    }
    let mut at = Harness::back_from("two", |script| {
        script.working();
    });
    assert_eq!(at.sent(), [], "who may not see them any more is not shown any");
}

#[test]
fn who_supervises_sees_the_desks_without_a_campaign_or_before_choosing_one() {
    for campaigns in [false, true] {
        let mut at = Harness::after(100, 30, |script| supervisor(script, campaigns));
        at.shows(if campaigns { "Which campaigns" } else { "S Desks" }).keys("S");
        assert_eq!(at.sent(), [("toolbar.watchDesks", json!({"on": true}))]);
        at.answers(json!("ok")).then(|script| {
            script.change(&Change::Watching { on: true });
        });
        at.shows("Nobody else is signed in.");
    }
}
