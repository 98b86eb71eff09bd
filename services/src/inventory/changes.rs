//! Many lots changed at once, each under a change number of its own: other quantities, deleted, there again. As with new lots
//! ([`super::bulk`]), a statement takes its rows as one JSON text.
//!
//! What the lots were before is kept in their history. This is the one place where imports delete lots. A deleted lot stays in
//! the table (`deleted_at`), so that whoever follows the change numbers learns of it, and taking the import back finds it.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, Statement, Value};
use uuid::Uuid;

use super::sync::history;
use crate::entity::{import_change, lot};
use crate::error::Answer;

/// Lots that are read at a time.
const AT_ONCE: usize = 1_000;

/// Rows taken apart: lot, quantity, place in the list from 1.
const ROWS_ON_SQLITE: &str =
    "(SELECT r.value ->> 0 AS id, r.value ->> 1 AS quantity, r.key + 1 AS nth FROM jsonb_each({rows}) AS r)";
const ROWS_ON_POSTGRES: &str =
    "(SELECT (r.value ->> 0)::bigint AS id, (r.value ->> 1)::integer AS quantity, r.nth AS nth
    FROM jsonb_array_elements({rows}::jsonb) WITH ORDINALITY AS r (value, nth))";

/// What is done to lots.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    /// They get the quantity that is told.
    Requantify,
    /// They are not there any more.
    Delete,
    /// They are there again.
    BringBack,
    /// Their cells stay; they get another version because of what stands beside them.
    Renew,
}

impl Act {
    const fn assignment(self) -> &'static str {
        match self {
            Self::Requantify => "quantity = c.quantity",
            Self::Delete => "deleted_at = $2",
            Self::BringBack => "deleted_at = NULL",
            Self::Renew => "quantity = lot.quantity",
        }
    }
}

/// By what lots are changed.
#[derive(Debug, Clone, Copy)]
pub(super) enum Way {
    Import(i64),
    Device(Uuid),
}

impl Way {
    const fn import(self) -> Option<i64> {
        match self {
            Self::Import(id) => Some(id),
            Self::Device(_) => None,
        }
    }

    const fn device(self) -> Option<Uuid> {
        match self {
            Self::Import(_) => None,
            Self::Device(id) => Some(id),
        }
    }
}

/// Whose change it is, by what, and when.
#[derive(Debug, Clone, Copy)]
pub(super) struct By {
    pub(super) account_id: i64,
    pub(super) way: Way,
    pub(super) now: i64,
}

/// Does something to some lots, then something else to others, under the company's change numbers after `seq`; a quantity counts
/// only where it is changed.
pub(super) async fn carry_out(
    tx: &impl ConnectionTrait,
    by: By,
    mut seq: i64,
    acts: &[(Act, &[(i64, u32)])],
) -> Answer<()> {
    for (act, lots) in acts {
        carry_out_one(tx, *act, by, seq, lots).await?;
        seq += lots.len() as i64;
    }
    Ok(())
}

async fn carry_out_one(
    tx: &impl ConnectionTrait,
    act: Act,
    by: By,
    seq: i64,
    lots: &[(i64, u32)],
) -> Answer<()> {
    if lots.is_empty() {
        return Ok(());
    }
    keep(tx, lots).await?;
    let sql = format!(
        "UPDATE lot SET {}, version = version + 1, seq = $1 + c.nth,
            updated_at = CASE WHEN lot.registered_at > $2 THEN lot.registered_at ELSE $2 END, updated_by = $3,
            changed_import = $4, changed_client = $5
        FROM {} AS c WHERE lot.id = c.id",
        act.assignment(),
        rows(tx, "$6"),
    );
    let values = [
        seq.into(),
        by.now.into(),
        by.account_id.into(),
        by.way.import().into(),
        by.way.device().into(),
        json(lots)?,
    ];
    run(tx, sql, values).await
}

/// What the lots are, for their history.
async fn keep(tx: &impl ConnectionTrait, lots: &[(i64, u32)]) -> Answer<()> {
    for some in lots.chunks(AT_ONCE) {
        let ids = some.iter().map(|(id, _)| *id);
        let before = lot::Entity::find()
            .filter(lot::Column::Id.is_in(ids))
            .all(tx)
            .await?;
        history::keep(tx, before.iter()).await?;
    }
    Ok(())
}

/// Writes down how lots are before an import changes or deletes them, so that it can be taken back; also their references, which
/// are free for other lots when they are deleted.
pub(super) async fn remember(
    tx: &impl ConnectionTrait,
    import_id: i64,
    deleted: bool,
    lots: &[(i64, u32)],
) -> Answer<()> {
    if lots.is_empty() {
        return Ok(());
    }
    let sql = format!(
        "INSERT INTO import_change
            (import_id, lot_id, deleted, quantity, version, date_code, reference, reference_import)
        SELECT $1, l.id, $2, l.quantity, l.version + 1, l.date_code, r.reference, r.import_id
        FROM {} AS c JOIN lot AS l ON l.id = c.id LEFT JOIN lot_reference AS r ON r.lot_id = l.id",
        rows(tx, "$3"),
    );
    run(tx, sql, [import_id.into(), deleted.into(), json(lots)?]).await
}

/// Gives lots that are being changed their date codes.
pub(super) async fn redate(tx: &impl ConnectionTrait, lots: &[(i64, String)]) -> Answer<()> {
    if lots.is_empty() {
        return Ok(());
    }
    let texts = match tx.get_database_backend() {
        DbBackend::Postgres => {
            "(SELECT (r.value ->> 0)::bigint AS id, r.value ->> 1 AS date_code
            FROM jsonb_array_elements($1::jsonb) AS r (value))"
        }
        _ => "(SELECT r.value ->> 0 AS id, r.value ->> 1 AS date_code FROM jsonb_each($1) AS r)",
    };
    let sql = format!("UPDATE lot SET date_code = c.date_code FROM {texts} AS c WHERE lot.id = c.id");
    run(tx, sql, [serde_json::to_string(lots)?.into()]).await
}

/// Gives lots whose changes are being taken back the date codes from before an import.
pub(super) async fn redate_back(
    tx: &impl ConnectionTrait,
    import_id: i64,
    lots: &[(i64, u32)],
) -> Answer<()> {
    if lots.is_empty() {
        return Ok(());
    }
    let sql = format!(
        "UPDATE lot SET date_code = b.date_code FROM import_change AS b
        WHERE b.import_id = $1 AND b.lot_id = lot.id AND b.date_code IS NOT NULL
            AND lot.id IN (SELECT c.id FROM {} AS c)",
        rows(tx, "$2"),
    );
    run(tx, sql, [import_id.into(), json(lots)?]).await
}

/// Gives lots that are there again the references from before an import. One that another lot has by now stays there.
pub(super) async fn refer_back(
    tx: &impl ConnectionTrait,
    company_id: i64,
    import_id: i64,
    lots: &[(i64, u32)],
) -> Answer<()> {
    if lots.is_empty() {
        return Ok(());
    }
    let back = rows(tx, "$3");
    let freed = format!(
        "DELETE FROM lot_reference WHERE company_id = $1
            AND EXISTS (SELECT 1 FROM lot AS l WHERE l.id = lot_reference.lot_id AND l.deleted_at IS NOT NULL)
            AND reference IN (SELECT b.reference FROM import_change AS b
                WHERE b.import_id = $2 AND b.reference IS NOT NULL AND b.lot_id IN (SELECT c.id FROM {back} AS c))"
    );
    run(tx, freed, [company_id.into(), import_id.into(), json(lots)?]).await?;
    let given = format!(
        "INSERT INTO lot_reference (lot_id, company_id, reference, import_id)
        SELECT b.lot_id, $1, b.reference, (SELECT i.id FROM import AS i WHERE i.id = b.reference_import)
        FROM import_change AS b
        WHERE b.import_id = $2 AND b.reference IS NOT NULL AND b.lot_id IN (SELECT c.id FROM {back} AS c)
            AND NOT EXISTS (SELECT 1 FROM lot_reference AS r WHERE r.lot_id = b.lot_id)
            AND NOT EXISTS
                (SELECT 1 FROM lot_reference AS r WHERE r.company_id = $1 AND r.reference = b.reference)"
    );
    run(tx, given, [company_id.into(), import_id.into(), json(lots)?]).await
}

/// Writes down which versions of lots came of taking an import's changes back.
pub(super) async fn note_undone(
    tx: &impl ConnectionTrait,
    import_id: i64,
    lots: &[(i64, u32)],
) -> Answer<()> {
    if lots.is_empty() {
        return Ok(());
    }
    let sql = format!(
        "UPDATE import_change SET undone_version = (SELECT l.version FROM lot AS l WHERE l.id = import_change.lot_id)
        WHERE import_id = $1 AND lot_id IN (SELECT c.id FROM {} AS c)",
        rows(tx, "$2"),
    );
    run(tx, sql, [import_id.into(), json(lots)?]).await
}

/// Forgets what imports have done to lots: the import, the lot.
pub(super) async fn forget(tx: &impl ConnectionTrait, changes: &[(i64, i64)]) -> Answer<()> {
    let mut lots: HashMap<i64, Vec<i64>> = HashMap::new();
    for (import, lot) in changes {
        lots.entry(*import).or_default().push(*lot);
    }
    for (import, lots) in lots {
        for some in lots.chunks(AT_ONCE) {
            import_change::Entity::delete_many()
                .filter(import_change::Column::ImportId.eq(import))
                .filter(import_change::Column::LotId.is_in(some.iter().copied()))
                .exec(tx)
                .await?;
        }
    }
    Ok(())
}

fn rows(tx: &impl ConnectionTrait, parameter: &str) -> String {
    let rows = match tx.get_database_backend() {
        DbBackend::Postgres => ROWS_ON_POSTGRES,
        _ => ROWS_ON_SQLITE,
    };
    rows.replace("{rows}", parameter)
}

fn json(lots: &[(i64, u32)]) -> Answer<Value> {
    Ok(serde_json::to_string(lots)?.into())
}

async fn run<const N: usize>(tx: &impl ConnectionTrait, sql: String, values: [Value; N]) -> Answer<()> {
    tx.execute_raw(Statement::from_sql_and_values(
        tx.get_database_backend(),
        sql,
        values,
    ))
    .await?;
    Ok(())
}
