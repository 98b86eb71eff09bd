//! What can be done: one function per thing the market does. Server only.
//!
//! A use case takes the [`Market`](market::Market), a proof of the right to act where one is needed (see [`proofs`]),
//! and a form; it writes the change, the mail and any job in one transaction; and it answers with a view, a polite
//! [`Refusal`](domain::refusal::Refusal), or a breakage. Rules are not judged here: they are `domain`'s. What only the
//! database knows comes back as a violation at its field.
//!
//! Rooms: [`accounts`] registers people and signs them in, [`screening`] decides who may sell, [`inventory`] takes stock
//! files, [`api`] lets a company's own systems in, [`audit`] keeps what the owner's people did, [`search`] finds lots, [`quotations`] receives requests, [`contact`] messages to the owner,
//! [`notices`] tells visitors how the house is doing, [`owner`] who runs it, [`legal`] what they agree to, [`desk`] shows the machinery to the owner's people; [`post`] sends what
//! they write, [`overview`] sums up for the owner's people, [`jobs`] runs what they leave for later, [`verify`] checks it all.

#[cfg(target_arch = "wasm32")]
compile_error!("services run on a server; a browser asks them through server functions");

pub mod accounts;
pub mod api;
pub mod audit;
pub mod clock;
pub mod contact;
pub mod database;
pub mod desk;
mod entity;
pub mod error;
pub mod inventory;
pub mod jobs;
pub mod legal;
pub mod limits;
mod lists;
pub mod market;
pub mod notices;
pub mod overview;
pub mod owner;
pub mod people;
pub mod post;
pub mod proofs;
pub mod quotations;
pub mod screening;
pub mod seal;
pub mod search;
pub mod upkeep;
pub mod verify;
