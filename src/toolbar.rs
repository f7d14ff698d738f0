//! The toolbar: the agent's interface as a terminal program.
//!
//! [`App`] is all of its state. It changes in [`App::update`] only, which is synchronous and returns
//! [`Effect`]s; [`App::view`] draws it and changes nothing. [`event_loop`] feeds it and carries the
//! effects out, on whatever terminal it is given; [`run_live`] and [`run_replay`] do that on the local
//! one. Live, over the wire, and from a recording it is the same toolbar.
//!
//! | module | is |
//! |---|---|
//! | [`action`], [`keymap`] | what can be done, and with which key |
//! | [`settings`] | what the user has set |
//! | [`app`], [`message`], [`effect`] | state, what happens to it, what it wants done |
//! | `attention` | which interaction needs the agent next |
//! | `screens`, `overlays`, `widgets` | what is drawn |
//! | `inspector` | every frame, read, chosen by filters, compared, copied |
//! | [`theme`] | how it looks |
//! | [`replay`] | a recording on the screen |
//! | [`event_loop`], [`terminal`], [`local`] | input, time and cells |
//! | [`plain`] | the same line by line, without cells |

pub mod action;
pub mod app;
mod attention;
pub(crate) mod calls;
mod chat;
mod connection;
pub mod effect;
pub mod event_loop;
mod fuzzy;
mod inspector;
pub mod keymap;
pub mod local;
pub mod message;
mod notice;
mod overlays;
mod placeholders;
pub mod plain;
pub mod replay;
mod runs;
mod screens;
pub mod settings;
pub mod terminal;
#[cfg(test)]
mod testing;
pub mod theme;
mod typed;
mod user_file;
mod view;
mod when;
mod widgets;
pub mod widths;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

pub use app::{App, Setup};
pub use effect::Effect;
pub use event_loop::{AsOthers, Exit, OtherAnswer, OtherCall};
pub use local::{Options, run_live, run_replay};
pub use message::Message;
pub use replay::ReplaySource;
pub use settings::Settings;
pub use theme::Theme;
pub use view::SMALLEST;

/// The toolbar drawn at a size, without a terminal: for pictures and tests.
pub fn render(app: &App, width: u16, height: u16) -> Buffer {
    let area = Rect::new(0, 0, width, height);
    let mut buffer = Buffer::empty(area);
    app.paint(area, &mut buffer);
    buffer
}

/// The same with the caret where one types: on a screen the terminal draws that.
pub fn picture(app: &App, width: u16, height: u16) -> Buffer {
    let area = Rect::new(0, 0, width, height);
    let mut buffer = Buffer::empty(area);
    let caret = app.paint(area, &mut buffer);
    if let Some(cell) = caret.and_then(|at| buffer.cell_mut(at)) {
        cell.modifier.toggle(Modifier::REVERSED);
        cell.modifier.remove(Modifier::DIM);
    }
    buffer
}
