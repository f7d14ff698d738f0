//! Whatever is pressed, clicked, pasted or told, at whatever size the terminal is: the toolbar stands.

use std::time::Duration;

use crossterm::event::KeyCode;
use proptest::prelude::*;
use ratatui::layout::Rect;
use serde_json::json;

use super::harness::{Harness, hello};
use super::session::Script;
use crate::desk::interaction::{ChatSide, Cleared};
use crate::desk::{Change, SignOutReason, Stage};
use crate::toolbar::action::{Action, Context};
use crate::toolbar::keymap::{Key, Keymap, Meaning, alt, ctrl, key};
use crate::toolbar::message::Gesture;
use crate::toolbar::settings::Layout;
use crate::toolbar::{Message, render};
use crate::wire::text::is_safe;
use crate::wire::{ClientEvent, Joined};

/// One thing that happens.
#[derive(Debug, Clone)]
enum Step {
    Press(Key),
    Paste(String),
    Click(u16, u16),
    Wheel(u16, u16, bool),
    Size(u16, u16),
    Wait(u16),
    Rings(u8),
    Connects(u8),
    Ends(u8),
    Says(String),
    Loses,
    Comes,
    SignsOut,
    SignsIn,
    Answers,
    Refuses,
}

fn keys() -> impl Strategy<Value = Key> {
    let named = [
        KeyCode::Enter,
        KeyCode::Esc,
        KeyCode::Tab,
        KeyCode::BackTab,
        KeyCode::Up,
        KeyCode::Down,
        KeyCode::Left,
        KeyCode::Right,
        KeyCode::Home,
        KeyCode::End,
        KeyCode::PageUp,
        KeyCode::PageDown,
        KeyCode::Backspace,
        KeyCode::Delete,
        KeyCode::F(1),
        KeyCode::F(2),
        KeyCode::F(3),
    ];
    prop_oneof![
        6 => prop::char::range('!', '~').prop_map(key),
        2 => Just(key('g')),
        4 => prop::sample::select(named.to_vec()).prop_map(Key::of),
        // Quitting and going to the shell leave nothing to look at.
        1 => prop::char::range('a', 'y').prop_filter("quits", |c| *c != 'c').prop_map(ctrl),
        1 => any::<char>().prop_map(key),
        1 => Just(alt(KeyCode::Enter)),
    ]
}

fn steps() -> impl Strategy<Value = Step> {
    let size = || (prop_oneof![1u16..5, 58u16..62, 70u16..210], prop_oneof![1u16..4, 16u16..20, 20u16..62]);
    prop_oneof![
        40 => keys().prop_map(Step::Press),
        2 => "\\PC{0,30}".prop_map(Step::Paste),
        6 => size().prop_map(|(x, y)| Step::Click(x, y)),
        3 => (size(), any::<bool>()).prop_map(|((x, y), down)| Step::Wheel(x, y, down)),
        6 => size().prop_map(|(x, y)| Step::Size(x, y)),
        4 => (0u16..20_000).prop_map(Step::Wait),
        3 => (0u8..6).prop_map(Step::Rings),
        3 => (0u8..6).prop_map(Step::Connects),
        2 => (0u8..6).prop_map(Step::Ends),
        2 => any::<String>().prop_map(Step::Says),
        1 => Just(Step::Loses),
        1 => Just(Step::Comes),
        1 => Just(Step::SignsOut),
        2 => Just(Step::SignsIn),
        3 => Just(Step::Answers),
        2 => Just(Step::Refuses),
    ]
}

fn call(number: u8) -> crate::contract::payload::CallEvent {
    Script::call(
        u32::from(number) + 20,
        number.is_multiple_of(2).then_some("Asha Rao"),
        "735076692678909",
        false,
    )
}

fn happens(at: &mut Harness, step: &Step, size: &mut (u16, u16)) {
    match step {
        Step::Press(key) => {
            at.tell(Message::Key(*key));
        }
        Step::Paste(text) => {
            at.tell(Message::Paste(text.clone()));
        }
        Step::Click(x, y) => {
            let target = at.app.zones(Rect::new(0, 0, size.0, size.1)).clicked(*x, *y);
            at.tell(Message::Mouse(Gesture::Click, target));
            at.tell(Message::Mouse(Gesture::Drag(*y), None));
        }
        Step::Wheel(x, y, down) => {
            let target = at.app.zones(Rect::new(0, 0, size.0, size.1)).scrolled(*x, *y);
            at.tell(Message::Mouse(if *down { Gesture::Down } else { Gesture::Up }, target));
        }
        Step::Size(width, height) => *size = (*width, *height),
        Step::Wait(millis) => {
            at.wait(u64::from(*millis));
        }
        Step::Loses => {
            at.hub(ClientEvent::Lost {
                reason: "gone".to_owned(),
                retry_in: Duration::from_secs(2),
                attempt: 1,
            });
        }
        Step::Comes => {
            at.hub(ClientEvent::Connected { answer: hello(json!({})), how: Joined::Resumed });
        }
        Step::Answers => {
            at.answers_if_sent();
        }
        Step::Refuses => {
            at.refuses_if_sent("not now");
        }
        _ => {
            at.then(|script| tells(script, step));
        }
    }
}

/// What the hub tells.
fn tells(script: &mut Script, step: &Step) {
    match step {
        Step::SignsIn => {
            script.working();
        }
        Step::SignsOut => {
            script.change(&Change::SignedOut { reason: SignOutReason::Logout });
        }
        Step::Rings(number) => {
            script.rings(&call(*number));
        }
        Step::Connects(number) => {
            script.connects(&call(*number));
        }
        Step::Ends(number) => {
            script.hangs_up(&call(*number), Cleared::Customer).ends(&call(*number));
        }
        Step::Says(text) => super::chat::says(script, ChatSide::Customer, text),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_happens_is_too_much(
        vi in any::<bool>(),
        all in prop::collection::vec(steps(), 1..80),
    ) {
        let mut size = (120, 40);
        let mut at = Harness::connected(size.0, size.1);
        if vi {
            at.app.keymap = Keymap::new(Layout::Vi, String::new()).0;
        }
        at.then(super::chat::chatting);
        for step in &all {
            happens(&mut at, step, &mut size);
            // Down to a single cell and back.
            render(&at.app, 1, 1);
            let screen = render(&at.app, size.0, size.1);
            for cell in &screen.content {
                prop_assert!(cell.symbol().chars().all(is_safe), "{:?} after {step:?}", cell.symbol());
            }
            prop_assert!(at.app.overlays.len() <= 24, "{} dialogs lie over each other", at.app.overlays.len());
        }
        // There is a way back to where one works, without the mouse and without quitting.
        for _ in 0..80 {
            at.keys("esc");
        }
        let context = at.app.context();
        let home = [
            Context::Login,
            Context::Campaigns,
            Context::Extension,
            Context::Workbench,
            Context::Refused,
            Context::Replay,
        ];
        prop_assert!(home.contains(&context), "{context:?}, {:?}", at.app.desk.stage() == Stage::Working);
        let quits = at.app.keymap.meaning(context, &[], &[ctrl('c')]);
        prop_assert!(matches!(quits, Meaning::Does(row) if row.action == Action::QuitNow));
    }
}
