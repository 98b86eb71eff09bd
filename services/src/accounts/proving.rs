//! Showing the login password once more, in a session (T21): what protects the account, its addresses and its end are
//! changed only by who knows it.
//!
//! All pages that ask for it share one guard and one lane, apart from the sign-in's: a borrowed session is no place to
//! guess, and guessing in it shuts nobody out of signing in.

use domain::refusal::Refusal;
use domain::violations::{Violation, Violations};
use sea_orm::EntityTrait;

use super::caller::Caller;
use super::guard::{self, Lane};
use super::session::{self, Renewed, SignedIn};
use super::sign_in;
use crate::entity::account;
use crate::error::Answer;
use crate::market::Market;
use crate::proofs::Acting;

/// How long a password that was shown need not be shown again, in milliseconds (T21).
const FRESH: i64 = 5 * 60_000;
/// The same for what the owner's people do all day (T36).
const FRESH_TO_ACT: i64 = 15 * 60_000;

/// Whether somebody who is signed in has shown the password a moment ago.
pub(crate) fn is_fresh(market: &Market, who: &SignedIn) -> bool {
    market.now() - who.here.proved_at < FRESH
}

/// Asks that the password was shown a moment ago.
///
/// # Errors
/// [`Refusal::ProveFirst`].
pub(crate) fn ask(market: &Market, who: &SignedIn) -> Answer<()> {
    if is_fresh(market, who) {
        Ok(())
    } else {
        Err(Refusal::ProveFirst.into())
    }
}

/// Whether one of the owner's people has to show the password before acting.
#[must_use]
pub fn asks_to_act(market: &Market, who: &SignedIn) -> bool {
    market.now() - who.here.proved_at >= FRESH_TO_ACT
}

/// The proof that one of the owner's people may act. Where the password was not shown within a quarter of an hour, the
/// form has to bring it (T36).
///
/// # Errors
/// [`Refusal::NotFound`] for anybody else; [`Refusal::ProveFirst`] without the password; as of [`show`], at `password`.
pub async fn acting(market: &Market, who: &SignedIn, caller: &Caller, password: &str) -> Answer<Acting> {
    let staff = who.staff(caller).ok_or(Refusal::NotFound)?;
    if asks_to_act(market, who) {
        if password.is_empty() {
            return Err(Refusal::ProveFirst.into());
        }
        show(market, who, "password", password).await?;
        let tx = market.db.begin().await?;
        session::note_proof(&tx, &who.here, market.now()).await?;
        tx.commit().await?;
    }
    Ok(Acting {
        role: staff.role,
        account_id: Some(staff.account_id),
        network: staff.network,
    })
}

/// Proves the password on a page of its own, and renews the session's token with it (T23).
///
/// # Errors
/// As of [`show`], at `password`.
pub async fn prove(market: &Market, who: &SignedIn, password: &str) -> Answer<Renewed> {
    show(market, who, "password", password).await?;
    let tx = market.db.begin().await?;
    let renewed = session::renew(&tx, &who.here, market.now()).await?;
    tx.commit().await?;
    Ok(renewed)
}

/// Asks for the password in a form that has a field `password` for it, unless it was shown a moment ago.
///
/// # Errors
/// As of [`show`], at `password`.
pub(crate) async fn show_unless_fresh(market: &Market, who: &SignedIn, password: &str) -> Answer<()> {
    if is_fresh(market, who) {
        return Ok(());
    }
    show(market, who, "password", password).await?;
    let tx = market.db.begin().await?;
    session::note_proof(&tx, &who.here, market.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// Judges the password that somebody who is signed in has typed.
///
/// # Errors
/// A violation at `field`; [`Refusal::Locked`] and [`Refusal::Closed`] after failures.
pub(crate) async fn show(market: &Market, who: &SignedIn, field: &str, password: &str) -> Answer<()> {
    let account_id = who.member.account_id;
    let account = account::Entity::find_by_id(account_id)
        .one(market.db.reader())
        .await?
        .ok_or(Refusal::SignInFirst)?;
    let asked = Asked {
        lane: Lane::proof(market, account_id),
        password_hash: &account.password_hash,
        account_id: Some(account_id),
    };
    asked.judge(market, field, password).await
}

/// A password that is asked for elsewhere than at the sign-in.
pub(crate) struct Asked<'a> {
    pub(crate) lane: Lane,
    pub(crate) password_hash: &'a str,
    /// Who is told when the lane closes (M32).
    pub(crate) account_id: Option<i64>,
}

impl Asked<'_> {
    /// # Errors
    /// A violation at `field`; [`Refusal::Locked`] and [`Refusal::Closed`] after failures.
    pub(crate) async fn judge(&self, market: &Market, field: &str, password: &str) -> Answer<()> {
        if password.is_empty() {
            return Err(Violations::of(field, Violation::Missing).into());
        }
        let right = guard::verify(market, &self.lane, password, Some(self.password_hash)).await?;
        let tx = market.db.begin().await?;
        if right {
            guard::open(&tx, &self.lane).await?;
        } else {
            sign_in::failed_at(market, &tx, &self.lane, self.account_id).await?;
        }
        tx.commit().await?;
        if right {
            Ok(())
        } else {
            Err(Violations::of(field, Violation::PasswordWrong).into())
        }
    }
}
