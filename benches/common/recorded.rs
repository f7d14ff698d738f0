//! The recording of a desk, as the program makes it.

use std::path::Path;
use std::sync::Arc;

use offhook::contract::ids::DeskId;
use offhook::hub::Recording;
use offhook::recording::record::{FORMAT, KIND};
use offhook::recording::{Header, Recorder};
use offhook::wire::Moment;

/// Into a new file; it begins at a moment.
pub fn to(path: &Path, started: Moment) -> Recording {
    let header = Header {
        kind: KIND.to_owned(),
        version: FORMAT,
        id: "0".to_owned(),
        started,
        site: "bench".to_owned(),
        desk: DeskId::default_desk(),
        source: "offhook".to_owned(),
        redaction: "secrets".to_owned(),
        seed: 0,
        workspace: None,
        tool: "bench".to_owned(),
        runnable: false,
    };
    let recorder = Recorder::create(path, &header).expect("a recording");
    Recording { sink: Box::new(Arc::new(recorder)), started }
}
