//! The company's lots for its own systems: read by the page, put and deleted in batches, all of a batch or nothing.

use std::collections::HashMap;

use anyhow::{anyhow, ensure};
use domain::api::putting::{self, Did, Held, Named, Plan, SameItems, Sent};
use domain::api::tokens::Scope;
use domain::inventory::LotForm;
use domain::inventory::contact_details::CompanyName;
use domain::inventory::sync::wire::{Push, Pushed};
use domain::inventory::sync::{Act, Judge, Op, PROTOCOL, Schemas, Set};
use domain::refusal::Refusal;
use domain::search::norm;
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::bearer::Bearer;
use super::once::{Desk, Once};
use super::{Outcome, shelf};
use crate::clock::year_in_japan;
use crate::entity::{lot, lot_reference, model, sync_client};
use crate::error::Answer;
use crate::inventory::sync;
use crate::market::Market;

/// A lot as its company's systems read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnLot {
    pub id: Uuid,
    pub reference: Option<String>,
    pub version: i32,
    pub registered_at: i64,
    pub updated_at: i64,
    pub lot: LotForm,
}

/// What is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    pub model: Option<String>,
    pub reference: Option<String>,
    /// Where the page before ended.
    pub after: i64,
    pub limit: u32,
}

/// A page of the list, oldest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    pub lots: Vec<OwnLot>,
    /// Where the next page begins; nothing on the last one.
    pub next: Option<i64>,
}

fn own(bearer: &Bearer) -> Select<lot::Entity> {
    lot::Entity::find()
        .filter(lot::Column::CompanyId.eq(bearer.supplier.company_id))
        .filter(lot::Column::DeletedAt.is_null())
}

/// A page of the company's lots.
///
/// # Errors
/// [`Refusal::NotAllowed`] where the token is for something else.
pub async fn list(market: &Market, bearer: &Bearer, wanted: &Wanted) -> Answer<Page> {
    bearer.asked(Scope::Read)?;
    let db = market.db.begin_reading().await?;
    let mut found = own(bearer).filter(lot::Column::Id.gt(wanted.after));
    if let Some(text) = &wanted.model {
        let models = Query::select()
            .column(model::Column::Id)
            .from(model::Entity)
            .and_where(model::Column::Norm.eq(norm(text)))
            .to_owned();
        found = found.filter(lot::Column::ModelId.in_subquery(models));
    }
    if let Some(text) = &wanted.reference {
        let lots = Query::select()
            .column(lot_reference::Column::LotId)
            .from(lot_reference::Entity)
            .and_where(lot_reference::Column::CompanyId.eq(bearer.supplier.company_id))
            .and_where(lot_reference::Column::Reference.is_in(shelf::reference(text)))
            .to_owned();
        found = found.filter(lot::Column::Id.in_subquery(lots));
    }
    let mut rows = found
        .order_by_asc(lot::Column::Id)
        .limit(u64::from(wanted.limit) + 1)
        .all(&db)
        .await?;
    let more = rows.len() > wanted.limit as usize;
    rows.truncate(wanted.limit as usize);
    let next = rows.last().filter(|_| more).map(|row| row.id);
    let lots = views(&db, rows).await?;
    db.commit().await?;
    Ok(Page { lots, next })
}

/// One of the company's lots.
///
/// # Errors
/// [`Refusal::NotFound`] for another company's lot and for none alike (T04); [`Refusal::NotAllowed`] where the token is for
/// something else.
pub async fn one(market: &Market, bearer: &Bearer, id: Uuid) -> Answer<OwnLot> {
    bearer.asked(Scope::Read)?;
    let db = market.db.begin_reading().await?;
    let found = own(bearer).filter(lot::Column::PublicId.eq(id)).one(&db).await?;
    let lots = views(&db, found.into_iter().collect()).await?;
    db.commit().await?;
    Ok(lots.into_iter().next().ok_or(Refusal::NotFound)?)
}

async fn views(db: &impl ConnectionTrait, rows: Vec<lot::Model>) -> Answer<Vec<OwnLot>> {
    let references = shelf::of_lots(db, &rows).await?;
    let view = |row: lot::Model| OwnLot {
        id: row.public_id,
        reference: references.get(&row.id).cloned(),
        version: row.version,
        registered_at: row.registered_at,
        updated_at: row.updated_at,
        lot: row.into_form(),
    };
    Ok(rows.into_iter().map(view).collect())
}

/// What became of one lot that was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    pub id: Uuid,
    pub reference: Option<String>,
    pub version: i32,
    pub did: Done,
}

/// What was done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Done {
    Created,
    Changed,
    Added,
    Unchanged,
}

impl From<Did> for Done {
    fn from(did: Did) -> Self {
        match did {
            Did::Created => Self::Created,
            Did::Changed => Self::Changed,
            Did::Added => Self::Added,
            Did::Unchanged => Self::Unchanged,
        }
    }
}

/// Puts lots: all of them, or none.
///
/// # Errors
/// Breakages; [`Refusal::NotAllowed`] where the token is for something else.
pub async fn put(
    market: &Market,
    bearer: &Bearer,
    once: Option<&Once>,
    sent: &[Sent],
    same_items: SameItems,
) -> Answer<Outcome<Vec<Placed>>> {
    bearer.asked(Scope::Write)?;
    let desk = match Desk::open(market, bearer, once).await? {
        Ok(desk) => desk,
        Err(outcome) => return Ok(outcome),
    };
    let company_id = bearer.supplier.company_id;
    let shelf = shelf::read(&desk.tx, company_id, sent.iter().map(Into::into)).await?;
    let judge = Judge::new(year_in_japan(desk.now), CompanyName::of(&desk.company.name));
    let plan = match putting::plan(sent, shelf, same_items, &judge, Uuid::now_v7) {
        Ok(plan) => plan,
        Err(faults) => return Ok(Outcome::Faults(faults)),
    };
    let acts = plan.touched.iter().filter_map(|touched| {
        let act = match &touched.before {
            None => Act::Create {
                lot: touched.after.clone(),
            },
            Some(before) => Act::Update {
                set: Some(Set::between(&before.lot, &touched.after)).filter(|set| !set.is_empty())?,
            },
        };
        Some((
            touched.id,
            touched.before.as_ref().map_or(0, |held| held.version),
            act,
        ))
    });
    let mut versions = write(&desk, bearer, acts.collect()).await?;
    // No op says so, for no device has references; but whoever has read the lot has read another one.
    let renamed = plan.touched.iter().filter(|touched| touched.is_only_renamed());
    let renamed: Vec<Uuid> = renamed.map(|touched| touched.id).collect();
    versions.extend(sync::renew(&desk.tx, &bearer.supplier, bearer.client_id, &renamed, desk.now).await?);
    let placed = placed(plan, &versions);
    let references = placed.iter().map(|lot| (lot.id, lot.reference.clone()));
    shelf::refer(&desk.tx, company_id, &references.collect()).await?;
    desk.close(&placed).await?;
    sync::follow(market).await;
    Ok(Outcome::Done(placed))
}

/// What is answered: each lot that was sent, with the version that it is in now.
fn placed(plan: Plan, versions: &HashMap<Uuid, i32>) -> Vec<Placed> {
    let after: HashMap<Uuid, _> = plan.touched.into_iter().map(|lot| (lot.id, lot)).collect();
    let placed = plan.did.into_iter().filter_map(|(id, did)| {
        let touched = after.get(&id)?;
        let before = touched.before.as_ref().map_or(0, |held| held.version);
        Some(Placed {
            id,
            reference: touched.reference.clone(),
            version: versions.get(&id).copied().unwrap_or(before),
            did: did.into(),
        })
    });
    placed.collect()
}

/// Deletes lots: all of them, or none. Answers the ids, in order.
///
/// # Errors
/// Breakages; [`Refusal::NotAllowed`] where the token is for something else.
pub async fn delete(
    market: &Market,
    bearer: &Bearer,
    once: Option<&Once>,
    named: &[Named],
) -> Answer<Outcome<Vec<Uuid>>> {
    bearer.asked(Scope::Write)?;
    let desk = match Desk::open(market, bearer, once).await? {
        Ok(desk) => desk,
        Err(outcome) => return Ok(outcome),
    };
    let shelf = shelf::read(&desk.tx, bearer.supplier.company_id, named.iter().map(Into::into)).await?;
    let lots = match putting::deletions(named, &shelf) {
        Ok(lots) => lots,
        Err(faults) => return Ok(Outcome::Faults(faults)),
    };
    let deletion = |held: Held| (held.id, held.version, Act::Delete { seen: held.lot });
    let ids: Vec<Uuid> = lots.iter().map(|held| held.id).collect();
    write(&desk, bearer, lots.into_iter().map(deletion).collect()).await?;
    desk.close(&ids).await?;
    sync::follow(market).await;
    Ok(Outcome::Done(ids))
}

/// Writes acts as the ops of a device: the lots are held as they were read, so every op goes through. Answers the versions that
/// lots are in now.
async fn write(desk: &Desk<'_>, bearer: &Bearer, acts: Vec<(Uuid, i32, Act)>) -> Answer<HashMap<Uuid, i32>> {
    if acts.is_empty() {
        return Ok(HashMap::new());
    }
    let count = acts.len();
    let push = push(desk, bearer, acts).await?;
    let decided = sync::decide(
        &desk.tx,
        &bearer.supplier,
        &desk.company,
        &push,
        Schemas::CURRENT,
        "",
        desk.now,
    );
    match decided.await?.0 {
        Ok(pushed) => Ok(versions(&pushed, count)?),
        Err(stop) => Err(anyhow!("a batch was stopped: {stop:?}").into()),
    }
}

fn versions(pushed: &Pushed, count: usize) -> anyhow::Result<HashMap<Uuid, i32>> {
    use domain::inventory::sync::Outcome as Decided;
    let through = |decided: &Decided| matches!(decided, Decided::Applied { .. });
    let went_through = pushed
        .results
        .iter()
        .filter(|answered| through(&answered.outcome))
        .count();
    ensure!(
        went_through == count,
        "{went_through} of {count} changes of a batch went through"
    );
    Ok(pushed.rows.iter().map(|row| (row.item_id, row.version)).collect())
}

/// The acts as a push of the token's own device, whose numbers go on where they are.
async fn push(desk: &Desk<'_>, bearer: &Bearer, acts: Vec<(Uuid, i32, Act)>) -> Answer<Push> {
    let device = sync_client::Entity::find_by_id(bearer.client_id)
        .one(&desk.tx)
        .await?;
    let first_n = device.map_or(0, |device| device.last_n) + 1;
    let schema = Schemas::CURRENT.newest;
    let op = |(n, (item_id, base_version, act))| Op {
        n,
        op_id: Uuid::now_v7(),
        item_id,
        base_version,
        schema,
        made_at: desk.now,
        resolves: Vec::new(),
        act,
    };
    Ok(Push {
        protocol: PROTOCOL,
        schema,
        client_id: bearer.client_id,
        user_id: bearer.supplier.account_id,
        company_id: bearer.supplier.company_id,
        db_epoch: sync::epoch(&desk.tx).await?,
        first_n,
        ops: (first_n..).zip(acts).map(op).collect(),
    })
}
