//! A company's own name for one of its lots.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "lot_reference")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub lot_id: i64,
    pub company_id: i64,
    pub reference: String,
    /// The import that gave it to the lot, if none has given it anew since.
    pub import_id: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
