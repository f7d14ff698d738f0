//! Where the toolbar is drawn, and what else it asks of a terminal and its user.

use std::io;

use ratatui::Terminal;
use ratatui::backend::Backend;

use crate::toolbar::app::App;
use crate::toolbar::settings::{Colors, Notify, Setting};
use crate::toolbar::theme::{Loaded, UserThemes};
use crate::toolbar::widgets::zone::Zones;
use crate::toolbar::widths::Widths;

/// Where the toolbar is drawn.
pub trait Screen {
    /// Draws it; says what the mouse finds where.
    fn draw(&mut self, app: &App) -> io::Result<Zones>;

    /// Rings.
    fn bell(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// Shows a notice outside of the terminal's own window, where it can.
    fn notify(&mut self, _how: Notify, _text: &str) -> io::Result<()> {
        Ok(())
    }

    /// Gives the window a title; an empty one gives it back the one that it had.
    fn title(&mut self, _title: &str) -> io::Result<()> {
        Ok(())
    }

    /// Asks for what the mouse does, or leaves the mouse to the terminal.
    fn mouse(&mut self, _on: bool) -> io::Result<()> {
        Ok(())
    }

    /// Remembers that the user was shown around, where that can be kept.
    fn tour_seen(&mut self) {}

    /// Remembers how wide columns were made, where that can be kept.
    fn keep_widths(&mut self, _widths: Widths) {}

    /// Writes a setting into the user's file, where they have one; an error says why that can't be.
    fn keep(&mut self, _setting: Setting, _word: &str) -> Result<(), String> {
        Ok(())
    }

    /// Loads a theme for as many colours as are wanted, or there are.
    fn theme(&mut self, name: &str, _colors: Colors) -> Loaded {
        UserThemes::of(None).load(name, Colors::Truecolor)
    }

    /// The names of all themes.
    fn themes(&self) -> Vec<String> {
        UserThemes::of(None).names()
    }

    /// Whether the theme may change by itself, because its file is edited.
    fn watches(&self) -> bool {
        false
    }

    /// Looks whether it has.
    fn look(&mut self) -> Option<Loaded> {
        None
    }

    /// Puts a text where the terminal's user can paste it from; `false` where this one can't.
    fn copy(&mut self, _text: &str) -> io::Result<bool> {
        Ok(false)
    }

    /// Gives the terminal back to its shell until the user returns. Where there is no shell, nothing.
    fn suspend(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<B: Backend> Screen for Terminal<B>
where
    B::Error: Send + Sync + 'static,
{
    fn draw(&mut self, app: &App) -> io::Result<Zones> {
        let mut zones = Zones::default();
        Terminal::draw(self, |frame| zones = app.view(frame)).map_err(io::Error::other)?;
        Ok(zones)
    }
}
