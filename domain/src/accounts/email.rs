//! E-mail addresses: half width, one `@`, a full domain (R032).
//!
//! An address is kept as typed and compared in its canonical form, all in lower case (T22): two spellings of one
//! mailbox must not become two accounts. Domains in other scripts are written in their ASCII form (`xn--…`).

use serde::{Deserialize, Serialize};

use crate::text::limits;
use crate::violations::Violation;

/// An address that could receive a mail.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

impl Email {
    /// Reads an address; full-width letters fold (Z10).
    ///
    /// # Errors
    /// Names the usual slips: a comma for a full stop, a misplaced full stop, an incomplete domain (R032).
    pub fn parse(raw: &str) -> Result<Self, Violation> {
        let text = limits::EMAIL.check(raw)?;
        let (local, domain) = text.split_once('@').ok_or(Violation::EmailAt)?;
        if domain.contains('@') || local.is_empty() {
            return Err(Violation::EmailAt);
        }
        if text.contains(',') {
            return Err(Violation::EmailComma);
        }
        if misplaced_period(local) || (misplaced_period(domain) && !domain.is_empty()) {
            return Err(Violation::EmailPeriod);
        }
        if !local.chars().all(is_local_character) {
            return Err(Violation::EmailCharacter);
        }
        if !is_domain(domain) {
            return Err(Violation::EmailDomain);
        }
        Ok(Self(text))
    }

    /// As the person typed it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form in which addresses are compared.
    #[must_use]
    pub fn canonical(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}

impl TryFrom<String> for Email {
    type Error = Violation;

    fn try_from(raw: String) -> Result<Self, Self::Error> {
        Self::parse(&raw)
    }
}

fn misplaced_period(part: &str) -> bool {
    part.starts_with('.') || part.ends_with('.') || part.contains("..")
}

/// The characters of an unquoted local part (RFC 5322, 3.2.3).
const fn is_local_character(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(
            c,
            '.' | '!'
                | '#'
                | '$'
                | '%'
                | '&'
                | '\''
                | '*'
                | '+'
                | '-'
                | '/'
                | '='
                | '?'
                | '^'
                | '_'
                | '`'
                | '{'
                | '|'
                | '}'
                | '~'
        )
}

/// At least two labels of letters, digits and inner hyphens; the last one is not a number (RFC 1123, 2.1).
fn is_domain(domain: &str) -> bool {
    let labels: Vec<_> = domain.split('.').collect();
    labels.len() >= 2
        && labels.iter().all(|label| {
            (1..=63).contains(&label.len())
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        })
        && labels
            .last()
            .is_some_and(|last| last.len() >= 2 && last.bytes().any(|b| b.is_ascii_alphabetic()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_usual_slips_are_named() {
        for (raw, expected) in [
            ("", Violation::Missing),
            ("taro", Violation::EmailAt),
            ("taro@a@example.com", Violation::EmailAt),
            ("taro@example,com", Violation::EmailComma),
            ("taro.@example.com", Violation::EmailPeriod),
            ("ta..ro@example.com", Violation::EmailPeriod),
            ("taro@example.com.", Violation::EmailPeriod),
            ("taro@example", Violation::EmailDomain),
            ("taro@", Violation::EmailDomain),
            ("taro@-example.com", Violation::EmailDomain),
            ("ta ro@example.com", Violation::EmailCharacter),
            ("taro<b>@example.com", Violation::EmailCharacter),
        ] {
            assert_eq!(Email::parse(raw), Err(expected), "{raw}");
        }
    }

    #[test]
    fn fifty_characters_fit() {
        let fits = format!("{}@example.com", "a".repeat(38));
        assert!(Email::parse(&fits).is_ok());
        assert_eq!(
            Email::parse(&format!("a{fits}")),
            Err(Violation::TooLong { max: 50, length: 51 })
        );
    }

    #[test]
    fn full_width_folds_and_case_does_not_make_another_mailbox() {
        let typed = Email::parse("Ｔａｒｏ＠Example.COM").expect("an address");
        assert_eq!(typed.as_str(), "Taro@Example.COM");
        assert_eq!(typed.canonical(), "taro@example.com");
    }

    proptest! {
        #[test]
        fn t22_the_canonical_form_is_stable(raw in "[a-zA-Z0-9.+_-]{1,12}@[a-zA-Z0-9-]{1,10}\\.[a-zA-Z]{2,4}") {
            if let Ok(email) = Email::parse(&raw) {
                let canonical = Email::parse(&email.canonical()).expect("a canonical address is an address");
                prop_assert_eq!(canonical.canonical(), email.canonical());
            }
        }

        #[test]
        fn no_address_carries_a_line_break(raw in any::<String>()) {
            if let Ok(email) = Email::parse(&raw) {
                prop_assert!(email.as_str().is_ascii() && !email.as_str().contains(['\r', '\n', ' ', ',']));
            }
        }
    }
}
