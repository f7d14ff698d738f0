//! The palette: what it finds, in which order, and what choosing comes to.

use serde_json::json;

use super::harness::{Harness, text};
use super::session::Script;
use crate::toolbar::action::{Action, Context, rows};
use crate::toolbar::settings::{Layout, Setting};
use crate::toolbar::{Effect, render};

fn at_work() -> Harness {
    Harness::after(120, 40, |script| {
        script.working();
    })
}

fn on_call() -> Harness {
    Harness::after(120, 40, |script| {
        let call = Script::call(20, Some("Asha Rao"), "735076692678909", false);
        script.working().rings(&call).wait(2).connects(&call);
    })
}

#[test]
fn an_action_is_found_by_a_few_letters_with_its_key() {
    let mut at = on_call();
    at.keys(":").shows("What do you want to do?").keys("mut").shows("Mute").keys("esc");
    at.keys("ctrl-p ho enter");
    assert_eq!(at.sent().last().map(|(method, _)| *method), Some("toolbar.hold"));
    assert_eq!(at.app.context(), Context::Workbench);
}

#[test]
fn what_can_not_be_done_stands_last_and_says_why() {
    let mut at = at_work();
    at.keys(": hold").shows("not now: No call to hold").keys("enter").shows("No call to hold");
    assert_eq!(at.app.context(), Context::Palette);
    assert_eq!(at.sent(), []);
}

#[test]
fn every_action_of_a_place_is_found_by_its_name() {
    let mut at = on_call();
    for row in rows(Context::Workbench) {
        if row.action.is_a_move() || row.action == Action::Desks {
            continue;
        }
        at.keys(":").tell(crate::toolbar::Message::Paste(row.name().to_owned()));
        at.shows(row.name().split([',', ';']).next().unwrap()).keys("esc");
    }
}

#[test]
fn places_are_gone_to_from_a_dialog() {
    let mut at = at_work();
    at.keys("f : callbacks enter");
    assert_eq!(at.app.context(), Context::Callbacks);
    at.keys("esc");
    assert_eq!(at.app.context(), Context::Frames);
    at.keys("esc n 12 ctrl-p status enter");
    assert_eq!(at.app.context(), Context::Menu, "from where text is typed");
    at.keys("esc").shows("12");
}

#[test]
fn an_interaction_is_found_by_its_customer() {
    let mut at = on_call();
    at.then(|script| {
        let other = Script::call(21, Some("Mohit Goel"), "9855512345", false);
        script.rings(&other).wait(1);
    });
    at.keys("f g i").shows("Which call or chat?").keys("mohit enter");
    assert_eq!(at.sent().last().map(|(method, _)| *method), Some("toolbar.focus"));
    assert_eq!(at.app.context(), Context::Workbench);
    assert_eq!(at.app.current().unwrap().customer_label(), "Mohit Goel");
}

#[test]
fn customers_are_known_or_looked_for() {
    let mut at = at_work();
    let call = Script::call(20, Some("Asha Rao"), "735076692678909", false);
    at.then(|script| {
        script.rings(&call).wait(3).missed(&call);
    });
    at.keys(": rao").shows("Asha Rao").shows("was here before").keys("enter");
    let (method, params) = at.sent().pop().unwrap();
    assert_eq!(method, "toolbar.getCustomer");
    assert_eq!(params, json!({"customerId": call.customer_details.customer_id.unwrap()}));
    at.answers(json!({"customerId": 3, "name": "Asha Rao", "phone": "735076692678909"}))
        .shows("735076692678909");
    at.keys("esc : zzyzx").shows("Find: zzyzx").keys("enter");
    let (method, params) = at.sent().pop().unwrap();
    assert_eq!((method, &params["text"]), ("toolbar.searchCustomers", &json!("zzyzx")));
}

#[test]
fn a_setting_is_changed_and_kept() {
    let mut at = at_work();
    at.keys("g ,").shows("What is to be set?").keys("mouse enter").shows("Mouse is set");
    let kept = Effect::Keep { setting: Setting::Mouse, word: "false".to_owned() };
    assert_eq!((at.others.last(), at.app.settings().mouse), (Some(&kept), false));
    at.keys(": vi enter");
    assert_eq!(at.app.settings().keymap, Layout::Vi);
}

#[test]
fn what_was_chosen_lately_comes_first() {
    let mut at = at_work();
    at.keys(": keypad esc : wait enter esc : enter");
    assert_eq!(at.sent().last().map(|(method, _)| *method), Some("toolbar.getWaiting"));
}

/// What is said of things begins in one column, and ends where a clause does.
#[test]
fn its_columns_are_aligned_and_nothing_is_cut() {
    let mut at = on_call();
    at.keys(": transfer");
    for (width, height) in [(60, 18), (80, 24), (120, 36), (200, 60)] {
        let screen = text(&render(&at.app, width, height));
        let lines: Vec<Vec<char>> = screen.lines().map(|line| line.chars().collect()).collect();
        let is_title = |place: &[char]| place.iter().collect::<String>() == "╭─ Palette";
        let found = |line: &Vec<char>| line.windows(10).position(is_title);
        let (top, first) = (0..).zip(&lines).find_map(|(at, line)| Some((at, found(line)?))).unwrap();
        let last = lines[top].iter().rposition(|c| *c == '╮').unwrap();
        let inside = lines[top..].iter().take_while(|line| line.get(first) != Some(&'╰'));
        let rows: Vec<String> = inside.map(|line| line[first..=last].iter().collect()).collect();
        assert!(rows.iter().all(|row| !row.contains('…')), "{screen}");
        let said = "Hand the call to someone else, at once or after speaking to them first";
        let words = rows.join(" ").replace('│', " ");
        let words: Vec<&str> =
            words.split_whitespace().filter(|word| !["2", "found"].contains(word)).collect();
        let words = words.join(" ");
        assert!(words.contains(said), "the whole of what is said of the chosen one:\n{screen}");
    }
    at.keys("esc :");
    let screen = text(&render(&at.app, 120, 36));
    let place =
        |words: &str| screen.lines().find_map(|line| line.find(words).map(|at| line[..at].chars().count()));
    assert_eq!(place("Switch your microphone"), place("End the call"), "{screen}");
    assert!(screen.contains(" more ─╯"), "{screen}");
}

#[test]
fn its_key_and_backspace_close_it() {
    let mut at = at_work();
    for keys in [": esc", ": ctrl-p", ": backspace", ": x backspace backspace"] {
        assert_eq!(at.keys(keys).app.context(), Context::Workbench, "{keys}");
    }
}

#[test]
fn nothing_is_done_where_one_only_looks() {
    let mut at = Harness::looking_on(120, 40);
    at.then(|script| {
        script.working();
    });
    at.keys(": status enter").shows("only looked at");
    at.keys("esc : frames enter");
    assert_eq!(at.app.context(), Context::Frames);
}
