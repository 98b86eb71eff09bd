//! Whose stock this browser keeps, remembered for the times without a connection.
//!
//! It names nobody but the person in front of the screen and their company, and goes when they sign out.

use domain::inventory::sync::wire::{Hello, Past};
use gloo::storage::{LocalStorage, Storage};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Whose stock it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    pub user: i64,
    pub company: i64,
    /// The person's name, as colleagues see it.
    pub name: String,
    /// The company's, which no cell may hold.
    pub company_name: String,
    /// The nine digits of the account, by which a page from the server tells whether it is the same person.
    pub number: String,
    /// The newest year in which the market was reached, in Japan.
    #[serde(default)]
    pub year: u16,
}

/// The part of the address behind `#` with which every page sends whoever wants to sign out to the page of the stock.
pub const SIGN_OUT: &str = "#sign-out";
const KEY: &str = "stock-owner";
/// Where the number alone is kept, which every page looks at before somebody signs out.
pub const NUMBER: &str = "stock-number";
/// The number of whoever has signed out here, from the moment in which the store was wiped until the market knows of it.
pub const LEAVING: &str = "stock-leaving";
/// The number of whoever is signed in, as the newest page that the server wrote in this browser knew it.
pub const VISITOR: &str = "visitor-number";

impl Owner {
    /// Whoever the market says is there. `number` is the page's, for a market that does not say; a page without one was written
    /// for nobody in particular.
    #[must_use]
    pub fn of(hello: &Hello, number: &str) -> Self {
        let number = [hello.number.as_str(), number]
            .into_iter()
            .find(|number| !number.is_empty());
        Self {
            user: hello.user_id,
            company: hello.company_id,
            name: hello.name.clone(),
            company_name: hello.company.clone(),
            number: number.unwrap_or_default().to_owned(),
            year: hello.year,
        }
    }

    /// Whoever was there last, unless somebody else has signed in here since.
    #[must_use]
    pub fn remembered() -> Option<Self> {
        let owner: Self = LocalStorage::get(KEY).ok()?;
        let newest = LocalStorage::raw().get_item(VISITOR).ok().flatten();
        newest
            .is_none_or(|number| number == owner.number)
            .then_some(owner)
    }

    /// Asks for the history of a lot, or for what is older than a version of it.
    #[must_use]
    pub const fn past(&self, item: Uuid, before: Option<i32>) -> Past {
        Past {
            user_id: self.user,
            company_id: self.company,
            item,
            before,
        }
    }

    /// Remembers. A browser that keeps nothing has no store either, and says so there.
    pub fn remember(&self) {
        drop(LocalStorage::set(KEY, self));
        drop(LocalStorage::raw().set_item(NUMBER, &self.number));
    }
}

/// Forgets who was there; until the market knows of it, a fresh page shows sign-in only.
pub fn leave() {
    let number = LocalStorage::raw().get_item(NUMBER).ok().flatten();
    drop(LocalStorage::raw().set_item(LEAVING, &number.unwrap_or_default()));
    LocalStorage::delete(KEY);
    LocalStorage::delete(NUMBER);
}

/// Whether somebody has signed out here, and the market does not know yet.
#[must_use]
pub fn is_leaving() -> bool {
    LocalStorage::raw().get_item(LEAVING).ok().flatten().is_some()
}

/// The market knows.
pub fn has_left() {
    LocalStorage::delete(LEAVING);
}
