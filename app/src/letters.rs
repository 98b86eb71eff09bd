//! The letter box of a development server, where mails can be read that were not really sent. In production these pages
//! do not exist.

pub mod api;
pub mod pages;
