//! A lot as the index reads it from its table: only the columns that are searched, filtered or sorted, and those that
//! tell whether and since when it counts.

use sea_orm::FromQueryResult;

use super::engine::{Change, IndexedLot};
use crate::entity::lot;

/// A row of the table of lots, in part.
#[derive(FromQueryResult)]
pub(crate) struct Row {
    pub(crate) id: i64,
    pub(crate) company_id: i64,
    pub(super) registered_at: i64,
    pub(super) manufacturer: String,
    pub(super) product_name: String,
    pub(crate) model: String,
    pub(super) quantity: i32,
    pub(super) packing: String,
    pub(super) rohs: String,
    pub(super) dc: Option<i16>,
    pub(super) location: String,
    pub(super) remarks: String,
    deleted_at: Option<i64>,
    pub(crate) seq: i64,
}

impl Row {
    /// The columns of it.
    pub(crate) const COLUMNS: [lot::Column; 14] = [
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

    /// Whether searches may find it.
    pub(crate) const fn is_live(&self) -> bool {
        self.deleted_at.is_none()
    }

    /// What the index is told; `owner` is the company that runs the marketplace.
    pub(crate) fn indexed(self, owner: Option<i64>) -> IndexedLot {
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

    /// The change that brings an index up to this row.
    pub(super) fn change(self, owner: Option<i64>) -> Change {
        if self.is_live() {
            Change::Put(self.indexed(owner))
        } else {
            Change::Remove(self.id)
        }
    }
}
