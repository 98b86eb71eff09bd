//! An administrator settles a conflict on the page, in place of whoever it waited for.
//!
//! That is an op like a device's, of a device that every administrator has in the market itself: it is decided by the rule of all ops,
//! stands in the ledger and in the lot's history, and what it changes reaches everybody's devices by their next pull. A device that settles
//! the same conflict later settles nothing any more; what it changes is decided against the lot as it is by then.

use anyhow::{anyhow, ensure};
use domain::inventory::LotForm;
use domain::inventory::contact_details::CompanyName;
use domain::inventory::sync::choices::{Choice, NotChosen, acts};
use domain::inventory::sync::market::{Setting, Tx};
use domain::inventory::sync::wire::Push;
use domain::inventory::sync::{Act, Conflict, ConflictId, Judge, Op, Outcome, PROTOCOL, Row, Schemas};
use domain::refusal::Refusal;
use domain::violations::Violations;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::tables::{Tables, conflict};
use super::{decide, epoch, follow, hold};
use crate::accounts::session::SignedIn;
use crate::accounts::users::administered;
use crate::clock::year_in_japan;
use crate::entity::sync_conflict;
use crate::error::Answer;
use crate::market::Market;
use crate::proofs::Supplier;
use crate::seal::Seal;

/// What the seal of an administrator's device is for.
const DEVICE: &str = "conflicts settled on the page";

/// What somebody chose on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    pub id: ConflictId,
    pub side: Side,
    /// The version of the lot that the page showed; 0 where there was none.
    pub seen: i32,
}

/// One of the two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Keep what is on the server.
    Theirs,
    /// Put the other value in place.
    Mine,
}

/// What became of a choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settled {
    Done,
    /// There is no such conflict (any more); another company's is none.
    Over,
    /// The lot has changed since the page was written. Nothing was done.
    Changed,
    /// The other value breaks a rule by now. Nothing was done; paths are names of fields.
    Faults(Violations),
}

/// Settles a conflict of the company that somebody administers.
///
/// # Errors
/// [`Refusal::NotAllowed`] for whoever does not administer a company that sells (any more).
pub async fn settle(market: &Market, who: &SignedIn, chosen: &Chosen) -> Answer<Settled> {
    let supplier = who.supplier().ok_or(Refusal::NotAllowed)?;
    let tx = market.db.begin().await?;
    administered(&tx, who).await?;
    let company = hold(&tx, &supplier).await?.ok_or(Refusal::NotAllowed)?;
    let now = market.now();
    let Some(conflict) = waits(&tx, company.id, chosen.id).await? else {
        return Ok(Settled::Over);
    };
    let mut tables = Tables::of(&tx, company.id);
    let row = tables.rows(company.id, &[conflict.item_id]).await?.pop();
    let version = row.as_ref().map_or(0, |row| row.version);
    if version != chosen.seen {
        return Ok(Settled::Changed);
    }
    let setting = Setting {
        judge: Judge::new(year_in_japan(now), CompanyName::of(&company.name)),
        schemas: Schemas::CURRENT,
        now,
    };
    let acts = match wanted(&conflict, chosen.side, row.as_ref(), &setting.judge) {
        Ok(acts) => acts,
        Err(NotChosen::Faults(faults)) => return Ok(Settled::Faults(faults)),
        Err(_) => return Ok(Settled::Changed),
    };
    let client_id = device(&market.seal, &supplier);
    let first_n = tables.device(client_id).await?.map_or(0, |device| device.last_n) + 1;
    let push = Push {
        protocol: PROTOCOL,
        schema: setting.schemas.newest,
        client_id,
        user_id: supplier.account_id,
        company_id: company.id,
        db_epoch: epoch(&tx).await?,
        first_n,
        ops: ops(&conflict, acts, first_n, version, &setting),
    };
    let (answer, has_changed) = decide(&tx, &supplier, &company, &push, setting.schemas, "", now).await?;
    let pushed = answer.map_err(|stop| anyhow!("a choice was stopped: {stop:?}"))?;
    let went_through = pushed
        .results
        .iter()
        .all(|answered| matches!(answered.outcome, Outcome::Applied { .. }));
    // The lot is held as it was seen, and what is wanted was judged.
    through(went_through)?;
    tx.commit().await?;
    if has_changed {
        follow(market).await;
    }
    Ok(Settled::Done)
}

fn through(went_through: bool) -> anyhow::Result<()> {
    ensure!(
        went_through,
        "a choice did not go through, and nobody was between"
    );
    Ok(())
}

/// A conflict of a company, if it waits.
async fn waits(tx: &DatabaseTransaction, company_id: i64, id: ConflictId) -> Answer<Option<Conflict>> {
    let key = (company_id, id.op_id, id.topic.word().to_owned());
    let found = sync_conflict::Entity::find_by_id(key)
        .filter(sync_conflict::Column::ResolvedAt.is_null())
        .one(tx)
        .await?;
    found.map(conflict).transpose()
}

/// What has to be done about the lot; never nothing.
fn wanted(conflict: &Conflict, side: Side, row: Option<&Row>, judge: &Judge) -> Result<Vec<Act>, NotChosen> {
    match (row, side) {
        (Some(row), Side::Theirs) => acts(&conflict.about, &Choice::Theirs, row, judge),
        (Some(row), Side::Mine) => acts(&conflict.about, &Choice::Mine, row, judge),
        // Even the tombstone is gone: it stays so, and that is all that can be said.
        (None, Side::Theirs) => Ok(vec![Act::Delete {
            seen: LotForm::default(),
        }]),
        (None, Side::Mine) => Err(NotChosen::Changed),
    }
}

/// The acts as ops, of which the last settles the conflict.
fn ops(conflict: &Conflict, acts: Vec<Act>, first_n: i64, version: i32, setting: &Setting) -> Vec<Op> {
    let last = acts.len() - 1;
    let op = |(at, ((n, base_version), act))| Op {
        n,
        op_id: Uuid::now_v7(),
        item_id: conflict.item_id,
        base_version,
        schema: setting.schemas.newest,
        made_at: setting.now,
        resolves: if at == last { vec![conflict.id] } else { Vec::new() },
        act,
    };
    let places = (first_n..).zip(version..);
    places.zip(acts).enumerate().map(op).collect()
}

/// The device that an administrator has on the page. Nobody else can name it, for it would be theirs for ever.
fn device(seal: &Seal, supplier: &Supplier) -> Uuid {
    let parts = [supplier.account_id, supplier.company_id].map(i64::to_be_bytes);
    let sealed = seal.of(DEVICE, &[&parts[0], &parts[1]]);
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&sealed[..16]);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}
