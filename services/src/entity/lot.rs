//! A lot of stock.

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
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
