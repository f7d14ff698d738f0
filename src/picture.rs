//! Cells as a picture: a ratatui buffer written as SVG, for pages that show what the program shows.

use std::fmt::Write;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

/// The size of a cell in px, and of the text in it.
const WIDTH: f32 = 8.4;
const HEIGHT: f32 = 16.5;
const FONT: f32 = 14.0;
/// From the top of a cell to the line that its text stands on.
const BASE: f32 = 13.0;
/// Room around the cells.
const PADDING: f32 = 14.0;

/// The 16 colours of terminals, where a style names one of them.
const ANSI: [&str; 16] = [
    "#1c1c1c", "#cd3131", "#0dbc79", "#c7a517", "#2472c8", "#bc3fbc", "#11a8cd", "#cccccc", "#666666",
    "#f14c4c", "#23d18b", "#e5e510", "#3b8eea", "#d670d6", "#29b8db", "#f5f5f5",
];

/// What stands for the terminal's own colours where a style leaves them.
#[derive(Debug, Clone, Copy)]
pub struct Ground {
    /// Of text: `#rrggbb`.
    pub text: &'static str,
    /// Behind it: `#rrggbb`.
    pub ground: &'static str,
}

impl Ground {
    /// A dark terminal.
    pub const DARK: Ground = Ground { text: "#d4d4d4", ground: "#16181d" };
    /// A light terminal.
    pub const LIGHT: Ground = Ground { text: "#24292f", ground: "#ffffff" };
}

/// The buffer as an SVG document. The same cells give the same text.
pub fn svg(buffer: &Buffer, ground: Ground, title: &str) -> String {
    let (columns, rows) = (buffer.area.width, buffer.area.height);
    let width = f32::from(columns) * WIDTH + 2.0 * PADDING;
    let height = f32::from(rows) * HEIGHT + 2.0 * PADDING;
    let mut out = String::new();
    // Writing to a String can't fail.
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.1} {height:.1}\" \
         font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"{FONT}\" \
         role=\"img\"><title>{}</title>",
        escape(title)
    );
    // The frame is of the colour that the theme lays under everything, where it does.
    let under = buffer.content.first().map_or(Color::Reset, |cell| cell.bg);
    let _ = writeln!(
        out,
        "<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{}\"/>",
        hex(under, ground.ground)
    );
    for row in 0..rows {
        for run in runs(buffer, row) {
            run.write(&mut out, row, ground);
        }
    }
    out.push_str("</svg>\n");
    out
}

/// Neighbouring cells of one style.
struct Run {
    column: u16,
    cells: u16,
    text: String,
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

fn runs(buffer: &Buffer, row: u16) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut column = 0;
    while column < buffer.area.width {
        let cell = &buffer[(buffer.area.x + column, buffer.area.y + row)];
        let cells = u16::try_from(cell.symbol().width()).unwrap_or(1).max(1);
        let (fg, bg) = colours(cell);
        match runs.last_mut() {
            Some(run) if (run.fg, run.bg, run.modifier) == (fg, bg, cell.modifier) => {
                run.text.push_str(cell.symbol());
                run.cells += cells;
            }
            _ => runs.push(Run {
                column,
                cells,
                text: cell.symbol().to_owned(),
                fg,
                bg,
                modifier: cell.modifier,
            }),
        }
        column += cells;
    }
    runs
}

/// The colours as they are seen: reversed ones swapped.
fn colours(cell: &Cell) -> (Color, Color) {
    if cell.modifier.contains(Modifier::REVERSED) { (cell.bg, cell.fg) } else { (cell.fg, cell.bg) }
}

impl Run {
    fn write(&self, out: &mut String, row: u16, ground: Ground) {
        let reversed = self.modifier.contains(Modifier::REVERSED);
        let x = PADDING + f32::from(self.column) * WIDTH;
        let y = PADDING + f32::from(row) * HEIGHT;
        let width = f32::from(self.cells) * WIDTH;
        let fg = hex(self.fg, if reversed { ground.ground } else { ground.text });
        if self.bg != Color::Reset || reversed {
            let bg = hex(self.bg, if reversed { ground.text } else { ground.ground });
            let _ = writeln!(
                out,
                "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{HEIGHT}\" fill=\"{bg}\"/>"
            );
        }
        if self.text.trim().is_empty() {
            return;
        }
        let mut style = String::new();
        if self.modifier.contains(Modifier::BOLD) {
            style.push_str(" font-weight=\"bold\"");
        }
        if self.modifier.contains(Modifier::DIM) {
            style.push_str(" opacity=\"0.6\"");
        }
        if self.modifier.contains(Modifier::ITALIC) {
            style.push_str(" font-style=\"italic\"");
        }
        if self.modifier.contains(Modifier::UNDERLINED) {
            style.push_str(" text-decoration=\"underline\"");
        }
        let y = y + BASE;
        let _ = writeln!(
            out,
            "<text x=\"{x:.1}\" y=\"{y:.1}\" textLength=\"{width:.1}\" lengthAdjust=\"spacingAndGlyphs\" \
             xml:space=\"preserve\" fill=\"{fg}\"{style}>{}</text>",
            escape(&self.text)
        );
    }
}

fn hex(colour: Color, own: &str) -> String {
    let ansi = |index: usize| ANSI[index].to_owned();
    match colour {
        Color::Reset => own.to_owned(),
        Color::Rgb(r, g, b) => format!("#{r:02x}{g:02x}{b:02x}"),
        Color::Indexed(index @ 0..=15) => ansi(usize::from(index)),
        Color::Indexed(index @ 16..=231) => {
            let index = index - 16;
            let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
            format!("#{:02x}{:02x}{:02x}", level(index / 36), level(index / 6 % 6), level(index % 6))
        }
        Color::Indexed(index) => {
            let grey = 8 + 10 * (index - 232);
            format!("#{grey:02x}{grey:02x}{grey:02x}")
        }
        Color::Black => ansi(0),
        Color::Red => ansi(1),
        Color::Green => ansi(2),
        Color::Yellow => ansi(3),
        Color::Blue => ansi(4),
        Color::Magenta => ansi(5),
        Color::Cyan => ansi(6),
        Color::Gray => ansi(7),
        Color::DarkGray => ansi(8),
        Color::LightRed => ansi(9),
        Color::LightGreen => ansi(10),
        Color::LightYellow => ansi(11),
        Color::LightBlue => ansi(12),
        Color::LightMagenta => ansi(13),
        Color::LightCyan => ansi(14),
        Color::White => ansi(15),
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    #[test]
    fn cells_become_runs_of_one_style() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 1));
        buffer.set_string(0, 0, "a<b", Style::new().fg(Color::Rgb(1, 2, 3)));
        buffer.set_string(3, 0, "日x", Style::new().bg(Color::Red).add_modifier(Modifier::BOLD));
        let picture = svg(&buffer, Ground::DARK, "t & t");
        assert!(picture.contains("<title>t &amp; t</title>"), "{picture}");
        assert!(picture.contains("fill=\"#010203\">a&lt;b</text>"), "{picture}");
        assert!(picture.contains("font-weight=\"bold\">日x</text>"), "{picture}");
        assert!(picture.contains("width=\"25.2\""), "a wide character takes two cells: {picture}");
    }

    #[test]
    fn every_indexed_colour_has_a_value() {
        for index in 0..=255 {
            assert_eq!(hex(Color::Indexed(index), "own").len(), 7);
        }
    }
}
