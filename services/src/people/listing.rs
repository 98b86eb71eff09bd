//! Finding people and companies. Lists go along the numbers of the rows, newest first, so that a page costs the same however
//! far one has gone, and nothing is shown twice when somebody comes meanwhile.
//!
//! An account number, and a whole address, are looked up by their index; pieces are looked for in what is kept without case
//! and width.

mod known;

use std::collections::HashMap;

use domain::accounts::{AccountNumber, AccountType, Email, StaffRole};
use domain::people::views::{CompaniesPage, CompanyRow, PeoplePage, PersonRow, Whose};
use domain::people::{PeopleFilter, State};
use domain::text::comparable;
use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect,
};

use self::known::Known;
use super::company_state;
use crate::accounts::registration::told;
use crate::audit::contains;
use crate::entity::{
    account, account_email, company, corporate, individual, lot, membership, registration, staff,
};
use crate::error::Answer;
use crate::lists::{below, cut, few};
use crate::market::Market;
use crate::proofs::{Staff, may};

/// A page of people, or of registrations that wait for their proof.
///
/// # Errors
/// [`domain::refusal::Refusal::NotAllowed`] for whoever does not look people up.
pub async fn people(market: &Market, staff: &Staff, filter: PeopleFilter) -> Answer<PeoplePage> {
    may(staff.role, StaffRole::may_look_up)?;
    let db = market.db.reader();
    let (mut rows, total) = if filter.state == Some(State::Unverified) {
        unverified(db, &filter).await?
    } else {
        accounts(db, &filter).await?
    };
    let older = cut(&mut rows, |(id, _)| *id);
    Ok(PeoplePage {
        role: staff.role,
        rows: rows.into_iter().map(|(_, row)| row).collect(),
        total,
        older,
        filter,
    })
}

type Rows<T> = (Vec<(i64, T)>, u32);

async fn accounts(db: &impl ConnectionTrait, filter: &PeopleFilter) -> Answer<Rows<PersonRow>> {
    let matching = people_like(db, filter).await?;
    let total = account::Entity::find().filter(matching.clone()).count(db).await?;
    let all = account::Entity::find().filter(matching);
    let rows = below(all, account::Column::Id, filter.before).all(db).await?;
    let known = Known::of(db, &rows).await?;
    let rows = rows.into_iter().map(|row| (row.id, known.line(row))).collect();
    Ok((rows, few(total)))
}

async fn people_like(db: &impl ConnectionTrait, filter: &PeopleFilter) -> Answer<Condition> {
    let id = account::Column::Id;
    let mut all = Condition::all().add(account::Column::RemovedAt.is_null());
    let working = |which: Condition| id.in_subquery(working_for(which));
    all = match filter.state {
        None | Some(State::Unverified) => all,
        Some(State::Suspended) => all.add(
            Condition::any()
                .add(account::Column::State.eq("suspended"))
                .add(working(stands(State::Suspended))),
        ),
        Some(State::Active) => {
            let else_where = Condition::any()
                .add(company::Column::SuspendedAt.is_not_null())
                .add(company::Column::Standing.ne("active"))
                .add(company::Column::Admission.ne("active"));
            all.add(account::Column::State.eq("active"))
                .add(id.not_in_subquery(working_for(else_where)))
        }
        Some(state) => all
            .add(account::Column::State.eq("active"))
            .add(working(stands(state))),
    };
    all = match filter.side {
        None => all,
        Some(AccountType::Staff) => all.add(id.in_subquery(colleagues())),
        Some(AccountType::Individual) => all.add(id.in_subquery(individuals())),
        Some(AccountType::Corporate) => all.add(id.in_subquery(corporations())),
        Some(trade) => all.add(working(trades(trade))),
    };
    if filter.text.is_empty() {
        Ok(all)
    } else {
        Ok(all.add(named(db, &filter.text).await?))
    }
}

/// Whoever a text names: by number, by address, by a piece of a name, an address or a company's name.
async fn named(db: &impl ConnectionTrait, text: &str) -> Answer<Condition> {
    if let Some(number) = AccountNumber::parse(text) {
        return Ok(Condition::all().add(account::Column::Number.eq(number.digits())));
    }
    if let Ok(email) = Email::parse(text) {
        let known = account_email::Entity::find()
            .filter(account_email::Column::Canonical.eq(email.canonical()))
            .filter(account_email::Column::VerifiedAt.is_not_null())
            .one(db)
            .await?;
        if let Some(known) = known {
            return Ok(Condition::all().add(account::Column::Id.eq(known.account_id)));
        }
    }
    let folded = contains(&comparable(text));
    let addressed = Query::select()
        .column(account_email::Column::AccountId)
        .from(account_email::Entity)
        .and_where(account_email::Column::Canonical.like(contains(&text.to_lowercase())))
        .to_owned();
    let company = Condition::all().add(company::Column::Sought.like(folded.clone()));
    Ok(Condition::any()
        .add(account::Column::Sought.like(folded))
        .add(account::Column::Id.in_subquery(addressed))
        .add(account::Column::Id.in_subquery(working_for(company))))
}

fn working_for(which: Condition) -> SelectStatement {
    let companies = Query::select()
        .column(company::Column::Id)
        .from(company::Entity)
        .cond_where(which)
        .to_owned();
    Query::select()
        .column(membership::Column::AccountId)
        .from(membership::Entity)
        .and_where(membership::Column::CompanyId.in_subquery(companies))
        .to_owned()
}

fn colleagues() -> SelectStatement {
    Query::select()
        .column(staff::Column::AccountId)
        .from(staff::Entity)
        .to_owned()
}

fn individuals() -> SelectStatement {
    Query::select()
        .column(individual::Column::AccountId)
        .from(individual::Entity)
        .to_owned()
}

fn corporations() -> SelectStatement {
    Query::select()
        .column(corporate::Column::AccountId)
        .from(corporate::Entity)
        .to_owned()
}

fn trades(side: AccountType) -> Condition {
    Condition::all().add(company::Column::TradeType.eq(side.word()))
}

/// Companies of a state, as [`State::of_company`] tells it.
fn stands(state: State) -> Condition {
    use company::Column::{Admission, Standing, SuspendedAt};
    let inside = Condition::all()
        .add(Admission.eq("active"))
        .add(Standing.eq(state.word()));
    let which = match state {
        State::Suspended => return Condition::all().add(SuspendedAt.is_not_null()),
        State::Screening | State::Rejected => Condition::any().add(Admission.eq(state.word())).add(inside),
        State::Active | State::Unverified => inside,
    };
    Condition::all().add(SuspendedAt.is_null()).add(which)
}

async fn unverified(db: &impl ConnectionTrait, filter: &PeopleFilter) -> Answer<Rows<PersonRow>> {
    let mut matching = Condition::all().add(registration::Column::VerifiedAt.is_null());
    if let Some(side) = filter.side {
        matching = matching.add(registration::Column::AccountType.eq(side.word()));
    }
    if !filter.text.is_empty() {
        let part = contains(&filter.text.to_lowercase());
        let either = Condition::any()
            .add(registration::Column::Canonical.like(part))
            .add(registration::Column::Sought.like(contains(&comparable(&filter.text))));
        matching = matching.add(either);
    }
    let total = registration::Entity::find()
        .filter(matching.clone())
        .count(db)
        .await?;
    let all = registration::Entity::find().filter(matching);
    let found = below(all, registration::Column::Id, filter.before)
        .all(db)
        .await?;
    let mut rows = Vec::with_capacity(found.len());
    for row in found {
        let (name, company) = told(&row.account_type, &row.profile)?;
        let line = PersonRow {
            who: Whose::Registration(row.id),
            name,
            email: row.address,
            company,
            kinds: AccountType::of_word(&row.account_type).into_iter().collect(),
            state: State::Unverified,
            created_at: row.created_at,
        };
        rows.push((row.id, line));
    }
    Ok((rows, few(total)))
}

/// A page of companies.
///
/// # Errors
/// [`domain::refusal::Refusal::NotAllowed`] for whoever does not look companies up.
pub async fn companies(market: &Market, staff: &Staff, filter: PeopleFilter) -> Answer<CompaniesPage> {
    may(staff.role, StaffRole::may_look_up)?;
    let db = market.db.reader();
    let matching = companies_like(&filter);
    let total = company::Entity::find().filter(matching.clone()).count(db).await?;
    let all = company::Entity::find().filter(matching);
    let found = below(all, company::Column::Id, filter.before).all(db).await?;
    let ids: Vec<i64> = found.iter().map(|row| row.id).collect();
    let (users, lots) = (users(db, &ids).await?, lots(db, &ids).await?);
    let count = |all: &HashMap<i64, i64>, id: i64| few(all.get(&id).map_or(0, |n| n.unsigned_abs()));
    let mut rows: Vec<_> = found
        .into_iter()
        .map(|row| {
            let line = CompanyRow {
                id: row.id,
                side: AccountType::of_word(&row.trade_type).unwrap_or(AccountType::Buyer),
                state: company_state(&row),
                users: count(&users, row.id),
                lots: count(&lots, row.id),
                created_at: row.created_at,
                name: row.name,
            };
            (row.id, line)
        })
        .collect();
    let older = cut(&mut rows, |(id, _)| *id);
    Ok(CompaniesPage {
        role: staff.role,
        rows: rows.into_iter().map(|(_, row)| row).collect(),
        total: few(total),
        older,
        filter,
    })
}

fn companies_like(filter: &PeopleFilter) -> Condition {
    let mut all = Condition::all().add(company::Column::GoneAt.is_null());
    match filter.state {
        None => {}
        // A company is there from its proof on.
        Some(State::Unverified) => all = all.add(company::Column::Id.is_null()),
        Some(state) => all = all.add(stands(state)),
    }
    match filter.side {
        None => {}
        Some(AccountType::Staff) => all = all.add(company::Column::IsOwner.eq(true)),
        Some(side) => all = all.add(trades(side)),
    }
    let folded = comparable(&filter.text);
    if folded.is_empty() {
        return all;
    }
    let mut named = Condition::any().add(company::Column::Sought.like(contains(&folded)));
    if filter.text.contains('@') {
        let members = Query::select()
            .column(account_email::Column::AccountId)
            .from(account_email::Entity)
            .and_where(account_email::Column::Canonical.like(contains(&filter.text.to_lowercase())))
            .to_owned();
        let companies = Query::select()
            .column(membership::Column::CompanyId)
            .from(membership::Entity)
            .and_where(membership::Column::AccountId.in_subquery(members))
            .to_owned();
        named = named.add(company::Column::Id.in_subquery(companies));
    }
    all.add(named)
}

async fn users(db: &impl ConnectionTrait, ids: &[i64]) -> Answer<HashMap<i64, i64>> {
    let found: Vec<(i64, i64)> = membership::Entity::find()
        .select_only()
        .column(membership::Column::CompanyId)
        .column_as(membership::Column::AccountId.count(), "users")
        .filter(membership::Column::CompanyId.is_in(ids.iter().copied()))
        .group_by(membership::Column::CompanyId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.into_iter().collect())
}

async fn lots(db: &impl ConnectionTrait, ids: &[i64]) -> Answer<HashMap<i64, i64>> {
    let found: Vec<(i64, i64)> = lot::Entity::find()
        .select_only()
        .column(lot::Column::CompanyId)
        .column_as(lot::Column::Id.count(), "lots")
        .filter(lot::Column::CompanyId.is_in(ids.iter().copied()))
        .filter(lot::Column::DeletedAt.is_null())
        .group_by(lot::Column::CompanyId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.into_iter().collect())
}
