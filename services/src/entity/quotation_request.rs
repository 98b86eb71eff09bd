//! A request for quotation.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "quotation_request")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub receipt: Uuid,
    pub submission: Uuid,
    pub fingerprint: Vec<u8>,
    pub account_id: Option<i64>,
    pub name: String,
    pub furigana: String,
    pub company: String,
    pub email: String,
    pub phone_country: String,
    pub phone: String,
    pub language: String,
    pub created_at: i64,
    pub is_private: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
