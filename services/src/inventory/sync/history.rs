//! What happened to a lot: who changed what, when, from which device or by which import.
//!
//! A state is written down when it is replaced, and what a lot is now stands in the lot. So an import of new lots writes nothing
//! here, and whoever changes lots in another way keeps what they were first ([`keep`]). To go back to a state is an ordinary op,
//! which the device makes.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::inventory::LotForm;
use domain::inventory::sync::Row;
use domain::inventory::sync::wire::{History, Past, Source, State, Stop};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::same;
use crate::entity::{account, api_token, import, lot, lot_past, membership, sync_client};
use crate::error::Answer;
use crate::market::Market;
use crate::proofs::Supplier;

/// States of one page.
const PAGE: usize = 50;
/// States that are written by one statement.
const AT_ONCE: usize = 1_000;

/// A page of what happened to one of the company's own lots. Of a lot that is another company's, or nobody's, there is
/// nothing to tell.
///
/// # Errors
/// Only breakages; what is not told is an answer.
pub async fn history(market: &Market, supplier: &Supplier, past: &Past) -> Answer<Result<History, Stop>> {
    if let Err(stop) = same(supplier, past.user_id, past.company_id) {
        return Ok(Err(stop));
    }
    let db = market.db.begin_reading().await?;
    let below = past.before.unwrap_or(i32::MAX);
    let now = lot::Entity::find()
        .filter(lot::Column::CompanyId.eq(supplier.company_id))
        .filter(lot::Column::PublicId.eq(past.item))
        .one(&db)
        .await?;
    let mut kept: Vec<lot_past::Model> = Vec::new();
    if let Some(now) = now.filter(|now| now.version < below) {
        kept.push(state(&now)?);
    }
    let before = lot_past::Entity::find()
        .filter(lot_past::Column::CompanyId.eq(supplier.company_id))
        .filter(lot_past::Column::ItemId.eq(past.item))
        .filter(lot_past::Column::Version.lt(below))
        .order_by_desc(lot_past::Column::Version)
        .limit(PAGE as u64 + 1)
        .all(&db)
        .await?;
    kept.extend(before);
    let more = kept.len() > PAGE;
    kept.truncate(PAGE);
    let told = Told::of(&db, supplier.company_id, &kept).await?;
    db.commit().await?;
    let states: Answer<Vec<State>> = kept.into_iter().map(|kept| told.state(kept)).collect();
    Ok(Ok(History {
        item_id: past.item,
        states: states?,
        more,
    }))
}

/// Keeps what lots were, in the transaction that is about to change them.
pub(crate) async fn keep(tx: &impl ConnectionTrait, lots: impl Iterator<Item = &lot::Model>) -> Answer<()> {
    let states: Vec<lot_past::ActiveModel> = lots
        .map(|lot| state(lot).map(Into::into))
        .collect::<Answer<_>>()?;
    for states in states.chunks(AT_ONCE) {
        lot_past::Entity::insert_many(states.to_vec())
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

/// A lot as a state of it.
fn state(lot: &lot::Model) -> Answer<lot_past::Model> {
    let import_id = lot.imported_by();
    Ok(lot_past::Model {
        company_id: lot.company_id,
        item_id: lot.public_id,
        version: lot.version,
        changed_at: lot.updated_at,
        changed_by: lot.updated_by,
        client_id: lot.changed_client.filter(|_| import_id.is_none()),
        import_id,
        deleted_at: lot.deleted_at,
        cells: serde_json::to_string(&lot.clone().into_form())?,
        seq: Some(lot.seq),
    })
}

/// What lots were when the company's change number was `seen`, of those that have changed since; not those that were made or brought
/// back later.
pub(crate) async fn as_seen(
    db: &impl ConnectionTrait,
    company_id: i64,
    seen: i64,
) -> Answer<BTreeMap<i64, LotForm>> {
    let changed: Vec<(i64, Uuid)> = lot::Entity::find()
        .select_only()
        .columns([lot::Column::Id, lot::Column::PublicId])
        .filter(lot::Column::CompanyId.eq(company_id))
        .filter(lot::Column::Seq.gt(seen))
        .into_tuple()
        .all(db)
        .await?;
    let mut states = BTreeMap::new();
    for some in changed.chunks(AT_ONCE) {
        let kept = lot_past::Entity::find()
            .filter(lot_past::Column::CompanyId.eq(company_id))
            .filter(lot_past::Column::ItemId.is_in(some.iter().map(|(_, item)| *item)))
            .filter(lot_past::Column::Seq.lte(seen))
            .order_by_asc(lot_past::Column::Version)
            .all(db)
            .await?;
        // The last one that was seen.
        let mut newest: HashMap<Uuid, lot_past::Model> =
            kept.into_iter().map(|kept| (kept.item_id, kept)).collect();
        for (lot, item) in some {
            if let Some(kept) = newest.remove(item).filter(|kept| kept.deleted_at.is_none()) {
                states.insert(*lot, serde_json::from_str(&kept.cells)?);
            }
        }
    }
    Ok(states)
}

/// A state that was replaced, as a lot; its change number is not told.
pub(super) fn as_row(kept: lot_past::Model) -> Answer<Row> {
    Ok(Row {
        item_id: kept.item_id,
        version: kept.version,
        seq: 0,
        deleted_at: kept.deleted_at,
        updated_by: kept.changed_by.filter(|_| kept.import_id.is_none()),
        updated_at: kept.changed_at,
        lot: serde_json::from_str(&kept.cells)?,
    })
}

/// What has to be known to tell of states.
struct Told {
    /// Colleagues.
    names: HashMap<i64, String>,
    /// Names of imported files.
    files: HashMap<i64, String>,
    /// Names of the company's own systems, by what they write under.
    systems: HashMap<Uuid, String>,
    /// Browsers and systems of the devices that wrote.
    devices: HashMap<Uuid, String>,
}

impl Told {
    async fn of(db: &impl ConnectionTrait, company_id: i64, kept: &[lot_past::Model]) -> Answer<Self> {
        let people = kept.iter().filter_map(|state| state.changed_by);
        let imports: BTreeSet<i64> = kept.iter().filter_map(|state| state.import_id).collect();
        let files: Vec<import::Model> = import::Entity::find()
            .filter(import::Column::CompanyId.eq(company_id))
            .filter(import::Column::Id.is_in(imports))
            .all(db)
            .await?;
        let clients: BTreeSet<Uuid> = kept.iter().filter_map(|state| state.client_id).collect();
        let systems: Vec<api_token::Model> = api_token::Entity::find()
            .filter(api_token::Column::CompanyId.eq(company_id))
            .filter(api_token::Column::ClientId.is_in(clients.clone()))
            .all(db)
            .await?;
        let devices: Vec<(Uuid, String)> = sync_client::Entity::find()
            .select_only()
            .columns([sync_client::Column::ClientId, sync_client::Column::Name])
            .filter(sync_client::Column::CompanyId.eq(company_id))
            .filter(sync_client::Column::ClientId.is_in(clients))
            .into_tuple()
            .all(db)
            .await?;
        Ok(Self {
            devices: devices.into_iter().collect(),
            systems: systems
                .into_iter()
                .map(|token| (token.client_id, token.name))
                .collect(),
            names: names(db, company_id, people.collect()).await?,
            files: files
                .into_iter()
                .map(|import| (import.id, import.file_name))
                .collect(),
        })
    }

    fn state(&self, kept: lot_past::Model) -> Answer<State> {
        let file = |id| self.files.get(&id).cloned().unwrap_or_default();
        let of = |names: &HashMap<Uuid, String>, id| names.get(&id).cloned().unwrap_or_default();
        Ok(State {
            version: kept.version,
            at: kept.changed_at,
            by: kept.changed_by,
            name: kept.changed_by.and_then(|by| self.names.get(&by).cloned()),
            source: match (kept.client_id, kept.import_id) {
                (Some(client_id), _) => Source::Device {
                    client_id,
                    system: of(&self.systems, client_id),
                    name: of(&self.devices, client_id),
                },
                (None, Some(id)) => Source::Import { file: file(id) },
                (None, None) => Source::Unknown,
            },
            is_deleted: kept.deleted_at.is_some(),
            lot: serde_json::from_str(&kept.cells)?,
        })
    }
}

/// The names of those who are users of the company.
pub(super) async fn names(
    db: &impl ConnectionTrait,
    company_id: i64,
    people: BTreeSet<i64>,
) -> Answer<HashMap<i64, String>> {
    if people.is_empty() {
        return Ok(HashMap::new());
    }
    let members: Vec<i64> = membership::Entity::find()
        .select_only()
        .column(membership::Column::AccountId)
        .filter(membership::Column::CompanyId.eq(company_id))
        .filter(membership::Column::AccountId.is_in(people))
        .into_tuple()
        .all(db)
        .await?;
    let accounts = account::Entity::find()
        .filter(account::Column::Id.is_in(members))
        .all(db)
        .await?;
    Ok(accounts
        .into_iter()
        .map(|account| (account.id, account.name))
        .collect())
}

/// Forgets what lots of a company were.
pub(crate) async fn forget(tx: &impl ConnectionTrait, company_id: i64) -> Answer<()> {
    lot_past::Entity::delete_many()
        .filter(lot_past::Column::CompanyId.eq(company_id))
        .exec(tx)
        .await?;
    Ok(())
}
