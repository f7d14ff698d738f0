//! Cells as a picture: a ratatui buffer written as SVG or HTML for pages, as ANSI text for terminals, or
//! as plain text. The same cells give the same text.

mod ansi;
mod html;
mod runs;
mod svg;

pub use ansi::ansi;
pub use html::html;
pub use svg::svg;

use ratatui::buffer::Buffer;
use ratatui::style::Color;

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

    /// What fits the colour that lies under these cells: dark where that is the terminal's own.
    pub fn under(buffer: &Buffer) -> Ground {
        match buffer.content.first().map(|cell| cell.bg) {
            Some(Color::Rgb(r, g, b)) if u32::from(r) + u32::from(g) + u32::from(b) > 3 * 128 => {
                Ground::LIGHT
            }
            Some(Color::White | Color::Gray | Color::Indexed(7 | 15 | 231 | 244..=255)) => Ground::LIGHT,
            _ => Ground::DARK,
        }
    }
}

/// The buffer as lines of text, without spaces at their ends.
pub fn text(buffer: &Buffer) -> String {
    let width = usize::from(buffer.area.width.max(1));
    let mut out = String::with_capacity(buffer.content.len() + 1);
    for row in buffer.content.chunks(width) {
        let line = runs::symbols(row).fold(String::with_capacity(width), |line, symbol| line + symbol);
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
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
    fn every_indexed_colour_has_a_value() {
        for index in 0..=255 {
            assert_eq!(hex(Color::Indexed(index), "own").len(), 7);
        }
    }

    #[test]
    fn as_text_a_wide_character_stands_once() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 2));
        buffer.set_string(0, 0, "a日b", Style::new());
        assert_eq!(text(&buffer), "a日b\n\n");
    }
}
