//! How long to wait before the next try.

use std::time::Duration;

use crate::clock;

const FIRST: Duration = Duration::from_millis(250);
const LONGEST: Duration = Duration::from_secs(8);

/// The pause after this many tries that failed, from 1: twice as long each time, and by chance a
/// little shorter, so that many clients do not come back at once.
pub(super) fn pause(attempt: u32) -> Duration {
    let chance = clock::random_bytes::<2>().map_or(u16::MAX, u16::from_le_bytes);
    pause_by(attempt, chance)
}

/// `chance` shortens the pause by up to a half.
fn pause_by(attempt: u32, chance: u16) -> Duration {
    let doublings = attempt.saturating_sub(1).min(16);
    let whole = FIRST.saturating_mul(1 << doublings).min(LONGEST);
    whole / 2 + whole / 2 * u32::from(chance) / u32::from(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_a_bound_and_vary() {
        let longest: Vec<u128> = (0..9).map(|attempt| pause_by(attempt, u16::MAX).as_millis()).collect();
        assert_eq!(longest, [250, 250, 500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
        assert_eq!(pause_by(3, 0).as_millis(), 500);
        assert_eq!(pause_by(u32::MAX, u16::MAX), LONGEST);
        assert!(pause(1) <= FIRST && pause(1) >= FIRST / 2);
    }
}
