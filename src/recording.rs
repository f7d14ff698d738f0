//! Recordings: a desk's frames in a file, written while they happen and read from any moment.
//!
//! | module | is |
//! |---|---|
//! | [`record`] | what the lines of a recording are |
//! | [`mod@format`] | the lines as text |
//! | [`redact`] | passwords, tokens and keys blanked before anything is written |
//! | [`recorder`] | the writer: a thread behind a bounded queue |
//! | [`pace`] | when a snapshot is due |
//! | `lines` | a file of any size read line by line, from any place, both ways |
//! | [`reader`] | a recording opened, and its records in order |
//! | [`player`] | any moment of it, forward and back |
//! | [`damage`] | what of it can't be read |
//! | [`keep`] | the folder of recent recordings |

pub mod damage;
pub mod error;
pub mod format;
pub mod keep;
mod lines;
pub mod pace;
pub mod player;
mod queue;
pub mod reader;
pub mod record;
pub mod recorder;
pub mod redact;
#[cfg(test)]
mod sample;

pub use damage::Damage;
pub use error::{ReadError, Trouble};
pub(crate) use format::one_line;
pub use pace::SnapshotPace;
pub use player::Player;
pub use reader::Reader;
pub use record::{Header, Record, SnapshotOf};
pub use recorder::Recorder;
