//! A message to the owner.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contact_message")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub receipt: Uuid,
    pub submission: Uuid,
    pub fingerprint: Vec<u8>,
    pub account_id: Option<i64>,
    pub name: String,
    pub company: String,
    pub email: String,
    pub phone_country: Option<String>,
    pub phone: Option<String>,
    pub topic: String,
    pub message: String,
    pub own_address: bool,
    pub language: String,
    pub created_at: i64,
    pub state: String,
    pub version: i32,
    pub assigned_to: Option<i64>,
    pub moved_at: i64,
    /// Its name, company and address, as they are looked for.
    pub sought: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
