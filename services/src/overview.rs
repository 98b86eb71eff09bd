//! The overview: figures of the last days and weeks, each by one bounded query along an index, for whoever may see them.

use std::future::Future;

use domain::accounts::StaffRole;
use domain::dates::{begin_in_japan, day_in_japan};
use domain::overview::series::{first_monday, weeks};
use domain::overview::{Days, Figure, Imports, MailHealth, Missed, Overview, Week};
use domain::refusal::Refusal;
use sea_orm::sea_query::{Alias, Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect,
};

use crate::entity::{application, import, missed_search, outbox, quotation_request};
use crate::error::Answer;
use crate::market::Market;
use crate::proofs::Staff;
use crate::screening::queue;

const DAY: i64 = 86_400_000;
/// Decisions that are looked at, the newest first; more in eight weeks would change no median.
const DECISIONS: u64 = 20_000;
/// Texts that are named of those that were searched for in vain.
const NAMED: u64 = 10;
/// The name under which queries give the day.
const OF_DAY: &str = "of_day";

/// What the reader may see of all figures.
///
/// # Errors
/// [`Refusal::NotAllowed`] for a role that no figure is for.
pub async fn overview(market: &Market, staff: &Staff) -> Answer<Overview> {
    let role = staff.role;
    if !Figure::any_is_for(role) {
        return Err(Refusal::NotAllowed.into());
    }
    let (db, today) = (market.db.reader(), day_in_japan(market.now()));
    Ok(Overview {
        role,
        waiting: seen(role, Figure::Waiting, queue::overview(market, staff)).await?,
        applications: seen(role, Figure::Applications, applications(db, today)).await?,
        decisions: seen(role, Figure::Decisions, decisions(db, today)).await?,
        requests: seen(role, Figure::Requests, requests(db, today)).await?,
        imports: seen(role, Figure::Imports, imports(db, today)).await?,
        mail: seen(role, Figure::Mail, mail(db, today)).await?,
        missed: seen(role, Figure::Missed, missed(db, today)).await?,
    })
}

/// Asks only for what the role may see.
async fn seen<T>(
    role: StaffRole,
    figure: Figure,
    asked: impl Future<Output = Answer<T>>,
) -> Answer<Option<T>> {
    Ok(if figure.is_for(role) {
        Some(asked.await?)
    } else {
        None
    })
}

/// The day in Japan of an instant in a column.
fn day_of(at: impl ColumnTrait) -> Expr {
    let japan = -begin_in_japan(0);
    Expr::col(at.as_column_ref()).add(japan).div(DAY)
}

fn since(at: impl ColumnTrait, first: i64) -> Expr {
    at.gte(begin_in_japan(first))
}

fn few(count: i64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Rows of each of the last days, by an instant that they have.
async fn a_day<E: EntityTrait>(db: &impl ConnectionTrait, at: E::Column, today: i64) -> Answer<Days> {
    let found: Vec<(i64, i64)> = E::find()
        .select_only()
        .column_as(day_of(at), OF_DAY)
        .column_as(at.count(), "number")
        .filter(since(at, Days::first(today)))
        .group_by(Expr::col(Alias::new(OF_DAY)))
        .into_tuple()
        .all(db)
        .await?;
    Ok(Days::of(
        today,
        found.into_iter().map(|(day, count)| (day, few(count))),
    ))
}

/// The same, apart by the state of the rows.
async fn a_day_by_state<E: EntityTrait>(
    db: &impl ConnectionTrait,
    at: E::Column,
    state: E::Column,
    states: [&str; 2],
    today: i64,
) -> Answer<[Days; 2]> {
    let found: Vec<(i64, String, i64)> = E::find()
        .select_only()
        .column_as(day_of(at), OF_DAY)
        .column(state)
        .column_as(at.count(), "number")
        .filter(since(at, Days::first(today)))
        .filter(state.is_in(states))
        .group_by(Expr::col(Alias::new(OF_DAY)))
        .group_by(state)
        .into_tuple()
        .all(db)
        .await?;
    Ok(states.map(|state| {
        let of_state = found.iter().filter(|(_, found, _)| found == state);
        Days::of(today, of_state.map(|(day, _, count)| (*day, few(*count))))
    }))
}

async fn applications(db: &impl ConnectionTrait, today: i64) -> Answer<Days> {
    a_day::<application::Entity>(db, application::Column::CreatedAt, today).await
}

async fn requests(db: &impl ConnectionTrait, today: i64) -> Answer<Days> {
    a_day::<quotation_request::Entity>(db, quotation_request::Column::CreatedAt, today).await
}

/// From the sending, or from the answer to a question, to the decision.
async fn decisions(db: &impl ConnectionTrait, today: i64) -> Answer<Vec<Week>> {
    let found: Vec<(i64, Option<i64>)> = application::Entity::find()
        .select_only()
        .columns([application::Column::SentAt, application::Column::DecidedAt])
        .filter(since(application::Column::DecidedAt, first_monday(today)))
        .order_by_desc(application::Column::DecidedAt)
        .limit(DECISIONS)
        .into_tuple()
        .all(db)
        .await?;
    let decided = found
        .into_iter()
        .filter_map(|(sent, decided)| Some((sent, decided?)));
    Ok(weeks(today, decided))
}

async fn imports(db: &impl ConnectionTrait, today: i64) -> Answer<Imports> {
    use import::Column::{FinishedAt, State};
    let states = ["imported", "refused"];
    let [done, refused] = a_day_by_state::<import::Entity>(db, FinishedAt, State, states, today).await?;
    Ok(Imports { done, refused })
}

async fn mail(db: &impl ConnectionTrait, today: i64) -> Answer<MailHealth> {
    use outbox::Column::{CreatedAt, FinishedAt, Id, State};
    let states = ["sent", "failed"];
    let [sent, failed] = a_day_by_state::<outbox::Entity>(db, FinishedAt, State, states, today).await?;
    let waiting: Option<(i64, Option<i64>)> = outbox::Entity::find()
        .select_only()
        .column_as(Id.count(), "number")
        .column_as(CreatedAt.min(), "oldest")
        .filter(State.is_in(["queued", "leased"]))
        .into_tuple()
        .one(db)
        .await?;
    let (waiting, oldest) = waiting.unwrap_or_default();
    Ok(MailHealth {
        sent,
        failed,
        waiting: few(waiting),
        oldest,
    })
}

async fn missed(db: &impl ConnectionTrait, today: i64) -> Answer<Missed> {
    use missed_search::Column::{Day, Sought, Times};
    let recent = Condition::all().add(Day.gte(Days::first(today)));
    let found: Vec<(i32, i64)> = missed_search::Entity::find()
        .select_only()
        .column(Day)
        .column_as(Times.sum(), "number")
        .filter(recent.clone())
        .group_by(Day)
        .into_tuple()
        .all(db)
        .await?;
    let most: Vec<(String, i64)> = missed_search::Entity::find()
        .select_only()
        .column(Sought)
        .column_as(Times.sum(), "number")
        .filter(recent)
        .filter(Sought.ne(""))
        .group_by(Sought)
        .order_by(Expr::col(Alias::new("number")), Order::Desc)
        .order_by_asc(Sought)
        .limit(NAMED)
        .into_tuple()
        .all(db)
        .await?;
    let days = found.into_iter().map(|(day, count)| (i64::from(day), few(count)));
    Ok(Missed {
        days: Days::of(today, days),
        most: most.into_iter().map(|(text, count)| (text, few(count))).collect(),
    })
}
