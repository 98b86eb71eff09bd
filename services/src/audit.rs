//! The audit log: who of the owner's people did what, to whom, when and from where; and who of a supplier's made or revoked a
//! token of its own systems, or took an application back that was being screened.
//!
//! [`record`] is called inside the transaction of the act, as its last write: there is no act without its entry, nor an
//! entry without its act, and the row lock of the head puts all writers in order. Nothing changes an entry afterwards but
//! `forget`, which takes personal words out and leaves the chain whole ([`chain`]). `verify` walks along it.

pub(crate) mod chain;
mod export;
mod page;

use std::borrow::Cow;
use std::net::IpAddr;

use domain::audit::Action;
pub use export::export;
pub use page::page;
pub(crate) use page::{contains, names};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveModelTrait, ColumnTrait, Condition, DatabaseTransaction, EntityTrait, QueryFilter, Set};
use uuid::Uuid;

use crate::entity::{audit, audit_head};
use crate::error::Answer;
use crate::proofs::{Acting, Staff, Supplier};

/// What is written down.
pub(crate) struct Entry<'a> {
    pub(crate) who: Who<'a>,
    pub(crate) what: Action,
    pub(crate) about: About,
    /// What was typed; may be empty.
    pub(crate) details: String,
}

/// Who did it.
pub(crate) struct Who<'a> {
    /// Nobody at the command line.
    account_id: Option<i64>,
    network: Cow<'a, str>,
}

impl Who<'_> {
    /// Somebody of a supplier's, from an address of the network.
    pub(crate) fn of_supplier(supplier: &Supplier, ip: IpAddr) -> Self {
        Self::of_person(supplier.account_id, ip)
    }

    /// Somebody about their own company.
    pub(crate) fn of_person(account_id: i64, ip: IpAddr) -> Self {
        Self {
            account_id: Some(account_id),
            network: ip.to_string().into(),
        }
    }
}

impl<'a> From<&'a Acting> for Who<'a> {
    fn from(acting: &'a Acting) -> Self {
        Self {
            account_id: acting.account_id,
            network: (&acting.network).into(),
        }
    }
}

impl<'a> From<&'a Staff> for Who<'a> {
    fn from(staff: &'a Staff) -> Self {
        Self {
            account_id: Some(staff.account_id),
            network: (&staff.network).into(),
        }
    }
}

/// Whose business it was.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct About {
    pub(crate) application_id: Option<i64>,
    pub(crate) account_id: Option<i64>,
    pub(crate) company_id: Option<i64>,
}

/// Appends an entry.
///
/// # Errors
/// Only breakages.
pub(crate) async fn record(tx: &DatabaseTransaction, now: i64, entry: Entry<'_>) -> Answer<()> {
    let head = audit_head::Entity::update_many()
        .col_expr(
            audit_head::Column::Number,
            Expr::col(audit_head::Column::Number).add(1),
        )
        .filter(audit_head::Column::Id.eq(1_i16))
        .exec_with_returning(tx)
        .await?
        .pop()
        .ok_or_else(|| anyhow::anyhow!("the audit log has no head"))?;
    let salt = Uuid::new_v4().to_string();
    let mut row = audit::Model {
        number: head.number,
        at: now,
        actor: entry.who.account_id,
        action: entry.what.word().to_owned(),
        application_id: entry.about.application_id,
        about_account: entry.about.account_id,
        about_company: entry.about.company_id,
        sealed: chain::sealed(&salt, &entry.details, &entry.who.network),
        details: entry.details,
        network: entry.who.network.into_owned(),
        salt,
        chain: String::new(),
    };
    row.chain = chain::next(&head.chain, &row);
    let chain = row.chain.clone();
    audit::Entity::insert(audit::ActiveModel::from(row).reset_all())
        .exec_without_returning(tx)
        .await?;
    let end = audit_head::ActiveModel {
        id: Set(1),
        number: Set(head.number),
        chain: Set(chain),
    };
    audit_head::Entity::update(end).exec(tx).await?;
    Ok(())
}

/// Takes out the words about a person who is gone, and about their company if it goes with them. The entries stay.
pub(crate) async fn forget(tx: &DatabaseTransaction, account_id: i64, company_id: Option<i64>) -> Answer<()> {
    let mut whose = Condition::any()
        .add(audit::Column::AboutAccount.eq(account_id))
        .add(audit::Column::Actor.eq(account_id));
    if let Some(company_id) = company_id {
        whose = whose.add(audit::Column::AboutCompany.eq(company_id));
    }
    audit::Entity::update_many()
        .col_expr(audit::Column::Details, Expr::value(""))
        .col_expr(audit::Column::Network, Expr::value(""))
        .col_expr(audit::Column::Salt, Expr::value(""))
        .filter(whose)
        .exec(tx)
        .await?;
    Ok(())
}
