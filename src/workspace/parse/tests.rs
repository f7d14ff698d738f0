//! Each class of error, with the message that a person reads; and the workspaces that are part of the program.

mod bounds;
mod site;
mod work;

use std::collections::BTreeSet;

use crate::workspace::{DEMO, MINIMAL, SALES, SUPPORT, Workspace};

/// What one change of a workspace makes wrong; there must be nothing else.
fn message(text: &str, right: &str, wrong: &str) -> String {
    assert!(text.contains(right), "the workspace does not hold {right:?} any more");
    let error = Workspace::parse(&text.replacen(right, wrong, 1), "t.toml").unwrap_err();
    assert_eq!(error.problems.len(), 1, "{error}");
    error.to_string()
}

/// One change of the demo is told so.
#[track_caller]
fn told(right: &str, wrong: &str, expected: &str) {
    let message = message(DEMO, right, wrong);
    assert!(message.contains(&format!(": {expected}")), "{message}");
}

#[test]
fn a_problem_has_the_line_and_the_column_of_what_it_is_about() {
    let at = |right: &str, wrong: &str| message(MINIMAL, right, wrong).split(' ').next().unwrap().to_owned();
    let line = |text: &str| MINIMAL.lines().position(|line| line == text).unwrap() + 1;
    // A value that does not fit, and one that means nothing: at the value.
    let place = format!("t.toml:{}:15:", line("wrapTimeout = 45"));
    assert_eq!(at("wrapTimeout = 45", "wrapTimeout = \"x\""), place);
    assert_eq!(at("wrapTimeout = 45", "wrapTimeout = 0"), place);
    let place = format!("t.toml:{}:21:", line("members = [\"agent\"]"));
    assert_eq!(at("members = [\"agent\"]", "members = [\"agent\", \"ghost\"]"), place);
    // A key that is none: at the key. One that is missing: at the entry's header.
    let place = format!("t.toml:{}:1:", line("processId = 1") + 1);
    assert_eq!(at("processId = 1", "processId = 1\nproces = 2"), place);
    assert_eq!(at("password = \"agent\"\n", ""), format!("t.toml:{}:1:", line("[[users]]")));
    // Columns count letters, not bytes.
    let text = MINIMAL.replace("name = \"Support\" }", "name = \"Support\", maxWait = 1 }");
    let error = message(
        &text,
        "{ id = 1, name = \"Support\", maxWait = 1 }",
        "{ name = \"ééé\", id = 1, maxWait = 0 }",
    );
    assert!(error.contains(":43: campaigns[0].queue.maxWait: 0 is out of range"), "{error}");
}

#[test]
fn what_can_not_be_read_hides_no_other_error() {
    let broken = DEMO
        .replacen("id = 47\n", "id = \"47\"\n", 1)
        .replacen("password = \"moh5\"\n", "", 1)
        .replacen("type = \"Supervisor\"", "type = \"Supervisior\"", 1)
        .replacen("title = \"praise\"", "title = \"Praise\"", 1)
        .replacen("[site]", "[sit]", 1)
        .replacen("id = 33\n", "id = true\n", 1)
        .replacen("callEvery = [40, 90]", "callEvery = [40, 90, 91]", 1);
    let error = Workspace::parse(&broken, "t.toml").unwrap_err();
    let paths: Vec<&str> = error.problems.iter().map(|one| one.finding.path.as_str()).collect();
    // In the order of the file. What refers to the campaign and the user that could not be read is not told
    // as wrong, and the supervisor is the eighth user of the file.
    let expected = [
        "sit",
        "public.callEvery",
        "users[1].password",
        "users[7].type",
        "campaigns[0].id",
        "labels[5].title",
        "crm.objects[1].id",
    ];
    assert_eq!(paths, expected, "{error}");
    assert!(error.in_short().ends_with("did you mean site? (and 6 more)"), "{}", error.in_short());
}

#[test]
fn several_lines_that_are_no_toml_are_told_at_once() {
    let error = Workspace::parse("name = x\n[[users]\n[site]\nnode = 1 2\n", "t.toml").unwrap_err();
    let lines: Vec<Option<usize>> = error.problems.iter().map(|one| one.line).collect();
    assert_eq!(lines, [Some(1), Some(2), Some(4)], "{error}");
    let all = "x\n".repeat(1_000);
    assert_eq!(Workspace::parse(&all, "t.toml").unwrap_err().problems.len(), 8);
}

#[test]
fn of_very_many_problems_the_first_are_told() {
    let labels: String = (0..300).map(|n| format!("[[labels]]\ntitle = \"L{n}\"\n")).collect();
    let error = Workspace::parse(&format!("{MINIMAL}{labels}"), "t.toml").unwrap_err();
    assert_eq!(error.problems.len(), 201);
    assert!(error.to_string().ends_with("t.toml: 100 more problems are not listed"), "{error}");
}

#[test]
fn every_template_is_whole_and_well() {
    for text in [DEMO, MINIMAL, SUPPORT, SALES] {
        let workspace = Workspace::parse(text, "t.toml").unwrap();
        assert_eq!(workspace.missing_parts(), []);
        assert!(text.starts_with("#:schema ./workspace.schema.json\n"));
    }
}

#[test]
fn the_demo_is_a_believable_business() {
    let demo = Workspace::demo();
    let agents = demo.users.iter().filter(|user| user.user_type == "Executive").count();
    let types: BTreeSet<&str> = demo.campaigns.iter().map(|one| one.campaign_type.as_str()).collect();
    assert!(agents >= 6 && types.len() >= 4 && demo.customers.len() >= 40);
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let contacts: BTreeSet<String> =
        demo.crm.objects[0].records.iter().filter_map(|one| Some(digits(one["Phone"].as_str()?))).collect();
    for customer in &demo.customers {
        assert!(!customer.history.is_empty(), "{} has no history", customer.name);
        assert!(contacts.contains(&customer.phone), "{} has no record", customer.name);
    }
    let kinds: BTreeSet<String> = demo.attributes.iter().map(|one| format!("{:?}", one.kind)).collect();
    assert_eq!(kinds.len(), 8, "an attribute of each type");
}

#[test]
fn the_built_in_workspace_is_well() {
    let demo = Workspace::demo();
    assert_eq!(demo.user("executive").unwrap().campaigns.len(), 2);
    assert_eq!(demo.customer("1234567890").unwrap().name, "Anshika");
}

#[test]
fn the_smallest_workspace_is_well_and_small() {
    let minimal = Workspace::minimal();
    let sizes = [&minimal.users.len(), &minimal.campaigns.len(), &minimal.extensions.len()];
    assert_eq!((sizes, minimal.customers.len(), minimal.crm.objects.len()), ([&1, &1, &1], 1, 0));
    let agent = minimal.user("agent").unwrap();
    assert_eq!((agent.password.expose(), &agent.user_type[..]), ("agent", "Executive"));
    assert_eq!(minimal.security.allowed_origins, Workspace::demo().security.allowed_origins);
    assert!(minimal.security.allowed_origins.contains(&"https://crm.example.com".to_owned()));
}

#[test]
fn all_problems_come_at_once() {
    let broken = DEMO.replace("wrapTimeout = 45\n", "wrapTimeout = 0\n").replace("[47, 172]", "[48, 49]");
    assert_eq!(Workspace::parse(&broken, "t.toml").unwrap_err().problems.len(), 3);
}
