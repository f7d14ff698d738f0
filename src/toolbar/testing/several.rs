//! Several interactions at one toolbar, and what is shown of each.

use super::harness::Harness;
use super::session::Script;
use crate::desk::{Change, Contact};

#[test]
fn of_a_masked_number_only_the_end_is_shown() {
    let call = Script::call(31, None, "4155550147", false);
    let mut at = Harness::after(120, 40, |script| {
        script.working().rings(&call);
        let contact = Box::new(Contact { masked: true, ..Contact::default() });
        script.change(&Change::Contact { interaction_id: call.interaction_id.clone(), contact });
    });
    at.shows("******0147").shows_no("4155550147");
    at.keys("q").shows("with ******0147").shows_no("4155550147").keys("n");
    at.then(|script| {
        script.connects(&call).hangs_up(&call, crate::desk::interaction::Cleared::Customer);
    });
    at.keys("d").shows("******0147").keys("esc M initiateInteraction enter").shows_no("4155550147");
    at.keys("esc esc").then(|script| {
        script.disposes(&call);
    });
    at.shows("Recent").shows("******0147").shows_no("4155550147");
}
