//! The editions of the documents that one agrees to, but for the first of each.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "legal_edition")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub document: String,
    pub number: i32,
    pub applies_on: String,
    pub text_en: String,
    pub text_ja: String,
    pub tells: bool,
    pub author: Option<i64>,
    pub created_at: i64,
    pub withdrawn_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
