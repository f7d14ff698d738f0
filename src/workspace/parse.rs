//! From text to a workspace, with errors that name the place. Section by section and entry by entry, so that
//! one that can't be read hides no other's errors.

mod place;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::check;
use super::limits::{MAX_JSON, MAX_PROBLEMS};
use super::{Crm, Finding, Problem, Workspace, WorkspaceError};
use crate::contract::nearest;
use place::Lines;
use words::Words;

/// Broken lines that are told of a text that is no TOML; after the first few they only follow from them.
const MAX_BROKEN_LINES: usize = 8;

impl Workspace {
    /// Parses and checks a workspace file; `name` is what errors call it.
    pub fn parse(text: &str, name: &str) -> Result<Workspace, WorkspaceError> {
        let lines = Lines::of(text);
        let (document, errors) = DeTable::parse_recoverable(text);
        if !errors.is_empty() {
            return Err(WorkspaceError { problems: broken_lines(&lines, name, &errors) });
        }
        let document = document.into_inner();
        let mut reader = Reader::of(&document);
        let workspace = reader.workspace();
        let Reader { mut faults, kept, broken, .. } = reader;
        let judged = check::check(&workspace, broken);
        faults.extend(judged.into_iter().map(|finding| (None, in_the_file(finding, &kept))));
        let mut problems: Vec<(Option<usize>, Problem)> = faults
            .into_iter()
            .map(|(offset, finding)| {
                let offset = offset.or_else(|| place::offset_of(&document, &finding.path));
                (offset, problem(&lines, name, offset, finding))
            })
            .collect();
        if problems.is_empty() {
            return match serde_json::to_vec(&workspace).map_or(0, |json| json.len()) {
                size if size > MAX_JSON => Err(too_large(name, size)),
                _ => Ok(workspace),
            };
        }
        problems.sort_by_key(|(offset, _)| *offset);
        let mut problems: Vec<Problem> = problems.into_iter().map(|(_, problem)| problem).collect();
        cut(&mut problems, name);
        Err(WorkspaceError { problems })
    }
}

fn problem(lines: &Lines<'_>, name: &str, offset: Option<usize>, finding: Finding) -> Problem {
    let (line, column) = offset.map(|offset| lines.place(offset)).unzip();
    Problem { file: name.to_owned(), line, column, finding }
}

fn too_large(name: &str, size: usize) -> WorkspaceError {
    let finding = Finding {
        path: String::new(),
        found: format!("the workspace takes {size} bytes as JSON"),
        expected: format!("at most {MAX_JSON}"),
        suggestion: None,
    };
    WorkspaceError { problems: vec![problem(&Lines::of(""), name, None, finding)] }
}

/// Keeps as many as a person may want to read.
fn cut(problems: &mut Vec<Problem>, name: &str) {
    let more = problems.len().saturating_sub(MAX_PROBLEMS);
    if more > 0 {
        problems.truncate(MAX_PROBLEMS);
        let finding = Finding {
            path: String::new(),
            found: format!("{more} more problems are not listed"),
            expected: String::new(),
            suggestion: None,
        };
        problems.push(problem(&Lines::of(""), name, None, finding));
    }
}

/// What is no TOML: one problem a line.
fn broken_lines(lines: &Lines<'_>, name: &str, errors: &[toml::de::Error]) -> Vec<Problem> {
    let mut told = BTreeSet::new();
    let mut problems = Vec::new();
    for error in errors {
        let place = error.span().map(|span| span.start);
        if told.len() < MAX_BROKEN_LINES && told.insert(place.map(|offset| lines.place(offset).0)) {
            let message = error.message().trim();
            let (found, expected) = message.split_once(", expected ").unwrap_or((message, ""));
            let (path, suggestion) = (String::new(), None);
            let finding =
                Finding { path, found: found.to_owned(), expected: expected.to_owned(), suggestion };
            problems.push(problem(lines, name, place, finding));
        }
    }
    problems.sort_by_key(|one| (one.line, one.column));
    problems
}

/// A finding with its entry's number in the file, where entries before it could not be read.
fn in_the_file(mut finding: Finding, kept: &BTreeMap<&'static str, Vec<usize>>) -> Finding {
    for (section, numbers) in kept {
        let Some(rest) = finding.path.strip_prefix(section).and_then(|rest| rest.strip_prefix('[')) else {
            continue;
        };
        let Some((number, rest)) = rest.split_once(']') else { continue };
        if let Some(number) = number.parse::<usize>().ok().and_then(|number| numbers.get(number)) {
            finding.path = format!("{section}[{number}]{rest}");
            break;
        }
    }
    finding
}

/// Reads the sections of a document.
struct Reader<'d, 'i> {
    document: &'d DeTable<'i>,
    /// The sections that were asked for: all that there can be.
    known: Vec<&'static str>,
    /// What does not fit, with its place.
    faults: Vec<(Option<usize>, Finding)>,
    /// The numbers in the file of the entries that could be read, of sections with others.
    kept: BTreeMap<&'static str, Vec<usize>>,
    /// The sections of which something could not be read.
    broken: BTreeSet<&'static str>,
}

impl<'d, 'i> Reader<'d, 'i> {
    fn of(document: &'d DeTable<'i>) -> Reader<'d, 'i> {
        let (known, faults) = (Vec::new(), Vec::new());
        Reader { document, known, faults, kept: BTreeMap::new(), broken: BTreeSet::new() }
    }

    fn workspace(&mut self) -> Workspace {
        let workspace = Workspace {
            site: self.one("site"),
            session: self.one("session"),
            security: self.one("security"),
            public: self.one("public"),
            users: self.list("users"),
            campaigns: self.list("campaigns"),
            extensions: self.list("extensions"),
            customers: self.list("customers"),
            crm: self.crm(),
            stubs: self.list("stubs"),
            roles: self.list("roles"),
            teams: self.list("teams"),
            assignment_rules: self.list("assignmentRules"),
            channels: self.list("channels"),
            labels: self.list("labels"),
            replies: self.list("replies"),
            macros: self.list("macros"),
            attributes: self.list("attributes"),
            statuses: self.list("statuses"),
            notifications: self.one("notifications"),
            bots: self.list("bots"),
            automations: self.list("automations"),
        };
        for (key, _) in self.document {
            let name = key.get_ref().as_ref();
            if !self.known.contains(&name) {
                let near = nearest(name, self.known.iter().copied());
                let finding = Finding {
                    path: name.to_owned(),
                    found: "is no section of a workspace".to_owned(),
                    expected: format!("one of {}", self.known.join(", ")),
                    suggestion: near.map(|near| format!("did you mean {near}?")),
                };
                self.faults.push((Some(key.span().start), finding));
            }
        }
        workspace
    }

    /// A section that is a table.
    fn one<T: DeserializeOwned + Default>(&mut self, name: &'static str) -> T {
        self.known.push(name);
        let Some(value) = self.document.get(name) else { return T::default() };
        self.entry(value, name).unwrap_or_else(|| {
            self.broken.insert(name);
            T::default()
        })
    }

    /// A section that is a list of tables.
    fn list<T: DeserializeOwned>(&mut self, name: &'static str) -> Vec<T> {
        self.known.push(name);
        self.document.get(name).map_or_else(Vec::new, |value| self.entries(value, name))
    }

    /// The CRM: its objects are read one by one.
    fn crm(&mut self) -> Crm {
        self.known.push("crm");
        let Some(value) = self.document.get("crm") else { return Crm::default() };
        let Some(table) = value.get_ref().as_table() else {
            return self.entry(value, "crm").unwrap_or_default();
        };
        let mut rest = table.clone();
        let objects = rest.remove("objects");
        let rest = Spanned::new(value.span(), DeValue::Table(rest));
        let crm: Crm = self.entry(&rest, "crm").unwrap_or_default();
        let objects = objects.map_or_else(Vec::new, |value| self.entries(&value, "crm.objects"));
        Crm { objects, ..crm }
    }

    fn entries<T: DeserializeOwned>(&mut self, value: &Spanned<DeValue<'i>>, name: &'static str) -> Vec<T> {
        let Some(list) = value.get_ref().as_array() else {
            self.broken.insert(name);
            let finding = Finding {
                path: name.to_owned(),
                found: "is no list".to_owned(),
                expected: format!("[[{name}]] for each of its entries"),
                suggestion: None,
            };
            self.faults.push((Some(value.span().start), finding));
            return Vec::new();
        };
        let mut numbers = Vec::new();
        let mut entries = Vec::new();
        for (at, value) in list.iter().enumerate() {
            if let Some(entry) = self.entry(value, &format!("{name}[{at}]")) {
                numbers.push(at);
                entries.push(entry);
            }
        }
        if entries.len() < list.len() {
            self.broken.insert(name);
            self.kept.insert(name, numbers);
        }
        entries
    }

    /// A value at a path, or what is wrong with it kept.
    fn entry<T: DeserializeOwned>(&mut self, value: &Spanned<DeValue<'i>>, path: &str) -> Option<T> {
        let error = match T::deserialize(ValueDeserializer::from(value.clone())) {
            Ok(read) => return Some(read),
            Err(error) => error,
        };
        let offset = error.span().map_or(value.span().start, |span| span.start);
        let Words { found, expected, suggestion, missing } = words::words(error.message().trim());
        let mut path = place::path_of(value, path, offset);
        if let Some(name) = missing {
            path = format!("{path}.{name}");
        }
        self.faults.push((Some(offset), Finding { path, found, expected, suggestion }));
        None
    }
}

#[cfg(test)]
mod tests;
