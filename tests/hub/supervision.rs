//! A supervisor over real sockets: desks watched live, and one looked into by a connection of its own.

use offhook::contract::ids::DeskId;
use offhook::desk::DeskState;
use offhook::wire::Role;
use offhook::workspace::{User, Workspace};
use serde_json::json;

use super::support::{Peer, hello, site_with, start};

fn with_boss(workspace: &mut Workspace) {
    let demo = workspace.users[0].clone();
    workspace.users.push(User {
        id: "boss".into(),
        password: "boss".into(),
        user_type: "Supervisor".to_owned(),
        campaigns: Vec::new(),
        ..demo
    });
}

fn state(peer: &mut Peer) -> DeskState {
    serde_json::from_str(peer.answer.snapshot.take().expect("a snapshot").get()).unwrap()
}

#[tokio::test]
async fn who_looks_into_a_desk_sees_all_of_it_and_does_nothing_there() {
    let hub = start(site_with(with_boss)).await;
    let mut control = Peer::join(&hub, Role::Control).await;
    control.sign_in().await;
    let mut seat = hello(Role::Toolbar);
    seat.desk = Some("boss".into());
    let mut boss = Peer::with(&hub, &seat).await;
    let mut theirs = state(&mut boss);
    boss.ok("session.login", json!(["boss", "boss"])).await;
    boss.ok("toolbar.watchDesks", json!([true])).await;
    let other = boss.ok("toolbar.listen", json!(["default"])).await;
    assert_eq!(other, json!({"desk": "default"}));

    let mut eyes = Peer::join(&hub, Role::Observer).await;
    let mut seen = state(&mut eyes);
    assert_eq!(seen.session.as_ref().unwrap().user_id.as_str(), "executive");
    control.ok("control.customerCall", json!(["5550100", "Eve"])).await;
    control.ok("toolbar.answer", json!([])).await;
    let desk = control.desk().await;
    eyes.fold_until(&mut seen, desk.seq).await;
    assert_eq!(seen, desk);
    for method in ["toolbar.hangup", "session.logout", "interaction.getCurrentInteraction"] {
        let error = eyes.call(method, json!([])).await.unwrap_err();
        assert_eq!((error.code, error.http()), (3000, Some(403)), "{method}");
    }
    assert_eq!(control.desk().await.interactions.len(), 1);

    let mut at_office = hello(Role::Control);
    at_office.desk = Some("boss".into());
    let office = Peer::with(&hub, &at_office).await.desk().await;
    boss.fold_until(&mut theirs, office.seq).await;
    let summary = &theirs.watched.as_ref().unwrap()[&DeskId::default_desk()];
    assert_eq!(
        (summary.user_name.as_str(), summary.interactions[0].phase.as_str()),
        ("executive", "connected")
    );
}
