//! Adding a registration to an account that one has (Z1): its address is proved already, so nothing is mailed, and whoever
//! has shown the password goes on as what they have just become.
//!
//! A public form that named the address of an account is kept for an hour, for its browser and for that account alone, so
//! that nothing but the password is typed twice.

use domain::accounts::AccountType;
use domain::persons::{Person, PersonForm, PersonKind, PersonRegistrationForm};
use domain::refusal::Refusal;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set};

use super::linking;
use crate::accounts::caller::Caller;
use crate::accounts::registration::new_submission;
use crate::accounts::session::SignedIn;
use crate::accounts::token::Token;
use crate::accounts::{credentials, proving, sides};
use crate::clock;
use crate::entity::{account_email, kept_form, session};
use crate::error::Answer;
use crate::market::Market;

/// How long a form waits for its browser to sign in, in milliseconds.
const KEPT: i64 = 60 * 60 * 1_000;

/// The form of somebody who has an account.
#[derive(Debug)]
pub struct Adding {
    pub form: PersonRegistrationForm,
    /// The main address, which the registration will have.
    pub email: String,
    /// Whether the account has this registration already.
    pub has_it: bool,
    /// Whether the password is asked for, since it was not shown a moment ago (T21).
    pub asks_password: bool,
}

/// Keeps a form for the browser that sent it. Answers what the browser is to keep.
pub(super) async fn keep(
    market: &Market,
    caller: &Caller,
    kind: PersonKind,
    canonical: &str,
    form: &PersonRegistrationForm,
) -> Answer<Token> {
    let now = market.now();
    let browser = caller.waiting.clone().unwrap_or_default();
    let row = kept_form::ActiveModel {
        browser_hash: Set(browser.hash()),
        account_type: Set(kind.account_type().word().to_owned()),
        canonical: Set(canonical.to_owned()),
        form: Set(serde_json::to_string(&form.clone().without_passwords())?),
        expires_at: Set(now + KEPT),
    };
    let tx = market.db.begin().await?;
    forget_old(&tx, now).await?;
    forget(&tx, &browser, kind).await?;
    kept_form::Entity::insert(row).exec_without_returning(&tx).await?;
    tx.commit().await?;
    Ok(browser)
}

async fn forget(tx: &impl ConnectionTrait, browser: &Token, kind: PersonKind) -> Answer<()> {
    kept_form::Entity::delete_by_id((browser.hash(), kind.account_type().word().to_owned()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Forms that nobody has come back for.
pub(crate) async fn forget_old(tx: &impl ConnectionTrait, now: i64) -> Answer<()> {
    kept_form::Entity::delete_many()
        .filter(kept_form::Column::ExpiresAt.lte(now))
        .exec(tx)
        .await?;
    Ok(())
}

/// Forms that name the addresses of somebody who leaves.
pub(crate) async fn forget_addresses(tx: &impl ConnectionTrait, addresses: &[String]) -> Answer<()> {
    kept_form::Entity::delete_many()
        .filter(kept_form::Column::Canonical.is_in(addresses.to_vec()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Opens the form of a kind for whoever is signed in: with what this browser sent before, or with what the account tells.
///
/// # Errors
/// [`Refusal::NotAllowed`] for the owner's people.
pub async fn open(market: &Market, who: &SignedIn, caller: &Caller, kind: PersonKind) -> Answer<Adding> {
    not_staff(who)?;
    let db = market.db.reader();
    let kept = kept(market, who, caller, kind).await?;
    Ok(Adding {
        form: kept.unwrap_or_else(|| fresh(who)),
        email: who.visitor.email.clone(),
        has_it: super::form(db, who.member.account_id, kind).await?.is_some(),
        asks_password: !proving::is_fresh(market, who),
    })
}

fn not_staff(who: &SignedIn) -> Answer<()> {
    if who.visitor.account_type == AccountType::Staff {
        return Err(Refusal::NotAllowed.into());
    }
    Ok(())
}

fn fresh(who: &SignedIn) -> PersonRegistrationForm {
    PersonRegistrationForm {
        submission: new_submission(),
        person: PersonForm {
            name: who.visitor.name.clone(),
            furigana: who.visitor.furigana.clone(),
            company: who.visitor.company.clone(),
            phone_country: who.visitor.phone_country.clone(),
            phone: who.visitor.phone.clone(),
            ..PersonForm::default()
        },
        ..PersonRegistrationForm::default()
    }
}

/// What this browser sent, if it named an address of whoever is signed in now: somebody else's is not shown to them.
async fn kept(
    market: &Market,
    who: &SignedIn,
    caller: &Caller,
    kind: PersonKind,
) -> Answer<Option<PersonRegistrationForm>> {
    let Some(browser) = &caller.waiting else {
        return Ok(None);
    };
    let db = market.db.reader();
    let id = (browser.hash(), kind.account_type().word().to_owned());
    let Some(row) = kept_form::Entity::find_by_id(id)
        .filter(kept_form::Column::ExpiresAt.gt(market.now()))
        .one(db)
        .await?
    else {
        return Ok(None);
    };
    let own = account_email::Entity::find()
        .filter(account_email::Column::AccountId.eq(who.member.account_id))
        .filter(account_email::Column::Canonical.eq(&row.canonical))
        .filter(account_email::Column::VerifiedAt.is_not_null())
        .one(db)
        .await?;
    match own {
        Some(_) => Ok(Some(serde_json::from_str(&row.form)?)),
        None => Ok(None),
    }
}

/// Adds a registration to the account of whoever is signed in, and makes the session one of the new kind. Sending the same
/// form twice adds once.
///
/// # Errors
/// Violations at their fields, [`domain::violations::Violation::CorporateUnknown`] at `person.corporate`; as of
/// [`proving::show`], at `password`; [`Refusal::NotAllowed`] for the owner's people.
pub async fn add(
    market: &Market,
    who: &SignedIn,
    caller: &Caller,
    kind: PersonKind,
    form: &PersonRegistrationForm,
) -> Answer<()> {
    not_staff(who)?;
    let person = form.check_added(kind, clock::today(market.clock.as_ref()))?;
    if let Person::Individual(individual) = &person
        && let Some(email) = &individual.corporate
    {
        linking::look_up(market, caller, email).await?;
    }
    proving::show_unless_fresh(market, who, &form.password).await?;
    let (now, id) = (market.now(), who.member.account_id);
    let tx = market.db.begin().await?;
    credentials::locked_for(&tx, who).await?;
    if super::form(&tx, id, kind).await?.is_none() {
        super::insert(&tx, id, &person, now).await?;
        sides::agree(&tx, id, now).await?;
        linking::link_new(&tx, id, &person, now).await?;
    }
    if let Some(browser) = &caller.waiting {
        forget(&tx, browser, kind).await?;
    }
    session::Entity::update_many()
        .col_expr(
            session::Column::AccountType,
            Expr::value(kind.account_type().word()),
        )
        .filter(session::Column::TokenHash.eq(who.here.token_hash.clone()))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(())
}
