//! The second of a company's two steps (R043–R046): the form behind the mailed link, who lets the company in, and the
//! same form once more after a rejection or a question.
//!
//! The first step is an ordinary registration that tells little (`registration`). Sending the second makes the account,
//! as a buyer whose company is not let in yet, and the application that its coordinator decides (`screening`). A
//! coordinator is found by the exact address only, by who holds the link or waits to be let in, and not often (Z5).

use domain::accounts::companies::Definitive;
use domain::accounts::{AccountType, Asks, Email, ProfileForm, SideForm};
use domain::refusal::Refusal;
use domain::violations::Violations;
use sea_orm::EntityTrait;

use super::caller::Caller;
use super::links::{self, Held, Purpose};
use super::session::SignedIn;
use super::verification::{self, Course};
use crate::clock;
use crate::entity::registration;
use crate::error::Answer;
use crate::market::Market;
use crate::screening::{self, coordinators};

/// Where the coordinator stands in the form.
const FIELD: &str = "profile.coordinator";

/// Whose question it is.
#[derive(Clone, Copy)]
pub enum Asker<'a> {
    /// Whoever holds this link.
    Link(&'a str),
    /// Whoever is signed in, and whose company is not let in yet.
    Member(&'a SignedIn),
}

/// Looks at the link without using it (Z39).
///
/// # Errors
/// Expired, used, or no link of this kind.
pub async fn look(market: &Market, caller: &Caller, token: &str) -> Answer<Definitive> {
    let (_, row) = find(market, token).await?;
    Ok(Definitive {
        form: serde_json::from_str(&row.profile)?,
        asks_password: !verification::is_own_browser(caller, &row),
        email: row.address,
    })
}

/// The name of the coordinator who has exactly this address (R045).
///
/// # Errors
/// A violation at `profile.coordinator` when nobody has; [`Refusal::TooMany`]; [`Refusal::NotAllowed`] for whoever has no
/// business asking, and links that are no longer good.
pub async fn coordinator(
    market: &Market,
    caller: &Caller,
    asker: Asker<'_>,
    address: &str,
) -> Answer<String> {
    match asker {
        Asker::Link(token) => drop(find(market, token).await?),
        Asker::Member(who) if who.awaits_admission() => {}
        Asker::Member(_) => return Err(Refusal::NotAllowed.into()),
    }
    let email = Email::parse(address).map_err(|fault| Violations::of(FIELD, fault))?;
    market.limits.may_look_for_coordinator(caller.ip)?;
    let found = coordinators::at(market.db.reader(), &email).await?;
    Ok(found.name)
}

/// Registers the company: account, company and application in one transaction with the link's use and the coordinator's
/// mail (M13). Of many uses at once, one succeeds (T14).
///
/// # Errors
/// Violations at the fields, at `password` where it is asked for, which all leave the link as it is; expired, used, or no
/// longer good; [`Refusal::TooMany`] for too many looks for coordinators.
pub async fn register(
    market: &Market,
    caller: &Caller,
    token: &str,
    form: &SideForm,
    password: &str,
) -> Answer<()> {
    let (held, row) = find(market, token).await?;
    let first: ProfileForm = serde_json::from_str(&row.profile)?;
    let wanted = SideForm {
        profile: ProfileForm {
            // Chosen once (R035).
            country: first.country,
            ..form.profile.clone()
        },
        agreed: None,
    };
    let profile = wanted.check_update(Asks::Definitive, clock::today(market.clock.as_ref()))?;
    if !verification::is_own_browser(caller, &row) {
        verification::check_password(market, &row, password).await?;
    }
    market.limits.may_look_for_coordinator(caller.ip)?;
    let now = market.now();
    let tx = market.db.begin().await?;
    let row = verification::taken(&tx, &held, row.id, now).await?;
    let (account, company_id) = verification::make(&tx, &row, AccountType::Buyer, &profile, now).await?;
    screening::apply_as_company(&tx, &account, company_id, &profile, now).await?;
    verification::settle(market, &tx, &row, account.id, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Sends the form again after a rejection, corrected (Z42).
///
/// # Errors
/// Violations at the fields and at `agreed`; [`Refusal::NotAllowed`] unless it was rejected, and for whoever does not
/// administer the company; [`Refusal::TooMany`].
pub async fn again(market: &Market, caller: &Caller, who: &SignedIn, form: &SideForm) -> Answer<()> {
    market.limits.may_look_for_coordinator(caller.ip)?;
    screening::apply_again_as_company(market, who, form).await
}

/// Answers the coordinator's question, with the form.
///
/// # Errors
/// As of [`screening::answer`]; [`Refusal::TooMany`].
pub async fn answer(
    market: &Market,
    caller: &Caller,
    who: &SignedIn,
    form: &SideForm,
    answer: &str,
) -> Answer<()> {
    market.limits.may_look_for_coordinator(caller.ip)?;
    screening::answer_as_company(market, who, form, answer).await
}

/// Whether a mailed link leads to the second step, seen by its seal and its registration alone: the page tells whether it
/// is still good.
///
/// # Errors
/// [`Refusal::LinkDead`] for anything that is not a link of ours.
pub async fn is_its_link(market: &Market, token: &str) -> Answer<bool> {
    let db = market.db.reader();
    let held = links::find(market, db, token).await?;
    if held.purpose != Purpose::Verify {
        return Ok(false);
    }
    let row = registration::Entity::find_by_id(held.row.subject).one(db).await?;
    Ok(row.is_some_and(|row| row.is_company()))
}

async fn find(market: &Market, token: &str) -> Answer<(Held, registration::Model)> {
    let (held, row) = verification::find(market, token, Course::Company).await?;
    // Proved by the link of an earlier mail: there is nothing left to open.
    if row.verified_at.is_some() {
        return Err(Refusal::LinkUsed.into());
    }
    Ok((held, row))
}
