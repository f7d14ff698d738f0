//! A disk that is full: what is refused, what waits, and how it goes on.

use serde_json::json;

use super::bench::{Running, site, within};
use crate::journal::testing::MemoryDisk;
use crate::wire::Role;

#[tokio::test]
async fn nothing_is_told_before_it_is_safe_and_the_rest_is_refused_until_there_is_room() {
    let disk = MemoryDisk::default();
    let running = Running::start(site(&disk).0);
    let mut toolbar = running.join(Role::Toolbar, None).await.unwrap();
    toolbar.sign_in().await;
    let mut crm = running.join(Role::Crm, None).await.unwrap();
    toolbar.push_with(r#""integrations""#).await;

    disk.leave_room(Some(0));
    let early = crm.ask("store.set", json!(["k", "early"])).await;
    // It has been refused once, so that the site knows of it, and again.
    let asked = disk.asked();
    within(async {
        while disk.asked() < asked + 3 {
            tokio::task::yield_now().await
        }
    })
    .await;
    let refused = toolbar.call("toolbar.readNotifications", json!([])).await.unwrap_err();
    assert_eq!((refused.code, refused.http()), (3000, Some(507)));
    assert!(refused.hint().unwrap().contains("make room"), "{refused:?}");
    assert!(crm.hears_nothing(), "it is told of what is not safe");
    let error = running.join(Role::Crm, None).await.err().unwrap();
    assert_eq!(error.http(), Some(507));
    assert!(running.join(Role::Crm, None).await.is_err());

    disk.leave_room(None);
    crm.answered(early).await.unwrap();
    toolbar.push_with("refuses").await;
    toolbar.push_with("nothing is missing").await;
    let left = disk.after_a_crash(0);
    assert_eq!(crm.ok("store.get", json!(["k"])).await, json!("early"));

    let running = Running::start(site(&left).0);
    let mut crm = running.join(Role::Crm, Some(crm.resume())).await.unwrap();
    // It was away before it could say that it had heard this.
    crm.answered(early).await.unwrap();
    crm.last_id = 100;
    assert_eq!(crm.ok("store.get", json!(["k"])).await, json!("early"));
}

#[tokio::test]
async fn a_site_that_cant_begin_refuses_everybody_until_it_can() {
    let disk = MemoryDisk::default();
    disk.fail_after(Some(0));
    let running = Running::start(site(&disk).0);
    let refused = within(async {
        loop {
            // Those who come before the site knows of it wait for their greeting.
            let joining = running.join(Role::Toolbar, None);
            match tokio::time::timeout(std::time::Duration::from_millis(50), joining).await {
                Ok(joined) => return joined.err().unwrap(),
                Err(_) => tokio::task::yield_now().await,
            }
        }
    })
    .await;
    assert_eq!(refused.http(), Some(507));
    disk.fail_after(None);
    within(async { while running.join(Role::Toolbar, None).await.is_err() {} }).await;
}
