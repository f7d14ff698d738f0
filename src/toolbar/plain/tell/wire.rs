//! Frames, and what a method answered, line by line.

use serde_json::Value;

use crate::inspect::copy::{As, copy};
use crate::inspect::said::{duration, said};
use crate::inspect::{Filter, Row};
use crate::toolbar::app::App;
use crate::toolbar::runs::Answered;
use crate::toolbar::widgets::span::exact_time;
use crate::wire::Dir;

/// The longest message that is laid out, in bytes; a longer one is one line.
const MAX_LAID_OUT: usize = 64 << 10;

/// The newest frames that a filter wants, the last one last, with the numbers by which they are named.
pub fn frames(app: &App, filter: &Filter, count: usize) -> Vec<String> {
    let rows: Vec<&Row> = app.frames.iter().rev().filter(|row| filter.wants(row)).take(count).collect();
    if rows.is_empty() {
        return vec![if filter.is_empty() { "No frames yet." } else { "No frame is like that." }.to_owned()];
    }
    rows.into_iter().rev().map(|row| line(app, row)).collect()
}

fn line(app: &App, row: &Row) -> String {
    let way = if row.dir == Dir::In { "from" } else { "to" };
    let peer = if &*row.peer == "*" { "all" } else { &*row.peer };
    let took = row.lasted().map(|took| format!(", {}", duration(took))).unwrap_or_default();
    let (time, word, name) = (exact_time(row.at, app.zone), row.word.as_str(), &row.name);
    format!("{}: {time} {way} {peer}, {word} {name}{took}: {}", row.number, said(row))
}

/// The frame of a number, in memory or kept.
pub fn row(app: &App, number: u64) -> Result<&Row, String> {
    let found = app.frames.get(number).or_else(|| app.kept.get(number));
    found.ok_or_else(|| format!("frame {number} is not there: frames tells the newest"))
}

/// `frame 12, event interaction.callRinging`.
pub fn named(row: &Row) -> String {
    format!("frame {}, {} {}", row.number, row.word, row.name).trim_end().to_owned()
}

/// The frames that are kept.
pub fn pins(app: &App) -> Vec<String> {
    match app.kept.pins() {
        [] => vec!["No frame is kept; type pin and the number of one.".to_owned()],
        pins => pins.iter().map(|row| line(app, row)).collect(),
    }
}

/// What is in the frame of a number.
pub fn frame(app: &App, number: u64) -> Result<Vec<String>, String> {
    row(app, number).map(|row| laid_out(&row.text))
}

/// The same as what can be run again.
pub fn frame_as(app: &App, number: u64, how: As) -> Result<Vec<String>, String> {
    let text = copy(row(app, number)?, how)?;
    Ok(vec![text])
}

/// What came of a method that was run by hand.
pub fn answer(answered: &Answered) -> Vec<String> {
    match &answered.result {
        Ok(answer) => laid_out(answer.get()),
        Err(error) => {
            let hint = error.hint().map(|hint| format!("Hint: {hint}."));
            let http = error.http().map(|http| format!(", HTTP {http}")).unwrap_or_default();
            let first = format!("Error {}{http}: {}", error.code, error.message);
            std::iter::once(first).chain(hint).collect()
        }
    }
}

/// JSON in lines, indented; what is none as it is.
fn laid_out(text: &str) -> Vec<String> {
    let value = (text.len() <= MAX_LAID_OUT).then(|| serde_json::from_str::<Value>(text).ok()).flatten();
    let laid_out = value.and_then(|value| serde_json::to_string_pretty(&value).ok());
    laid_out.as_deref().unwrap_or(text).lines().map(str::to_owned).collect()
}
