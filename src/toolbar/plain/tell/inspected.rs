//! What the inspector draws, in sentences: an interaction as a ladder, and where two frames differ.

use super::wire::{named, row};
use crate::inspect::Row;
use crate::inspect::diff::{Pair, Same, diff};
use crate::inspect::doc::Part;
use crate::inspect::ladder::{Arrow, Life, arrow, furthest, taking_part};
use crate::inspect::said::duration;
use crate::toolbar::app::App;
use crate::toolbar::inspector::{Reading, apart_in_words};
use crate::toolbar::plain::words::{all, the};
use crate::toolbar::widgets::span::exact_time;

/// How many frames of an interaction are told at most, the newest ones.
const MOST_ARROWS: usize = 300;
/// How many differences are told at most.
const MOST_DIFFERENCES: usize = 100;
/// How much of a value is told, in columns.
const VALUE: u16 = 300;

/// The interaction that the frame of a number is about.
pub fn interaction_of(app: &App, number: u64) -> Result<&str, String> {
    let about = row(app, number)?.interaction.as_deref();
    about.ok_or_else(|| format!("frame {number} is about no interaction"))
}

/// Who said what to whom about an interaction, the last one last.
pub fn ladder(app: &App, id: &str) -> Vec<String> {
    let about = |row: &&Row| row.interaction.as_deref() == Some(id);
    let rows: Vec<&Row> = app.frames.iter().filter(about).collect();
    let with = app.desk.interactions.iter().find(|one| one.id.as_str() == id);
    let what = with.map_or_else(|| format!("interaction {id}"), the);
    let told = &rows[rows.len().saturating_sub(MOST_ARROWS)..];
    let first = match (rows.len(), told.len()) {
        (0, _) => return vec![format!("No frame is about {what}.")],
        (1, _) => format!("1 frame is about {what}:"),
        (many, few) if many == few => format!("{many} frames are about {what}:"),
        (many, few) => format!("{many} frames are about {what}; these are the newest {few}:"),
    };
    let furthest = furthest(rows.iter().copied());
    let arrows: Vec<Arrow> = told.iter().map(|row| arrow(row, furthest)).collect();
    let lives = taking_part(&arrows);
    let lines = told.iter().zip(arrows).map(|(row, arrow)| rung(app, row, arrow, &lives));
    std::iter::once(first).chain(lines).collect()
}

/// `12: 11:13:43.120, customer to ECC, toolbar and CRM page, event interaction.callRinging`.
fn rung(app: &App, row: &Row, arrow: Arrow, lives: &[Life]) -> String {
    let to = match arrow.to_all {
        true => {
            let hear = lives.iter().filter(|life| (arrow.from..=arrow.to).contains(*life));
            all(&hear.filter(|life| **life != arrow.from).map(|life| called(*life)).collect::<Vec<_>>())
        }
        false => called(arrow.to).to_owned(),
    };
    let (time, from) = (exact_time(row.at, app.zone), called(arrow.from));
    let took = row.lasted().map(|took| format!(", {}", duration(took)));
    let fault = row.fault.as_ref().map(|fault| format!(": {} {}", fault.code, fault.message));
    let (took, fault) = (took.unwrap_or_default(), fault.unwrap_or_default());
    format!("{}: {time}, {from} to {to}, {} {}{took}{fault}", row.number, row.word, row.name)
}

fn called(life: Life) -> &'static str {
    match life {
        Life::Customer => "customer",
        Life::Ecc => "ECC",
        Life::Toolbar => "toolbar",
        Life::Crm => "CRM page",
        Life::App => "app",
    }
}

/// Where what two frames carry differs, field by field.
pub fn compared(app: &App, left: u64, right: u64) -> Result<Vec<String>, String> {
    let (a, b) = (row(app, left)?, row(app, right)?);
    let (one, other) = (Reading::new(a, false).doc, Reading::new(b, false).doc);
    let (mut said, mut left_out, mut until) = (Vec::new(), 0, [0, 0]);
    for Pair { left: at_left, right: at_right, same } in diff(&one, &other) {
        let (doc, at, side, number) = match (same, at_left, at_right) {
            (Same::Same, ..) => continue,
            (Same::Right, _, Some(at)) => (&other, at, 1, right),
            (_, Some(at), _) => (&one, at, 0, left),
            (_, None, at) => (&other, at.unwrap_or_default(), 1, right),
        };
        // What is in something that only one of them has is told with it.
        if same != Same::Differs && at < until[side] {
            continue;
        }
        if said.len() >= MOST_DIFFERENCES {
            left_out += 1;
            continue;
        }
        let path = doc.path(at);
        let what = if path.is_empty() { "it" } else { &path };
        said.push(if same == Same::Differs {
            let value = |doc: &crate::inspect::Doc, at: Option<usize>| {
                at.and_then(|at| doc.lines().get(at)).map_or("", |line| doc.value(line)).to_owned()
            };
            let [is, was] = apart_in_words(&value(&one, at_left), &value(&other, at_right), VALUE);
            format!("{what} is {is} in {left} and {was} in {right}")
        } else {
            if let Some(Part::Open { end, .. }) = doc.lines().get(at).map(|line| line.part) {
                until[side] = end + 1;
            }
            let [is, _] = apart_in_words(doc.whole(at), "", VALUE);
            format!("{what} is in {number} only: {is}")
        });
    }
    let (from, to) = (named(a), named(b));
    let first = match said.len() + left_out {
        0 => format!("There is no difference between {from}, and {to}."),
        1 => format!("There is 1 difference between {from}, and {to}:"),
        many => format!("There are {many} differences between {from}, and {to}:"),
    };
    let more = (left_out > 0).then(|| format!("And {left_out} more."));
    Ok(std::iter::once(first).chain(said).chain(more).collect())
}
