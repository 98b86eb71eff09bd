//! What two people wrote into one place.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sync_conflict")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub company_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub op_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub topic: String,
    pub item_id: Uuid,
    pub about: String,
    pub mine_by: Option<i64>,
    pub mine_at: i64,
    pub theirs_by: Option<i64>,
    pub theirs_at: i64,
    pub met_at: i64,
    pub resolved_at: Option<i64>,
    pub resolved_op: Option<Uuid>,
    pub resolved_by: Option<i64>,
    pub mailed_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
