//! From text to a workspace, with errors that name the place.

use super::Workspace;

/// A workspace file that can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct WorkspaceError {
    /// Everything that is wrong, at least one.
    pub problems: Vec<Problem>,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file and the place in it: `demo.toml:12:5`, or `demo.toml: users[0].campaigns`.
    pub place: String,
    /// What is wrong, and what was expected.
    pub message: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

impl Workspace {
    /// Parses and checks a workspace file; `name` is what errors call it.
    pub fn parse(text: &str, name: &str) -> Result<Workspace, WorkspaceError> {
        let workspace: Workspace = toml::from_str(text).map_err(|error| {
            let message = error.message().trim().to_owned();
            let place = match error.span() {
                Some(span) => {
                    let (line, column) = line_column(text, span.start);
                    format!("{name}:{line}:{column}")
                }
                None => name.to_owned(),
            };
            WorkspaceError { problems: vec![Problem { place, message }] }
        })?;
        let problems: Vec<Problem> = super::check::check(&workspace)
            .into_iter()
            .map(|(path, message)| Problem { place: format!("{name}: {path}"), message })
            .collect();
        if problems.is_empty() { Ok(workspace) } else { Err(WorkspaceError { problems }) }
    }
}

/// The line and the column, from 1, of a byte offset.
fn line_column(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |last| last.chars().count()) + 1;
    (line, column)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::workspace::DEMO;

    #[test]
    fn the_built_in_workspace_is_well() {
        let demo = Workspace::demo();
        assert_eq!(demo.user("executive").unwrap().campaigns.len(), 2);
        assert_eq!(demo.customer("1234567890").unwrap().name, "Anshika");
    }

    /// The demo workspace with one piece of text replaced, and what its one problem reads like.
    #[rstest]
    #[case("id = 47\n", "id = \"47\"\n", "t.toml:42:6: invalid type: string \"47\", expected u32")]
    #[case(
        "maxPhoneLengthAllowed",
        "maxPhoneLenghtAllowed",
        "t.toml:10:1: unknown field `maxPhoneLenghtAllowed`, expected one of"
    )]
    #[case("[public]", "[publik]", "t.toml:15:2: unknown field `publik`, expected one of `site`")]
    #[case("password = \"moh5\"\n", "", "missing field `password`")]
    #[case(
        "campaigns = [47, 172]",
        "campaigns = [48, 172]",
        "t.toml: users[0].campaigns[0]: there is no campaign 48, expected one of 47, 172"
    )]
    #[case(
        "type = \"Executive\"",
        "type = \"Executiv\"",
        "t.toml: users[0].type: \"Executiv\" is no user type, expected one of Executive, Supervisor, Administrator; did you mean Executive?"
    )]
    #[case(
        "wrapTimeout = 45\n",
        "wrapTimeout = 0\n",
        "t.toml: campaigns[0].wrapTimeout: 0 is out of range, expected 1 to 2592000 seconds"
    )]
    #[case(
        "defaultCode = 820\nqueue = { id = 131",
        "defaultCode = 1\nqueue = { id = 131",
        "t.toml: campaigns[0].defaultCode: 1 is no code of this campaign"
    )]
    #[case(
        "phone = \"1234567891\"",
        "phone = \"1234567890\"",
        "t.toml: extensions[1].phone: 1234567890 stands twice, expected a new one"
    )]
    #[case("callEvery = [40, 90]", "callEvery = [90, 40]", "t.toml: public.callEvery: [90, 40] is no span")]
    #[case(
        "https://crm.example.com",
        "crm.example.com",
        "t.toml: security.allowedOrigins[0]: \"crm.example.com\" is no origin"
    )]
    #[case(
        "campaigns = [47, 172]",
        "campaigns = [172, 172]",
        "t.toml: users[0].campaigns[1].id: 172 stands twice"
    )]
    #[case("type = \"Omni Campaign\"", "type = \"Omni Campain\"", "\"Omni Campain\" is no campaign type")]
    #[case(
        "maxPhoneLengthAllowed = 20",
        "maxPhoneLengthAllowed = 0",
        "session.maxPhoneLengthAllowed: 0 is out of range"
    )]
    #[case("maxPhoneLengthAllowed = 20", "sessoinTimeout = 0", "session.sessoinTimeout: 0 is out of range")]
    #[case("maxPhoneLengthAllowed = 20", "agentBreakTimeThreshold = \"soon\"", "\"soon\" is no number")]
    #[case(
        "maxPhoneLengthAllowed = 20",
        "breakStatuses = [\"Tea\", \"Available\"]",
        "[2].name: Available stands twice"
    )]
    #[case("callEvery = [40, 90]", "callEvery = [40, 90", "t.toml:")]
    #[case("id = 33\n", "id = 32\n", "t.toml: crm.objects[1].id: 32 stands twice, expected a new one")]
    #[case(
        "objectType = \"Case\"",
        "objectType = \"contact\"",
        "t.toml: crm.objects[1].objectType: contact stands twice"
    )]
    #[case(
        "objectType = \"Case\"",
        "objectType = \" \"",
        "crm.objects[1].objectType: is empty, expected a text"
    )]
    #[case(
        "label = \"Case ID\", type = \"id\"",
        "type = \"string\"",
        "t.toml: crm.objects[1].fields: 0 fields have the type \"id\", expected one"
    )]
    #[case(
        "{ name = \"Phone\", type = \"phone\"",
        "{ name = \"Phone\", type = \"id\"",
        "t.toml: crm.objects[0].fields: 2 fields have the type \"id\", expected one"
    )]
    #[case(
        "name = \"Description\"",
        "name = \"Subject\"",
        "t.toml: crm.objects[1].fields[2].name: Subject stands twice"
    )]
    #[case(
        "type = \"textarea\"",
        "type = \"textaria\"",
        "t.toml: crm.objects[1].fields[2].type: \"textaria\" is no field type, expected one of id, string, phone, textarea; did you mean textarea?"
    )]
    #[case(
        "FirstName = \"Jack\"",
        "FristName = \"Jack\"",
        "t.toml: crm.objects[0].records[0].FristName: is no field of Contact, expected one of its fields; did you mean FirstName?"
    )]
    #[case(
        "FirstName = \"Jack\"",
        "FirstName = 5",
        "t.toml: crm.objects[0].records[0].FirstName: 5 is no text, expected one in quotes"
    )]
    #[case(
        ", LastName = \"Rogers\"",
        "",
        "t.toml: crm.objects[0].records[0].LastName: is missing, expected a text"
    )]
    #[case(
        "Id = \"500dL000001oNEiQAM\", ",
        "",
        "t.toml: crm.objects[1].records[1].Id: is missing, expected a text"
    )]
    #[case(
        "003dL000000Pun3QAC",
        "003dL000000Pun1QAC",
        "t.toml: crm.objects[0].records[1].Id: 003dL000000Pun1QAC stands twice, expected a new one"
    )]
    fn an_error_names_the_place_and_what_was_expected(
        #[case] right: &str,
        #[case] wrong: &str,
        #[case] message: &str,
    ) {
        assert!(DEMO.contains(right), "the demo workspace has changed");
        let error = Workspace::parse(&DEMO.replacen(right, wrong, 1), "t.toml").unwrap_err();
        assert!(error.to_string().contains(message), "{error}");
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
    fn the_crm_of_a_workspace_has_bounds() {
        use crate::workspace::crm::*;
        let parse =
            |text: &str| Workspace::parse(text, "t.toml").map(drop).map_err(|error| error.to_string());
        let object = |id: usize, fields: &str, records: &str| {
            format!(
                "[[crm.objects]]\nid = {id}\nobjectType = \"T{id}\"\nfields = [{{ name = \"Id\", type = \"id\" }}, {fields}]\nrecords = [{records}]\n"
            )
        };
        let with = |crm: &str| parse(&format!("{}\n{crm}", crate::workspace::MINIMAL));
        let objects = |count: usize| (0..count).map(|id| object(id, "", "")).collect::<String>();
        let fields = |count: usize| {
            object(1, &(1..count).map(|n| format!("{{ name = \"f{n}\" }},")).collect::<String>(), "")
        };
        let records = |count: usize| {
            object(1, "", &(0..count).map(|n| format!("{{ Id = \"{n}\" }},")).collect::<String>())
        };
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
    fn all_problems_come_at_once() {
        let broken = DEMO.replace("wrapTimeout = 45\n", "wrapTimeout = 0\n").replace("[47, 172]", "[48, 49]");
        assert_eq!(Workspace::parse(&broken, "t.toml").unwrap_err().problems.len(), 3);
    }

    #[test]
    fn rubbish_is_an_error() {
        for text in ["", "\u{0}", "x", "[[[", "users = 5"] {
            assert!(Workspace::parse(text, "t.toml").is_err(), "{text:?}");
        }
    }
}
