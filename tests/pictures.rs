//! The pictures in the docs are the program's own, and of today. `OFFHOOK_UPDATE=1 cargo test --test
//! pictures` draws them anew.

use std::path::{Path, PathBuf};

use offhook::desk::DeskState;
use offhook::picture::{Ground, svg};
use offhook::recording::{Player, Reader, Record};
use offhook::toolbar::replay::{Playback, PlayerCommand};
use offhook::toolbar::theme::Theme;
use offhook::toolbar::{App, Message, Settings, Setup, render};
use offhook::wire::{ClientEvent, HelloAnswer, Joined, Micros, Moment, Push, rpc};

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn setup(theme: &str, now: Moment) -> Setup {
    let (theme, warnings) = Theme::load(theme, None);
    assert!(warnings.is_empty());
    Setup { theme, settings: Settings::default(), warnings, zone: 0, now }
}

/// A live toolbar that has been told everything of a recording up to a moment.
fn live(recording: &str, theme: &str, until: Micros) -> App {
    let mut reader = Reader::open(&file(recording)).expect("a recording");
    let (started, desk) = (reader.header().started, reader.header().desk.clone());
    let mut app = App::live(setup(theme, started));
    let state = serde_json::value::to_raw_value(&DeskState::new(desk.clone())).expect("a state");
    let answer = HelloAnswer {
        peer: "p1".to_owned(),
        key: String::new(),
        desk,
        epoch: "1".to_owned(),
        seq: 0,
        now: started,
        virtual_clock: false,
        ping_interval: 20_000,
        ping_notification_timeout: 60_000,
        command_timeout: 20_000,
        resumed: false,
        lost: None,
        snapshot: Some(state),
        greeting: Some("Demo session: user executive, password executive".to_owned()),
    };
    app.update(Message::Hub(ClientEvent::Connected { answer: Box::new(answer), how: Joined::First }));
    for record in reader.records() {
        let (_, record) = record.expect("a readable line");
        let Record::Frame { at, peer, text, .. } = &record else { continue };
        if *at > until {
            break;
        }
        if peer.as_ref() == "*" {
            let message = rpc::parse(text).expect("JSON-RPC");
            let push = Push::from_message(&message).expect("a push").expect("well-formed");
            app.update(Message::Tick(started + *at));
            app.update(Message::Hub(ClientEvent::Push(push)));
        }
    }
    app.update(Message::Tick(started + until));
    app
}

fn replay(recording: &str, theme: &str, jumps: usize) -> App {
    let player = Player::open(&file(recording)).expect("a recording");
    let mut app = App::replay(setup(theme, player.header().started));
    let mut playback = Playback::new(Box::new(player)).expect("a readable recording");
    for _ in 0..jumps {
        playback.command(PlayerCommand::Jump).expect("a readable recording");
    }
    app.update(Message::Replay(Box::new(playback.view())));
    app
}

fn is_fresh(name: &str, app: &App, width: u16, height: u16, ground: Ground, title: &str) {
    let drawn = svg(&render(app, width, height), ground, title);
    let path = file(name);
    if std::env::var_os("OFFHOOK_UPDATE").is_some() {
        std::fs::write(&path, &drawn).expect("the picture is written");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == drawn, "{name} is stale: OFFHOOK_UPDATE=1 cargo test --test pictures");
}

#[test]
fn the_workbench() {
    let app = live("recordings/outbound.jsonl", "dark", Micros::from_millis(24_000));
    is_fresh(
        "docs/workbench.svg",
        &app,
        120,
        36,
        Ground::DARK,
        "The workbench while a customer is being dialled",
    );
    let app = live("recordings/outbound.jsonl", "light", Micros::from_millis(24_000));
    is_fresh("docs/workbench-light.svg", &app, 120, 36, Ground::LIGHT, "The workbench, light");
}

#[test]
fn a_replay() {
    let app = replay("recordings/outbound.jsonl", "dark", 1);
    is_fresh("docs/replay.svg", &app, 120, 36, Ground::DARK, "A recorded call, ten seconds in");
}

#[test]
fn offered_records() {
    let app = live("recordings/screen-pop.jsonl", "dark", Micros::from_millis(11_000));
    let title = "The CRM offers two records for a call";
    is_fresh("docs/records.svg", &app, 120, 36, Ground::DARK, title);
}
