//! All frames that are remembered, and what is in the one that is looked at.

use ratatui::layout::Rect;

use super::{Outcome, Reader};
use crate::toolbar::action::Action;
use crate::toolbar::app::App;
use crate::toolbar::frames::{Entry, FrameLog};
use crate::toolbar::screens::workbench::frame_row;
use crate::toolbar::theme::Role;
use crate::toolbar::widgets::area::{left, row, top};
use crate::toolbar::widgets::canvas::{Canvas, piece};
use crate::toolbar::widgets::list;

/// From this width on, list and text stand side by side.
const SIDE_BY_SIDE: u16 = 130;

/// Which frame is looked at, and how far its text is scrolled.
#[derive(Debug, Clone, Copy, Default)]
pub struct FrameReader {
    /// The running number of the frame; `None` follows the newest.
    chosen: Option<u64>,
    text: Reader,
}

impl FrameReader {
    pub(in crate::toolbar) fn act(&mut self, action: Action, log: &FrameLog) -> Outcome {
        let at = self.at(log);
        let to = match action {
            Action::Cancel => return Outcome::Close,
            Action::PageUp | Action::PageDown => {
                self.text.act(action);
                self.text.clamp(log.get(at).map_or(0, |entry| entry.laid_out().len()));
                return Outcome::Stay;
            }
            Action::Previous => list::moved(at, log.len(), -1),
            Action::Next => list::moved(at, log.len(), 1),
            Action::ToStart => 0,
            Action::ToEnd => log.len().saturating_sub(1),
            _ => return Outcome::Stay,
        };
        self.text = Reader::default();
        self.chosen = (to + 1 < log.len()).then(|| log.number(to));
        Outcome::Stay
    }

    fn at(&self, log: &FrameLog) -> usize {
        self.chosen.map_or(log.len().saturating_sub(1), |number| log.place(number))
    }

    pub(super) fn draw(&self, app: &App, canvas: &mut Canvas<'_>, area: Rect) {
        let log = &app.frames;
        let (rows, text) = match area.width >= SIDE_BY_SIDE {
            true => left(area, 66),
            false => top(area, area.height / 2),
        };
        canvas.cover(rows, Role::Surface);
        canvas.cover(text, Role::Surface);
        let note = if self.chosen.is_none() { "following" } else { "" };
        let inside = canvas.panel(rows, "Frames", &[piece(Role::Muted, note)], true);
        if log.is_empty() {
            canvas.left(row(inside, 0), &[piece(Role::Muted, "No frames yet.")]);
        }
        let at = self.at(log);
        list::rows(canvas, inside, log.len(), Some(at), |canvas, at, place| {
            if let Some(entry) = log.get(at) {
                frame_row(canvas, place, entry, &app.me, app.zone);
            }
        });
        let place = canvas.panel(text, "Message", &[], false);
        let lines = log.get(at).map(Entry::laid_out).unwrap_or_default();
        let first = self.text.first_of(lines.len(), place.height);
        for (at, line) in lines.iter().skip(first).take(usize::from(place.height)).enumerate() {
            let line = [piece(Role::Text, line.as_str())];
            canvas.left(row(place, u16::try_from(at).unwrap_or(u16::MAX)), &line);
        }
    }
}
