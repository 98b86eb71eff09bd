//! Reading the log, page by page, the newest first.

use std::collections::{BTreeSet, HashMap};

use domain::accounts::{Email, StaffRole};
use domain::audit::{Action, Actor, AuditFilter, AuditPage, AuditRow, OPERATOR};
use domain::dates::iso_date;
use domain::text::comparable;
use sea_orm::sea_query::{Expr, ExprTrait, IntoCondition, LikeExpr, Query, SelectStatement, UnionType};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, Select, SelectModel, Selector,
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
    let found = lists::only(audit::Entity::find(), matching);
    let newest = with_names(lists::below(found.clone(), audit::Column::Number, filter.before));
    let (total, mut rows, people) = tokio::try_join!(found.count(db), newest.all(db), colleagues(db))?;
    let older = lists::cut(&mut rows, |found| found.entry.number);
    Ok(AuditPage {
        role: staff.role,
        rows: rows.into_iter().filter_map(view).collect(),
        total: lists::few(total),
        older,
        staff: people,
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
    // As both are kept to be searched: databases fold letters in ways of their own.
    let part = contains(&comparable(text));
    let mut people = Condition::any()
        .add(account::Column::Number.eq(digits))
        .add(Expr::col(account::Column::Sought).like(part.clone()));
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
        .and_where(Expr::col(company::Column::Sought).like(part))
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

/// An entry, and whom it names by what they are called now.
#[derive(FromQueryResult)]
pub(super) struct Found {
    #[sea_orm(nested)]
    pub(super) entry: audit::Model,
    by: Option<String>,
    person: Option<String>,
    company: Option<String>,
}

/// Some entries with the names that belong to them, in one statement.
pub(super) fn with_names(some: Select<audit::Entity>) -> Selector<SelectModel<Found>> {
    use audit::Column::{AboutAccount, AboutCompany, Actor};
    let account = |whose| {
        audit::Entity::belongs_to(account::Entity)
            .from(whose)
            .to(account::Column::Id)
    };
    let company = audit::Entity::belongs_to(company::Entity)
        .from(AboutCompany)
        .to(company::Column::Id)
        .on_condition(|_, company| {
            Expr::col((company, company::Column::GoneAt))
                .is_null()
                .into_condition()
        });
    some.join_as(JoinType::LeftJoin, account(Actor).into(), "actor")
        .join_as(JoinType::LeftJoin, account(AboutAccount).into(), "person")
        .join(JoinType::LeftJoin, company.into())
        .column_as(Expr::col(("actor", account::Column::Name)), "by")
        .column_as(Expr::col(("person", account::Column::Name)), "person")
        .column_as(company::Column::Name, "company")
        .into_model()
}

/// An entry as it is shown; none of an action that nobody knows any more.
pub(super) fn view(found: Found) -> Option<AuditRow> {
    let Found { entry, by, .. } = found;
    let whom = [found.company, found.person].into_iter().flatten();
    let whom: Vec<_> = whom.filter(|part| !part.is_empty()).collect();
    Some(AuditRow {
        number: entry.number,
        at: entry.at,
        who: entry
            .actor
            .map_or(Actor::Operator, |_| Actor::Staff(by.unwrap_or_default())),
        what: Action::of_word(&entry.action)?,
        application: entry.application_id,
        whom: whom.join(", "),
        erased: entry.salt.is_empty(),
        details: entry.details,
        network: entry.network,
    })
}

/// The names of accounts that are still there.
pub(crate) async fn names(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = i64>,
) -> Answer<HashMap<i64, String>> {
    let ids: BTreeSet<i64> = ids.into_iter().collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(i64, String)> = account::Entity::find()
        .select_only()
        .columns([account::Column::Id, account::Column::Name])
        .filter(account::Column::Id.is_in(ids))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

/// The owner's people: number and name; also those who are no longer.
async fn colleagues(db: &impl ConnectionTrait) -> Result<Vec<(String, String)>, DbErr> {
    // Put together by their numbers: with an "or" instead, all accounts would be read.
    let mut people = Query::select();
    people.column(staff::Column::AccountId).from(staff::Entity).union(
        UnionType::Distinct,
        Query::select()
            .column(account::Column::Id)
            .from(account::Entity)
            .and_where(account::Column::RemovedAt.is_not_null())
            .to_owned(),
    );
    account::Entity::find()
        .select_only()
        .columns([account::Column::Number, account::Column::Name])
        .filter(account::Column::Id.in_subquery(people))
        .order_by_asc(account::Column::Id)
        .into_tuple()
        .all(db)
        .await
}
