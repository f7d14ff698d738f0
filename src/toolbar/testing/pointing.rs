//! The mouse, and the clipboard: what a click, the wheel and the key that copies come to.

use ratatui::layout::Rect;

use super::harness::Harness;
use super::session::Script;
use crate::desk::interaction::ChatSide;
use crate::desk::{Change, Contact};
use crate::toolbar::action::Context;
use crate::toolbar::message::Gesture;
use crate::toolbar::settings::Setting;
use crate::toolbar::widgets::zone::Target;
use crate::toolbar::widths::Widths;
use crate::toolbar::{Effect, Message};

const SIZE: (u16, u16) = (120, 40);

fn at_work() -> Harness {
    Harness::after(SIZE.0, SIZE.1, |script| {
        script.working();
    })
}

impl Harness {
    /// Where a text stands on the screen.
    #[track_caller]
    fn place(&self, text: &str) -> (u16, u16) {
        let screen = self.screen();
        let found = screen.lines().enumerate().find_map(|(row, line)| {
            let at = line.find(text)?;
            Some((u16::try_from(line[..at].chars().count()).unwrap(), u16::try_from(row).unwrap()))
        });
        found.unwrap_or_else(|| panic!("{text:?} is not on the screen:\n{screen}"))
    }

    #[track_caller]
    fn does(&mut self, gesture: Gesture, text: &str) -> &mut Self {
        let (x, y) = self.place(text);
        let zones = self.app.zones(Rect::new(0, 0, SIZE.0, SIZE.1));
        let target = match gesture {
            Gesture::Up | Gesture::Down => zones.scrolled(x, y),
            _ => zones.clicked(x, y),
        };
        self.tell(Message::Mouse(gesture, target))
    }

    #[track_caller]
    fn click(&mut self, text: &str) -> &mut Self {
        self.does(Gesture::Click, text)
    }
}

#[test]
fn what_a_key_is_shown_for_can_be_clicked() {
    let mut at = at_work();
    assert_eq!(at.click("s Status").app.context(), Context::Menu);
    assert_eq!(at.click("esc Close").app.context(), Context::Workbench);
    assert_eq!(at.click(": Palette").app.context(), Context::Palette);
    at.keys("esc");
    let call = Script::call(20, Some("Asha Rao"), "735076692678909", false);
    at.then(|script| {
        script.rings(&call).wait(1);
    });
    at.click("a Answer");
    assert_eq!(at.sent().first().map(|(method, _)| *method), Some("toolbar.answer"));
}

#[test]
fn a_click_chooses_a_row_and_another_takes_it() {
    let mut at = at_work();
    at.keys("s").click("Meeting").click("Meeting");
    let (method, params) = at.sent().pop().unwrap();
    assert_eq!((method, params["status"].as_str()), ("toolbar.setAvailability", Some("Meeting")));
}

#[test]
fn an_interaction_is_looked_at_by_a_click() {
    let mut at = at_work();
    at.then(|script| {
        for (number, name) in [(20, "Asha Rao"), (21, "Mohit Goel")] {
            let call = Script::call(number, Some(name), "1234567890", false);
            script.rings(&call).wait(1).connects(&call);
        }
    });
    at.click("Mohit Goel");
    assert_eq!(at.app.current().unwrap().customer_label(), "Mohit Goel");
    at.does(Gesture::Up, "1 ● Asha Rao");
    assert_eq!(at.app.current().unwrap().customer_label(), "Asha Rao");
}

#[test]
fn a_field_is_gone_to_by_a_click_and_what_lies_below_a_dialog_is_not() {
    let mut at = at_work();
    at.keys("n").click("Campaign").keys("right").click("Phone").keys("12").shows("12");
    let mut at = at_work();
    at.keys("s");
    let (x, y) = at.place("◗ offhook");
    assert_eq!(at.app.zones(Rect::new(0, 0, SIZE.0, SIZE.1)).clicked(x, y), Some(Target::Ground));
    at.click("─ Status");
    assert_eq!(at.app.context(), Context::Menu, "its title is no row");
    at.click("Frames");
    assert_eq!(at.app.context(), Context::Workbench);
}

#[test]
fn an_arrow_of_a_choice_turns_it() {
    let mut at = at_work();
    at.keys("n").shows("voice");
    let before = at.screen();
    let (x, y) = at.place("‹ ›");
    let arrow = |at: &mut Harness, x| {
        let target = at.app.zones(Rect::new(0, 0, SIZE.0, SIZE.1)).clicked(x, y);
        at.tell(Message::Mouse(Gesture::Click, target));
    };
    arrow(&mut at, x + 2);
    assert_ne!(at.screen(), before);
    arrow(&mut at, x);
    at.click("Phone").click("Phone");
    arrow(&mut at, x);
    assert_ne!(at.screen(), before, "from another field too, the other way round");
}

#[test]
fn a_frame_is_opened_by_a_click_and_the_list_beside_it() {
    let mut at = at_work();
    at.click("event  session.campaignSelected").shows("session.campaignSelected  ").shows("row 3 of");
    assert_eq!(at.app.context(), Context::Frames);
    // A filter that hides it goes; the panel's line opens the list as the key does.
    at.keys("/ is:call enter esc").click("f read").shows("is:call 0 of").keys("esc");
    at.click("event  session.campaignSelected").shows("row 3 of").shows_no("is:call");
    at.keys("esc").does(Gesture::Up, "event  session.campaignSelected");
    assert_eq!(at.app.context(), Context::Workbench);
}

#[test]
fn a_click_beside_a_dialog_leaves_it_as_esc_does() {
    let in_a_talk = || {
        Harness::after(SIZE.0, SIZE.1, |script| {
            let call = Script::call(20, Some("Asha Rao"), "735076692678909", false);
            script.working().rings(&call).wait(2).connects(&call);
        })
    };
    for keys in [
        "s",
        "n",
        "?",
        ":",
        ": xy",
        "b",
        "q",
        "A",
        "C",
        "y",
        "g p theme",
        "t mo",
        "K",
        "d tab tab noted",
        "f y",
        "f",
        "M",
    ] {
        let (mut left, mut clicked) = (in_a_talk(), in_a_talk());
        left.keys(keys);
        let full = matches!(left.app.context(), Context::Frames | Context::Methods);
        let corner =
            clicked.keys(keys).app.zones(Rect::new(0, 0, SIZE.0, SIZE.1)).clicked(SIZE.0 - 2, SIZE.1 - 3);
        clicked.tell(Message::Mouse(Gesture::Click, corner));
        if !full {
            left.keys("esc");
        }
        assert_eq!(left.app.context(), clicked.app.context(), "after {keys}");
        assert_eq!(left.screen(), clicked.screen(), "after {keys}");
        assert_eq!(left.sent(), clicked.sent(), "after {keys}");
    }
}

#[test]
fn the_parts_of_a_disposition_are_gone_to_by_clicks() {
    let mut at = Harness::after(SIZE.0, SIZE.1, |script| {
        let call = Script::call(20, Some("Asha Rao"), "735076692678909", false);
        script.working().rings(&call).wait(2).connects(&call);
    });
    at.keys("d").click("Notes").keys("hello").shows("hello").click("Class").keys("down").click("Code");
    assert_eq!(at.app.context(), Context::Disposition);
    at.click("Notes").keys("!").shows("hello!");
}

#[test]
fn the_wheel_scrolls_what_is_under_it() {
    let mut at = at_work();
    at.keys("?").does(Gesture::Down, "Help").does(Gesture::Down, "Help");
    let scrolled = at.screen();
    at.does(Gesture::Up, "Help").does(Gesture::Up, "Help");
    assert_ne!(at.screen(), scrolled);
    let mut at = at_work();
    at.keys("s").does(Gesture::Down, "Meeting");
    let before = at.screen();
    assert_ne!(at.does(Gesture::Up, "Meeting").screen(), before);
}

#[test]
fn without_the_setting_the_mouse_does_nothing() {
    let mut at = at_work();
    at.app.change(Setting::Mouse, "false");
    at.tell(Message::Mouse(Gesture::Click, Some(Target::Interaction(0)))).click("s Status");
    assert_eq!(at.app.context(), Context::Workbench);
}

fn copied(at: &mut Harness) -> Option<String> {
    at.others.drain(..).find_map(|effect| match effect {
        Effect::Copy { text, .. } => Some(text),
        _ => None,
    })
}

#[test]
fn what_is_copied_is_what_may_be_seen() {
    let mut at = Harness::after(SIZE.0, SIZE.1, |script| {
        let call = Script::call(20, Some("Asha Rao"), "735076692678909", false);
        script.working().rings(&call).wait(2).connects(&call);
        let contact = Box::new(Contact { masked: true, ..Contact::default() });
        script.change(&Change::Contact { interaction_id: call.interaction_id.clone(), contact });
    });
    let id = at.app.current().unwrap().id.to_string();
    assert_eq!(at.keys("y").shows("Interaction id").keys("enter").app.context(), Context::Workbench);
    assert_eq!(copied(&mut at), Some(id));
    at.keys("y number enter");
    assert_eq!(copied(&mut at).as_deref(), Some("***********8909"));
    at.keys("y name enter");
    assert_eq!(copied(&mut at).as_deref(), Some("Asha Rao"));
}

#[test]
fn a_line_of_a_chat_is_copied_as_it_is_shown() {
    let mut at = Harness::after(SIZE.0, SIZE.1, |script| {
        super::chat::chatting(script);
        super::chat::says(script, ChatSide::Customer, "order\u{1b}[2J 4711");
    });
    at.keys("y 4711 enter");
    assert_eq!(copied(&mut at).as_deref(), Some("order␛[2J 4711"));
}

#[test]
fn the_line_between_two_columns_is_dragged() {
    let mut at = at_work();
    let (x, y) = at.place("╮╭─ Interactions");
    let drag = |at: &mut Harness, from: u16, to: u16| {
        let target = at.app.zones(Rect::new(0, 0, SIZE.0, SIZE.1)).clicked(from, y);
        for gesture in [Gesture::Click, Gesture::Drag(to), Gesture::Release, Gesture::Drag(5)] {
            at.tell(Message::Mouse(gesture, target));
        }
    };
    drag(&mut at, x, x + 10);
    assert_eq!(at.place("╮╭─ Interactions").0, x + 9);
    let kept: Vec<Effect> = at.others.drain(..).filter(|one| matches!(one, Effect::KeepWidths(_))).collect();
    assert_eq!(kept, [Effect::KeepWidths(at.app.widths)], "once, when it is let go");
    drag(&mut at, x + 9, 0);
    assert_eq!(at.place("╮╭─ Interactions").0, SIZE.0 / 5 - 1, "a column keeps a fifth");
    at.keys(": usual enter");
    assert_eq!(at.place("╮╭─ Interactions").0, x, "as if nobody had dragged");
    assert_eq!(at.others.pop(), Some(Effect::KeepWidths(Widths::default())));
    at.keys(": usual").shows("not now: No column was made wider").keys("enter").shows("made wider");
}
