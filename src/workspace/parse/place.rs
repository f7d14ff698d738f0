//! Where things stand in a file: lines and columns, the place of a path, the path of a place.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Where lines begin.
pub(super) struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    pub(super) fn of(text: &'t str) -> Lines<'t> {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Lines { text, starts: std::iter::once(0).chain(ends).collect() }
    }

    /// The line and the column, from 1, of a byte offset.
    pub(super) fn place(&self, offset: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= offset);
        let before = self.text.get(self.starts[line - 1]..offset).unwrap_or_default();
        (line, before.chars().count() + 1)
    }
}

/// The byte offset of what a path names, or of what comes nearest above it.
pub(super) fn offset_of(table: &DeTable<'_>, path: &str) -> Option<usize> {
    let mut found = None;
    let mut inside: Option<&DeValue<'_>> = None;
    for step in steps(path) {
        match step {
            Step::Key(name) => {
                let table = match inside {
                    None => Some(table),
                    Some(value) => value.as_table(),
                };
                let Some((key, value)) = table.and_then(|table| table.get_key_value(name)) else { break };
                // A table's header is its own place; a value's place is behind its key.
                found = Some(if value.get_ref().is_table() { key.span().start } else { value.span().start });
                inside = Some(value.get_ref());
            }
            Step::Index(at) => {
                let Some(value) = inside.and_then(DeValue::as_array).and_then(|list| list.get(at)) else {
                    break;
                };
                found = Some(value.span().start);
                inside = Some(value.get_ref());
            }
        }
    }
    found
}

enum Step<'p> {
    Key(&'p str),
    Index(usize),
}

/// `users[0].campaigns` as its steps.
fn steps(path: &str) -> impl Iterator<Item = Step<'_>> {
    path.split('.').flat_map(|part| {
        let (key, indices) = part.find('[').map_or((part, ""), |at| part.split_at(at));
        let indices = indices.split(['[', ']']).filter_map(|text| text.parse().ok().map(Step::Index));
        std::iter::once(Step::Key(key)).chain(indices)
    })
}

/// The path, below `path`, of what stands at an offset; as far as it goes.
pub(super) fn path_of(value: &Spanned<DeValue<'_>>, path: &str, offset: usize) -> String {
    let mut best: Option<(usize, String)> = None;
    narrow(value, path, offset, &mut best);
    best.map_or_else(|| path.to_owned(), |(_, path)| path)
}

fn narrow(value: &Spanned<DeValue<'_>>, path: &str, offset: usize, best: &mut Option<(usize, String)>) {
    let mut consider = |span: Range<usize>, path: &str| {
        if span.contains(&offset) && best.as_ref().is_none_or(|(length, _)| span.len() <= *length) {
            *best = Some((span.len(), path.to_owned()));
        }
    };
    consider(value.span(), path);
    if let Some(table) = value.get_ref().as_table() {
        for (key, _) in table {
            consider(key.span(), &format!("{path}.{}", key.get_ref()));
        }
        for (key, value) in table {
            narrow(value, &format!("{path}.{}", key.get_ref()), offset, best);
        }
    }
    for (at, value) in value.get_ref().as_array().into_iter().flatten().enumerate() {
        narrow(value, &format!("{path}[{at}]"), offset, best);
    }
}
