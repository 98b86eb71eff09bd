//! Changing sides: a supplier becomes a buyer at once (R079); a buyer applies to become a supplier (R080).
//!
//! Stock of a supplier that stops selling is hidden in the same transaction, and deleted 90 days later unless the company
//! sells again by then (Z18). An application is `screening`'s business; here it is only agreed to.

use domain::accounts::{AccountType, SideForm};
use domain::audit::Action;
use domain::legal::Document;
use domain::refusal::Refusal;
use sea_orm::sea_query::{Expr, OnConflict, Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, Set, TryInsertResult};

use super::caller::Caller;
use super::own::{self, with_country};
use super::profiles;
use super::session::SignedIn;
use crate::audit::{self, About, Entry, Who};
use crate::entity::{agreement, application, company, half_sign_in, lot, membership, session};
use crate::error::Answer;
use crate::inventory::whole;
use crate::market::Market;
use crate::{clock, legal, screening};

/// How many lots would be hidden.
///
/// # Errors
/// Only breakages.
pub async fn lots(market: &Market, who: &SignedIn) -> Answer<u64> {
    let Some(company_id) = who.member.company_id else {
        return Ok(0);
    };
    Ok(lot::Entity::find()
        .filter(lot::Column::CompanyId.eq(company_id))
        .filter(lot::Column::DeletedAt.is_null())
        .count(market.db.reader())
        .await?)
}

/// Makes a supplier a buyer: stock hidden, sessions as a supplier over.
///
/// # Errors
/// Violations at their fields; [`Refusal::NotAllowed`] for the owner's company, for buyers, and for whoever may not
/// speak for the company.
pub async fn to_buyer(market: &Market, who: &SignedIn, caller: &Caller, form: &SideForm) -> Answer<()> {
    let now = market.now();
    let tx = market.db.begin().await?;
    let own = own::rows(&tx, who).await?;
    let company = own
        .entrusted()
        .filter(|company| company.trade_type == AccountType::Supplier.word() && !company.is_owner)
        .ok_or(Refusal::NotAllowed)?;
    let form = with_country(form, company);
    let profile = form.check(AccountType::Buyer, clock::today(market.clock.as_ref()))?;
    profiles::store(&tx, own.account.id, company.id, &profile).await?;
    agree(&tx, own.account.id, now).await?;
    company::Entity::update_many()
        .col_expr(company::Column::TradeType, Expr::value(AccountType::Buyer.word()))
        .col_expr(company::Column::Standing, Expr::value("active"))
        .filter(company::Column::Id.eq(company.id))
        .exec(&tx)
        .await?;
    end_sessions(&tx, company.id).await?;
    whole::hide(&tx, company.id, now).await?;
    whole::tell_market(&tx, now).await?;
    if withdraw(&tx, company.id).await? {
        let about = About {
            account_id: Some(own.account.id),
            company_id: Some(company.id),
            ..About::default()
        };
        let entry = Entry {
            who: Who::of_person(own.account.id, caller.ip),
            what: Action::ApplicationWithdrawn,
            about,
            details: String::new(),
        };
        audit::record(&tx, now, entry).await?;
    }
    tx.commit().await?;
    market.search.refresh(market).await
}

/// An application that waits is about a side that is no longer wanted. Answers whether there was one.
async fn withdraw(tx: &impl ConnectionTrait, company_id: i64) -> Answer<bool> {
    let withdrawn = application::Entity::delete_many()
        .filter(application::Column::CompanyId.eq(company_id))
        .filter(application::Column::State.eq("pending"))
        .exec(tx)
        .await?;
    Ok(withdrawn.rows_affected > 0)
}

/// Everyone of the company signs in anew, on the other side.
async fn end_sessions(tx: &impl ConnectionTrait, company_id: i64) -> Answer<()> {
    let supplier = AccountType::Supplier.word();
    session::Entity::delete_many()
        .filter(session::Column::AccountId.in_subquery(people(company_id)))
        .filter(session::Column::AccountType.eq(supplier))
        .exec(tx)
        .await?;
    half_sign_in::Entity::delete_many()
        .filter(half_sign_in::Column::AccountId.in_subquery(people(company_id)))
        .filter(half_sign_in::Column::AccountType.eq(supplier))
        .exec(tx)
        .await?;
    Ok(())
}

/// The users of a company.
pub(crate) fn people(company_id: i64) -> SelectStatement {
    Query::select()
        .column(membership::Column::AccountId)
        .from(membership::Entity)
        .and_where(membership::Column::CompanyId.eq(company_id))
        .to_owned()
}

/// Applies to become a supplier, or once more after a rejection (Z42).
///
/// # Errors
/// Violations at their fields; [`Refusal::NotAllowed`] for a supplier in good standing, while one application waits, and
/// for whoever may not speak for the company.
pub async fn to_supplier(market: &Market, who: &SignedIn, form: &SideForm) -> Answer<()> {
    screening::apply(market, who, form).await
}

/// Notes that somebody agrees to the documents of today.
pub(crate) async fn agree(tx: &impl ConnectionTrait, account_id: i64, now: i64) -> Answer<()> {
    for document in Document::ALL {
        let version = legal::edition(tx, document, now).await?;
        let row = agreement::ActiveModel {
            account_id: Set(account_id),
            document: Set(document.word().to_owned()),
            version: Set(version),
            agreed_at: Set(now),
        };
        let once = OnConflict::columns([
            agreement::Column::AccountId,
            agreement::Column::Document,
            agreement::Column::Version,
        ])
        .do_nothing()
        .to_owned();
        match agreement::Entity::insert(row)
            .on_conflict(once)
            .try_insert()
            .exec_without_returning(tx)
            .await?
        {
            TryInsertResult::Inserted(_) | TryInsertResult::Conflicted | TryInsertResult::Empty => {}
        }
    }
    Ok(())
}
