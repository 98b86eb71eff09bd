//! A company that buys or sells.

use domain::accounts::{AccountType, Asks};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "company")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub name: String,
    pub trade_type: String,
    pub standing: String,
    pub postcode: String,
    pub address: String,
    pub country: String,
    pub fax_country: String,
    pub fax: String,
    pub url: String,
    pub business: String,
    pub established: String,
    pub capital: String,
    pub representative: String,
    pub purpose: String,
    pub stock_hidden_at: Option<i64>,
    pub is_owner: bool,
    pub created_at: i64,
    pub gone_at: Option<i64>,
    pub suspended_at: Option<i64>,
    pub care_version: i32,
    pub cared_by: Option<i64>,
    pub sought: String,
    pub company_type: String,
    pub admission: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

/// Whether somebody still looks at a company, or has said no: its people see only how that stands (Z19).
pub fn in_screening(standing: &str, admission: &str) -> bool {
    standing != "active" || admission != "active"
}

impl Model {
    /// As [`in_screening`].
    pub fn in_screening(&self) -> bool {
        in_screening(&self.standing, &self.admission)
    }

    /// What its form has to tell.
    pub fn asks(&self) -> Asks {
        match AccountType::of_word(&self.trade_type) {
            Some(AccountType::Buyer) if !self.company_type.is_empty() => Asks::Company,
            Some(AccountType::Buyer) => Asks::Buyer,
            _ => Asks::Supplier,
        }
    }
}

impl ActiveModelBehavior for ActiveModel {}
