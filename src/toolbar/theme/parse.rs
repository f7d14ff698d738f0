//! A theme file read: TOML with the colours of a few tones, and looks for single roles.

use std::ops::Range;
use std::str::FromStr;

use ratatui::style::{Color, Modifier};
use toml::de::{DeTable, DeValue};

use super::colour::Rgb;
use super::role::Role;
use super::source::{Look, Paint, Source};
use super::tone::Tone;
use crate::contract::nearest;
use crate::toolbar::user_file::Warning;

/// What can stand at the top of a theme file.
const KEYS: [&str; 6] = ["inherits", "contrast", "light", "weights", "palette", "roles"];
/// The most characters of what stands in a file that a warning repeats.
const SHOWN: usize = 40;

/// What a theme file says, before what it inherits is known.
#[derive(Debug, Default)]
pub(super) struct Written {
    /// The theme that it goes over.
    pub inherits: Option<(String, usize)>,
    contrast: Option<f64>,
    light: Option<bool>,
    weights: Option<bool>,
    paints: Vec<(Tone, Paint)>,
    looks: Vec<(Role, Look)>,
}

impl Written {
    /// Reads a file's text. What is wrong in it is left out, with a warning that has its line; of a text that
    /// is no TOML, nothing is taken.
    pub fn read(file: &str, text: &str, warnings: &mut Vec<Warning>) -> Option<Written> {
        let document = match DeTable::parse(text) {
            Ok(document) => document.into_inner(),
            Err(error) => {
                let at = error.span().map_or(0, |span| span.start);
                warnings.push(Warning::at(file, text, at, error.message()));
                return None;
            }
        };
        let mut written = Written::default();
        let mut wrong: Vec<(usize, String)> = Vec::new();
        for (key, value) in &document {
            let at = value.span();
            let key_at = key.span().start;
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("inherits", DeValue::String(name)) => {
                    written.inherits = Some((name.to_string(), at.start));
                }
                ("contrast", value) => match number(value).filter(|least| (1.0..=21.0).contains(least)) {
                    Some(least) => written.contrast = Some(least),
                    None => wrong.push((at.start, "contrast is a number from 1 to 21".to_owned())),
                },
                ("light", DeValue::Boolean(on)) => written.light = Some(*on),
                ("weights", DeValue::Boolean(on)) => written.weights = Some(*on),
                ("palette", DeValue::Table(table)) => written.palette(table, &mut wrong),
                ("roles", DeValue::Table(table)) => written.roles(table, &mut wrong),
                (name, _) if KEYS.contains(&name) => wrong.push((key_at, shape(name).to_owned())),
                (name, _) => wrong.push((key_at, unknown("key", name, KEYS.into_iter()))),
            }
        }
        wrong.sort();
        warnings.extend(wrong.into_iter().map(|(at, what)| Warning::at(file, text, at, what)));
        Some(written)
    }

    fn palette(&mut self, table: &DeTable<'_>, wrong: &mut Vec<(usize, String)>) {
        for (name, at, value) in entries(table) {
            let Some(tone) = Tone::ALL.iter().copied().find(|tone| tone.name() == name) else {
                wrong.push((at.start, unknown("colour", name, Tone::ALL.iter().map(|tone| tone.name()))));
                continue;
            };
            match value.ok_or_else(|| "a text is expected".to_owned()).and_then(paint) {
                Ok(Paint::Tone(_)) => {
                    wrong.push((at.start, format!("{name}: a colour of its own is expected")))
                }
                Ok(paint) => self.paints.push((tone, paint)),
                Err(why) => wrong.push((at.start, format!("{name}: {why}"))),
            }
        }
    }

    fn roles(&mut self, table: &DeTable<'_>, wrong: &mut Vec<(usize, String)>) {
        for (name, at, value) in entries(table) {
            let Some(role) = Role::ALL.iter().copied().find(|role| role.name() == name) else {
                wrong.push((at.start, unknown("role", name, Role::ALL.iter().map(|role| role.name()))));
                continue;
            };
            match value.ok_or_else(|| "a text is expected".to_owned()).and_then(look) {
                Ok(look) => self.looks.push((role, look)),
                Err(why) => wrong.push((at.start, format!("{name}: {why}"))),
            }
        }
    }

    /// Lays it over what it inherits. Where it has a ground, a text or an accent of its own, what was made
    /// for the other one's is derived again.
    pub fn over(&self, mut base: Source) -> Source {
        let anew =
            self.paints.iter().any(|(tone, _)| matches!(tone, Tone::Ground | Tone::Text | Tone::Accent));
        if anew {
            base.forget_derived();
        }
        for &(tone, paint) in &self.paints {
            if let Some(at) = tone.place() {
                base.paints[at] = Some(paint);
            }
        }
        base.contrast = self.contrast.unwrap_or(base.contrast);
        base.light = self.light.unwrap_or(base.light);
        base.weights = self.weights.unwrap_or(base.weights);
        base.looks.retain(|(role, _)| self.looks.iter().all(|(own, _)| own != role));
        base.looks.extend(&self.looks);
        base
    }
}

/// The entries of a table: name, place, and the text where it is one.
fn entries<'t>(table: &'t DeTable<'_>) -> impl Iterator<Item = (&'t str, Range<usize>, Option<&'t str>)> {
    table.iter().map(|(key, value)| (key.get_ref().as_ref(), key.span(), value.get_ref().as_str()))
}

fn number(value: &DeValue<'_>) -> Option<f64> {
    match value {
        DeValue::Integer(number) => number.as_str().parse().ok(),
        DeValue::Float(number) => number.as_str().parse().ok(),
        _ => None,
    }
}

/// What a key of the file must be.
fn shape(key: &str) -> &'static str {
    match key {
        "inherits" => "inherits is the name of a theme",
        "light" | "weights" => "light and weights are true or false",
        _ => "palette and roles are tables",
    }
}

fn unknown<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let hint = nearest(name, known).map(|near| format!("; did you mean {near}?")).unwrap_or_default();
    format!("there is no {what} {:?}{hint}", shown(name))
}

fn shown(text: &str) -> String {
    text.chars().take(SHOWN).collect()
}

/// `accent on #rrggbb bold`, each part optional.
fn look(text: &str) -> Result<Look, String> {
    let mut look = Look::default();
    let mut behind = false;
    for word in text.split_whitespace() {
        look.weight |= match word {
            "on" => {
                behind = true;
                continue;
            }
            "bold" => Modifier::BOLD,
            "dim" => Modifier::DIM,
            "italic" => Modifier::ITALIC,
            "underline" => Modifier::UNDERLINED,
            "reversed" => Modifier::REVERSED,
            word => {
                let place = if behind { &mut look.bg } else { &mut look.fg };
                *place = Some(paint(word)?);
                behind = false;
                continue;
            }
        };
    }
    if behind { Err("a colour is expected after \"on\"".to_owned()) } else { Ok(look) }
}

fn paint(word: &str) -> Result<Paint, String> {
    if word == "terminal" {
        return Ok(Paint::Terminal(Color::Reset));
    }
    if let Some(tone) = Tone::ALL.iter().find(|tone| tone.name() == word) {
        return Ok(Paint::Tone(*tone));
    }
    match Color::from_str(word) {
        Ok(Color::Rgb(r, g, b)) => Ok(Paint::Rgb(Rgb([r, g, b]))),
        Ok(colour) => Ok(Paint::Terminal(colour)),
        Err(_) => {
            let hint = nearest(word, Tone::ALL.iter().map(|tone| tone.name()));
            let hint = hint.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
            Err(format!(
                "{:?} is no colour: \"#rrggbb\", \"terminal\", a name such as \"lightgreen\" or a colour of the palette is expected{hint}",
                shown(word)
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("#102030", Look { fg: Some(Paint::Rgb(Rgb([16, 32, 48]))), ..Look::default() })]
    #[case("green on terminal bold", Look {
        fg: Some(Paint::Terminal(Color::Green)),
        bg: Some(Paint::Terminal(Color::Reset)),
        weight: Modifier::BOLD,
    })]
    #[case("on accent", Look { bg: Some(Paint::Tone(Tone::Accent)), ..Look::default() })]
    #[case("", Look::default())]
    fn looks_are_read(#[case] text: &str, #[case] expected: Look) {
        assert_eq!(look(text), Ok(expected));
    }

    #[rstest]
    #[case("#12345")]
    #[case("bolder")]
    #[case("red on")]
    #[case("\u{1b}[31m")]
    fn bad_looks_are_refused(#[case] text: &str) {
        assert!(look(text).is_err());
    }

    #[rstest]
    #[case("palete = 1", "line 1: there is no key \"palete\"; did you mean palette?")]
    #[case("palette = 1", "line 1: palette and roles are tables")]
    #[case("\n[palette]\nacent = \"#010203\"", "line 3: there is no colour \"acent\"; did you mean accent?")]
    #[case("[palette]\naccent = \"#01020\"", "line 2: accent: \"#01020\" is no colour")]
    #[case("[palette]\naccent = \"text\"", "line 2: accent: a colour of its own is expected")]
    #[case("[palette]\naccent = 5", "line 2: accent: a text is expected")]
    #[case(
        "[roles]\n\"timer.lat\" = \"bad\"",
        "line 2: there is no role \"timer.lat\"; did you mean timer.late?"
    )]
    #[case("[roles]\nmuted = \"acent\"", "did you mean accent?")]
    #[case("contrast = 99", "line 1: contrast is a number from 1 to 21")]
    #[case("weights = \"yes\"", "line 1: light and weights are true or false")]
    #[case("x = ", "line 1: ")]
    #[case("[palette]\naccent = \"#010203\"\naccent = \"#010203\"", "line 3: duplicate key")]
    fn what_is_wrong_is_a_warning_with_its_line(#[case] text: &str, #[case] expected: &str) {
        let mut warnings = Vec::new();
        Written::read("mine.toml", text, &mut warnings);
        assert_eq!(warnings.len(), 1, "{warnings:?}");
        let said = &warnings[0].0;
        assert!(said.starts_with("mine.toml, line ") && said.contains(expected), "{said}");
    }
}
