//! The local terminal: taken over on start, given back on every way out.

use std::io::{self, BufWriter, Stdout, Write};
use std::mem::ManuallyDrop;
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
use super::notice;
use super::settings::{self, Colors, Notify, Setting};
use super::theme::{Loaded, UserThemes};
use super::user_file;
use super::widgets::text::head;
use super::widgets::zone::Zones;
use super::widths::Widths;
use crate::config;
use crate::wire::text::visible;

/// The longest title, in bytes.
const MAX_TITLE: usize = 128;
/// Has the terminal remember the window's title, and give it back.
const TITLE_KEPT: &str = "\u{1b}[22;2t";
const TITLE_BACK: &str = "\u{1b}[23;2t";
/// Buttons, the wheel and dragging; not each move, which would be thousands of messages for nothing.
const MOUSE_ON: &str = "\u{1b}[?1000h\u{1b}[?1002h\u{1b}[?1006h";
const MOUSE_OFF: &str = "\u{1b}[?1006l\u{1b}[?1002l\u{1b}[?1000l";

/// The longest text that is copied, in bytes: terminals take some 100 KB in base64.
const MAX_COPIED: usize = 74_000;

/// A frame at 200×60 has some 15 KB; it goes out in one piece.
const BUFFER: usize = 64 << 10;

/// The terminal of this process, in raw mode on its alternate screen until it is dropped.
pub struct LocalTerminal {
    /// Never dropped: it would complain on stderr of a terminal that has hung up, and panic where that is the same.
    /// All that it would do, showing the cursor, is done as the terminal is given back.
    terminal: ManuallyDrop<Terminal<CrosstermBackend<BufWriter<Stdout>>>>,
    taken: Arc<Taken>,
    /// By which sign it seems to take notices.
    notices: Notify,
    files: Files,
    themes: UserThemes,
}

/// Where what the user does is kept; nowhere: it is not.
#[derive(Debug, Clone, Default)]
pub struct Files {
    /// The folder of their settings.
    pub folder: Option<PathBuf>,
    /// The file that is there once they were shown around.
    pub tour: Option<PathBuf>,
    /// The file of the widths of columns.
    pub columns: Option<PathBuf>,
}

/// What is to be given back.
#[derive(Debug, Default)]
struct Taken {
    terminal: AtomicBool,
    title: AtomicBool,
    mouse: AtomicBool,
}

impl LocalTerminal {
    /// Takes the terminal over; what the user changes is kept in `files`. Should anything panic afterwards, the terminal is given back first, so
    /// that the message can be read, and `stop` is cancelled.
    pub fn take(stop: &CancellationToken, files: Files, themes: UserThemes) -> io::Result<LocalTerminal> {
        let taken = Arc::new(Taken::default());
        restore_on_panic(Arc::clone(&taken), stop.clone());
        enter(&taken)?;
        let backend = CrosstermBackend::new(BufWriter::with_capacity(BUFFER, io::stdout()));
        let terminal = ManuallyDrop::new(Terminal::new(backend).inspect_err(|_| leave(&taken))?);
        let notices = notice::guess(|name| std::env::var(name).ok());
        Ok(LocalTerminal { terminal, taken, notices, files, themes })
    }
}

impl Screen for LocalTerminal {
    fn draw(&mut self, app: &App) -> io::Result<Zones> {
        let mut zones = Zones::default();
        queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate)?;
        self.terminal.draw(|frame| zones = app.view(frame))?;
        execute!(self.terminal.backend_mut(), EndSynchronizedUpdate)?;
        Ok(zones)
    }

    fn bell(&mut self) -> io::Result<()> {
        execute!(self.terminal.backend_mut(), Print('\u{7}'))
    }

    fn notify(&mut self, how: Notify, text: &str) -> io::Result<()> {
        match notice::sequence(how, self.notices, text) {
            Some(sequence) => execute!(self.terminal.backend_mut(), Print(sequence)),
            None => Ok(()),
        }
    }

    fn title(&mut self, title: &str) -> io::Result<()> {
        if title.is_empty() {
            return match self.taken.title.swap(false, Ordering::SeqCst) {
                true => execute!(self.terminal.backend_mut(), Print(TITLE_BACK)),
                false => Ok(()),
            };
        }
        if !self.taken.title.swap(true, Ordering::SeqCst) {
            queue!(self.terminal.backend_mut(), Print(TITLE_KEPT))?;
        }
        let shown = visible(head(title, MAX_TITLE));
        execute!(self.terminal.backend_mut(), Print(format!("\u{1b}]2;{shown}\u{7}")))
    }

    fn mouse(&mut self, on: bool) -> io::Result<()> {
        self.taken.mouse.store(on, Ordering::SeqCst);
        execute!(self.terminal.backend_mut(), Print(if on { MOUSE_ON } else { MOUSE_OFF }))
    }

    fn tour_seen(&mut self) {
        // Where it can't be written, the tour comes once more: nothing to trouble the user with.
        if let Some((file, folder)) = self.files.tour.as_ref().and_then(|file| Some((file, file.parent()?))) {
            let _ = config::create_private(folder).and_then(|()| std::fs::write(file, ""));
        }
    }

    fn keep_widths(&mut self, widths: Widths) {
        // Where it can't be written, they hold until the end of the session, as they are seen to do.
        let _ = self.files.columns.as_ref().map(|file| widths.keep(file));
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
        let Some(folder) = &self.files.folder else { return Ok(()) };
        settings::keep(folder, setting, word).map_err(|error| error.to_string())
    }

    fn theme(&mut self, name: &str, colors: Colors) -> Loaded {
        logged(self.themes.load(name, colors))
    }

    fn themes(&self) -> Vec<String> {
        self.themes.names()
    }

    fn watches(&self) -> bool {
        self.themes.are_watched()
    }

    fn look(&mut self) -> Option<Loaded> {
        self.themes.look().map(logged)
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

fn enter(taken: &Taken) -> io::Result<()> {
    enable_raw_mode()?;
    taken.terminal.store(true, Ordering::SeqCst);
    execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste, EnableFocusChange, Hide)
        .inspect_err(|_| leave(taken))
}

/// Gives the terminal back, once. The alternate screen is emptied first: some terminals would keep
/// rows with customers' data on the main one. Errors are passed over: there is nobody to tell.
fn leave(taken: &Taken) {
    if !taken.terminal.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = io::stdout();
    if taken.mouse.swap(false, Ordering::SeqCst) {
        let _ = queue!(out, Print(MOUSE_OFF));
    }
    if taken.title.swap(false, Ordering::SeqCst) {
        let _ = queue!(out, Print(TITLE_BACK));
    }
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

fn restore_on_panic(taken: Arc<Taken>, stop: CancellationToken) {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        leave(&taken);
        stop.cancel();
        before(panic);
    }));
}

/// What is wrong in a theme can be read later too.
fn logged(loaded: Loaded) -> Loaded {
    user_file::log(&loaded.warnings);
    loaded
}
