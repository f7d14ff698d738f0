//! The workspace is edited while the site runs.

use std::sync::Arc;

use rstest::rstest;
use serde_json::json;

use super::site::{START, Site};
use crate::contract::ids::{CampaignId, DeskId};
use crate::desk::{Phase, ToastVariant};
use crate::ecc::{Ecc, Input, WorkspaceEdit};
use crate::workspace::{Label, Permission, Workspace};

/// An agent of the whole demo at work.
fn at_work() -> Site {
    let mut site = Site::with(|workspace| *workspace = Workspace::demo());
    site.agent("a", "executive", "1234567890");
    site
}

fn edit(site: &mut Site, change: impl FnOnce(&mut Workspace)) {
    let mut workspace = Workspace::clone(site.ecc.workspace());
    change(&mut workspace);
    let desks = site.desks.keys().cloned().collect();
    site.input(Input::Workspace(WorkspaceEdit { desks, result: Ok(Arc::new(workspace)) }));
}

fn toast(site: &Site, desk: &str) -> (ToastVariant, String) {
    let toast = site.desk(desk).toasts.back().expect("a toast");
    (toast.variant, toast.text.clone())
}

#[test]
fn an_edit_is_in_use_at_once_and_drops_nobody() {
    let mut site = at_work();
    let id = site.customer_calls("1234567890");
    site.ok("a", "toolbar.answer", json!([]));
    edit(&mut site, |workspace| {
        let title = "new".to_owned();
        workspace.labels.push(Label { title, color: "#000000".to_owned(), description: String::new() });
        workspace.campaigns[1].name = "Renamed".to_owned();
        workspace.campaigns[1].wrap_timeout = 7;
        workspace.campaigns[1].is_acw_connected_enabled = false;
        workspace.users[1].id = "newcomer".into();
        workspace.session.break_statuses = vec!["Tea".to_owned()];
    });
    assert_eq!(toast(&site, "a"), (ToastVariant::Info, "The workspace was edited and is in use".to_owned()));
    let desk = site.desk("a");
    assert_eq!(desk.interaction(&id).unwrap().phase, Phase::Connected);
    assert_eq!(desk.setup.labels.last().unwrap().title, "new");
    let session = desk.session.as_ref().unwrap();
    assert_eq!(session.campaign_name(CampaignId(172)), "Renamed");
    assert_eq!((&session.break_statuses[..], session.since), (&["Tea".to_owned()][..], START));
    assert!(session.presence.available && session.extension.is_some() && !session.selected.is_empty());

    site.ok("b", "session.login", json!(["newcomer", ""]));
    site.ok("a", "toolbar.hangup", json!([]));
    site.wait(6);
    assert_eq!(site.desk("a").interactions.len(), 1, "in the wrap-up of the edited campaign");
    site.wait(1);
    assert_eq!(site.desk("a").interactions.len(), 0);
}

/// Else a toast that comes while somebody types their password would never be read.
#[test]
fn what_a_desk_was_told_before_the_first_user_signs_in_is_still_there() {
    let mut site = Site::with(|workspace| *workspace = Workspace::demo());
    let _ = site.call("a", "session.login", json!(["executive", "wrong"]));
    edit(&mut site, |workspace| workspace.labels.clear());
    site.ok("a", "session.login", json!(["executive", "executive"]));
    assert_eq!(toast(&site, "a").0, ToastVariant::Info);
}

#[test]
fn what_an_edited_role_no_longer_allows_is_refused() {
    let mut site = at_work();
    edit(&mut site, |workspace| {
        let role = workspace.roles.iter_mut().find(|role| role.id == "agent").unwrap();
        role.permissions.retain(|one| *one != Permission::Dial);
    });
    let error = site
        .call("a", "interaction.initiateInteraction", json!(["voice", {"phone": "3362227000"}, 172]))
        .unwrap_err();
    assert_eq!(error.data.http, Some(403), "{error:?}");
    assert!(!site.desk("a").setup.may(Permission::Dial));
}

#[test]
fn who_may_take_calls_goes_by_the_edited_roles() {
    let mut site = at_work();
    edit(&mut site, |workspace| {
        let role = workspace.roles.iter_mut().find(|role| role.id == "agent").unwrap();
        role.permissions.retain(|one| *one != Permission::Voice);
    });
    let id = site.customer_calls("5550123");
    assert!(site.desk("a").interaction(&id).is_none(), "a call is offered to who may take none");
    edit(&mut site, |workspace| workspace.roles = Workspace::demo().roles);
    assert!(site.desk("a").interaction(&id).is_some(), "it is as soon as they may");
}

/// Numbers that an edit takes from agents' sight are so at once, also where a call is on the line already.
#[test]
fn an_edit_masks_what_is_shown_already() {
    let mut site = at_work();
    let id = site.customer_calls("5550123");
    site.ok("a", "toolbar.answer", json!([]));
    site.ok("a", "toolbar.hangup", json!([]));
    let callback =
        json!({"phone": "5550123", "callbackTime": "2025-07-14T18:00:00+0530", "isSelfCallback": true});
    site.ok("a", "interaction.disposeInteraction", json!(["voice", id, 1345, "", callback]));
    let id = site.customer_calls("5550123");
    let seen = |site: &Site| {
        let desk = site.desk("a");
        (desk.interaction(&id).unwrap().shown_phone().into_owned(), desk.callbacks[0].phone.clone())
    };
    assert_eq!(seen(&site), ("5550123".to_owned(), "5550123".to_owned()));
    edit(&mut site, |workspace| workspace.session.masked_privileges = vec!["phone".to_owned()]);
    assert_eq!(seen(&site), ("***0123".to_owned(), "***0123".to_owned()));
    edit(&mut site, |workspace| workspace.session.masked_privileges.clear());
    assert_eq!(seen(&site), ("5550123".to_owned(), "5550123".to_owned()));
}

#[rstest]
#[case(|one: &mut Workspace| one.users.retain(|user| user.id.as_str() != "executive"), "it has no user executive, who is signed in at desk a")]
#[case(|one: &mut Workspace| one.campaigns.retain(|campaign| campaign.id.0 != 172), "it has no campaign 172, which executive has chosen at desk a")]
#[case(|one: &mut Workspace| one.campaigns.retain(|campaign| campaign.id.0 != 201), "it has no campaign 201, to which interaction ")]
#[case(|one: &mut Workspace| one.channels.retain(|channel| channel.sub_type != "whatsapp"), "it has no channel whatsapp in use, by which interaction ")]
#[case(|one: &mut Workspace| one.channels.iter_mut().for_each(|one| one.active = one.sub_type != "whatsapp"), "it has no channel whatsapp in use, by which interaction ")]
fn an_edit_that_takes_away_what_is_in_use_changes_nothing(
    #[case] change: fn(&mut Workspace),
    #[case] why: &str,
) {
    let mut site = at_work();
    site.ok("x", "control.customerCall", json!(["5550123", "Waits", 201]));
    site.ok("x", "control.customerChat", json!(["Waits too", "5550124", 201, "whatsapp"]));
    let before = Arc::clone(site.ecc.workspace());
    edit(&mut site, |workspace| {
        workspace.labels.clear();
        change(workspace);
    });
    let (variant, text) = toast(&site, "a");
    assert_eq!(variant, ToastVariant::Error);
    assert!(text.starts_with(&format!("The edited workspace is not taken: {why}")), "{text}");
    assert!(Arc::ptr_eq(&before, site.ecc.workspace()));
    assert!(!site.desk("a").setup.labels.is_empty());
}

#[test]
fn an_edit_with_an_error_changes_nothing_and_says_why() {
    let mut site = at_work();
    let before = Arc::clone(site.ecc.workspace());
    let why = format!("site.toml:1:2: {}", "x".repeat(1_000));
    let desks = vec![DeskId::from("a")];
    site.input(Input::Workspace(WorkspaceEdit { desks, result: Err(why) }));
    let (variant, text) = toast(&site, "a");
    assert_eq!(variant, ToastVariant::Error);
    assert!(text.starts_with("The edited workspace is not taken: site.toml:1:2: xxx") && text.len() < 500);
    assert!(Arc::ptr_eq(&before, site.ecc.workspace()));
}

#[test]
fn a_snapshot_knows_what_the_workspace_was_edited_to() {
    let mut site = at_work();
    let before = Arc::clone(site.ecc.workspace());
    assert!(!site.ecc.snapshot().contains("\"edited\""));
    edit(&mut site, |workspace| workspace.users[0].name = Some("Edited".to_owned()));
    let restored = Ecc::restore(before, &site.ecc.snapshot()).unwrap();
    assert_eq!(restored.workspace().user("executive").unwrap().name(), "Edited");
    assert_eq!(restored.snapshot(), site.ecc.snapshot());
}

#[test]
fn an_edit_is_an_input_that_can_be_kept() {
    let workspace = Arc::new(Workspace::demo().without_secrets());
    let input = Input::Workspace(WorkspaceEdit { desks: vec![DeskId::from("a")], result: Ok(workspace) });
    let text = serde_json::to_string(&input).unwrap();
    assert!(
        !text.contains("\"executive\",\"password\":\"executive\"") && text.contains("\"password\":\"***\"")
    );
    let again: Input = serde_json::from_str(&text).unwrap();
    assert_eq!(serde_json::to_string(&again).unwrap(), text);
}
