//! Sentences that name keys: they have the names of actions in braces, and the keymap says the keys.

use super::{GO, Keymap};
use crate::toolbar::action::{Context, rows, table};

impl Keymap {
    /// A text with the key of each action that it names, such as `{close} closes`, as the keys are in a place. A
    /// clause whose key was taken away is left out.
    pub fn worded(&self, context: Context, text: &str) -> String {
        let said: String = clauses(text).filter_map(|clause| self.clause(context, clause)).collect();
        said.trim_start().trim_end_matches([',', ';', ' ']).to_owned()
    }

    /// A part of a text; `None` where an action that it names has no key.
    fn clause(&self, context: Context, clause: &str) -> Option<String> {
        let mut said = String::new();
        let mut rest = clause;
        while let Some((before, after)) = rest.split_once('{') {
            let (id, behind) = after.split_once('}')?;
            let key = self.key_of_id(context, id);
            if key.is_empty() {
                return None;
            }
            said.push_str(before);
            said.push_str(&key);
            rest = behind;
        }
        said.push_str(rest);
        Some(said)
    }

    /// The key of an action by its name: in the place, else where it is done.
    fn key_of_id(&self, context: Context, id: &str) -> String {
        let here = rows(context).find(|row| row.id == id);
        let found = here.map(|row| (context, row)).or_else(|| {
            let row = table().find(|row| row.id == id)?;
            Some((*row.contexts.first()?, row))
        });
        debug_assert!(found.is_some(), "there is no action {id}");
        found.map_or_else(String::new, |(context, row)| self.key_of(context, row))
    }

    /// Whether a letter behind [`GO`] leads anywhere from a place.
    pub fn goes(&self, context: Context) -> bool {
        self.of(context).iter().any(|one| one.keys.first() == Some(GO) && one.keys.all().len() > 1)
    }
}

/// The parts of a text that end with a comma, a semicolon or a full stop.
fn clauses(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut ends = rest.match_indices([',', ';', '.']).map(|(at, _)| at + 1);
        // A stop within a name is none.
        let end = ends.find(|end| rest[*end..].starts_with(' ')).unwrap_or(rest.len());
        let (clause, behind) = rest.split_at(end);
        rest = behind;
        (!clause.is_empty()).then_some(clause)
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::toolbar::settings::Layout;

    #[rstest]
    #[case("", "enter calls, ctrl-l asks, esc closes")]
    #[case("[dial]\nctrl-x = \"close\"", "enter calls, ctrl-l asks, ctrl-x closes")]
    #[case("[dial]\nctrl-l = \"none\"", "enter calls, esc closes")]
    #[case("[dial]\nesc = \"none\"", "enter calls, ctrl-l asks")]
    #[case("[dial]\nenter = \"none\"", "ctrl-l asks, esc closes")]
    fn a_text_names_the_keys_as_they_are(#[case] own: &str, #[case] said: &str) {
        let (keymap, warnings) = Keymap::new(Layout::Default, own.to_owned());
        assert_eq!(warnings, []);
        let text = "{form.confirm} calls, {dial.preview} asks, {close} closes";
        assert_eq!(keymap.worded(Context::Dial, text), said);
    }

    #[test]
    fn what_belongs_to_another_place_has_the_key_that_it_has_there() {
        let keymap = Keymap::default();
        assert_eq!(keymap.worded(Context::Records, "{record.menu}, then Attach"), "R, then Attach");
        assert!(keymap.goes(Context::Workbench));
        let (keymap, _) = Keymap::new(Layout::Default, "[workbench]\ng = \"help\"".to_owned());
        assert!(!keymap.goes(Context::Workbench));
    }
}
