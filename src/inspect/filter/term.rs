//! A filter taken apart, and written down again.

use std::fmt::{self, Write};

use super::field::Field;

/// A filter, or a part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expr {
    /// One of them must hold; there are at least two.
    Any(Vec<Expr>),
    /// All must hold; none at all wants everything.
    All(Vec<Expr>),
    /// It must not hold.
    Not(Box<Expr>),
    /// One thing.
    Term(Term),
}

/// One thing that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    /// A field has one of some values.
    Field(Field, Vec<String>),
    /// A word stands somewhere: in the name, the peer or the text.
    Word(String),
    /// A pattern is found in the text.
    Regex {
        /// Between its slashes, which have no backslash here.
        pattern: String,
        /// Whether small and capital letters are the same.
        no_case: bool,
    },
}

/// What ends a bare value.
pub(super) fn ends_value(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | '|' | '(' | ')' | '"')
}

/// Whether a value has to stand in quotes.
fn needs_quotes(value: &str) -> bool {
    value.is_empty() || value.contains(ends_value)
}

fn quoted(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_char('"')?;
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            f.write_char('\\')?;
        }
        f.write_char(c)?;
    }
    f.write_char('"')
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Term::Field(field, values) => {
                write!(f, "{}:", field.name())?;
                for (at, value) in values.iter().enumerate() {
                    if at > 0 {
                        f.write_char(',')?;
                    }
                    match needs_quotes(value) {
                        true => quoted(f, value)?,
                        false => f.write_str(value)?,
                    }
                }
                Ok(())
            }
            // What could be read as something else stands in quotes.
            Term::Word(word)
                if needs_quotes(word) || word.contains([':', '=']) || word.starts_with(['-', '/']) =>
            {
                quoted(f, word)
            }
            Term::Word(word) => f.write_str(word),
            Term::Regex { pattern, no_case } => {
                f.write_char('/')?;
                f.write_str(&pattern.replace('/', "\\/"))?;
                f.write_str(if *no_case { "/i" } else { "/" })
            }
        }
    }
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Expr::Term(term) => term.fmt(f),
            Expr::Not(inner) if matches!(**inner, Expr::Term(_)) => write!(f, "-{inner}"),
            Expr::Not(inner) => write!(f, "-({inner})"),
            Expr::All(all) => {
                for (at, one) in all.iter().enumerate() {
                    if at > 0 {
                        f.write_char(' ')?;
                    }
                    match one {
                        Expr::Any(_) | Expr::All(_) => write!(f, "({one})")?,
                        other => other.fmt(f)?,
                    }
                }
                Ok(())
            }
            Expr::Any(any) => {
                for (at, one) in any.iter().enumerate() {
                    if at > 0 {
                        f.write_str(" | ")?;
                    }
                    match one {
                        Expr::Any(_) => write!(f, "({one})")?,
                        other => other.fmt(f)?,
                    }
                }
                Ok(())
            }
        }
    }
}
