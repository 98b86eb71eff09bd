//! The market's side of editing stock without a connection: devices push what was changed on them, and pull what others
//! changed. The rules are `domain::inventory::sync`'s; here are the tables that they look at and write.
//!
//! A push is one writing transaction ([`tables`], [`writing`]): the company's row is held first, so that its users stay who they
//! are, then its change number, which puts all writers of its stock in a row. Lots, ledger, conflicts and change numbers are
//! committed together, then the search index follows. A pull sees one moment of the tables ([`feed`]). What lots were before
//! is kept when they are changed ([`history`]); conflicts that wait are listed for administrators ([`conflicts`]), who
//! settle them in place of whoever is away ([`settling`]) and are mailed about them after a week ([`reminding`]). A lot whose reference alone was changed is [`renewing`].
//!
//! After the database was put back from a backup it begins a new life ([`new_epoch`]), by which devices know that they may
//! have heard of changes that never happened. What has had its time goes in [`forgetting`].

pub mod conflicts;
mod feed;
pub(crate) mod forgetting;
pub mod history;
pub(crate) mod reminding;
mod renewing;
pub mod settling;
mod tables;
mod writing;

use domain::accounts::role::{Act, Role};
use domain::inventory::contact_details::CompanyName;
use domain::inventory::sync::market::{self as desk, Setting, Tx, Writer};
use domain::inventory::sync::wire::{Changes, Hello, Malformed, Pull, Push, Pushed, Stop};
use domain::inventory::sync::{Judge, Row, Schemas};
use domain::refusal::Refusal;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect};
use serde::Deserialize;
use uuid::Uuid;

pub(crate) use self::renewing::renew;
use self::tables::Tables;
use crate::accounts::session::{SessionToken, SignedIn};
use crate::clock::year_in_japan;
use crate::entity::{account, company, instance, lot, membership, session};
use crate::error::Answer;
use crate::market::Market;
use crate::proofs::Supplier;

/// The proof of somebody who may send what a user of a company wrote down: that user, in that company, today.
///
/// # Errors
/// The ops are somebody else's, or the person may not edit the company's stock any more. Whoever is signed in as something
/// else than the trade is asked to sign in again.
pub fn admitted(who: &SignedIn, user_id: i64, company_id: i64) -> Result<Supplier, Stop> {
    if who.member.account_id != user_id {
        return Err(Stop::ClientNotYours);
    }
    if who.member.company_id.is_none() && who.member.works_for == Some(company_id) {
        return Err(Stop::SignIn);
    }
    who.supplier()
        .filter(|supplier| supplier.company_id == company_id)
        .ok_or(Stop::CompanyGone)
}

/// Counts a message of somebody's devices.
///
/// # Errors
/// There were too many; the next one in so many seconds.
pub fn counted(market: &Market, who: &SignedIn) -> Result<(), u32> {
    market
        .limits
        .may_sync(who.member.account_id)
        .map_err(|refusal| match refusal {
            Refusal::TooMany { seconds } => seconds,
            _ => 1,
        })
}

/// What somebody who is suspended is answered, who can do nothing but take along what they wrote themselves.
///
/// # Errors
/// Only breakages.
pub async fn suspended(market: &Market, token: &SessionToken, user_id: i64) -> Answer<Stop> {
    let found = session::Entity::find_by_id(token.hash())
        .one(market.db.reader())
        .await?;
    Ok(match found {
        Some(session) if session.account_id == user_id => Stop::CompanyGone,
        Some(_) => Stop::ClientNotYours,
        None => Stop::SignIn,
    })
}

/// Who is there and whose stock it is.
///
/// # Errors
/// Breakages; [`Stop::CompanyGone`] is the answer to whoever has no stock to edit.
pub async fn hello(market: &Market, who: &SignedIn) -> Answer<Result<Hello, Stop>> {
    let Some(supplier) = who.supplier() else {
        return Ok(Err(Stop::CompanyGone));
    };
    Ok(Ok(Hello {
        user_id: supplier.account_id,
        company_id: supplier.company_id,
        db_epoch: epoch(market.db.reader()).await?,
        schema: Schemas::CURRENT.newest,
        name: who.visitor.name.clone(),
        company: who.visitor.company.clone(),
        year: year_in_japan(market.now()).0,
        number: who.visitor.number.clone(),
    }))
}

/// Reads a push.
///
/// # Errors
/// What cannot be read is not always a fault of the device's program: an older or a newer form of ops may look otherwise.
pub fn read(bytes: &[u8], schemas: Schemas) -> Result<Push, Stop> {
    #[derive(Deserialize)]
    struct Envelope {
        schema: u16,
    }
    if bytes.len() > domain::inventory::sync::PUSH_BYTES {
        return Err(Stop::TooLarge);
    }
    serde_json::from_slice(bytes).map_err(|_| match serde_json::from_slice::<Envelope>(bytes) {
        Ok(envelope) if envelope.schema < schemas.oldest => Stop::UpgradeRequired {
            oldest: schemas.oldest,
        },
        Ok(envelope) if envelope.schema > schemas.newest => Stop::Busy { seconds: 60 },
        _ => Stop::Malformed {
            why: Malformed::Unreadable,
        },
    })
}

/// Takes a batch of ops: all of it is decided and committed, or nothing. `device` is what colleagues will know the device by, where that is
/// known: its browser and system.
///
/// # Errors
/// Only breakages; a batch that is not taken is an answer.
pub async fn push(
    market: &Market,
    supplier: &Supplier,
    push: &Push,
    schemas: Schemas,
    device: &str,
) -> Answer<Result<Pushed, Stop>> {
    // What can be refused unseen waits for nobody's lock.
    if let Err(stop) = push.check() {
        return Ok(Err(stop));
    }
    let tx = market.db.begin().await?;
    let Some(company) = hold(&tx, supplier).await? else {
        return Ok(Err(Stop::CompanyGone));
    };
    // Asked when it is this batch's turn, so that the order of instants is the order of changes.
    let now = market.now();
    let (answer, has_changed) = decide(&tx, supplier, &company, push, schemas, device, now).await?;
    tx.commit().await?;
    if has_changed {
        follow(market).await;
    }
    Ok(answer)
}

/// Lets the index of the search follow what was committed.
pub(crate) async fn follow(market: &Market) {
    if let Err(error) = market.search.ready(market).await {
        // It is done, and the next search follows by itself.
        tracing::warn!(
            error = format!("{error:#}"),
            "the search index did not follow a change of lots"
        );
    }
}

/// The company of a proof, if the proof still holds, with its change number: held until the transaction ends, so that its users
/// stay who they are and nobody else writes its stock.
pub(crate) async fn hold(tx: &DatabaseTransaction, supplier: &Supplier) -> Answer<Option<company::Model>> {
    let Some(company) = held(tx, supplier).await? else {
        return Ok(None);
    };
    Tables::of(tx, company.id).hold(company.id).await?;
    Ok(Some(company))
}

/// Decides a batch and writes it, in a transaction in which the company is held ([`hold`]); also tells whether a lot was changed.
pub(crate) async fn decide(
    tx: &DatabaseTransaction,
    supplier: &Supplier,
    company: &company::Model,
    push: &Push,
    schemas: Schemas,
    device: &str,
    now: i64,
) -> Answer<(Result<Pushed, Stop>, bool)> {
    let mut tables = Tables::of(tx, supplier.company_id).from(device);
    let setting = Setting {
        judge: Judge::new(year_in_japan(now), CompanyName::of(&company.name)),
        schemas,
        now,
    };
    let writer = Writer {
        user: supplier.account_id,
        company: supplier.company_id,
    };
    let answer = desk::push(&mut tables, writer, push, &setting).await?;
    Ok((answer, tables.has_changed))
}

/// A page of what has changed since a number.
///
/// # Errors
/// Only breakages; what is not told is an answer.
pub async fn changes(market: &Market, supplier: &Supplier, pull: &Pull) -> Answer<Result<Changes, Stop>> {
    if let Err(stop) = same(supplier, pull.user_id, pull.company_id) {
        return Ok(Err(stop));
    }
    let tx = market.db.begin_reading().await?;
    let changes = feed::changes(&tx, pull).await?;
    tx.commit().await?;
    Ok(Ok(changes))
}

fn same(supplier: &Supplier, user_id: i64, company_id: i64) -> Result<(), Stop> {
    if supplier.account_id != user_id {
        return Err(Stop::ClientNotYours);
    }
    if supplier.company_id != company_id {
        return Err(Stop::CompanyGone);
    }
    Ok(())
}

/// The company of a proof, held until the transaction ends, if the proof still holds: role, company or stock may have been
/// taken away a moment ago.
pub(crate) async fn held(tx: &DatabaseTransaction, supplier: &Supplier) -> Answer<Option<company::Model>> {
    let company = company::Entity::find_by_id(supplier.company_id)
        .lock_shared()
        .one(tx)
        .await?;
    let member = membership::Entity::find_by_id(supplier.account_id)
        .filter(membership::Column::CompanyId.eq(supplier.company_id))
        .one(tx)
        .await?;
    let account = account::Entity::find_by_id(supplier.account_id).one(tx).await?;
    let role = member.and_then(|member| Role::of_word(&member.role));
    let may = role.is_some_and(|role| role.may(Act::Stock))
        && account.is_some_and(|account| account.state == "active");
    Ok(company.filter(|company| may && sells(company)))
}

/// Whether a company's stock is its own to edit.
pub(crate) fn sells(company: &company::Model) -> bool {
    let supplier = domain::accounts::AccountType::Supplier.word();
    company.trade_type == supplier
        && !company.in_screening()
        && company.suspended_at.is_none()
        && company.gone_at.is_none()
}

/// Begins a new life of the database, after it was put back from a backup: every device pulls all stock anew, and sends
/// again what this database does not know of. Answers the new name.
///
/// # Errors
/// Only breakages.
pub async fn new_epoch(market: &Market) -> Answer<Uuid> {
    let now = market.now();
    market.db.named(now).await?;
    let epoch = Uuid::new_v4();
    let tx = market.db.begin().await?;
    instance::Entity::update_many()
        .col_expr(instance::Column::DbEpoch, Expr::value(epoch))
        .col_expr(instance::Column::CreatedAt, Expr::value(now))
        .filter(instance::Column::Id.eq(1_i16))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(epoch)
}

/// The life of this database.
pub(crate) async fn epoch(db: &impl ConnectionTrait) -> Answer<Uuid> {
    let named = instance::Entity::find_by_id(1_i16).one(db).await?;
    Ok(named
        .ok_or_else(|| anyhow::anyhow!("the database has no name"))?
        .db_epoch)
}

/// A stored lot as it travels.
fn row(lot: &lot::Model) -> Row {
    let by_import = lot.imported_by().is_some();
    Row {
        item_id: lot.public_id,
        version: lot.version,
        seq: lot.seq,
        deleted_at: lot.deleted_at,
        updated_by: lot.updated_by.filter(|_| !by_import),
        updated_at: lot.updated_at,
        lot: lot.clone().into_form(),
    }
}
