//! Fifty thousand lots in a handful of statements: each takes its rows as one parameter, a JSON text that the database
//! takes apart itself. A value then is neither cloned on its way nor bound by itself, and no key is read back that the
//! database can look up where it stands. The statements are the only ones of stock that the two databases spell
//! differently, so they are written out here.

use anyhow::{Context, anyhow};
use domain::inventory::Lot;
use domain::search::norm;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde::Serialize;
use uuid::Uuid;

use crate::entity::import;
use crate::error::Answer;
use crate::jobs::Progress;

/// In order, so that two imports that make the same models wait for each other instead of deadlocking.
const MODELS_ON_SQLITE: &str = "INSERT INTO model (norm)
    SELECT n.value FROM json_each($1) AS n
    WHERE NOT EXISTS (SELECT 1 FROM model AS m WHERE m.norm = n.value)
    ON CONFLICT (norm) DO NOTHING";
const MODELS_ON_POSTGRES: &str = "INSERT INTO model (norm)
    SELECT n.value FROM jsonb_array_elements_text($1::jsonb) WITH ORDINALITY AS n (value, nth)
    WHERE NOT EXISTS (SELECT 1 FROM model AS m WHERE m.norm = n.value)
    ORDER BY n.nth
    ON CONFLICT (norm) DO NOTHING";

/// The places in a row are those of [`Row`].
const LOTS_ON_SQLITE: &str = "INSERT INTO lot (public_id, company_id, model_id, import_id, registered_at, updated_at,
        updated_by, manufacturer, product_name, model, quantity, packing, rohs, dc, location, remarks, date_code,
        version, seq)
    SELECT unhex(r.value ->> 0), $1, (SELECT m.id FROM model AS m WHERE m.norm = r.value ->> 1), $2, $3, $3,
        $4, r.value ->> 2, r.value ->> 3, r.value ->> 4, r.value ->> 5, r.value ->> 6, r.value ->> 7, r.value ->> 8,
        r.value ->> 9, r.value ->> 10, r.value ->> 11, 1, $5 + r.key
    FROM jsonb_each($6) AS r";
const LOTS_ON_POSTGRES: &str = "INSERT INTO lot (public_id, company_id, model_id, import_id, registered_at, updated_at,
        updated_by, manufacturer, product_name, model, quantity, packing, rohs, dc, location, remarks, date_code,
        version, seq)
    SELECT (r.value ->> 0)::uuid, $1, (SELECT m.id FROM model AS m WHERE m.norm = r.value ->> 1), $2, $3, $3,
        $4, r.value ->> 2, r.value ->> 3, r.value ->> 4, (r.value ->> 5)::integer, r.value ->> 6, r.value ->> 7,
        (r.value ->> 8)::smallint, r.value ->> 9, r.value ->> 10, r.value ->> 11, 1, $5 + r.nth - 1
    FROM jsonb_array_elements($6::jsonb) WITH ORDINALITY AS r (value, nth)
    ORDER BY r.nth";

/// Lots that are stored by one statement: between two of them it is told how far the import is.
const AT_ONCE: usize = 10_000;

const IDS: &str = "SELECT string_agg(CAST(id AS text), ',' ORDER BY seq) AS ids FROM lot
    WHERE company_id = $1 AND seq > $2 AND seq <= $3";

/// What differs from lot to lot of a file, in the order in which the statements read it: public number, norm, maker,
/// product name, model, quantity, packing, RoHS, year, location, remarks, date code.
#[derive(Serialize)]
struct Row<'a>(
    &'a str,
    &'a str,
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
);

/// The lots of a file as the statements take them.
pub(super) struct Bulk {
    /// The distinct norms, ascending.
    models: String,
    /// The lots in the order of the file, and how many there are in each text.
    lots: Vec<(String, i64)>,
    /// The public number of the last lot.
    pub(super) last: Uuid,
}

impl Bulk {
    /// Writes lots down. Work for two cores: call it off the threads that answer.
    pub(super) fn of(lots: &[Lot]) -> Answer<Self> {
        let (front, back) = lots.split_at(lots.len() / 2);
        let (front, back) = std::thread::scope(|threads| {
            let back = threads.spawn(|| Part::all_of(back));
            (Part::all_of(front), back.join())
        });
        let mut parts = front?;
        parts.extend(back.map_err(|_| anyhow!("writing lots down panicked"))??);
        let norms = parts.iter().flat_map(|part| &part.norms);
        let mut models: Vec<&str> = norms.map(String::as_str).collect();
        models.sort_unstable();
        models.dedup();
        Ok(Self {
            models: serde_json::to_string(&models)?,
            last: parts.last().map_or(Uuid::nil(), |part| part.last),
            lots: parts
                .into_iter()
                .map(|part| (part.text, part.norms.len() as i64))
                .collect(),
        })
    }

    /// Stores the lots, and the models that are missing, under the company's change numbers after `seq`.
    pub(super) async fn insert(
        self,
        tx: &impl ConnectionTrait,
        import: &import::Model,
        now: i64,
        mut seq: i64,
        progress: &Progress,
    ) -> Answer<()> {
        let mut stored = 0;
        let backend = tx.get_database_backend();
        let lots = match backend {
            DbBackend::Postgres => LOTS_ON_POSTGRES,
            _ => LOTS_ON_SQLITE,
        };
        insert_models(tx, self.models).await?;
        for (text, count) in self.lots {
            let values = [
                import.company_id.into(),
                import.id.into(),
                now.into(),
                import.account_id.into(),
                (seq + 1).into(),
                text.into(),
            ];
            tx.execute_raw(Statement::from_sql_and_values(backend, lots, values))
                .await?;
            seq += count;
            stored += count.unsigned_abs();
            progress.note(stored);
        }
        Ok(())
    }
}

/// Stores the models that are missing: the distinct norms as a JSON text, ascending.
pub(super) async fn insert_models(tx: &impl ConnectionTrait, models: String) -> Answer<()> {
    let backend = tx.get_database_backend();
    let sql = match backend {
        DbBackend::Postgres => MODELS_ON_POSTGRES,
        _ => MODELS_ON_SQLITE,
    };
    tx.execute_raw(Statement::from_sql_and_values(backend, sql, [models.into()]))
        .await?;
    Ok(())
}

/// Some lots, written down.
struct Part {
    text: String,
    norms: Vec<String>,
    /// The public number of the last one.
    last: Uuid,
}

impl Part {
    fn all_of(lots: &[Lot]) -> Answer<Vec<Self>> {
        lots.chunks(AT_ONCE).map(Self::of).collect()
    }

    fn of(lots: &[Lot]) -> Answer<Self> {
        let norms: Vec<String> = lots.iter().map(|lot| norm(lot.model.as_str())).collect();
        let mut last = Uuid::nil();
        let mut text = Vec::with_capacity(lots.len() * 180 + 2);
        text.push(b'[');
        for (lot, norm) in lots.iter().zip(&norms) {
            if text.len() > 1 {
                text.push(b',');
            }
            last = Uuid::now_v7();
            serde_json::to_writer(
                &mut text,
                &row(lot, norm, last.simple().encode_lower(&mut [0; 32])),
            )?;
        }
        text.push(b']');
        Ok(Self {
            text: String::from_utf8(text).map_err(anyhow::Error::from)?,
            norms,
            last,
        })
    }
}

fn row<'a>(lot: &'a Lot, norm: &'a str, public_id: &'a str) -> Row<'a> {
    Row(
        public_id,
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
    )
}

/// The numbers of a company's lots with change numbers after `first` up to `last`, in their order. They come as one
/// text: fifty thousand rows of one number each would take longer to hand over than to find.
pub(super) async fn ids(
    tx: &impl ConnectionTrait,
    company_id: i64,
    first: i64,
    last: i64,
) -> Answer<Vec<i64>> {
    let values = [company_id.into(), first.into(), last.into()];
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), IDS, values);
    let found = tx
        .query_one_raw(statement)
        .await?
        .context("an aggregate has a row")?;
    let ids: Option<String> = found.try_get("", "ids")?;
    let ids: Vec<i64> = ids
        .as_deref()
        .unwrap_or_default()
        .split(',')
        .map(str::parse)
        .collect::<Result<_, _>>()
        .context("the numbers of lots")?;
    if ids.len() as i64 != last - first {
        return Err(anyhow!("{} of {} lots are stored", ids.len(), last - first).into());
    }
    Ok(ids)
}
