//! The built program in a pty of its own, as a person at the keyboard has it.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use super::program::{self, Home};

/// How long a condition may take. Tests wait for the condition, not for the time.
const DEADLINE: Duration = Duration::from_secs(30);

/// A frame begins and ends with these. As in a terminal that knows them, none is seen half drawn: a test that looks
/// for a text would find the screen before in one half.
const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";

struct Seen {
    parser: vt100::Parser<Callbacks>,
    raw: Vec<u8>,
    /// How much of it is shown: all but a frame that has not come to its end.
    shown: usize,
    ended: bool,
}

impl Seen {
    fn take(&mut self, bytes: &[u8]) {
        self.raw.extend_from_slice(bytes);
        self.ended |= bytes.is_empty();
        let new = &self.raw[self.shown..];
        let last = |sign: &[u8]| new.windows(sign.len()).rposition(|part| part == sign);
        let whole = match (last(BEGIN), last(END)) {
            _ if self.ended => new.len(),
            (Some(begin), end) if end.is_none_or(|end| end < begin) => begin,
            // The sign may come in two pieces.
            _ => new.len() - (1..BEGIN.len()).rev().find(|part| new.ends_with(&BEGIN[..*part])).unwrap_or(0),
        };
        self.parser.process(&new[..whole]);
        self.shown += whole;
    }
}

/// What the program asked of the terminal beside drawing.
#[derive(Default)]
pub struct Callbacks {
    pub titles: Vec<Vec<u8>>,
    /// What was put there, in base64.
    pub clipboard: Vec<Vec<u8>>,
}

impl vt100::Callbacks for Callbacks {
    fn set_window_title(&mut self, _: &mut vt100::Screen, title: &[u8]) {
        self.titles.push(title.to_vec());
    }

    fn copy_to_clipboard(&mut self, _: &mut vt100::Screen, _: &[u8], data: &[u8]) {
        self.clipboard.push(data.to_vec());
    }
}

/// What is done with the mouse.
#[derive(Debug, Clone, Copy)]
pub enum Mouse {
    /// The left button is pressed, and let go.
    Click,
    /// One notch of the wheel, away from oneself.
    WheelUp,
    /// One notch towards oneself.
    WheelDown,
    /// The left button is pressed, held for so many columns, and let go.
    Drag(i16),
}

/// A running program and what its screen shows.
pub struct Terminal {
    seen: Arc<(Mutex<Seen>, Condvar)>,
    writer: Box<dyn Write + Send>,
    master: Box<dyn MasterPty + Send>,
    child: Box<dyn Child + Send + Sync>,
}

impl Terminal {
    /// `offhook ARGS` in a terminal of a size, with files below `home`.
    pub fn start(home: &Home, args: &[&str], columns: u16, rows: u16) -> Terminal {
        Terminal::start_with(home, args, columns, rows, &[])
    }

    pub fn start_with(home: &Home, args: &[&str], columns: u16, rows: u16, env: &[(&str, &str)]) -> Terminal {
        let mut command = CommandBuilder::new(program::PATH);
        command.args(args);
        Terminal::spawn(home, command, columns, rows, env)
    }

    /// A shell with job control, to type commands into.
    pub fn shell(home: &Home, columns: u16, rows: u16) -> Terminal {
        let mut command = CommandBuilder::new("/bin/sh");
        command.args(["-i"]);
        Terminal::spawn(home, command, columns, rows, &[("PS1", "$ "), ("ENV", "")])
    }

    fn spawn(
        home: &Home,
        mut command: CommandBuilder,
        columns: u16,
        rows: u16,
        env: &[(&str, &str)],
    ) -> Terminal {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pty");
        command.env_clear();
        for (name, value) in home.environment() {
            command.env(name, value);
        }
        command.env("TERM", "xterm-256color");
        command.env("COLORTERM", "truecolor");
        for (name, value) in env {
            command.env(name, value);
        }
        command.cwd(home.path());
        let child = pair.slave.spawn_command(command).expect("the program starts");
        drop(pair.slave);
        let parser = vt100::Parser::new_with_callbacks(cells(rows), cells(columns), 0, Callbacks::default());
        let seen = Seen { parser, raw: Vec::new(), shown: 0, ended: false };
        let seen = Arc::new((Mutex::new(seen), Condvar::new()));
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let writer = pair.master.take_writer().expect("a writer");
        let shared = seen.clone();
        std::thread::spawn(move || {
            let mut buffer = [0; 16 << 10];
            loop {
                let read = reader.read(&mut buffer).unwrap_or(0);
                shared.0.lock().expect("no reader panicked").take(&buffer[..read]);
                shared.1.notify_all();
                if read == 0 {
                    return;
                }
            }
        });
        Terminal { seen, writer, master: pair.master, child }
    }

    /// Types text as it is.
    pub fn keys(&mut self, text: &str) -> &mut Self {
        self.writer.write_all(text.as_bytes()).expect("the program reads");
        self.writer.flush().expect("the program reads");
        self
    }

    /// Does something with the mouse where a text stands.
    #[track_caller]
    pub fn mouse(&mut self, gesture: Mouse, text: &str) -> &mut Self {
        let (column, row) = self.place(text);
        match gesture {
            Mouse::Click => self.keys(&format!("\x1b[<0;{column};{row}M\x1b[<0;{column};{row}m")),
            Mouse::WheelUp => self.keys(&format!("\x1b[<64;{column};{row}M")),
            Mouse::WheelDown => self.keys(&format!("\x1b[<65;{column};{row}M")),
            Mouse::Drag(by) => {
                let to = column.saturating_add_signed(by).max(1);
                self.keys(&format!("\x1b[<0;{column};{row}M\x1b[<32;{to};{row}M\x1b[<0;{to};{row}m"))
            }
        }
    }

    /// Where a text stands on the screen: column and row, from 1. Wide characters before it are not looked for.
    #[track_caller]
    pub fn place(&self, text: &str) -> (u16, u16) {
        let screen = self.screen();
        let found = screen.lines().zip(1..).find_map(|(line, row)| {
            let column = line[..line.find(text)?].chars().count() + 1;
            Some((u16::try_from(column).expect("a column"), row))
        });
        found.unwrap_or_else(|| panic!("{text:?} is not on the screen:\n{screen}"))
    }

    /// The screen as text.
    pub fn screen(&self) -> String {
        self.seen.0.lock().expect("no reader panicked").parser.screen().contents()
    }

    /// All bytes that came so far.
    pub fn raw(&self) -> Vec<u8> {
        self.seen.0.lock().expect("no reader panicked").raw.clone()
    }

    /// Whether the alternate screen is on.
    pub fn alternate(&self) -> bool {
        self.seen.0.lock().expect("no reader panicked").parser.screen().alternate_screen()
    }

    pub fn callbacks<T>(&self, read: impl FnOnce(&Callbacks) -> T) -> T {
        read(self.seen.0.lock().expect("no reader panicked").parser.callbacks())
    }

    /// Gives it another size, and waits until the program draws at it: it empties the screen first. A key that came
    /// together with the new size would lie unread until the next one.
    #[track_caller]
    pub fn resize(&mut self, columns: u16, rows: u16) {
        let from = self.raw().len();
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        self.seen
            .0
            .lock()
            .expect("no reader panicked")
            .parser
            .screen_mut()
            .set_size(cells(rows), cells(columns));
        self.master.resize(size).expect("a new size");
        self.wait_for_bytes(from, "\x1b[2J");
    }

    /// Waits until the screen shows a text.
    #[track_caller]
    pub fn wait_for(&mut self, text: &str) -> &mut Self {
        self.wait_until(text, |screen| screen.contains(text))
    }

    /// Waits until the screen no longer shows a text.
    #[track_caller]
    pub fn wait_gone(&mut self, text: &str) -> &mut Self {
        self.wait_until(&format!("no {text}"), |screen| !screen.contains(text))
    }

    /// Waits until the screen is as wanted.
    #[track_caller]
    pub fn wait_until(&mut self, what: &str, wanted: impl Fn(&str) -> bool) -> &mut Self {
        let guard = self.seen.0.lock().expect("no reader panicked");
        let (guard, time) = self
            .seen
            .1
            .wait_timeout_while(guard, DEADLINE, |seen| {
                !wanted(&seen.parser.screen().contents()) && !seen.ended
            })
            .expect("no reader panicked");
        let screen = guard.parser.screen().contents();
        let (timed_out, ended) = (time.timed_out(), guard.ended);
        drop(guard);
        assert!(wanted(&screen), "waited for {what} (timed out: {timed_out}, ended: {ended}):\n{screen}");
        self
    }

    /// Waits until this was sent to the terminal, `from` a byte of the output on.
    #[track_caller]
    pub fn wait_for_bytes(&mut self, from: usize, bytes: &str) -> &mut Self {
        let sent = |raw: &[u8]| raw[from..].windows(bytes.len()).any(|part| part == bytes.as_bytes());
        let guard = self.seen.0.lock().expect("no reader panicked");
        let (guard, _) = self
            .seen
            .1
            .wait_timeout_while(guard, DEADLINE, |seen| !sent(&seen.raw) && !seen.ended)
            .expect("no reader panicked");
        let (was_sent, screen) = (sent(&guard.raw), guard.parser.screen().contents());
        drop(guard);
        assert!(was_sent, "waited for {bytes:?} to be sent:\n{screen}");
        self
    }

    /// The process, to send it a signal.
    pub fn pid(&self) -> u32 {
        self.child.process_id().expect("a running process")
    }

    /// Waits for the end of the program and gives its exit code.
    #[track_caller]
    pub fn exit_code(&mut self) -> u32 {
        let guard = self.seen.0.lock().expect("no reader panicked");
        let (guard, time) =
            self.seen.1.wait_timeout_while(guard, DEADLINE, |seen| !seen.ended).expect("no reader panicked");
        let screen = guard.parser.screen().contents();
        drop(guard);
        assert!(!time.timed_out(), "the program goes on:\n{screen}");
        self.child.wait().expect("an exit code").exit_code()
    }
}

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).expect("a terminal has cells")
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // A test that failed leaves the program running; one that passed has ended it.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
