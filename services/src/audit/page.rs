//! Reading the log, page by page, the newest first.

use std::collections::HashMap;

use domain::accounts::{Email, StaffRole};
use domain::audit::{Action, Actor, AuditFilter, AuditPage, AuditRow, OPERATOR};
use domain::dates::iso_date;
use sea_orm::sea_query::{Expr, ExprTrait, Func, LikeExpr, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use crate::accounts::proving;
use crate::accounts::session::SignedIn;
use crate::entity::{account, account_email, audit, company, staff};
use crate::error::Answer;
use crate::lists;
use crate::market::Market;
use crate::proofs::{Staff, may};

const DAY: i64 = 86_400_000;

/// A page of the log.
///
/// # Errors
/// [`domain::refusal::Refusal::NotAllowed`] for whoever is no administrator.
pub async fn page(market: &Market, staff: &Staff, who: &SignedIn, filter: AuditFilter) -> Answer<AuditPage> {
    may(staff.role, StaffRole::may_audit)?;
    let db = market.db.reader();
    let matching = matching(db, &filter).await?;
    let total = audit::Entity::find().filter(matching.clone()).count(db).await?;
    let found = audit::Entity::find().filter(matching);
    let mut rows = lists::below(found, audit::Column::Number, filter.before)
        .all(db)
        .await?;
    let older = lists::cut(&mut rows, |row| row.number);
    Ok(AuditPage {
        role: staff.role,
        rows: views(db, rows).await?,
        total: lists::few(total),
        older,
        staff: colleagues(db).await?,
        asks_password: proving::asks_to_act(market, who),
        filter,
    })
}

/// What a filter asks for, the place on the page aside.
pub(super) async fn matching(db: &impl ConnectionTrait, filter: &AuditFilter) -> Answer<Condition> {
    let mut all = Condition::all();
    if filter.who == OPERATOR {
        all = all.add(audit::Column::Actor.is_null());
    } else if !filter.who.is_empty() {
        let actor = account::Entity::find()
            .filter(account::Column::Number.eq(&filter.who))
            .one(db)
            .await?;
        // Nobody has the number zero.
        all = all.add(audit::Column::Actor.eq(actor.map_or(0, |account| account.id)));
    }
    if let Some(what) = filter.what {
        all = all.add(audit::Column::Action.eq(what.word()));
    }
    if !filter.whom.is_empty() {
        all = all.add(whom(&filter.whom));
    }
    if let Some(from) = begins(&filter.from) {
        all = all.add(audit::Column::At.gte(from));
    }
    if let Some(to) = begins(&filter.to) {
        all = all.add(audit::Column::At.lt(to + DAY));
    }
    Ok(all)
}

/// The moment at which a day in Japan begins.
fn begins(day: &str) -> Option<i64> {
    let midnight = iso_date(day)?
        .midnight()
        .assume_offset(time::UtcOffset::from_hms(9, 0, 0).ok()?);
    Some(midnight.unix_timestamp() * 1_000)
}

/// Whoever a text names: by number, by address, by a part of a name or of a company's.
fn whom(text: &str) -> Condition {
    let digits = text.replace([' ', '-'], "");
    let part = contains(&text.to_lowercase());
    let lower = |column: sea_orm::sea_query::SimpleExpr| Expr::expr(Func::lower(column));
    let mut people = Condition::any()
        .add(account::Column::Number.eq(digits))
        .add(lower(Expr::col(account::Column::Name)).like(part.clone()));
    if let Ok(email) = Email::parse(text) {
        people = people.add(account::Column::Id.in_subquery(addressed(&email)));
    }
    let people = Query::select()
        .column(account::Column::Id)
        .from(account::Entity)
        .cond_where(people)
        .to_owned();
    let companies = Query::select()
        .column(company::Column::Id)
        .from(company::Entity)
        .and_where(lower(Expr::col(company::Column::Name)).like(part))
        .to_owned();
    Condition::any()
        .add(audit::Column::AboutAccount.in_subquery(people))
        .add(audit::Column::AboutCompany.in_subquery(companies))
}

/// A pattern for a part of a text in which nothing stands for anything else.
pub(crate) fn contains(text: &str) -> LikeExpr {
    let plain = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    LikeExpr::new(format!("%{plain}%")).escape('\\')
}

fn addressed(email: &Email) -> SelectStatement {
    Query::select()
        .column(account_email::Column::AccountId)
        .from(account_email::Entity)
        .and_where(account_email::Column::Canonical.eq(email.canonical()))
        .to_owned()
}

/// Rows with the names that belong to them now.
pub(super) async fn views(db: &impl ConnectionTrait, rows: Vec<audit::Model>) -> Answer<Vec<AuditRow>> {
    let actors = rows.iter().filter_map(|row| row.actor);
    let people = names(db, actors.chain(rows.iter().filter_map(|row| row.about_account))).await?;
    let companies = company_names(db, &rows).await?;
    let name = |id: Option<i64>| id.and_then(|id| people.get(&id).cloned()).unwrap_or_default();
    let view = |row: audit::Model| {
        let what = Action::of_word(&row.action)?;
        let company = row.about_company.and_then(|id| companies.get(&id).cloned());
        let person = name(row.about_account);
        let whom: Vec<_> = company
            .into_iter()
            .chain([person])
            .filter(|part| !part.is_empty())
            .collect();
        Some(AuditRow {
            number: row.number,
            at: row.at,
            who: row
                .actor
                .map_or(Actor::Operator, |_| Actor::Staff(name(row.actor))),
            what,
            application: row.application_id,
            whom: whom.join(", "),
            erased: row.salt.is_empty(),
            details: row.details,
            network: row.network,
        })
    };
    Ok(rows.into_iter().filter_map(view).collect())
}

/// The names of accounts that are still there.
pub(crate) async fn names(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = i64>,
) -> Answer<HashMap<i64, String>> {
    let rows: Vec<(i64, String)> = account::Entity::find()
        .select_only()
        .columns([account::Column::Id, account::Column::Name])
        .filter(account::Column::Id.is_in(ids))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

async fn company_names(db: &impl ConnectionTrait, rows: &[audit::Model]) -> Answer<HashMap<i64, String>> {
    let found: Vec<(i64, String)> = company::Entity::find()
        .select_only()
        .columns([company::Column::Id, company::Column::Name])
        .filter(company::Column::Id.is_in(rows.iter().filter_map(|row| row.about_company)))
        .filter(company::Column::GoneAt.is_null())
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.into_iter().collect())
}

/// The owner's people: number and name; also those who are no longer.
async fn colleagues(db: &impl ConnectionTrait) -> Answer<Vec<(String, String)>> {
    let people = Query::select()
        .column(staff::Column::AccountId)
        .from(staff::Entity)
        .to_owned();
    Ok(account::Entity::find()
        .select_only()
        .columns([account::Column::Number, account::Column::Name])
        .filter(
            Condition::any()
                .add(account::Column::Id.in_subquery(people))
                .add(account::Column::RemovedAt.is_not_null()),
        )
        .order_by_asc(account::Column::Id)
        .into_tuple()
        .all(db)
        .await?)
}
