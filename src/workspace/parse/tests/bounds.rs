//! So much and no more, and not a byte of rubbish.

use rstest::rstest;

use crate::workspace::{MINIMAL, Workspace};

#[rstest]
#[case("labels", "title = \"l{}\"", 500)]
#[case("replies", "shortCode = \"r{}\"\ncontent = \"x\"", 500)]
#[case("macros", "name = \"m{}\"\nactions = [{ action = \"resolve_conversation\" }]", 200)]
#[case(
    "automations",
    "name = \"a{}\"\nevent = \"message_created\"\nactions = [{ action = \"mute_conversation\" }]",
    200
)]
#[case("bots", "name = \"b{}\"", 20)]
#[case("teams", "name = \"t{}\"\nmembers = [\"agent\"]", 200)]
#[case("assignmentRules", "team = \"support\"", 500)]
#[case("statuses", "name = \"s{}\"", 50)]
#[case("roles", "id = \"r{}\"\npermissions = []", 50)]
#[case("users", "id = \"u{}\"\npassword = \"x\"\ncampaigns = [1]", 2_000)]
#[case("extensions", "phone = \"e{}\"", 5_000)]
#[case("customers", "id = {}\nname = \"x\"\nphone = \"p{}\"", 10_000)]
#[case(
    "campaigns",
    "id = {}\nname = \"x\"\nprocessId = 1\ndefaultCode = 1\nqueue = { id = 1, name = \"x\" }\ndispositions = [{ classId = 1, className = \"x\", dispositionCodeBean = [{ dispositionCodeId = 1, dispositionCodeName = \"x\" }] }]",
    500
)]
fn so_many_and_no_more(#[case] section: &str, #[case] entry: &str, #[case] most: usize) {
    let there = MINIMAL.matches(&format!("[[{section}]]\n")).count();
    let with = |count: usize| {
        let entry = |n: usize| format!("\n[[{section}]]\n{}\n", entry.replace("{}", &(n + 100).to_string()));
        Workspace::parse(&format!("{MINIMAL}{}", (there..count).map(entry).collect::<String>()), "t.toml")
    };
    assert!(with(most).is_ok(), "{}", with(most).unwrap_err());
    let error = with(most + 1).unwrap_err().to_string();
    let expected = format!("{section}: {} {section} are too many, expected at most {most}", most + 1);
    assert!(error.ends_with(&expected), "{error}");
}

#[rstest]
#[case(
    "[[macros]]\nname = \"m\"\nactions = [%]",
    "{ action = \"resolve_conversation\" },",
    20,
    "macros[0].actions: 21 actions are too many"
)]
#[case(
    "[[bots]]\nname = \"b\"\nrules = [%]",
    "{ words = [\"x\"], reply = \"y\" },",
    100,
    "bots[0].rules: 101 rules are too many"
)]
#[case(
    "[[bots]]\nname = \"b\"\nhandOver = { words = [%] }",
    "\"x\",",
    50,
    "bots[0].handOver.words: 51 words are too many"
)]
#[case(
    "[[public.scripts]]\nname = \"s\"\nlines = [%]",
    "\"x\",",
    100,
    "public.scripts[0].lines: 101 lines are too many"
)]
#[case(
    "[[customers]]\nid = 2\nname = \"x\"\nphone = \"2\"\nhistory = [%]",
    "{ at = \"2025-01-01T00:00:00Z\", channelType = \"voice\" },",
    100,
    "customers[1].history: 101 interactions are too many"
)]
#[case(
    "[[automations]]\nname = \"a\"\nevent = \"message_created\"\nactions = [{ action = \"mute_conversation\" }]\nconditions = [%]",
    "{ attribute = \"phone\", operator = \"is_present\" },",
    20,
    "automations[1].conditions: 21 conditions are too many"
)]
fn what_an_entry_holds_has_a_bound_too(
    #[case] entry: &str,
    #[case] item: &str,
    #[case] most: usize,
    #[case] expected: &str,
) {
    let with = |count: usize| {
        Workspace::parse(&format!("{MINIMAL}\n{}\n", entry.replace('%', &item.repeat(count))), "t.toml")
    };
    assert!(with(most).is_ok(), "{}", with(most).unwrap_err());
    let error = with(most + 1).unwrap_err().to_string();
    assert!(error.contains(expected), "{error}");
}

#[test]
fn a_model_has_so_many_attributes_and_no_more() {
    let one = |n: usize| {
        format!("\n[[attributes]]\nkey = \"k{n}\"\nname = \"x\"\ntype = \"text\"\nmodel = \"contact\"\n")
    };
    let with = |count: usize| {
        Workspace::parse(&format!("{MINIMAL}{}", (0..count).map(one).collect::<String>()), "t.toml")
    };
    assert!(with(50).is_ok());
    let expected = "attributes: 51 attributes of contacts are too many, expected at most 50";
    assert!(with(51).unwrap_err().to_string().ends_with(expected));
}

#[test]
fn what_takes_too_much_as_json_is_refused() {
    // Each quotation mark is two bytes of JSON.
    let body = "\"".repeat(20_000);
    let one = |n: usize| format!("\n[[stubs]]\nmicroservice = \"cms\"\npath = \"/{n}\"\nbody = '{body}'\n");
    let text = format!("{MINIMAL}{}", (0..180).map(one).collect::<String>());
    assert!(text.len() < 4 << 20);
    let error = Workspace::parse(&text, "t.toml").unwrap_err().to_string();
    assert!(error.contains("bytes as JSON, expected at most 6291456"), "{error}");
}

#[test]
fn the_crm_of_a_workspace_has_bounds() {
    use crate::workspace::crm::*;
    let parse = |text: &str| Workspace::parse(text, "t.toml").map(drop).map_err(|error| error.to_string());
    let object = |id: usize, fields: &str, records: &str| {
        format!(
            "[[crm.objects]]\nid = {id}\nobjectType = \"T{id}\"\nfields = [{{ name = \"Id\", type = \"id\" }}, {fields}]\nrecords = [{records}]\n"
        )
    };
    let with = |crm: &str| parse(&format!("{}\n{crm}", MINIMAL));
    let objects = |count: usize| (0..count).map(|id| object(id, "", "")).collect::<String>();
    let fields = |count: usize| {
        object(1, &(1..count).map(|n| format!("{{ name = \"f{n}\" }},")).collect::<String>(), "")
    };
    let records =
        |count: usize| object(1, "", &(0..count).map(|n| format!("{{ Id = \"{n}\" }},")).collect::<String>());
    let value = |long: usize| {
        object(1, "{ name = \"a\" }", &format!("{{ Id = \"1\", a = \"{}\" }}", "x".repeat(long)))
    };
    for (within, beyond, message) in [
        (
            objects(MAX_OBJECTS),
            objects(MAX_OBJECTS + 1),
            "crm.objects: 101 objects are too many, expected at most 100",
        ),
        (
            fields(MAX_FIELDS),
            fields(MAX_FIELDS + 1),
            "crm.objects[0].fields: 201 fields are too many, expected at most 200",
        ),
        (
            records(MAX_OBJECT_RECORDS),
            records(MAX_OBJECT_RECORDS + 1),
            "crm.objects[0].records: 10001 records are too many",
        ),
        (value(MAX_VALUE), value(MAX_VALUE + 1), "crm.objects[0].records[0].a: 32769 bytes are too many"),
    ] {
        assert_eq!(with(&within), Ok(()));
        let error = with(&beyond).unwrap_err();
        assert!(error.contains(message), "{error}");
    }
    let names: String = (0..9).map(|n| format!("{{ name = \"a{n}\" }},")).collect();
    let record = |id: usize, count: usize| {
        let texts = (0..count).map(|n| format!(", a{n} = \"{}\"", "x".repeat(MAX_VALUE)));
        format!("{{ Id = \"{id}\"{} }},", texts.collect::<String>())
    };
    assert_eq!(with(&object(1, &names, &record(1, 7))), Ok(()));
    let error = with(&object(1, &names, &record(1, 8))).unwrap_err();
    assert!(
        error.contains("crm.objects[0].records[0]: ") && error.contains("expected at most 262144"),
        "{error}"
    );
    let many: String = (0..10).map(|id| record(id, 7)).collect();
    let error = with(&object(1, &names, &many)).unwrap_err();
    assert!(error.contains("bytes of records are too many, expected at most 2097152"), "{error}");
}

#[test]
fn rubbish_is_an_error() {
    for text in ["", "\u{0}", "x", "[[[", "users = 5"] {
        assert!(Workspace::parse(text, "t.toml").is_err(), "{text:?}");
    }
}
