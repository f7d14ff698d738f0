//! Which keys stand for which actions: those of the table of actions, then those of the built-in keymap
//! that is chosen, then the user's own, each going before what was there.

mod file;
mod key;
mod words;

use crossterm::event::KeyCode;

pub use file::FILE;
pub use key::{Key, Keys, MAX_KEYS, alt, ctrl, key};

use super::action::{Action, Context, Row, rows, table};
use super::settings::Layout;
use super::user_file::{self, Warning};

/// The key after which a letter leads anywhere.
pub const GO: Key = key('g');

/// The keys for those who know vi, over the default ones.
const VI: &str = include_str!("../../keymaps/vi.toml");

/// Keys that stand for an action in a place.
#[derive(Debug, Clone)]
struct Binding {
    keys: Keys,
    row: &'static Row,
}

/// What the keys that were pressed come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// An action.
    Does(&'static Row),
    /// The beginning of several keys.
    Begins,
    /// Nothing.
    Nothing,
}

/// All keys as they are after the user has had their say.
#[derive(Debug, Clone)]
pub struct Keymap {
    layout: Layout,
    /// The text of the user's file, for another layout.
    own: String,
    /// By place, in the order in which they were bound, the ones to be shown first.
    places: Vec<(Context, Vec<Binding>)>,
}

impl Default for Keymap {
    fn default() -> Keymap {
        Keymap::of_table()
    }
}

impl Keymap {
    /// The keys of a layout with those of the user's file in their folder; what was wrong in it comes
    /// beside them.
    pub fn load(layout: Layout, folder: &std::path::Path) -> (Keymap, Vec<Warning>) {
        let mut warnings = Vec::new();
        let own = user_file::read(&folder.join(FILE), &mut warnings).unwrap_or_default();
        let (keymap, wrong) = Keymap::new(layout, own);
        warnings.extend(wrong);
        (keymap, user_file::few(warnings, FILE))
    }

    /// The keys of a layout, and over them those of a file's text.
    pub fn new(layout: Layout, own: String) -> (Keymap, Vec<Warning>) {
        let mut keymap = Keymap::of_table();
        keymap.layout = layout;
        let mut warnings = match layout {
            Layout::Default => Vec::new(),
            Layout::Vi => file::apply(VI, &mut keymap),
        };
        warnings.extend(file::apply(&own, &mut keymap));
        keymap.own = own;
        (keymap, warnings)
    }

    /// The same user's keys over another layout. What is wrong in their file was told before.
    pub fn with_layout(&self, layout: Layout) -> Keymap {
        Keymap::new(layout, self.own.clone()).0
    }

    fn of_table() -> Keymap {
        let of = |context: Context| {
            let mut all: Vec<Binding> = rows(context)
                .flat_map(|row| row.keys.iter().map(move |key| Binding { keys: Keys::one(*key), row }))
                .collect();
            let go = |row: &'static Row| {
                row.letter.map(|letter| Binding { keys: Keys::two(GO, key(letter)), row })
            };
            if context.leads_on() {
                all.extend(table().filter_map(go));
            }
            (context, all)
        };
        let places = Context::ALL.iter().copied().map(of).collect();
        Keymap { layout: Layout::Default, own: String::new(), places }
    }

    fn of(&self, context: Context) -> &[Binding] {
        self.places.iter().find(|(place, _)| *place == context).map_or(&[], |(_, all)| all)
    }

    fn of_mut(&mut self, context: Context) -> Option<&mut Vec<Binding>> {
        self.places.iter_mut().find(|(place, _)| *place == context).map(|(_, all)| all)
    }

    /// Gives keys a meaning in a place, or takes it away; they are shown before others of the action.
    fn bind(&mut self, context: Context, keys: &Keys, row: &[&'static Row]) {
        let Some(all) = self.of_mut(context) else { return };
        all.retain(|one| !one.keys.hides(keys));
        for row in row.iter().rev() {
            all.insert(0, Binding { keys: keys.clone(), row });
        }
    }

    /// Longer ones in a place that begin with these keys, by their names.
    fn beginning_with<'a>(&'a self, context: Context, keys: &'a Keys) -> impl Iterator<Item = String> + 'a {
        let longer = |one: &&Binding| one.keys.all().len() > keys.all().len() && one.keys.hides(keys);
        self.of(context).iter().filter(longer).map(|one| one.keys.to_string())
    }

    /// What keys come to in a place. `base` are the places below what lies on top: what leads there works
    /// from anywhere.
    pub fn meaning(&self, context: Context, base: &[Context], pressed: &[Key]) -> Meaning {
        let is_there = |row: &Row| row.is_of(context) || base.iter().any(|place| row.is_of(*place));
        let fits = self.of(context).iter().filter(|one| is_there(one.row));
        let mut begins = false;
        for one in fits {
            if one.keys.all() == pressed {
                return Meaning::Does(one.row);
            }
            begins |= one.keys.all().starts_with(pressed);
        }
        if begins { Meaning::Begins } else { Meaning::Nothing }
    }

    /// What may follow keys that were pressed: the next key, and what it leads to.
    pub fn following<'a>(
        &'a self,
        context: Context,
        base: &'a [Context],
        pressed: &'a [Key],
    ) -> impl Iterator<Item = (String, &'static Row)> + 'a {
        let is_there = move |row: &Row| row.is_of(context) || base.iter().any(|place| row.is_of(*place));
        self.of(context).iter().filter(move |one| is_there(one.row)).filter_map(move |one| {
            let rest = one.keys.all().strip_prefix(pressed).filter(|rest| !rest.is_empty())?;
            let names: Vec<String> = rest.iter().map(Key::to_string).collect();
            Some((names.join(" "), one.row))
        })
    }

    /// The keys of a row in a place, the one to be shown first.
    pub fn keys_of(&self, context: Context, row: &Row) -> Vec<&Keys> {
        self.of(context).iter().filter(|one| one.row.id == row.id).map(|one| &one.keys).collect()
    }

    /// The same as the help lists them. Nine digits in a row are one entry.
    pub fn names_of(&self, context: Context, row: &Row) -> Vec<String> {
        let mut keys = self.keys_of(context, row);
        if row.is_of(context) {
            // What leads there from elsewhere is told once, with the other places.
            keys.retain(|keys| keys.all().len() == 1 || keys.first() != Some(GO));
        }
        let names: Vec<String> = keys.iter().map(|keys| keys.to_string()).collect();
        let digits = (1..=9).map(|digit| digit.to_string());
        if row.action == Action::Jump && digits.eq(names.iter().cloned()) {
            return vec!["1-9".to_owned()];
        }
        names
    }

    /// The key that is shown for a row in a place; empty where it has none.
    pub fn key_of(&self, context: Context, row: &Row) -> String {
        self.keys_of(context, row).first().map(|keys| keys.to_string()).unwrap_or_default()
    }

    /// The key that is shown for an action in a place; empty where it has none.
    pub fn key(&self, context: Context, action: Action) -> String {
        rows(context)
            .find(|row| row.action == action)
            .map_or_else(String::new, |row| self.key_of(context, row))
    }

    /// What stands in the footer: of keys that come in pairs both, beside the label of the first.
    pub fn hint(&self, context: Context, row: &Row) -> String {
        let other = match row.action {
            Action::Previous => Action::Next,
            Action::PageUp => Action::PageDown,
            Action::NextHit => Action::PreviousHit,
            Action::ToStart => Action::ToEnd,
            Action::StepBack => Action::StepForward,
            Action::Slower => Action::Faster,
            Action::Jump => return self.names_of(context, row).into_iter().next().unwrap_or_default(),
            _ => return self.key_of(context, row),
        };
        match (self.key_of(context, row), self.key(context, other)) {
            (first, second) if first.is_empty() || second.is_empty() => first + &second,
            (first, second) => format!("{first}/{second}"),
        }
    }

    /// A key by which one leaves whatever has the keys: it can't be taken away.
    fn is_fixed(keys: &Keys) -> bool {
        keys.all() == [ctrl('c')]
    }
}

/// Whether a key types something where text is typed.
fn types(key: Key) -> bool {
    key.char().is_some() || matches!(key.code, KeyCode::Backspace | KeyCode::Delete)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    fn both() -> [Keymap; 2] {
        [Layout::Default, Layout::Vi].map(|layout| {
            let (keymap, warnings) = Keymap::new(layout, String::new());
            assert_eq!(warnings, []);
            keymap
        })
    }

    #[test]
    fn no_two_actions_share_a_key_in_one_place() {
        for keymap in both() {
            for (context, all) in &keymap.places {
                let mut taken: HashMap<&Keys, &Row> = HashMap::new();
                for one in all {
                    // What leads to one of several places is told apart by where one is.
                    if let Some(other) = taken.insert(&one.keys, one.row) {
                        let apart = other.contexts.iter().all(|place| !one.row.is_of(*place));
                        assert!(apart, "{} is {} and {} in {context:?}", one.keys, other.id, one.row.id);
                    }
                    for other in all.iter().filter(|other| other.keys != one.keys) {
                        assert!(!one.keys.hides(&other.keys), "{} hides {}", one.keys, other.keys);
                    }
                }
            }
        }
    }

    #[test]
    fn every_action_but_the_tour_has_a_key_in_each_layout() {
        for keymap in both() {
            for row in table().filter(|row| row.action != Action::Tour) {
                for context in row.contexts {
                    assert!(!keymap.keys_of(*context, row).is_empty(), "{} in {context:?}", row.id);
                }
            }
        }
    }

    /// While a recording is shown, the workbench's own keys are still looked up, after the player's.
    #[test]
    fn the_players_keys_hide_no_key_of_the_workbench() {
        let keymap = Keymap::default();
        for row in rows(Context::Replay) {
            for key in row.keys {
                let other = keymap.meaning(Context::Workbench, &[], &[*key]);
                let same = matches!(other, Meaning::Does(other) if other.action == row.action);
                assert!(other == Meaning::Nothing || same, "{key}: {other:?}");
            }
        }
    }

    #[test]
    fn letters_are_keys_only_where_no_text_is_typed() {
        for keymap in both() {
            for (context, all) in keymap.places.iter().filter(|(context, _)| context.takes_text()) {
                for one in all {
                    let typed = one.keys.first().is_some_and(|key| key.char().is_some());
                    assert!(!typed, "{} in {context:?}", one.row.id);
                }
            }
        }
    }

    #[test]
    fn keys_in_a_row_are_waited_for() {
        let keymap = Keymap::default();
        let meaning = |pressed: &[Key]| keymap.meaning(Context::Workbench, &[Context::Workbench], pressed);
        assert_eq!(meaning(&[GO]), Meaning::Begins);
        assert!(matches!(meaning(&[GO, key('s')]), Meaning::Does(row) if row.action == Action::Status));
        assert_eq!(meaning(&[GO, key('~')]), Meaning::Nothing);
        let letters: Vec<String> = keymap
            .following(Context::Workbench, &[Context::Workbench], &[GO])
            .map(|(name, _)| name)
            .collect();
        assert!(letters.contains(&"s".to_owned()), "{letters:?}");
    }
}
