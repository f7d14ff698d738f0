//! From anywhere to anywhere and back, and keys of the user's own.

use super::harness::Harness;
use crate::desk::Change;
use crate::desk::interaction::ChatSide;
use crate::toolbar::action::Context;
use crate::toolbar::keymap::Keymap;
use crate::toolbar::settings::{Layout, Setting};

fn at_work() -> Harness {
    Harness::after(120, 40, |script| {
        script.working();
    })
}

fn with_keys(layout: Layout, text: &str) -> Harness {
    let mut at = at_work();
    at.app.keymap = Keymap::new(layout, text.to_owned()).0;
    at
}

#[test]
fn a_key_that_several_begin_with_shows_what_may_follow() {
    let mut at = at_work();
    at.keys("g")
        .shows("Go to")
        .shows("esc Close")
        .shows_no("? Help")
        .shows("Frames")
        .shows("Status")
        .keys("esc")
        .shows_no("Go to");
    at.keys("g f").shows("Frames").shows_no("Go to").keys("esc");
    at.keys("g ~").shows("g ~ leads nowhere");
}

#[test]
fn every_place_leads_to_every_other_and_back_again() {
    let places = [
        ("f", Context::Frames),
        ("m", Context::Methods),
        ("n", Context::Reader),
        ("s", Context::Menu),
        ("b", Context::Callbacks),
        ("w", Context::Menu),
        ("p", Context::Pick),
        ("u", Context::Pick),
    ];
    for (from, here) in places {
        for (to, there) in places {
            // Where text is typed, letters are text.
            if from == to || here.takes_text() {
                continue;
            }
            let mut at = at_work();
            assert_eq!(at.keys("g").keys(from).app.context(), here, "g {from}");
            assert_eq!(at.keys("g").keys(to).app.context(), there, "g {to} from {from}");
            assert_eq!(at.keys("esc").app.context(), here, "back from {to} to {from}");
            assert_eq!(at.keys("esc").app.context(), Context::Workbench);
        }
    }
}

#[test]
fn backspace_goes_back_where_nothing_is_typed() {
    for open in ["f", "b", "s", "C", "B", "w", "?", "R"] {
        let mut at = at_work();
        at.keys(open).keys("backspace");
        assert!(at.app.overlays.is_empty(), "from {open}");
    }
}

#[test]
fn home_closes_everything() {
    let mut at = at_work();
    at.keys("g f g b g n g h");
    assert!(at.app.overlays.is_empty());
    at.shows("Interactions");
}

#[test]
fn dialogs_do_not_pile_up() {
    let mut at = at_work();
    for _ in 0..20 {
        at.keys("g f g n g s g b g w ?");
    }
    assert!(at.app.overlays.len() <= 8, "{}", at.app.overlays.len());
    at.keys("esc esc esc esc esc esc esc esc").shows("Interactions");
    assert!(at.app.overlays.is_empty());
}

#[test]
fn the_line_of_a_chat_is_reached_from_anywhere() {
    let mut at = Harness::after(120, 40, |script| {
        super::chat::chatting(script);
        super::chat::says(script, ChatSide::Customer, "hello");
    });
    at.keys("g f g c");
    assert!(at.app.overlays.is_empty());
    at.keys("hi").shows("hi");
}

#[test]
fn what_can_not_be_done_is_not_led_to() {
    let mut at = Harness::after(120, 40, |script| {
        script.signed_in();
    });
    at.shows("Which campaigns")
        .keys("g")
        .shows("Frames")
        .shows_no("Status")
        .keys("s")
        .shows("g s leads nowhere");
    let mut at = Harness::looking_on(120, 40);
    at.then(|script| {
        script.working();
    });
    at.keys("g").shows("f Frames").shows_no("s Status").keys("esc g s").shows("This is another desk");
}

#[test]
fn keys_of_the_users_own_work_and_are_shown() {
    let mut at = with_keys(Layout::Default, "[workbench]\nz = \"agent.status\"\ns = \"none\"\n");
    at.shows("z Status");
    assert_eq!(at.keys("s").app.context(), Context::Workbench);
    assert_eq!(at.keys("z").app.context(), Context::Menu);
    at.keys("esc ? pgdn").shows("z").shows("Status  Become available");
    let mut bare = with_keys(Layout::Default, "[workbench]\ns = \"none\"\n\"g s\" = \"none\"\n");
    bare.shows_no(" s Status");
}

#[test]
fn vi_hands_have_their_keys() {
    let mut at = with_keys(Layout::Vi, "");
    at.keys("f G g g").shows("Frames").keys("h").shows("Interactions").keys("/").shows("Find a customer");
    at.keys("esc Z Z");
    assert_eq!(at.others, [crate::toolbar::Effect::Quit]);
}

#[test]
fn another_keymap_is_taken_at_once_and_kept() {
    let mut at = at_work();
    let effects = at.app.change(Setting::Keymap, "vi");
    let kept = crate::toolbar::Effect::Keep { setting: Setting::Keymap, word: "vi".to_owned() };
    assert_eq!(effects, [kept]);
    at.keys("/").shows("Find a customer");
}

#[test]
fn a_desk_that_ends_does_not_leave_half_a_key() {
    let mut at = at_work();
    at.keys("g").then(|script| {
        script.change(&Change::SignedOut { reason: crate::desk::SignOutReason::Logout });
    });
    at.keys("executive").shows("executive");
}
