//! Proving an added address: the button behind the mailed link (R076, Z39). Whoever holds the link has the mailbox, so
//! nobody need be signed in.

use domain::refusal::Refusal;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::accounts::credentials;
use crate::accounts::links::{self, Held, Purpose};
use crate::accounts::registration;
use crate::entity::{account, account_email};
use crate::error::{Answer, is_taken};
use crate::market::Market;

/// Looks at the link without using it. Answers the address that it proves.
///
/// # Errors
/// Expired, used, or no longer good.
pub async fn look(market: &Market, token: &str) -> Answer<String> {
    let (_, address, _) = find(market, token).await?;
    Ok(address.address)
}

/// Proves the address. Of several accounts that want one address, one gets it (T21).
///
/// # Errors
/// Expired, used, or no longer good, for instance because another account has proved the address meanwhile.
pub async fn confirm(market: &Market, token: &str) -> Answer<()> {
    let (held, address, account) = find(market, token).await?;
    let now = market.now();
    let tx = market.db.begin().await?;
    let account = credentials::locked(&tx, account.id)
        .await?
        .ok_or(Refusal::LinkDead)?;
    links::consume(&tx, &held, account.generation, now).await?;
    let proved = account_email::Entity::update_many()
        .col_expr(account_email::Column::VerifiedAt, Expr::value(now))
        .filter(account_email::Column::Id.eq(address.id))
        .filter(account_email::Column::AccountId.eq(account.id))
        .filter(account_email::Column::VerifiedAt.is_null())
        .exec(&tx)
        .await;
    match proved {
        Ok(proved) if proved.rows_affected == 1 => {}
        Ok(_) => return Err(Refusal::LinkDead.into()),
        Err(error) if is_taken(&error) => return Err(Refusal::LinkDead.into()),
        Err(error) => return Err(error.into()),
    }
    registration::forget(&tx, &address.canonical).await?;
    tx.commit().await?;
    Ok(())
}

async fn find(market: &Market, token: &str) -> Answer<(Held, account_email::Model, account::Model)> {
    let db = market.db.reader();
    let held = links::find(market, db, token).await?;
    if held.purpose != Purpose::AddAddress {
        return Err(Refusal::LinkDead.into());
    }
    held.standing(market.now())?;
    let address = account_email::Entity::find_by_id(held.row.subject)
        .one(db)
        .await?
        .ok_or(Refusal::LinkDead)?;
    let account = account::Entity::find_by_id(address.account_id)
        .one(db)
        .await?
        .filter(|account| account.state == "active" && account.generation == held.row.generation)
        .ok_or(Refusal::LinkDead)?;
    Ok((held, address, account))
}
