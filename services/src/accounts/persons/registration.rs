//! Registering as an individual or as a corporation (R085, R086): the same mail, the same proof and the same waiting page as
//! for the trade's people, and nobody to be asked afterwards: signing in works at once.

use domain::persons::{Person, PersonForm, PersonKind, PersonRegistrationForm};
use domain::refusal::Refusal;
use domain::violations::{Violation, Violations};
use sea_orm::DatabaseTransaction;

use super::{adding, linking};
use crate::accounts::caller::Caller;
use crate::accounts::opening::Person as NewPerson;
use crate::accounts::registration::{self, Incoming, Registered, language};
use crate::accounts::strength::{self, Bar};
use crate::accounts::token::Token;
use crate::accounts::verification;
use crate::clock;
use crate::entity::registration as waiting;
use crate::error::{Answer, Error};
use crate::market::Market;

/// What became of a form that keeps its rules.
#[derive(Debug)]
pub enum Received {
    /// It waits for its mail to be opened.
    Waits(Registered),
    /// The address has an account. The form is kept for this browser, and filled in again once somebody has signed in
    /// with that address (Z1).
    HasAccount(Token),
}

/// Receives a registration and mails the link (M24). Sending the same form twice registers once (T37).
///
/// # Errors
/// Violations at their fields, [`Violation::CorporateUnknown`] at `person.corporate`; [`Refusal::TooMany`] for too many taken
/// addresses, too many unknown corporations, or too many mails to one address.
pub async fn receive(
    market: &Market,
    caller: &Caller,
    kind: PersonKind,
    form: &PersonRegistrationForm,
) -> Answer<Received> {
    let wanted = form.check(kind, clock::today(market.clock.as_ref()))?;
    strength::judge(&wanted.password, &form.own_words(), Bar::Public)
        .map_err(|violation| Violations::of("password", violation))?;
    if let Person::Individual(individual) = &wanted.person
        && let Some(email) = &individual.corporate
    {
        linking::look_up(market, caller, email).await?;
    }
    let incoming = Incoming {
        submission: wanted.submission,
        email: wanted.email,
        account_type: kind.account_type(),
        password_hash: market.passwords.hash(&wanted.password).await?,
        profile: serde_json::to_string(&wanted.person.form())?,
        company_type: String::new(),
    };
    let canonical = incoming.email.canonical();
    match registration::take_in(market, caller, &incoming).await {
        Ok(registered) => Ok(Received::Waits(registered)),
        Err(error) if is_taken(&error) => {
            let kept = adding::keep(market, caller, kind, &canonical, form).await?;
            Ok(Received::HasAccount(kept))
        }
        Err(error) => Err(error),
    }
}

fn is_taken(error: &Error) -> bool {
    matches!(error, Error::Refused(Refusal::Faults(faults)) if faults.at("email") == Some(&Violation::AddressTaken))
}

/// Makes the account of a registration whose address is proved, with the link that was asked for: if its corporation has
/// gone meanwhile, without. Answers the account.
///
/// # Errors
/// As of [`verification::open`].
pub(crate) async fn make(
    market: &Market,
    tx: &DatabaseTransaction,
    row: &waiting::Model,
    kind: PersonKind,
) -> Answer<i64> {
    let now = market.now();
    let form: PersonForm = serde_json::from_str(&row.profile)?;
    let person = form.check(kind, clock::today(market.clock.as_ref()))?;
    let (name, furigana, phone) = person.contact();
    let new = NewPerson {
        address: &row.address,
        canonical: &row.canonical,
        password_hash: row.password_hash.clone(),
        name: name.as_str(),
        furigana: furigana.as_str(),
        phone,
        language: language(row),
    };
    let account = verification::open(tx, &new, now).await?;
    super::insert(tx, account.id, &person, now).await?;
    verification::agree(tx, account.id, row, now).await?;
    linking::link_new(tx, account.id, &person, now).await?;
    Ok(account.id)
}
