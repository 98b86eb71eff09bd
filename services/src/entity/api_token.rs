//! What a company's own system shows, by the hash of it.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "api_token")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub public_id: Uuid,
    pub account_id: i64,
    pub company_id: i64,
    pub name: String,
    pub token_hash: Vec<u8>,
    pub starts: String,
    pub may_read: bool,
    pub may_write: bool,
    pub may_import: bool,
    pub client_id: Uuid,
    pub created_at: i64,
    pub expires_at: i64,
    pub used_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
