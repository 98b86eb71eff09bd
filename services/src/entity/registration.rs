//! A registration that waits for its mail, or what is left of one.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "registration")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub submission: Uuid,
    pub address: String,
    pub canonical: String,
    pub account_type: String,
    pub password_hash: String,
    pub profile: String,
    pub language: String,
    pub terms: String,
    pub privacy: String,
    pub browser_hash: Vec<u8>,
    pub created_at: i64,
    pub verified_at: Option<i64>,
    pub account_id: Option<i64>,
    pub company_type: String,
    /// Its name and company, as they are looked for; empty once it is proved.
    pub sought: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl Model {
    /// Whether it is the first of a company's two steps: its link leads to the second, and nowhere else.
    pub fn is_company(&self) -> bool {
        !self.company_type.is_empty()
    }
}

impl ActiveModelBehavior for ActiveModel {}
