//! The yardstick of what is drawn: a bare ratatui list with a border.

use std::io::Write;

use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::widgets::{Block, List, ListState};
use ratatui::{Terminal, TerminalOptions, Viewport};

/// A terminal of a size that writes to this.
pub fn terminal<W: Write>(out: W, width: u16, height: u16) -> Terminal<CrosstermBackend<W>> {
    let viewport = Viewport::Fixed(Rect::new(0, 0, width, height));
    Terminal::with_options(CrosstermBackend::new(out), TerminalOptions { viewport }).expect("a screen")
}

/// Draws so many rows; `text` gives each one's text.
pub fn draw<W: Write>(
    terminal: &mut Terminal<CrosstermBackend<W>>,
    rows: usize,
    chosen: Option<usize>,
    text: impl Fn(usize) -> String,
) {
    let list = List::new((0..rows).map(text)).highlight_symbol("› ").block(Block::bordered().title("frames"));
    let mut state = ListState::default().with_selected(chosen);
    terminal.draw(|frame| frame.render_stateful_widget(list, frame.area(), &mut state)).expect("drawn");
}
