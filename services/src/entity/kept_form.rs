//! A form that waits for somebody to sign in.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "kept_form")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub browser_hash: Vec<u8>,
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_type: String,
    pub canonical: String,
    pub form: String,
    pub expires_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
