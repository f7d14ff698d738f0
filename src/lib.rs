//! offhook: the Omni Toolbar in a terminal, with a whole mock contact centre behind it.
#![forbid(unsafe_code)]

pub mod cli;
pub mod client;
pub mod clock;
pub mod config;
pub mod contract;
pub mod desk;
pub mod ecc;
pub mod hub;
pub mod observe;
pub mod picture;
pub mod recording;
pub mod toolbar;
pub mod wire;
pub mod workspace;
