//! The list of themes. It stands at the side, and the screen beside it wears the one that is chosen.

use ratatui::layout::Rect;

use crate::toolbar::action::Action;
use crate::toolbar::theme::{BUILT_IN, Role};
use crate::toolbar::widgets::area::{bottom, inset};
use crate::toolbar::widgets::canvas::{Canvas, piece};
use crate::toolbar::widgets::list;

/// The dialog's width, in columns.
const WIDTH: u16 = 34;

/// The names, and which one is chosen.
#[derive(Debug)]
pub struct ThemePicker {
    names: Vec<String>,
    at: usize,
    /// The one that is set.
    worn: String,
}

impl ThemePicker {
    /// On the theme that is set, among those that are known so far.
    pub fn at(worn: &str, known: &[String]) -> ThemePicker {
        let mut picker = ThemePicker { names: Vec::new(), at: 0, worn: worn.to_owned() };
        picker.list(known.to_vec());
        picker
    }

    /// All names are known; the choice stays where it is.
    pub fn list(&mut self, names: Vec<String>) {
        let chosen = self.names.get(self.at).unwrap_or(&self.worn);
        self.at = names.iter().position(|name| name == chosen).unwrap_or(0);
        self.names = names;
    }

    /// The one that is chosen.
    pub fn name(&self) -> &str {
        self.names.get(self.at).map_or("", String::as_str)
    }

    /// Moves; whether another one is chosen now.
    pub fn moved(&mut self, action: Action) -> bool {
        let by = match action {
            Action::Previous => -1,
            Action::Next => 1,
            _ => return false,
        };
        let before = self.at;
        self.at = list::moved(before, self.names.len(), by);
        self.at != before
    }

    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let rows = u16::try_from(self.names.len()).unwrap_or(u16::MAX);
        let height = rows.saturating_add(7).min(area.height);
        let width = WIDTH.min(area.width);
        let place = Rect { x: area.right() - width, y: area.bottom() - height, width, height };
        canvas.cover(place, Role::Surface);
        let inside = inset(canvas.panel(place, "Theme", &[], true), 0, 1);
        let (about, rest) = bottom(inside, 2);
        let (_, rest) = bottom(rest, 1);
        list::choices(canvas, rest, self.names.len(), self.at, |canvas, at, place| {
            let name = self.names[at].as_str();
            let note = if name == self.worn { "set" } else { "" };
            canvas.both(place, &[piece(Role::Text, name)], &[piece(Role::Muted, note)]);
        });
        let known = BUILT_IN.iter().find(|(name, _)| *name == self.name());
        let about_it = known.map_or("A theme of your own", |(_, about)| about);
        canvas.wrapped(about, &piece(Role::Muted, about_it));
    }
}
