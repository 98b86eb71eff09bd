//! Who carries a mail out of the house: a mail server, a folder on a developer's disk, or the letter box of a test.

pub(super) mod folder;
pub(super) mod memory;
pub(super) mod smtp;

use std::future::Future;
use std::pin::Pin;

use super::letter::ReadyMail;

/// A future behind a pointer, as a trait object needs it.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Carries mails.
pub trait Postman: Send + Sync {
    /// Hands one mail over; `Ok` means that the other side has taken it and answers for it from now on.
    fn deliver<'a>(&'a self, mail: &'a ReadyMail) -> BoxFuture<'a, Result<(), DeliveryFault>>;
}

/// Why a mail was not taken. The texts may name addresses: they are masked before they are kept or logged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DeliveryFault {
    /// The way is blocked, for this mail as for any other: nobody there, no answer, a wrong password, 421. Not counted
    /// as an attempt.
    #[error("not reached: {0}")]
    Passing(String),
    /// This mail was turned away for now: a 4xx answer, or a connection lost so late that the mail may have been
    /// taken. Counted, so that it is not tried for ever.
    #[error("turned away: {0}")]
    Rejected(String),
    /// This mail will never be taken: a 5xx answer.
    #[error("refused for good: {0}")]
    Hopeless(String),
}
