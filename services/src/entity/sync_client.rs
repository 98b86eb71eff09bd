//! A device that edits stock.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sync_client")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub client_id: Uuid,
    pub account_id: i64,
    pub company_id: i64,
    pub last_n: i64,
    pub forgotten_n: i64,
    pub schema: i32,
    pub created_at: i64,
    pub seen_at: i64,
    /// Its browser and system; empty where they are not known.
    pub name: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
