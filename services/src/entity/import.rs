//! A stock file on its way in.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub public_id: Uuid,
    pub company_id: i64,
    pub account_id: i64,
    pub file_name: String,
    pub bytes: i64,
    pub sha256: Vec<u8>,
    pub state: String,
    pub rows_added: i32,
    pub fault_count: i32,
    pub created_at: i64,
    pub finished_at: Option<i64>,
    pub mode: String,
    pub how: Option<String>,
    pub seen_seq: Option<i64>,
    pub landed: Option<String>,
    pub undo_wanted_at: Option<i64>,
    pub undone: Option<String>,
    pub undo_wanted_by: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
