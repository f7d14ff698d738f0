//! The local terminal: taken over on start, given back on every way out.

use std::io::{self, BufWriter, Stdout, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use crossterm::cursor::{Hide, Show};
use crossterm::event::{DisableBracketedPaste, DisableFocusChange, EnableBracketedPaste, EnableFocusChange};
use crossterm::style::{Print, ResetColor};
use crossterm::terminal::{
    BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen,
    LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{execute, queue};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::{Position, Rect};
use tokio_util::sync::CancellationToken;

use super::app::App;
use super::event_loop::Screen;
use super::settings::{self, Colors, Setting};
use super::theme::{Loaded, UserThemes};
use super::widgets::text::head;
use crate::wire::text::visible;

/// How much of a notice goes to the desktop, in bytes.
const MAX_NOTICE: usize = 256;

/// The longest text that is copied, in bytes: terminals take some 100 KB in base64.
const MAX_COPIED: usize = 74_000;

/// A frame at 200×60 has some 15 KB; it goes out in one piece.
const BUFFER: usize = 64 << 10;

/// The terminal of this process, in raw mode on its alternate screen until it is dropped.
pub struct LocalTerminal {
    terminal: Terminal<CrosstermBackend<BufWriter<Stdout>>>,
    taken: Arc<AtomicBool>,
    /// Where the user's settings are.
    folder: Option<PathBuf>,
    themes: UserThemes,
}

impl LocalTerminal {
    /// Takes the terminal over; what the user changes is kept in `folder`. Should anything panic afterwards, the terminal is given back first, so
    /// that the message can be read, and `stop` is cancelled.
    pub fn take(
        stop: &CancellationToken,
        folder: Option<PathBuf>,
        themes: UserThemes,
    ) -> io::Result<LocalTerminal> {
        let taken = Arc::new(AtomicBool::new(false));
        restore_on_panic(Arc::clone(&taken), stop.clone());
        enter(&taken)?;
        let backend = CrosstermBackend::new(BufWriter::with_capacity(BUFFER, io::stdout()));
        let terminal = Terminal::new(backend).inspect_err(|_| leave(&taken))?;
        Ok(LocalTerminal { terminal, taken, folder, themes })
    }
}

impl Screen for LocalTerminal {
    fn draw(&mut self, app: &App) -> io::Result<()> {
        queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate)?;
        self.terminal.draw(|frame| app.view(frame))?;
        execute!(self.terminal.backend_mut(), EndSynchronizedUpdate)
    }

    fn bell(&mut self) -> io::Result<()> {
        execute!(self.terminal.backend_mut(), Print('\u{7}'))
    }

    fn notify(&mut self, text: &str) -> io::Result<()> {
        // Terminals that do not know it pass it over.
        let shown = visible(head(text, MAX_NOTICE));
        execute!(self.terminal.backend_mut(), Print(format!("\u{1b}]9;{shown}\u{7}")))
    }

    fn copy(&mut self, text: &str) -> io::Result<bool> {
        if text.len() > MAX_COPIED {
            return Ok(false);
        }
        // OSC 52: letters and digits only, whatever the text is.
        let coded = STANDARD.encode(text);
        execute!(self.terminal.backend_mut(), Print(format!("\u{1b}]52;c;{coded}\u{7}")))?;
        Ok(true)
    }

    fn keep(&mut self, setting: Setting, word: &str) -> Result<(), String> {
        let Some(folder) = &self.folder else { return Ok(()) };
        settings::keep(folder, setting, word).map_err(|error| error.to_string())
    }

    fn theme(&mut self, name: &str, colors: Colors) -> Loaded {
        self.themes.load(name, colors)
    }

    fn themes(&self) -> Vec<String> {
        self.themes.names()
    }

    fn watches(&self) -> bool {
        self.themes.are_watched()
    }

    fn look(&mut self) -> Option<Loaded> {
        self.themes.look()
    }

    #[cfg(unix)]
    fn suspend(&mut self) -> io::Result<()> {
        leave(&self.taken);
        signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
        enter(&self.taken)?;
        // `Terminal::clear` would ask the terminal for its cursor and wait for an answer among the keys.
        let size = self.terminal.size()?;
        self.terminal.resize(Rect::from((Position::ORIGIN, size)))
    }
}

impl Drop for LocalTerminal {
    fn drop(&mut self) {
        leave(&self.taken);
    }
}

fn enter(taken: &AtomicBool) -> io::Result<()> {
    enable_raw_mode()?;
    taken.store(true, Ordering::SeqCst);
    execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste, EnableFocusChange, Hide)
        .inspect_err(|_| leave(taken))
}

/// Gives the terminal back, once. The alternate screen is emptied first: some terminals would keep
/// rows with customers' data on the main one. Errors are passed over: there is nobody to tell.
fn leave(taken: &AtomicBool) {
    if !taken.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = io::stdout();
    let _ = execute!(
        out,
        EndSynchronizedUpdate,
        ResetColor,
        Clear(ClearType::All),
        DisableFocusChange,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        Show
    );
    let _ = out.flush();
    let _ = disable_raw_mode();
}

fn restore_on_panic(taken: Arc<AtomicBool>, stop: CancellationToken) {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        leave(&taken);
        stop.cancel();
        before(panic);
    }));
}
