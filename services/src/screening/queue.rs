//! The queue: which applications there are, what is due first, and who comes before and after whom.

use domain::accounts::ProfileForm;
use domain::screening::due;
use domain::screening::queue::Standing;
use domain::screening::views::{Clock, Overview, QueuePage, QueueRow, Waiting};
use domain::screening::{Kind, QueueFilter};
use domain::text::comparable;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Func, JoinType as SqlJoin, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, Order, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, Select, SelectModel, Selector,
};

use super::coordinators::seen_by;
use crate::audit::contains;
use crate::entity::{account, application, submission};
use crate::error::Answer;
use crate::lists::{Paged, assigned, few, only, page_of};
use crate::market::Market;
use crate::proofs::Staff;

/// What is open of one kind, as the database counts it.
#[derive(FromQueryResult)]
struct Open {
    kind: String,
    waiting: i64,
    late: i64,
    asked: i64,
    oldest: Option<i64>,
    mine: i64,
}

/// What waits, and for how long.
///
/// # Errors
/// [`domain::refusal::Refusal::NotAllowed`] for whoever has no queue.
pub async fn overview(market: &Market, staff: &Staff) -> Answer<Overview> {
    use application::Column::{AskedAt, AssignedTo, DueAt, Kind as OfKind, SentAt, State};
    let seen = seen_by(staff)?;
    let (db, now) = (market.db.reader(), market.now());
    let waits = || Condition::all().add(AskedAt.is_null());
    let number = |of: Condition| Func::count(Expr::case(of, Expr::value(1_i32)));
    let oldest = Expr::case(waits(), Expr::col(SentAt));
    let found: Vec<Open> = application::Entity::find()
        .select_only()
        .column(OfKind)
        .column_as(Expr::from(number(waits())), "waiting")
        .column_as(Expr::from(number(waits().add(DueAt.lte(now)))), "late")
        .column_as(Expr::from(number(waits().not())), "asked")
        .column_as(Expr::from(Func::min(oldest)), "oldest")
        .column_as(
            Expr::from(number(Condition::all().add(AssignedTo.eq(staff.account_id)))),
            "mine",
        )
        .filter(seen)
        .filter(State.eq("pending"))
        .group_by(OfKind)
        .into_model()
        .all(db)
        .await?;
    let count = |count: i64| few(u64::try_from(count).unwrap_or_default());
    // A coordinator decides about companies and nothing else.
    let decided = |kind: &Kind| staff.role.may_screen() || *kind == Kind::Company;
    let kinds = Kind::ALL.into_iter().filter(decided).map(|kind| {
        let open = found.iter().find(|open| open.kind == kind.word());
        Waiting {
            kind,
            waiting: open.map_or(0, |open| count(open.waiting)),
            late: open.map_or(0, |open| count(open.late)),
            asked: open.map_or(0, |open| count(open.asked)),
            oldest: open.and_then(|open| open.oldest),
        }
    });
    Ok(Overview {
        role: staff.role,
        kinds: kinds.collect(),
        mine: found.iter().map(|open| count(open.mine)).sum(),
        now,
    })
}

/// A page of the queue; one past the end is brought back to the last.
///
/// # Errors
/// [`domain::refusal::Refusal::NotAllowed`] for whoever has no queue.
pub async fn page(market: &Market, staff: &Staff, filter: QueueFilter) -> Answer<QueuePage> {
    let (db, now) = (market.db.reader(), market.now());
    let matching = matching(&filter, staff)?;
    let all = ordered(only(application::Entity::find(), matching), &filter, Way::On);
    let Paged {
        rows,
        total,
        pages,
        page,
    } = page_of(db, all, filter.page, |some| with_more(some, &filter)).await?;
    let rows: Answer<Vec<_>> = rows.into_iter().map(|found| line(found, now)).collect();
    Ok(QueuePage {
        role: staff.role,
        rows: rows?,
        filter: filter.at_page(page),
        total,
        pages,
    })
}

/// An application, and what its line says beside it.
#[derive(FromQueryResult)]
struct Found {
    #[sea_orm(nested)]
    row: application::Model,
    /// Who has taken it.
    assigned: Option<String>,
    /// Whether its company had sent a form before.
    again: Option<bool>,
}

/// Some applications with all that their lines say, in one statement. What stands beside them is looked up for these alone,
/// and not for those before them in the queue.
fn with_more(some: Select<application::Entity>, filter: &QueueFilter) -> Selector<SelectModel<Found>> {
    use application::Column::{AssignedTo, Id};
    let these = some.select_only().column(Id).into_query();
    let assigned = application::Entity::belongs_to(account::Entity)
        .from(AssignedTo)
        .to(account::Column::Id);
    let all = application::Entity::find().filter(Id.in_subquery(these));
    ordered(all, filter, Way::On)
        .join(JoinType::LeftJoin, assigned.into())
        .column_as(account::Column::Name, "assigned")
        .column_as(sent_again(), "again")
        .into_model()
}

/// Whether the last form of an application is not the first of its course: a company registers, and its application to sell is another.
fn sent_again() -> Expr {
    use submission::Column::{ApplicationId, CompanyId, Id};
    let of = |column: application::Column| Expr::col((application::Entity, column));
    let mut last = Query::select();
    last.expr(Func::max(Expr::col((submission::Entity, Id))))
        .from(submission::Entity)
        .and_where(ApplicationId.into_expr().eq(of(application::Column::Id)));
    let earlier = Alias::new("earlier");
    let is_company =
        |whose: &Alias| Expr::col((whose.clone(), application::Column::Kind)).eq(Kind::Company.word());
    let own = of(application::Column::Kind).eq(Kind::Company.word());
    let both = is_company(&earlier).and(own.clone());
    let neither = is_company(&earlier).not().and(own.not());
    let mut first = Query::select();
    first
        .expr(Func::min(Expr::col((submission::Entity, Id))))
        .from(submission::Entity)
        .join_as(
            SqlJoin::InnerJoin,
            application::Entity,
            earlier.clone(),
            Expr::col((earlier.clone(), application::Column::Id)).equals((submission::Entity, ApplicationId)),
        )
        .and_where(Expr::col((submission::Entity, CompanyId)).eq(of(application::Column::CompanyId)))
        .and_where(both.or(neither));
    Expr::from(last).gt(first)
}

fn line(found: Found, now: i64) -> Answer<QueueRow> {
    let row = &found.row;
    let form: ProfileForm = serde_json::from_str(&row.profile)?;
    Ok(QueueRow {
        id: row.id,
        kind: kind(row),
        standing: standing(row),
        company: form.company,
        name: form.name,
        sent_at: row.sent_at,
        clock: clock(row, now),
        assigned: found.assigned.unwrap_or_default(),
        again: found.again.unwrap_or_default(),
    })
}

pub(crate) fn kind(row: &application::Model) -> Kind {
    Kind::of_word(&row.kind).unwrap_or(Kind::Registration)
}

pub(crate) fn standing(row: &application::Model) -> Standing {
    match row.state.as_str() {
        "approved" => Standing::Approved,
        "rejected" => Standing::Rejected,
        _ if row.asked_at.is_some() => Standing::Asked,
        _ => Standing::Waiting,
    }
}

/// The time of what waits for us.
pub(super) fn clock(row: &application::Model, now: i64) -> Option<Clock> {
    (standing(row) == Standing::Waiting).then(|| Clock {
        due_at: row.due_at,
        urgency: due::urgency(now, row.due_at),
        days_left: due::days_left(now, row.due_at),
    })
}

fn stands(standing: Standing) -> Condition {
    let state = |word: &str| Condition::all().add(application::Column::State.eq(word));
    match standing {
        Standing::Waiting => state("pending").add(application::Column::AskedAt.is_null()),
        Standing::Asked => state("pending").add(application::Column::AskedAt.is_not_null()),
        Standing::Approved => state("approved"),
        Standing::Rejected => state("rejected"),
    }
}

fn matching(filter: &QueueFilter, staff: &Staff) -> Answer<Condition> {
    let mut all = seen_by(staff)?;
    if let Some(kind) = filter.kind {
        all = all.add(application::Column::Kind.eq(kind.word()));
    }
    if let Some(standing) = filter.standing {
        all = all.add(stands(standing));
    }
    let me = staff.account_id;
    let all = assigned(all, filter.whose, application::Column::AssignedTo, me);
    let text = comparable(&filter.text);
    Ok(if text.is_empty() {
        all
    } else {
        all.add(application::Column::Sought.like(contains(&text)))
    })
}

/// Along the queue, or back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    On,
    Back,
}

fn ordered(all: Select<application::Entity>, filter: &QueueFilter, way: Way) -> Select<application::Entity> {
    let rises = filter.by_due() == (way == Way::On);
    let order = if rises { Order::Asc } else { Order::Desc };
    if filter.by_due() {
        all.order_by(application::Column::DueAt, order.clone())
            .order_by(application::Column::Id, order)
    } else {
        all.order_by(application::Column::Id, order)
    }
}

/// The next application of the queue that the reader came from, or the one before; also from one that has left it.
pub(super) async fn neighbour(
    db: &impl ConnectionTrait,
    staff: &Staff,
    filter: &QueueFilter,
    row: &application::Model,
    way: Way,
) -> Answer<Option<i64>> {
    use application::Column::{DueAt, Id};
    let rises = filter.by_due() == (way == Way::On);
    let beyond = |column: application::Column, value: i64| {
        if rises { column.gt(value) } else { column.lt(value) }
    };
    let further = if filter.by_due() {
        Condition::any()
            .add(beyond(DueAt, row.due_at))
            .add(Condition::all().add(DueAt.eq(row.due_at)).add(beyond(Id, row.id)))
    } else {
        Condition::all().add(beyond(Id, row.id))
    };
    let all = application::Entity::find()
        .filter(matching(filter, staff)?)
        .filter(further);
    let found: Option<i64> = ordered(all, filter, way)
        .select_only()
        .column(Id)
        .limit(1)
        .into_tuple()
        .one(db)
        .await?;
    Ok(found)
}
