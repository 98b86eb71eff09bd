//! The queue: which applications there are, what is due first, and who comes before and after whom.

use std::collections::{HashMap, HashSet};

use domain::accounts::ProfileForm;
use domain::screening::due;
use domain::screening::queue::Standing;
use domain::screening::views::{Clock, Overview, QueuePage, QueueRow, Waiting};
use domain::screening::{Kind, QueueFilter};
use domain::text::comparable;
use sea_orm::sea_query::{Expr, Func};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, Order, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, Select,
};

use super::coordinators::seen_by;
use crate::audit::{contains, names};
use crate::entity::{application, submission};
use crate::error::Answer;
use crate::lists::{assigned, few, of_page, paged};
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
    let total = few(application::Entity::find()
        .filter(matching.clone())
        .count(db)
        .await?);
    let (pages, page) = paged(filter.page, total);
    let filter = filter.at_page(page);
    let all = ordered(application::Entity::find().filter(matching), &filter, Way::On);
    let rows = of_page(all, page).all(db).await?;
    let people = names(db, rows.iter().filter_map(|row| row.assigned_to)).await?;
    let again = sent_again(db, &rows).await?;
    let rows: Answer<Vec<_>> = rows
        .iter()
        .map(|row| line(row, &people, again.contains(&row.id), now))
        .collect();
    Ok(QueuePage {
        role: staff.role,
        rows: rows?,
        filter,
        total,
        pages,
    })
}

fn line(row: &application::Model, people: &HashMap<i64, String>, again: bool, now: i64) -> Answer<QueueRow> {
    let form: ProfileForm = serde_json::from_str(&row.profile)?;
    Ok(QueueRow {
        id: row.id,
        kind: kind(row),
        standing: standing(row),
        company: form.company,
        name: form.name,
        sent_at: row.sent_at,
        clock: clock(row, now),
        assigned: row
            .assigned_to
            .and_then(|id| people.get(&id).cloned())
            .unwrap_or_default(),
        again,
    })
}

/// Those of some applications before which the same company had sent a form already.
async fn sent_again(db: &impl ConnectionTrait, rows: &[application::Model]) -> Answer<HashSet<i64>> {
    let companies = rows.iter().map(|row| row.company_id);
    let sent: Vec<(i64, i64)> = submission::Entity::find()
        .select_only()
        .columns([submission::Column::CompanyId, submission::Column::ApplicationId])
        .filter(submission::Column::CompanyId.is_in(companies))
        .order_by_asc(submission::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    let (mut known, mut again) = (HashSet::new(), HashSet::new());
    for (company, application) in sent {
        if !known.insert(company) {
            again.insert(application);
        }
    }
    Ok(again)
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
