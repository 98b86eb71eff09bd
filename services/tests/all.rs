//! All tests of what the market does, in one program: it is linked once, and each test still runs in a process of its own.

#[macro_use]
mod support;

mod account;
mod accounts;
mod addresses;
mod api;
mod companies;
mod console;
mod contact;
mod desk;
mod guard;
mod importing;
mod inventory;
mod migrations;
mod overview;
mod owner;
mod people;
mod persons;
mod post_office;
mod quotations;
mod recovery;
mod registration;
mod residue;
mod search;
mod search_engine;
mod second_factor;
mod stock_file;
mod sync;
mod team;
mod upkeep;
mod users;
