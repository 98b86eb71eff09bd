//! Where a sign-in leads (Z47): who was kept from a page goes on to it, and a buyer goes back to where they looked around;
//! suppliers lead otherwise to their own stock, individuals and corporations to their list of applications (R056, R088).

use crate::accounts::AccountType;
use crate::places::{self, Place, among, console};

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

/// Whether somebody wants to be back on a page. Doors are passed once, and farewells said. Whoever has a page of their own to
/// work on goes on elsewhere only where a page has asked them to sign in, or with a request or a registration that they have begun.
fn leads_on(account_type: AccountType, next: &str) -> bool {
    let path = next.split(['?', '#']).next().unwrap_or_default();
    let is_door = among(
        &[
            Place::SignIn,
            Place::SecondStep,
            Place::ForgotPassword,
            Place::Register,
            Place::StaffSignIn,
            Place::ResetPassword,
            Place::Verify,
            Place::AccountDeleted,
            Place::AccountIsBuyer,
            Place::AccountAddressConfirm,
            Place::AccountAddressRevert,
        ],
        path,
    )
    .is_some();
    let looks_around = matches!(account_type, AccountType::Buyer | AccountType::Staff);
    let begun = [Place::Request, Place::SignUpIndividual, Place::SignUpCorporate];
    let is_asked = places::needs_sign_in(path) || console::is_within(path) || among(&begun, path).is_some();
    !is_door && (looks_around || is_asked)
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
            (AccountType::Supplier, "/contact", "/stock"),
            (AccountType::Corporate, "/contact", "/account/history"),
            (
                AccountType::Individual,
                "/sign-up/individual",
                "/sign-up/individual",
            ),
            (AccountType::Individual, "/account/members", "/account/members"),
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
            "/account/deleted",
            "/account/is-buyer?x=1",
            "/staff/sign-in",
        ] {
            assert_eq!(landing(AccountType::Buyer, next), "/", "{next}");
        }
    }
}
