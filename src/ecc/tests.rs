//! The engine's behaviour, by tables and by chance.

mod apps;
mod automations;
mod bots;
mod chance;
mod channels;
mod chat;
mod company;
mod company_refusals;
mod conversation;
mod crm;
mod customers;
mod http;
mod laws;
mod lifecycle;
mod macros;
mod notices;
mod people;
mod promises;
mod records;
mod refusals;
mod session;
mod site;
mod sorting;
mod supervision;
mod teams;
mod ui;
