//! A mail to send.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "outbox")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub dedupe_key: String,
    pub kind: String,
    pub recipient: String,
    pub language: String,
    pub payload: String,
    pub state: String,
    pub attempts: i32,
    pub due_at: i64,
    pub lease_token: Option<Uuid>,
    pub lease_until: Option<i64>,
    pub created_at: i64,
    pub expires_at: Option<i64>,
    pub finished_at: Option<i64>,
    pub last_error: Option<String>,
    pub retried_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
