//! All that a batch writes. Lots go in and are changed as in an import: one statement each, with the rows as one JSON text
//! ([`bulk`](crate::inventory::bulk)).

use std::collections::HashMap;

use anyhow::{anyhow, ensure};
use domain::inventory::sync::Outcome;
use domain::inventory::sync::market::{Entry, Plan, Written};
use domain::search::norm;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait, QueryFilter, Set, Statement,
};
use serde::Serialize;
use uuid::Uuid;

use super::history;
use crate::entity::{company_seq, lot, sync_client, sync_conflict, sync_op};
use crate::error::Answer;
use crate::inventory::bulk;
use crate::inventory::publish::raise_market_seq;

/// The places in a row are those of [`Row`].
const NEW_ON_SQLITE: &str = "INSERT INTO lot (public_id, company_id, model_id, registered_at, updated_at, updated_by,
        changed_client, manufacturer, product_name, model, quantity, packing, rohs, dc, location, remarks, date_code,
        version, seq, deleted_at)
    SELECT unhex(r.value ->> 0), $1, (SELECT m.id FROM model AS m WHERE m.norm = r.value ->> 1), $2, $2, $3, $4,
        r.value ->> 2, r.value ->> 3, r.value ->> 4, r.value ->> 5, r.value ->> 6, r.value ->> 7, r.value ->> 8,
        r.value ->> 9, r.value ->> 10, r.value ->> 11, r.value ->> 13, r.value ->> 14, r.value ->> 15
    FROM jsonb_each($5) AS r";
const NEW_ON_POSTGRES: &str = "INSERT INTO lot (public_id, company_id, model_id, registered_at, updated_at, updated_by,
        changed_client, manufacturer, product_name, model, quantity, packing, rohs, dc, location, remarks, date_code,
        version, seq, deleted_at)
    SELECT (r.value ->> 0)::uuid, $1, (SELECT m.id FROM model AS m WHERE m.norm = r.value ->> 1), $2, $2, $3, $4,
        r.value ->> 2, r.value ->> 3, r.value ->> 4, (r.value ->> 5)::integer, r.value ->> 6, r.value ->> 7,
        (r.value ->> 8)::smallint, r.value ->> 9, r.value ->> 10, r.value ->> 11, (r.value ->> 13)::integer,
        (r.value ->> 14)::bigint, (r.value ->> 15)::bigint
    FROM jsonb_array_elements($5::jsonb) AS r (value)";

/// The condition is the version before. A clock that was set back does not make a lot older than its registration.
const CHANGED_ON_SQLITE: &str = "UPDATE lot SET
        model_id = COALESCE((SELECT m.id FROM model AS m WHERE m.norm = r.value ->> 1), lot.model_id),
        updated_at = CASE WHEN lot.registered_at > $2 THEN lot.registered_at ELSE $2 END,
        updated_by = $3, changed_client = $4, changed_import = NULL,
        manufacturer = r.value ->> 2, product_name = r.value ->> 3, model = r.value ->> 4, quantity = r.value ->> 5,
        packing = r.value ->> 6, rohs = r.value ->> 7, dc = r.value ->> 8, location = r.value ->> 9,
        remarks = r.value ->> 10, date_code = r.value ->> 11, version = r.value ->> 13, seq = r.value ->> 14,
        deleted_at = r.value ->> 15
    FROM jsonb_each($5) AS r
    WHERE lot.company_id = $1 AND lot.public_id = unhex(r.value ->> 0) AND lot.version = r.value ->> 12";
const CHANGED_ON_POSTGRES: &str = "UPDATE lot SET
        model_id = COALESCE((SELECT m.id FROM model AS m WHERE m.norm = r.value ->> 1), lot.model_id),
        updated_at = CASE WHEN lot.registered_at > $2 THEN lot.registered_at ELSE $2 END,
        updated_by = $3, changed_client = $4, changed_import = NULL,
        manufacturer = r.value ->> 2, product_name = r.value ->> 3, model = r.value ->> 4,
        quantity = (r.value ->> 5)::integer, packing = r.value ->> 6, rohs = r.value ->> 7,
        dc = (r.value ->> 8)::smallint, location = r.value ->> 9, remarks = r.value ->> 10, date_code = r.value ->> 11,
        version = (r.value ->> 13)::integer, seq = (r.value ->> 14)::bigint, deleted_at = (r.value ->> 15)::bigint
    FROM jsonb_array_elements($5::jsonb) AS r (value)
    WHERE lot.company_id = $1 AND lot.public_id = (r.value ->> 0)::uuid AND lot.version = (r.value ->> 12)::integer";

/// Settled once: whoever comes later settles nothing.
const SETTLED_ON_SQLITE: &str =
    "UPDATE sync_conflict SET resolved_at = $2, resolved_by = $3, resolved_op = unhex(r.value ->> 2)
    FROM jsonb_each($4) AS r
    WHERE sync_conflict.company_id = $1 AND sync_conflict.op_id = unhex(r.value ->> 0)
        AND sync_conflict.topic = r.value ->> 1 AND sync_conflict.resolved_at IS NULL";
const SETTLED_ON_POSTGRES: &str = "UPDATE sync_conflict SET resolved_at = $2, resolved_by = $3,
        resolved_op = (r.value ->> 2)::uuid
    FROM jsonb_array_elements($4::jsonb) AS r (value)
    WHERE sync_conflict.company_id = $1 AND sync_conflict.op_id = (r.value ->> 0)::uuid
        AND sync_conflict.topic = r.value ->> 1 AND sync_conflict.resolved_at IS NULL";

/// A lot in the order in which the statements read it: public number, norm (none where the model stays), maker, product name,
/// model, quantity, packing, RoHS, year, location, remarks, date code, version before, version, change number, deleted when.
#[derive(Serialize)]
struct Row<'a>(
    String,
    Option<&'a str>,
    &'a str,
    &'a str,
    &'a str,
    u32,
    &'a str,
    &'a str,
    Option<u16>,
    &'a str,
    &'a str,
    &'a str,
    i32,
    i32,
    i64,
    Option<i64>,
);

/// Writes a plan. `device` is what the one that sent it is called, `before` are the lots as they were looked at.
pub(super) async fn write(
    tx: &DatabaseTransaction,
    plan: &Plan,
    device: &str,
    before: &HashMap<Uuid, lot::Model>,
) -> Answer<()> {
    if !plan.rows.is_empty() {
        count_on(tx, plan).await?;
        history::keep(
            tx,
            plan.rows.iter().filter_map(|row| before.get(&row.row.item_id)),
        )
        .await?;
        write_lots(tx, plan, before).await?;
    }
    write_device(tx, plan, device).await?;
    write_ledger(tx, plan).await?;
    write_conflicts(tx, plan).await?;
    settle(tx, plan).await?;
    if !plan.rows.is_empty() {
        raise_market_seq(tx, plan.rows.len() as i64, plan.now).await?;
    }
    Ok(())
}

/// The company's change number, which this transaction holds.
async fn count_on(tx: &DatabaseTransaction, plan: &Plan) -> Answer<()> {
    let counted = company_seq::Entity::update_many()
        .col_expr(company_seq::Column::Seq, Expr::value(plan.seq))
        .filter(company_seq::Column::CompanyId.eq(plan.writer.company))
        .filter(company_seq::Column::Seq.eq(plan.seq - plan.rows.len() as i64))
        .exec(tx)
        .await?;
    if counted.rows_affected != 1 {
        return Err(anyhow!("a change number was raised by somebody else while it was held").into());
    }
    Ok(())
}

async fn write_lots(tx: &DatabaseTransaction, plan: &Plan, before: &HashMap<Uuid, lot::Model>) -> Answer<()> {
    let norms: Vec<Option<String>> = plan
        .rows
        .iter()
        .map(|written| written.lot.as_ref().map(|lot| norm(lot.model.as_str())))
        .collect();
    let mut models: Vec<&str> = norms.iter().flatten().map(String::as_str).collect();
    models.sort_unstable();
    models.dedup();
    if !models.is_empty() {
        bulk::insert_models(tx, serde_json::to_string(&models)?).await?;
    }
    let (mut new, mut changed) = (Vec::new(), Vec::new());
    for (written, norm) in plan.rows.iter().zip(&norms) {
        let row = stored(written, norm.as_deref(), before.get(&written.row.item_id))?;
        let rows = if written.was == 0 { &mut new } else { &mut changed };
        rows.push(row);
    }
    let sql = match tx.get_database_backend() {
        DbBackend::Postgres => (NEW_ON_POSTGRES, CHANGED_ON_POSTGRES),
        _ => (NEW_ON_SQLITE, CHANGED_ON_SQLITE),
    };
    run(tx, plan, sql.0, &new).await?;
    run(tx, plan, sql.1, &changed).await
}

async fn run(tx: &DatabaseTransaction, plan: &Plan, sql: &'static str, rows: &[Row<'_>]) -> Answer<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let values = [
        plan.writer.company.into(),
        plan.now.into(),
        plan.writer.user.into(),
        plan.client_id.into(),
        serde_json::to_string(rows)?.into(),
    ];
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
    let written = tx.execute_raw(statement).await?.rows_affected();
    if written != rows.len() as u64 {
        return Err(anyhow!("{written} of {} lots are as they were decided", rows.len()).into());
    }
    Ok(())
}

/// A lot as it is to be stored; where its cells stay, as it was stored.
fn stored<'a>(
    written: &'a Written,
    norm: Option<&'a str>,
    before: Option<&'a lot::Model>,
) -> anyhow::Result<Row<'a>> {
    let row = &written.row;
    let id = row.item_id.simple().to_string();
    Ok(match (&written.lot, before) {
        (Some(lot), _) => Row(
            id,
            norm,
            lot.manufacturer.as_str(),
            lot.product_name.as_str(),
            lot.model.as_str(),
            lot.quantity.pieces(),
            lot.packing.as_str(),
            lot.rohs.as_str(),
            lot.dc.map(|year| year.number()),
            lot.location.as_str(),
            lot.remarks.as_str(),
            lot.date_code.as_str(),
            written.was,
            row.version,
            row.seq,
            row.deleted_at,
        ),
        (None, before) => {
            ensure!(written.was > 0, "a new lot has no cells");
            let lot = before.ok_or_else(|| anyhow!("a lot is changed that nobody looked at"))?;
            Row(
                id,
                None,
                &lot.manufacturer,
                &lot.product_name,
                &lot.model,
                lot.quantity.unsigned_abs(),
                &lot.packing,
                &lot.rohs,
                lot.dc.map(i16::unsigned_abs),
                &lot.location,
                &lot.remarks,
                &lot.date_code,
                written.was,
                row.version,
                row.seq,
                row.deleted_at,
            )
        }
    })
}

/// The device, which is new with its first op.
async fn write_device(tx: &DatabaseTransaction, plan: &Plan, name: &str) -> Answer<()> {
    let mut known = sync_client::Entity::update_many();
    // Browsers are renewed, and their systems.
    if !name.is_empty() {
        known = known.col_expr(sync_client::Column::Name, Expr::value(name));
    }
    let known = known
        .col_expr(sync_client::Column::LastN, Expr::value(plan.last_n))
        .col_expr(sync_client::Column::Schema, Expr::value(i32::from(plan.schema)))
        .col_expr(sync_client::Column::SeenAt, Expr::value(plan.now))
        .filter(sync_client::Column::ClientId.eq(plan.client_id))
        .filter(sync_client::Column::AccountId.eq(plan.writer.user))
        .filter(sync_client::Column::CompanyId.eq(plan.writer.company))
        .exec(tx)
        .await?;
    if known.rows_affected == 1 {
        return Ok(());
    }
    let row = sync_client::ActiveModel {
        client_id: Set(plan.client_id),
        account_id: Set(plan.writer.user),
        company_id: Set(plan.writer.company),
        last_n: Set(plan.last_n),
        forgotten_n: Set(0),
        schema: Set(i32::from(plan.schema)),
        created_at: Set(plan.now),
        seen_at: Set(plan.now),
        name: Set(name.to_owned()),
    };
    sync_client::Entity::insert(row)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

async fn write_ledger(tx: &DatabaseTransaction, plan: &Plan) -> Answer<()> {
    let rows = plan.entries.iter().map(ledger_row).collect::<Answer<Vec<_>>>()?;
    sync_op::Entity::insert_many(rows)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

fn ledger_row(entry: &Entry) -> Answer<sync_op::ActiveModel> {
    let (version, why) = match &entry.outcome {
        Outcome::Applied { version } | Outcome::Merged { version } | Outcome::Conflict { version, .. } => {
            (Some(*version), None)
        }
        Outcome::Refused { why } => (None, Some(serde_json::to_string(why)?)),
        Outcome::Settled => return Err(anyhow!("an op was decided and nobody knows how").into()),
    };
    Ok(sync_op::ActiveModel {
        client_id: Set(entry.client_id),
        n: Set(entry.n),
        op_id: Set(entry.op_id),
        item_id: Set(entry.item_id),
        payload_hash: Set(entry.payload_hash),
        schema: Set(i32::from(entry.schema)),
        outcome: Set(entry.outcome.word().to_owned()),
        version: Set(version),
        why: Set(why),
        decided_at: Set(entry.at),
    })
}

/// New conflicts. Those of an op that was decided before, under another number, are there already and stay as they are.
async fn write_conflicts(tx: &DatabaseTransaction, plan: &Plan) -> Answer<()> {
    let conflicts = plan.entries.iter().flat_map(|entry| entry.outcome.conflicts());
    let mut rows = Vec::new();
    for conflict in conflicts {
        rows.push(sync_conflict::ActiveModel {
            company_id: Set(plan.writer.company),
            op_id: Set(conflict.id.op_id),
            topic: Set(conflict.id.topic.word().to_owned()),
            item_id: Set(conflict.item_id),
            about: Set(serde_json::to_string(&conflict.about)?),
            mine_by: Set(Some(conflict.mine_by)),
            mine_at: Set(conflict.mine_at),
            theirs_by: Set(conflict.theirs_by),
            theirs_at: Set(conflict.theirs_at),
            met_at: Set(plan.now),
            resolved_at: Set(None),
            resolved_op: Set(None),
            resolved_by: Set(None),
            mailed_at: Set(None),
        });
    }
    if rows.is_empty() {
        return Ok(());
    }
    let once = OnConflict::columns([
        sync_conflict::Column::CompanyId,
        sync_conflict::Column::OpId,
        sync_conflict::Column::Topic,
    ])
    .do_nothing()
    .to_owned();
    sync_conflict::Entity::insert_many(rows)
        .on_conflict(once)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Conflicts that the batch settles.
async fn settle(tx: &DatabaseTransaction, plan: &Plan) -> Answer<()> {
    if plan.resolved.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> = plan
        .resolved
        .iter()
        .map(|resolved| {
            let [op, by_op] = [resolved.id.op_id, resolved.by_op].map(|id| id.simple().to_string());
            (op, resolved.id.topic.word(), by_op)
        })
        .collect();
    let backend = tx.get_database_backend();
    let sql = match backend {
        DbBackend::Postgres => SETTLED_ON_POSTGRES,
        _ => SETTLED_ON_SQLITE,
    };
    let values = [
        plan.writer.company.into(),
        plan.now.into(),
        plan.writer.user.into(),
        serde_json::to_string(&rows)?.into(),
    ];
    tx.execute_raw(Statement::from_sql_and_values(backend, sql, values))
        .await?;
    Ok(())
}
