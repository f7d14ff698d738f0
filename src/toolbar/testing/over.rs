//! What is seen and can be done of a call that rings while something lies over the screen, or while another
//! interaction is looked at.

use rstest::rstest;
use serde_json::json;

use super::harness::Harness;
use super::session::Script;
use super::several::{setup, side_by_side};
use crate::contract::payload::CrmRecordInfo;
use crate::desk::Change;
use crate::desk::setup::Permission;

#[rstest]
#[case::frames("f", "a")]
#[case::a_message("f enter", "a")]
#[case::filter("f /", "F5")]
#[case::methods("M", "F5")]
#[case::parameters("M initiateinteraction enter", "F5")]
#[case::help("?", "a")]
#[case::palette(":", "F5")]
#[case::dial("n 785", "F5")]
#[case::status("s", "a")]
#[case::callbacks("B", "a")]
#[case::customer("c", "F5")]
#[case::find("F", "F5")]
#[case::desks("S", "a")]
#[case::notices("b", "a")]
fn a_call_that_rings_is_seen_and_answered_over_everything(
    #[case] open: &str,
    #[case] answer: &str,
    #[values((120, 36), (80, 24), (60, 18))] size: (u16, u16),
) {
    let call = Script::anshika();
    let mut at = Harness::after(size.0, size.1, |script| {
        script.working().change(&Change::Setup { setup: Box::new(setup(&Permission::ALL)) });
    });
    at.keys(open);
    let place = at.app.context();
    at.then(|script| {
        script.rings(&call);
    });
    at.wait(6_000).shows("Ringing  0:14 left  Anshika").shows(&format!("{answer} Answer"));
    at.sent();
    at.keys(answer);
    let told = json!({"interactionId": call.interaction_id});
    assert!(at.sent().contains(&("toolbar.answer", told)), "{open}: {answer}");
    assert_eq!(at.app.context(), place, "what was open stays");
}

#[test]
fn a_recording_or_another_desk_is_not_answered_from_what_lies_over_it() {
    let mut at = Harness::looking_on(120, 36);
    at.then(|script| {
        script.working().rings(&Script::anshika());
    });
    at.keys("f").shows("Ringing").shows_no("Answer").keys("a");
    assert_eq!(at.sent(), []);
}

#[test]
fn the_status_row_names_what_is_offered_while_another_interaction_is_looked_at() {
    let mut at = Harness::after(120, 40, side_by_side);
    at.keys("1").shows("◉ Chat offered  0:02  Tim Tay").keys("4").shows("◉ Chat offered  0:02  Tim Tay");
}

#[test]
fn what_confirms_a_dialog_says_in_the_footer_what_it_does() {
    let cases = [
        ("n", "enter Call  ctrl-l Look up"),
        ("n shift-tab right", "enter Open chat"),
        ("c", "enter Call"),
        ("F", "enter Search"),
        ("I", "enter Call or write"),
        ("N", "enter Switch"),
    ];
    for (keys, says) in cases {
        let mut at = Harness::after(120, 40, |script| {
            script.working().change(&Change::Setup { setup: Box::new(setup(&Permission::ALL)) });
        });
        at.keys(keys);
        let footer = at.screen().lines().last().unwrap_or_default().to_owned();
        assert!(footer.contains(says), "{keys}: {footer}");
    }
}

#[test]
fn a_dialog_whose_answer_is_awaited_says_so_at_the_key() {
    let mut at = Harness::after(120, 40, |script| {
        script.working();
    });
    at.keys("n 7852416200 enter").shows("enter Waiting …");
    at.refuses(3000, "The number can't be dialled", json!({"http": 400, "hint": "dial another one"}));
    at.shows("enter Call").shows("! ");
}

fn record() -> CrmRecordInfo {
    CrmRecordInfo {
        record_id: "003".to_owned(),
        record_type: "Contact".to_owned(),
        record_name: "Anshika Test".to_owned(),
        additional_info: None,
    }
}

#[test]
fn records_that_are_offered_for_a_ringing_call_leave_its_time_in_sight() {
    let mut at = Harness::after(80, 24, |script| {
        let call = Script::anshika();
        script.working().rings(&call).wait(6);
        script.change(&Change::Records { interaction_id: call.interaction_id, records: vec![record()] });
    });
    at.shows(" for Anshika").shows("0:14 left  │").shows("a Answer");
}

#[test]
fn records_and_all_that_lies_over_the_screen_show_who_can_be_answered_first() {
    let ringing = |script: &mut Script| {
        script.working().change(&Change::Setup { setup: Box::new(setup(&Permission::ALL)) });
        let call = Script::anshika();
        script.rings(&call).connects(&call);
        script.change(&Change::Records { interaction_id: call.interaction_id, records: vec![record()] });
        script.rings(&Script::call(22, Some("Rose Gonzalez"), "5124576870", false));
    };
    for (keys, footer) in
        [("", "enter Attach  o Open"), ("esc s", "enter Confirm"), ("esc B", "enter Call now")]
    {
        let mut at = Harness::after(120, 40, ringing);
        at.keys(keys);
        let screen = at.screen();
        let last = screen.lines().last().unwrap_or_default();
        assert!(last.starts_with(" a Answer  "), "{keys}: {last}");
        assert!(last.contains(footer), "{keys}: {last}");
    }
}

#[test]
fn an_error_in_a_dialog_moves_nothing_that_is_chosen_or_typed_there() {
    let refusals = [
        ("s down enter", "Meeting"),
        ("n 7852416200 enter", "Name"),
        ("c ctrl-s", "Campaign"),
        ("N enter", "missed a call"),
        ("g c esc d ctrl-s", "Callback"),
        ("x enter", "Where do calls reach you?"),
    ];
    for (keys, shown) in refusals {
        let mut at = Harness::after(120, 40, |script| {
            super::voice::wrap_up(script);
            script.change(&Change::Setup { setup: Box::new(setup(&Permission::ALL)) });
        });
        at.keys(keys);
        let place = |screen: &str| screen.lines().position(|line| line.contains(shown));
        let before = place(&at.screen());
        assert!(before.is_some(), "{keys}: {}", at.screen());
        at.refuses(3000, "It can't be done", json!({"http": 400, "hint": "do something else"}));
        at.shows("be done");
        assert_eq!(place(&at.screen()), before, "{keys}: {}", at.screen());
    }
}

#[test]
fn the_status_row_leaves_out_whole_what_matters_least() {
    for (width, says) in [
        (120, "left  Anshika    3 waiting  WhatsApp Chat 1  Mohit Omni Camp 2"),
        (60, "left  Anshika    3 waiting"),
    ] {
        let mut at = Harness::after(width, 24, |script| {
            super::voice::wrap_up(script);
            script.waiting(47, 1).waiting(172, 2);
        });
        let screen = at.screen();
        let row = screen.lines().nth(1).unwrap_or_default();
        assert!(row.contains(says) && !row.contains('…'), "{row}");
        at.shows("Wrap-up  1:57 left");
    }
}

#[rstest]
#[case("f", "a")]
#[case("M", "F5")]
#[case("M initiateinteraction enter", "F5")]
#[case("s", "a")]
#[case("n", "F5")]
#[case(":", "F5")]
fn a_chat_is_accepted_over_everything(#[case] open: &str, #[case] key: &str) {
    let mut at = Harness::after(120, 36, |script| {
        script.working();
    });
    at.keys(open).then(super::chat::offered);
    at.shows(&format!("{key} Accept")).shows_no(&format!("{key} Answer"));
}

#[test]
fn the_status_line_leaves_out_whole_parts_and_cuts_no_word() {
    let mut at = Harness::after(60, 18, |script| {
        let call = Script::anshika();
        script.working().rings(&call).wait(2).missed(&call).rings(&call).wait(2).missed(&call);
        super::chat::offered(script);
        script.waiting(47, 2);
    });
    at.shows("▲ 2 notices").shows("Chat offered");
    for width in 60..=120 {
        let screen = super::harness::text(&crate::toolbar::render(&at.app, width, 18));
        let line = screen.lines().nth(1).unwrap();
        assert!(!line.contains('…') && line.contains("▲ 2 notices"), "{width}: {line}");
        assert_eq!(line.contains("wait"), line.contains("2 waiting "), "{line}");
    }
}
