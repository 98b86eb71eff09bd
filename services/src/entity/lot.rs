//! A lot of stock.

use domain::inventory::LotForm;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "lot")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub public_id: Uuid,
    pub company_id: i64,
    pub model_id: i64,
    pub import_id: Option<i64>,
    pub registered_at: i64,
    pub updated_at: i64,
    pub updated_by: Option<i64>,
    pub manufacturer: String,
    pub product_name: String,
    pub model: String,
    pub quantity: i32,
    pub packing: String,
    pub rohs: String,
    pub dc: Option<i16>,
    pub location: String,
    pub remarks: String,
    pub date_code: String,
    pub version: i32,
    pub seq: i64,
    pub deleted_at: Option<i64>,
    pub changed_client: Option<Uuid>,
    pub changed_import: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl Model {
    /// The import that the lot is as it brought it, if nobody has changed it since.
    pub fn imported_by(&self) -> Option<i64> {
        let untouched = self.version == 1 && self.changed_client.is_none();
        self.changed_import.or(self.import_id.filter(|_| untouched))
    }

    /// The lot as it would be typed.
    pub fn into_form(self) -> LotForm {
        LotForm {
            manufacturer: self.manufacturer,
            product_name: self.product_name,
            model: self.model,
            quantity: self.quantity.to_string(),
            packing: self.packing,
            rohs: self.rohs,
            dc: self.dc.map(|year| year.to_string()).unwrap_or_default(),
            location: self.location,
            remarks: self.remarks,
            date_code: self.date_code,
        }
    }
}

impl ActiveModelBehavior for ActiveModel {}
