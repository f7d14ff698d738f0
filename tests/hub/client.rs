//! The client: it comes back by itself, without losing or repeating anything.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use offhook::client::{CallError, Client, ClientConfig, ClientEvent, Joined, TokenSource, call_once};
use offhook::desk::DeskState;
use offhook::hub::{HubHandle, Listen};
use offhook::wire::{Hello, Role};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::mpsc::Receiver;

use crate::proxy::Proxy;
use crate::support::{Peer, hello, site, site_with, start, start_with, within};

async fn next(events: &mut Receiver<ClientEvent>) -> ClientEvent {
    within(events.recv()).await.expect("the client has stopped")
}

/// Waits until the client is connected.
async fn connected(events: &mut Receiver<ClientEvent>) -> (Joined, DeskState) {
    loop {
        if let ClientEvent::Connected { answer, how } = next(events).await {
            let snapshot = answer.snapshot.as_ref().map(|raw| serde_json::from_str(raw.get()).unwrap());
            return (how, snapshot.unwrap_or_else(|| DeskState::new(answer.desk.clone())));
        }
    }
}

fn client(hub: &HubHandle, role: Role) -> (Client, Receiver<ClientEvent>) {
    Client::start(ClientConfig::new(hub.ws_url.clone(), hello(role)))
}

#[tokio::test]
async fn calls_are_answered_and_frames_come() {
    let hub = start(site()).await;
    let (client, mut events) = client(&hub, Role::Toolbar);
    client.send(7, "session.login", json!(["executive", "executive"])).unwrap();
    let (how, mut state) = connected(&mut events).await;
    assert_eq!(how, Joined::First);
    let ClientEvent::Answer { tag: 7, result } = next(&mut events).await else { panic!("no answer first") };
    assert!(result.is_ok());
    while state.session.is_none() {
        let ClientEvent::Push(push) = next(&mut events).await else { panic!("no frame") };
        state.apply(&push).unwrap();
    }
    client.stop().await;
    assert!(events.recv().await.is_none());
}

/// Calls advance the clock by a second each, while the connection is cut at random bytes: every call
/// is answered once and done once, and the frames add up to the hub's state.
#[rstest::rstest]
#[case(1)]
#[case(2)]
#[case(3)]
#[tokio::test]
async fn nothing_is_lost_or_done_twice_wherever_the_connection_is_cut(#[case] seed: u64) {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    // The proxy has another port than the hub, which must know it by that.
    let hub = start_with(site(), |options| options.allowed_hosts = vec!["127.0.0.1".to_owned()]).await;
    let proxy = Proxy::start(hub.addr).await;
    let mut control = Peer::join(&hub, Role::Control).await;
    // The toolbar only looks and a control peer calls, both through the proxy.
    let via = |role| ClientConfig::new(format!("ws://{}/ws", proxy.addr), hello(role));
    let (toolbar, mut frames) = Client::start(via(Role::Toolbar));
    let (_, mut state) = connected(&mut frames).await;
    let (caller, mut answers) = Client::start(via(Role::Control));
    connected(&mut answers).await;
    let mut answered: BTreeMap<u64, u32> = BTreeMap::new();
    let rounds = 12;
    let calls = 5;
    for round in 0..rounds {
        proxy.cut_after(rng.next_u32() as u16 % 3_000);
        for call in 0..calls {
            caller.send(round * calls + call, "control.advanceTime", json!([1_000])).unwrap();
        }
        while answered.len() < usize::try_from((round + 1) * calls).unwrap() {
            match next(&mut answers).await {
                ClientEvent::Answer { tag, result } => {
                    result.unwrap_or_else(|error| panic!("call {tag}: {error}"));
                    *answered.entry(tag).or_default() += 1;
                }
                ClientEvent::Connected { how, .. } => assert_eq!(how, Joined::Resumed),
                ClientEvent::Refused { reason } => panic!("{reason}"),
                ClientEvent::Push(_) | ClientEvent::Lost { .. } => {}
            }
        }
    }
    assert!(answered.values().all(|times| *times == 1));
    let site = control.ok("control.getSite", json!([])).await;
    assert_eq!(site["now"], "2025-07-14T07:24:16.000Z", "sixty calls, sixty seconds");
    let desk = control.desk().await;
    let mut last = state.seq;
    while state.seq < desk.seq {
        match next(&mut frames).await {
            ClientEvent::Push(push) => {
                assert_eq!(push.seq, last + 1, "a toolbar sees every frame once");
                last = push.seq;
                state.apply(&push).unwrap();
            }
            ClientEvent::Connected { how, .. } => assert_eq!(how, Joined::Resumed),
            ClientEvent::Refused { reason } => panic!("{reason}"),
            ClientEvent::Lost { .. } | ClientEvent::Answer { .. } => {}
        }
    }
    assert_eq!(state, desk);
    assert!(proxy.cuts() > 2, "only {} cuts", proxy.cuts());
    toolbar.stop().await;
    caller.stop().await;
}

/// Hubs and proxies that end in the midst of an upgrade: the client tries again.
#[tokio::test]
async fn an_upgrade_that_is_cut_short_is_tried_again() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("ws://{}/ws", listener.local_addr().unwrap());
    let whole = "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\n";
    for part in ["", "HTTP/1.", "HTTP/1.1 101 Switching Protocols\r\n", whole] {
        let (client, mut events) = Client::start(ClientConfig::new(url.clone(), hello(Role::Toolbar)));
        let (mut stream, _) = within(listener.accept()).await.unwrap();
        // All that was sent is read: else closing resets the connection, which is another error.
        let mut asked = Vec::new();
        while !asked.ends_with(b"\r\n\r\n") {
            assert!(within(stream.read_buf(&mut asked)).await.unwrap() > 0);
        }
        stream.write_all(part.as_bytes()).await.unwrap();
        drop(stream);
        let event = next(&mut events).await;
        assert!(matches!(event, ClientEvent::Lost { attempt: 1, .. }), "after {part:?}: {event:?}");
        client.stop().await;
    }
}

#[tokio::test]
async fn a_hub_that_started_afresh_is_noticed() {
    let hub = start(site()).await;
    let addr = hub.addr;
    let (client, mut events) = client(&hub, Role::Toolbar);
    connected(&mut events).await;
    hub.stop().await;
    let ClientEvent::Lost { attempt: 1, reason, .. } = next(&mut events).await else { panic!("not lost") };
    assert_eq!(reason, "the hub stops");
    client.send(1, "session.login", json!(["executive", "executive"])).unwrap();
    let _again = start_with(site(), |options| options.listen = Listen::At(addr)).await;
    let (how, state) = connected(&mut events).await;
    assert_eq!((how, state.seq), (Joined::NewEpoch, 0));
    let ClientEvent::Answer { tag: 1, result } = next(&mut events).await else { panic!("no answer") };
    assert!(result.is_ok(), "what was not sent yet goes to the new one");
}

#[tokio::test]
async fn a_hub_that_started_afresh_with_another_token_is_found_again() {
    let first = start(site()).await;
    let addr = first.addr;
    let known = Arc::new(Mutex::new(first.token.clone()));
    let mut config = ClientConfig::new(first.ws_url.clone(), Hello::new(Role::Toolbar));
    let source = Arc::clone(&known);
    config.token = Some(TokenSource::new(move || Some(source.lock().unwrap().clone())));
    let (_client, mut events) = Client::start(config);
    assert_eq!(connected(&mut events).await.0, Joined::First);
    first.stop().await;
    let again = start_with(site(), |options| {
        options.listen = Listen::At(addr);
        options.token = Some("another".to_owned());
    })
    .await;
    // The old token is tried at least once before the new one can be read.
    loop {
        match next(&mut events).await {
            ClientEvent::Lost { reason, .. } if reason.contains("token") => break,
            ClientEvent::Lost { .. } => {}
            other => panic!("{other:?}"),
        }
    }
    known.lock().unwrap().clone_from(&again.token);
    assert_eq!(connected(&mut events).await.0, Joined::NewEpoch);
}

#[tokio::test]
async fn a_token_that_stays_wrong_is_given_up() {
    let first = start(site()).await;
    let addr = first.addr;
    let mut config = ClientConfig::new(first.ws_url.clone(), hello(Role::Toolbar));
    config.token = Some(TokenSource::new(|| None));
    let (_client, mut events) = Client::start(config);
    assert_eq!(connected(&mut events).await.0, Joined::First);
    first.stop().await;
    let _again = start_with(site(), |options| {
        options.listen = Listen::At(addr);
        options.token = Some("another".to_owned());
    })
    .await;
    let mut wrong = 0;
    loop {
        match next(&mut events).await {
            ClientEvent::Lost { reason, .. } => wrong += u32::from(reason.contains("token")),
            ClientEvent::Refused { reason } => break assert!(reason.contains("token"), "{reason}"),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(wrong, 4);
}

#[tokio::test]
async fn a_client_that_is_not_wanted_gives_up() {
    let hub = start(site()).await;
    let wrong_token = Hello { token: Some("wrong".to_owned()), ..Hello::new(Role::Toolbar) };
    let no_origin = Hello::new(Role::Crm);
    for (url, hello) in [
        (hub.ws_url.clone(), wrong_token),
        (hub.ws_url.clone(), no_origin),
        (hub.ws_url.replace("/ws", "/s/none/ws"), hello(Role::Toolbar)),
        (hub.ws_url.replace("/ws", "/t/wrong/ws"), hello(Role::Toolbar)),
        ("rubbish".to_owned(), hello(Role::Toolbar)),
    ] {
        let (client, mut events) = Client::start(ClientConfig::new(url.clone(), hello));
        client.send(1, "session.logout", json!([])).unwrap();
        let first = next(&mut events).await;
        let ClientEvent::Answer { tag: 1, result: Err(error) } = first else {
            panic!("{url}: the call is not answered: {first:?}")
        };
        assert_eq!(error.code, 1000);
        let refused = next(&mut events).await;
        assert!(matches!(refused, ClientEvent::Refused { .. }), "{url}: {refused:?}");
        assert!(within(events.recv()).await.is_none());
    }
}

#[tokio::test]
async fn a_call_that_nobody_takes_runs_out_and_too_many_are_busy() {
    let hub = start(site_with(|workspace| workspace.session.command_timeout = 300)).await;
    let (client, mut events) = client(&hub, Role::Control);
    connected(&mut events).await;
    hub.stop().await;
    while !matches!(next(&mut events).await, ClientEvent::Lost { .. }) {}
    let sent = (0..300).filter(|tag| client.send(*tag, "session.logout", json!([])).is_ok()).count();
    assert_eq!(sent, offhook::client::MAX_CALLS);
    let mut answered = 0;
    while answered < sent {
        if let ClientEvent::Answer { result, .. } = next(&mut events).await {
            assert_eq!(result.unwrap_err().code, 1000);
            answered += 1;
        }
    }
    client.send(1, "session.logout", json!([])).expect("there is room again");
}

#[tokio::test]
async fn a_call_that_is_too_large_is_refused_here() {
    let hub = start(site()).await;
    let (client, mut events) = client(&hub, Role::Control);
    connected(&mut events).await;
    client.send(1, "store.set", json!(["k", "x".repeat(1 << 20)])).unwrap();
    let ClientEvent::Answer { tag: 1, result } = next(&mut events).await else { panic!("no answer") };
    assert_eq!(result.unwrap_err().code, -32600);
}

#[tokio::test]
async fn an_owner_that_does_not_listen_slows_the_hub_and_then_gets_a_snapshot() {
    let hub = start(site_with(|workspace| workspace.campaigns[1].name = "long ".repeat(20_000))).await;
    let config = ClientConfig { events: 2, ..ClientConfig::new(hub.ws_url.clone(), hello(Role::Toolbar)) };
    let (_client, mut events) = Client::start(config);
    let (_, mut state) = connected(&mut events).await;
    let mut control = Peer::join(&hub, Role::Control).await;
    control.sign_in().await;
    for _ in 0..300 {
        control.ok("toolbar.selectCampaigns", json!([[172]])).await;
    }
    let desk = control.desk().await;
    let mut frames = 0;
    while state.seq < desk.seq {
        let ClientEvent::Push(push) = next(&mut events).await else { panic!("the connection was lost") };
        frames += 1;
        state.apply(&push).unwrap();
    }
    assert_eq!(state, desk);
    assert!(frames < desk.seq, "all {frames} frames came: nothing was slow");
}

/// By the limits of its parts a desk may be many times what a message may be.
#[tokio::test]
async fn a_desk_that_is_too_large_to_be_told_is_told_without_its_oldest_lines() {
    let hub = start(site_with(|workspace| {
        let chats = ["webchat", "whatsapp"]
            .map(|sub| json!({"type": "chat", "subType": sub, "name": sub, "limit": 50}));
        workspace.channels = serde_json::from_value(json!(chats)).unwrap();
    }))
    .await;
    let mut control = Peer::join(&hub, Role::Control).await;
    control.sign_in().await;
    let line = "\u{1f3a7}".repeat(4_096);
    for at in 0..60 {
        let sub = if at < 50 { "webchat" } else { "whatsapp" };
        let chat = control.ok("control.customerChat", json!([null, null, 172, sub])).await;
        let id = &chat["interactionId"];
        control.ok("toolbar.answer", json!([id])).await;
        for _ in 0..4 {
            control.ok("control.customerMessage", json!([line, id])).await;
        }
    }
    let (_client, mut events) = client(&hub, Role::Toolbar);
    let (_, mut state) = connected(&mut events).await;
    assert_eq!(state.interactions.len(), 60);
    let lines = |state: &DeskState| state.interactions.iter().map(|one| one.chat.len()).collect::<Vec<_>>();
    let (looked_at, others) = (&lines(&state)[..1], &lines(&state)[1..]);
    assert!(looked_at == [4] && others.iter().all(|kept| *kept == 1), "{:?}", lines(&state));
    assert!(state.toasts.back().unwrap().text.starts_with("This desk holds more than can be told at once"));
    // What comes from now on is told as ever, and asked for the desk is smaller still.
    control.ok("control.customerMessage", json!(["Still there?"])).await;
    while state.interactions.iter().all(|one| one.chat.back().is_none_or(|line| line.text != "Still there?"))
    {
        let ClientEvent::Push(push) = next(&mut events).await else { panic!("no frame") };
        state.apply(&push).unwrap();
    }
    assert_eq!(control.desk().await.interactions.len(), 60);
}

#[tokio::test]
async fn a_silent_hub_is_left() {
    // Answers hello and then nothing, not even pings.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("ws://{}/ws", listener.local_addr().unwrap());
    tokio::spawn(async move {
        use futures_util::{SinkExt, StreamExt};
        use tokio_tungstenite::tungstenite::handshake::server::{Request, Response};
        while let Ok((stream, _)) = listener.accept().await {
            #[allow(clippy::result_large_err, reason = "the library's own type")]
            let echo = |_: &Request, mut response: Response| {
                response.headers_mut().insert("sec-websocket-protocol", "offhook.v1".parse().unwrap());
                Ok(response)
            };
            let mut socket = tokio_tungstenite::accept_hdr_async(stream, echo).await.unwrap();
            let hello = socket.next().await.unwrap().unwrap();
            let hello: Value = serde_json::from_str(hello.to_text().unwrap()).unwrap();
            let answer = json!({"jsonrpc": "2.0", "id": hello["id"], "result": {
                "peer": "p1", "key": "k", "desk": "default", "epoch": "e", "seq": 0, "now": 0, "virtualClock": false,
                "pingInterval": 10, "pingNotificationTimeout": 50, "commandTimeout": 1000,
                "resumed": hello["params"]["resume"].is_object(),
            }});
            socket.send(answer.to_string().into()).await.unwrap();
            tokio::spawn(async move { while let Some(Ok(_)) = socket.next().await {} });
        }
    });
    let (_client, mut events) = Client::start(ClientConfig::new(url, hello(Role::Toolbar)));
    assert_eq!(connected(&mut events).await.0, Joined::First);
    let ClientEvent::Lost { reason, .. } = next(&mut events).await else { panic!("not lost") };
    assert!(reason.contains("no sign of life"), "{reason}");
    assert_eq!(connected(&mut events).await.0, Joined::Resumed);
}

#[tokio::test]
async fn one_call_from_the_command_line() {
    let hub = start(site()).await;
    let time = Duration::from_secs(20);
    let control = hello(Role::Control);
    let login = json!({"username": "executive", "password": "executive"});
    let answer = call_once(&hub.ws_url, &control, "session.login", &login, time).await.unwrap();
    assert!(answer.get().starts_with('"'), "{answer}");
    let call = |url: String, hello: Hello, method: &'static str, time| async move {
        call_once(&url, &hello, method, &json!([]), time).await.unwrap_err()
    };
    let error = call(hub.ws_url.clone(), control.clone(), "session.logon", time).await;
    assert!(matches!(error, CallError::Rpc(error) if error.code == 4000));
    let error = call(hub.ws_url.clone(), Hello::new(Role::Control), "session.logout", time).await;
    assert!(matches!(error, CallError::WrongToken(_)));
    let error = call(hub.ws_url.clone(), control.clone(), "session.logout", Duration::ZERO).await;
    assert!(matches!(error, CallError::Timeout(_)));
    let url = hub.ws_url.clone();
    hub.stop().await;
    let error = call(url, control, "session.logout", time).await;
    assert!(matches!(error, CallError::NoConnection(_)), "{error}");
}
