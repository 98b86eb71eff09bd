//! Every address of the site. Views, mails and routes take their paths from here and nowhere else, so a link cannot
//! point at a page that does not exist.

pub mod console;
mod paths;

pub use console::Console;
pub use paths::{inside, percent};

use crate::accounts::AccountType;
use crate::legal::Document;

/// A page or an endpoint of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    Home,
    /// The results; the query string is made by `search::SearchRequest`.
    Search,
    /// A whole list of parts, looked up at once.
    PartsList,
    /// The request form.
    Request,
    /// The form for one lot, by its number.
    RequestForLot(i64),
    /// The form for a model that was not found.
    RequestForModel(String),
    /// What was received, by the receipt's unguessable key.
    Receipt(String),
    /// The contact form.
    Contact,
    /// What was received, by the unguessable key of its page.
    ContactReceived(String),
    /// The terms of use.
    Terms,
    /// The privacy policy.
    Privacy,
    /// An edition of one of the two, by its day.
    Edition(Document, String),
    /// How the house is doing.
    Status,
    SignIn,
    /// Signing in, with the type chosen already.
    SignInAs(AccountType),
    /// Signing in to the member page, which asks for no type (R048).
    MemberSignIn,
    /// Signing in, and going on to a path of this site.
    SignInFor(String),
    StaffSignIn,
    SignOut,
    /// The second step of a sign-in.
    SecondStep,
    /// Choosing what to register as.
    Register,
    /// Registration of a buyer.
    SignUpBuyer,
    /// Registration of a supplier.
    SignUpSupplier,
    /// The first of a company's two steps.
    SignUpCompany,
    /// The second, behind the mailed link.
    CompanyDetails,
    /// The same page, once it was sent.
    CompanySent,
    /// Registration of an individual.
    SignUpIndividual,
    /// Registration of a corporation.
    SignUpCorporate,
    /// Waiting for the confirmation mail to be opened.
    SignUpSent,
    /// A mailed link, by its token; it only leads on to one of the pages that follow.
    MailedLink(String),
    /// The same page, after its mail was sent again.
    SignUpSentAgain,
    /// The button that proves an address of a registration.
    Verify,
    /// The same page, once the address of such an account is proved.
    Verified(AccountType),
    /// The form of whoever was invited as a user of a company.
    Join,
    /// The form of whoever was invited as one of the owner's people.
    JoinTeam,
    /// Asking for a link to a new password.
    ForgotPassword,
    /// Setting it.
    ResetPassword,
    /// Everything about one's account.
    Account,
    AccountUpdate,
    /// One's e-mail addresses.
    AccountAddresses,
    /// The button that proves an added one.
    AccountAddressConfirm,
    /// The button that gives the former main address back.
    AccountAddressRevert,
    AccountPassword,
    /// The users of one's company.
    AccountUsers,
    /// One of them, by the nine digits; empty where a form is posted to.
    AccountUser(String),
    /// Second factors: authenticator app, passkeys, backup codes.
    AccountSecurity,
    /// Where one is signed in.
    AccountSessions,
    /// The tokens of the company's own systems.
    AccountTokens,
    /// How the interface for such systems is called.
    ApiManual,
    /// The same for programs, as OpenAPI.
    ApiDocument,
    /// Applications for trainings, of individuals and corporations: where they land (R019).
    AccountHistory,
    /// The registration settings of individuals and corporations.
    AccountSettings,
    /// The individuals that are linked with a corporation.
    AccountMembers,
    AccountToBuyer,
    AccountToSupplier,
    /// How one's application to become a supplier stands.
    AccountApplication,
    /// All that is stored about oneself, as a file.
    AccountExport,
    AccountDelete,
    /// Farewell, after an account is deleted.
    AccountDeleted,
    /// What to do after a supplier has become a buyer: sign in as one.
    AccountIsBuyer,
    /// One's own stock, to be edited.
    Stock,
    /// One's own stock as a file.
    InventoryExport,
    /// Importing a stock list.
    StockImport,
    /// One file, before and after it is imported, by its key.
    StockFile(String),
    /// Its wrong rows alone, as a file.
    StockFileWrong(String),
    /// A sample file.
    StockSample,
    /// One's own stock on the screen, to be exported.
    StockExport,
    /// Conflicts in it that nobody has settled, for the company's administrators.
    StockConflicts,
    /// Another language, other colours, closer rows.
    Look,
    /// The letter box of a development server.
    Letters,
    /// One mail in it.
    Letter(String),
    /// Its HTML part, framed by the page above.
    LetterHtml(String),
}

/// The pages of signing in.
pub const SIGN_IN: [Place; 5] = [
    Place::SignIn,
    Place::StaffSignIn,
    Place::SecondStep,
    Place::ForgotPassword,
    Place::ResetPassword,
];
/// The pages of signing up.
pub const SIGN_UP: [Place; 11] = [
    Place::Register,
    Place::SignUpBuyer,
    Place::SignUpSupplier,
    Place::SignUpCompany,
    Place::CompanyDetails,
    Place::SignUpIndividual,
    Place::SignUpCorporate,
    Place::SignUpSent,
    Place::Verify,
    Place::Join,
    Place::JoinTeam,
];
/// The pages of one's own account.
pub static ACCOUNT: [Place; 20] = [
    Place::Account,
    Place::AccountUpdate,
    Place::AccountAddresses,
    Place::AccountAddressConfirm,
    Place::AccountAddressRevert,
    Place::AccountPassword,
    Place::AccountUsers,
    Place::AccountUser(String::new()),
    Place::AccountSecurity,
    Place::AccountSessions,
    Place::AccountHistory,
    Place::AccountSettings,
    Place::AccountMembers,
    Place::AccountToBuyer,
    Place::AccountToSupplier,
    Place::AccountApplication,
    Place::AccountExport,
    Place::AccountDelete,
    Place::AccountDeleted,
    Place::AccountIsBuyer,
];

/// Which of some places a path leads to.
#[must_use]
pub fn among(places: &[Place], path: &str) -> Option<Place> {
    let path = path.trim_end_matches('/');
    places.iter().find(|place| place.path() == path).cloned()
}

/// Whether an address is for whoever is signed in. Of the account's, the two behind mailed links are for whoever holds
/// the link, and the two that follow a sign-out tell nothing.
#[must_use]
pub fn needs_sign_in(path: &str) -> bool {
    path.starts_with("/stock/import/")
        || among(
            &[
                Place::InventoryExport,
                Place::Stock,
                Place::StockImport,
                Place::StockExport,
                Place::StockConflicts,
                Place::AccountTokens,
            ],
            path,
        )
        .or_else(|| among(&ACCOUNT, path))
        .is_some_and(|place| {
            !matches!(
                place,
                Place::AccountAddressConfirm
                    | Place::AccountAddressRevert
                    | Place::AccountDeleted
                    | Place::AccountIsBuyer
            )
        })
}

impl Place {
    /// The path on this site, with what belongs behind the question mark.
    #[must_use]
    pub fn path(&self) -> String {
        match self {
            Self::Home => "/".to_owned(),
            Self::Search => "/search".to_owned(),
            Self::PartsList => "/parts-list".to_owned(),
            Self::Request => "/request".to_owned(),
            Self::RequestForLot(lot) => format!("/request?lot={lot}"),
            Self::RequestForModel(model) => format!("/request?model={}", percent(model)),
            Self::Receipt(key) => format!("/request/received/{}", percent(key)),
            Self::Contact => "/contact".to_owned(),
            Self::ContactReceived(key) => format!("/contact/received/{}", percent(key)),
            Self::Terms => "/terms".to_owned(),
            Self::Privacy => "/privacy".to_owned(),
            Self::Edition(document, day) => {
                let page = match document {
                    Document::Terms => Self::Terms,
                    Document::Privacy => Self::Privacy,
                };
                format!("{}?of={}", page.path(), percent(day))
            }
            Self::Status => "/status".to_owned(),
            Self::SignIn => "/sign-in".to_owned(),
            Self::SignInAs(kind) => format!("/sign-in?type={}", kind.word()),
            Self::MemberSignIn => "/sign-in?type=member".to_owned(),
            Self::SignInFor(next) => format!("/sign-in?next={}", percent(next)),
            Self::StaffSignIn => "/staff/sign-in".to_owned(),
            Self::SignOut => "/sign-out".to_owned(),
            Self::SecondStep => "/sign-in/second-step".to_owned(),
            Self::Register => "/sign-up".to_owned(),
            Self::SignUpBuyer => "/sign-up/buyer".to_owned(),
            Self::SignUpSupplier => "/sign-up/supplier".to_owned(),
            Self::SignUpCompany => "/sign-up/company".to_owned(),
            Self::CompanyDetails => "/sign-up/company/details".to_owned(),
            Self::CompanySent => "/sign-up/company/details?done=1".to_owned(),
            Self::SignUpIndividual => "/sign-up/individual".to_owned(),
            Self::SignUpCorporate => "/sign-up/corporate".to_owned(),
            Self::SignUpSent => "/sign-up/sent".to_owned(),
            Self::MailedLink(token) => format!("/k/{}", percent(token)),
            Self::SignUpSentAgain => "/sign-up/sent?again=1".to_owned(),
            Self::Verify => "/sign-up/verify".to_owned(),
            Self::Verified(kind) => format!("/sign-up/verify?done={}", kind.word()),
            Self::Join => "/sign-up/join".to_owned(),
            Self::JoinTeam => "/sign-up/join-staff".to_owned(),
            Self::ForgotPassword => "/sign-in/forgot".to_owned(),
            Self::ResetPassword => "/sign-in/new-password".to_owned(),
            Self::Account => "/account".to_owned(),
            Self::AccountUpdate => "/account/update".to_owned(),
            Self::AccountAddresses => "/account/addresses".to_owned(),
            Self::AccountAddressConfirm => "/account/addresses/confirm".to_owned(),
            Self::AccountAddressRevert => "/account/addresses/revert".to_owned(),
            Self::AccountPassword => "/account/password".to_owned(),
            Self::AccountUsers => "/account/users".to_owned(),
            Self::AccountUser(number) if number.is_empty() => "/account/users/one".to_owned(),
            Self::AccountUser(number) => format!("/account/users/one?number={}", percent(number)),
            Self::AccountSecurity => "/account/security".to_owned(),
            Self::AccountSessions => "/account/sessions".to_owned(),
            Self::AccountTokens => "/account/tokens".to_owned(),
            Self::ApiManual => "/developers".to_owned(),
            Self::ApiDocument => "/api/v1/openapi.json".to_owned(),
            Self::AccountHistory => "/account/history".to_owned(),
            Self::AccountSettings => "/account/settings".to_owned(),
            Self::AccountMembers => "/account/members".to_owned(),
            Self::AccountToBuyer => "/account/to-buyer".to_owned(),
            Self::AccountToSupplier => "/account/to-supplier".to_owned(),
            Self::AccountApplication => "/account/application".to_owned(),
            Self::AccountExport => "/account/export".to_owned(),
            Self::AccountDelete => "/account/delete".to_owned(),
            Self::AccountDeleted => "/account/deleted".to_owned(),
            Self::AccountIsBuyer => "/account/is-buyer".to_owned(),
            Self::Stock => "/stock".to_owned(),
            Self::InventoryExport => "/inventory/export".to_owned(),
            Self::StockImport => "/stock/import".to_owned(),
            Self::StockFile(key) => format!("/stock/import/{}", percent(key)),
            Self::StockFileWrong(key) => format!("/stock/import/{}/wrong-rows.csv", percent(key)),
            Self::StockSample => "/stock/sample.csv".to_owned(),
            Self::StockExport => "/stock/export".to_owned(),
            Self::StockConflicts => "/stock/conflicts".to_owned(),
            Self::Look => "/look".to_owned(),
            Self::Letters => "/letters".to_owned(),
            Self::Letter(id) => format!("/letters/{}", percent(id)),
            Self::LetterHtml(id) => format!("/letters/{}/html", percent(id)),
        }
    }

    /// The absolute address for a mail, from the configured public address without its closing slash (T18).
    #[must_use]
    pub fn url(&self, public_base_url: &str) -> String {
        format!("{}{}", public_base_url.trim_end_matches('/'), self.path())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pages_of_the_account_are_behind_the_sign_in_but_those_of_mailed_links() {
        for place in &ACCOUNT {
            assert_eq!(among(&ACCOUNT, &place.path()).as_ref(), Some(place));
        }
        assert!(needs_sign_in("/account") && needs_sign_in("/account/delete/"));
        assert!(
            needs_sign_in("/inventory/export") && needs_sign_in("/stock") && needs_sign_in("/account/tokens")
        );
        assert!(
            needs_sign_in("/stock/import")
                && needs_sign_in("/stock/import/x")
                && needs_sign_in("/stock/export")
                && needs_sign_in("/stock/conflicts")
        );
        for open in [
            "/account/addresses/confirm",
            "/account/addresses/revert",
            "/account/deleted",
            "/account/is-buyer",
            "/sign-in",
            "/accounts",
            "/",
        ] {
            assert!(!needs_sign_in(open), "{open}");
        }
    }

    #[test]
    fn whatever_stands_in_a_path_is_encoded() {
        assert_eq!(
            Place::RequestForModel("1.5SMC&x=漢 字/".into()).path(),
            "/request?model=1.5SMC%26x%3D%E6%BC%A2%20%E5%AD%97%2F"
        );
        assert_eq!(
            Place::SignIn.url("https://parts.example/"),
            "https://parts.example/sign-in"
        );
    }
}
