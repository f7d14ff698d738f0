//! The tour: three steps, left at any moment, and never in the way.

use super::harness::Harness;
use super::session::Script;
use crate::desk::Change;
use crate::toolbar::Effect;
use crate::toolbar::action::Context;

fn at_work() -> Harness {
    let mut at = Harness::of_a_newcomer(120, 40);
    at.shows_no("1 of 3").then(|script| {
        script.working();
    });
    at
}

#[test]
fn it_begins_with_the_work_and_has_three_steps() {
    let mut at = at_work();
    assert_eq!(at.others, [Effect::TourSeen]);
    at.shows("1 of 3");
    at.keys("enter").shows("2 of 3").keys("backspace").shows("1 of 3");
    at.keys("enter enter").shows("3 of 3").keys("enter").shows_no("of 3");
    assert_eq!(at.others, [Effect::TourSeen], "it is remembered once");
}

#[test]
fn it_is_left_at_any_moment_and_comes_no_more() {
    let mut at = at_work();
    at.keys("esc").shows_no("1 of 3");
    at.then(|script| {
        script.status(false, "Lunch Break");
    });
    at.shows_no("1 of 3").keys(": tour enter").shows("1 of 3");
}

#[test]
fn any_other_key_works_as_always() {
    for (keys, there) in
        [("s", Context::Menu), ("f", Context::Frames), (":", Context::Palette), ("g b", Context::Callbacks)]
    {
        let mut at = at_work();
        assert_eq!(at.keys(keys).app.context(), there, "{keys}");
        assert_eq!(at.keys("esc").app.context(), Context::Tour, "{keys}");
    }
    let mut at = at_work();
    let call = Script::call(20, Some("Asha Rao"), "735076692678909", false);
    at.then(|script| {
        script.rings(&call).wait(1);
    });
    at.keys("a");
    assert_eq!(at.sent().first().map(|(method, _)| *method), Some("toolbar.answer"));
}

#[test]
fn what_a_step_names_can_be_tried_and_the_tour_goes_on() {
    let mut at = at_work();
    at.keys("s").shows_no("of 3").keys("esc").shows("2 of 3");
    at.keys("?").shows_no("of 3").keys("esc").shows("3 of 3");
    at.keys("g b esc").shows_no("of 3");
    let mut at = at_work();
    at.keys("s esc").shows("2 of 3").keys("esc s esc").shows_no("of 3");
    assert_eq!(at.others, [Effect::TourSeen], "it is remembered once");
    // It does not come over a call.
    let mut at = at_work();
    at.keys("s").then(|script| {
        script.rings(&Script::anshika());
    });
    at.keys("esc").shows_no("of 3").then(|script| {
        script.connects(&Script::anshika());
    });
    at.shows_no("of 3").then(|script| {
        script.ends(&Script::anshika());
    });
    at.shows("2 of 3");
}

#[test]
fn who_signs_out_meanwhile_is_not_followed_by_it() {
    let mut at = at_work();
    at.then(|script| {
        script.change(&Change::SignedOut { reason: crate::desk::SignOutReason::Logout });
    });
    at.shows_no("1 of 3").keys("executive").shows("executive");
}
