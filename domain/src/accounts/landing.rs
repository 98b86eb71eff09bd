//! Where a sign-in leads (Z47): who came from a page goes back to it; a supplier who came from the shop window, to the own
//! stock; individuals and corporations who come from nowhere, to their list of applications (R056).

use crate::accounts::AccountType;
use crate::places::{self, Place, among};

/// The path to go on to. `next` is where the visitor came from: a path of this site, or anything else, which is not followed.
#[must_use]
pub fn landing(account_type: AccountType, next: &str) -> String {
    let home = match account_type {
        AccountType::Supplier => Place::Stock,
        AccountType::Individual | AccountType::Corporate => Place::AccountHistory,
        AccountType::Buyer | AccountType::Staff => Place::Home,
    };
    places::inside(next)
        .filter(|next| leads_on(account_type, next))
        .map_or_else(|| home.path(), str::to_owned)
}

/// Whether somebody wants to be back on a page. Doors are passed once; and who sells looks at the own shelves first, not at
/// everybody's.
fn leads_on(account_type: AccountType, next: &str) -> bool {
    let path = next.split(['?', '#']).next().unwrap_or_default();
    let is_door = among(
        &[
            Place::SignIn,
            Place::SecondStep,
            Place::ForgotPassword,
            Place::Register,
        ],
        path,
    )
    .is_some();
    let is_window = path == Place::Home.path() || among(&[Place::Search, Place::PartsList], path).is_some();
    let sells = account_type == AccountType::Supplier;
    !(is_door || sells && is_window)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn z47_everybody_lands_where_they_work() {
        for (account_type, next, path) in [
            (AccountType::Buyer, "", "/"),
            (AccountType::Buyer, "/search?q=MAX708", "/search?q=MAX708"),
            (AccountType::Supplier, "", "/stock"),
            (AccountType::Supplier, "/", "/stock"),
            (AccountType::Supplier, "/search?q=MAX708", "/stock"),
            (AccountType::Supplier, "/request?lot=4", "/request?lot=4"),
            (AccountType::Supplier, "/account/password", "/account/password"),
            (AccountType::Individual, "", "/account/history"),
            (AccountType::Corporate, "/contact", "/contact"),
            (AccountType::Staff, "/staff/people", "/staff/people"),
        ] {
            assert_eq!(landing(account_type, next), path, "{account_type:?} from {next}");
        }
    }

    #[test]
    fn nobody_is_led_astray_or_through_a_door_again() {
        for next in [
            "//evil.example",
            "https://evil.example/",
            "/sign-in?next=/account",
            "/sign-in/second-step",
            "/sign-in/forgot",
            "/sign-up",
        ] {
            assert_eq!(landing(AccountType::Buyer, next), "/", "{next}");
        }
    }
}
