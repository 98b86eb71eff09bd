//! Forgetting a reader: what still waits for them is cancelled, and no row tells any more whom it was for.
//!
//! Rows that other rows count on (`verify`) stay, emptied: the mails of requests and of imports. The others go. The last
//! mail to somebody who leaves (M30) is emptied when it is sent, or given up (`outcome`).

use domain::quotations::RequestNumber;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait, Func};
use sea_orm::{Condition, QuerySelect, UpdateMany};

use super::mail::Mail;
use super::outbox::released;
use crate::contact::answering;
use crate::entity::{contact_entry, outbox};
use crate::error::Answer;

/// What stands in place of an address that is forgotten.
pub(super) const NOBODY: &str = "-";

/// The mails that are the last to their reader (M30, M34).
pub(super) const LAST_MAILS: [&str; 2] = ["account_deleted", "removed_from_company"];

/// Whether a last mail still names its reader.
///
/// # Errors
/// The database's own.
pub(crate) async fn holds_last_mails(tx: &impl ConnectionTrait) -> Result<bool, DbErr> {
    let held = outbox::Entity::find()
        .filter(outbox::Column::Kind.is_in(LAST_MAILS))
        .filter(outbox::Column::Recipient.ne(NOBODY))
        .one(tx)
        .await?;
    Ok(held.is_some())
}

/// The columns that tell whom a mail is for and what it says, emptied.
pub(super) fn emptied(update: UpdateMany<outbox::Entity>) -> UpdateMany<outbox::Entity> {
    update
        .col_expr(outbox::Column::Recipient, Expr::value(NOBODY))
        .col_expr(outbox::Column::Payload, Expr::value("{}"))
}

/// Mails that other rows count on.
fn counted() -> Condition {
    Condition::any()
        .add(outbox::Column::DedupeKey.starts_with("request:"))
        .add(outbox::Column::DedupeKey.starts_with("contact:"))
        .add(outbox::Column::DedupeKey.starts_with("import:"))
}

/// Forgets what was sent or given up before some moment.
///
/// # Errors
/// The database's own.
pub(crate) async fn forget_finished(tx: &impl ConnectionTrait, before: i64) -> Result<(), DbErr> {
    let old = Condition::all().add(outbox::Column::FinishedAt.lt(before));
    outbox::Entity::delete_many()
        .filter(old.clone())
        .filter(counted().not())
        .exec(tx)
        .await?;
    emptied(outbox::Entity::update_many())
        .filter(old)
        .filter(outbox::Column::Recipient.ne(NOBODY))
        .exec(tx)
        .await?;
    Ok(())
}

/// Forgets readers, by their addresses in lower case.
///
/// # Errors
/// The database's own.
pub(crate) async fn forget(tx: &impl ConnectionTrait, addresses: &[String], now: i64) -> Result<(), DbErr> {
    outbox::Entity::delete_many()
        .filter(to(addresses))
        .filter(counted().not())
        .exec(tx)
        .await?;
    empty(tx, to(addresses), now).await
}

/// Forgets the mails that asked unproved addresses for their proof; whatever else went there is its reader's business.
///
/// # Errors
/// The database's own.
pub(crate) async fn forget_proofs(tx: &impl ConnectionTrait, addresses: &[String]) -> Result<(), DbErr> {
    outbox::Entity::delete_many()
        .filter(to(addresses))
        .filter(outbox::Column::Kind.eq("confirm_address"))
        .exec(tx)
        .await?;
    Ok(())
}

/// Forgets what others were told of somebody's links, whether it was sent or waits.
///
/// # Errors
/// The database's own.
pub(crate) async fn forget_person(tx: &impl ConnectionTrait, account_id: i64) -> Result<(), DbErr> {
    outbox::Entity::delete_many()
        .filter(outbox::Column::DedupeKey.starts_with(format!("person:{account_id}:")))
        .exec(tx)
        .await?;
    Ok(())
}

/// Forgets what the owner was told of requests.
///
/// # Errors
/// The database's own.
pub(crate) async fn forget_requests(
    tx: &impl ConnectionTrait,
    requests: &[i64],
    now: i64,
) -> Result<(), DbErr> {
    let keys = requests.iter().flat_map(|id| {
        let number = RequestNumber(*id);
        ["owner", "requester"].map(|side| format!("request:{number}:{side}"))
    });
    empty(
        tx,
        Condition::all().add(outbox::Column::DedupeKey.is_in(keys)),
        now,
    )
    .await
}

/// Who answers for a request now.
pub(crate) struct Requester<'a> {
    pub(crate) name: &'a str,
    pub(crate) furigana: &'a str,
    pub(crate) email: &'a str,
    pub(crate) phone: &'a str,
}

/// Requests go on under another name: what the owner was told of them, or is about to be, says the new one. A mail that
/// waits is sent all the same.
///
/// # Errors
/// The database's own, and a mail that cannot be read.
pub(crate) async fn pass_requests_on(
    tx: &impl ConnectionTrait,
    requests: &[i64],
    to: &Requester<'_>,
) -> Answer<()> {
    let keys = requests
        .iter()
        .map(|id| format!("request:{}:owner", RequestNumber(*id)));
    let rows = outbox::Entity::find()
        .filter(outbox::Column::DedupeKey.is_in(keys))
        .all(tx)
        .await?;
    for row in rows {
        // One that was emptied before stays so.
        let Ok(Mail::RequestReceived(mut mail)) = serde_json::from_str(&row.payload) else {
            continue;
        };
        to.name.clone_into(&mut mail.name);
        to.furigana.clone_into(&mut mail.furigana);
        to.email.clone_into(&mut mail.email);
        to.phone.clone_into(&mut mail.phone);
        let payload = serde_json::to_string(&Mail::RequestReceived(mail))?;
        outbox::Entity::update_many()
            .col_expr(outbox::Column::Payload, Expr::value(payload))
            .filter(outbox::Column::Id.eq(row.id))
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// Forgets the mails of links, whether they were sent or wait.
///
/// # Errors
/// The database's own.
pub(crate) async fn forget_invitations(tx: &impl ConnectionTrait, links: &[Uuid]) -> Result<(), DbErr> {
    let keys = links.iter().map(|id| format!("invite:{id}"));
    outbox::Entity::delete_many()
        .filter(outbox::Column::DedupeKey.is_in(keys))
        .exec(tx)
        .await?;
    Ok(())
}

/// Forgets what coordinators were told of applications (M13).
///
/// # Errors
/// The database's own.
pub(crate) async fn forget_coordinators(
    tx: &impl ConnectionTrait,
    applications: &[i64],
) -> Result<(), DbErr> {
    for id in applications {
        outbox::Entity::delete_many()
            .filter(outbox::Column::DedupeKey.starts_with(format!("application:{id}:coordinator:")))
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// Forgets what the owner was told of messages, and what their writers were answered.
///
/// # Errors
/// The database's own.
pub(crate) async fn forget_messages(
    tx: &impl ConnectionTrait,
    messages: &[i64],
    now: i64,
) -> Result<(), DbErr> {
    let both = messages
        .iter()
        .flat_map(|id| ["owner", "sender"].map(|side| format!("contact:{id}:{side}")));
    let answers: Vec<(i64, i64)> = contact_entry::Entity::find()
        .select_only()
        .columns([contact_entry::Column::MessageId, contact_entry::Column::Id])
        .filter(contact_entry::Column::MessageId.is_in(messages.iter().copied()))
        .into_tuple()
        .all(tx)
        .await?;
    let answers = answers
        .into_iter()
        .map(|(message, entry)| answering::key(message, entry));
    let keys: Vec<String> = both.chain(answers).collect();
    let which = Condition::all().add(outbox::Column::DedupeKey.is_in(keys));
    empty(tx, which, now).await
}

fn to(addresses: &[String]) -> Condition {
    let recipient = Func::lower(Expr::col(outbox::Column::Recipient));
    Condition::all().add(Expr::expr(recipient).is_in(addresses.to_vec()))
}

async fn empty(tx: &impl ConnectionTrait, which: Condition, now: i64) -> Result<(), DbErr> {
    // A worker that has one in hand finds that its claim no longer counts.
    released(outbox::Entity::update_many(), "expired")
        .col_expr(outbox::Column::FinishedAt, Expr::value(now))
        .filter(which.clone())
        .filter(outbox::Column::State.is_in(["queued", "leased"]))
        .exec(tx)
        .await?;
    emptied(outbox::Entity::update_many())
        .col_expr(outbox::Column::LastError, Expr::value(Option::<String>::None))
        .filter(which)
        .exec(tx)
        .await?;
    Ok(())
}
