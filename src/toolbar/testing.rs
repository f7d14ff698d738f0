//! Tests of the whole toolbar: a harness that reads like a person at the keyboard, and sessions made
//! of real frames.

mod chance;
pub(in crate::toolbar) mod chat;
pub(in crate::toolbar) mod conversation;
mod event_loop;
pub(in crate::toolbar) mod figures;
mod forms;
mod going;
pub(in crate::toolbar) mod harness;
mod hostile;
mod inspector;
pub(in crate::toolbar) mod integrations;
mod live;
mod looking_on;
mod looks;
mod memory;
mod moved;
mod one_by_one;
mod over;
mod palette;
mod past;
mod pictures;
mod places;
mod pointing;
mod replay;
mod rows;
pub(in crate::toolbar) mod session;
pub(in crate::toolbar) mod several;
mod sizes;
mod states;
pub(in crate::toolbar) mod tally;
mod themes;
mod tour;
pub(in crate::toolbar) mod voice;
mod words;
mod worn;

pub use memory::Memory;
