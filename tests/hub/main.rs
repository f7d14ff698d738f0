//! The hub and the client over real sockets.

mod advance;
mod client;
mod doors;
mod integrations;
mod liveness;
mod messages;
mod page;
mod proxy;
mod reload;
#[path = "../common/rerun.rs"]
mod rerun;
mod resume;
mod session;
mod sites;
mod supervision;
mod support;
mod third_party;
