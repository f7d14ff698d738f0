//! The surface that everything is drawn on. All text becomes cells in [`Canvas::left`] and its
//! kin, which make it harmless first: nothing else in the toolbar writes to a cell.

use std::borrow::Cow;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};
use ratatui::widgets::{Block, BorderType, Clear, Widget};

use super::area::{inset, left, row};
use super::text::{fit, width, wrap};
use super::zone::{Target, Zones};
use crate::toolbar::theme::icon::plain;
use crate::toolbar::theme::{Role, Theme};

/// A piece of text with its role.
#[derive(Debug, Clone)]
pub struct Piece<'a>(pub Role, pub Cow<'a, str>);

/// A piece of text.
pub fn piece<'a>(role: Role, text: impl Into<Cow<'a, str>>) -> Piece<'a> {
    Piece(role, text.into())
}

/// Cells, the theme that gives them their looks, and where the cursor is wanted.
pub struct Canvas<'a> {
    buffer: &'a mut Buffer,
    theme: &'a Theme,
    cursor: Option<Position>,
    zones: Zones,
    /// The panel that was drawn last, and the look of its frame.
    panel: (Rect, Role),
}

impl<'a> Canvas<'a> {
    /// A surface over a buffer.
    pub fn new(buffer: &'a mut Buffer, theme: &'a Theme) -> Canvas<'a> {
        Canvas { buffer, theme, cursor: None, zones: Zones::default(), panel: (Rect::ZERO, Role::Border) }
    }

    /// Where the terminal's cursor belongs; `None` hides it.
    pub fn cursor(&self) -> Option<Position> {
        self.cursor
    }

    /// Notes down what the mouse finds in an area.
    pub fn zone(&mut self, area: Rect, target: Target) {
        self.zones.add(area.intersection(self.buffer.area), target);
    }

    /// The same for pieces that are drawn one after the other: `targets` has the first piece of each.
    pub fn zone_pieces(&mut self, area: Rect, pieces: &[Piece<'_>], targets: &[(usize, Target)]) {
        for (at, (first, target)) in targets.iter().enumerate() {
            let end = targets.get(at + 1).map_or(pieces.len(), |(next, _)| *next).min(pieces.len());
            let before = total(&pieces[..(*first).min(end)]);
            let wide = total(&pieces[(*first).min(end)..end]);
            let place = Rect { x: area.x.saturating_add(before), width: wide, height: 1, ..area };
            self.zone(place.intersection(area), *target);
        }
    }

    /// What the mouse finds so far.
    pub fn zones(&mut self) -> &mut Zones {
        &mut self.zones
    }

    /// Asks for the cursor; the last one who asks gets it.
    pub fn set_cursor(&mut self, at: Option<Position>) {
        self.cursor = at;
    }

    /// Gives all cells of an area a look, and leaves their text.
    pub fn tint(&mut self, area: Rect, role: Role) {
        self.buffer.set_style(area, self.theme.style(role));
    }

    /// Marks an area as chosen. What stands on a ground of its own there, such as a count of what is new, keeps it.
    pub fn choose(&mut self, area: Rect) {
        let style = self.theme.style(Role::Selection);
        let plain = [Role::Background, Role::Surface].map(|role| self.theme.style(role).bg);
        for position in area.intersection(self.buffer.area).positions() {
            let cell = &mut self.buffer[position];
            let bg = cell.style().bg;
            if plain.iter().any(|ground| bg == ground.or(Cell::EMPTY.style().bg)) {
                cell.set_style(style);
            }
        }
    }

    /// Lets an area step back behind what will lie over it: its text is muted, its lines stay lines.
    pub fn recede(&mut self, area: Rect) {
        let (text, line) = (self.theme.style(Role::Behind), self.theme.style(Role::Border));
        for position in area.intersection(self.buffer.area).positions() {
            let cell = &mut self.buffer[position];
            cell.set_style(text);
            if is_line(cell.symbol()) {
                cell.set_style(line);
            }
        }
    }

    /// Draws every shape of ours in an area by its sign of ASCII. What comes from outside stays.
    pub fn in_plain(&mut self, area: Rect) {
        for position in area.intersection(self.buffer.area).positions() {
            let cell = &mut self.buffer[position];
            if let Some(sign) = plain(cell.symbol()) {
                cell.set_symbol(sign);
            }
        }
    }

    /// Empties an area and gives it the look of something that lies over the rest. It takes the clicks there.
    pub fn cover(&mut self, area: Rect, role: Role) {
        let area = area.intersection(self.buffer.area);
        self.zone(area, Target::Ground);
        self.cut_wide(area);
        Clear.render(area, self.buffer);
        self.tint(area, Role::Background);
        self.tint(area, role);
    }

    /// Takes away what stands left of an area and reaches into it: half a wide character would hide its edge.
    fn cut_wide(&mut self, area: Rect) {
        let Some(x) = area.x.checked_sub(1) else { return };
        for y in area.top()..area.bottom() {
            if let Some(cell) = self.buffer.cell_mut((x, y)).filter(|cell| width(cell.symbol()) > 1) {
                cell.set_symbol(" ");
            }
        }
    }

    /// Gives an area the ground of a field, and an edge at each side of it, so that its place and length are seen on
    /// any ground; gives the inside.
    pub fn field(&mut self, area: Rect, focused: bool) -> Rect {
        let (ground, edge) = match focused {
            true => (Role::FieldFocused, Role::BorderFocused),
            false => (Role::Field, Role::Muted),
        };
        self.tint(area, ground);
        let inside = inset(area, 1, 0);
        if area.width > 1 {
            for at in 0..area.height {
                self.left(row(area, at), &[piece(edge, "▏")]);
                self.right(row(area, at), &[piece(edge, "▕")]);
            }
        }
        inside
    }

    /// Draws a bar or large digits from the left, as [`Canvas::left`] does: lines that were reversed or underlined
    /// would break in two, so where there are no colours they are only bold.
    pub fn strokes(&mut self, area: Rect, pieces: &[Piece<'_>]) -> u16 {
        let used = self.left(area, pieces);
        self.unweigh(Rect { width: used, ..area }, Modifier::REVERSED | Modifier::UNDERLINED);
        used
    }

    /// Takes weights off the area's first row.
    fn unweigh(&mut self, area: Rect, weights: Modifier) {
        let area = row(area, 0).intersection(self.buffer.area);
        self.buffer.set_style(area, Style::new().remove_modifier(weights));
    }

    /// Draws pieces from the left of the area's first row; says how many columns they took.
    pub fn left(&mut self, area: Rect, pieces: &[Piece<'_>]) -> u16 {
        let area = area.intersection(self.buffer.area);
        if area.is_empty() {
            return 0;
        }
        let mut x = area.x;
        for Piece(role, text) in pieces {
            let room = area.right().saturating_sub(x);
            if room == 0 {
                break;
            }
            let style = self.theme.style(*role);
            let shown = fit(text, room);
            (x, _) = self.buffer.set_stringn(x, area.y, shown, usize::from(room), style);
        }
        x - area.x
    }

    /// Draws pieces at the right end of the area's first row; says how many columns they took.
    pub fn right(&mut self, area: Rect, pieces: &[Piece<'_>]) -> u16 {
        let wide = total(pieces).min(area.width);
        self.left(Rect { x: area.right() - wide, width: wide, ..area }, pieces)
    }

    /// Draws pieces in the middle of the area's first row.
    pub fn centre(&mut self, area: Rect, pieces: &[Piece<'_>]) {
        let wide = total(pieces).min(area.width);
        self.left(Rect { x: area.x + (area.width - wide) / 2, width: wide, ..area }, pieces);
    }

    /// Draws a text over as many rows as the area has.
    pub fn wrapped(&mut self, area: Rect, text: &Piece<'_>) {
        for (at, line) in (0u16..).zip(wrap(&text.1, area.width, usize::from(area.height))) {
            self.left(row(area, at), &[piece(text.0, line)]);
        }
    }

    /// Draws what belongs left and what belongs right into one row; the left part yields.
    pub fn both(&mut self, area: Rect, left: &[Piece<'_>], right: &[Piece<'_>]) {
        let taken = self.right(area, right);
        let gap = u16::from(taken > 0);
        self.left(Rect { width: area.width.saturating_sub(taken + gap), ..area }, left);
    }

    /// A rounded frame with a title, and a note at its upper right; gives the padded inside.
    pub fn panel(&mut self, area: Rect, title: &str, note: &[Piece<'_>], focused: bool) -> Rect {
        let area = area.intersection(self.buffer.area);
        if area.width < 4 || area.height < 2 {
            return Rect { width: 0, height: 0, ..area };
        }
        let (border, heading) = match focused {
            true => (Role::BorderFocused, Role::TitleFocused),
            false => (Role::Border, Role::Title),
        };
        self.panel = (area, border);
        let style: Style = self.theme.style(border);
        Block::bordered().border_type(BorderType::Rounded).border_style(style).render(area, self.buffer);
        let head = inset(row(area, 0), 2, 0);
        if total(note) > 0 && total(note) + width(title) + 6 <= head.width {
            self.in_line(head, note, border);
        }
        if !title.is_empty() {
            let pieces = [piece(border, " "), piece(heading, title), piece(border, " ")];
            self.unweigh(left(head, total(&pieces)).0, Modifier::all());
            self.left(head, &pieces);
        }
        inset(area, 2, 1)
    }

    /// A note at the lower right of the panel that was drawn last, about an area of it.
    pub fn foot(&mut self, of: Rect, note: &[Piece<'_>]) {
        let (panel, border) = self.panel;
        let foot = inset(row(panel, panel.height.saturating_sub(1)), 2, 0);
        if panel.intersection(of) == of && total(note) + 2 <= foot.width {
            self.in_line(foot, note, border);
        }
    }

    /// Draws a note at the right end of a panel's line.
    fn in_line(&mut self, line: Rect, note: &[Piece<'_>], border: Role) {
        let mut pieces = vec![piece(border, " ")];
        pieces.extend_from_slice(note);
        pieces.push(piece(border, " "));
        let (_, place) = left(line, line.width.saturating_sub(total(&pieces)));
        // Neither note nor title has the weight of the line that they stand in.
        self.unweigh(place, Modifier::all());
        self.left(place, &pieces);
    }
}

/// Whether a cell's text is a part of a line.
fn is_line(symbol: &str) -> bool {
    symbol.chars().all(|c| ('\u{2500}'..='\u{257f}').contains(&c))
}

/// How many columns pieces take.
pub fn total(pieces: &[Piece<'_>]) -> u16 {
    pieces.iter().fold(0, |sum: u16, Piece(_, text)| sum.saturating_add(width(text)))
}
