//! Showing the login password once more, in a session: it allows changes to what protects the account for five minutes.

use domain::refusal::Refusal;
use domain::violations::{Violation, Violations};
use sea_orm::EntityTrait;

use super::guard::{self, Lane};
use super::session::{self, Renewed, SignedIn};
use super::sign_in;
use crate::entity::account;
use crate::error::Answer;
use crate::market::Market;

/// Proves the password, and renews the session's token with it (T23). Wrong ones are counted in a lane of their own: a
/// borrowed session is no place to guess.
///
/// # Errors
/// A violation at `password`; [`Refusal::Locked`] and [`Refusal::Closed`] after failures.
pub async fn prove(market: &Market, who: &SignedIn, password: &str) -> Answer<Renewed> {
    if password.is_empty() {
        return Err(Violations::of("password", Violation::Missing).into());
    }
    let account_id = who.member.account_id;
    let lane = Lane::proof(market, account_id);
    guard::reserve(market, &lane).await?;
    let account = account::Entity::find_by_id(account_id)
        .one(market.db.reader())
        .await?;
    let hash = account.as_ref().map(|account| account.password_hash.as_str());
    let right = market.passwords.verify(password, hash).await?;
    let tx = market.db.begin().await?;
    let now = market.now();
    if !right {
        let failed = guard::wrong(&tx, &lane, now).await?;
        sign_in::tell_if_closed(&tx, account_id, failed, now).await?;
        tx.commit().await?;
        return Err(Violations::of("password", Violation::PasswordWrong).into());
    }
    guard::open(&tx, &lane).await?;
    let renewed = session::renew(&tx, &who.here, now).await?;
    tx.commit().await?;
    Ok(renewed)
}

/// Whether what protects the account may be changed now.
///
/// # Errors
/// [`Refusal::ProveFirst`].
pub(crate) fn ask(market: &Market, who: &SignedIn) -> Answer<()> {
    if session::is_proved(who, market.now()) {
        Ok(())
    } else {
        Err(Refusal::ProveFirst.into())
    }
}
