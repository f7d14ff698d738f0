//! What is said: one place where lines leave, harmless, bounded and whole.

use std::io::{self, Write};
use std::sync::mpsc::{SyncSender, TrySendError};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::toolbar::plain::input::PROMPT;
use crate::wire::text::visible;

/// The longest line that is said, in characters.
pub const MAX_SAID: usize = 2_000;
/// The most lines of one text.
pub const MAX_LINES: usize = 400;
/// How many lines wait for a terminal that takes none; further ones are left out, and how many is said.
pub const MAX_WAITING: usize = 1_024;
/// How often it is looked whether the last lines are out, and how long between.
const LAST_LOOKS: u32 = 100;
const LAST_LOOK: Duration = Duration::from_millis(5);

/// Where lines go.
pub struct Mouth {
    way: Way,
    /// Lines that found no room.
    left_out: usize,
}

enum Way {
    /// To stdout; `prompts`: a line may be typed there meanwhile.
    Direct { prompts: bool, typing: bool },
    /// Above the line that is typed.
    Above { lines: Option<SyncSender<String>>, printing: Option<JoinHandle<()>> },
}

impl Mouth {
    /// To stdout as it is.
    pub fn direct(prompts: bool) -> Mouth {
        Mouth { way: Way::Direct { prompts, typing: false }, left_out: 0 }
    }

    /// By a printer, which takes lines and ends with them.
    pub fn above(lines: SyncSender<String>, printing: JoinHandle<()>) -> Mouth {
        Mouth { way: Way::Above { lines: Some(lines), printing: Some(printing) }, left_out: 0 }
    }

    /// A line is being typed from now on, or not any more.
    pub fn typing(&mut self, on: bool) {
        if let Way::Direct { typing, .. } = &mut self.way {
            *typing = on;
        }
    }

    /// Says a text, line by line.
    pub fn say(&mut self, text: &str) -> io::Result<()> {
        let lines = harmless(text);
        match &mut self.way {
            Way::Direct { prompts, typing } => {
                let mut out = io::stdout().lock();
                // What is being typed is not torn: it goes on behind a prompt of its own.
                let between = *prompts && *typing;
                if between {
                    out.write_all(b"\n")?;
                }
                for line in &lines {
                    writeln!(out, "{line}")?;
                }
                if between {
                    out.write_all(PROMPT.as_bytes())?;
                }
                out.flush()
            }
            Way::Above { lines: Some(to), .. } => {
                if self.left_out > 0 {
                    let note = format!("{} lines were left out here.\n", self.left_out);
                    if to.try_send(note).is_ok() {
                        self.left_out = 0;
                    }
                }
                match to.try_send(lines.join("\n") + "\n") {
                    Err(TrySendError::Full(_)) => self.left_out += lines.len(),
                    Ok(()) | Err(TrySendError::Disconnected(_)) => {}
                }
                Ok(())
            }
            Way::Above { lines: None, .. } => Ok(()),
        }
    }

    /// Says what went wrong in a script: on stderr, with its line.
    pub fn complain(&mut self, line: u64, text: &str) -> io::Result<()> {
        let mut out = io::stderr().lock();
        for part in harmless(text) {
            writeln!(out, "offhook: line {line}: {part}")?;
        }
        Ok(())
    }

    /// Rings the terminal's bell, where there is one.
    pub fn ring(&mut self) -> io::Result<()> {
        self.put(b"\x07")
    }

    /// Leaves the line that is being typed: what comes behind the program stands on one of its own.
    pub fn leave_line(&mut self) -> io::Result<()> {
        self.put(b"\r\n")
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        if !matches!(self.way, Way::Direct { prompts: false, .. }) {
            let mut out = io::stdout().lock();
            out.write_all(bytes)?;
            out.flush()?;
        }
        Ok(())
    }
}

impl Drop for Mouth {
    /// What was said gets out, unless the terminal takes nothing.
    fn drop(&mut self) {
        let Way::Above { lines, printing } = &mut self.way else { return };
        drop(lines.take());
        let Some(printing) = printing.take() else { return };
        for _ in 0..LAST_LOOKS {
            if printing.is_finished() {
                break;
            }
            std::thread::sleep(LAST_LOOK);
        }
    }
}

/// The lines of a text as any terminal may be given them.
pub fn harmless(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = text.lines().take(MAX_LINES).map(harmless_line).collect();
    let more = text.lines().skip(MAX_LINES).count();
    if more > 0 {
        lines.push(format!("… and {more} more lines."));
    }
    lines
}

fn harmless_line(line: &str) -> String {
    // Nothing of what lies far behind the bound needs cleaning.
    let head = crate::toolbar::widgets::text::head(line, MAX_SAID * 16);
    let shown = visible(head);
    match shown.char_indices().nth(MAX_SAID) {
        Some((at, _)) => format!("{}…", &shown[..at]),
        None if head.len() < line.len() => format!("{shown}…"),
        None => shown.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::wire::text::is_safe;

    #[test]
    fn lines_are_cut_and_counted() {
        assert_eq!(harmless("a\nb\r\nc"), ["a", "b", "c"]);
        assert_eq!(harmless("\u{1b}[31mred\u{202e}"), ["␛[31mred\u{fffd}"]);
        let long = harmless(&"x".repeat(MAX_SAID + 1));
        assert_eq!((long.len(), long[0].chars().count()), (1, MAX_SAID + 1));
        assert!(long[0].ends_with('…'));
        let many = harmless(&"x\n".repeat(MAX_LINES + 3));
        assert_eq!((many.len(), many.last().unwrap().as_str()), (MAX_LINES + 1, "… and 3 more lines."));
    }

    proptest! {
        #[test]
        fn nothing_said_can_do_harm(text in any::<String>()) {
            for line in harmless(&text) {
                prop_assert!(line.chars().all(is_safe) && line.chars().count() <= MAX_SAID + 1);
            }
        }
    }
}
