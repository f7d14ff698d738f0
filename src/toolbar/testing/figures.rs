//! The agent's figures on the screen.

use super::harness::Harness;
use super::session::Script;
use crate::desk::interaction::Cleared;
use crate::desk::shift::Figures;

/// Thirty calls, three of them missed.
pub fn a_day(script: &mut Script) {
    script.working().wait(600);
    for number in 0..30 {
        let call = Script::call(20 + number, Some("Asha Rao"), "735076692678909", false);
        script.rings(&call).wait(5);
        if number % 9 == 8 {
            script.missed(&call).wait(120);
            continue;
        }
        script.connects(&call).wait(300).hangs_up(&call, Cleared::Customer).wait(60);
        script.ends(&call).wait(200 * u64::from(number % 4 == 0) + 30);
    }
}

#[test]
fn what_was_done_is_counted() {
    let mut at = Harness::after(120, 40, a_day);
    let Figures { handled, missed, talk, wrap_up, ringing, .. } = at.app.shift().whole;
    assert_eq!((handled, missed), (27, 3));
    // Each frame of the script takes a millisecond.
    assert_eq!((talk.secs(), wrap_up.secs(), ringing.secs()), (27 * 300, 27 * 60, 30 * 5));
    at.keys("A")
        .shows("27 handled")
        .shows("3 missed")
        .shows("6:00 each on average")
        .shows("busy")
        .shows("By the hour");
    at.keys("esc g a").shows("27 handled");
}

#[test]
fn a_first_hour_is_no_chart() {
    let mut at = Harness::after(80, 24, |script| {
        let call = Script::anshika();
        script.working().rings(&call).wait(5).connects(&call).wait(60).hangs_up(&call, Cleared::Customer);
    });
    at.keys("A").shows("0 handled").shows("signed in").shows("% busy").shows_no("By the hour");
    at.shows("◔ Wrap-up  2:00 left");
}

#[test]
fn what_the_dialog_shows_stands_nowhere_else() {
    let panels = |at: &Harness| at.screen().matches("─ Figures ─").count();
    let mut at = Harness::after(200, 60, |script| {
        script.working();
    });
    assert_eq!(panels(&at), 1);
    at.keys("A");
    assert_eq!(panels(&at), 1);
}

#[test]
fn time_goes_on_between_two_frames() {
    let mut at = Harness::after(120, 40, a_day);
    let folded = at.app.desk.shift.clone();
    let before = at.app.shift();
    at.wait(90_000);
    let after = at.app.shift();
    assert_eq!(after.whole.ready.0 - before.whole.ready.0, 90_000_000);
    assert_eq!(at.app.desk.shift, folded, "what is drawn changes nothing");
}

#[test]
fn before_the_first_sign_in_there_is_nothing_to_show() {
    let mut at = Harness::after(80, 24, |script| {
        script.working();
    });
    at.app.desk.shift = crate::desk::Shift::default();
    at.keys("A").shows("Nothing is counted yet");
}
