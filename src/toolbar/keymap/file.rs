//! A file of keys: a table for each place, and in it a line for each key. What is wrong is a warning with
//! its line, and the rest holds.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Keymap, Keys, types};
use crate::contract::nearest;
use crate::toolbar::action::{Action, Context, Row, table};
use crate::toolbar::user_file::Warning;

/// What the file is called in the user's folder.
pub const FILE: &str = "keymap.toml";
/// The table for all places at once.
const EVERYWHERE: &str = "everywhere";
/// How many keys in a row are named that a line takes away.
const MAX_LOST: usize = 4;
/// The action that takes a key's meaning away.
const NONE: &str = "none";

/// Lays a file's keys over a keymap.
pub(super) fn apply(text: &str, keymap: &mut Keymap) -> Vec<Warning> {
    let (document, errors) = DeTable::parse_recoverable(text);
    let mut file = File { text, warnings: Vec::new(), bound: BTreeMap::new() };
    if let Some(error) = errors.first() {
        // Keys by halves would surprise more than none.
        let at = error.span().map_or(0, |span| span.start);
        file.warn(at, error.message());
        return file.told();
    }
    // What is meant for one place goes before what is meant for all.
    let mut tables: Vec<_> = document.get_ref().iter().collect();
    tables.sort_by_key(|(name, value)| (name.get_ref() != EVERYWHERE, value.span().start));
    for (name, value) in tables {
        let Some(lines) = value.get_ref().as_table() else {
            file.warn(value.span().start, "keys stand below a place, such as [workbench]");
            continue;
        };
        let places = match name.get_ref().as_ref() {
            EVERYWHERE => Context::ALL.to_vec(),
            name => match Context::of(name) {
                Some(context) => vec![context],
                None => {
                    let names = Context::ALL.iter().map(|context| context.name()).chain([EVERYWHERE]);
                    let what = format!("there is no place {}{}", shown(name), near(name, names));
                    file.warn(value.span().start, what);
                    continue;
                }
            },
        };
        file.table(&places, lines, keymap);
    }
    file.told()
}

struct File<'a> {
    text: &'a str,
    warnings: Vec<(usize, String)>,
    /// The keys that this file has given to a place, and what it calls them.
    bound: BTreeMap<&'static str, Vec<(Keys, String)>>,
}

impl File<'_> {
    fn warn(&mut self, at: usize, what: impl Into<String>) {
        self.warnings.push((at, what.into()));
    }

    fn told(mut self) -> Vec<Warning> {
        self.warnings.sort();
        let warning = |(at, what): &(usize, String)| Warning::at(FILE, self.text, *at, what);
        self.warnings.iter().map(warning).collect()
    }

    fn table(&mut self, places: &[Context], lines: &DeTable<'_>, keymap: &mut Keymap) {
        let mut lines: Vec<_> = lines.iter().collect();
        lines.sort_by_key(|(name, _)| name.span().start);
        for (name, value) in lines {
            if let Err((at, why)) = self.line(places, name.get_ref(), name.span().start, value, keymap) {
                self.warn(at, why);
            }
        }
    }

    fn line(
        &mut self,
        places: &[Context],
        name: &str,
        at: usize,
        value: &Spanned<DeValue<'_>>,
        keymap: &mut Keymap,
    ) -> Result<(), (usize, String)> {
        let keys: Keys = name.parse().map_err(|why| (at, why))?;
        let there = value.span().start;
        let action = value.get_ref().as_str().ok_or_else(|| (there, "an action is expected".to_owned()))?;
        if Keymap::is_fixed(&keys) {
            return Err((at, format!("{keys} always quits")));
        }
        let all: Vec<&Row> = table().filter(|row| row.id == action).collect();
        if all.is_empty() && action != NONE {
            let names = table().map(|row| row.id).chain([NONE]);
            return Err((there, format!("there is no action {}{}", shown(action), near(action, names))));
        }
        if all.iter().any(|row| row.action == Action::Jump) {
            return Err((
                there,
                "the digits are its keys; they can be taken away, and no other given".to_owned(),
            ));
        }
        let mut used = false;
        let mut gone: Vec<String> = Vec::new();
        for place in places {
            let fitting: Vec<&Row> =
                all.iter().copied().filter(|row| row.is_of(*place) || leads(row, *place)).collect();
            if fitting.is_empty() && action != NONE {
                continue;
            }
            let typed = place.takes_text() && keys.first().is_some_and(types);
            if typed && places.len() == 1 {
                return Err((at, format!("{keys} is text in {}; ctrl-… is not", place.name())));
            }
            if typed {
                continue;
            }
            self.clash(*place, &keys, name).map_err(|why| (at, why))?;
            if action != NONE {
                let behind = keymap.beginning_with(*place, &keys).filter(|name| !gone.contains(name));
                let behind: Vec<String> = behind.collect();
                gone.extend(behind);
            }
            keymap.bind(*place, &keys, &fitting);
            used = true;
        }
        match used {
            true if !gone.is_empty() => Err((at, lost(&keys, &gone))),
            true => Ok(()),
            false => Err((there, not_there(action, &all))),
        }
    }

    /// Whether the file has given these keys, or some that begin with them, to the same place before.
    fn clash(&mut self, place: Context, keys: &Keys, name: &str) -> Result<(), String> {
        let bound = self.bound.entry(place.name()).or_default();
        let other = bound.iter().find(|(other, _)| other.hides(keys));
        if let Some((_, other)) = other {
            return Err(format!("{} clashes with {} above", shown(name), shown(other)));
        }
        bound.push((keys.clone(), name.to_owned()));
        Ok(())
    }
}

/// Whether an action of another place can be asked for here.
fn leads(row: &Row, place: Context) -> bool {
    row.letter.is_some() && place.leads_on()
}

/// What is said of keys in a row that are gone because one of them does something by itself now.
fn lost(keys: &Keys, gone: &[String]) -> String {
    let (named, more) = gone.split_at(gone.len().min(MAX_LOST));
    let more = if more.is_empty() { String::new() } else { format!(" and {} more", more.len()) };
    format!("{keys} does this now, so {}{more} lead nowhere any more", named.join(", "))
}

fn not_there(action: &str, all: &[&Row]) -> String {
    let mut places: Vec<&str> = all.iter().flat_map(|row| row.contexts).map(|place| place.name()).collect();
    places.dedup();
    match places.len() {
        0 => format!("{action} means nothing there"),
        1..=4 => format!("{action} is only done in {}", places.join(", ")),
        many => format!("{action} is not done there, but in {many} other places"),
    }
}

fn near<'a>(word: &str, names: impl Iterator<Item = &'a str>) -> String {
    nearest(word, names).map(|near| format!("; did you mean {near}?")).unwrap_or_default()
}

/// A word of the file, as long as one can read it.
fn shown(word: &str) -> String {
    format!("{:?}", word.chars().take(40).collect::<String>())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::super::{Meaning, ctrl, key};
    use super::*;
    use crate::toolbar::keymap::Key;
    use crate::toolbar::settings::Layout;

    fn read(text: &str) -> (Keymap, Vec<String>) {
        let (keymap, warnings) = Keymap::new(Layout::Default, text.to_owned());
        (keymap, warnings.into_iter().map(|Warning(text)| text).collect())
    }

    fn does(keymap: &Keymap, context: Context, pressed: &[Key]) -> &'static str {
        match keymap.meaning(context, &[Context::Workbench], pressed) {
            Meaning::Does(row) => row.id,
            Meaning::Begins => "…",
            Meaning::Nothing => "",
        }
    }

    #[test]
    fn the_users_keys_go_before_those_that_are_built_in() {
        let (keymap, warnings) = read(
            "[workbench]\n\"z z\" = \"call.hold\"\na = \"call.mute\"\nh = \"none\"\n\
             [chat]\nctrl-k = \"chat.leave\"\n[everywhere]\nctrl-l = \"help\"\n",
        );
        assert_eq!(warnings, [""; 0]);
        let at = Context::Workbench;
        assert_eq!(does(&keymap, at, &[key('z')]), "…");
        assert_eq!(does(&keymap, at, &[key('z'), key('z')]), "call.hold");
        assert_eq!(does(&keymap, at, &[key('h')]), "");
        assert_eq!(does(&keymap, at, &[key('a')]), "call.mute");
        assert_eq!(keymap.key(at, Action::Mute), "a", "the user's own is shown");
        assert_eq!(does(&keymap, at, &[key('m')]), "call.mute", "the other one still works");
        assert_eq!(keymap.key(at, Action::Answer), "F5", "it has lost that key, and the other one is shown");
        assert_eq!(does(&keymap, Context::Chat, &[ctrl('k')]), "chat.leave");
        for place in [at, Context::Frames, Context::Reader] {
            assert_eq!(does(&keymap, place, &[ctrl('l')]), "help");
        }
    }

    #[test]
    fn a_key_that_others_begin_with_says_which_of_them_are_gone() {
        let (keymap, warnings) = read("[frames]\ng = \"inspector.first\"\n");
        assert_eq!(does(&keymap, Context::Frames, &[key('g')]), "inspector.first", "it holds all the same");
        let said =
            "keymap.toml, line 2: g does this now, so g c, g s, g p, g b and 17 more lead nowhere any more";
        assert_eq!(warnings, [said]);
        assert_eq!(
            read("[everywhere]\ng = \"help\"\n").1,
            [said],
            "what is gone in many places is told once"
        );
        assert_eq!(read("[frames]\ng = \"none\"\n").1, [""; 0], "who takes it away means that");
        assert_eq!(read("[frames]\n\"g f\" = \"inspector.first\"\n").1, [""; 0]);
    }

    #[test]
    fn a_place_is_led_to_from_anywhere_by_keys_of_the_users() {
        let (keymap, warnings) = read("[callbacks]\nF = \"frames\"\n\"g f\" = \"none\"\n");
        assert_eq!(warnings, [""; 0]);
        assert_eq!(does(&keymap, Context::Callbacks, &[key('F')]), "frames");
        assert_eq!(does(&keymap, Context::Callbacks, &[key('g'), key('f')]), "");
        assert_eq!(does(&keymap, Context::Reader, &[key('g'), key('f')]), "frames");
    }

    #[rstest]
    #[case("[wrokbench]\nx = \"help\"", "line 1: there is no place \"wrokbench\"; did you mean workbench?")]
    #[case("[workbench]\nx = \"hepl\"", "line 2: there is no action \"hepl\"; did you mean help?")]
    #[case("\n[workbench]\nentr = \"help\"", "line 3: there is no key \"entr\"; did you mean enter?")]
    #[case("[login]\nx = \"form.send\"", "line 2: x is text in login")]
    #[case("[login]\nbackspace = \"form.send\"", "line 2: backspace is text in login")]
    #[case("[login]\n\"x y\" = \"form.send\"", "line 2: x y is text in login")]
    #[case("[frames]\nx = \"call.hold\"", "line 2: call.hold is only done in workbench")]
    #[case("[workbench]\nctrl-c = \"help\"", "line 2: ctrl-c always quits")]
    #[case("[workbench]\nx = \"interaction.jump\"", "line 2: the digits are its keys")]
    #[case("[workbench]\nz = \"help\"\n\"z z\" = \"quit\"", "line 3: \"z z\" clashes with \"z\" above")]
    #[case(
        "[workbench]\nctrl-x = \"help\"\nctrl-X = \"quit\"",
        "line 3: \"ctrl-X\" clashes with \"ctrl-x\" above"
    )]
    #[case("[workbench]\nz = \"help\"\nz = \"quit\"", "line 3: duplicate key")]
    #[case("[workbench]\nz = 5", "line 2: an action is expected")]
    #[case("z = \"help\"", "line 1: keys stand below a place")]
    #[case("[workbench", "line 1: ")]
    fn what_is_wrong_is_a_warning_with_its_line(#[case] text: &str, #[case] expected: &str) {
        let (_, warnings) = read(text);
        assert_eq!(warnings.len(), 1, "{warnings:?}");
        assert!(warnings[0].starts_with(&format!("keymap.toml, {expected}")), "{warnings:?}");
    }

    #[test]
    fn the_rest_of_a_file_with_an_error_holds() {
        let (keymap, warnings) = read("[workbench]\nz = \"call.hodl\"\nZ = \"call.hold\"\n");
        assert_eq!((warnings.len(), does(&keymap, Context::Workbench, &[key('Z')])), (1, "call.hold"));
    }

    proptest! {
        /// However a file is broken, there is a keymap, and a way to quit.
        #[test]
        fn no_file_is_a_failed_start(
            lines in prop::collection::vec(
                "(\\[(workbench|login|everywhere|x)\\]|(\"(g|ctrl-c|z|z z|esc)\"|a|ctrl-q|\\PC{0,4}) = \"(help|quit|none|frames|\\PC{0,6})\"|\\PC{0,12})",
                0..12,
            )
        ) {
            let (keymap, _) = Keymap::new(Layout::Vi, lines.join("\n"));
            for context in Context::ALL {
                let quits = matches!(
                    keymap.meaning(*context, &[], &[ctrl('c')]),
                    Meaning::Does(row) if row.action == Action::QuitNow
                );
                prop_assert!(quits, "{context:?}");
            }
        }
    }
}
