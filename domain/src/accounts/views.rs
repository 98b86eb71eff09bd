//! What the pages of one's own account show.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{AccountType, Asks, ProfileForm};
use crate::language::Language;
use crate::persons::PersonKind;

/// Everything about an account (R074).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountView {
    pub account_type: AccountType,
    /// Nine digits.
    pub number: String,
    /// The main address.
    pub email: String,
    /// All fields; those of a company are empty for staff.
    pub profile: ProfileForm,
    /// Of the mails to this person.
    pub language: Language,
    /// Milliseconds since 1970 in UTC.
    pub created_at: i64,
    pub agreements: Vec<Agreement>,
    /// The newest application to become a supplier.
    pub application: Option<Application>,
    pub change: Change,
    /// Whether this person may change what the company tells about itself.
    pub may_update: bool,
    /// Whose fields an update asks for.
    pub asks: Asks,
    /// Whether there is a company whose users this person may see.
    pub has_users: bool,
    /// The registrations that can still be added to the account (Z1).
    pub addable: Vec<PersonKind>,
}

impl AccountView {
    /// Whether what the company tells is being examined, and stays as it was sent until that is decided.
    #[must_use]
    pub fn is_held(&self) -> bool {
        self.application
            .as_ref()
            .is_some_and(|application| application.state.is_open())
    }
}

/// Which version of a document somebody agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    pub document: Document,
    pub version: String,
    pub agreed_at: i64,
}

/// What is agreed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Document {
    Terms,
    Privacy,
}

/// The change of sides that is open to somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    ToBuyer,
    ToSupplier,
    /// An application waits for its decision.
    Waiting,
    /// Staff, the owner's own company, and whoever may not speak for their company.
    None,
}

/// How an application stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ApplicationState {
    Pending,
    /// It waits for the applicant's answer to a question.
    Asked,
    Approved,
    Rejected,
}

impl ApplicationState {
    /// The state of a stored word; `asked` tells whether one that is pending waits for the applicant.
    #[must_use]
    pub fn of_word(word: &str, asked: bool) -> Self {
        match word {
            "approved" => Self::Approved,
            "rejected" => Self::Rejected,
            _ if asked => Self::Asked,
            _ => Self::Pending,
        }
    }

    /// Whether it is not decided yet.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Pending | Self::Asked)
    }
}

/// An application as its applicant sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Application {
    pub state: ApplicationState,
    /// The form as it was sent.
    pub form: ProfileForm,
    /// Why it was rejected; empty otherwise.
    pub reason: String,
    /// Why, field by field.
    pub fields: BTreeMap<String, String>,
    /// What the applicant is asked; empty otherwise.
    pub question: String,
    /// Milliseconds since 1970 in UTC.
    pub created_at: i64,
    pub decided_at: Option<i64>,
    /// Whether the applicant goes on as a buyer meanwhile.
    pub buys_meanwhile: bool,
    /// Whether a company asks to be let in, rather than to sell.
    pub is_company: bool,
    /// The name of the coordinator who decides; empty when there is none any more.
    pub coordinator: String,
}

/// What goes when an account is deleted (R081).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Farewell {
    /// Nine digits.
    pub number: String,
    pub addresses: u32,
    pub sessions: u32,
    /// Requests that stay, without saying who sent them.
    pub requests: u32,
    /// Requests that stay with the company under a colleague's name.
    pub kept: u32,
    /// The company that goes too, with its lots; empty when it stays.
    pub company: String,
    pub lots: u32,
    /// Its other users, whose accounts go with it.
    pub users: u32,
    /// The registrations that go beside the trade's.
    pub persons: Vec<PersonKind>,
    pub obstacle: Option<Obstacle>,
}

/// Why an account cannot be deleted by its own person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Obstacle {
    /// One of the owner's people, or of the owner's company.
    Owners,
    /// The only administrator of a company with other users: somebody else administers it first, or it goes with all of them.
    PassOnFirst,
}
