//! Who is looking at a page: nobody we know, or someone signed in. Drives menus and prefilled forms, never permission:
//! that is a proof, made by `services::accounts` for each call.

use serde::{Deserialize, Serialize};

/// The type a person signs in as (R055).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AccountType {
    Buyer,
    Supplier,
    /// Somebody who takes trainings.
    Individual,
    /// Whoever is in charge of the trainings of a corporation.
    Corporate,
    /// The owner's people; they sign in under their own address and are not offered on the public form.
    Staff,
}

impl AccountType {
    /// The types that the public form offers.
    pub const PUBLIC: [Self; 4] = [Self::Buyer, Self::Supplier, Self::Individual, Self::Corporate];
    /// The two sides of the trade, of which a company has one.
    pub const TRADE: [Self; 2] = [Self::Buyer, Self::Supplier];

    /// As stored and sent.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Buyer => "buyer",
            Self::Supplier => "supplier",
            Self::Individual => "individual",
            Self::Corporate => "corporate",
            Self::Staff => "staff",
        }
    }

    /// The type of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::PUBLIC
            .into_iter()
            .chain([Self::Staff])
            .find(|kind| kind.word() == word)
    }

    /// Whether it is one of the two sides of the trade.
    #[must_use]
    pub const fn trades(self) -> bool {
        matches!(self, Self::Buyer | Self::Supplier)
    }
}

/// What pages know of the person in front of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visitor {
    pub account_type: AccountType,
    /// Nine digits.
    pub number: String,
    /// Whether a supplier's application is not approved yet: it sees only how that stands (Z19).
    pub in_screening: bool,
    pub name: String,
    pub furigana: String,
    pub company: String,
    pub email: String,
    /// ISO code of the country whose calling code the number has.
    pub phone_country: String,
    pub phone: String,
}
