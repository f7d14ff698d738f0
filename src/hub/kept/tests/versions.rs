//! A journal of another version, and a workspace that is another one than before.

use serde_json::{Value, json};

use super::bench::{Running, restored, site};
use crate::desk::DeskState;
use crate::hub::HubError;
use crate::journal::testing::{MemoryDisk, resealed};
use crate::wire::{Resume, Role};
use crate::workspace::Workspace;

/// A site with a call and a note in the store, killed; what its toolbar resumes with.
async fn killed() -> (MemoryDisk, Resume) {
    let disk = MemoryDisk::default();
    let running = Running::start(site(&disk).0);
    let mut toolbar = running.join(Role::Toolbar, None).await.unwrap();
    toolbar.sign_in().await;
    let mut crm = running.join(Role::Crm, None).await.unwrap();
    crm.ok("store.set", json!(["k", "v"])).await;
    let mut control = running.join(Role::Control, None).await.unwrap();
    control.ok("control.customerCall", json!(["5550100", null, 172])).await;
    (disk.after_a_crash(0), toolbar.resume())
}

/// The same after a stop, so that all stands in snapshots, and changed line by line.
async fn stopped_and_changed(change: impl Fn(&mut Value)) -> (MemoryDisk, Resume) {
    let (disk, seen) = killed().await;
    Running::start(site(&disk).0).stop().await;
    let changed = MemoryDisk::default();
    let name = disk.names_of_files().pop().unwrap();
    changed.put(&name, resealed(&disk.bytes(&name), change).as_bytes());
    (changed, seen)
}

async fn desk(running: &Running) -> DeskState {
    let mut control = running.join(Role::Control, None).await.unwrap();
    serde_json::from_value(control.ok("control.getDesk", json!([])).await).unwrap()
}

fn to_version_99(line: &mut Value) {
    if line["engine"].is_number() {
        line["engine"] = json!(99);
    }
    if line["of"] == "ecc" {
        line["state"]["version"] = json!(99);
    }
}

#[tokio::test]
async fn another_versions_snapshot_is_read_as_far_as_it_goes_and_the_rest_is_named() {
    let (disk, seen) = stopped_and_changed(to_version_99).await;
    let (site, from) = site(&disk);
    let from = from.unwrap();
    assert_eq!(from.missing.len(), 1, "{from:?}");
    assert!(from.missing[0].contains("version 99"), "{from:?}");
    let running = Running::start(site);
    let toolbar = running.join(Role::Toolbar, Some(seen.clone())).await.unwrap();
    assert!(!toolbar.hello().resumed && toolbar.hello().epoch != seen.epoch);
    let state: DeskState = serde_json::from_str(toolbar.hello().snapshot.as_ref().unwrap().get()).unwrap();
    assert!(state.session.is_some(), "the shape is the same, so all of it is there");
    assert!(state.toasts.back().unwrap().text.contains("not all is there again"));
    let mut crm = running.join(Role::Crm, None).await.unwrap();
    assert_eq!(crm.ok("store.get", json!(["k"])).await, json!("v"));
}

#[tokio::test]
async fn what_is_live_and_cant_be_read_is_left_out_as_a_whole() {
    let (disk, _) = stopped_and_changed(|line| {
        to_version_99(line);
        if line["of"] == "ecc" {
            line["state"]["agents"] = json!("of another shape");
        }
    })
    .await;
    let (site, from) = site(&disk);
    let missing = from.unwrap().missing;
    assert!(missing.iter().any(|what| what.contains("sessions, calls")), "{missing:?}");
    let running = Running::start(site);
    let state = desk(&running).await;
    assert!(state.session.is_none() && state.interactions.is_empty());
    let mut crm = running.join(Role::Crm, None).await.unwrap();
    assert_eq!(crm.ok("store.get", json!(["k"])).await, json!("v"), "what desks remember is apart");
}

#[tokio::test]
async fn inputs_of_another_version_are_not_done_again() {
    let (disk, _) = killed().await;
    let name = disk.names_of_files().pop().unwrap();
    disk.put(&name, resealed(&disk.bytes(&name), to_version_99).as_bytes());
    let (site, from) = site(&disk);
    let from = from.unwrap();
    assert_eq!(from.replayed, 0);
    assert!(
        from.missing.iter().any(|what| what.starts_with("the last ") && what.ends_with(" inputs")),
        "{from:?}"
    );
    assert!(desk(&Running::start(site)).await.session.is_none(), "it was signed in by an input");
}

#[tokio::test]
async fn an_input_that_comes_to_something_else_ends_what_peers_may_resume() {
    let (disk, seen) = killed().await;
    let name = disk.names_of_files().pop().unwrap();
    let changed = resealed(&disk.bytes(&name), |line| {
        if line["n"] == 5 && line["kind"] == "input" {
            line["frames"] = json!(1_000);
        }
    });
    disk.put(&name, changed.as_bytes());
    let (site, from) = site(&disk);
    let from = from.unwrap();
    assert!(from.missing[0].contains("from input 5 on"), "{from:?}");
    assert_eq!(from.replayed, from.inputs);
    let running = Running::start(site);
    assert!(!running.join(Role::Toolbar, Some(seen)).await.unwrap().hello().resumed);
    assert!(desk(&running).await.session.is_some());
}

#[tokio::test]
async fn a_workspace_without_what_is_live_is_refused_and_any_other_is_taken() {
    let (disk, seen) = killed().await;
    let mut workspace = Workspace::demo();
    workspace.users.retain(|user| user.id.as_str() != "executive");
    let error = restored(&disk, workspace).err().unwrap();
    assert!(matches!(error, HubError::KeptWorkspace { .. }), "{error}");
    assert!(error.to_string().contains("the workspace has no user executive"), "{error}");
    let mut workspace = Workspace::demo();
    workspace.session.command_timeout += 1_000;
    let (site, from) = restored(&disk, workspace.clone()).unwrap();
    assert_eq!(from.unwrap().missing, [""; 0]);
    assert_eq!(*site.workspace, workspace);
    let running = Running::start(site);
    assert!(running.join(Role::Toolbar, Some(seen)).await.unwrap().hello().resumed);
    assert!(desk(&running).await.session.is_some());
}
