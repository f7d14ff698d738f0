//! The engine's behaviour, by tables and by chance.

mod chance;
mod chat;
mod laws;
mod lifecycle;
mod refusals;
mod session;
mod site;
mod ui;
