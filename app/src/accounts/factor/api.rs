//! What the pages of the second step ask the server. Changes are plain forms of their pages; only the challenges of
//! passkeys are fetched by scripts.

use domain::accounts::second_factor::{Protection, Step};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::problem::Problem;

/// The page of the second step as it opens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenStep {
    /// What is asked; nothing when there is no sign-in to go on with.
    pub step: Option<Step>,
    pub problem: Option<Problem>,
    /// The name that passkeys are bound to.
    pub site: String,
}

/// What the second step of this browser's sign-in asks.
#[server(endpoint = "accounts/second_step", input = GetUrl, output = crate::wire::Json)]
pub async fn second_step() -> Result<OpenStep, Problem> {
    use domain::refusal::Refusal;
    use services::accounts::second_factor::{passkeys, step};
    use services::error::Error;

    let desk = crate::desk::open()?;
    let said = crate::desk::returned::<super::StepBack>().and_then(|returned| returned.problem);
    let site = passkeys::bound_to(&desk.market);
    match step::open(&desk.market, desk.half()).await {
        Ok(step) => Ok(OpenStep {
            step: Some(step),
            problem: said,
            site,
        }),
        Err(Error::Refused(refusal @ (Refusal::StepOver | Refusal::TriesUsed | Refusal::Suspended))) => {
            Ok(OpenStep {
                step: None,
                problem: Some(said.unwrap_or(Problem::Refused(refusal))),
                site,
            })
        }
        Err(error) => desk.answer(Err(error)),
    }
}

/// The security page as it opens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenSecurity {
    pub stands: Protection,
    /// Backup codes that were just made: they are shown this once.
    pub codes: Vec<String>,
    pub problem: Option<Problem>,
    /// The button and the passkey that the problem is about, and what was typed there.
    pub act: String,
    pub id: i64,
    pub name: String,
    /// The name that passkeys are bound to.
    pub site: String,
}

/// How the own account is protected.
#[server(endpoint = "accounts/security", input = GetUrl, output = crate::wire::Json)]
pub async fn security() -> Result<OpenSecurity, Problem> {
    use domain::refusal::Refusal;
    use services::accounts::second_factor::{care, passkeys};

    let desk = crate::desk::open()?;
    let Some(who) = desk.signed_in() else {
        return desk.answer(Err(Refusal::SignInFirst.into()));
    };
    let stands = desk.answer(care::look(&desk.market, who).await)?;
    let returned = crate::desk::returned::<super::SecurityBack>();
    let problem = returned.as_ref().and_then(|returned| returned.problem.clone());
    let back = returned.map(|returned| returned.form).unwrap_or_default();
    Ok(OpenSecurity {
        stands,
        codes: back.codes,
        problem,
        act: back.act,
        id: back.id,
        name: back.name,
        site: passkeys::bound_to(&desk.market),
    })
}

/// The challenge of a passkey that ends this browser's sign-in, as the browser wants it.
#[server(endpoint = "accounts/passkey_challenge", output = crate::wire::Json)]
pub async fn passkey_challenge() -> Result<String, Problem> {
    let desk = crate::desk::open()?;
    let challenge = services::accounts::second_factor::passkeys::challenge(&desk.market, desk.half()).await;
    desk.answer(challenge)
}

/// The challenge of a new passkey, as the browser wants it.
#[server(endpoint = "accounts/new_passkey", output = crate::wire::Json)]
pub async fn new_passkey() -> Result<String, Problem> {
    use domain::refusal::Refusal;
    use services::accounts::second_factor::care;

    let desk = crate::desk::open()?;
    let Some(who) = desk.signed_in() else {
        return desk.answer(Err(Refusal::SignInFirst.into()));
    };
    desk.answer(care::begin_passkey(&desk.market, who).await)
}
