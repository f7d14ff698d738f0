//! The engine's behaviour, by tables and by chance.

mod apps;
mod chance;
mod chat;
mod company;
mod company_refusals;
mod crm;
mod http;
mod laws;
mod lifecycle;
mod promises;
mod records;
mod refusals;
mod session;
mod site;
mod ui;
