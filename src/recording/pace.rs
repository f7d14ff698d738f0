//! When a recording is due another snapshot of the desk.

/// Counts what was written since the last snapshot. Whoever writes a recording asks it after each frame;
/// what it holds to is what lets a player reach any moment by reading one snapshot and a few frames.
#[derive(Debug, Clone, Default)]
pub struct SnapshotPace {
    frames: u64,
    bytes: u64,
    /// Never less than four times the last snapshot, so that snapshots are at most a fifth of a file.
    least_bytes: u64,
    hurry: bool,
}

impl SnapshotPace {
    /// After how many frames a snapshot is due.
    pub const FRAMES: u64 = 500;
    /// After how many bytes of messages it is due, whichever comes first.
    pub const BYTES: u64 = 128 << 10;
    /// After how many frames it is due when records were lost, in frames.
    pub const FRAMES_AFTER_LOSS: u64 = 32;

    /// At the start of a recording. One that starts in the middle of a session needs a snapshot at once,
    /// before its first frame.
    pub fn new() -> SnapshotPace {
        SnapshotPace::default()
    }

    /// Counts a frame that was recorded, with the length of its message in bytes, and says whether a
    /// snapshot is due after it.
    #[must_use]
    pub fn frame(&mut self, bytes: usize) -> bool {
        self.frames += 1;
        self.bytes = self.bytes.saturating_add(bytes as u64);
        self.is_due()
    }

    /// A snapshot was recorded, this many bytes long.
    pub fn snapshot(&mut self, bytes: usize) {
        *self = SnapshotPace { least_bytes: (bytes as u64).saturating_mul(4), ..SnapshotPace::new() };
    }

    /// Records were lost: what a player folds from here on is wrong until the next snapshot, so that is
    /// due soon, and not at once: the disk has only just been too slow.
    pub fn lost(&mut self) {
        self.frames = 0;
        self.hurry = true;
    }

    fn is_due(&self) -> bool {
        if self.hurry {
            return self.frames >= Self::FRAMES_AFTER_LOSS;
        }
        let enough = self.frames >= Self::FRAMES || self.bytes >= Self::BYTES;
        enough && self.bytes >= self.least_bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frames_until_due(pace: &mut SnapshotPace, bytes: usize) -> u64 {
        (1..).find(|_| pace.frame(bytes)).unwrap()
    }

    #[test]
    fn a_snapshot_is_due_after_frames_or_bytes() {
        let mut pace = SnapshotPace::new();
        assert_eq!(frames_until_due(&mut pace, 10), SnapshotPace::FRAMES);
        pace.snapshot(0);
        assert_eq!(frames_until_due(&mut pace, 1 << 10), 128);
        pace.snapshot(0);
        assert_eq!(frames_until_due(&mut pace, 1 << 20), 1);
    }

    #[test]
    fn large_snapshots_are_rare() {
        let mut pace = SnapshotPace::new();
        pace.snapshot(100 << 10);
        assert_eq!(frames_until_due(&mut pace, 1 << 10), 400);
        pace.snapshot(100);
        assert_eq!(frames_until_due(&mut pace, 1 << 10), 128);
    }

    #[test]
    fn after_a_loss_a_snapshot_is_due_soon() {
        let mut pace = SnapshotPace::new();
        let _ = pace.frame(SnapshotPace::BYTES as usize);
        pace.lost();
        assert_eq!(frames_until_due(&mut pace, 1), SnapshotPace::FRAMES_AFTER_LOSS);
        pace.snapshot(0);
        assert_eq!(frames_until_due(&mut pace, 1), SnapshotPace::FRAMES);
    }
}
