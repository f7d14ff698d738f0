//! The hub and the client over real sockets.

mod advance;
mod client;
mod doors;
mod liveness;
mod messages;
mod proxy;
mod resume;
mod session;
mod support;
mod third_party;
