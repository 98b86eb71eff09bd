//! One entry of the audit log.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    pub at: i64,
    pub actor: Option<i64>,
    pub action: String,
    pub application_id: Option<i64>,
    pub about_account: Option<i64>,
    pub about_company: Option<i64>,
    pub details: String,
    pub network: String,
    pub salt: String,
    pub sealed: String,
    pub chain: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
