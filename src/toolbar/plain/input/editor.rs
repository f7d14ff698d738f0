//! A line that is edited on a terminal: with a history, completed by tab, and printed above while it is typed.

use std::borrow::Cow;
use std::io;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, PoisonError};

use rustyline::completion::Completer;
use rustyline::config::{ColorMode, CompletionType, Config};
use rustyline::error::ReadlineError;
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::Hinter;
use rustyline::history::MemHistory;
use rustyline::validate::Validator;
use rustyline::{Context, Editor, ExternalPrinter, Helper};
use tokio::sync::mpsc;
use unicode_width::UnicodeWidthStr;

use super::{Asked, Known, PROMPT, Typed};
use crate::toolbar::plain::complete::complete;
use crate::toolbar::plain::output::{MAX_WAITING, Mouth};

/// How many lines are remembered.
const HISTORY: usize = 200;

/// Starts the reader; what is to be said while a line is typed goes above it.
pub(super) fn start(
    asked: Receiver<Asked>,
    tell: mpsc::Sender<Typed>,
    known: Known,
    is_recording: bool,
) -> io::Result<Mouth> {
    let (opened, is_open) = sync_channel(1);
    std::thread::Builder::new()
        .name("editor".to_owned())
        .spawn(move || run(&asked, &tell, Typist { known, is_recording, masked: false }, &opened))?;
    let lost = || io::Error::other("the terminal's reader did not start");
    let printer = is_open.recv().map_err(|_| lost())??;
    let (lines, said) = sync_channel::<String>(MAX_WAITING);
    let printing =
        std::thread::Builder::new().name("printer".to_owned()).spawn(move || print(printer, &said))?;
    Ok(Mouth::above(lines, printing))
}

type Printer = Box<dyn ExternalPrinter + Send>;

/// A printer can wait for the reader, so nobody else waits for the printer.
fn print(mut printer: Printer, said: &Receiver<String>) {
    while let Ok(line) = said.recv() {
        if printer.print(line).is_err() {
            return;
        }
    }
}

fn run(
    asked: &Receiver<Asked>,
    tell: &mpsc::Sender<Typed>,
    typist: Typist,
    opened: &SyncSender<io::Result<Printer>>,
) {
    let mut editor = match open(typist) {
        Ok((editor, printer)) => {
            let _ = opened.send(Ok(printer));
            editor
        }
        Err(error) => {
            let _ = opened.send(Err(io::Error::other(error)));
            return;
        }
    };
    while let Ok(what) = asked.recv() {
        let is_secret = matches!(what, Asked::Secret(_));
        if let Some(typist) = editor.helper_mut() {
            typist.masked = is_secret;
        }
        let prompt = match &what {
            Asked::Line => PROMPT,
            Asked::Secret(prompt) => prompt,
        };
        let typed = match editor.readline(prompt) {
            Ok(line) => {
                if !is_secret && !line.trim().is_empty() {
                    let _ = editor.add_history_entry(line.as_str());
                }
                Typed::Line(line)
            }
            Err(ReadlineError::Interrupted) => Typed::GivenUp,
            Err(ReadlineError::Eof) => Typed::Ended,
            Err(ReadlineError::Io(error)) => Typed::Failed(error),
            Err(error) => Typed::Failed(io::Error::other(error)),
        };
        if tell.blocking_send(typed).is_err() {
            return;
        }
    }
}

fn open(typist: Typist) -> rustyline::Result<(Editor<Typist, MemHistory>, Printer)> {
    let config = Config::builder()
        .auto_add_history(false)
        .completion_type(CompletionType::List)
        // Nothing is coloured: it is by this that a password is not shown.
        .color_mode(ColorMode::Forced)
        .max_history_size(HISTORY)?
        .build();
    let mut editor = Editor::with_history(config.clone(), MemHistory::with_config(&config))?;
    editor.set_helper(Some(typist));
    let printer = editor.create_external_printer()?;
    Ok((editor, Box::new(printer)))
}

/// What the editor asks about a line.
struct Typist {
    known: Known,
    is_recording: bool,
    /// Whether what is typed is not shown.
    masked: bool,
}

impl Completer for Typist {
    type Candidate = String;

    fn complete(&self, line: &str, at: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<String>)> {
        if self.masked {
            return Ok((at, Vec::new()));
        }
        let desk = Arc::clone(&self.known.lock().unwrap_or_else(PoisonError::into_inner));
        Ok(complete(line.get(..at).unwrap_or_default(), &desk, self.is_recording))
    }
}

impl Highlighter for Typist {
    fn highlight<'l>(&self, line: &'l str, _: usize) -> Cow<'l, str> {
        if self.masked { " ".repeat(line.width()).into() } else { line.into() }
    }

    fn highlight_char(&self, _: &str, _: usize, kind: CmdKind) -> bool {
        self.masked && kind != CmdKind::MoveCursor
    }
}

impl Hinter for Typist {
    type Hint = String;
}

impl Validator for Typist {}

impl Helper for Typist {}
