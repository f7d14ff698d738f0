//! The design's rules that a compiler does not check: what may import what, what the pure parts may not
//! touch, how long files and functions may be, and that each file says what it is.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use rstest::rstest;

/// What each top-level module may import from the others. `*` is everything.
const MAY_IMPORT: [(&str, &[&str]); 21] = [
    ("contract", &[]),
    ("config", &["wire"]),
    ("wire", &["contract"]),
    ("sdk", &["contract"]),
    ("clock", &["wire"]),
    ("observe", &["config"]),
    ("picture", &[]),
    ("schema", &["contract", "wire"]),
    ("workspace", &["contract", "wire"]),
    ("desk", &["contract", "wire", "workspace"]),
    ("ecc", &["contract", "wire", "desk", "workspace"]),
    ("inspect", &["contract", "wire", "desk"]),
    ("recording", &["contract", "wire", "desk"]),
    ("journal", &["wire", "recording", "config"]),
    (
        "hub",
        &["contract", "wire", "desk", "ecc", "workspace", "recording", "journal", "clock", "config", "sdk"],
    ),
    ("client", &["contract", "wire", "clock", "config"]),
    ("toolbar", &["contract", "wire", "desk", "inspect", "recording", "clock", "config"]),
    ("scenario", &["contract", "wire", "desk", "workspace", "recording", "clock", "config", "client", "hub"]),
    (
        "screenshot",
        &["contract", "wire", "desk", "workspace", "recording", "clock", "client", "hub", "toolbar"],
    ),
    ("cli", &["*"]),
    ("main", &["*"]),
];

/// Modules without clock, chance, files, sockets and threads.
const PURE: [&str; 3] = ["contract", "desk", "ecc"];

/// What pure modules may not take from the standard library.
const IMPURE_STD: [&str; 5] = ["net", "fs", "thread", "process", "env"];

/// What pure modules may not name at all.
const IMPURE_NAMES: [&str; 6] = ["tokio", "Instant", "SystemTime", "getrandom", "rand::rng", "rand::random"];

/// The most lines of a file, its tests left out.
const MAX_FILE: usize = 600;

/// The most lines of a function.
const MAX_FUNCTION: usize = 100;

#[test]
fn the_source_keeps_to_the_design() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    rust_files(&root, &mut paths);
    assert!(paths.len() > 20, "only {} files found under {}", paths.len(), root.display());
    let files: Vec<(String, String)> = paths
        .iter()
        .map(|path| {
            let name = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
            (name, fs::read_to_string(path).unwrap())
        })
        .collect();
    let of_tests: HashSet<String> = files.iter().flat_map(|(name, text)| test_files(name, text)).collect();
    let broken: Vec<String> =
        files.iter().flat_map(|(name, text)| check(name, text, of_tests.contains(name))).collect();
    assert!(broken.is_empty(), "{} rules broken:\n{}", broken.len(), broken.join("\n"));
}

fn rust_files(folder: &Path, into: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            rust_files(&path, into);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            into.push(path);
        }
    }
}

/// What is wrong with a file, each with its place. `name` is below `src`; a file that is only compiled for
/// tests may be long and import what it likes.
fn check(name: &str, text: &str, of_tests: bool) -> Vec<String> {
    let mut broken = Vec::new();
    if !text.starts_with("//!") {
        broken.push((1, "the first line is not a `//!` line that says what the file is".to_owned()));
    }
    if !of_tests {
        let code = Code::new(text);
        let lines = code.lines_without_tests;
        if lines > MAX_FILE {
            broken.push((MAX_FILE, format!("{lines} lines without tests, the most is {MAX_FILE}")));
        }
        code.check_imports(name, &mut broken);
        code.check_purity(name, &mut broken);
        code.check_functions(&mut broken);
    }
    broken.sort();
    broken.into_iter().map(|(line, what)| format!("src/{name}:{line}: {what}")).collect()
}

/// The files of modules that are declared for tests only.
fn test_files(name: &str, text: &str) -> Vec<String> {
    let code = blank_comments_and_texts(text);
    let folder = match name {
        "lib.rs" | "main.rs" => String::new(),
        other => format!("{}/", other.trim_end_matches(".rs").trim_end_matches("/mod")),
    };
    let test_item = |item: &str| {
        let rest = item.trim_start().strip_prefix("mod ")?;
        let (module, rest) = rest.split_at(rest.find(|c: char| !is_word(c))?);
        rest.starts_with(';').then(|| format!("{folder}{module}.rs"))
    };
    code.split("#[cfg(test)]").skip(1).filter_map(test_item).collect()
}

/// A file's text with comments, texts and tests blanked, line for line.
struct Code {
    text: String,
    lines_without_tests: usize,
}

type Broken = Vec<(usize, String)>;

impl Code {
    fn new(text: &str) -> Code {
        let mut code = blank_comments_and_texts(text);
        let mut lines = text.lines().count();
        while let Some(start) = ["#[cfg(test)]", "#[cfg(all(test"].iter().filter_map(|a| code.find(a)).min() {
            let end = item_end(&code, start);
            lines -= code[start..end].matches('\n').count() + 1;
            code = code[..start].to_owned() + &blank(&code[start..end]) + &code[end..];
        }
        Code { text: code, lines_without_tests: lines }
    }

    fn line(&self, at: usize) -> usize {
        1 + self.text[..at].matches('\n').count()
    }

    fn check_imports(&self, name: &str, broken: &mut Broken) {
        let module = name.split(['/', '.']).next().unwrap_or_default();
        if module == "lib" {
            return;
        }
        let Some((_, allowed)) = MAY_IMPORT.iter().find(|(known, _)| *known == module) else {
            let what = format!("module {module} is not in the table MAY_IMPORT of tests/architecture.rs");
            return broken.push((1, what));
        };
        let depth = name.trim_end_matches(".rs").split('/').count();
        for (at, other) in self.names_below("crate").into_iter().chain(self.names_above(depth)) {
            let known = MAY_IMPORT.iter().any(|(known, _)| *known == other);
            let fine = other == module || allowed.contains(&"*") || allowed.contains(&other.as_str());
            if known && !fine {
                broken.push((self.line(at), format!("{module} may not import {other}")));
            }
        }
    }

    fn check_purity(&self, name: &str, broken: &mut Broken) {
        let Some(module) = name.split(['/', '.']).next().filter(|module| PURE.contains(module)) else {
            return;
        };
        let std = self.names_below("std").into_iter().filter(|(_, name)| IMPURE_STD.contains(&name.as_str()));
        let std = std.map(|(at, name)| (at, format!("std::{name}")));
        let names = IMPURE_NAMES.iter().flat_map(|name| {
            self.words(name).into_iter().map(|at| (at, (*name).to_owned())).collect::<Vec<_>>()
        });
        for (at, name) in std.chain(names) {
            broken.push((self.line(at), format!("{module} is pure and may not use {name}")));
        }
    }

    fn check_functions(&self, broken: &mut Broken) {
        for start in self.words("fn") {
            // A function's type has no name.
            if !self.text[start + "fn".len()..].trim_start().starts_with(is_word) {
                continue;
            }
            let end = item_end(&self.text, start);
            let lines = self.text[start..end].matches('\n').count() + 1;
            if lines > MAX_FUNCTION {
                let what = format!("a function of {lines} lines, the most is {MAX_FUNCTION}");
                broken.push((self.line(start), what));
            }
        }
    }

    /// Where a word, or a path, stands by itself.
    fn words(&self, word: &str) -> Vec<usize> {
        let alone = |at: &usize| {
            let before = self.text[..*at].chars().next_back();
            let after = self.text[at + word.len()..].chars().next();
            !before.is_some_and(is_word) && !after.is_some_and(is_word)
        };
        self.text.match_indices(word).map(|(at, _)| at).filter(alone).collect()
    }

    /// The names that follow on `root::`, those in braces too.
    fn names_below(&self, root: &str) -> Vec<(usize, String)> {
        let mut names = Vec::new();
        for at in self.words(root) {
            if let Some(rest) = path_rest(&self.text, at + root.len()) {
                names_at(&self.text, rest, &mut names);
            }
        }
        names
    }

    /// The names that follow on so many `super::` that they are top-level modules.
    fn names_above(&self, depth: usize) -> Vec<(usize, String)> {
        let mut names = Vec::new();
        for at in self.words("super") {
            let mut rest = at;
            let mut climbed = 0;
            while self.text[rest..].starts_with("super")
                && let Some(next) = path_rest(&self.text, rest + "super".len())
            {
                climbed += 1;
                rest = next;
            }
            if climbed >= depth {
                names_at(&self.text, rest, &mut names);
            }
        }
        names
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Where a path goes on after `::`.
fn path_rest(text: &str, at: usize) -> Option<usize> {
    let rest = text[at..].trim_start().strip_prefix("::")?.trim_start();
    Some(text.len() - rest.len())
}

/// The name at a place, or the first name of each path in the braces there.
fn names_at(text: &str, at: usize, names: &mut Vec<(usize, String)>) {
    let word = |at: usize| text[at..].chars().take_while(|c| is_word(*c)).collect::<String>();
    if !text[at..].starts_with('{') {
        return names.push((at, word(at)));
    }
    let mut depth = 0;
    for (offset, c) in text[at..].char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return;
        }
        if depth == 1 && matches!(c, '{' | ',') {
            let next = at + offset + 1;
            let next = next + (text[next..].len() - text[next..].trim_start().len());
            names.push((next, word(next)));
        }
    }
}

/// Where the item ends that begins at `start`: after its `;`, or after its closing brace.
fn item_end(code: &str, start: usize) -> usize {
    let mut inside = 0;
    let mut braces = 0;
    for (offset, c) in code[start..].char_indices() {
        match c {
            '(' | '[' => inside += 1,
            ')' | ']' => inside -= 1,
            '{' => braces += 1,
            '}' => braces -= 1,
            _ => {}
        }
        // A `fn` type stands in brackets, or in a field or parameter list that ends.
        if inside < 0 || braces < 0 || c == '}' && braces == 0 && inside == 0 {
            return start + offset + 1;
        }
        if c == ';' && braces == 0 && inside == 0 {
            return start + offset + 1;
        }
    }
    code.len()
}

fn blank(text: &str) -> String {
    text.chars().map(|c| if c == '\n' { '\n' } else { ' ' }).collect()
}

/// Rust with its comments and texts blanked, so that what is left is code.
fn blank_comments_and_texts(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let in_word = code.chars().next_back().is_some_and(is_word);
        let length = match first {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => comment_length(rest),
            '"' => text_length(rest),
            'r' if !in_word && raw_text_length(rest).is_some() => raw_text_length(rest).unwrap_or(1),
            '\'' => char_length(rest),
            _ => 0,
        };
        if length > 0 {
            code.push_str(&blank(&rest[..length]));
            rest = &rest[length..];
        } else {
            code.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    code
}

fn comment_length(rest: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

fn text_length(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

fn raw_text_length(rest: &str) -> Option<usize> {
    let marks = rest[1..].chars().take_while(|c| *c == '#').count();
    let inside = rest[1 + marks..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(marks));
    let length = inside.find(&end).map_or(inside.len(), |at| at + end.len());
    Some(rest.len() - inside.len() + length)
}

/// A character's length, or 0 for a lifetime.
fn char_length(rest: &str) -> usize {
    let mut chars = rest.char_indices().skip(1);
    match (chars.next(), chars.next()) {
        (Some((_, '\\')), Some((at, escaped))) => {
            let after = at + escaped.len_utf8();
            rest[after..].find('\'').map_or(0, |end| after + end + 1)
        }
        (Some(_), Some((at, '\''))) => at + 1,
        _ => 0,
    }
}

const FINE: &str = r##"//! A fine file.
use crate::contract::Event;
use crate::{wire::{Push, hub}, desk};
// use crate::hub; std::fs
/* crate::hub /* SystemTime */ crate::cli */
const A: (&str, &str, char, char) = ("crate::hub \" tokio", r#"crate::hub " {"#, '{', '\'');
fn f<'a>(x: &'a str) -> &'a str { x }
#[cfg(test)]
mod tests {
    use crate::hub::Hub;
    use std::fs;
}
#[cfg(test)]
use crate::cli;
"##;

#[test]
fn a_fine_file_passes() {
    assert_eq!(check("ecc/fine.rs", FINE, false), [""; 0]);
    let code = Code::new(FINE);
    assert_eq!(code.lines_without_tests, 7);
    assert_eq!(code.text.len(), FINE.len(), "places stay the same");
}

#[rstest]
#[case("ecc/a.rs", "//! A.\nuse crate::hub::Hub;\n", "src/ecc/a.rs:2: ecc may not import hub")]
#[case("ecc/a.rs", "//! A.\n\nfn f() { crate :: hub :: go() }\n", "src/ecc/a.rs:3: ecc may not import hub")]
#[case(
    "wire.rs",
    "//! A.\nuse crate::{\n  contract,\n  desk::{a, b},\n};\n",
    "src/wire.rs:4: wire may not import desk"
)]
#[case("wire/a.rs", "//! A.\nuse super::super::desk;\n", "src/wire/a.rs:2: wire may not import desk")]
#[case("contract.rs", "//! A.\nuse super::{wire};\n", "src/contract.rs:2: contract may not import wire")]
#[case(
    "toolbar/screens/a.rs",
    "//! A.\nuse crate::client::Client;\n",
    "src/toolbar/screens/a.rs:2: toolbar may not import client"
)]
#[case("toolbar/app.rs", "//! A.\nuse crate::hub;\n", "src/toolbar/app.rs:2: toolbar may not import hub")]
#[case(
    "attic.rs",
    "//! A.\n",
    "src/attic.rs:1: module attic is not in the table MAY_IMPORT of tests/architecture.rs"
)]
#[case(
    "ecc.rs",
    "//! A.\nuse std::{collections, fs};\n",
    "src/ecc.rs:2: ecc is pure and may not use std::fs"
)]
#[case(
    "desk/a.rs",
    "//! A.\nuse std::net::TcpStream;\n",
    "src/desk/a.rs:2: desk is pure and may not use std::net"
)]
#[case(
    "contract/a.rs",
    "//! A.\nfn f() { std::time::SystemTime::now(); }\n",
    "src/contract/a.rs:2: contract is pure and may not use SystemTime"
)]
#[case("ecc/a.rs", "//! A.\nuse tokio::time;\n", "src/ecc/a.rs:2: ecc is pure and may not use tokio")]
#[case(
    "ecc/a.rs",
    "//! A.\nfn f() { rand::rng(); }\n",
    "src/ecc/a.rs:2: ecc is pure and may not use rand::rng"
)]
#[case(
    "hub/a.rs",
    "use std::fs;\n",
    "src/hub/a.rs:1: the first line is not a `//!` line that says what the file is"
)]
#[case("hub/a.rs", "", "src/hub/a.rs:1: the first line is not a `//!` line that says what the file is")]
fn a_broken_rule_is_named_with_its_place(#[case] name: &str, #[case] text: &str, #[case] expected: &str) {
    assert_eq!(check(name, text, false), [expected]);
}

#[test]
fn long_files_and_functions_are_caught_and_their_tests_do_not_count() {
    let start = "//! A.\n";
    let lines = |count: usize| "// a line\n".repeat(count);
    let tests = format!("#[cfg(test)]\nmod tests {{\n{}}}\n", lines(900));
    assert_eq!(check("hub.rs", &format!("{start}{}{tests}", lines(599)), false), [""; 0]);
    let long = check("hub.rs", &format!("{start}{}{tests}", lines(600)), false);
    assert_eq!(long, ["src/hub.rs:600: 601 lines without tests, the most is 600"]);
    let function =
        |count: usize| format!("{start}fn f(a: [u8; 2]) -> fn() {{\n{}}}\n", "g('}');\n".repeat(count));
    assert_eq!(check("hub.rs", &function(98), false), [""; 0]);
    let long = check("hub.rs", &function(99), false);
    assert_eq!(long, ["src/hub.rs:2: a function of 101 lines, the most is 100"]);
}

#[test]
fn files_of_tests_are_known_by_their_declaration() {
    let text = "//! A.\n#[cfg(test)]\nmod sample;\nmod real;\n#[cfg(test)]\nmod tests { }\n";
    assert_eq!(test_files("recording.rs", text), ["recording/sample.rs"]);
    assert_eq!(test_files("lib.rs", text), ["sample.rs"]);
    let long = format!("//! A.\nuse crate::cli;\n{}", "x();\n".repeat(700));
    assert_eq!(check("recording/sample.rs", &long, true), [""; 0]);
}
