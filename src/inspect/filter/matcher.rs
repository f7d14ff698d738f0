//! A filter made ready: each term as what is compared, the dear ones last.

use std::ops::Not;

use regex::{Regex, RegexBuilder};

use super::error::FilterError;
use super::field::{Field, nearest};
use super::pattern::Pattern;
use super::quantity::{Range, Unit, range};
use super::term::{Expr, Term};
use crate::contract::Contract;
use crate::inspect::row::{Row, Word};
use crate::wire::Dir;

/// How large a compiled pattern may become, in bytes.
const PATTERN_SIZE: usize = 256 << 10;
/// How deep groups stand in one another in a pattern at most.
const NESTED: u32 = 32;
/// The µs of a day.
const DAY: u64 = 86_400_000_000;

/// What is asked of a row.
#[derive(Debug, Clone)]
pub(super) enum Program {
    Any(Vec<Program>),
    All(Vec<Program>),
    Not(Box<Program>),
    Test(Test),
}

/// One question.
#[derive(Debug, Clone)]
pub(super) enum Test {
    Name { of: &'static [Word], patterns: Vec<Pattern>, spellings: Vec<String> },
    Is(Vec<Word>),
    Peer(Vec<Pattern>),
    Dir(Vec<Dir>),
    Error(Vec<ErrorTest>),
    Interaction(Vec<Pattern>),
    Campaign(Vec<Option<Range>>),
    Dur(Vec<Range>),
    Seq(Vec<Range>),
    Size(Vec<Range>),
    At(Vec<Range>, i64),
    Text { part: Pattern, text: Regex },
    Regex(Regex),
}

#[derive(Debug, Clone)]
pub(super) enum ErrorTest {
    Any,
    Code(Range),
    Message(Pattern),
}

const EVENTS: &[Word] = &[Word::Event];
const METHODS: &[Word] = &[Word::Call, Word::Ok, Word::Error, Word::Trace];
const CHANGES: &[Word] = &[Word::Change];

pub(super) fn compile(expr: &Expr, places: &[usize], zone: i32) -> Result<Program, FilterError> {
    let mut compiler = Compiler { places: places.iter(), zone: i64::from(zone) * 60_000_000 };
    compiler.expr(expr)
}

struct Compiler<'a> {
    places: std::slice::Iter<'a, usize>,
    zone: i64,
}

impl Compiler<'_> {
    fn expr(&mut self, expr: &Expr) -> Result<Program, FilterError> {
        let all = |compiler: &mut Self, all: &[Expr]| {
            let programs: Result<Vec<Program>, FilterError> =
                all.iter().map(|one| compiler.expr(one)).collect();
            programs.map(|mut programs| {
                programs.sort_by_key(Program::cost);
                programs
            })
        };
        Ok(match expr {
            Expr::Any(any) => Program::Any(all(self, any)?),
            Expr::All(any) => Program::All(all(self, any)?),
            Expr::Not(inner) => Program::Not(Box::new(self.expr(inner)?)),
            Expr::Term(term) => {
                let column = self.places.next().copied().unwrap_or(1);
                Program::Test(self.term(term, column)?)
            }
        })
    }

    fn term(&self, term: &Term, column: usize) -> Result<Test, FilterError> {
        match term {
            Term::Field(field, values) => self.field(*field, values, column),
            Term::Word(word) => {
                Ok(Test::Text { part: Pattern::part(word), text: regex(&regex::escape(word), true, column)? })
            }
            Term::Regex { pattern, no_case } => Ok(Test::Regex(regex(pattern, *no_case, column)?)),
        }
    }

    fn field(&self, field: Field, values: &[String], column: usize) -> Result<Test, FilterError> {
        let parts = || values.iter().map(|value| Pattern::part(value)).collect::<Vec<_>>();
        let ranges = |unit| {
            let one = |value: &String| range(value, unit).ok_or_else(|| unreadable(field, value, column));
            values.iter().map(one).collect::<Result<Vec<Range>, FilterError>>()
        };
        Ok(match field {
            Field::Event => {
                let patterns: Vec<Pattern> =
                    values.iter().map(|value| Pattern::part(documented_event(value))).collect();
                let ids = Contract::get().events().iter().map(|event| (event.id.as_str(), event.aliases()));
                Test::Name { of: EVENTS, spellings: spellings(&patterns, ids), patterns }
            }
            Field::Method => {
                let ids = Contract::get().methods().iter().map(|one| (one.id.as_str(), one.aliases()));
                Test::Name { of: METHODS, spellings: spellings(&parts(), ids), patterns: parts() }
            }
            Field::Change => Test::Name { of: CHANGES, patterns: parts(), spellings: Vec::new() },
            Field::Name => Test::Name { of: &Word::ALL, patterns: parts(), spellings: Vec::new() },
            Field::Is => Test::Is(choices(field, values, column, &Word::ALL, Word::as_str)?),
            Field::Peer => Test::Peer(values.iter().map(|value| Pattern::whole(value)).collect()),
            Field::Dir => {
                let name = |dir: Dir| if dir == Dir::In { "in" } else { "out" };
                Test::Dir(choices(field, values, column, &[Dir::In, Dir::Out], name)?)
            }
            Field::Error => Test::Error(values.iter().map(|value| error_test(value)).collect()),
            Field::Interaction => Test::Interaction(parts()),
            Field::Campaign => {
                let one = |value: &String| match value.as_str() {
                    "*" => Ok(None),
                    _ => {
                        let range = range(value, Unit::Count);
                        range.map(Some).ok_or_else(|| unreadable(field, value, column))
                    }
                };
                Test::Campaign(values.iter().map(one).collect::<Result<_, _>>()?)
            }
            Field::Dur => Test::Dur(ranges(Unit::Span)?),
            Field::Seq => Test::Seq(ranges(Unit::Count)?),
            Field::Size => Test::Size(ranges(Unit::Size)?),
            Field::At => Test::At(ranges(Unit::Daytime)?, self.zone),
        })
    }
}

fn regex(pattern: &str, no_case: bool, column: usize) -> Result<Regex, FilterError> {
    let built = RegexBuilder::new(pattern)
        .case_insensitive(no_case)
        .size_limit(PATTERN_SIZE)
        .dfa_size_limit(4 * PATTERN_SIZE)
        .nest_limit(NESTED)
        .build();
    built.map_err(|error| {
        let why = match error {
            regex::Error::CompiledTooBig(_) => "it would become too large".to_owned(),
            other => other.to_string().lines().last().unwrap_or_default().replace("error: ", ""),
        };
        FilterError::at(column, format!("the pattern can't be read: {}", why.trim()))
            .hint("quotes look for a text as it stands")
    })
}

/// Another spelling of an event stands for the documented one, which is the one that comes.
fn documented_event(name: &str) -> &str {
    Contract::get().event(name).map_or(name, |event| event.id.as_str())
}

/// All names of those of which one is meant.
fn spellings<'a>(patterns: &[Pattern], known: impl Iterator<Item = (&'a str, Vec<String>)>) -> Vec<String> {
    let meant = |name: &str| patterns.iter().any(|pattern| pattern.matches(name));
    known
        .filter(|(id, aliases)| meant(id) || aliases.iter().any(|alias| meant(alias)))
        .flat_map(|(id, aliases)| aliases.into_iter().chain([id.to_owned()]))
        .collect()
}

fn error_test(value: &str) -> ErrorTest {
    let digits = value.strip_prefix('-').unwrap_or(value);
    match value {
        "*" => ErrorTest::Any,
        // JSON-RPC's own codes are below zero, and are compared with nothing.
        _ if digits.len() < value.len() && digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            ErrorTest::Message(Pattern::whole(value))
        }
        _ => match range(value, Unit::Count) {
            Some(range) => ErrorTest::Code(range),
            None => ErrorTest::Message(Pattern::part(value)),
        },
    }
}

fn choices<T: Copy>(
    field: Field,
    values: &[String],
    column: usize,
    all: &[T],
    name: impl Fn(T) -> &'static str,
) -> Result<Vec<T>, FilterError> {
    let one = |value: &String| {
        let found = all.iter().copied().find(|one| name(*one).eq_ignore_ascii_case(value));
        found.ok_or_else(|| {
            let names: Vec<&str> = all.iter().map(|one| name(*one)).collect();
            let error = FilterError::at(column, format!("{}: can't be {value:?}", field.name()));
            match nearest(value, names.iter().copied()) {
                Some(near) => error.hint(format!("did you mean {}:{near}?", field.name())),
                None => error.hint(format!("it is one of {}", names.join(", "))),
            }
        })
    };
    values.iter().map(one).collect()
}

fn unreadable(field: Field, value: &str, column: usize) -> FilterError {
    let row = field.row();
    let error = FilterError::at(column, format!("{}: can't be {value:?}", field.name()));
    let digits = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    match field {
        Field::Dur if digits => error.hint(format!("with its unit: {}:>{value}ms", field.name())),
        _ => error.hint(format!("{}, as in {}", row.values.replace('`', ""), row.example)),
    }
}

impl Program {
    /// What it costs, roughly: texts are long, everything else is short.
    fn cost(&self) -> u32 {
        match self {
            Program::Any(all) | Program::All(all) => all.iter().map(Program::cost).sum(),
            Program::Not(inner) => inner.cost(),
            Program::Test(Test::Regex(_) | Test::Text { .. }) => 100,
            Program::Test(Test::Name { spellings, .. }) => 3 + u32::from(!spellings.is_empty()),
            Program::Test(_) => 1,
        }
    }

    pub(super) fn wants(&self, row: &Row) -> bool {
        match self {
            Program::Any(any) => any.iter().any(|one| one.wants(row)),
            Program::All(all) => all.iter().all(|one| one.wants(row)),
            Program::Not(inner) => inner.wants(row).not(),
            Program::Test(test) => test.holds(row),
        }
    }
}

impl Test {
    fn holds(&self, row: &Row) -> bool {
        let any = |patterns: &[Pattern], name: &str| patterns.iter().any(|pattern| pattern.matches(name));
        let within = |ranges: &[Range], value: Option<u64>| {
            value.is_some_and(|value| ranges.iter().any(|range| range.has(value)))
        };
        match self {
            Test::Name { of, patterns, spellings } => {
                of.contains(&row.word)
                    && (any(patterns, &row.name) || spellings.iter().any(|name| **name == *row.name))
            }
            Test::Is(words) => words.contains(&row.word),
            Test::Peer(patterns) => {
                any(patterns, &row.peer) || row.role.is_some_and(|role| any(patterns, role.as_str()))
            }
            Test::Dir(dirs) => dirs.contains(&row.dir),
            Test::Error(tests) => row.fault.as_ref().is_some_and(|fault| {
                tests.iter().any(|test| match test {
                    ErrorTest::Any => true,
                    ErrorTest::Code(range) => u64::try_from(fault.code).is_ok_and(|code| range.has(code)),
                    ErrorTest::Message(part) => {
                        part.matches(&fault.message) || part.matches(&fault.code.to_string())
                    }
                })
            }),
            Test::Interaction(patterns) => row.interaction.as_ref().is_some_and(|id| any(patterns, id)),
            Test::Campaign(ranges) => row.campaign.is_some_and(|campaign| {
                ranges.iter().any(|range| range.is_none_or(|range| range.has(campaign)))
            }),
            Test::Dur(ranges) => within(ranges, row.took.map(|took| took.0)),
            Test::Seq(ranges) => within(ranges, row.seq),
            Test::Size(ranges) => within(ranges, u64::try_from(row.text.len()).ok()),
            Test::At(ranges, zone) => {
                let at = i64::try_from(row.at.0).unwrap_or(0).saturating_add(*zone);
                within(ranges, u64::try_from(at.rem_euclid(DAY as i64)).ok())
            }
            Test::Text { part, text } => {
                part.matches(&row.name) || part.matches(&row.peer) || text.is_match(&row.text)
            }
            Test::Regex(pattern) => pattern.is_match(&row.text),
        }
    }
}
