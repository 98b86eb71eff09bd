//! The post: every mail that the market sends.
//!
//! A use case calls [`enqueue`] inside the transaction of its change, so that there is never a change without its
//! mail, nor a mail without its change. A mail waits in the outbox as data ([`Mail`]) and becomes text only when it is
//! sent (see `writing` and `templates`). One worker per process ([`run`]) claims what is due under a lease (`outbox`),
//! a few at a time (`round`), and hands it to a [`Postman`]: SMTP, a folder of a development server, or the letter box
//! of a test. No request handler ever speaks SMTP.
//!
//! The worker looks every half second. Nothing rings a bell: a mail leaves within a second of its commit also when
//! another process wrote it, and there is no bell that a use case could forget.
//!
//! A mail may arrive twice when a process dies between the mail server's 250 and our commit; both then carry the same
//! Message-ID (T50). It is never lost (T49).

mod forgetting;
mod letter;
mod mail;
mod outbox;
mod outcome;
mod postman;
mod round;
mod sieve;
mod writing;

use std::sync::Arc;

use domain::language::Language;
use sea_orm::{ConnectionTrait, DbErr};
use tokio::sync::watch;

pub(crate) use forgetting::{
    Requester, forget, forget_coordinators, forget_finished, forget_invitations, forget_messages,
    forget_person, forget_proofs, forget_requests, holds_last_mails, pass_requests_on,
};
pub use letter::ReadyMail;
pub use mail::{
    AccountDeleted, AddressChanged, AddressClaimed, BuyerRegistered, CompanyApproved, CompanyRejected,
    ConfirmAddress, ConflictsWait, ContactAnswer, ContactCopy, ContactReceived, CoordinatorWanted,
    EditionComing, FactorsForgotten, FieldReason, ImportDone, ImportFault, ImportRefused, InformationWanted,
    Invitation, InvitedMember, Mail, NewDevice, PasswordChanged, PersonLinked, PersonUnlinked,
    RemovedFromCompany, RequestCopy, RequestReceived, RequestedLine, RequestedPart, ResetPassword, Restored,
    ScreeningStarted, SealedLink, SignInCode, SignInLocked, StaffInvitation, SupplierApproved,
    SupplierRejected, Suspended, TemporaryRegistration, VerifyAddress, VerifyPerson,
};
pub(crate) use outcome::kept;
pub use postman::folder::{FolderPostman, Letter, LetterHead, letter, letters};
pub use postman::memory::MemoryPostman;
pub use postman::smtp::{SmtpPostman, SmtpSettings, SmtpTls};
pub use postman::{BoxFuture, DeliveryFault, Postman};

use crate::clock::Clock;
use crate::database::Database;
use crate::error::Error;
use crate::market::{Market, MarketSettings};
use crate::seal::Seal;

/// One mail to one reader.
pub struct Parcel<'a> {
    pub mail: &'a Mail,
    /// A checked address, of at most 50 characters.
    pub recipient: &'a str,
    /// The reader's language.
    pub language: Language,
    /// What this mail is about, at most 120 characters. A second parcel with the same key is not sent (T50).
    pub dedupe_key: String,
    /// When it is too late to send it, in milliseconds since 1970; `None` for a mail that does not go stale (T52).
    pub expires_at: Option<i64>,
}

/// Puts a mail into the outbox, in the caller's transaction. A parcel whose key is already there is passed over: what
/// is done twice by accident is told once.
///
/// # Errors
/// The database's own.
pub async fn enqueue(tx: &impl ConnectionTrait, now: i64, parcel: &Parcel<'_>) -> Result<(), DbErr> {
    outbox::put(tx, now, parcel).await
}

/// The same for a copy of what somebody has typed, to an address that may be a stranger's: ten a day reach one address,
/// the others are noted and not sent (T20).
///
/// # Errors
/// The database's own.
pub async fn enqueue_copy(tx: &impl ConnectionTrait, now: i64, parcel: &Parcel<'_>) -> Result<(), DbErr> {
    outbox::put_copy(tx, now, parcel).await
}

/// Delivers until nothing is due, and says how many mails a server has taken. Let it finish: a delivery that is
/// dropped half way may be repeated.
///
/// # Errors
/// The database's own. A mail that cannot be delivered is no error; it waits, or it has failed.
pub async fn send_due(market: &Market) -> Result<usize, Error> {
    PostOffice::of(market).send_due().await
}

/// Sends mails until it is told to stop (`true`, or the sender gone); what is under way is finished first, which takes
/// a minute at most.
pub async fn run(market: Market, stop: watch::Receiver<bool>) {
    PostOffice::of(&market).run(stop).await;
}

/// What the post needs of the market.
#[derive(Clone)]
pub struct PostOffice {
    pub db: Database,
    pub clock: Arc<dyn Clock>,
    pub postman: Arc<dyn Postman>,
    pub settings: Arc<MarketSettings>,
    pub seal: Arc<Seal>,
}

impl PostOffice {
    /// The market's own.
    #[must_use]
    pub fn of(market: &Market) -> Self {
        Self {
            db: market.db.clone(),
            clock: Arc::clone(&market.clock),
            postman: Arc::clone(&market.postman),
            settings: Arc::clone(&market.settings),
            seal: Arc::clone(&market.seal),
        }
    }
}

/// An address of which its owner recognises enough on a page, and a stranger nothing: `t***@example.com`.
#[must_use]
pub fn hidden(address: &str) -> String {
    let Some((local, domain)) = address.split_once('@') else {
        return String::new();
    };
    let first: String = local.chars().take(1).collect();
    format!("{first}***@{domain}")
}

/// An address as it may stand in a log: `t…@example.com` (T73).
#[must_use]
pub fn masked(address: &str) -> String {
    match address.rsplit_once('@') {
        Some((local, domain)) => format!("{}…@{domain}", local.chars().next().unwrap_or_default()),
        None => "…".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_on_a_page_is_mostly_hidden() {
        assert_eq!(hidden("taro.yamada@example.com"), "t***@example.com");
    }
}
