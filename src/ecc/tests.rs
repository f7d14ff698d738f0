//! The engine's behaviour, by tables and by chance.

mod apps;
mod chance;
mod laws;
mod lifecycle;
mod refusals;
mod session;
mod site;
