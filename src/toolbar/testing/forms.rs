//! What dialogs and their fields say: hints, footers, what had no room, what is out of sight.

use super::figures::a_day;
use super::harness::Harness;

#[test]
fn figures_keep_their_times_on_low_terminals() {
    for (width, height) in [(60, 18), (72, 18), (100, 18), (160, 18), (80, 20)] {
        let mut at = Harness::after(width, height, a_day);
        at.keys("A");
        for name in ["handled", "Talk", "Hold", "Wrap-up", "Ringing", "Ready", "Away"] {
            at.shows(name);
        }
    }
}
