//! What a workspace file can still have wrong whose values all fit.

mod automatic;
mod campaigns;
mod channels;
mod conversation;
mod crm;
mod customers;
mod people;
mod public;
mod site;
mod stubs;

use std::collections::BTreeSet;
use std::fmt::Display;

use super::limits::{LONGEST_NAME, LONGEST_TIME};
use super::{Finding, Workspace, templates};
use crate::contract::ids::CampaignId;
use crate::contract::nearest;

/// How many names are listed of those that there are.
const LISTED: usize = 12;

/// What was found so far.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub list: Vec<Finding>,
    /// The sections of which something could not be read. What refers to them is not judged.
    pub broken: BTreeSet<&'static str>,
}

impl Findings {
    pub(super) fn add(
        &mut self,
        path: impl Into<String>,
        found: impl Into<String>,
        expected: impl Into<String>,
    ) {
        self.suggest(path, found, expected, None);
    }

    pub(super) fn suggest(
        &mut self,
        path: impl Into<String>,
        found: impl Into<String>,
        expected: impl Into<String>,
        suggestion: Option<String>,
    ) {
        let (path, found, expected) = (path.into(), found.into(), expected.into());
        self.list.push(Finding { path, found, expected, suggestion });
    }

    fn within(&mut self, path: impl Into<String>, seconds: u64, least: u64) {
        if !(least..=LONGEST_TIME).contains(&seconds) {
            self.add(path, out_of_range(seconds), format!("{least} to {LONGEST_TIME} seconds"));
        }
    }

    fn unique<T: Ord + Display>(&mut self, list: &str, field: &str, values: impl Iterator<Item = T>) {
        let mut seen = BTreeSet::new();
        for (at, value) in values.enumerate() {
            let text = value.to_string();
            if !seen.insert(value) {
                let field = if field.is_empty() { String::new() } else { format!(".{field}") };
                self.add(format!("{list}[{at}]{field}"), format!("{text} stands twice"), "a new one");
            }
        }
    }

    /// A value of some that are known.
    fn one_of(&mut self, path: impl Into<String>, what: &str, value: &str, known: &[&str]) {
        if !known.contains(&value) {
            let near = did_you_mean(value, known.iter().copied());
            self.suggest(path, format!("{value:?} is no {what}"), one_of(known.iter().copied()), near);
        }
    }

    /// A name of something in another section; `kind` is what it is there.
    fn refers<'n>(
        &mut self,
        section: &'static str,
        path: impl Into<String>,
        kind: &str,
        name: &str,
        known: impl Iterator<Item = &'n str> + Clone,
    ) {
        if self.broken.contains(section) || known.clone().any(|one| one == name) {
            return;
        }
        let near = did_you_mean(name, known.clone());
        let expected = if known.clone().next().is_none() {
            format!("none: there are no [[{section}]]")
        } else {
            one_of(known)
        };
        self.suggest(path, format!("there is no {kind} {name:?}"), expected, near);
    }

    fn campaign(&mut self, workspace: &Workspace, path: impl Into<String>, id: CampaignId) {
        if self.broken.contains("campaigns") || workspace.campaign(id).is_some() {
            return;
        }
        let known: Vec<String> = workspace.campaigns.iter().map(|one| one.id.to_string()).collect();
        self.add(path, format!("there is no campaign {id}"), one_of(known.iter().map(String::as_str)));
    }

    fn campaigns(&mut self, workspace: &Workspace, path: &str, ids: &[CampaignId]) {
        self.unique(path, "", ids.iter());
        for (at, id) in ids.iter().enumerate() {
            self.campaign(workspace, format!("{path}[{at}]"), *id);
        }
    }

    fn at_most(&mut self, path: impl Into<String>, what: &str, count: usize, most: usize) {
        if count > most {
            self.add(path, format!("{count} {what} are too many"), format!("at most {most}"));
        }
    }

    /// At least one, where the section could be read.
    fn at_least_one(&mut self, section: &'static str, count: usize) {
        if count == 0 && !self.broken.contains(section) {
            let expected = format!("at least one of [[{section}]]: without it nobody can work");
            self.add(section, "is empty", expected);
        }
    }

    fn not_empty(&mut self, path: impl Into<String>, text: &str) {
        if text.trim().is_empty() {
            self.add(path, "is empty", "a text");
        }
    }

    /// A text by which something is named.
    fn name(&mut self, path: impl Into<String>, name: &str) {
        let path = path.into();
        self.not_empty(path.clone(), name);
        self.at_most(path, "characters", name.chars().count(), LONGEST_NAME);
    }

    /// A name in lower case.
    fn lower_case(&mut self, path: impl Into<String>, name: &str) {
        let path = path.into();
        let lower = name.to_lowercase();
        if lower != name {
            let suggestion = Some(format!("write {lower:?}"));
            self.suggest(path.clone(), format!("{name:?} has capitals"), "lower case", suggestion);
        }
        self.name(path, name);
    }

    /// A template that a message is made from.
    fn template(&mut self, path: impl Into<String>, text: &str) {
        let path = path.into();
        self.not_empty(path.clone(), text);
        let most = templates::MAX_MESSAGE_TEMPLATE;
        self.at_most(path.clone(), "characters", text.chars().count(), most);
        if let Err(problem) = templates::check(text, &templates::OF_MESSAGES) {
            self.add(path, problem.to_string(), "");
        }
    }

    /// Sub channels of chats.
    fn sub_channels(&mut self, path: &str, names: Option<&Vec<String>>) {
        let Some(names) = names else { return };
        if names.is_empty() {
            self.add(path, "is empty", "a sub channel, or no such key for all of them");
        }
        self.unique(path, "", names.iter());
        for (at, name) in names.iter().enumerate() {
            self.one_of(format!("{path}[{at}]"), "sub channel", name, &super::channels::SUB_CHANNELS);
        }
    }
}

fn out_of_range(value: impl Display) -> String {
    format!("{value} is out of range")
}

fn one_of<'n>(known: impl Iterator<Item = &'n str>) -> String {
    let known: Vec<&str> = known.collect();
    let more = if known.len() > LISTED { ", …" } else { "" };
    format!("one of {}{more}", known[..known.len().min(LISTED)].join(", "))
}

fn did_you_mean<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<String> {
    nearest(name, known).map(|near| format!("did you mean {near}?"))
}

/// Everything that is wrong with a workspace; `broken` names the sections that could not be read whole.
pub(super) fn check(workspace: &Workspace, broken: BTreeSet<&'static str>) -> Vec<Finding> {
    let mut found = Findings { list: Vec::new(), broken };
    site::check(workspace, &mut found);
    people::check(workspace, &mut found);
    campaigns::check(workspace, &mut found);
    customers::check(workspace, &mut found);
    channels::check(workspace, &mut found);
    conversation::check(workspace, &mut found);
    automatic::check(workspace, &mut found);
    public::check(workspace, &mut found);
    stubs::check(&workspace.stubs, &mut found);
    crm::check(workspace, &mut found);
    found.list
}
