//! The engine's behaviour, by tables and by chance.

mod apps;
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
mod notices;
mod people;
mod promises;
mod records;
mod refusals;
mod session;
mod site;
mod supervision;
mod ui;
