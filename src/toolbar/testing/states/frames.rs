//! Frames: the inspector in all its modes, what integrations called, and the method runner.

use serde_json::json;

use super::calls::busy;
use super::{State, by, keys};
use crate::toolbar::testing::harness::Harness;
use crate::toolbar::testing::session::Script;
use crate::toolbar::testing::{inspector, integrations};

pub(super) fn states() -> Vec<State> {
    let mut states = inspected();
    states.extend(traced());
    states.extend(run());
    states
}

fn calls(script: &mut Script) {
    busy(script);
    inspector::calls(script);
}

fn inspected() -> Vec<State> {
    vec![
        keys("inspector", calls, "f up up"),
        keys("inspector_pinned", calls, "f p up up m up up up"),
        keys("inspector_filter", calls, "f / peer:"),
        keys("inspector_wrong", calls, "f / event:callRinging evnt:x"),
        keys("inspector_filtered", calls, "f / error:* enter tab"),
        keys("inspector_message", calls, "f up tab down down / phone enter"),
        keys("inspector_folded", calls, "f / event:callRinging enter enter z"),
        keys("inspector_compare", calls, "f / event:callRinging enter m up c"),
        keys("inspector_ladder", calls, "f / event:callRinging enter l"),
        keys("inspector_copy", calls, "f y"),
        keys("inspector_none", calls, "f / nothing enter"),
        by("inspector_reading_back", calls, |at| {
            at.recorded().keys("f home up");
        }),
        by("inspector_past", calls, |at| {
            at.recorded().keys("f home up").tell(inspector::page(50..100, false));
        }),
    ]
}

fn calls_of_integrations(script: &mut Script) {
    integrations::on_call(script);
    for (method, error) in [
        ("sdk.register", None),
        ("interaction.getAllLiveInteractionsForAgent", None),
        ("interaction.disposeInteraction", Some((3000, "the call is still on: end it first"))),
        ("configuration.getDispositionCodesWithDispositionClass", None),
    ] {
        script.change(&integrations::traced(method, error)).wait(3);
    }
}

fn traced() -> Vec<State> {
    vec![
        keys("trace_empty", integrations::on_call, "T"),
        keys("trace", calls_of_integrations, "T up"),
        keys("trace_open", calls_of_integrations, "T enter"),
    ]
}

fn runs(at: &mut Harness) -> &mut Harness {
    at.keys("M toolbar.hold enter ctrl-r").wait(2)
}

fn run() -> Vec<State> {
    vec![
        keys("runner_methods", integrations::on_call, "M"),
        keys("runner_no_method", integrations::on_call, "M zzyzx"),
        keys("runner_form", integrations::on_call, "M initiateI enter"),
        keys("runner_refused", integrations::on_call, "M initiateI enter tab x ctrl-r"),
        keys("runner_answer", integrations::on_call, "M toolbar.hold enter ctrl-r"),
        by("runner_answered", integrations::on_call, |at| {
            runs(at).answers(json!({"a": [1, "two"]}));
        }),
        by("runner_error", integrations::on_call, |at| {
            let data = json!({"http": 409, "method": "toolbar.hold", "hint": "wait until it is connected"});
            runs(at).refuses(3000, "the call is not connected", data);
        }),
        by("runner_history", integrations::on_call, |at| {
            runs(at).answers(json!("ok"));
            at.keys("esc esc ctrl-u session.getCurrentUser enter enter esc esc tab");
        }),
    ]
}
