//! Tokens: what a company's own system shows instead of a person. One is made on the account page, may do what its scopes say,
//! and runs out.

use serde::{Deserialize, Serialize};

use uuid::Uuid;

use crate::secret::never_printed;
use crate::text::limits;
use crate::violations::{Violation, Violations, chosen};

/// What every token begins with, so that people, and programs that look for secrets in the wrong places, know it.
pub const PREFIX: &str = "rs_";
/// Characters of a token that lists show, the prefix included.
pub const SHOWN: usize = 8;
/// Tokens that a company has at once.
pub const MOST: usize = 20;

/// What a token may be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Scope {
    /// Reading the company's lots.
    #[serde(rename = "stock:read")]
    Read,
    /// Changing and deleting them.
    #[serde(rename = "stock:write")]
    Write,
    /// Importing files, and asking what became of them.
    #[serde(rename = "stock:import")]
    Import,
}

impl Scope {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Read, Self::Write, Self::Import];

    /// As sent, shown and told.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Read => "stock:read",
            Self::Write => "stock:write",
            Self::Import => "stock:import",
        }
    }

    /// The scope of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.word() == word)
    }
}

/// How long a token is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Term {
    Month,
    #[default]
    Quarter,
    Year,
}

impl Term {
    /// All of them, the shortest first.
    pub const ALL: [Self; 3] = [Self::Month, Self::Quarter, Self::Year];

    /// In days.
    #[must_use]
    pub const fn days(self) -> u16 {
        match self {
            Self::Month => 30,
            Self::Quarter => 90,
            Self::Year => 365,
        }
    }

    /// The term of a number of days, as a form sends it.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|term| term.days().to_string() == word)
    }
}

/// Making a token, as it was typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TokenForm {
    /// A UUID of the form: sent twice, it makes one token. Where it is missing, each makes one.
    pub submission: String,
    pub name: String,
    pub scopes: Vec<String>,
    pub days: String,
    /// Asked for when it was not shown a moment ago (T21).
    pub password: String,
}

never_printed!(TokenForm);

/// A token that is to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewToken {
    /// Of the form.
    pub submission: Option<Uuid>,
    pub name: String,
    pub scopes: Vec<Scope>,
    pub term: Term,
}

impl TokenForm {
    /// Judges every field but the password.
    ///
    /// # Errors
    /// Violations at `name`, `scopes` and `days`.
    pub fn check(&self) -> Result<NewToken, Violations> {
        let mut faults = Violations::none();
        let name = faults.keep("name", limits::TOKEN.check(&self.name));
        let scopes = faults.keep("scopes", scopes(&self.scopes));
        let term = faults.keep("days", chosen(&self.days, Term::of_word));
        let token = (|| {
            Some(NewToken {
                submission: Uuid::try_parse(self.submission.trim()).ok(),
                name: name?,
                scopes: scopes?,
                term: term?,
            })
        })();
        token.ok_or(faults)
    }
}

fn scopes(words: &[String]) -> Result<Vec<Scope>, Violation> {
    if words.is_empty() {
        return Err(Violation::Missing);
    }
    if words.iter().any(|word| Scope::of_word(word).is_none()) {
        return Err(Violation::NotAChoice);
    }
    let named = |scope: &Scope| words.iter().any(|word| word == scope.word());
    Ok(Scope::ALL.into_iter().filter(named).collect())
}

/// A token of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenView {
    pub id: String,
    pub name: String,
    /// How the token begins.
    pub starts: String,
    pub scopes: Vec<Scope>,
    /// Who made it and answers for it.
    pub whose: String,
    pub created_at: i64,
    pub expires_at: i64,
    pub is_over: bool,
    /// To within ten minutes; none while nobody has used it.
    pub used_at: Option<i64>,
}

/// What the page of tokens shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TokenList {
    /// One's own; for administrators, those of the whole company.
    pub tokens: Vec<TokenView>,
    pub administers: bool,
    pub asks_password: bool,
    /// The company has as many as it may.
    pub is_full: bool,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn form() -> TokenForm {
        TokenForm {
            submission: Uuid::new_v4().to_string(),
            name: "Warehouse system".into(),
            scopes: vec!["stock:write".into(), "stock:read".into()],
            days: "90".into(),
            password: "secret".into(),
        }
    }

    #[test]
    fn a_token_has_a_name_a_scope_and_an_end() {
        let token = form().check().expect("a good form");
        assert_eq!(token.scopes, [Scope::Read, Scope::Write]);
        assert_eq!(token.term, Term::Quarter);
        let empty = TokenForm::default().check().expect_err("nothing is chosen");
        let fields: Vec<_> = empty.iter().collect();
        assert_eq!(
            fields,
            [
                ("days", &Violation::Missing),
                ("name", &Violation::Missing),
                ("scopes", &Violation::Missing)
            ]
        );
        assert_eq!(format!("{:?}", form()), "TokenForm { .. }");
    }

    proptest! {
        #[test]
        fn whatever_is_posted_makes_a_token_only_of_what_is_offered(
            name in any::<String>(), words in proptest::collection::vec("stock:(read|write|import|all)|\\PC{0,4}", 0..5),
            days in "30|90|365|0|36500|-1|\\PC{0,3}"
        ) {
            let form = TokenForm { submission: String::new(), name, scopes: words.clone(), days: days.clone(), password: String::new() };
            if let Ok(token) = form.check() {
                prop_assert!(!token.scopes.is_empty() && words.iter().all(|word| Scope::of_word(word).is_some()));
                prop_assert_eq!(token.term.days().to_string(), days);
                prop_assert!(token.name.chars().count() <= 40 && !token.name.is_empty());
            }
        }
    }
}
