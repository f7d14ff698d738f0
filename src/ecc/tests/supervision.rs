//! Supervisors: desks watched and looked into, agents' status set, agents signed out.

use rstest::rstest;
use serde_json::{Value, json};

use super::notices::notices;
use super::people::CALLER;
use super::site::Site;
use crate::contract::ids::{DeskId, UserId};
use crate::desk::watch::{DeskSummary, MAX_NAMED, MAX_SUMMARY, MAX_WATCHED, Watched};
use crate::desk::{Change, SignOutReason};
use crate::ecc::{Ecc, What};
use crate::workspace::{User, Workspace};

/// A site with a supervisor, `boss`, who is signed in at desk `s` and works for no campaign.
fn supervised() -> Site {
    supervised_with(|_| {})
}

fn supervised_with(change: impl FnOnce(&mut Workspace)) -> Site {
    let mut site = Site::with(|workspace| {
        workspace.users.push(user("boss", "Supervisor"));
        change(workspace);
    });
    site.ok("s", "session.login", json!(["boss", ""]));
    site
}

fn user(id: &str, user_type: &str) -> User {
    let demo = &Workspace::demo().users[0];
    User { id: id.into(), user_type: user_type.to_owned(), campaigns: Vec::new(), ..demo.clone() }
}

fn watched(site: &Site) -> &Watched {
    site.desk("s").watched.as_ref().expect("they watch")
}

fn summary<'a>(site: &'a Site, desk: &str) -> &'a DeskSummary {
    &watched(site)[&DeskId::from(desk)]
}

fn phases(site: &Site, desk: &str) -> Vec<String> {
    summary(site, desk).interactions.iter().map(|one| one.phase.clone()).collect()
}

fn seen_frames(site: &Site) -> usize {
    let is_one = |what: &What| matches!(what, What::Change { change: Change::DeskSeen { .. }, .. });
    site.log.iter().filter(|output| is_one(&output.what)).count()
}

#[test]
fn a_supervisor_sees_the_other_desks_live() {
    let mut site = supervised();
    site.agent("a", "executive", "1234567890");
    assert_eq!(seen_frames(&site), 0, "nobody watches yet");
    site.ok("s", "toolbar.watchDesks", json!([true]));
    assert_eq!(watched(&site).keys().map(DeskId::as_str).collect::<Vec<_>>(), ["a"], "not their own");
    let at_first = summary(&site, "a");
    assert_eq!((at_first.status.as_str(), at_first.available), ("Available", true));

    site.agent("b", "moh5", "1234567891");
    assert_eq!(summary(&site, "b").user_id, UserId::from("moh5"));
    site.customer_calls(CALLER);
    assert_eq!(phases(&site, "a"), ["ringing"]);
    assert_eq!(summary(&site, "a").interactions[0].customer, CALLER);
    site.ok("a", "toolbar.answer", json!([]));
    assert_eq!(phases(&site, "a"), ["connected"]);
    site.ok("a", "toolbar.hold", json!([]));
    assert_eq!(phases(&site, "a"), ["held"]);
    site.ok("a", "toolbar.hangup", json!([]));
    assert_eq!(phases(&site, "a"), ["wrapUp"]);
    site.wait(600);
    assert_eq!(phases(&site, "a"), [""; 0], "the timer's doing is seen too");
    site.ok("b", "toolbar.setAvailability", json!(["Dinner Break"]));
    let b = summary(&site, "b");
    assert_eq!((b.status.as_str(), b.available, b.since), ("Dinner Break", false, site.now));
    site.ok("b", "session.logout", json!([]));
    assert!(!watched(&site).contains_key(&DeskId::from("b")));

    site.ok("s", "toolbar.watchDesks", json!([false]));
    let told = seen_frames(&site);
    assert_eq!(site.desk("s").watched, None);
    site.customer_calls(CALLER);
    assert_eq!(seen_frames(&site), told, "nobody watches any more");
    assert!(site.ecc.state.seen.is_empty());
}

#[test]
fn what_does_not_change_at_a_desk_is_not_told() {
    let mut site = supervised();
    site.agent("a", "executive", "1234567890");
    site.ok("s", "toolbar.watchDesks", json!([true]));
    let told = seen_frames(&site);
    site.ok("a", "toolbar.readNotifications", json!([]));
    site.ok("a", "toolbar.focus", json!([]));
    site.ok("s", "toolbar.setPreference", json!(["missed", true]));
    assert_eq!(seen_frames(&site), told);
}

/// What two watchers see who began at different times, and after a restart, is the same.
#[test]
fn all_who_watch_see_the_same() {
    let mut site = supervised_with(|workspace| workspace.users.push(user("admin", "Administrator")));
    site.ok("s", "toolbar.watchDesks", json!([true]));
    site.agent("a", "executive", "1234567890");
    site.customer_calls(CALLER);
    site.ok("t", "session.login", json!(["admin", ""]));
    site.ok("t", "toolbar.watchDesks", json!([true]));
    site.ecc = Ecc::restore(site.workspace.clone(), &site.ecc.snapshot()).unwrap();
    site.ok("a", "toolbar.answer", json!([]));
    let without = |desk: &str, own: &str| {
        let mut seen = site.desk(desk).watched.clone().unwrap();
        seen.remove(&DeskId::from(own));
        seen
    };
    assert_eq!(without("s", "t"), without("t", "s"));
    assert_eq!(phases(&site, "a"), ["connected"]);
}

#[test]
fn a_masked_number_is_masked_for_supervisors_too() {
    let mut site =
        supervised_with(|workspace| workspace.session.masked_privileges = vec!["phone".to_owned()]);
    site.agent("a", "executive", "1234567890");
    site.ok("s", "toolbar.watchDesks", json!([true]));
    site.customer_calls(CALLER);
    assert_eq!(summary(&site, "a").interactions[0].customer, "******7890");
}

#[test]
fn all_that_is_watched_fits_into_a_snapshot() {
    let name = "\u{1f3a7}".repeat(500);
    let mut site = supervised_with(|workspace| {
        workspace.campaigns.truncate(1);
        workspace.users.extend((0..MAX_WATCHED + 50).map(|at| User {
            name: Some(name.clone()),
            campaigns: vec![workspace.campaigns[0].id],
            ..user(&format!("u{at}"), "Executive")
        }));
    });
    site.ok("s", "toolbar.watchDesks", json!([true]));
    for at in 0..MAX_WATCHED + 50 {
        site.ok(&format!("{at:0>128}"), "session.login", json!([format!("u{at}"), ""]));
    }
    assert_eq!(site.ecc.state.seen.len(), MAX_WATCHED);
    assert_eq!(watched(&site).len(), MAX_WATCHED - 1, "all but the own desk");
    let longest = watched(&site).values().map(|one| serde_json::to_string(one).unwrap().len()).max().unwrap();
    // An interaction: its id, the fixed words, and two names of the longest.
    let with_interactions = longest + MAX_SUMMARY * (200 + 2 * 4 * MAX_NAMED) + MAX_NAMED * 11;
    assert!((with_interactions + 140) * MAX_WATCHED < 700 << 10, "{with_interactions}");
}

#[test]
fn watching_ends_with_the_session() {
    let mut site = supervised();
    site.ok("s", "toolbar.watchDesks", json!([true]));
    site.ok("s", "session.logout", json!([]));
    assert_eq!(site.desk("s").watched, None);
    site.ok("s", "session.login", json!(["boss", ""]));
    site.agent("a", "executive", "1234567890");
    assert_eq!(site.desk("s").watched, None);
}

#[test]
fn a_supervisor_sets_a_status_and_the_agent_is_told() {
    let mut site = supervised();
    site.agent("a", "executive", "1234567890");
    site.ok("s", "toolbar.setAgentStatus", json!(["executive", "Dinner Break"]));
    assert_eq!(site.desk("a").session.as_ref().unwrap().presence.status, "Dinner Break");
    let (kind, text, _) = notices(&site, "a").pop().unwrap();
    assert_eq!((kind.as_str(), text.as_str()), ("supervision", "boss set your status to Dinner Break"));
    let told = notices(&site, "a").len();
    site.ok("s", "toolbar.setAgentStatus", json!(["executive", "Dinner Break"]));
    assert_eq!(notices(&site, "a").len(), told, "as it was already");
}

#[test]
fn a_supervisor_signs_an_agent_out_also_of_a_talk() {
    let mut site = supervised();
    site.agent("a", "executive", "1234567890");
    site.customer_calls(CALLER);
    site.ok("a", "toolbar.answer", json!([]));
    site.ok("s", "toolbar.signOutAgent", json!(["executive"]));
    let desk = site.desk("a");
    assert_eq!((desk.session.is_none(), desk.signed_out), (true, Some(SignOutReason::BySupervisor)));
    assert_eq!(desk.toasts.back().unwrap().text, "boss signed you out");
    assert!(site.ecc.state.interactions.is_empty());
}

#[test]
fn a_desk_at_which_somebody_works_can_be_looked_into() {
    let mut site = supervised();
    site.agent("desk-1", "executive", "1234567890");
    assert_eq!(site.ok("s", "toolbar.listen", json!(["desk-1"])), json!({"desk": "desk-1"}));
}

#[rstest]
#[case("toolbar.setAgentStatus", json!(["executiv", "Available"]), 4000, None, "did you mean executive?")]
#[case("toolbar.setAgentStatus", json!(["moh5", "Available"]), 3000, Some(409), "toolbar.watchDesks shows who is")]
#[case("toolbar.setAgentStatus", json!(["boss", "Available"]), 3000, Some(409), "toolbar.setAvailability")]
#[case("toolbar.setAgentStatus", json!(["executive", "Diner Break"]), 4000, None, "did you mean Dinner Break?")]
#[case("toolbar.setAgentStatus", json!(["anshika_agent", "Available"]), 3000, Some(409), "toolbar.selectCampaigns")]
#[case("toolbar.signOutAgent", json!(["nobody at all"]), 4000, None, "toolbar.watchDesks")]
#[case("toolbar.signOutAgent", json!(["moh5"]), 3000, Some(409), "toolbar.watchDesks shows who is")]
#[case("toolbar.signOutAgent", json!(["boss"]), 3000, Some(409), "session.logout")]
#[case("toolbar.listen", json!(["desk-2"]), 4000, None, "did you mean desk-1?")]
#[case("toolbar.listen", json!(["s"]), 3000, Some(409), "another agent")]
fn what_a_supervisor_can_not_do_is_refused(
    #[case] method: &str,
    #[case] params: Value,
    #[case] code: i64,
    #[case] http: Option<u16>,
    #[case] hint: &str,
) {
    let mut site = supervised();
    site.agent("desk-1", "executive", "1234567890");
    site.ok("c", "session.login", json!(["anshika_agent", ""]));
    let error = site.call("s", method, params).unwrap_err();
    assert_eq!((error.code.number(), error.data.http), (code, http), "{error:?}");
    assert!(error.data.hint.as_deref().unwrap_or_default().contains(hint), "{error:?}");
}
