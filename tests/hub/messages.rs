//! What a hub makes of good and bad messages.

use offhook::desk::Change;
use offhook::wire::push::Body;
use offhook::wire::{MAX_MESSAGE, Role, close};
use rstest::rstest;
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

use crate::support::{Peer, open, site, start, within};

#[rstest]
#[case("rubbish", -32700, json!(null))]
#[case("[]", -32600, json!(null))]
#[case(r#"{"id":5,"method":"session.logout"}"#, -32600, json!(5))]
#[case(r#"{"jsonrpc":"2.0","id":{},"method":"session.logout"}"#, -32600, json!(null))]
#[case("\u{0}\u{1b}[2J", -32700, json!(null))]
#[tokio::test]
async fn a_broken_message_is_answered_and_disturbs_nobody(
    #[case] text: &str,
    #[case] code: i64,
    #[case] id: Value,
) {
    let hub = start(site()).await;
    let mut other = Peer::join(&hub, Role::Control).await;
    let mut peer = Peer::join(&hub, Role::Crm).await;
    for _ in 0..20 {
        peer.send_text(text).await;
        let (answered, error) = peer.complaint().await;
        assert_eq!((json!(answered), error.code), (id.clone(), code));
    }
    other.sign_in().await;
    assert_eq!(peer.event().await.0, "session.loginStatus", "still there after twenty");
    peer.send_text(text).await;
    assert_eq!(peer.closed().await, close::REFUSED, "not after one more");
    other.ok("toolbar.setAvailability", json!(["Coffee Break"])).await;
    assert_eq!(other.peers("default").await, ["control"]);
}

#[rstest]
#[case::in_one_frame(MAX_MESSAGE + 1)]
#[case::by_far(24 << 20)]
#[tokio::test]
async fn a_message_that_is_too_large_closes_its_peer_alone(#[case] size: usize) {
    let hub = start(site()).await;
    let mut other = Peer::join(&hub, Role::Control).await;
    let mut peer = Peer::join(&hub, Role::Crm).await;
    // The hub may close before all of it is written.
    let _ = peer.send(Message::text("x".repeat(size))).await;
    assert_eq!(peer.closed().await, close::TOO_LARGE);
    other.sign_in().await;
}

#[tokio::test]
async fn a_chat_message_of_a_megabyte_is_refused_and_disturbs_nobody() {
    let hub = start(site()).await;
    let mut agent = Peer::join(&hub, Role::Control).await;
    let mut toolbar = Peer::join(&hub, Role::Toolbar).await;
    agent.sign_in().await;
    agent.ok("control.customerChat", json!([])).await;
    agent.ok("toolbar.answer", json!([])).await;
    for method in ["toolbar.sendMessage", "control.customerMessage"] {
        let error = agent.call(method, json!(["x".repeat(1_000_000)])).await.unwrap_err();
        assert_eq!((error.code, &error.data.unwrap()["field"]), (2001, &json!("text")), "{method}");
        agent.ok(method, json!(["Still there?"])).await;
    }
    let lines = agent.desk().await.interactions[0].chat.len();
    assert_eq!(lines, 2, "nothing of the large ones is kept");
    toolbar.ok("toolbar.typing", json!([true])).await;
}

#[rstest]
#[case::not_utf8(&[0x81, 0x83, 0, 0, 0, 0, 0xff, 0xfe, 0xfd])]
#[case::reserved_opcode(&[0x83, 0x80, 0, 0, 0, 0])]
#[case::reserved_bits(&[0xf1, 0x80, 0, 0, 0, 0])]
#[case::not_masked(&[0x81, 0x02, b'h', b'i'])]
#[case::large_ping(&[0x89, 0xfe, 0x01, 0x00, 0, 0, 0, 0])]
#[tokio::test]
async fn what_is_no_text_closes_its_peer_with_1007(#[case] bytes: &[u8]) {
    use tokio::io::AsyncWriteExt;
    let hub = start(site()).await;
    let mut other = Peer::join(&hub, Role::Control).await;
    let mut greeted = Peer::join(&hub, Role::Crm).await;
    // What follows is never read, and must not keep the close frame from arriving.
    let flood = [bytes, &[0; 64 << 10]].concat();
    let _ = greeted.stream().write_all(&flood).await;
    assert_eq!(greeted.closed().await, close::NOT_TEXT);
    let mut stranger = open(hub.addr, "/ws", false).await.unwrap();
    let _ = stranger.get_mut().write_all(&flood).await;
    let message = within(futures_util::StreamExt::next(&mut stranger)).await.unwrap().unwrap();
    let Message::Close(Some(frame)) = message else { panic!("not closed: {message:?}") };
    assert_eq!(u16::from(frame.code), close::NOT_TEXT);
    other.sign_in().await;
}

#[tokio::test]
async fn a_message_of_the_largest_size_is_taken() {
    let hub = start(site()).await;
    let mut peer = Peer::join(&hub, Role::Crm).await;
    let frame = r#"{"jsonrpc":"2.0","id":1,"method":"session.logon","params":[""]}"#;
    let filled = frame.replace("\"\"", &format!("{:?}", "x".repeat(MAX_MESSAGE - frame.len())));
    assert_eq!(filled.len(), MAX_MESSAGE);
    peer.send_text(filled).await;
    assert_eq!(peer.complaint().await.1.code, 4000);
}

#[rstest]
#[case("session.logon", json!([]), 4000, None)]
#[case("session.login", json!(["executive"]), 2001, None)]
#[case("session.login", json!(["executive", "wrong"]), 3000, Some(401))]
#[case("session.login", json!(["nobody", ""]), 3000, Some(401))]
#[case("session.logout", json!([]), 3000, Some(403))]
#[case("toolbar.answer", json!([]), 3000, Some(403))]
#[case("control.getSite", json!([]), 3000, Some(403))]
#[case("crm.sendDataToCRM", json!(["x"]), 3000, Some(403))]
#[case("hello", json!({}), 4000, None)]
#[tokio::test]
async fn a_call_is_checked(
    #[case] method: &str,
    #[case] params: Value,
    #[case] code: i64,
    #[case] http: Option<u64>,
) {
    let hub = start(site()).await;
    let mut peer = Peer::join(&hub, Role::Crm).await;
    let error = peer.call(method, params).await.unwrap_err();
    assert_eq!((error.code, error.http()), (code, http), "{error:?}");
    assert_eq!(error.data.unwrap()["method"], method);
}

#[tokio::test]
async fn notifications_and_answers_of_peers_are_passed_over() {
    let hub = start(site()).await;
    let mut peer = Peer::join(&hub, Role::Control).await;
    for _ in 0..50 {
        peer.send_text(r#"{"jsonrpc":"2.0","method":"session.login","params":["executive","executive"]}"#)
            .await;
        peer.send_text(r#"{"jsonrpc":"2.0","id":1,"result":5}"#).await;
    }
    assert_eq!(peer.desk().await.session, None);
}

#[tokio::test]
async fn what_the_sdk_refused_is_shown_and_rubbish_in_its_place_passed_over() {
    let hub = start(site()).await;
    let mut toolbar = Peer::join(&hub, Role::Toolbar).await;
    let mut control = Peer::join(&hub, Role::Control).await;
    let mut peer = Peer::join(&hub, Role::Crm).await;
    let told = |params: &Value| json!({"jsonrpc": "2.0", "method": "sdk.refused", "params": params});
    let refused = |method: &str| json!({"method": method, "params": [1], "code": 2001, "message": "k: expected string"});
    control.send_text(told(&refused("store.get")).to_string()).await;
    // Once it is answered, what it sent before has been read.
    control.ok("control.getSite", json!([])).await;
    for rubbish in [
        json!(5),
        json!([]),
        json!({}),
        json!({"method": "store.get", "code": 200, "message": "x"}),
        json!({"method": "x".repeat(201), "code": 2001, "message": "x"}),
        json!({"method": "store.get", "code": 2001, "message": "x".repeat(1_001)}),
        json!({"method": "control.getSite", "code": 2001, "message": "x"}),
    ] {
        for _ in 0..10 {
            peer.send_text(told(&rubbish).to_string()).await;
        }
    }
    peer.send_text(r#"{"jsonrpc":"2.0","method":"sdk.refused"}"#).await;
    peer.send_text(told(&refused("store.set")).to_string()).await;
    let error = peer.call("sdk.refused", refused("store.set")).await.unwrap_err();
    assert_eq!(error.code, 4000, "it is no method");
    let mut traced = Vec::new();
    while traced.len() < 2 {
        let Body::Change(change) = toolbar.push().await.body else { continue };
        if let Change::Trace { call } = serde_json::from_str(change.get()).unwrap() {
            traced.push((call.method, call.role, call.error.unwrap().0, call.note.is_some()));
        }
    }
    let call = |method: &str, code, note| (method.to_owned(), Role::Crm, code, note);
    assert_eq!(traced, [call("store.set", 2001, true), call("sdk.refused", 4000, false)]);
}

#[tokio::test]
async fn an_id_may_be_text_and_may_come_again() {
    let hub = start(site()).await;
    let mut peer = Peer::join(&hub, Role::Control).await;
    for ms in [1_000, 2_000] {
        peer.send_text(format!(
            r#"{{"jsonrpc":"2.0","id":"same","method":"control.advanceTime","params":[{ms}]}}"#
        ))
        .await;
        let answer = loop {
            if let offhook::wire::Message::Response { id, result } = peer.next().await {
                assert_eq!(json!(id), json!("same"));
                break serde_json::from_str::<Value>(result.unwrap().get()).unwrap();
            }
        };
        let now = if ms == 1_000 { "2025-07-14T07:23:17.000Z" } else { "2025-07-14T07:23:19.000Z" };
        assert_eq!(answer["now"], now);
    }
}

#[tokio::test]
async fn peers_without_a_token_make_fewer_desks() {
    let hub = start(site()).await;
    let at = |role, desk: String| {
        let mut hello = crate::support::hello(role);
        hello.desk = Some(desk.as_str().into());
        hello
    };
    let mut guests = Vec::new();
    for number in 0..256 {
        guests.push(Peer::with(&hub, &at(Role::Crm, number.to_string())).await);
    }
    let refused = async |hello| {
        let socket = open(hub.addr, "/ws", false).await.unwrap();
        Peer::on(socket, &hello).await.err().map(|error| error.http())
    };
    assert_eq!(refused(at(Role::App, "more".to_owned())).await, Some(Some(503)));
    assert_eq!(refused(at(Role::App, "7".to_owned())).await, None, "that desk is there");
    assert_eq!(refused(at(Role::Control, "8".to_owned())).await, None);
    assert_eq!(refused(at(Role::App, "more".to_owned())).await, None, "desk 8 is no guest's any more");
    assert_eq!(refused(at(Role::App, "yet more".to_owned())).await, Some(Some(503)));
    assert_eq!(refused(at(Role::Toolbar, "yet more".to_owned())).await, None);
}

#[tokio::test]
async fn desks_have_bounded_names_and_are_apart() {
    let hub = start(site()).await;
    for name in ["", &"x".repeat(129)] {
        let mut hello = crate::support::hello(Role::Crm);
        hello.desk = Some(name.into());
        let socket = crate::support::open(hub.addr, "/ws", false).await.unwrap();
        assert_eq!(Peer::on(socket, &hello).await.err().unwrap().code, 2001);
    }
    let mut hello = crate::support::hello(Role::Crm);
    hello.desk = Some("two".into());
    let mut two = Peer::with(&hub, &hello).await;
    let mut one = Peer::join(&hub, Role::Control).await;
    one.sign_in().await;
    let error = two.call("session.login", json!(["executive", "executive"])).await.unwrap_err();
    assert_eq!((error.code, error.http()), (3000, Some(409)));
    two.ok("session.forceLogin", json!(["executive", "executive"])).await;
    assert_eq!(one.desk().await.session, None);
    assert_eq!(one.peers("two").await, ["crm"]);
}
