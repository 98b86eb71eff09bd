//! Lots as the index knows them, read from the tables.

use std::sync::mpsc;

use anyhow::anyhow;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, Select};
use tokio::task::JoinHandle;

use super::engine::{Engine, IndexedLot};
use crate::entity::{company, lot};
use crate::error::{Answer, Error};

/// The columns of a lot that the index keeps.
#[derive(FromQueryResult)]
pub(super) struct Row {
    pub(super) id: i64,
    company_id: i64,
    registered_at: i64,
    manufacturer: String,
    product_name: String,
    model: String,
    quantity: i32,
    packing: String,
    rohs: String,
    dc: Option<i16>,
    location: String,
    remarks: String,
    pub(super) deleted_at: Option<i64>,
    pub(super) seq: i64,
}

const COLUMNS: [lot::Column; 14] = [
    lot::Column::Id,
    lot::Column::CompanyId,
    lot::Column::RegisteredAt,
    lot::Column::Manufacturer,
    lot::Column::ProductName,
    lot::Column::Model,
    lot::Column::Quantity,
    lot::Column::Packing,
    lot::Column::Rohs,
    lot::Column::Dc,
    lot::Column::Location,
    lot::Column::Remarks,
    lot::Column::DeletedAt,
    lot::Column::Seq,
];

impl Row {
    pub(super) fn indexed(self, owner: Option<i64>) -> IndexedLot {
        IndexedLot {
            lot_id: self.id,
            company: self.company_id,
            registered: self.registered_at,
            manufacturer: self.manufacturer,
            product_name: self.product_name,
            model: self.model,
            quantity: self.quantity.unsigned_abs(),
            packing: self.packing,
            rohs: self.rohs,
            dc: self.dc.map(i16::unsigned_abs),
            location: self.location,
            remarks: self.remarks,
            owner_stock: owner == Some(self.company_id),
        }
    }
}

/// All lots, to be narrowed down and read with [`read`].
pub(super) fn lots() -> Select<lot::Entity> {
    lot::Entity::find().select_only().columns(COLUMNS)
}

/// Reads what was selected.
pub(super) async fn read(lots: Select<lot::Entity>, tables: &impl ConnectionTrait) -> Answer<Vec<Row>> {
    Ok(lots.into_model::<Row>().all(tables).await?)
}

/// The company that runs the marketplace.
pub(super) async fn owner(tables: &impl ConnectionTrait) -> Answer<Option<i64>> {
    let owner = company::Entity::find()
        .filter(company::Column::IsOwner.eq(true))
        .one(tables)
        .await?;
    Ok(owner.map(|company| company.id))
}

/// An index in the making, on a thread of its own while rows come in.
pub(super) struct Assembly {
    rows: mpsc::SyncSender<Vec<Row>>,
    building: JoinHandle<Engine>,
}

impl Assembly {
    pub(super) fn begin(owner: Option<i64>, seq: i64) -> Self {
        // Two pages in flight: the database and the builder both keep busy, and memory stays bounded.
        let (rows, receive) = mpsc::sync_channel::<Vec<Row>>(2);
        let building = tokio::task::spawn_blocking(move || {
            let live = receive
                .into_iter()
                .flatten()
                .filter(|row| row.deleted_at.is_none());
            Engine::build(live.map(|row| row.indexed(owner)), seq)
        });
        Self { rows, building }
    }

    pub(super) async fn add(&self, rows: Vec<Row>) -> Answer<()> {
        let send = self.rows.clone();
        let sent = tokio::task::spawn_blocking(move || send.send(rows))
            .await
            .map_err(anyhow::Error::from)?;
        sent.map_err(|_| Error::Broken(anyhow!("the index builder stopped")))
    }

    pub(super) async fn finish(self) -> Answer<Engine> {
        drop(self.rows);
        Ok(self.building.await.map_err(anyhow::Error::from)?)
    }
}
