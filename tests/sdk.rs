//! The drop-in SDK: the file, its types, how the hub serves it, and what it does in Node.

#[path = "sdk/checks.rs"]
mod checks;
#[path = "sdk/node.rs"]
mod node;
#[path = "hub/proxy.rs"]
#[allow(dead_code)]
mod proxy;
#[path = "sdk/served.rs"]
mod served;
#[path = "sdk/silent.rs"]
mod silent;
#[path = "hub/support.rs"]
#[allow(dead_code)]
mod support;
