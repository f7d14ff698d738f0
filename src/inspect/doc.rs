//! A message as lines that fold: JSON is laid out as it is written, key by key, whatever is in it.
//!
//! Nothing is read into values: numbers keep their digits, keys that stand twice stand twice, and nothing
//! in it goes deeper for what is nested deeper.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// How many lines are laid out at most; the rest is told as a number of bytes.
pub const MAX_LINES: usize = 20_000;
/// From this depth on, lines are no further in.
pub const MAX_INDENT: usize = 24;

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// An object or list begins; its end is on the line with this number.
    Open {
        /// Where it ends.
        end: usize,
        /// How many fields or items it has.
        items: usize,
        /// Whether it is a list.
        is_list: bool,
    },
    /// It ends.
    Close,
    /// A text.
    Text,
    /// A number.
    Number,
    /// `true`, `false`, `null`, `{}` or `[]`.
    Word,
    /// Not JSON: a line of it.
    Plain,
}

/// A line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// How many objects and lists it stands in.
    pub depth: usize,
    /// Where its key stands, with its quotes; empty where it has none.
    pub key: Range<usize>,
    /// Where its value stands; of what begins or ends the bracket.
    pub value: Range<usize>,
    /// What it is.
    pub part: Part,
}

/// A text in lines.
#[derive(Debug, Clone)]
pub struct Doc {
    text: Arc<str>,
    lines: Vec<Line>,
    rest: usize,
}

impl Doc {
    /// Lays a text out.
    pub fn new(text: &Arc<str>) -> Doc {
        let mut reader = Reader { text, at: 0, lines: Vec::new(), open: Vec::new(), rest: 0 };
        match reader.read() {
            true => Doc { text: Arc::clone(text), rest: reader.rest, lines: reader.lines },
            false => Doc::plain(text),
        }
    }

    fn plain(text: &Arc<str>) -> Doc {
        let mut at = 0;
        let mut lines = Vec::new();
        for line in text.split_inclusive('\n').take(MAX_LINES) {
            let value = at..at + line.trim_end_matches(['\n', '\r']).len();
            at += line.len();
            lines.push(Line { depth: 0, key: 0..0, value, part: Part::Plain });
        }
        Doc { text: Arc::clone(text), lines, rest: text.len() - at }
    }

    /// All lines.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// Line by line as text.
    pub fn to_lines(&self) -> Vec<String> {
        let line = |line: &Line| {
            let key = self.key(line);
            let colon = if key.is_empty() { "" } else { ": " };
            format!("{}{key}{colon}{}", "  ".repeat(line.depth.min(MAX_INDENT)), self.value(line))
        };
        self.lines.iter().map(line).collect()
    }

    /// How many bytes at the end are left out.
    pub fn rest(&self) -> usize {
        self.rest
    }

    /// A line's key as it is written, with its quotes.
    pub fn key(&self, line: &Line) -> &str {
        &self.text[line.key.clone()]
    }

    /// A line's value as it is written.
    pub fn value(&self, line: &Line) -> &str {
        &self.text[line.value.clone()]
    }

    /// The lines that are seen while what begins on some lines is folded.
    pub fn unfolded(&self, folded: &BTreeSet<usize>) -> Vec<usize> {
        let mut seen = Vec::with_capacity(self.lines.len());
        let mut at = 0;
        while let Some(line) = self.lines.get(at) {
            seen.push(at);
            at = match line.part {
                Part::Open { end, .. } if folded.contains(&at) => end + 1,
                _ => at + 1,
            };
        }
        seen
    }

    /// The lines in which a line stands, outermost first.
    pub fn around(&self, of: usize) -> impl Iterator<Item = usize> {
        let holds =
            move |(_, line): &(usize, &Line)| matches!(line.part, Part::Open { end, .. } if end >= of);
        self.lines[..of.min(self.lines.len())].iter().enumerate().filter(holds).map(|(at, _)| at)
    }

    /// The keys and places that lead to a line: `items[0].name`; empty for the outermost one.
    pub fn path(&self, of: usize) -> String {
        let mut path = String::new();
        let mut list = None;
        for at in self.around(of).chain([of]) {
            let Some(line) = self.lines.get(at) else { continue };
            let key = self.key(line).trim_matches('"');
            if let Some(place) = list.and_then(|list| self.inside(list).into_iter().position(|one| one == at))
            {
                path.push_str(&format!("[{place}]"));
            }
            if !key.is_empty() {
                path.push_str(if path.is_empty() { "" } else { "." });
                path.push_str(key);
            }
            list = matches!(line.part, Part::Open { is_list: true, .. }).then_some(at);
        }
        path
    }

    /// The lines whose key or value has a text in it; small and capital letters of ASCII are the same.
    pub fn find(&self, text: &str) -> Vec<usize> {
        let built = regex::RegexBuilder::new(&regex::escape(text)).case_insensitive(true).build();
        let Some(wanted) = built.ok().filter(|_| !text.is_empty()) else { return Vec::new() };
        let has = |line: &Line| wanted.is_match(self.key(line)) || wanted.is_match(self.value(line));
        (0..self.lines.len()).filter(|at| has(&self.lines[*at])).collect()
    }

    /// The lines of the fields or items of what begins on a line.
    pub fn inside(&self, of: usize) -> Vec<usize> {
        let Some(Line { part: Part::Open { end, .. }, .. }) = self.lines.get(of) else { return Vec::new() };
        let mut found = Vec::new();
        let mut at = of + 1;
        while at < (*end).min(self.lines.len()) {
            found.push(at);
            at = self.after(at);
        }
        found
    }

    /// The line after all of what is on a line.
    pub fn after(&self, at: usize) -> usize {
        match self.lines.get(at).map(|line| line.part) {
            Some(Part::Open { end, .. }) => end + 1,
            _ => at + 1,
        }
    }

    /// The text from a line's value to the end of it.
    pub fn whole(&self, at: usize) -> &str {
        let Some(line) = self.lines.get(at) else { return "" };
        let end = match line.part {
            Part::Open { end, .. } => self.lines.get(end).map_or(self.text.len(), |line| line.value.end),
            _ => line.value.end,
        };
        &self.text[line.value.start..end]
    }
}

/// Reads JSON from the start, without calling itself.
struct Reader<'a> {
    text: &'a str,
    at: usize,
    lines: Vec<Line>,
    open: Vec<usize>,
    rest: usize,
}

impl Reader<'_> {
    /// `false` where it is no JSON.
    fn read(&mut self) -> bool {
        self.space();
        loop {
            if self.lines.len() + self.open.len() >= MAX_LINES {
                return self.cut();
            }
            // A value is due, with its key where an object is open.
            let Some(key) = self.key() else { return false };
            let Some(opened) = self.value(key) else { return false };
            if opened {
                continue;
            }
            // Then what is open ends, or goes on.
            loop {
                self.space();
                let Some(&parent) = self.open.last() else { return self.at == self.text.len() };
                match self.peek() {
                    Some(b',') => {
                        self.at += 1;
                        self.space();
                        break;
                    }
                    Some(byte @ (b'}' | b']')) if self.closes(parent, byte) => self.close(),
                    _ => return false,
                }
            }
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    /// A key and its colon, where one is due.
    fn key(&mut self) -> Option<Range<usize>> {
        let is_field = self.open.last().is_some_and(|at| !self.is_list(*at));
        if let Some(at) = self.open.last().copied()
            && let Part::Open { items, .. } = &mut self.lines[at].part
        {
            *items += 1;
        }
        if !is_field {
            return Some(self.at..self.at);
        }
        let key = self.string()?;
        self.space();
        if self.peek() != Some(b':') {
            return None;
        }
        self.at += 1;
        self.space();
        Some(key)
    }

    /// A value; `Some(true)` where something begins that has something in it.
    fn value(&mut self, key: Range<usize>) -> Option<bool> {
        let (start, depth) = (self.at, self.open.len());
        let part = match self.peek()? {
            b'"' => {
                self.string()?;
                Part::Text
            }
            bracket @ (b'{' | b'[') => {
                self.at += 1;
                self.space();
                let is_list = bracket == b'[';
                if self.peek() == Some(if is_list { b']' } else { b'}' }) {
                    self.at += 1;
                    self.lines.push(Line { depth, key, value: start..self.at, part: Part::Word });
                    return Some(false);
                }
                let part = Part::Open { end: usize::MAX, items: 0, is_list };
                self.open.push(self.lines.len());
                self.lines.push(Line { depth, key, value: start..start + 1, part });
                return Some(true);
            }
            b'-' | b'0'..=b'9' => {
                let digits = |byte: &u8| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
                self.at += self.text.as_bytes()[self.at..].iter().take_while(|byte| digits(byte)).count();
                Part::Number
            }
            _ => {
                let words = ["true", "false", "null"];
                let word = words.iter().find(|word| self.text[self.at..].starts_with(**word))?;
                self.at += word.len();
                Part::Word
            }
        };
        self.lines.push(Line { depth, key, value: start..self.at, part });
        Some(false)
    }

    fn string(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        if self.peek() != Some(b'"') {
            return None;
        }
        let bytes = self.text.as_bytes();
        let mut at = start + 1;
        loop {
            match bytes.get(at)? {
                b'"' => break,
                b'\\' => at += 2,
                _ => at += 1,
            }
        }
        self.at = at + 1;
        Some(start..self.at)
    }

    fn is_list(&self, at: usize) -> bool {
        matches!(self.lines[at].part, Part::Open { is_list: true, .. })
    }

    fn closes(&self, open: usize, byte: u8) -> bool {
        self.is_list(open) == (byte == b']')
    }

    fn close(&mut self) {
        let end = self.lines.len();
        if let Some(at) = self.open.pop()
            && let Part::Open { end: to, .. } = &mut self.lines[at].part
        {
            *to = end;
        }
        let (depth, value) = (self.open.len(), self.at..self.at + 1);
        self.lines.push(Line { depth, key: 0..0, value, part: Part::Close });
        self.at += 1;
    }

    /// Closes what is open where it becomes too long.
    fn cut(&mut self) -> bool {
        self.rest = self.text.len() - self.at;
        let end = self.text.len();
        while let Some(at) = self.open.pop() {
            let line = self.lines.len();
            if let Part::Open { end, .. } = &mut self.lines[at].part {
                *end = line;
            }
            self.lines.push(Line { depth: self.open.len(), key: 0..0, value: end..end, part: Part::Close });
        }
        true
    }
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    pub(in crate::inspect) fn doc(text: &str) -> Doc {
        Doc::new(&text.into())
    }

    #[test]
    fn a_line_has_a_path() {
        let text = r#"{"a": [1, {"b": [[2]]}], "c.d": {}, "e": {"f": 3}}"#;
        let doc = Doc::new(&Arc::from(text));
        let paths: Vec<String> = (0..doc.lines().len()).map(|at| doc.path(at)).collect();
        let wanted = [
            "",
            "a",
            "a[0]",
            "a[1]",
            "a[1].b",
            "a[1].b[0]",
            "a[1].b[0][0]",
            "a[1].b[0]",
            "a[1].b",
            "a[1]",
            "a",
        ];
        assert_eq!(&paths[..11], wanted);
        assert_eq!(&paths[11..], ["c.d", "e", "e.f", "e", ""]);
    }

    #[test]
    fn json_is_laid_out_as_it_is_written() {
        let doc = doc(r#" {"a":1.00, "b":{"c":[true ,"x\"y"],"d":{}}, "a":123456789012345678901234567890} "#);
        let lines = [
            "{",
            "  \"a\": 1.00",
            "  \"b\": {",
            "    \"c\": [",
            "      true",
            "      \"x\\\"y\"",
            "    ]",
            "    \"d\": {}",
            "  }",
            "  \"a\": 123456789012345678901234567890",
            "}",
        ];
        assert_eq!(doc.to_lines(), lines);
        assert_eq!(doc.lines()[0].part, Part::Open { end: 10, items: 3, is_list: false });
        assert_eq!(doc.lines()[3].part, Part::Open { end: 6, items: 2, is_list: true });
    }

    #[test]
    fn what_is_folded_is_one_line_and_what_is_found_is_known_by_its_line() {
        let doc = doc(r#"{"a":{"Blue":[1]},"c":"BLUE"}"#);
        assert_eq!(doc.unfolded(&BTreeSet::from([1])), [0, 1, 6, 7]);
        assert_eq!(doc.unfolded(&BTreeSet::from([0])), [0]);
        assert_eq!((doc.find("blue"), doc.find("")), (vec![2, 6], vec![]));
        assert_eq!(doc.around(3).collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!((doc.inside(0), doc.inside(6)), (vec![1, 6], vec![]));
        assert_eq!(doc.whole(1), r#"{"Blue":[1]}"#);
    }

    #[test]
    fn what_is_no_json_is_shown_line_by_line() {
        for text in ["rubbish", "", "{", "[1,]", "{\"a\" 1}", "[1}", "\"open", "{\"a\":}", "[1] 2", "\"\\"] {
            let doc = doc(text);
            assert!(doc.lines().iter().all(|line| line.part == Part::Plain), "{text:?}");
        }
        assert_eq!(doc("one\r\ntwo\n").to_lines(), ["one", "two"]);
    }

    #[test]
    fn hostile_json_stays_within_bounds() {
        let deep = format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000));
        let doc_of_deep = doc(&deep);
        assert!(doc_of_deep.lines().len() <= MAX_LINES + 1 && doc_of_deep.lines()[0].depth == 0);
        let deeper = format!("{}1{}", "{\"a\":[".repeat(100_000), "]}".repeat(100_000));
        let doc_of_deeper = doc(&deeper);
        assert!(doc_of_deeper.lines().len() <= MAX_LINES && doc_of_deeper.rest() > 500_000);
        let wide = format!("[{}]", vec!["1"; 300_000].join(","));
        let doc_of_wide = doc(&wide);
        assert!(doc_of_wide.lines().len() <= MAX_LINES && doc_of_wide.rest() > 500_000);
        assert_eq!(doc_of_wide.unfolded(&BTreeSet::from([0])).len(), 1);
        let long = format!("{{\"a\":\"{}\"}}", "x".repeat(1 << 20));
        assert_eq!(doc(&long).lines().len(), 3);
        let lines = "x\n".repeat(100_000);
        assert!(doc(&lines).lines().len() == MAX_LINES && doc(&lines).rest() > 0);
    }

    proptest! {
        #[test]
        fn no_text_is_a_panic(text in ".{0,80}", from in 0usize..9) {
            let doc = doc(&text);
            doc.around(from).for_each(drop);
            doc.inside(from);
            doc.whole(from);
        }

        #[test]
        fn signs_of_json_are_no_panic_either(text in "[\\[\\]{}:,\"0-9a\\\\ .-]{0,40}") {
            let lines = doc(&text);
            let is_json = lines.lines().iter().all(|line| line.part != Part::Plain) && !text.is_empty();
            // Numbers are not checked, so that all that serde takes is laid out, and a little more.
            if serde_json::from_str::<Value>(&text).is_ok() {
                prop_assert!(is_json, "{}", text);
            }
        }
    }
}
