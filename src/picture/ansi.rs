//! Cells as text with the escape sequences that colour it, for a terminal.

use std::fmt::Write;

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};

use super::runs::runs;

/// The buffer as lines of text with SGR sequences; each line ends without colours, so that it can be cut anywhere.
pub fn ansi(buffer: &Buffer) -> String {
    let mut out = String::new();
    for row in 0..buffer.area.height {
        for run in runs(buffer, row) {
            let codes = codes(run.fg, run.bg, run.modifier);
            // Writing to a String can't fail.
            let _ = match codes.is_empty() {
                true => write!(out, "{}", run.text),
                false => write!(out, "\u{1b}[{codes}m{}\u{1b}[0m", run.text),
            };
        }
        out.push('\n');
    }
    out
}

fn codes(fg: Color, bg: Color, modifier: Modifier) -> String {
    let mut codes: Vec<String> = Vec::new();
    let named = [
        (Modifier::BOLD, "1"),
        (Modifier::DIM, "2"),
        (Modifier::ITALIC, "3"),
        (Modifier::UNDERLINED, "4"),
        (Modifier::SLOW_BLINK, "5"),
        (Modifier::REVERSED, "7"),
        (Modifier::CROSSED_OUT, "9"),
    ];
    codes.extend(named.iter().filter(|(one, _)| modifier.contains(*one)).map(|(_, code)| (*code).to_owned()));
    // A run has its colours as they are seen; the terminal swaps them again.
    let (fg, bg) = if modifier.contains(Modifier::REVERSED) { (bg, fg) } else { (fg, bg) };
    codes.extend(code(fg, 30));
    codes.extend(code(bg, 40));
    codes.join(";")
}

/// A colour's code, for text (`base` 30) or behind it (40); none for the terminal's own.
fn code(colour: Color, base: u8) -> Option<String> {
    let plain = |index: u8| if index < 8 { base + index } else { base + 60 + index - 8 };
    let index = match colour {
        Color::Reset => return None,
        Color::Rgb(r, g, b) => return Some(format!("{};2;{r};{g};{b}", base + 8)),
        Color::Indexed(index) if index > 15 => return Some(format!("{};5;{index}", base + 8)),
        Color::Indexed(index) => index,
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
    };
    Some(plain(index).to_string())
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    /// A terminal that reads it shows the same cells.
    #[test]
    fn a_terminal_shows_the_same_cells() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 12, 2));
        let style = Style::new().fg(Color::Rgb(1, 2, 3)).bg(Color::Indexed(200));
        buffer.set_string(0, 0, "plain", Style::new());
        buffer.set_string(5, 0, "日x", style.add_modifier(Modifier::BOLD));
        buffer.set_string(0, 1, "swapped", style.add_modifier(Modifier::REVERSED));
        let mut parser = vt100::Parser::new(2.try_into().unwrap(), 12.try_into().unwrap(), 0);
        parser.process(ansi(&buffer).replace('\n', "\r\n").trim_end().as_bytes());
        let cell = |row, column| parser.screen().cell(row, column).unwrap().clone();
        assert_eq!(cell(0, 5).contents(), "日");
        assert_eq!(cell(0, 5).fgcolor(), vt100::Color::Rgb(1, 2, 3));
        assert_eq!(cell(0, 7).bgcolor(), vt100::Color::Idx(200));
        assert!(cell(0, 7).bold() && !cell(0, 0).bold());
        assert!(cell(1, 0).inverse());
        assert_eq!(cell(1, 0).fgcolor(), vt100::Color::Rgb(1, 2, 3));
    }
}
