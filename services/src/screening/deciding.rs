//! Deciding, once: of two deciders one decides, and the other is told who did (T35).

use std::collections::BTreeMap;

use domain::accounts::AccountType;
use domain::audit::Action;
use domain::refusal::Refusal;
use domain::screening::fields::FIELDS;
use domain::screening::{Kind, Rejection};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};

use super::care::found;
use super::coordinators::seen_acting;
use super::queue::kind;
use super::{Decision, about, tell};
use crate::audit::{self, Entry};
use crate::entity::{account, application, company};
use crate::error::Answer;
use crate::inventory::whole;
use crate::market::Market;
use crate::post::{CompanyApproved, CompanyRejected, FieldReason, Mail, SupplierApproved, SupplierRejected};
use crate::proofs::Acting;

/// What became of an act upon an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// It is not what was looked at any more: sent again, asked about, or decided by somebody else. Nothing was done;
    /// its sheet tells what it is now.
    Missed,
}

impl Outcome {
    /// What becomes of an act that found nothing to change: somebody who pressed twice has done it, and is told so.
    pub(crate) const fn of_miss(again: bool) -> Self {
        if again { Self::Done } else { Self::Missed }
    }
}

/// Decides an application in the version that was looked at: the decision, its effect, its mail and its entry in the
/// audit log together or not at all. Sessions of the applicant follow with their next request.
///
/// # Errors
/// [`Refusal::NotAllowed`] for whoever has no queue; [`Refusal::NotFound`] when there is no such application.
pub async fn decide(
    market: &Market,
    acting: &Acting,
    id: i64,
    version: i32,
    decision: &Decision,
) -> Answer<Outcome> {
    let seen = seen_acting(acting)?;
    let now = market.now();
    let (state, what, reason) = match decision {
        Decision::Approve => ("approved", Action::ApplicationApproved, String::new()),
        Decision::Reject(why) => (
            "rejected",
            Action::ApplicationRejected,
            why.reason.as_str().to_owned(),
        ),
    };
    let fields = fields_of(decision)?;
    let tx = market.db.begin().await?;
    let decided = application::Entity::update_many()
        .col_expr(application::Column::State, Expr::value(state))
        .col_expr(application::Column::Reason, Expr::value(&reason))
        .col_expr(application::Column::Fields, Expr::value(&fields))
        .col_expr(application::Column::DecidedAt, Expr::value(now))
        .col_expr(application::Column::DecidedBy, Expr::value(acting.account_id))
        .col_expr(application::Column::AskedAt, Expr::value(Option::<i64>::None))
        .col_expr(application::Column::Question, Expr::value(""))
        .col_expr(
            application::Column::Version,
            Expr::col(application::Column::Version).add(1),
        )
        .filter(application::Column::Id.eq(id))
        .filter(seen.clone())
        .filter(application::Column::State.eq("pending"))
        .filter(application::Column::Version.eq(version))
        .exec(&tx)
        .await?;
    let row = found(&tx, id, seen).await?;
    if decided.rows_affected != 1 {
        let again = row.state == state
            && row.reason == reason
            && row.fields == fields
            && row.version == version + 1
            && acting.is(row.decided_by);
        return Ok(Outcome::of_miss(again));
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
    use company::Column::{Admission, Standing};
    match (decision, kind(row)) {
        (Decision::Approve, Kind::Company) => set(tx, row.company_id, Admission, "active").await?,
        (Decision::Approve, _) => return become_supplier(tx, row.company_id).await,
        (Decision::Reject(_), Kind::Company) => set(tx, row.company_id, Admission, "rejected").await?,
        (Decision::Reject(_), Kind::Registration) => set(tx, row.company_id, Standing, "rejected").await?,
        (Decision::Reject(_), Kind::Change) => {}
    }
    Ok(false)
}

fn mail(account: account::Model, row: &application::Model, decision: &Decision) -> Mail {
    let is_company = kind(row) == Kind::Company;
    match decision {
        Decision::Approve if is_company => Mail::CompanyApproved(CompanyApproved {
            name: account.name,
            number: account.number,
        }),
        Decision::Reject(why) if is_company => Mail::CompanyRejected(CompanyRejected {
            name: account.name,
            reason: why.reason.as_str().to_owned(),
            fields: reasons(why),
        }),
        Decision::Approve => Mail::SupplierApproved(SupplierApproved {
            name: account.name,
            number: account.number,
        }),
        Decision::Reject(why) => Mail::SupplierRejected(SupplierRejected {
            name: account.name,
            reason: why.reason.as_str().to_owned(),
            fields: reasons(why),
            buys_meanwhile: row.kind == Kind::Change.word(),
        }),
    }
}

/// Why, field by field, in the order of the form.
fn reasons(why: &Rejection) -> Vec<FieldReason> {
    let one = |field: &str| {
        Some(FieldReason {
            field: field.to_owned(),
            reason: why.fields.get(field)?.as_str().to_owned(),
        })
    };
    FIELDS.into_iter().filter_map(one).collect()
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

async fn set(tx: &DatabaseTransaction, company_id: i64, column: company::Column, word: &str) -> Answer<()> {
    company::Entity::update_many()
        .col_expr(column, Expr::value(word))
        .filter(company::Column::Id.eq(company_id))
        .exec(tx)
        .await?;
    Ok(())
}
