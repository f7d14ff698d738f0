//! The language in which frames are chosen: `event:callRinging -peer:toolbar dur:>200ms | error:*`.
//!
//! A filter is alternatives with `|` between them; each is terms with spaces between them, all of which
//! must hold; a term is a field with values, a word, a pattern between slashes, or a filter in brackets,
//! each with `-` before it where it must not hold. docs/inspector.md has the table of fields.

mod complete;
mod doubts;
mod error;
mod field;
mod matcher;
mod parse;
mod pattern;
mod quantity;
mod term;

pub use complete::{Completion, Offer, complete};
pub use error::FilterError;
pub use field::{FIELDS, Field, FieldRow};
pub use term::{Expr, Term};

use matcher::Program;

use super::row::Row;

/// The longest filter, in characters.
pub const MAX_LENGTH: usize = 500;
/// How many terms a filter has at most.
pub const MAX_TERMS: usize = 64;
/// How deep brackets stand in one another at most.
pub const MAX_DEPTH: usize = 16;

/// A filter, ready to be asked.
#[derive(Debug, Clone)]
pub struct Filter {
    expr: Expr,
    program: Program,
}

impl Filter {
    /// From its text; times of the day in it are those at an offset from UTC in minutes. An empty text
    /// wants everything.
    pub fn parse(text: &str, zone: i32) -> Result<Filter, FilterError> {
        let (expr, places) = parse::parse(text)?;
        let program = matcher::compile(&expr, &places, zone)?;
        Ok(Filter { expr, program })
    }

    /// From words of a command line: all must hold, and several for one field are alternatives.
    pub fn of_words(words: &[String], zone: i32) -> Result<Filter, FilterError> {
        let mut all: Vec<Expr> = Vec::new();
        for word in words {
            let (expr, _) = parse::parse(word)?;
            let same = |other: &Expr| match (other, &expr) {
                (Expr::Term(Term::Field(field, _)), Expr::Term(Term::Field(new, _))) => field == new,
                _ => false,
            };
            match (all.iter().position(same), expr) {
                (Some(at), Expr::Term(Term::Field(_, more))) => {
                    if let Expr::Term(Term::Field(_, values)) = &mut all[at] {
                        values.extend(more);
                    }
                }
                (_, expr) => all.push(expr),
            }
        }
        let expr = if all.len() == 1 { all.remove(0) } else { Expr::All(all) };
        let program = matcher::compile(&expr, &[], zone)?;
        Ok(Filter { expr, program })
    }

    /// Whether a row is wanted.
    pub fn wants(&self, row: &Row) -> bool {
        self.program.wants(row)
    }

    /// Whether every row is wanted.
    pub fn is_empty(&self) -> bool {
        matches!(&self.expr, Expr::All(all) if all.is_empty())
    }

    /// What it says, taken apart.
    pub fn expr(&self) -> &Expr {
        &self.expr
    }

    /// The values that a field must have one of, where that must hold whatever else does.
    pub fn must_have(&self, field: Field) -> &[String] {
        let is = |expr: &&Expr| matches!(expr, Expr::Term(Term::Field(of, _)) if *of == field);
        let found = match &self.expr {
            Expr::All(all) => all.iter().find(is),
            other => Some(other).filter(is),
        };
        match found {
            Some(Expr::Term(Term::Field(_, values))) => values,
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests;
