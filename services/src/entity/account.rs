//! A person who can sign in.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub number: String,
    pub password_hash: String,
    pub name: String,
    pub furigana: String,
    pub phone_country: String,
    pub phone: String,
    pub language: String,
    pub generation: i32,
    pub state: String,
    pub created_at: i64,
    pub suspended_at: Option<i64>,
    pub removed_at: Option<i64>,
    pub care_version: i32,
    pub cared_by: Option<i64>,
    pub force_password: bool,
    pub force_code: bool,
    pub sought: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
