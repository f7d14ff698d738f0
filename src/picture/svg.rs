//! Cells as an SVG document.

use std::fmt::Write;

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};

use super::runs::{Run, runs};
use super::{Ground, escape, hex};

/// The size of a cell in px, and of the text in it.
const WIDTH: f32 = 8.4;
const HEIGHT: f32 = 16.5;
const FONT: f32 = 14.0;
/// From the top of a cell to the line that its text stands on.
const BASE: f32 = 13.0;
/// Room around the cells.
const PADDING: f32 = 14.0;

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
    let under = hex(under, ground.ground);
    let _ = writeln!(out, "<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{under}\"/>");
    for row in 0..rows {
        let runs = runs(buffer, row);
        for alike in runs.chunk_by(|one, next| one.ground(ground) == next.ground(ground)) {
            let fill = alike[0].ground(ground);
            if fill != under {
                let (x, y) = corner(alike[0].column, row);
                let width = alike.iter().map(|run| f32::from(run.cells) * WIDTH).sum::<f32>();
                let _ = writeln!(
                    out,
                    "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{HEIGHT}\" fill=\"{fill}\"/>"
                );
            }
        }
        runs.iter().for_each(|run| run.write(&mut out, row, ground));
    }
    out.push_str("</svg>\n");
    out
}

/// Where the cell of a column and a row begins.
fn corner(column: u16, row: u16) -> (f32, f32) {
    (PADDING + f32::from(column) * WIDTH, PADDING + f32::from(row) * HEIGHT)
}

impl Run {
    /// The colour behind it.
    fn ground(&self, ground: Ground) -> String {
        let reversed = self.modifier.contains(Modifier::REVERSED);
        hex(self.bg, if reversed { ground.text } else { ground.ground })
    }

    fn write(&self, out: &mut String, row: u16, ground: Ground) {
        let line = self.modifier.contains(Modifier::UNDERLINED);
        let (text, before) = if line { (&*self.text, 0) } else { inked(&self.text) };
        if text.is_empty() {
            return;
        }
        let reversed = self.modifier.contains(Modifier::REVERSED);
        let fg = hex(self.fg, if reversed { ground.ground } else { ground.text });
        let (x, y) = corner(self.column + before, row);
        let blank = u16::try_from(self.text.len() - text.len()).unwrap_or_default();
        let width = f32::from(self.cells - blank) * WIDTH;
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
        if line {
            style.push_str(" text-decoration=\"underline\"");
        }
        let y = y + BASE;
        let _ = writeln!(
            out,
            "<text x=\"{x:.1}\" y=\"{y:.1}\" textLength=\"{width:.1}\" lengthAdjust=\"spacingAndGlyphs\" \
             fill=\"{fg}\"{style}>{}</text>",
            escape(&kept(text, line))
        );
    }
}

/// A text without the blanks at its ends, and how many stood before it.
fn inked(text: &str) -> (&str, u16) {
    let begun = text.trim_start_matches(' ');
    (begun.trim_end_matches(' '), u16::try_from(text.len() - begun.len()).unwrap_or_default())
}

/// A text whose blanks stay: of several in a row, and of all that are to be seen, a viewer would make one.
fn kept(text: &str, all: bool) -> String {
    if all { text.replace(' ', "\u{a0}") } else { text.replace("  ", "\u{a0}\u{a0}") }
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
    fn blanks_between_words_stay() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 1));
        buffer.set_string(0, 0, "a b  c", Style::new());
        assert!(svg(&buffer, Ground::DARK, "").contains(">a b\u{a0}\u{a0}c</text>"));
    }

    /// So that pictures stay small: most of a screen is ground.
    #[test]
    fn what_is_only_ground_is_not_written() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 20, 2));
        buffer.set_style(buffer.area, Style::new().bg(Color::Rgb(9, 9, 9)));
        buffer.set_string(0, 0, "  a b   ", Style::new());
        buffer.set_string(4, 1, "  ", Style::new().bg(Color::Rgb(1, 1, 1)));
        buffer.set_string(6, 1, "c ", Style::new().fg(Color::Red).bg(Color::Rgb(1, 1, 1)));
        let picture = svg(&buffer, Ground::DARK, "");
        assert_eq!(picture.matches("<rect").count(), 2, "{picture}");
        assert!(picture.contains("x=\"47.6\" y=\"30.5\" width=\"33.6\""), "{picture}");
        assert!(picture.contains("<text x=\"30.8\"") && picture.contains(">a b</text>"), "{picture}");
    }

    #[test]
    fn blanks_that_are_underlined_are_seen() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 4, 1));
        buffer.set_string(0, 0, "x   ", Style::new().add_modifier(Modifier::UNDERLINED));
        assert!(svg(&buffer, Ground::DARK, "").contains(">x\u{a0}\u{a0}\u{a0}</text>"));
    }
}
