//! Another password, on the account's own page (R078): the one now, and the new one twice.

use domain::accounts::ChangePasswordForm;
use domain::refusal::Refusal;
use sea_orm::EntityTrait;

use super::credentials::{self, Rules};
use super::proving;
use super::session::SignedIn;
use crate::entity::account;
use crate::error::Answer;
use crate::market::Market;

/// Changes the password. All other sessions end; this one goes on.
///
/// # Errors
/// Violations at their fields; the guard's refusals when the current password was wrong too often.
pub async fn change(market: &Market, who: &SignedIn, form: &ChangePasswordForm) -> Answer<()> {
    let account = account::Entity::find_by_id(who.member.account_id)
        .one(market.db.reader())
        .await?
        .ok_or(Refusal::SignInFirst)?;
    let rules = Rules::of(market.db.reader(), &account).await?;
    form.check(rules.least, &rules.own())?;
    rules.judge(&form.password)?;
    proving::show(market, who, "current", &form.current).await?;
    let password_hash = market.passwords.hash(&form.password).await?;
    let now = market.now();
    let tx = market.db.begin().await?;
    let account = credentials::locked_for(&tx, who).await?;
    let generation = credentials::raise(&tx, &account, Some(password_hash)).await?;
    credentials::keep_only_here(&tx, who, generation).await?;
    credentials::tell_changed(&tx, account.id, generation, false, now).await?;
    tx.commit().await?;
    Ok(())
}
