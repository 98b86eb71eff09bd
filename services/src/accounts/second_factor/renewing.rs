//! A new password that the owner's people have asked for, as the last step of a sign-in (R060). There is no session before
//! it, and all others are over with it.

use domain::accounts::NewPasswordForm;
use domain::refusal::Refusal;
use domain::violations::{Violation, Violations};

use super::half;
use super::step::Entered;
use crate::accounts::caller::Caller;
use crate::accounts::credentials::{self, Rules};
use crate::accounts::session::SessionToken;
use crate::accounts::token::Token;
use crate::accounts::{guard, sign_in};
use crate::error::Answer;
use crate::market::Market;

/// Sets the new password, which is not the one before, and begins the session.
///
/// # Errors
/// Violations at `password` and `password_again`; [`Refusal::StepOver`] when no new password is asked for.
pub async fn renew(
    market: &Market,
    token: Option<&Token>,
    form: &NewPasswordForm,
    caller: &Caller,
    previous: Option<&SessionToken>,
) -> Answer<Entered> {
    let half = half::find(market.db.reader(), token, market.now()).await?;
    if !half.due.begins_with_password() {
        return Err(Refusal::StepOver.into());
    }
    let rules = Rules::of(market.db.reader(), &half.account).await?;
    form.check(rules.least, &rules.own())?;
    rules.judge(&form.password)?;
    let before = Some(half.account.password_hash.as_str());
    if market.passwords.verify(&form.password, before).await? {
        return Err(Violations::of("password", Violation::PasswordSame).into());
    }
    let password_hash = market.passwords.hash(&form.password).await?;
    let now = market.now();
    let tx = market.db.begin().await?;
    let account = credentials::locked(&tx, half.account.id)
        .await?
        .ok_or(Refusal::StepOver)?;
    half::consume(&tx, &half, now).await?;
    let generation = credentials::raise(&tx, &account, Some(password_hash)).await?;
    credentials::forget_everybody(&tx, account.id).await?;
    guard::open_account(market, &tx, account.id).await?;
    credentials::tell_changed(&tx, account.id, generation, false, now).await?;
    let account = credentials::locked(&tx, account.id)
        .await?
        .ok_or(Refusal::StepOver)?;
    let welcome = sign_in::admit(&tx, &account, half.admission, caller, previous, now).await?;
    tx.commit().await?;
    Ok(Entered {
        welcome,
        next: half.row.next,
        enrolled: false,
    })
}
