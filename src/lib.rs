//! offhook: the Omni Toolbar in a terminal, with a whole mock contact centre behind it.
//!
//! The modules, from the ground up: [`contract`] (what the SDK is called and carries), [`wire`] (what
//! goes over the websocket), [`desk`] (a desk's state and its fold), [`workspace`] (what a site is
//! configured with), [`ecc`] (the engine, pure), [`recording`] (the log in a file), [`journal`] (a site kept on the disk), [`sdk`] (the file that
//! integrations load), [`schema`] (the contract as documents), [`hub`] and [`client`] (the two ends of the
//! websocket). ARCHITECTURE.md has the laws.
#![forbid(unsafe_code)]

pub mod cli;
pub mod client;
pub mod clock;
pub mod config;
pub mod contract;
pub mod desk;
pub mod ecc;
pub mod hub;
pub mod inspect;
pub mod journal;
pub mod observe;
pub mod picture;
pub mod recording;
pub mod schema;
pub mod screenshot;
pub mod sdk;
pub mod toolbar;
pub mod wire;
pub mod workspace;
