//! The whole screen drawn: header, banner, the stage's screen, footer, and what lies over it.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::app::{App, Mode};
use super::overlays::Overlay;
use super::screens::{chrome, follow, refused, status, toasts, workbench};
use super::settings::Icons;
use super::theme::{Role, Theme};
use super::widgets::area::{bottom, growing, inset, middle, row, top};
use super::widgets::canvas::{Canvas, piece};
use super::widgets::zone::{Target, Zones};
use crate::desk::Stage;

/// The smallest terminal that the toolbar works in, in columns and rows.
pub const SMALLEST: (u16, u16) = (60, 18);

impl App {
    /// Draws the toolbar; says what the mouse finds where.
    pub fn view(&self, frame: &mut Frame<'_>) -> Zones {
        let area = frame.area();
        let (cursor, zones) = self.paint_whole(&self.theme, area, frame.buffer_mut());
        if let Some(cursor) = cursor {
            frame.set_cursor_position(cursor);
        }
        zones
    }

    /// Draws the toolbar into a buffer; says where the cursor belongs.
    pub fn paint(&self, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        self.paint_in(&self.theme, area, buffer)
    }

    /// The same in another theme than the toolbar's own.
    pub fn paint_in(&self, theme: &Theme, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        self.paint_whole(theme, area, buffer).0
    }

    /// What the mouse would find where.
    pub fn zones(&self, area: Rect) -> Zones {
        self.paint_whole(&self.theme, area, &mut Buffer::empty(area)).1
    }

    fn paint_whole(&self, theme: &Theme, area: Rect, buffer: &mut Buffer) -> (Option<Position>, Zones) {
        let mut canvas = Canvas::new(buffer, theme);
        canvas.cover(area, Role::Background);
        if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
            too_small(&mut canvas, area);
            return (None, Zones::default());
        }
        self.paint_all(&mut canvas, area);
        if self.settings.icons == Icons::Plain {
            canvas.in_plain(area);
        }
        (canvas.cursor(), std::mem::take(canvas.zones()))
    }

    fn paint_all(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let (head, rest) = top(area, 1);
        chrome::header(self, canvas, head);
        let (foot, mut rest) = bottom(rest, 1);
        chrome::footer(self, canvas, foot);
        if let Mode::Replay(Some(view)) = &self.mode {
            let rows = 1 + u16::from(view.marks.iter().any(|mark| mark.at <= view.at));
            let (bar, above) = bottom(rest, rows);
            chrome::time_bar(view, canvas, bar);
            rest = above;
        }
        let (line, below) = top(rest, 1);
        if chrome::banner(self, canvas, line) {
            rest = below;
        }
        // What the agent does stands above whatever lies over the screen.
        if self.refused().is_none() && self.desk.stage() == Stage::Working {
            let (line, below) = top(rest, 1);
            status::draw(self, canvas, inset(line, 1, 0));
            rest = below;
        }
        let chrome = canvas.zones().len();
        match (self.refused(), self.desk.stage()) {
            (Some(reason), _) => refused::draw(self, reason, canvas, rest),
            (None, Stage::SignedOut) => self.login.draw(self, canvas, rest),
            (None, Stage::Campaigns) => {
                let (width, height) = (self.campaigns.width(&self.desk), self.campaigns.height(&self.desk));
                let place = middle(rest, width + 6, height + 4);
                let inside = canvas.panel(place, "Campaigns", &[], true);
                self.campaigns.draw(self, canvas, inset(inside, 1, 1));
            }
            (None, Stage::Extension) => {
                let place = growing(rest, 60, self.extension.height(&self.desk) + 4, self.extension.said());
                let inside = canvas.panel(place, "Extension", &[], true);
                self.extension.draw(&self.desk, canvas, inset(inside, 1, 1));
            }
            (None, Stage::Working) => workbench::draw(self, canvas, rest),
        }
        // A theme is judged by the screen as it is.
        if !matches!(self.overlays.last(), None | Some(Overlay::Themes(_))) {
            canvas.recede(rest);
        }
        for overlay in &self.overlays {
            canvas.set_cursor(None);
            // What lies below takes no clicks.
            canvas.zones().keep(chrome);
            canvas.zone(rest, Target::Beside);
            overlay.draw(self, canvas, rest);
        }
        // What the next key does is all that counts.
        if !self.pressed().is_empty() {
            canvas.recede(rest);
        }
        follow::draw(self, canvas, rest);
        toasts::draw(self, canvas, rest);
    }
}

fn too_small(canvas: &mut Canvas<'_>, area: Rect) {
    let says = format!("too small: needs {}x{}, is {}x{}", SMALLEST.0, SMALLEST.1, area.width, area.height);
    let place = middle(area, area.width, 1);
    canvas.centre(row(place, 0), &[piece(Role::Text, says)]);
}
