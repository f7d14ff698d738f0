//! What the end-to-end tests share. Each test binary uses a part of it.
#![allow(dead_code)]

pub mod program;
pub mod terminal;
