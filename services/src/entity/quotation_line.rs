//! A line of a request.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "quotation_line")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub request_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub line_no: i32,
    pub lot_id: Option<i64>,
    pub supplier_id: Option<i64>,
    pub model: String,
    pub manufacturer: String,
    pub quantity: i32,
    pub dc: String,
    pub packing: String,
    pub target_price: Option<i64>,
    pub currency: Option<String>,
    pub due: Option<String>,
    pub remarks: String,
    pub state: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
