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
