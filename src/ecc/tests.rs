//! The engine's behaviour, by tables and by chance.

mod chance;
mod company;
mod company_refusals;
mod laws;
mod lifecycle;
mod promises;
mod refusals;
mod session;
mod site;
