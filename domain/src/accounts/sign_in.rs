//! What a sign-in asks: type, address or account number, password (R055, Z2).

use serde::{Deserialize, Serialize};

use super::email::Email;
use super::number::AccountNumber;
use super::visitor::AccountType;
use crate::secret::never_printed;
use crate::violations::{Violation, Violations};

/// Longest password that is looked at, in bytes; a longer one is wrong without hashing (T11).
pub const PASSWORD_BYTES: usize = 512;

/// The form as it was typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInForm {
    /// One of [`AccountType::PUBLIC`], by its word; `member` where no type is asked for.
    #[serde(default)]
    pub account_type: String,
    /// E-mail address or account number.
    #[serde(default)]
    pub login: String,
    #[serde(default)]
    pub password: String,
    /// Present when the box "Stay logged in" is ticked.
    #[serde(default)]
    pub stay: Option<String>,
    /// Where the visitor came from, a path of this site.
    #[serde(default)]
    pub next: String,
}

never_printed!(SignInForm);

/// What to look an account up by.
#[derive(Clone, PartialEq, Eq)]
pub enum Login {
    /// Canonical address.
    Email(String),
    /// Account number.
    Number(AccountNumber),
}

/// As what somebody signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entrance {
    /// As the type that was chosen; the wrong one fails (R055).
    Chosen(AccountType),
    /// On the member page: as what one's company is, buyer or supplier (Z47).
    Member,
}

impl Entrance {
    /// What stands in the form of the member page.
    pub const MEMBER: &str = "member";

    /// The entrance of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        if word == Self::MEMBER {
            Some(Self::Member)
        } else {
            AccountType::of_word(word).map(Self::Chosen)
        }
    }

    /// Whether somebody of this type may come in by it.
    #[must_use]
    pub fn fits(self, kind: AccountType) -> bool {
        match self {
            Self::Chosen(chosen) => chosen == kind,
            Self::Member => kind.trades(),
        }
    }
}

/// A form with something in every field. It says nothing about whether anyone may sign in.
#[derive(Clone)]
pub struct SignIn {
    pub entrance: Entrance,
    /// `None` when the text can be neither an address nor a number: such a sign-in takes the ordinary way and fails.
    pub login: Option<Login>,
    /// What was typed as the name; failures of a name that can be nobody's are counted, too.
    pub typed: String,
    pub password: String,
    pub stay: bool,
}

impl SignInForm {
    /// Looks for empty fields only: whether an address or a number could exist is not told apart from a wrong one (T01).
    ///
    /// # Errors
    /// The fields that are empty.
    pub fn check(self) -> Result<SignIn, Violations> {
        let mut faults = Violations::none();
        let entrance = faults.keep(
            "account_type",
            Entrance::of_word(&self.account_type).ok_or(Violation::Missing),
        );
        if self.login.trim().is_empty() {
            faults.add("login", Violation::Missing);
        }
        if self.password.is_empty() {
            faults.add("password", Violation::Missing);
        }
        let Some(entrance) = entrance.filter(|_| faults.is_empty()) else {
            return Err(faults);
        };
        let login = Email::parse(&self.login)
            .map(|email| Login::Email(email.canonical()))
            .ok()
            .or_else(|| AccountNumber::parse(&self.login).map(Login::Number));
        Ok(SignIn {
            entrance,
            login,
            typed: self.login.trim().to_lowercase(),
            password: self.password,
            stay: self.stay.is_some(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(login: &str) -> SignInForm {
        SignInForm {
            account_type: "buyer".into(),
            login: login.into(),
            password: "x".into(),
            ..SignInForm::default()
        }
    }

    #[test]
    fn the_member_page_asks_for_no_type_and_opens_the_trade_alone() {
        assert_eq!(Entrance::of_word("member"), Some(Entrance::Member));
        assert_eq!(Entrance::of_word("owner"), None);
        for kind in AccountType::PUBLIC {
            assert_eq!(Entrance::Member.fits(kind), kind.trades());
            assert_eq!(
                Entrance::Chosen(AccountType::Buyer).fits(kind),
                kind == AccountType::Buyer
            );
        }
        assert!(!Entrance::Member.fits(AccountType::Staff));
    }

    #[test]
    fn an_address_or_a_number_is_looked_up_and_anything_else_simply_fails_later() {
        assert!(
            matches!(form("Buyer@Example.com").check().map(|s| s.login), Ok(Some(Login::Email(e))) if e == "buyer@example.com")
        );
        let number = AccountNumber::of_body(12_345_678);
        assert!(
            matches!(form(&number.digits()).check().map(|s| s.login), Ok(Some(Login::Number(n))) if n == number)
        );
        assert!(matches!(form("nobody").check().map(|s| s.login), Ok(None)));
    }

    #[test]
    fn empty_fields_are_named() {
        let faults = SignInForm::default()
            .check()
            .err()
            .expect("nothing was filled in");
        assert_eq!(
            faults.iter().map(|(field, _)| field).collect::<Vec<_>>(),
            ["account_type", "login", "password"]
        );
    }

    #[test]
    fn a_form_never_prints_its_password() {
        assert!(
            !format!(
                "{:?}",
                SignInForm {
                    password: "secret".into(),
                    ..form("a")
                }
            )
            .contains("secret")
        );
    }
}
