//! Whom a token stands for: all that a request asks about its visitor, as one row. Every page begins with it, and what a
//! statement costs is mostly the way to the database and back.

use domain::accounts::AccountType;
use sea_orm::sea_query::{Expr, IntoCondition};
use sea_orm::{ConnectionTrait, DerivePartialModel, EntityTrait, JoinType, QuerySelect, RelationDef};

use super::{IDLE, STAFF_IDLE, SessionToken};
use crate::entity::{account, account_email, company, membership, session, staff};
use crate::error::Answer;

/// A session, whether it lasts or not, and whose it is.
#[derive(DerivePartialModel)]
#[sea_orm(entity = "session::Entity")]
pub(super) struct Holder {
    pub(super) token_hash: Vec<u8>,
    pub(super) generation: i32,
    pub(super) proved_at: i64,
    #[sea_orm(nested)]
    pub(super) term: Term,
    #[sea_orm(nested)]
    pub(super) account: Person,
    /// Where they work; nothing for the owner's people.
    #[sea_orm(nested)]
    pub(super) company: Option<Employer>,
    /// What they are in that company.
    #[sea_orm(from_expr = "Expr::col((membership::Entity, membership::Column::Role))")]
    pub(super) role: Option<String>,
    /// What they are among the owner's people.
    #[sea_orm(from_expr = "Expr::col((staff::Entity, staff::Column::Role))")]
    pub(super) staff: Option<String>,
    /// Their main address.
    #[sea_orm(from_expr = "Expr::col((account_email::Entity, account_email::Column::Address))")]
    pub(super) email: Option<String>,
}

/// What says how long a session lasts.
#[derive(DerivePartialModel)]
#[sea_orm(entity = "session::Entity")]
pub(super) struct Term {
    pub(super) account_type: String,
    pub(super) stays: bool,
    pub(super) seen_at: i64,
    pub(super) expires_at: i64,
}

impl Term {
    pub(super) fn account_type(&self) -> Option<AccountType> {
        AccountType::of_word(&self.account_type)
    }

    /// Whether a session has not run out (Z22); staff are asked again sooner (T36).
    pub(super) fn lasts(&self, now: i64) -> bool {
        let idle = match self.account_type() {
            Some(AccountType::Staff) => STAFF_IDLE,
            _ => IDLE,
        };
        now < self.expires_at && (self.stays || now - self.seen_at < idle)
    }
}

/// What a visit shows of an account.
#[derive(DerivePartialModel)]
#[sea_orm(entity = "account::Entity")]
pub(super) struct Person {
    pub(super) id: i64,
    pub(super) number: String,
    pub(super) name: String,
    pub(super) furigana: String,
    pub(super) phone_country: String,
    pub(super) phone: String,
    pub(super) generation: i32,
    pub(super) state: String,
}

/// What it shows of a company.
#[derive(DerivePartialModel)]
#[sea_orm(entity = "company::Entity")]
pub(super) struct Employer {
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) trade_type: String,
    pub(super) standing: String,
    pub(super) admission: String,
    pub(super) suspended_at: Option<i64>,
}

impl Employer {
    /// As [`company::Model::in_screening`].
    pub(super) fn in_screening(&self) -> bool {
        company::in_screening(&self.standing, &self.admission)
    }
}

/// Looks a token up.
pub(super) async fn of(db: &impl ConnectionTrait, token: &SessionToken) -> Answer<Option<Holder>> {
    let account = RelationDef::from(
        session::Entity::belongs_to(account::Entity)
            .from(session::Column::AccountId)
            .to(account::Column::Id),
    );
    let membership = RelationDef::from(
        account::Entity::belongs_to(membership::Entity)
            .from(account::Column::Id)
            .to(membership::Column::AccountId),
    );
    let company = RelationDef::from(
        membership::Entity::belongs_to(company::Entity)
            .from(membership::Column::CompanyId)
            .to(company::Column::Id),
    );
    let staff = RelationDef::from(
        account::Entity::belongs_to(staff::Entity)
            .from(account::Column::Id)
            .to(staff::Column::AccountId),
    );
    let email = RelationDef::from(
        account::Entity::belongs_to(account_email::Entity)
            .from(account::Column::Id)
            .to(account_email::Column::AccountId)
            .on_condition(|_, email| Expr::col((email, account_email::Column::Main)).into_condition()),
    );
    Ok(session::Entity::find_by_id(token.hash())
        .join(JoinType::InnerJoin, account)
        .join(JoinType::LeftJoin, membership)
        .join(JoinType::LeftJoin, company)
        .join(JoinType::LeftJoin, staff)
        .join(JoinType::LeftJoin, email)
        .into_partial_model::<Holder>()
        .one(db)
        .await?)
}
