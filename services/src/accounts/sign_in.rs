//! Signing in: one path for every name, known or not, and exactly one verification on it (T01).

use domain::accounts::sign_in::Login;
use domain::accounts::{AccountType, SignIn, SignInForm};
use domain::refusal::Refusal;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::session::{self, SessionToken};
use crate::entity::{account, account_email, company, membership, session as session_row, staff};
use crate::error::Answer;
use crate::market::Market;

/// A sign-in that succeeded.
pub struct Welcome {
    pub token: SessionToken,
    pub account_type: AccountType,
    /// Whether the cookie outlives the browser.
    pub stays: bool,
}

/// Dull on purpose: the token is a secret.
impl std::fmt::Debug for Welcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Welcome { .. }")
    }
}

/// Checks the form and begins a session; the one this browser held before ends with it (R010).
///
/// # Errors
/// Empty fields; else [`Refusal::WrongCredentials`], whatever it was that did not fit.
pub async fn sign_in(market: &Market, form: SignInForm, previous: Option<&SessionToken>) -> Answer<Welcome> {
    let wanted = form.check()?;
    let account = find(market, wanted.login.as_ref()).await?;
    let right = market
        .passwords
        .verify(
            &wanted.password,
            account.as_ref().map(|a| a.password_hash.as_str()),
        )
        .await?;
    let account = account.filter(|_| right).ok_or(Refusal::WrongCredentials)?;
    admit(market, account, &wanted, previous).await
}

async fn admit(
    market: &Market,
    account: account::Model,
    wanted: &SignIn,
    previous: Option<&SessionToken>,
) -> Answer<Welcome> {
    let tx = market.db.begin().await?;
    if account.state != "active" || !has_type(&tx, account.id, wanted.account_type).await? {
        return Err(Refusal::WrongCredentials.into());
    }
    let token = session::begin(&tx, &account, wanted.account_type, wanted.stay, "", market.now()).await?;
    // Rows of sessions long over go with the next sign-in of the same person.
    session_row::Entity::delete_many()
        .filter(session_row::Column::AccountId.eq(account.id))
        .filter(session_row::Column::ExpiresAt.lt(market.now()))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    if let Some(previous) = previous {
        session::end(market, previous).await?;
    }
    Ok(Welcome {
        token,
        account_type: wanted.account_type,
        stays: wanted.stay,
    })
}

async fn find(market: &Market, login: Option<&Login>) -> Answer<Option<account::Model>> {
    let db = market.db.reader();
    match login {
        Some(Login::Email(canonical)) => {
            let address = account_email::Entity::find()
                .filter(account_email::Column::Canonical.eq(canonical))
                .filter(account_email::Column::Main.eq(true))
                .one(db)
                .await?;
            let Some(address) = address else { return Ok(None) };
            Ok(account::Entity::find_by_id(address.account_id).one(db).await?)
        }
        Some(Login::Number(number)) => Ok(account::Entity::find()
            .filter(account::Column::Number.eq(number.digits()))
            .one(db)
            .await?),
        None => Ok(None),
    }
}

async fn has_type(db: &impl ConnectionTrait, account_id: i64, wanted: AccountType) -> Answer<bool> {
    if wanted == AccountType::Staff {
        return Ok(staff::Entity::find_by_id(account_id).one(db).await?.is_some());
    }
    let Some(member) = membership::Entity::find_by_id(account_id).one(db).await? else {
        return Ok(false);
    };
    let company = company::Entity::find_by_id(member.company_id).one(db).await?;
    Ok(company.is_some_and(|company| company.trade_type == wanted.word()))
}
