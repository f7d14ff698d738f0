//! The built program with `--data`: killed, it is there again with everything that it acknowledged.

mod common;
#[path = "common/kills.rs"]
mod kills;

use std::path::Path;

use common::program::{Home, PATH};
use kills::Figures;
use serde_json::Value;

#[tokio::test]
async fn nothing_acknowledged_is_missing_after_a_kill_and_nothing_is_done_twice() {
    let mut all = Figures::default();
    for seed in 0..10 {
        let home = Home::new();
        let figures = kills::run(Path::new(PATH), home.path(), seed).await;
        assert_eq!((figures.missing, figures.twice), (0, 0), "seed {seed}: {figures:?}");
        all.add(&figures);
    }
    assert!(all.kills == 20 && all.acknowledged > 500 && all.again > 20, "{all:?}");
}

/// The ready line of `offhook serve` with these arguments, which is then stopped with SIGTERM.
fn ready(home: &Home, args: &[&str]) -> Value {
    let server =
        common::program::Running::start(home, &[&["serve", "--listen", "127.0.0.1:0"], args].concat());
    stop(server)
}

fn stop(mut server: common::program::Running) -> Value {
    let ready = server.json();
    let pid = server.child.id().to_string();
    assert!(std::process::Command::new("kill").arg(&pid).status().expect("kill runs").success());
    assert_eq!(server.exit_code(), Some(0));
    ready
}

#[test]
fn the_ready_line_says_what_is_there_again() {
    let home = Home::new();
    assert_eq!(ready(&home, &[])["restored"], Value::Null, "nothing is kept");
    assert_eq!(ready(&home, &["--data", "kept"])["restored"], serde_json::json!([]));
    let again = ready(&home, &["--data", "kept"]);
    let site = &again["restored"][0];
    assert_eq!((&site["site"], &site["inputs"]), (&"default".into(), &0.into()), "{again}");
    assert_eq!((&site["torn"], &site["missing"]), (&false.into(), &serde_json::json!([])), "{again}");
}

#[test]
fn two_hubs_never_share_a_folder_and_what_is_wrong_with_one_is_said() {
    let home = Home::new();
    let mut first =
        common::program::Running::start(&home, &["serve", "--listen", "127.0.0.1:0", "--data", "kept"]);
    // What is answered is safe, and so is the file that it is in.
    let url = first.json()["url"].as_str().expect("a text").to_owned();
    home.json(&["call", "control.getSite", "--url", &url]);
    let fails = |args: &[&str]| {
        let output = home.run(&[&["serve", "--listen", "127.0.0.1:0"], args].concat());
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (code, stderr) = fails(&["--data", "kept"]);
    assert!(code == Some(6) && stderr.contains("in use by another hub (process "), "{stderr}");
    drop(first);
    let (code, stderr) = fails(&["--data", "kept", "--virtual-clock"]);
    assert!(code == Some(2) && stderr.contains("the machine's clock"), "{stderr}");
    let file = std::fs::read_dir(home.path().join("kept/default")).expect("a folder").flatten();
    let file = file.map(|entry| entry.path()).find(|path| path.extension().is_some_and(|end| end == "jsonl"));
    std::fs::write(file.expect("a journal"), "rubbish\n").expect("it is written");
    let (code, stderr) = fails(&["--data", "kept"]);
    assert!(code == Some(6) && stderr.contains("is damaged at byte 0"), "{stderr}");
    std::fs::write(home.path().join("file"), "").expect("it is written");
    let (code, stderr) = fails(&["--data", "file"]);
    assert!(code == Some(6) && stderr.contains("choose a folder"), "{stderr}");
}
