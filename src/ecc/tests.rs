//! The engine's behaviour, by tables and by chance.

mod chance;
mod crm;
mod laws;
mod lifecycle;
mod records;
mod refusals;
mod session;
mod site;
