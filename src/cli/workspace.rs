//! `offhook workspace`: a workspace file begun, checked, shown, and its schema.

mod show;

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use serde_json::{Value, json};

use super::args::{Template, WorkspaceArgs, WorkspaceCommand};
use super::failure::{Failure, code};
use super::{load, out};
use crate::wire::text::visible;
use crate::workspace::file::FileError;
use crate::workspace::{DEMO, MINIMAL, Part, Problem, SALES, SUPPORT, Workspace, schema};

pub(super) fn run(args: &WorkspaceArgs) -> Result<u8, Failure> {
    match &args.command {
        WorkspaceCommand::Init { template, file } => init(*template, file),
        WorkspaceCommand::Check { file, json, strict } => check(file, *json, *strict),
        WorkspaceCommand::Show { file, json } => show::run(file.as_deref(), *json),
        WorkspaceCommand::Schema => out::text(format!("{:#}\n", schema()).as_bytes()),
    }
}

/// Begins a file from a template. One that is there stays as it is.
fn init(template: Template, file: &Path) -> Result<u8, Failure> {
    let text = match template {
        Template::Demo => DEMO,
        Template::Minimal => MINIMAL,
        Template::Support => SUPPORT,
        Template::Sales => SALES,
    };
    let name = file.display().to_string();
    let mut new = match File::create_new(file) {
        Ok(new) => new,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            let failure = Failure::new(code::IO, format!("{name} is there already and stays as it is"));
            return Err(failure.hint("name another file, or take that one away first"));
        }
        Err(error) => return Err(Failure::new(code::IO, format!("can't write {name}: {error}"))),
    };
    new.write_all(text.as_bytes())
        .map_err(|error| Failure::new(code::IO, format!("can't write {name}: {error}")))?;
    out::note(&format!("offhook --workspace {name} opens it; offhook workspace check {name} checks it"));
    out::note("offhook schema workspace > workspace.schema.json beside it lets editors complete its keys");
    out::text(format!("{}\n", visible(&name)).as_bytes())
}

/// Everything that is wrong with a file, and what of a whole workspace it lacks.
fn check(file: &Path, as_json: bool, strict: bool) -> Result<u8, Failure> {
    let (missing, problems) = match Workspace::read(file) {
        Ok(workspace) => (workspace.missing_parts(), Vec::new()),
        Err(FileError::Wrong(error)) => (Vec::new(), error.problems),
        Err(error) => return Err(load::failure(&error)),
    };
    let verdict = match (problems.is_empty(), missing.is_empty() || !strict) {
        (false, _) => code::USAGE,
        (true, false) => code::NO,
        (true, true) => code::DONE,
    };
    if as_json {
        out::json(&as_data(file, &problems, &missing))?;
        return Ok(verdict);
    }
    let name = file.display().to_string();
    if !problems.is_empty() {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        let hint = match problems.len() {
            1 => "that is all that is wrong".to_owned(),
            count => format!("{count} problems in all"),
        };
        return Err(Failure::new(code::USAGE, lines.join("\n")).hint(hint));
    }
    let mut text = format!("{} is well\n", visible(&name));
    for part in &missing {
        text.push_str(&format!("missing: {}, made by {}\n", part.name(), part.made_by()));
    }
    out::text(text.as_bytes())?;
    Ok(verdict)
}

fn as_data(file: &Path, problems: &[Problem], missing: &[Part]) -> Value {
    let problem = |one: &Problem| {
        let mut data = json!(one);
        data["place"] = json!(one.place());
        data["message"] = json!(one.finding.to_string());
        data
    };
    let part = |part: &Part| json!({"part": part, "name": part.name(), "madeBy": part.made_by()});
    json!({
        "file": file.display().to_string(),
        "ok": problems.is_empty(),
        "problems": problems.iter().map(problem).collect::<Vec<_>>(),
        "missingParts": missing.iter().map(part).collect::<Vec<_>>(),
    })
}
