//! A sign-in whose second factor is still to come.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "half_sign_in")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub token_hash: Vec<u8>,
    pub account_id: i64,
    pub account_type: String,
    pub generation: i32,
    pub stays: bool,
    pub next: String,
    pub tries: i32,
    pub challenge: Option<String>,
    pub created_at: i64,
    pub expires_at: i64,
    pub factor_due: bool,
    pub code_due: bool,
    pub password_due: bool,
    pub code_id: Option<Uuid>,
    pub code_sent_at: Option<i64>,
    pub code_mails: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
