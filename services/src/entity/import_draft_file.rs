//! A part of a stock file that waits for a decision.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import_draft_file")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub draft_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub part: i32,
    pub bytes: Vec<u8>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
