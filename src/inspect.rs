//! Frames looked at: each read once as far as a row needs, kept within bounds, filtered, compared, drawn as
//! a ladder and copied. The toolbar's inspector and `offhook tail` show the same rows.
//!
//! | module | is |
//! |---|---|
//! | [`row`], [`said`], [`log`] | a frame as a row, in a few words, and the newest of them |
//! | [`filter`] | the language in which rows are chosen |
//! | [`doc`], [`diff`] | a message in lines that fold, and two of them side by side |
//! | [`ladder`] | who said it to whom |
//! | [`copy`] | a frame as JSON, as a command, as JavaScript |

pub mod copy;
pub mod diff;
pub mod doc;
pub mod filter;
pub mod ladder;
mod links;
pub mod log;
mod names;
pub mod row;
pub mod said;
mod scan;

pub use doc::Doc;
pub use filter::Filter;
pub use log::Log;
pub use row::{Row, Word};
pub use said::core;
