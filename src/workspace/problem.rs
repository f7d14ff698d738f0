//! What is wrong with a workspace file, one thing after the other.

use std::fmt::{self, Display, Formatter};

use serde::Serialize;

/// A workspace file that can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct WorkspaceError {
    /// Everything that is wrong, at least one, in the order of the file.
    pub problems: Vec<Problem>,
}

impl WorkspaceError {
    /// One line: the first problem, and how many there are besides.
    pub fn in_short(&self) -> String {
        match &self.problems[..] {
            [] => "the workspace can't be used".to_owned(),
            [only] => only.to_string(),
            [first, others @ ..] => format!("{first} (and {} more)", others.len()),
        }
    }
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The file.
    pub file: String,
    /// The line, from 1; absent where nothing of it stands in the file.
    pub line: Option<usize>,
    /// The column in it, from 1, in characters.
    pub column: Option<usize>,
    /// What is wrong there.
    #[serde(flatten)]
    pub finding: Finding,
}

/// What is wrong, and where among the keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The keys down to it: `users[0].campaigns`; empty where it is about the file as a whole.
    pub path: String,
    /// What was found.
    pub found: String,
    /// What was expected; empty where `found` says it.
    pub expected: String,
    /// What to write instead, or what else to do.
    pub suggestion: Option<String>,
}

impl Problem {
    /// Where: `demo.toml:12:5`.
    pub fn place(&self) -> String {
        match (self.line, self.column) {
            (Some(line), Some(column)) => format!("{}:{line}:{column}", self.file),
            _ => self.file.clone(),
        }
    }
}

impl Display for Problem {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place(), self.finding)
    }
}

impl Display for Finding {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.found)?;
        if !self.expected.is_empty() {
            write!(f, ", expected {}", self.expected)?;
        }
        match &self.suggestion {
            Some(suggestion) => write!(f, "; {suggestion}"),
            None => Ok(()),
        }
    }
}
