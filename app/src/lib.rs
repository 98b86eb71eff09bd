//! What is seen and asked: pages and server functions, compiled twice, for the server and for the browser.
//!
//! A page is a component in its room; what it asks the server is a `#[server]` function beside it, a doorman of a few
//! lines that opens the desk (`desk`, server side only) and calls a use case of `services`. The words of pages are in
//! `locales/<language>/<room>.json`, checked at compile time ([`labels`]). Every public page works before WASM wakes:
//! forms post to their page's own address, and the server answers them with the same page.

// Views nest types deeply.
#![recursion_limit = "512"]

pub mod accounts;
pub mod api;
pub mod app;
pub mod console;
pub mod contact;
#[cfg(feature = "ssr")]
pub mod desk;
pub mod frame;
pub mod home;
pub mod inventory;
pub mod labels;
pub mod lazy;
pub mod legal;
pub mod letters;
pub mod notices;
pub mod problem;
pub mod quotations;
pub mod search;
pub mod session;
pub mod shell;
pub mod ui;
pub mod wire;

pub use app::App;
pub use shell::shell;
