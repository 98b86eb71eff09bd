//! Where a person is signed in, and ending it (T25). What is ended here is out with its next request, for every request
//! looks its session up.

use domain::accounts::AccountType;
use domain::accounts::own::SessionRow;
use domain::refusal::Refusal;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::session::{SignedIn, is_alive};
use crate::entity::session;
use crate::error::Answer;
use crate::market::Market;

/// The person's live sessions, the one that asks first, then by when they were last seen.
///
/// # Errors
/// Only breakages.
pub async fn list(market: &Market, who: &SignedIn) -> Answer<Vec<SessionRow>> {
    let now = market.now();
    let rows = session::Entity::find()
        .filter(session::Column::AccountId.eq(who.member.account_id))
        .filter(session::Column::Generation.eq(who.here.generation))
        .order_by_desc(session::Column::SeenAt)
        .order_by_asc(session::Column::PublicId)
        .all(market.db.reader())
        .await?;
    let mut list: Vec<SessionRow> = rows
        .into_iter()
        .filter(|row| is_alive(row, now))
        .filter_map(|row| {
            Some(SessionRow {
                account_type: AccountType::of_word(&row.account_type)?,
                id: row.public_id.to_string(),
                here: row.token_hash == who.here.token_hash,
                device: row.device,
                began: row.created_at,
                seen: row.seen_at,
            })
        })
        .collect();
    list.sort_by_key(|row| !row.here);
    Ok(list)
}

/// Ends one session of the person's own. One that is over already stays over.
///
/// # Errors
/// [`Refusal::NotFound`] for what is no name of a session.
pub async fn end(market: &Market, who: &SignedIn, id: &str) -> Answer<()> {
    let id = Uuid::try_parse(id).map_err(|_| Refusal::NotFound)?;
    let tx = market.db.begin().await?;
    session::Entity::delete_many()
        .filter(session::Column::AccountId.eq(who.member.account_id))
        .filter(session::Column::PublicId.eq(id))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Ends all sessions of the person but the one that asks.
///
/// # Errors
/// Only breakages.
pub async fn end_others(market: &Market, who: &SignedIn) -> Answer<()> {
    let tx = market.db.begin().await?;
    session::Entity::delete_many()
        .filter(session::Column::AccountId.eq(who.member.account_id))
        .filter(session::Column::TokenHash.ne(who.here.token_hash.clone()))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(())
}
