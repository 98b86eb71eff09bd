//! What is true: the words and the rules of the parts trade.
//!
//! Nothing in here reads a clock, a file, a socket or a database. The same code judges a field while it is being
//! typed in the browser, the form when it arrives at the server, and a row of a supplier's file, so that a rule
//! cannot be written twice. Raw input is a *form* (public strings); its one door is `check`, which looks at every
//! field before it answers and gives either the checked value or all [`violations`] by field path.
//!
//! Where to look next: [`text`] for character classes and limits, [`inventory`] for a lot, [`search`] for what a
//! query means, [`quotations`] for a request for quotation, [`contact`] for a message to the owner, [`screening`] for
//! applications, [`persons`] for individuals and corporations, [`owner`] for what the owner tells of itself, [`legal`] for
//! what one agrees to, [`notices`] for what visitors are told of the house, [`desk`] for mails and jobs as the owner's people
//! see them, [`api`] for a company's own systems, [`audit`] for the log of the owner's people, [`lists`] for what their lists have in common, [`overview`] for the
//! figures they look at, [`words`] for how rules are said to a person.

pub mod accounts;
pub mod api;
pub mod audit;
pub mod contact;
pub mod countries;
pub mod dates;
pub mod desk;
pub mod inventory;
pub mod language;
pub mod legal;
pub mod lists;
pub mod notices;
pub mod overview;
pub mod owner;
pub mod people;
pub mod persons;
pub mod places;
pub mod quotations;
pub mod refusal;
pub mod screening;
pub mod search;
mod secret;
pub mod text;
pub mod violations;
pub mod words;
