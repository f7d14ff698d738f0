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
}
