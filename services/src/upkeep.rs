//! Upkeep: once a day what has had its time goes, as the privacy policy promises and tables need to stay small; and what has waited
//! too long for somebody is mailed.
//!
//! It is a job like any other, so that it is done once on however many machines, and tried again where it breaks. Each
//! run leaves the next one, in the transaction of its own effect.

use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::accounts::device::REMEMBERED_DAYS;
use crate::accounts::persons::adding;
use crate::accounts::{registration, users};
use crate::api::{once, tokens};
use crate::entity::{contact_message, device, half_sign_in, job, link, login_guard, reset_request, session};
use crate::error::Answer;
use crate::inventory::drafts;
use crate::inventory::sync::{forgetting, reminding};
use crate::jobs::{self, Kind, Lease};
use crate::market::Market;
use crate::people::team::inviting;
use crate::post;
use crate::search::missed;

const DAY: i64 = 24 * 60 * 60 * 1_000;
/// Messages to the owner are kept in case of further questions.
const MESSAGES: i64 = 2 * 365 * DAY;
/// Mails that were sent or given up, and what was noted of jobs.
const MAILS: i64 = 90 * DAY;
/// A link that no longer opens anything is recognised for so long, to say why.
const LINKS: i64 = 30 * DAY;
/// The market has one upkeep.
const SUBJECT: i64 = 0;

/// Sees to it that there is a next run. Call it when a server starts.
///
/// # Errors
/// Only breakages.
pub async fn arrange(market: &Market) -> Answer<()> {
    let tx = market.db.begin().await?;
    jobs::leave_once(&tx, Kind::Upkeep, SUBJECT, market.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// The job.
pub(crate) async fn carry_out(market: &Market, lease: &Lease) -> Answer<()> {
    let now = market.now();
    let tx = market.db.begin().await?;
    registration::forget_old(&tx, now).await?;
    users::inviting::forget_old(&tx, now).await?;
    inviting::forget_old(&tx, now).await?;
    adding::forget_old(&tx, now).await?;
    forget_entrances(&tx, now).await?;
    forget_messages(&tx, now).await?;
    missed::forget_old(&tx, now).await?;
    forgetting::forget_old(&tx, now).await?;
    drafts::forget_old(&tx, now).await?;
    once::forget_old(&tx, now).await?;
    tokens::forget_old(&tx, now).await?;
    post::forget_finished(&tx, now - MAILS).await?;
    job::Entity::delete_many()
        .filter(job::Column::FinishedAt.lt(now - MAILS))
        .exec(&tx)
        .await?;
    reminding::remind(&tx, now).await?;
    if jobs::again(&tx, lease, now + DAY).await? {
        tx.commit().await?;
    }
    Ok(())
}

/// Sessions, half sign-ins, browsers, links and lanes that open, tell and close nothing any more.
async fn forget_entrances(tx: &impl ConnectionTrait, now: i64) -> Answer<()> {
    session::Entity::delete_many()
        .filter(session::Column::ExpiresAt.lte(now))
        .exec(tx)
        .await?;
    half_sign_in::Entity::delete_many()
        .filter(half_sign_in::Column::ExpiresAt.lte(now))
        .exec(tx)
        .await?;
    device::Entity::delete_many()
        .filter(device::Column::CreatedAt.lt(now - REMEMBERED_DAYS * DAY))
        .exec(tx)
        .await?;
    link::Entity::delete_many()
        .filter(link::Column::ExpiresAt.lt(now - LINKS))
        .exec(tx)
        .await?;
    reset_request::Entity::delete_many()
        .filter(reset_request::Column::CreatedAt.lt(now - LINKS))
        .exec(tx)
        .await?;
    // Failures in a row count until a password is right, however long that takes (T07).
    let open = Condition::any()
        .add(login_guard::Column::LockedUntil.is_null())
        .add(login_guard::Column::LockedUntil.lt(now));
    login_guard::Entity::delete_many()
        .filter(login_guard::Column::Consecutive.eq(0))
        .filter(login_guard::Column::ReservedAt.lt(now - DAY))
        .filter(open)
        .exec(tx)
        .await?;
    Ok(())
}

/// Messages to the owner, and the mails that told of them.
async fn forget_messages(tx: &impl ConnectionTrait, now: i64) -> Answer<()> {
    let old = contact_message::Column::CreatedAt.lt(now - MESSAGES);
    let ids: Vec<i64> = contact_message::Entity::find()
        .select_only()
        .column(contact_message::Column::Id)
        .filter(old.clone())
        .into_tuple()
        .all(tx)
        .await?;
    for ids in ids.chunks(1_000) {
        post::forget_messages(tx, ids, now).await?;
    }
    contact_message::Entity::delete_many()
        .filter(old)
        .exec(tx)
        .await?;
    Ok(())
}
