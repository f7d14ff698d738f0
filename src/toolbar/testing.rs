//! Tests of the whole toolbar: a harness that reads like a person at the keyboard, and sessions made
//! of real frames.

mod chance;
mod chat;
mod conversation;
mod event_loop;
mod figures;
mod going;
mod harness;
mod hostile;
mod inspector;
mod integrations;
mod live;
mod looking_on;
mod looks;
mod memory;
mod palette;
mod pictures;
mod pointing;
mod replay;
pub(in crate::toolbar) mod session;
mod several;
mod sizes;
mod themes;
mod tour;
mod voice;

pub use memory::Memory;
