//! The rooms of accounts that are fetched as one: signing in, signing up, and one's own account. Each has several pages, and
//! shows the one that the address names.

use domain::accounts::Asks;
use domain::persons::PersonKind;
use domain::places::{self, Place};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::companies::{DefinitivePage, RegisterPage};
use super::factor::security::SecurityPage;
use super::factor::step::SecondStepPage;
use super::mate::JoinTeamPage;
use super::own::application::ApplicationPage;
use super::own::farewell::{DeletePage, DeletedPage};
use super::own::overview::AccountPage;
use super::own::sides::{IsBuyerPage, ToBuyerPage, ToSupplierPage, UpdatePage};
use super::pages::{SignInPage, StaffSignInPage};
use super::persons::{HistoryPage, MembersPage, PersonRegistrationPage, SettingsPage};
use super::selfcare::{
    AddressesPage, ConfirmAddressPage, ForgotPage, NewPasswordPage, PasswordPage, RevertAddressPage,
    SessionsPage,
};
use super::sign_up::registering::RegistrationPage;
use super::sign_up::verifying::VerifyPage;
use super::sign_up::waiting::WaitingPage;
use super::users::{JoinPage, UserPage, UsersPage};
use crate::problem::NotFound;

/// The page of a room that the address names. The address changes before the room goes: what it changes to then is no
/// business of this room, and the page stays as it is.
fn page_among(all: &'static [Place]) -> Memo<Option<Place>> {
    let path = use_location().pathname;
    Memo::new(move |before: Option<&Option<Place>>| {
        places::among(all, &path.get()).or_else(|| before.cloned().flatten())
    })
}

#[component]
fn Nowhere() -> impl IntoView {
    view! {
        <main id="content" tabindex="-1" class="page">
            <NotFound />
        </main>
    }
}

/// Signing in, and what to do when that does not work.
#[component]
pub fn SignInRoom() -> impl IntoView {
    let page = page_among(&places::SIGN_IN);
    move || match page.get() {
        Some(Place::SignIn) => view! { <SignInPage /> }.into_any(),
        Some(Place::StaffSignIn) => view! { <StaffSignInPage /> }.into_any(),
        Some(Place::ForgotPassword) => view! { <ForgotPage /> }.into_any(),
        Some(Place::ResetPassword) => view! { <NewPasswordPage /> }.into_any(),
        Some(Place::SecondStep) => view! { <SecondStepPage /> }.into_any(),
        _ => view! { <Nowhere /> }.into_any(),
    }
}

/// Registering, and proving the address.
#[component]
pub fn SignUpRoom() -> impl IntoView {
    let page = page_among(&places::SIGN_UP);
    move || match page.get() {
        Some(Place::SignUpBuyer) => view! { <RegistrationPage asks=Asks::Buyer /> }.into_any(),
        Some(Place::SignUpSupplier) => view! { <RegistrationPage asks=Asks::Supplier /> }.into_any(),
        Some(Place::Register) => view! { <RegisterPage /> }.into_any(),
        Some(Place::SignUpCompany) => view! { <RegistrationPage asks=Asks::Temporary /> }.into_any(),
        Some(Place::CompanyDetails) => view! { <DefinitivePage /> }.into_any(),
        Some(Place::SignUpIndividual) => {
            view! { <PersonRegistrationPage kind=PersonKind::Individual /> }.into_any()
        }
        Some(Place::SignUpCorporate) => {
            view! { <PersonRegistrationPage kind=PersonKind::Corporate /> }.into_any()
        }
        Some(Place::SignUpSent) => view! { <WaitingPage /> }.into_any(),
        Some(Place::Join) => view! { <JoinPage /> }.into_any(),
        Some(Place::JoinTeam) => view! { <JoinTeamPage /> }.into_any(),
        Some(Place::Verify) => view! { <VerifyPage /> }.into_any(),
        _ => view! { <Nowhere /> }.into_any(),
    }
}

/// Everything about one's account.
#[component]
pub fn AccountRoom() -> impl IntoView {
    let page = page_among(&places::ACCOUNT);
    move || match page.get() {
        Some(Place::AccountAddresses) => view! { <AddressesPage /> }.into_any(),
        Some(Place::AccountAddressConfirm) => view! { <ConfirmAddressPage /> }.into_any(),
        Some(Place::AccountAddressRevert) => view! { <RevertAddressPage /> }.into_any(),
        Some(Place::AccountUsers) => view! { <UsersPage /> }.into_any(),
        Some(Place::AccountUser(_)) => view! { <UserPage /> }.into_any(),
        Some(Place::AccountPassword) => view! { <PasswordPage /> }.into_any(),
        Some(Place::AccountSessions) => view! { <SessionsPage /> }.into_any(),
        Some(Place::Account) => view! { <AccountPage /> }.into_any(),
        Some(Place::AccountUpdate) => view! { <UpdatePage /> }.into_any(),
        Some(Place::AccountToBuyer) => view! { <ToBuyerPage /> }.into_any(),
        Some(Place::AccountToSupplier) => view! { <ToSupplierPage /> }.into_any(),
        Some(Place::AccountApplication) => view! { <ApplicationPage /> }.into_any(),
        Some(Place::AccountDelete) => view! { <DeletePage /> }.into_any(),
        Some(Place::AccountDeleted) => view! { <DeletedPage /> }.into_any(),
        Some(Place::AccountIsBuyer) => view! { <IsBuyerPage /> }.into_any(),
        Some(Place::AccountHistory) => view! { <HistoryPage /> }.into_any(),
        Some(Place::AccountSettings) => view! { <SettingsPage /> }.into_any(),
        Some(Place::AccountMembers) => view! { <MembersPage /> }.into_any(),
        Some(Place::AccountSecurity) => view! { <SecurityPage /> }.into_any(),
        _ => view! { <Nowhere /> }.into_any(),
    }
}
