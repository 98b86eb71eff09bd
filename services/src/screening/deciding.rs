//! Deciding, once: of two deciders one decides, and the other is told who did (T35).

use std::collections::BTreeMap;

use domain::accounts::AccountType;
use domain::audit::Action;
use domain::refusal::Refusal;
use domain::screening::{Kind, Rejection};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};

use super::{Decision, about, tell};
use crate::audit::{self, Entry};
use crate::entity::{account, application, company};
use crate::error::Answer;
use crate::inventory::whole;
use crate::market::Market;
use crate::post::{FieldReason, Mail, SupplierApproved, SupplierRejected};
use crate::proofs::Acting;

/// What became of an act upon an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// It is not what was looked at any more: sent again, asked about, or decided by somebody else. Nothing was done;
    /// its sheet tells what it is now.
    Missed,
}

/// Decides an application in the version that was looked at: the decision, its effect, its mail and its entry in the
/// audit log together or not at all. Sessions of the applicant follow with their next request.
///
/// # Errors
/// [`Refusal::NotAllowed`] for whoever does not screen; [`Refusal::NotFound`] when there is no such application.
pub async fn decide(
    market: &Market,
    acting: &Acting,
    id: i64,
    version: i32,
    decision: &Decision,
) -> Answer<Outcome> {
    if !acting.role.may_screen() {
        return Err(Refusal::NotAllowed.into());
    }
    let now = market.now();
    let (state, what, reason) = match decision {
        Decision::Approve => ("approved", Action::ApplicationApproved, String::new()),
        Decision::Reject(why) => (
            "rejected",
            Action::ApplicationRejected,
            why.reason.as_str().to_owned(),
        ),
    };
    let tx = market.db.begin().await?;
    let decided = application::Entity::update_many()
        .col_expr(application::Column::State, Expr::value(state))
        .col_expr(application::Column::Reason, Expr::value(reason))
        .col_expr(application::Column::Fields, Expr::value(fields_of(decision)?))
        .col_expr(application::Column::DecidedAt, Expr::value(now))
        .col_expr(application::Column::DecidedBy, Expr::value(acting.account_id))
        .col_expr(application::Column::AskedAt, Expr::value(Option::<i64>::None))
        .col_expr(application::Column::Question, Expr::value(""))
        .col_expr(
            application::Column::Version,
            Expr::col(application::Column::Version).add(1),
        )
        .filter(application::Column::Id.eq(id))
        .filter(application::Column::State.eq("pending"))
        .filter(application::Column::Version.eq(version))
        .exec(&tx)
        .await?;
    let row = application::Entity::find_by_id(id)
        .one(&tx)
        .await?
        .ok_or(Refusal::NotFound)?;
    if decided.rows_affected != 1 {
        return Ok(Outcome::Missed);
    }
    let account = account::Entity::find_by_id(row.account_id)
        .one(&tx)
        .await?
        .ok_or(Refusal::NotFound)?;
    let shown = take_effect(&tx, &row, decision).await?;
    let mail = mail(account, &row, decision);
    let key = format!("application:{id}:{state}");
    tell(&tx, row.account_id, &mail, key, now).await?;
    if shown {
        whole::tell_market(&tx, now).await?;
    }
    let entry = Entry {
        who: acting.into(),
        what,
        about: about(&row),
        details: said(decision),
    };
    audit::record(&tx, now, entry).await?;
    tx.commit().await?;
    market.search.refresh(market).await?;
    Ok(Outcome::Done)
}

fn fields_of(decision: &Decision) -> Answer<String> {
    let fields: BTreeMap<&str, &str> = match decision {
        Decision::Approve => BTreeMap::new(),
        Decision::Reject(why) => why
            .fields
            .iter()
            .map(|(name, text)| (*name, text.as_str()))
            .collect(),
    };
    Ok(serde_json::to_string(&fields)?)
}

/// The words of a decision, one reason a line.
fn said(decision: &Decision) -> String {
    let Decision::Reject(Rejection { reason, fields }) = decision else {
        return String::new();
    };
    let general = Some(reason.as_str().to_owned()).filter(|reason| !reason.is_empty());
    let fields = fields
        .iter()
        .map(|(name, text)| format!("{name}: {}", text.as_str()));
    general.into_iter().chain(fields).collect::<Vec<_>>().join("\n")
}

/// Answers whether stock is shown again.
async fn take_effect(
    tx: &DatabaseTransaction,
    row: &application::Model,
    decision: &Decision,
) -> Answer<bool> {
    match decision {
        Decision::Approve => become_supplier(tx, row.company_id).await,
        Decision::Reject(_) => {
            if row.kind == Kind::Registration.word() {
                set_standing(tx, row.company_id, "rejected").await?;
            }
            Ok(false)
        }
    }
}

fn mail(account: account::Model, row: &application::Model, decision: &Decision) -> Mail {
    match decision {
        Decision::Approve => Mail::SupplierApproved(SupplierApproved {
            name: account.name,
            number: account.number,
        }),
        Decision::Reject(why) => Mail::SupplierRejected(SupplierRejected {
            name: account.name,
            reason: why.reason.as_str().to_owned(),
            fields: domain::screening::fields::FIELDS
                .into_iter()
                .filter_map(|field| {
                    Some(FieldReason {
                        field: field.to_owned(),
                        reason: why.fields.get(field)?.as_str().to_owned(),
                    })
                })
                .collect(),
            buys_meanwhile: row.kind == Kind::Change.word(),
        }),
    }
}

/// A supplier in good standing. Stock of an earlier time as a supplier is shown again (Z18); answers whether there is any.
async fn become_supplier(tx: &DatabaseTransaction, company_id: i64) -> Answer<bool> {
    let hidden = company::Entity::find_by_id(company_id)
        .one(tx)
        .await?
        .is_some_and(|company| company.stock_hidden_at.is_some());
    if hidden {
        whole::show(tx, company_id).await?;
    }
    company::Entity::update_many()
        .col_expr(
            company::Column::TradeType,
            Expr::value(AccountType::Supplier.word()),
        )
        .col_expr(company::Column::Standing, Expr::value("active"))
        .filter(company::Column::Id.eq(company_id))
        .exec(tx)
        .await?;
    Ok(hidden)
}

async fn set_standing(tx: &DatabaseTransaction, company_id: i64, standing: &str) -> Answer<()> {
    company::Entity::update_many()
        .col_expr(company::Column::Standing, Expr::value(standing))
        .filter(company::Column::Id.eq(company_id))
        .exec(tx)
        .await?;
    Ok(())
}
