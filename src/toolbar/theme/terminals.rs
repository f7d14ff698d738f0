//! The 16 colours as two terminals have them in which nobody has set anything: xterm, and the PC's text mode. For
//! tests.

use ratatui::style::Color;

use super::colour::Rgb;

/// Those of xterm.
pub const XTERM: [u32; 16] = [
    0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5, 0x7f7f7f, 0xff0000,
    0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
];
/// Those of a PC.
pub const PC: [u32; 16] = [
    0x000000, 0xaa0000, 0x00aa00, 0xaa5500, 0x0000aa, 0xaa00aa, 0x00aaaa, 0xaaaaaa, 0x555555, 0xff5555,
    0x55ff55, 0xffff55, 0x5555ff, 0xff55ff, 0x55ffff, 0xffffff,
];
const ORDER: [Color; 16] = [
    Color::Black,
    Color::Red,
    Color::Green,
    Color::Yellow,
    Color::Blue,
    Color::Magenta,
    Color::Cyan,
    Color::Gray,
    Color::DarkGray,
    Color::LightRed,
    Color::LightGreen,
    Color::LightYellow,
    Color::LightBlue,
    Color::LightMagenta,
    Color::LightCyan,
    Color::White,
];

/// What one of the 16 looks like there.
pub fn in_terminal(terminal: &[u32; 16], colour: Color) -> Rgb {
    let at =
        ORDER.iter().position(|one| *one == colour).unwrap_or_else(|| panic!("{colour:?} is none of the 16"));
    let [_, r, g, b] = terminal[at].to_be_bytes();
    Rgb([r, g, b])
}
