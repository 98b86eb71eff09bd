//! Another password, on the account's own page (R078): the one now, and the new one twice.

use domain::accounts::ChangePasswordForm;
use domain::refusal::Refusal;
use domain::violations::Violation;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::credentials::{self, Rules};
use super::proving;
use super::session::SignedIn;
use crate::entity::{account, outbox, session};
use crate::error::{Answer, Error};
use crate::market::Market;

/// Changes the password. All other sessions end; this one goes on. The same form sent twice changes it once.
///
/// # Errors
/// Violations at their fields; the guard's refusals when the current password was wrong too often.
pub async fn change(market: &Market, who: &SignedIn, form: &ChangePasswordForm) -> Answer<()> {
    let answer = change_once(market, who, form).await;
    if let Err(Error::Refused(refusal)) = &answer
        && is_of_a_second_press(refusal)
        && is_done(market, who, form).await?
    {
        return Ok(());
    }
    answer
}

/// What the first press has changed: the password that was right before it, or what the session stands on.
fn is_of_a_second_press(refusal: &Refusal) -> bool {
    match refusal {
        Refusal::Faults(faults) => faults.at("current") == Some(&Violation::PasswordWrong),
        other => *other == Refusal::SignInFirst,
    }
}

/// Whether the session that asks has set this very password a moment ago: the others have ended with it. What was typed in place of
/// the current one has been counted as a guess by then.
async fn is_done(market: &Market, who: &SignedIn, form: &ChangePasswordForm) -> Answer<bool> {
    let db = market.db.reader();
    let Some(account) = account::Entity::find_by_id(who.member.account_id).one(db).await? else {
        return Ok(false);
    };
    let told = outbox::Entity::find()
        .filter(outbox::Column::DedupeKey.eq(credentials::change_key(account.id, account.generation)))
        .filter(outbox::Column::CreatedAt.gt(market.now() - credentials::TWICE))
        .count(db)
        .await?;
    let goes_on = session::Entity::find_by_id(who.here.token_hash.clone())
        .filter(session::Column::Generation.eq(account.generation))
        .count(db)
        .await?;
    if told == 0 || goes_on == 0 || form.password != form.password_again {
        return Ok(false);
    }
    market
        .passwords
        .verify(&form.password, Some(&account.password_hash))
        .await
}

async fn change_once(market: &Market, who: &SignedIn, form: &ChangePasswordForm) -> Answer<()> {
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
