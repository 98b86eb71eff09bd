//! What an import changed of a lot that was there.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import_change")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub import_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub lot_id: i64,
    pub deleted: bool,
    pub quantity: i32,
    pub version: i32,
    pub undone_version: Option<i32>,
    pub date_code: Option<String>,
    /// The company's own, of a lot that was deleted; and the import that had given it.
    pub reference: Option<String>,
    pub reference_import: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
