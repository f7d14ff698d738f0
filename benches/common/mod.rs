//! What the benches share. Each uses a part of it.
#![allow(dead_code)]

pub mod flood;
pub mod list;
pub mod memory;
pub mod peer;
pub mod pipe;
pub mod recorded;
pub mod seat;
pub mod times;
