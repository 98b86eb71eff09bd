//! What visitors are told of the house.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "notice")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub kind: String,
    pub title_en: String,
    pub title_ja: String,
    pub text_en: String,
    pub text_ja: String,
    pub from_at: i64,
    pub until_at: Option<i64>,
    pub banner: bool,
    pub ended_at: Option<i64>,
    pub version: i32,
    pub author: Option<i64>,
    pub created_at: i64,
    pub changed_at: i64,
    pub changed_by: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
