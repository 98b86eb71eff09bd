//! The queue: which applications there are, what is due first, and who comes before and after whom.

use std::collections::{HashMap, HashSet};

use domain::accounts::ProfileForm;
use domain::screening::due;
use domain::screening::queue::{PAGE, Standing, Whose};
use domain::screening::views::{Clock, Overview, QueuePage, QueueRow, Waiting};
use domain::screening::{Kind, QueueFilter};
use domain::text::comparable;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, Order, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};

use super::coordinators::seen_by;
use crate::audit::{contains, names};
use crate::entity::{application, submission};
use crate::error::Answer;
use crate::market::Market;
use crate::proofs::Staff;

/// What waits, and for how long.
///
/// # Errors
/// [`domain::refusal::Refusal::NotAllowed`] for whoever has no queue.
pub async fn overview(market: &Market, staff: &Staff) -> Answer<Overview> {
    let seen = seen_by(staff)?;
    let (db, now) = (market.db.reader(), market.now());
    let mut kinds = Vec::new();
    // A coordinator decides about companies and nothing else.
    let decided = |kind: &Kind| staff.role.may_screen() || *kind == Kind::Company;
    for kind in Kind::ALL.into_iter().filter(decided) {
        let of_kind = |standing| {
            application::Entity::find()
                .filter(seen.clone())
                .filter(application::Column::Kind.eq(kind.word()))
                .filter(stands(standing))
        };
        let waiting = of_kind(Standing::Waiting);
        let late = waiting.clone().filter(application::Column::DueAt.lte(now));
        let oldest = waiting
            .clone()
            .order_by_asc(application::Column::DueAt)
            .order_by_asc(application::Column::Id)
            .one(db)
            .await?;
        kinds.push(Waiting {
            kind,
            waiting: few(waiting.count(db).await?),
            late: few(late.count(db).await?),
            asked: few(of_kind(Standing::Asked).count(db).await?),
            oldest: oldest.map(|row| row.sent_at),
        });
    }
    let mine = application::Entity::find()
        .filter(seen)
        .filter(application::Column::AssignedTo.eq(staff.account_id))
        .filter(application::Column::State.eq("pending"))
        .count(db)
        .await?;
    Ok(Overview {
        role: staff.role,
        kinds,
        mine: few(mine),
        now,
    })
}

fn few(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
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
    let pages = total.div_ceil(PAGE).max(1);
    let filter = filter.at_page(filter.page.min(pages));
    let rows = ordered(application::Entity::find().filter(matching), &filter, Way::On)
        .offset(u64::from(filter.page - 1) * u64::from(PAGE))
        .limit(u64::from(PAGE))
        .all(db)
        .await?;
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

pub(super) fn kind(row: &application::Model) -> Kind {
    Kind::of_word(&row.kind).unwrap_or(Kind::Registration)
}

pub(super) fn standing(row: &application::Model) -> Standing {
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
    all = match filter.whose {
        Whose::Anyones => all,
        Whose::Mine => all.add(application::Column::AssignedTo.eq(staff.account_id)),
        Whose::Nobodys => all.add(application::Column::AssignedTo.is_null()),
    };
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
