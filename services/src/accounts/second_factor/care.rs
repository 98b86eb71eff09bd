//! What a person sees and changes about the second step of the own account. Every change wants the login password, shown
//! in this session within five minutes.

use domain::accounts::second_factor::{App, Protection};
use domain::accounts::{AccountType, PasskeyName};
use domain::refusal::Refusal;
use domain::violations::{Violation, Violations};
use sea_orm::{ConnectionTrait, DatabaseTransaction};

use super::{Factors, authenticator, backup, half, passkeys};
use crate::accounts::proving;
use crate::accounts::session::SignedIn;
use crate::error::Answer;
use crate::market::Market;

/// How the own account stands.
///
/// # Errors
/// Only breakages.
pub async fn look(market: &Market, who: &SignedIn) -> Answer<Protection> {
    let (db, account_id) = (market.db.reader(), who.member.account_id);
    let proved = proving::is_fresh(market, who);
    let app = match authenticator::find(db, account_id).await? {
        None => App::None,
        Some(row) => match row.confirmed_at {
            Some(at) => App::SetUp(at),
            None if proved => App::Begun(authenticator::enrolment(market, db, account_id).await?),
            None => App::Begun(None),
        },
    };
    let factors = Factors::of(db, account_id).await?;
    Ok(Protection {
        app,
        passkeys: passkeys::list(db, account_id).await?,
        codes: backup::left(db, account_id).await?,
        proved,
        must_keep_one: is_staff(who) && factors.is_last(),
    })
}

fn is_staff(who: &SignedIn) -> bool {
    who.visitor.account_type == AccountType::Staff
}

/// Begins to set an authenticator app up.
///
/// # Errors
/// [`Refusal::ProveFirst`].
pub async fn begin_app(market: &Market, who: &SignedIn) -> Answer<()> {
    proving::ask(market, who)?;
    let tx = market.db.begin().await?;
    authenticator::begin(&tx, who.member.account_id, market.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// Leaves it.
///
/// # Errors
/// [`Refusal::ProveFirst`].
pub async fn cancel_app(market: &Market, who: &SignedIn) -> Answer<()> {
    proving::ask(market, who)?;
    let tx = market.db.begin().await?;
    authenticator::cancel(&tx, who.member.account_id).await?;
    tx.commit().await?;
    Ok(())
}

/// Finishes it with a code of the app. Answers backup codes where there were none: they are shown this once.
///
/// # Errors
/// [`Refusal::ProveFirst`]; a violation at `code`.
pub async fn confirm_app(market: &Market, who: &SignedIn, code: &str) -> Answer<Vec<String>> {
    proving::ask(market, who)?;
    if code.trim().is_empty() {
        return Err(Violations::of("code", Violation::Missing).into());
    }
    let account_id = who.member.account_id;
    let tx = market.db.begin().await?;
    if !authenticator::confirm(market, &tx, account_id, code, market.now()).await? {
        return Err(Violations::of("code", Violation::CodeWrong).into());
    }
    let codes = first_codes(market, &tx, account_id).await?;
    tx.commit().await?;
    Ok(codes)
}

/// Backup codes come with the first factor.
async fn first_codes(market: &Market, tx: &impl ConnectionTrait, account_id: i64) -> Answer<Vec<String>> {
    if backup::left(tx, account_id).await? > 0 {
        return Ok(Vec::new());
    }
    backup::make(market, tx, account_id).await
}

/// Removes the app.
///
/// # Errors
/// [`Refusal::ProveFirst`]; [`Refusal::NotAllowed`] for the last factor of staff.
pub async fn remove_app(market: &Market, who: &SignedIn) -> Answer<()> {
    proving::ask(market, who)?;
    let tx = market.db.begin().await?;
    if Factors::of(&tx, who.member.account_id).await?.app {
        before_removal(&tx, who).await?;
        authenticator::remove(&tx, who.member.account_id).await?;
        half::end_all(&tx, who.member.account_id).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// The last factor of staff stays; with anybody else's last one the backup codes go, for nothing asks for them any more.
async fn before_removal(tx: &DatabaseTransaction, who: &SignedIn) -> Answer<()> {
    if !Factors::of(tx, who.member.account_id).await?.is_last() {
        return Ok(());
    }
    if is_staff(who) {
        return Err(Refusal::NotAllowed.into());
    }
    backup::remove(tx, who.member.account_id).await
}

/// Ten new backup codes, shown this once; those before are void.
///
/// # Errors
/// [`Refusal::ProveFirst`]; [`Refusal::NotAllowed`] without a factor that they could replace.
pub async fn new_codes(market: &Market, who: &SignedIn) -> Answer<Vec<String>> {
    proving::ask(market, who)?;
    let account_id = who.member.account_id;
    let tx = market.db.begin().await?;
    if !Factors::of(&tx, account_id).await?.any() {
        return Err(Refusal::NotAllowed.into());
    }
    let codes = backup::make(market, &tx, account_id).await?;
    tx.commit().await?;
    Ok(codes)
}

/// The challenge of a new passkey.
///
/// # Errors
/// [`Refusal::ProveFirst`].
pub async fn begin_passkey(market: &Market, who: &SignedIn) -> Answer<String> {
    proving::ask(market, who)?;
    passkeys::begin(market, who).await
}

/// Adds a passkey. Answers backup codes where there were none: they are shown this once.
///
/// # Errors
/// [`Refusal::ProveFirst`], [`Refusal::PasskeyFailed`]; a violation at `name`.
pub async fn add_passkey(market: &Market, who: &SignedIn, answer: &str, name: &str) -> Answer<Vec<String>> {
    proving::ask(market, who)?;
    let name = named(name)?;
    let key = passkeys::made(market, who, answer).await?;
    let account_id = who.member.account_id;
    let tx = market.db.begin().await?;
    passkeys::keep(&tx, account_id, &key, &name, market.now()).await?;
    let codes = first_codes(market, &tx, account_id).await?;
    tx.commit().await?;
    Ok(codes)
}

fn named(name: &str) -> Answer<PasskeyName> {
    PasskeyName::parse(name).map_err(|violation| Violations::of("name", violation).into())
}

/// Calls a passkey something else.
///
/// # Errors
/// [`Refusal::ProveFirst`], [`Refusal::NotFound`]; a violation at `name`.
pub async fn rename_passkey(market: &Market, who: &SignedIn, id: i64, name: &str) -> Answer<()> {
    proving::ask(market, who)?;
    let name = named(name)?;
    let tx = market.db.begin().await?;
    passkeys::rename(&tx, who.member.account_id, id, &name).await?;
    tx.commit().await?;
    Ok(())
}

/// Removes a passkey.
///
/// # Errors
/// [`Refusal::ProveFirst`], [`Refusal::NotFound`]; [`Refusal::NotAllowed`] for the last factor of staff.
pub async fn remove_passkey(market: &Market, who: &SignedIn, id: i64) -> Answer<()> {
    proving::ask(market, who)?;
    let tx = market.db.begin().await?;
    before_removal(&tx, who).await?;
    passkeys::remove(&tx, who.member.account_id, id).await?;
    half::end_all(&tx, who.member.account_id).await?;
    tx.commit().await?;
    Ok(())
}
