//! Plain mode: the toolbar line by line, for screen readers, dumb terminals and pipes.
//!
//! It is the same [`App`](super::App) with the same connection, calls and words: what is typed becomes the
//! gestures that keys are elsewhere, and what happens is said in whole sentences instead of drawn.
//!
//! | module | is |
//! |---|---|
//! | `announce` | what happens, in sentences |
//! | `command` | what can be typed, and what it comes to |
//! | `tell` | what is told when it is asked for |
//! | `words` | what things are called |
//! | `input`, `output`, `complete` | lines that come, lines that go, and what can be typed |
//! | `run` | the loop |

mod announce;
mod command;
mod complete;
mod input;
mod output;
mod run;
mod tell;
#[cfg(test)]
mod tests;
mod words;

pub use command::{Spec, all_subjects};
pub use input::Ends;
pub use run::{Manner, Script, run};
