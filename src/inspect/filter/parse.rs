//! From a filter's text to what it says.

use super::error::FilterError;
use super::field::Field;
use super::term::{Expr, Term, ends_value};
use super::{MAX_DEPTH, MAX_LENGTH, MAX_TERMS};

/// A filter, and the column of each of its terms in their order.
pub(super) fn parse(text: &str) -> Result<(Expr, Vec<usize>), FilterError> {
    let chars: Vec<char> = text.chars().collect();
    if chars.len() > MAX_LENGTH {
        let what = format!("a filter has at most {MAX_LENGTH} characters, this one {}", chars.len());
        return Err(FilterError::at(MAX_LENGTH + 1, what));
    }
    let mut parser = Parser { chars, at: 0, depth: 0, places: Vec::new() };
    parser.space();
    if parser.peek().is_none() {
        return Ok((Expr::All(Vec::new()), Vec::new()));
    }
    let expr = parser.any()?;
    match parser.peek() {
        None => Ok((expr, parser.places)),
        Some(')') => Err(parser.wrong("this bracket was never opened").hint("put it in quotes: \")\"")),
        Some(c) => Err(parser.wrong(format!("{c:?} can't stand here"))),
    }
}

struct Parser {
    chars: Vec<char>,
    at: usize,
    depth: usize,
    places: Vec<usize>,
}

impl Parser {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn take(&mut self, c: char) -> bool {
        let is = self.peek() == Some(c);
        self.at += usize::from(is);
        is
    }

    fn space(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
    }

    fn wrong(&self, what: impl Into<String>) -> FilterError {
        FilterError::at(self.at + 1, what)
    }

    fn any(&mut self) -> Result<Expr, FilterError> {
        let mut any = vec![self.all()?];
        while self.take('|') {
            self.space();
            any.push(self.all()?);
        }
        Ok(single(any).unwrap_or_else(Expr::Any))
    }

    fn all(&mut self) -> Result<Expr, FilterError> {
        let mut all = Vec::new();
        loop {
            self.space();
            match self.peek() {
                None | Some('|' | ')') if all.is_empty() => {
                    return Err(self.wrong("something to look for is missing here"));
                }
                None | Some('|' | ')') => return Ok(single(all).unwrap_or_else(Expr::All)),
                Some(_) => all.push(self.one()?),
            }
        }
    }

    fn one(&mut self) -> Result<Expr, FilterError> {
        if self.depth >= MAX_DEPTH {
            return Err(self.wrong(format!("brackets and - stand at most {MAX_DEPTH} deep")));
        }
        if self.take('-') {
            self.depth += 1;
            let inner = match self.peek() {
                Some(c) if !c.is_whitespace() && !matches!(c, '|' | ')') => self.one()?,
                _ => return Err(self.wrong("- needs what it stands before").hint("-peer:toolbar, or \"-\"")),
            };
            self.depth -= 1;
            return Ok(Expr::Not(Box::new(inner)));
        }
        if self.take('(') {
            let opened = self.at;
            self.depth += 1;
            let inner = self.any()?;
            self.depth -= 1;
            return match self.take(')') {
                true => Ok(inner),
                false => Err(FilterError::at(opened, "this bracket is never closed").hint("add )")),
            };
        }
        self.places.push(self.at + 1);
        if self.places.len() > MAX_TERMS {
            return Err(self.wrong(format!("a filter has at most {MAX_TERMS} terms")));
        }
        Ok(Expr::Term(self.term()?))
    }

    fn term(&mut self) -> Result<Term, FilterError> {
        match self.peek() {
            Some('"') => Ok(Term::Word(self.quoted()?)),
            Some('/') => self.regex(),
            Some(',') => {
                Err(self.wrong("a comma stands between the values of a field").hint("| stands between words"))
            }
            _ => self.bare(),
        }
    }

    /// A word, or a field with its values.
    fn bare(&mut self) -> Result<Term, FilterError> {
        let start = self.at;
        let mut end = start;
        let mut is_name = true;
        while let Some(c) = self.chars.get(end).copied().filter(|c| !ends_value(*c)) {
            if matches!(c, ':' | '=') && is_name && end > start {
                return self.field(start, end);
            }
            is_name &= c.is_ascii_alphabetic();
            end += 1;
        }
        self.at = end;
        Ok(Term::Word(self.chars[start..end].iter().collect()))
    }

    fn field(&mut self, start: usize, colon: usize) -> Result<Term, FilterError> {
        let name: String = self.chars[start..colon].iter().collect();
        let Some(field) = Field::named(&name) else {
            let error = FilterError::at(start + 1, format!("there is no field {name}:"));
            return Err(match Field::nearest(&name) {
                Some(near) => error.hint(format!("did you mean {near}:?")),
                None => error.hint(format!("quotes make a text of it: \"{name}:…\"")),
            });
        };
        self.at = colon + 1;
        let mut values = vec![self.value(field)?];
        while self.take(',') {
            values.push(self.value(field)?);
        }
        Ok(Term::Field(field, values))
    }

    fn value(&mut self, field: Field) -> Result<String, FilterError> {
        if self.peek() == Some('"') {
            return self.quoted();
        }
        let start = self.at;
        while self.peek().is_some_and(|c| !ends_value(c)) {
            self.at += 1;
        }
        if self.at == start {
            let row = field.row();
            let error = self.wrong(format!("{}: needs a value", field.name()));
            return Err(error.hint(format!("{}, as in {}", row.values, row.example)));
        }
        Ok(self.chars[start..self.at].iter().collect())
    }

    fn quoted(&mut self) -> Result<String, FilterError> {
        let opened = self.at + 1;
        self.at += 1;
        let mut text = String::new();
        while let Some(c) = self.peek() {
            self.at += 1;
            match c {
                '"' => return Ok(text),
                '\\' => {
                    text.extend(self.peek());
                    self.at += 1;
                }
                c => text.push(c),
            }
        }
        Err(FilterError::at(opened, "this quote is never closed").hint("add \""))
    }

    fn regex(&mut self) -> Result<Term, FilterError> {
        let opened = self.at + 1;
        self.at += 1;
        let mut pattern = String::new();
        loop {
            match self.peek() {
                None => return Err(FilterError::at(opened, "this pattern has no end").hint("add /")),
                Some('/') => break,
                Some('\\') => {
                    let next = self.chars.get(self.at + 1).copied();
                    if next != Some('/') {
                        pattern.push('\\');
                    }
                    pattern.extend(next);
                    self.at += 2;
                }
                Some(c) => {
                    pattern.push(c);
                    self.at += 1;
                }
            }
        }
        self.at += 1;
        if pattern.is_empty() {
            return Err(FilterError::at(opened, "an empty pattern finds everything")
                .hint("quotes make a text of it: \"//\""));
        }
        let no_case = self.take('i');
        match self.peek() {
            Some(c) if !ends_value(c) => Err(self
                .wrong(format!("{c:?} can't follow a pattern"))
                .hint("only i can, for small and capital letters alike; \\/ is a slash in it")),
            _ => Ok(Term::Regex { pattern, no_case }),
        }
    }
}

/// The only one, or all again.
fn single(mut all: Vec<Expr>) -> Result<Expr, Vec<Expr>> {
    match all.len() {
        1 => Ok(all.remove(0)),
        _ => Err(all),
    }
}
