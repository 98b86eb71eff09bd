//! A new password by a mailed link (R062–R064).
//!
//! Asking writes the same two rows for every address and answers the same; whether there is an account is looked up by
//! a job, when nobody waits for it any more (T02). The link sets a new password once; it ends all sessions, forgets all
//! browsers and tells the person (T17). It does not sign in, and a second factor is asked for as before.

use std::time::Instant;

use domain::accounts::{ForgotForm, NewPasswordForm};
use domain::language::Language;
use domain::refusal::Refusal;
use sea_orm::ActiveValue::NotSet;
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, Set};

use super::caller::Caller;
use super::credentials::{self, Rules};
use super::guard::{self, Lane};
use super::links::{self, Held, Purpose};
use super::proving::Asked;
use super::registration;
use crate::entity::{account, account_email, reset_request};
use crate::error::{Answer, Error};
use crate::jobs::{self, Kind, Lease};
use crate::market::Market;
use crate::post::{self, Mail, Parcel, ResetPassword, SealedLink};

/// Takes a request for a link. It says nothing about the address, in no way and in no time.
///
/// # Errors
/// A violation at `email` for what is no address; [`Refusal::TooMany`] for too many requests of one network.
pub async fn ask(market: &Market, caller: &Caller, form: &ForgotForm) -> Answer<()> {
    let email = form.check()?;
    let began = Instant::now();
    market.limits.may_ask_reset(caller.ip)?;
    let answer = note(market, caller.language, email.canonical()).await;
    tokio::time::sleep(market.settings.answer_floor.saturating_sub(began.elapsed())).await;
    answer
}

async fn note(market: &Market, language: Language, canonical: String) -> Answer<()> {
    let now = market.now();
    let tx = market.db.begin().await?;
    let row = reset_request::ActiveModel {
        id: NotSet,
        canonical: Set(canonical),
        language: Set(language.tag().to_owned()),
        created_at: Set(now),
    };
    let row = row.insert(&tx).await?;
    jobs::leave(&tx, Kind::ResetRequest, row.id, now).await?;
    tx.commit().await?;
    Ok(())
}

/// The job: mails the link if there is an account, and forgets the request.
pub(crate) async fn carry_out(market: &Market, lease: &Lease) -> Answer<()> {
    let now = market.now();
    let tx = market.db.begin().await?;
    if let Some(request) = reset_request::Entity::find_by_id(lease.subject).one(&tx).await? {
        answer(&tx, &request, now).await?;
        reset_request::Entity::delete_by_id(request.id).exec(&tx).await?;
    }
    if jobs::finish(&tx, lease, now).await? {
        tx.commit().await?;
    }
    Ok(())
}

async fn answer(tx: &impl ConnectionTrait, request: &reset_request::Model, now: i64) -> Answer<()> {
    let address = super::proved(tx, &request.canonical).await?;
    let Some(address) = address else {
        if let Some(waiting) = registration::waiting_for(tx, &request.canonical).await? {
            registration::mail_again_in(tx, &waiting, now).await?;
        }
        return Ok(());
    };
    if !address.main {
        return Ok(());
    }
    // Held before the mails of today are counted: of many requests at once three are mailed (T20).
    let Some(account) = credentials::locked(tx, address.account_id).await? else {
        return Ok(());
    };
    if !links::may_mail(tx, Purpose::Reset, &address.canonical, now).await? {
        return Ok(());
    }
    let language = Language::of_tag(&request.language).unwrap_or(Language::En);
    mail_link(tx, account.id, account.generation, &address, language, now).await
}

/// Makes a link to a new password and mails it (M07).
pub(crate) async fn mail_link(
    tx: &impl ConnectionTrait,
    account_id: i64,
    generation: i32,
    address: &account_email::Model,
    language: Language,
    now: i64,
) -> Answer<()> {
    let issued = links::issue(
        tx,
        Purpose::Reset,
        account_id,
        generation,
        &address.canonical,
        now,
    )
    .await?;
    let mail = Mail::ResetPassword(ResetPassword {
        link: SealedLink {
            id: issued.id,
            generation: issued.generation,
        },
    });
    let parcel = Parcel {
        mail: &mail,
        recipient: &address.address,
        language,
        dedupe_key: format!("reset:{}", issued.id),
        expires_at: Some(issued.expires_at),
    };
    post::enqueue(tx, now, &parcel).await?;
    Ok(())
}

/// Looks at the link without using it (Z39). Answers the fewest characters of the new password.
///
/// # Errors
/// Expired, used, or no longer good.
pub async fn look(market: &Market, token: &str) -> Answer<u32> {
    let (_, account) = find(market, token).await?;
    Ok(Rules::of(market.db.reader(), &account).await?.least)
}

/// Sets the new password.
///
/// # Errors
/// Violations at the fields, which leave the link as it is; expired, used, or no longer good.
pub async fn set(market: &Market, token: &str, form: &NewPasswordForm) -> Answer<()> {
    let (held, account) = find(market, token).await?;
    let rules = Rules::of(market.db.reader(), &account).await?;
    form.check(rules.least, &rules.own())?;
    rules.judge(&form.password)?;
    let password_hash = market.passwords.hash(&form.password).await?;
    let now = market.now();
    let tx = market.db.begin().await?;
    let account = credentials::locked(&tx, account.id)
        .await?
        .ok_or(Refusal::LinkDead)?;
    links::consume(&tx, &held, account.generation, now).await?;
    let generation = credentials::raise(&tx, &account, Some(password_hash)).await?;
    credentials::forget_everybody(&tx, account.id).await?;
    guard::open_account(market, &tx, account.id).await?;
    credentials::tell_changed(&tx, account.id, generation, true, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Whether the same form has set this very password a moment ago: whoever presses twice is told what the first press has done. A
/// password that does not fit is a guess, and counted as one.
///
/// # Errors
/// Only breakages, and what is no link of ours.
pub async fn is_done(market: &Market, token: &str, form: &NewPasswordForm) -> Answer<bool> {
    let db = market.db.reader();
    let held = links::find(market, db, token).await?;
    let is_recent = held
        .row
        .used_at
        .is_some_and(|used| market.now() - used < credentials::TWICE);
    if held.purpose != Purpose::Reset || !is_recent || form.password != form.password_again {
        return Ok(false);
    }
    let account = account::Entity::find_by_id(held.row.subject)
        .one(db)
        .await?
        .filter(|account| account.state == "active" && account.generation == held.row.generation + 1);
    let Some(account) = account else {
        return Ok(false);
    };
    let asked = Asked {
        lane: Lane::proof(market, account.id),
        password_hash: &account.password_hash,
        account_id: Some(account.id),
    };
    match asked.judge(market, "password", &form.password).await {
        Ok(()) => Ok(true),
        Err(Error::Refused(_)) => Ok(false),
        Err(broken) => Err(broken),
    }
}

async fn find(market: &Market, token: &str) -> Answer<(Held, account::Model)> {
    let db = market.db.reader();
    let held = links::find(market, db, token).await?;
    if held.purpose != Purpose::Reset {
        return Err(Refusal::LinkDead.into());
    }
    held.standing(market.now())?;
    let account = account::Entity::find_by_id(held.row.subject)
        .one(db)
        .await?
        .filter(|account| account.state == "active" && account.generation == held.row.generation)
        .ok_or(Refusal::LinkDead)?;
    Ok((held, account))
}
