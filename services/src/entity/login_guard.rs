//! Failed sign-ins of one lane.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "login_guard")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub lane: Vec<u8>,
    pub failures: i32,
    pub consecutive: i32,
    pub reserved_at: i64,
    pub locked_until: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
