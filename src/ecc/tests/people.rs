//! What a role allows and what a user is offered; numbers that are masked.

use rstest::rstest;
use serde_json::{Value, json};

use super::site::Site;
use crate::contract::spec::Kind;
use crate::contract::{Contract, Event};
use crate::desk::setup::Setup;
use crate::ecc::privileges::{Needs, needs};
use crate::workspace::conversation::Visibility;
use crate::workspace::{Availability, Macro, Permission, Reply, Role, Workspace};

pub const CALLER: &str = "5551237890";

/// A site at which `executive` has a role with these permissions.
pub fn with_role(permissions: &[Permission]) -> Site {
    with_role_and(permissions, |_| {})
}

fn with_role_and(permissions: &[Permission], change: impl FnOnce(&mut Workspace)) -> Site {
    let mut site = Site::with(|workspace| {
        let permissions = permissions.to_vec();
        workspace.roles.push(Role { id: "some".to_owned(), name: None, permissions });
        workspace.users[0].role = Some("some".to_owned());
        change(workspace);
    });
    site.agent("a", "executive", "1234567890");
    site
}

fn all_but(without: Permission) -> Vec<Permission> {
    Permission::ALL.into_iter().filter(|one| *one != without).collect()
}

fn sample_params(method: &str) -> Value {
    let spec = Contract::get().require_method(method).unwrap();
    let mut params = serde_json::Map::new();
    for param in spec.params.iter().filter(|param| param.required) {
        let first = param.allowed.as_ref().and_then(|list| list.first().cloned());
        let example = param.example.clone().or(first.map(Value::from)).unwrap_or_else(|| match param.kind {
            Kind::Number => json!(1),
            Kind::Boolean => json!(true),
            Kind::Object | Kind::Map => json!({"phone": "5551234567"}),
            Kind::Array => json!([]),
            _ => json!("x"),
        });
        params.insert(param.name.clone(), example);
    }
    Value::Object(params)
}

/// Every method that needs something is refused to a role that lacks just that, and to no other role.
#[test]
fn what_a_role_does_not_allow_is_refused() {
    let mut checked = 0;
    for method in Contract::get().methods() {
        let Some(needed) = needs(&method.id) else { continue };
        let cases = match needed {
            Needs::Always(permission) => vec![(permission, sample_params(&method.id))],
            Needs::ByChannel { voice, chat } => ["voice", "chat"]
                .into_iter()
                .zip([voice, chat])
                .map(|(channel, permission)| (permission, json!([channel, {"phone": "5551234567"}, 172])))
                .collect(),
        };
        for (permission, params) in cases {
            checked += 1;
            let mut without = with_role(&all_but(permission));
            let told = without.log.len();
            let error = without.call("a", &method.id, params.clone()).unwrap_err();
            assert_eq!((error.code.number(), error.data.http), (3000, Some(403)), "{}: {error:?}", method.id);
            assert!(error.message.ends_with("is not allowed to role some"), "{}", error.message);
            let hint = error.data.hint.unwrap();
            assert!(hint.contains(permission.as_str()) && hint.contains("[[roles]]"), "{hint}");
            assert_eq!(without.log.len(), told + 1, "{}: only the refusal went out", method.id);
            let mut with = with_role(&[permission]);
            if let Err(error) = with.call("a", &method.id, params) {
                assert_ne!(error.data.http, Some(403), "{}: {error:?}", method.id);
            }
        }
    }
    assert!(checked >= 25, "only {checked} methods need something");
    for permission in Permission::ALL {
        let of_channels = [Permission::Voice, Permission::Chat].contains(&permission);
        let guards = |method: &&crate::contract::spec::Method| match needs(&method.id) {
            Some(Needs::Always(one)) => one == permission,
            Some(Needs::ByChannel { voice, chat }) => [voice, chat].contains(&permission),
            None => false,
        };
        assert!(
            of_channels || Contract::get().methods().iter().any(|one| guards(&one)),
            "{permission:?} guards nothing"
        );
    }
}

#[test]
fn whoever_is_not_signed_in_is_told_that_and_not_of_roles() {
    let mut site = Site::new();
    let error = site.call("a", "toolbar.transfer", json!(["transferToUser", "moh5"])).unwrap_err();
    assert_eq!(error.message, "nobody is signed in at desk a");
}

fn setup(site: &Site) -> &Setup {
    &site.desk("a").setup
}

#[test]
fn the_setup_is_what_the_role_allows() {
    let of_everything = |workspace: &mut Workspace| {
        workspace.channels.clear();
        let one = |name: &str, visibility, owner: Option<&str>| Macro {
            name: name.to_owned(),
            visibility,
            owner: owner.map(Into::into),
            campaigns: None,
            actions: Vec::new(),
        };
        workspace.macros = vec![
            one("all", Visibility::Global, None),
            one("mine", Visibility::Personal, Some("executive")),
            one("theirs", Visibility::Personal, Some("moh5")),
        ];
        workspace.macros.push(Macro {
            campaigns: Some(vec![crate::contract::ids::CampaignId(1)]),
            ..one("elsewhere", Visibility::Global, None)
        });
    };
    let site = with_role_and(&Permission::ALL, of_everything);
    let names = |setup: &Setup| setup.macros.iter().map(|one| one.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(setup(&site)), ["all", "mine"]);
    assert_eq!(setup(&site).channels.len(), 2);
    assert_eq!(setup(&site).colleagues.len(), site.workspace.users.len() - 1);
    assert!(!setup(&site).objects.is_empty() && !setup(&site).destinations.is_empty());
    assert!(setup(&site).may(Permission::Supervise));

    let site = with_role_and(&[Permission::Voice], of_everything);
    let setup = setup(&site);
    assert_eq!(names(setup), [""; 0]);
    assert_eq!(setup.channels.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["Voice"]);
    assert!(setup.colleagues.is_empty() && setup.destinations.is_empty() && setup.objects.is_empty());
    assert!(setup.may(Permission::Voice) && !setup.may(Permission::Dial));
}

#[test]
fn a_role_that_allows_nothing_is_told_so() {
    let site = with_role(&[]);
    assert_eq!(setup(&site).permissions, Some(Vec::new()));
    assert!(Permission::ALL.into_iter().all(|one| !setup(&site).may(one)));
    assert!(Setup::default().may(Permission::Voice), "of an older recording nothing is known");
}

#[test]
fn the_setup_comes_before_the_session_and_goes_with_it() {
    let mut site = Site::with_agent();
    let kinds: Vec<String> = site
        .log
        .iter()
        .filter_map(|output| match &output.what {
            crate::ecc::What::Change { change, .. } => {
                Some(serde_json::to_value(change).unwrap()["kind"].as_str().unwrap().to_owned())
            }
            _ => None,
        })
        .collect();
    assert_eq!(kinds[..3], ["setup", "preferences", "signedIn"]);
    site.ok("a", "session.logout", json!([]));
    assert_eq!(*setup(&site), Setup::default());
}

#[test]
fn a_setup_that_is_too_large_ends_and_says_so() {
    let mut site = Site::with(|workspace| {
        let reply = |at: usize| Reply { short_code: format!("r{at}"), content: "x".repeat(4_000) };
        workspace.replies = (0..100).map(reply).collect();
    });
    site.agent("a", "executive", "1234567890");
    let kept = setup(&site).replies.len();
    assert!((50..100).contains(&kept), "{kept} replies are kept");
    assert!(serde_json::to_string(site.desk("a")).unwrap().len() < 512 << 10);
    let toast = site.desk("a").toasts.back().unwrap();
    assert_eq!(
        toast.text,
        format!("The site offers more than a toolbar holds: {} entries are left out", 100 - kept)
    );
}

#[rstest]
#[case(true, true)]
#[case(false, false)]
fn a_status_of_the_sites_own_can_be_chosen(#[case] available: bool, #[case] offered: bool) {
    let mut site = Site::with(|workspace| {
        let description = String::new();
        workspace.statuses = vec![Availability { name: "Coaching".to_owned(), available, description }];
    });
    site.agent("a", "executive", "1234567890");
    assert_eq!(setup(&site).statuses[0].name, "Coaching");
    site.wait(5);
    site.ok("a", "toolbar.setAvailability", json!(["Coaching"]));
    let presence = site.desk("a").session.as_ref().unwrap().presence.clone();
    assert_eq!(
        (presence.status.as_str(), presence.available, presence.since),
        ("Coaching", available, site.now)
    );
    let last = site.events("a").filter_map(|event| match event {
        Event::UserAvailabilityStatusChanged(event) => Some(event),
        _ => None,
    });
    assert_eq!(last.last().unwrap().is_available, available);
    site.customer_calls(CALLER);
    assert_eq!(!site.desk("a").interactions.is_empty(), offered);
    let error = site.call("a", "toolbar.setAvailability", json!(["coaching"])).unwrap_err();
    assert_eq!(error.data.hint.as_deref(), Some("did you mean Coaching?"));
}

fn masked_site(change: impl FnOnce(&mut Workspace)) -> Site {
    let mut site = Site::with(change);
    site.agent("a", "executive", "1234567890");
    site
}

#[test]
fn a_campaign_masks_its_numbers_and_no_others() {
    let mut site = masked_site(|workspace| {
        workspace.campaigns[1].masked_privileges = vec!["phone".to_owned()];
    });
    let session = site.ok("a", "session.getAgentSession", json!([]));
    assert_eq!(session["maskedPrivileges"], json!([]));
    let map = json!({"campaignId-47": [], "campaignId-172": ["phone"]});
    assert_eq!(session["campaignMaskedPrivilegeMap"], map);
    site.ok("a", "toolbar.selectCampaigns", json!([[172, 47]]));
    for (campaign, masked) in [(172, true), (47, false)] {
        let answer = site.ok("x", "control.customerCall", json!([CALLER, "", campaign]));
        let id = answer["interactionId"].as_str().unwrap().into();
        let one = site.desk("a").interaction(&id).unwrap().clone();
        assert_eq!(one.contact.is_some_and(|contact| contact.masked), masked);
        assert_eq!(one.customer.phone, CALLER, "integrations, and so the fold, get the number");
        site.ok("x", "control.customerHangup", json!([]));
    }
}

/// Everything that the engine says in words at the desk, in one text.
fn words(site: &Site) -> String {
    let state = site.desk("a");
    let toasts = state.toasts.iter().map(|toast| toast.text.clone());
    let bell = state
        .notifications
        .iter()
        .flat_map(|one| [one.display_message.clone(), one.specific_info.phone_info.display_phone.clone()]);
    toasts.chain(bell).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_masked_number_stands_in_no_toast_and_not_behind_the_bell() {
    for masked in [true, false] {
        let mut site = masked_site(|workspace| {
            workspace.session.masked_privileges = if masked { vec!["phone".to_owned()] } else { Vec::new() };
        });
        site.customer_calls(CALLER);
        site.wait(21);
        let words = words(&site);
        assert!(words.contains("You missed a call from") && words.contains("Call Missed!!"), "{words}");
        assert_eq!(words.contains(CALLER), !masked, "{words}");
        assert_eq!(words.contains("******7890"), masked, "{words}");
        let missed = site.desk("a").notifications.back().unwrap().specific_info.contact.clone();
        assert_eq!(missed, CALLER, "integrations get the number");
    }
}
