//! Counting searches that found nothing, by what was asked for and by day; who asked is not known here.
//!
//! A search only leaves a mark in memory. Once a minute the marks become rows, in one small transaction, and what was only
//! typed on the way to something longer is dropped. Memory and table are bounded: what comes after that is counted
//! without its text. A process that is killed loses a minute of marks.

use std::collections::{BTreeMap, HashSet};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use domain::dates::day_in_japan;
use domain::search::missed::{counted, without_steps};
use domain::search::{Query, SearchRequest};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Set};
use tokio::sync::watch;

use crate::entity::missed_search;
use crate::error::Answer;
use crate::market::Market;

/// How often marks become rows.
const EVERY: Duration = Duration::from_secs(60);
/// Texts in memory.
const HELD: usize = 500;
/// Texts of a day in the table.
pub const A_DAY: usize = 1_000;
/// Most marks that a text leaves at a time.
const MARKS: u32 = 10_000;
/// Days that are kept.
pub(crate) const KEPT: i64 = 30;

/// The marks that are not rows yet.
#[derive(Default)]
pub(super) struct Marks(Mutex<Held>);

#[derive(Default)]
struct Held {
    texts: BTreeMap<String, u32>,
    /// Those whose text found no room.
    others: u32,
}

impl Held {
    fn mark(&mut self, text: &str) {
        let is_full = self.texts.len() >= HELD;
        let times = match self.texts.get_mut(text) {
            Some(times) => times,
            None if is_full => &mut self.others,
            None => self.texts.entry(text.to_owned()).or_default(),
        };
        *times = Ord::min(*times + 1, MARKS);
    }
}

impl Marks {
    /// A search of the whole stock found nothing.
    pub(super) fn note(&self, query: &Query, request: &SearchRequest) {
        if let Some(text) = counted(query).filter(|_| request.facets.is_empty()) {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).mark(text);
        }
    }

    fn take(&self) -> Held {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Writes down once a minute what was searched for in vain, and what is left when the server stops.
pub async fn run(market: Market, mut stop: watch::Receiver<bool>) {
    loop {
        let is_over = tokio::select! {
            () = tokio::time::sleep(EVERY) => false,
            _ = stop.wait_for(|stop| *stop) => true,
        };
        if let Err(error) = write_down(&market).await {
            tracing::warn!(error = format!("{error:#}"), "searches in vain were not counted");
        }
        if is_over {
            return;
        }
    }
}

/// Turns the marks into rows of today.
///
/// # Errors
/// Only breakages; the marks are lost then.
pub async fn write_down(market: &Market) -> Answer<()> {
    let Held { texts, others } = market.search.missed.take();
    if texts.is_empty() && others == 0 {
        return Ok(());
    }
    let day = i32::try_from(day_in_japan(market.now())).unwrap_or(i32::MAX);
    let tx = market.db.begin().await?;
    let mut rows = with_room(&tx, day, without_steps(texts)).await?;
    *rows.entry(String::new()).or_default() += others;
    let rows = rows.into_iter().filter(|(_, times)| *times > 0);
    let rows: Vec<_> = rows.map(|(text, times)| row(day, text, times)).collect();
    let more = Expr::col((missed_search::Entity, missed_search::Column::Times))
        .add(Expr::col((Alias::new("excluded"), missed_search::Column::Times)));
    let added = OnConflict::columns([missed_search::Column::Day, missed_search::Column::Sought])
        .value(missed_search::Column::Times, more)
        .to_owned();
    missed_search::Entity::insert_many(rows)
        .on_conflict(added)
        .exec_without_returning(&tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

fn row(day: i32, sought: String, times: u32) -> missed_search::ActiveModel {
    missed_search::ActiveModel {
        day: Set(day),
        sought: Set(sought),
        times: Set(i32::try_from(times).unwrap_or(i32::MAX)),
    }
}

/// The texts that the day has room for, and what is left over under the empty one.
async fn with_room(
    tx: &impl ConnectionTrait,
    day: i32,
    texts: BTreeMap<String, u32>,
) -> Answer<BTreeMap<String, u32>> {
    let known: Vec<String> = missed_search::Entity::find()
        .select_only()
        .column(missed_search::Column::Sought)
        .filter(missed_search::Column::Day.eq(day))
        .into_tuple()
        .all(tx)
        .await?;
    let known: HashSet<String> = known.into_iter().collect();
    let mut room = A_DAY.saturating_sub(known.len());
    let mut rows = BTreeMap::new();
    for (text, times) in texts {
        let is_new = !known.contains(&text);
        let text = if is_new && room == 0 { String::new() } else { text };
        room = room.saturating_sub(usize::from(is_new));
        *rows.entry(text).or_default() += times;
    }
    Ok(rows)
}

/// Forgets the days that have had their time.
///
/// # Errors
/// Only breakages.
pub(crate) async fn forget_old(tx: &impl ConnectionTrait, now: i64) -> Answer<()> {
    missed_search::Entity::delete_many()
        .filter(missed_search::Column::Day.lt(day_in_japan(now) - KEPT))
        .exec(tx)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn however_much_is_searched_the_memory_is_bounded() {
        let mut held = Held::default();
        for number in 0..HELD + 7 {
            held.mark(&format!("NOPART{number}"));
        }
        assert_eq!((held.texts.len(), held.others), (HELD, 7));
        for _ in 0..2 * MARKS {
            held.mark("NOPART0");
        }
        assert_eq!(held.texts["NOPART0"], MARKS);
    }
}
