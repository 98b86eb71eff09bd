//! What these pages ask the server. All of it only reads: what changes something is a plain form.

use domain::accounts::ForgotForm;
use domain::accounts::own::{Addresses, SessionRow};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::problem::Problem;

/// The page behind a mailed link came back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pressed;

/// The list of sessions came back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ended;

/// The form that asks for a link.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenForgot {
    pub form: ForgotForm,
    pub problem: Option<Problem>,
}

/// A form for a new password; its fields are always empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenPassword {
    /// Fewest characters.
    pub least: u32,
    pub problem: Option<Problem>,
}

/// A button that does what a mailed link is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenButton {
    /// The address that it is about.
    pub address: String,
    pub problem: Option<Problem>,
}

/// The list of addresses with its two forms.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenAddresses {
    pub addresses: Addresses,
    /// What was typed as a new address.
    pub email: String,
    /// The address that was chosen, by its number.
    pub chosen: String,
    /// What was wrong with the form that adds.
    pub not_added: Option<Problem>,
    /// What was wrong with the form of the list.
    pub not_changed: Option<Problem>,
}

/// The form that asks for a link, as it came back.
#[server(endpoint = "accounts/forgot", input = GetUrl, output = crate::wire::Json)]
pub async fn forgot() -> Result<OpenForgot, Problem> {
    Ok(crate::desk::returned::<ForgotForm>()
        .map(|returned| OpenForgot {
            form: returned.form,
            problem: returned.problem,
        })
        .unwrap_or_default())
}

/// The form behind the link that this browser opened a moment ago.
#[server(endpoint = "accounts/new_password", input = GetUrl, output = crate::wire::Json)]
pub async fn new_password() -> Result<OpenPassword, Problem> {
    let desk = crate::desk::open()?;
    let looked = services::accounts::recovery::look(&desk.market, desk.flow()?).await;
    Ok(OpenPassword {
        least: desk.answer(looked)?,
        problem: crate::desk::returned::<domain::accounts::NewPasswordForm>()
            .and_then(|returned| returned.problem),
    })
}

/// The form that changes the password of who is signed in.
#[server(endpoint = "accounts/change_password", input = GetUrl, output = crate::wire::Json)]
pub async fn change_password() -> Result<OpenPassword, Problem> {
    let desk = crate::desk::open()?;
    let account_type = desk.who()?.visitor.account_type;
    Ok(OpenPassword {
        least: services::accounts::credentials::least_for(account_type),
        problem: crate::desk::returned::<domain::accounts::ChangePasswordForm>()
            .and_then(|returned| returned.problem),
    })
}

/// The addresses of who is signed in.
#[server(endpoint = "accounts/addresses", input = GetUrl, output = crate::wire::Json)]
pub async fn own_addresses() -> Result<OpenAddresses, Problem> {
    use domain::accounts::{AddAddressForm, PickAddressForm};
    let desk = crate::desk::open()?;
    let listed = services::accounts::addresses::list(&desk.market, desk.who()?).await;
    let mut page = OpenAddresses {
        addresses: desk.answer(listed)?,
        ..OpenAddresses::default()
    };
    if let Some(returned) = crate::desk::returned::<AddAddressForm>() {
        page.email = returned.form.email;
        page.not_added = returned.problem;
    }
    if let Some(returned) = crate::desk::returned::<PickAddressForm>() {
        page.chosen = returned.form.address;
        page.not_changed = returned.problem;
    }
    Ok(page)
}

/// The address that the opened link proves.
#[server(endpoint = "accounts/confirm_address", input = GetUrl, output = crate::wire::Json)]
pub async fn confirm_address() -> Result<OpenButton, Problem> {
    let desk = crate::desk::open()?;
    let looked = services::accounts::addresses::confirm::look(&desk.market, desk.flow()?).await;
    Ok(OpenButton {
        address: desk.answer(looked)?,
        problem: crate::desk::returned::<Pressed>().and_then(|returned| returned.problem),
    })
}

/// The address that the opened link makes the main one again.
#[server(endpoint = "accounts/revert_address", input = GetUrl, output = crate::wire::Json)]
pub async fn revert_address() -> Result<OpenButton, Problem> {
    let desk = crate::desk::open()?;
    let looked = services::accounts::addresses::main::look_back(&desk.market, desk.flow()?).await;
    Ok(OpenButton {
        address: desk.answer(looked)?,
        problem: crate::desk::returned::<Pressed>().and_then(|returned| returned.problem),
    })
}

/// Where who asks is signed in.
#[server(endpoint = "accounts/sessions", input = GetUrl, output = crate::wire::Json)]
pub async fn sessions() -> Result<Vec<SessionRow>, Problem> {
    let desk = crate::desk::open()?;
    let listed = services::accounts::sessions::list(&desk.market, desk.who()?).await;
    desk.answer(listed)
}
