//! Companies that register in two steps (F): their types, and what each form of a company asks. First comes what is needed
//! to write to somebody; the rest, and who lets the company in, behind the mailed link.

use serde::{Deserialize, Serialize};

use super::AccountType;
use super::profile::ProfileForm;

/// What kind of company registers (R041).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CompanyType {
    Domestic,
    Overseas,
    /// An authority, a school, and the like.
    Public,
    Other,
}

impl CompanyType {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Domestic, Self::Overseas, Self::Public, Self::Other];

    /// As stored and sent.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Domestic => "domestic",
            Self::Overseas => "overseas",
            Self::Public => "public",
            Self::Other => "other",
        }
    }

    /// The type of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// Whose fields a form asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Asks {
    /// Table C, of a buyer.
    Buyer,
    /// Table C, of a supplier: founding, capital and representative too.
    Supplier,
    /// The first of the two steps: type, names and country.
    Temporary,
    /// The second step: all about the company, and its coordinator.
    Definitive,
    /// A company that has taken both steps and tells about itself.
    Company,
}

impl Asks {
    /// What stands in a form for the first of the two steps.
    pub const TEMPORARY: &str = "company";

    /// What a registration form of this word asks.
    #[must_use]
    pub fn of_registration(word: &str) -> Option<Self> {
        match word {
            Self::TEMPORARY => Some(Self::Temporary),
            word => AccountType::of_word(word)
                .filter(|kind| kind.trades())
                .map(Self::from),
        }
    }

    /// The word of its registration form.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Temporary => Self::TEMPORARY,
            other => other.account_type().word(),
        }
    }

    /// What its people sign in as: who registers in two steps is a buyer, and may apply to sell afterwards (Z47).
    #[must_use]
    pub const fn account_type(self) -> AccountType {
        match self {
            Self::Supplier => AccountType::Supplier,
            Self::Buyer | Self::Temporary | Self::Definitive | Self::Company => AccountType::Buyer,
        }
    }

    /// Whether it is about a company in two steps, whose forms know neither furigana nor purpose.
    #[must_use]
    pub const fn is_company(self) -> bool {
        matches!(self, Self::Temporary | Self::Definitive | Self::Company)
    }

    /// Whether founding and capital have to be told.
    #[must_use]
    pub const fn wants_capital(self) -> bool {
        matches!(self, Self::Supplier)
    }

    /// Whether a representative has to be named.
    #[must_use]
    pub const fn wants_representative(self) -> bool {
        matches!(self, Self::Supplier | Self::Definitive | Self::Company)
    }

    /// Whether a coordinator has to be named.
    #[must_use]
    pub const fn wants_coordinator(self) -> bool {
        matches!(self, Self::Definitive)
    }
}

/// Who is here as something else has no company to tell about; a form that asks for one asks all.
impl From<AccountType> for Asks {
    fn from(kind: AccountType) -> Self {
        match kind {
            AccountType::Buyer => Self::Buyer,
            AccountType::Supplier | AccountType::Individual | AccountType::Corporate | AccountType::Staff => {
                Self::Supplier
            }
        }
    }
}

/// The second step as it opens (R044).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definitive {
    /// With what the first step has told.
    pub form: ProfileForm,
    /// The address that is proved by sending it.
    pub email: String,
    /// Whether the chosen password is wanted, since this is not the browser that registered (Z20).
    pub asks_password: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_has_its_meaning() {
        for kind in CompanyType::ALL {
            assert_eq!(CompanyType::of_word(kind.word()), Some(kind));
        }
        for asks in [Asks::Buyer, Asks::Supplier, Asks::Temporary] {
            assert_eq!(Asks::of_registration(asks.word()), Some(asks));
        }
        for none in ["", "staff", "definitive", "Company"] {
            assert_eq!(Asks::of_registration(none), None, "{none}");
        }
    }

    #[test]
    fn who_registers_in_two_steps_is_a_buyer() {
        for asks in [Asks::Temporary, Asks::Definitive, Asks::Company] {
            assert_eq!(asks.account_type(), AccountType::Buyer);
            assert!(asks.is_company() && !asks.wants_capital());
        }
        assert!(Asks::Definitive.wants_coordinator() && !Asks::Company.wants_coordinator());
    }
}
