//! What the queue of mails and that of jobs have in common: their tables say alike how work stands.

use domain::audit::Action;
use domain::desk::{RetryReason, WorkFilter, WorkPage, WorkState};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    UpdateMany,
};

use crate::accounts::proving;
use crate::accounts::session::SignedIn;
use crate::audit::{self, About, Entry};
use crate::error::Answer;
use crate::lists::{few, only, page_of};
use crate::market::Market;
use crate::proofs::{Acting, Staff};

/// A table of work.
pub(super) trait Queue: EntityTrait<Model: Send + Sync + 'static> {
    const ID: Self::Column;
    const KIND: Self::Column;
    const STATE: Self::Column;
    const TRIES: Self::Column;
    const DUE: Self::Column;
    const FINISHED: Self::Column;
    /// By what the newest come first.
    const AGE: &'static [Self::Column];
    /// Since when something waits.
    const SINCE: Self::Column;

    /// A state as it is stored.
    fn word(state: WorkState) -> &'static str;
}

/// A page of the queue as its table has it, the newest first; one past the end is brought back to the last. `retriable` is what
/// can be tried again.
pub(super) async fn page<Q: Queue>(
    market: &Market,
    db: &impl ConnectionTrait,
    (staff, who): (&Staff, &SignedIn),
    filter: &WorkFilter,
    retriable: Condition,
) -> Answer<WorkPage<Q::Model>> {
    let mut matching = Condition::all();
    if let Some(state) = filter.state {
        matching = matching.add(Q::STATE.eq(Q::word(state)));
    }
    if !filter.kind.is_empty() {
        matching = matching.add(Q::KIND.eq(&filter.kind));
    }
    let all = only(Q::find(), matching);
    let ordered = Q::AGE.iter().fold(all, |all, column| all.order_by_desc(*column));
    let found = page_of(db, ordered, filter.page, Select::into_model).await?;
    Ok(WorkPage {
        role: staff.role,
        filter: filter.at_page(found.page),
        rows: found.rows,
        total: found.total,
        pages: found.pages,
        counts: by_state(&counted::<Q>(db, Q::STATE, Condition::all()).await?),
        kinds: kinds::<Q>(db).await?,
        failed: counted::<Q>(db, Q::KIND, retriable).await?,
        oldest: oldest::<Q>(db, market.now()).await?,
        asks_password: proving::asks_to_act(market, who),
    })
}

/// Counts by state, in the order of the page.
fn by_state(rows: &[(String, u32)]) -> Vec<(WorkState, u32)> {
    let of = |state: WorkState| {
        let these = rows
            .iter()
            .filter(|(word, _)| WorkState::of_word(word) == Some(state));
        these.map(|(_, count)| *count).sum::<u32>()
    };
    WorkState::ALL
        .into_iter()
        .map(|state| (state, of(state)))
        .collect()
}

async fn counted<Q: Queue>(
    db: &impl ConnectionTrait,
    by: Q::Column,
    which: Condition,
) -> Answer<Vec<(String, u32)>> {
    let found: Vec<(String, i64)> = Q::find()
        .select_only()
        .column(by)
        .column_as(Q::ID.count(), "number")
        .filter(which)
        .group_by(by)
        .order_by_asc(by)
        .into_tuple()
        .all(db)
        .await?;
    let found = found.into_iter();
    Ok(found
        .map(|(word, count)| (word, few(count.unsigned_abs())))
        .collect())
}

async fn kinds<Q: Queue>(db: &impl ConnectionTrait) -> Answer<Vec<String>> {
    Ok(Q::find()
        .select_only()
        .column(Q::KIND)
        .distinct()
        .order_by_asc(Q::KIND)
        .into_tuple()
        .all(db)
        .await?)
}

async fn oldest<Q: Queue>(db: &impl ConnectionTrait, now: i64) -> Answer<Option<i64>> {
    Ok(Q::find()
        .select_only()
        .column(Q::SINCE)
        .filter(Q::STATE.eq(Q::word(WorkState::Queued)))
        .filter(Q::DUE.lte(now))
        .order_by_asc(Q::DUE)
        .limit(1)
        .into_tuple()
        .one(db)
        .await?)
}

/// Makes work wait again as if it had never been tried; of what, is still to be said.
pub(super) fn anew<Q: Queue>(now: i64) -> UpdateMany<Q> {
    Q::update_many()
        .col_expr(Q::STATE, Expr::value(Q::word(WorkState::Queued)))
        .col_expr(Q::TRIES, Expr::value(0))
        .col_expr(Q::DUE, Expr::value(now))
        .col_expr(Q::FINISHED, Expr::value(Option::<i64>::None))
}

/// Carries it out, writes down that it was done, and why, and answers how many there were.
pub(super) async fn try_again<Q: Queue>(
    market: &Market,
    acting: &Acting,
    these: UpdateMany<Q>,
    (action, what): (Action, &str),
    reason: &RetryReason,
) -> Answer<u64> {
    let tx = market.db.begin().await?;
    let again = these.exec(&tx).await?.rows_affected;
    if again > 0 {
        let entry = Entry {
            who: acting.into(),
            what: action,
            about: About::default(),
            details: format!("{what}: {again}\n{}", reason.as_str()),
        };
        audit::record(&tx, market.now(), entry).await?;
        tx.commit().await?;
    }
    Ok(again)
}
