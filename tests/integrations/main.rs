//! Integrations written from the vendor's pages alone, run against a hub: under Node, and one in a browser.

mod call_notes;
mod click_to_dial;
mod crm_page;
mod program;
mod screen_pop;
#[path = "../hub/support.rs"]
#[allow(dead_code, reason = "what the hub's tests need is more than what these do")]
mod support;

use std::fs;
use std::path::{Path, PathBuf};

/// The folder of an integration.
fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/integrations").join(name)
}

#[test]
fn no_integration_knows_whom_it_talks_to() {
    for name in ["screen-pop", "click-to-dial", "call-notes"] {
        let files: Vec<_> = fs::read_dir(folder(name)).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert!(!files.is_empty());
        for file in files {
            let text = fs::read_to_string(&file).unwrap().to_lowercase();
            assert!(!text.contains("offhook"), "{}", file.display());
        }
    }
}
