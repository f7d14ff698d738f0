//! Lines that are typed, or come through a pipe. They are read on a thread of their own, each when it is asked
//! for, so that a password is asked for before it is typed.

mod editor;

use std::io::{self, BufRead, IsTerminal, Read, Write};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};

use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};
use tokio::sync::mpsc;

use super::output::Mouth;
use crate::desk::DeskState;

/// The longest line that is read, in bytes: as much as a message may have. What is longer is cut off.
pub const MAX_LINE: u64 = crate::wire::MAX_MESSAGE as u64;

/// What is at the other ends of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    /// A terminal on which what is typed can be edited.
    Editor,
    /// A terminal that knows lines only.
    Lines,
    /// Commands come from a file or another program.
    Script,
}

impl Ends {
    /// Those of this process; `term` is what `TERM` says.
    pub fn of_this_process(term: Option<&str>) -> Ends {
        match (io::stdin().is_terminal(), io::stdout().is_terminal(), term) {
            (false, ..) => Ends::Script,
            (true, true, Some(term)) if term != "dumb" && !term.is_empty() => Ends::Editor,
            _ => Ends::Lines,
        }
    }
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// A command, or an answer to a question.
    Line,
    /// Something that is not shown, with what is said before it.
    Secret(String),
}

/// What came.
#[derive(Debug)]
pub enum Typed {
    /// A line, without its end.
    Line(String),
    /// The line was given up: Ctrl-C.
    GivenUp,
    /// There is no more.
    Ended,
    /// It can't be read.
    Failed(io::Error),
}

/// The desk as it is now, for the completion.
pub type Known = Arc<Mutex<Arc<DeskState>>>;

/// Where lines come from.
pub struct Ear {
    ask: SyncSender<Asked>,
    typed: mpsc::Receiver<Typed>,
    /// The terminal as it was.
    before: Option<Termios>,
}

impl Ear {
    /// Of this process, with what speaks beside it. `known` is the desk, for the completion.
    pub fn open(ends: Ends, known: Known, is_recording: bool) -> io::Result<(Ear, Mouth)> {
        let before = tcgetattr(io::stdin()).ok();
        let (ask, asked) = sync_channel(1);
        let (tell, typed) = mpsc::channel(1);
        let mouth = match ends {
            Ends::Editor => editor::start(asked, tell, known, is_recording)?,
            Ends::Lines | Ends::Script => {
                std::thread::Builder::new()
                    .name("lines".to_owned())
                    .spawn(move || read_lines(ends, &asked, &tell))?;
                Mouth::direct(ends == Ends::Lines && io::stdout().is_terminal())
            }
        };
        Ok((Ear { ask, typed, before }, mouth))
    }

    /// Asks for something; the answer comes by [`Ear::heard`].
    pub fn ask(&self, what: Asked) {
        // A reader that is gone has said so, or says so now.
        let _ = self.ask.try_send(what);
    }

    /// What came of what was asked for.
    pub async fn heard(&mut self) -> Typed {
        self.typed.recv().await.unwrap_or(Typed::Ended)
    }
}

impl Drop for Ear {
    /// The thread may be in the middle of a line, with the terminal as it wants it.
    fn drop(&mut self) {
        if let Some(before) = &self.before {
            let _ = tcsetattr(io::stdin(), OptionalActions::Now, before);
        }
    }
}

fn read_lines(ends: Ends, asked: &Receiver<Asked>, tell: &mpsc::Sender<Typed>) {
    let prompts = ends == Ends::Lines && io::stdout().is_terminal();
    while let Ok(what) = asked.recv() {
        let quiet = match &what {
            Asked::Secret(prompt) => {
                if ends == Ends::Lines {
                    // Whoever types as soon as they are asked is not shown either.
                    let before = silence();
                    say(io::stderr(), prompt);
                    before
                } else {
                    None
                }
            }
            Asked::Line => {
                if prompts {
                    say(io::stdout(), PROMPT);
                }
                None
            }
        };
        let typed = read_line();
        if let Some(before) = quiet {
            let _ = tcsetattr(io::stdin(), OptionalActions::Now, &before);
            say(io::stderr(), "\n");
        }
        if tell.blocking_send(typed).is_err() {
            return;
        }
    }
}

/// What stands before a command.
pub const PROMPT: &str = "> ";

fn say(mut to: impl Write, text: &str) {
    let _ = to.write_all(text.as_bytes()).and_then(|()| to.flush());
}

/// What is typed is not shown from here on; gives the terminal as it was.
fn silence() -> Option<Termios> {
    let before = tcgetattr(io::stdin()).ok()?;
    let mut silent = before.clone();
    silent.local_modes.remove(LocalModes::ECHO);
    tcsetattr(io::stdin(), OptionalActions::Now, &silent).ok()?;
    Some(before)
}

fn read_line() -> Typed {
    let mut line = Vec::new();
    let mut stdin = io::stdin().lock();
    match stdin.by_ref().take(MAX_LINE).read_until(b'\n', &mut line) {
        Ok(0) => Typed::Ended,
        Ok(_) => {
            // The rest of a line that is too long is nobody's command.
            if line.last() != Some(&b'\n') && line.len() as u64 >= MAX_LINE {
                let _ = stdin.skip_until(b'\n');
            }
            let text = String::from_utf8_lossy(&line);
            Typed::Line(text.trim_end_matches(['\n', '\r']).to_owned())
        }
        Err(error) if error.kind() == io::ErrorKind::Interrupted => Typed::GivenUp,
        Err(error) => Typed::Failed(error),
    }
}
