//! What has left memory and stands in the recording, where a filter finds nothing in what is left.

use super::harness::Harness;
use super::inspector::page;
use super::voice::on_call;
use crate::desk::ToastVariant;
use crate::inspect::Log;
use crate::toolbar::effect::Effect;

#[test]
fn where_nothing_in_memory_fits_the_recording_is_named() {
    let mut at = Harness::after(80, 24, on_call);
    at.app.frames = Log::bounded(5, usize::MAX);
    at.then(|script| {
        for number in 0..9 {
            script.toast(ToastVariant::Info, &format!("toast {number}"));
        }
    });
    at.keys("f / event:receiveData enter").shows("No frame fits the filter.");
    at.recorded();
    at.shows("Nothing in memory fits; ↑ looks further back in the recording.").shows("changes the filter.");
    at.keys("up");
    assert!(at.others.iter().any(|effect| matches!(effect, Effect::ReadBack { .. })), "{:?}", at.others);
    at.tell(page(91..95, true)).shows_no("Nothing in memory");
}
