//! What may follow a key that several keys begin with.

use ratatui::layout::Rect;

use crate::toolbar::app::App;
use crate::toolbar::keymap::{GO, Key};
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::{bottom, left};
use crate::toolbar::widgets::canvas::{Canvas, piece};
use crate::toolbar::widgets::text::width;

/// The columns of one entry.
const EACH: u16 = 24;
/// The most entries side by side.
const MOST: u16 = 3;

/// The next key, and what it leads to, each once.
pub(in crate::toolbar) fn entries(app: &App) -> Vec<(String, &'static str)> {
    let mut entries: Vec<(String, &'static str)> = Vec::new();
    for context in app.contexts() {
        for (key, row) in app.keymap.following(*context, app.base(), app.pressed()) {
            let works = app.is_enabled(row.action) && !(app.is_read_only() && row.action.acts_on_desk());
            if works && !entries.iter().any(|(known, _)| *known == key) {
                entries.push((key, row.name()));
            }
        }
    }
    entries.sort_by_cached_key(|(key, _)| (key.to_lowercase(), key.clone()));
    entries
}

pub(in crate::toolbar) fn draw(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    if app.pressed().is_empty() {
        return;
    }
    let entries = entries(app);
    let side = (area.width.saturating_sub(4) / EACH).clamp(1, MOST);
    let rows = u16::try_from(entries.len()).unwrap_or(u16::MAX).div_ceil(side);
    let wide = side * EACH + 4;
    // What would be left beside it is no use.
    let wide = if wide + EACH / 2 > area.width { area.width } else { wide };
    let (place, _) = bottom(left(area, area.width - wide).1, rows + 2);
    canvas.cover(place, Role::Surface);
    let pressed: Vec<String> = app.pressed().iter().map(Key::to_string).collect();
    let goes = app.pressed().first() == Some(&GO) && pressed.len() == 1;
    let title = if goes { "Go to".to_owned() } else { format!("{} …", pressed.join(" ")) };
    let inside = canvas.panel(place, &title, &[], true);
    let widest = entries.iter().map(|(key, _)| width(key)).max().unwrap_or(1) + 1;
    for (at, (key, name)) in (0u16..).zip(&entries) {
        let spot = Rect {
            x: inside.x + at / rows.max(1) * EACH,
            y: inside.y + at % rows.max(1),
            width: EACH.min(inside.width),
            height: 1,
        };
        let (first, second) = left(spot.intersection(inside), widest);
        canvas.left(first, &[piece(Role::Key, key.as_str())]);
        canvas.left(Rect { width: second.width.saturating_sub(1), ..second }, &[piece(Role::Text, *name)]);
    }
}
