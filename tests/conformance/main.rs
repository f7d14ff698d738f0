//! The contract over a real socket: every method once right and once with each parameter wrong, every event
//! provoked, and the order of events in each lifecycle.

mod events;
mod lifecycles;
mod methods;
mod shapes;
#[path = "../hub/support.rs"]
#[allow(dead_code, reason = "what the hub's tests need is more than what these do")]
mod support;
mod upstream;
mod world;
mod wrong;
