//! The tables as a push sees them: every look within its transaction, a few statements for a whole batch.

use std::collections::HashMap;

use anyhow::anyhow;
use domain::inventory::sync::market::{Device, Entry, Plan, Tx, Writer};
use domain::inventory::sync::{Conflict, ConflictId, Outcome, Refused, Row, Topic};
use sea_orm::sea_query::{ExprTrait, Query};
use sea_orm::{
    ColumnTrait, Condition, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::{epoch, history, row, writing};
use crate::entity::{company_seq, lot, lot_past, sync_client, sync_conflict, sync_op};
use crate::error::{Answer, Error};

/// Lots whose past is looked up by one statement.
const LOTS: usize = 100;

/// The tables of one company, in a transaction that writes.
pub(super) struct Tables<'a> {
    tx: &'a DatabaseTransaction,
    company: i64,
    /// What the device that writes is called; empty where nobody knows.
    device: &'a str,
    /// The lots that were looked at, as they were.
    pub(super) before: HashMap<Uuid, lot::Model>,
    /// Whether a lot was written.
    pub(super) has_changed: bool,
}

impl<'a> Tables<'a> {
    pub(super) fn of(tx: &'a DatabaseTransaction, company: i64) -> Self {
        Self {
            tx,
            company,
            device: "",
            before: HashMap::new(),
            has_changed: false,
        }
    }

    /// The same, with the name of the device that writes.
    pub(super) const fn from(mut self, device: &'a str) -> Self {
        self.device = device;
        self
    }

    /// The ledger's rows as the answers that they were.
    async fn entries(&self, rows: Vec<sync_op::Model>) -> Answer<Vec<Entry>> {
        let ids = rows.iter().filter(|row| row.outcome == "conflict");
        let ids: Vec<Uuid> = ids.map(|row| row.op_id).collect();
        let mut conflicts: HashMap<Uuid, Vec<Conflict>> = HashMap::new();
        if !ids.is_empty() {
            let found = sync_conflict::Entity::find()
                .filter(sync_conflict::Column::CompanyId.eq(self.company))
                .filter(sync_conflict::Column::OpId.is_in(ids))
                .all(self.tx)
                .await?;
            for row in found {
                conflicts.entry(row.op_id).or_default().push(conflict(row)?);
            }
        }
        let mut entries = Vec::with_capacity(rows.len());
        for row in rows {
            let mut of_op = conflicts.get(&row.op_id).cloned().unwrap_or_default();
            of_op.sort_by_key(|conflict| conflict.id.topic);
            entries.push(entry(row, of_op)?);
        }
        Ok(entries)
    }
}

impl Tx for Tables<'_> {
    type Error = Error;

    async fn epoch(&mut self) -> Answer<Uuid> {
        epoch(self.tx).await
    }

    async fn hold(&mut self, company: i64) -> Answer<i64> {
        let held = company_seq::Entity::find_by_id(company)
            .lock_exclusive()
            .one(self.tx)
            .await?;
        let held = held.ok_or_else(|| anyhow!("company {company} has no change number"))?;
        Ok(held.seq)
    }

    async fn device(&mut self, client_id: Uuid) -> Answer<Option<Device>> {
        let found = sync_client::Entity::find_by_id(client_id).one(self.tx).await?;
        Ok(found.map(|row| Device {
            writer: Writer {
                user: row.account_id,
                company: row.company_id,
            },
            last_n: row.last_n,
        }))
    }

    async fn ledger(&mut self, client_id: Uuid, from: i64, to: i64) -> Answer<Vec<Entry>> {
        let rows = sync_op::Entity::find()
            .filter(sync_op::Column::ClientId.eq(client_id))
            .filter(sync_op::Column::N.between(from, to))
            .order_by_asc(sync_op::Column::N)
            .all(self.tx)
            .await?;
        self.entries(rows).await
    }

    async fn decided(&mut self, writer: Writer, ops: &[Uuid]) -> Answer<Vec<Entry>> {
        let devices = Query::select()
            .column(sync_client::Column::ClientId)
            .from(sync_client::Entity)
            .and_where(sync_client::Column::AccountId.eq(writer.user))
            .and_where(sync_client::Column::CompanyId.eq(writer.company))
            .to_owned();
        let mut rows = sync_op::Entity::find()
            .filter(sync_op::Column::OpId.is_in(ops.iter().copied()))
            .filter(sync_op::Column::ClientId.in_subquery(devices))
            .all(self.tx)
            .await?;
        // The first time counts. Of two in one instant it is the one that was not refused for using an id again.
        rows.sort_by_key(|row| (row.op_id, row.decided_at, row.outcome == "refused", row.n));
        rows.dedup_by_key(|row| row.op_id);
        self.entries(rows).await
    }

    async fn rows(&mut self, company: i64, items: &[Uuid]) -> Answer<Vec<Row>> {
        let lots = lot::Entity::find()
            .filter(lot::Column::CompanyId.eq(company))
            .filter(lot::Column::PublicId.is_in(items.iter().copied()))
            .all(self.tx)
            .await?;
        let rows = lots.iter().map(row).collect();
        self.before = lots.into_iter().map(|lot| (lot.public_id, lot)).collect();
        Ok(rows)
    }

    async fn past(&mut self, company: i64, since: &[(Uuid, i32)]) -> Answer<Vec<Row>> {
        let mut all = Vec::new();
        for lots in since.chunks(LOTS) {
            let newer = lots.iter().fold(Condition::any(), |newer, (item, version)| {
                let of = lot_past::Column::ItemId.eq(*item);
                newer.add(of.and(lot_past::Column::Version.gt(*version)))
            });
            let states = lot_past::Entity::find()
                .filter(lot_past::Column::CompanyId.eq(company))
                .filter(newer)
                .order_by_desc(lot_past::Column::Version)
                .all(self.tx)
                .await?;
            for state in states {
                all.push(history::as_row(state)?);
            }
        }
        Ok(all)
    }

    async fn write(&mut self, plan: &Plan) -> Answer<()> {
        self.has_changed = !plan.rows.is_empty();
        writing::write(self.tx, plan, self.device, &self.before).await
    }
}

fn entry(row: sync_op::Model, conflicts: Vec<Conflict>) -> Answer<Entry> {
    Ok(Entry {
        client_id: row.client_id,
        n: row.n,
        op_id: row.op_id,
        item_id: row.item_id,
        payload_hash: row.payload_hash,
        schema: u16::try_from(row.schema).map_err(anyhow::Error::from)?,
        outcome: outcome(&row, conflicts)?,
        at: row.decided_at,
    })
}

fn outcome(row: &sync_op::Model, conflicts: Vec<Conflict>) -> Answer<Outcome> {
    let version = row.version.unwrap_or_default();
    Ok(match row.outcome.as_str() {
        "applied" => Outcome::Applied { version },
        "merged" => Outcome::Merged { version },
        "conflict" => Outcome::Conflict { version, conflicts },
        _ => {
            let why: Refused = serde_json::from_str(row.why.as_deref().unwrap_or_default())?;
            Outcome::Refused { why }
        }
    })
}

/// A conflict as it was told.
pub(super) fn conflict(row: sync_conflict::Model) -> Answer<Conflict> {
    let topic = Topic::of_word(&row.topic);
    Ok(Conflict {
        id: ConflictId {
            op_id: row.op_id,
            topic: topic.ok_or_else(|| anyhow!("a conflict about {}", row.topic))?,
        },
        item_id: row.item_id,
        about: serde_json::from_str(&row.about)?,
        // Nobody any more, once the account is gone; and then nobody asks for it who would be told.
        mine_by: row.mine_by.unwrap_or_default(),
        mine_at: row.mine_at,
        theirs_by: row.theirs_by,
        theirs_at: row.theirs_at,
    })
}
