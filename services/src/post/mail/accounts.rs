//! The mails about accounts, as data. Links are named by their number; the secret half is made when they are written.
//!
//! To an address that nobody has proved yet goes nothing that a stranger typed (T20): such mails carry numbers only.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A mailed link: what is needed to make its secret half anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedLink {
    pub id: Uuid,
    /// Of the credentials for which it was made.
    pub generation: i32,
}

/// M01: proves the address of a registration. The address is not proved yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerifyAddress {
    pub link: SealedLink,
}

/// M02: a buyer's registration is complete.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BuyerRegistered {
    pub name: String,
    /// Nine digits.
    pub number: String,
}

/// M03: a supplier's application is being looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScreeningStarted {
    pub name: String,
    /// Nine digits.
    pub number: String,
    /// Whether the applicant goes on as a buyer meanwhile (R080).
    pub buys_meanwhile: bool,
}

/// M04: an applicant is asked for more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InformationWanted {
    pub name: String,
    /// The question, line by line.
    pub question: Vec<String>,
    /// Whether the applicant goes on as a buyer meanwhile (R080).
    pub buys_meanwhile: bool,
    /// Whether a company asks to be let in, rather than to sell.
    #[serde(default)]
    pub is_company: bool,
}

/// What is wrong with one field of an application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldReason {
    /// Its name, as in `domain::screening::fields`.
    pub field: String,
    pub reason: String,
}

/// M05: a supplier's application was approved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupplierApproved {
    pub name: String,
    /// Nine digits.
    pub number: String,
}

/// M06: a supplier's application was rejected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupplierRejected {
    pub name: String,
    /// Why, in the words of whoever decided; may be empty.
    pub reason: String,
    /// Why, field by field, in the order of the form.
    #[serde(default)]
    pub fields: Vec<FieldReason>,
    /// Whether the applicant goes on as a buyer (R080).
    pub buys_meanwhile: bool,
}

/// M07: sets a new password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResetPassword {
    pub link: SealedLink,
}

/// M11: proves an address that was added to an account. The address is not proved yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmAddress {
    pub link: SealedLink,
}

/// Beside M11: somebody wanted to add an address that belongs to this reader already (T03).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressClaimed {
    /// Nine digits; the reader's own.
    pub number: String,
}

/// M27: the password was changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordChanged {
    /// Milliseconds since 1970 in UTC.
    pub at: i64,
    /// Whether by a mailed link, not on the account's page.
    pub by_link: bool,
}

/// M28: another address is the main one now; to the former one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressChanged {
    /// Milliseconds since 1970 in UTC.
    pub at: i64,
    /// The new main address, shortened: `t…@example.com`.
    pub masked: String,
    /// Takes the change back, for seven days (T21).
    pub link: SealedLink,
}

/// M29: a browser that we have not seen before has signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewDevice {
    /// Milliseconds since 1970 in UTC.
    pub at: i64,
    /// Browser and system, as we recognised them; empty if we did not.
    pub device: String,
}

/// M30: the account is gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountDeleted {
    /// Nine digits.
    pub number: String,
}

/// M32: signing in is closed after failed attempts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInLocked {
    /// Milliseconds since 1970 in UTC.
    pub at: i64,
    /// Whether until a new password is set; otherwise for ten minutes.
    pub until_reset: bool,
}
