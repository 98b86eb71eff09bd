//! Browsers that have signed in before. Each has a lane of its own at the guard (T08), and a new one is told by mail (M29).

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, Set};

use super::caller::Caller;
use super::token::Token;
use crate::entity::device;
use crate::error::Answer;
use crate::post::{Mail, NewDevice};

/// How long a browser is remembered, in days; its cookie lasts as long.
pub const REMEMBERED_DAYS: i64 = 365;
const DAY: i64 = 24 * 60 * 60 * 1_000;

/// The hash of this browser's token, if this account has signed in from it before.
pub(crate) async fn known(
    db: &impl ConnectionTrait,
    account_id: i64,
    token: Option<&Token>,
) -> Answer<Option<Vec<u8>>> {
    // Looked up for nobody, too: the work is the same (T01).
    let hash = token.map(Token::hash).unwrap_or_default();
    let found = device::Entity::find_by_id((hash, account_id)).one(db).await?;
    Ok(found.map(|device| device.token_hash))
}

/// Whether this browser is new to an account that knows others.
pub(crate) async fn is_new(
    db: &impl ConnectionTrait,
    account_id: i64,
    token: Option<&Token>,
) -> Answer<bool> {
    if known(db, account_id, token).await?.is_some() {
        return Ok(false);
    }
    Ok(count(db, account_id).await? > 0)
}

/// How many browsers an account knows.
pub(crate) async fn count(db: &impl ConnectionTrait, account_id: i64) -> Answer<u64> {
    Ok(device::Entity::find()
        .filter(device::Column::AccountId.eq(account_id))
        .count(db)
        .await?)
}

/// Notes that an account signs in from this browser; a browser that is new to an account that knows others is mailed.
/// Answers the token that the browser is to keep.
pub(crate) async fn remember(
    tx: &impl ConnectionTrait,
    account_id: i64,
    caller: &Caller,
    now: i64,
) -> Answer<Token> {
    if let Some(token) = &caller.device
        && known(tx, account_id, Some(token)).await?.is_some()
    {
        return Ok(token.clone());
    }
    device::Entity::delete_many()
        .filter(device::Column::AccountId.eq(account_id))
        .filter(device::Column::CreatedAt.lt(now - REMEMBERED_DAYS * DAY))
        .exec(tx)
        .await?;
    let others = count(tx, account_id).await?;
    let token = own_token(tx, caller).await?;
    let row = device::ActiveModel {
        token_hash: Set(token.hash()),
        account_id: Set(account_id),
        created_at: Set(now),
    };
    device::Entity::insert(row).exec_without_returning(tx).await?;
    if others > 0 {
        tell(tx, account_id, caller, now).await?;
    }
    Ok(token)
}

/// The token that this browser keeps for another account of the same household, or a new one. One that we never gave is
/// not taken over: whoever planted it would know it.
async fn own_token(tx: &impl ConnectionTrait, caller: &Caller) -> Answer<Token> {
    if let Some(token) = &caller.device {
        let ours = device::Entity::find()
            .filter(device::Column::TokenHash.eq(token.hash()))
            .one(tx)
            .await?;
        if ours.is_some() {
            return Ok(token.clone());
        }
    }
    Ok(Token::new())
}

async fn tell(tx: &impl ConnectionTrait, account_id: i64, caller: &Caller, now: i64) -> Answer<()> {
    let mail = Mail::NewDevice(NewDevice {
        at: now,
        device: caller.device_name(),
    });
    let key = format!("device:{account_id}:{now}");
    super::tell(tx, account_id, &mail, key, now).await
}

/// Forgets all browsers of an account: after a new password by mail nobody is known any more (T17).
pub(crate) async fn forget_all(tx: &impl ConnectionTrait, account_id: i64) -> Answer<()> {
    device::Entity::delete_many()
        .filter(device::Column::AccountId.eq(account_id))
        .exec(tx)
        .await?;
    Ok(())
}
