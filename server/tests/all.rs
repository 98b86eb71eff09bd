//! All tests through the front door and of the command line, in one program.

#[macro_use]
mod support;

mod account;
mod api;
mod command_line;
mod company;
mod console;
mod contact;
mod desk;
mod front_door;
mod grid;
mod overview;
mod people;
mod persons;
mod second_factor;
mod selfcare;
mod settings;
mod sign_up;
mod stock;
mod stock_conflicts;
mod sync;
mod users;
