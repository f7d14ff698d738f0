//! What screens and overlays are drawn with.

pub mod area;
pub mod bar;
pub mod big;
pub mod canvas;
pub mod field;
pub mod form;
pub mod list;
pub mod span;
pub mod text;
pub mod textbox;
pub mod zone;
