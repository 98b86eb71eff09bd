//! An application to become a supplier, or to be let in as a company.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "application")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub company_id: i64,
    pub account_id: i64,
    pub kind: String,
    pub state: String,
    pub version: i32,
    pub profile: String,
    pub reason: String,
    pub created_at: i64,
    pub decided_at: Option<i64>,
    pub asked_at: Option<i64>,
    pub question: String,
    pub sent_at: i64,
    pub due_at: i64,
    pub assigned_to: Option<i64>,
    pub decided_by: Option<i64>,
    pub fields: String,
    pub sought: String,
    pub coordinator: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
