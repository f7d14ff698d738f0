//! The recordings that are kept here: what they promise holds. Where the engine tells more than it did,
//! `OFFHOOK_UPDATE=1 cargo test --test recordings` runs each again and keeps what it tells now.

#[path = "common/remake.rs"]
mod remake;
#[path = "common/rerun.rs"]
mod rerun;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Once};

use offhook::desk::DeskState;
use offhook::recording::{Header, Reader, Record, SnapshotOf};
use offhook::workspace::Workspace;
use rerun::{push, recorded, rerun};

fn recordings() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("recordings");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "jsonl"));
    files.sort();
    assert!(files.len() >= 3, "{files:?}");
    static UPDATE: Once = Once::new();
    if std::env::var_os("OFFHOOK_UPDATE").is_some() {
        UPDATE.call_once(|| files.iter().for_each(|path| remake::remake(path)));
    }
    files
}

fn read(path: &Path) -> (Header, Vec<Record>) {
    let mut reader = Reader::open(path).expect("a recording");
    assert!(!reader.torn());
    let header = reader.header().clone();
    let records = reader.records().map(|line| line.expect("a readable line").1).collect();
    (header, records)
}

#[test]
fn every_snapshot_is_the_fold_of_what_was_before() {
    for path in recordings() {
        let (header, records) = read(&path);
        let mut state = DeskState::new(header.desk.clone());
        let mut snapshots = 0;
        for record in &records {
            if let Some(push) = push(record) {
                state.apply(&push).expect("a known payload");
            }
            if let Record::Snapshot { of: SnapshotOf::Desk, state: kept, .. } = record {
                let kept: DeskState = serde_json::from_str(kept).expect("a desk's state");
                assert_eq!(kept, state, "{}", path.display());
                snapshots += 1;
            }
        }
        assert!(snapshots > 0, "{}", path.display());
        assert!(!state.past.is_empty(), "{} shows nothing", path.display());
    }
}

#[test]
fn the_engine_runs_a_recording_again_with_the_same_outcome() {
    for path in recordings() {
        let (header, records) = read(&path);
        assert!(header.runnable);
        let workspace = header.workspace.as_ref().expect("a workspace");
        let workspace: Workspace = serde_json::from_str(workspace.get()).expect("a workspace");
        let before = recorded(&records);
        assert!(before.len() > 10, "{}", path.display());
        let again = rerun(Arc::new(workspace), &header.desk, header.started, &records);
        // One by one, so that the first difference is what is shown.
        for (again, before) in again.iter().zip(&before) {
            assert_eq!(again, before, "{}", path.display());
        }
        assert_eq!(again.len(), before.len(), "{}", path.display());
    }
}

#[test]
fn nothing_in_them_is_secret_or_of_this_machine() {
    for path in recordings() {
        let text = std::fs::read_to_string(&path).expect("text");
        let here = env!("CARGO_MANIFEST_DIR");
        for bad in ["\"executive\",\"executive\"", "\"password\":\"e", "/home/", "/Users/", here] {
            assert!(!text.contains(bad), "{} holds {bad}", path.display());
        }
    }
}
