//! Lots that this process has just stored, handed to the index without being read back from the tables.
//!
//! Whoever stores lots leaves them here before the commit, for the next search may follow the numbers before the one
//! who stored them comes round to it. They are taken only where the tables say that they are what comes next: the
//! index is at the number before their first, and the last of them stands in the table under its number, which no
//! transaction that was rolled back can feign. In all other cases the tables are read, as for another process's lots.

use std::sync::PoisonError;

use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use tokio::task::JoinHandle;
use uuid::Uuid;

use super::engine::{IndexedLot, Prepared};
use super::feed::SearchRoom;
use crate::entity::lot;
use crate::error::Answer;
use crate::market::Market;

/// Which lots they are: those of a company from the change number after `first_seq` to `last_seq`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) company: i64,
    pub(crate) first_seq: i64,
    pub(crate) last_seq: i64,
    /// The public number of the last of them.
    pub(crate) last_public: Uuid,
}

/// Lots that are being prepared for the index on another thread.
pub(crate) type Folding = JoinHandle<Folded>;

/// Lots that lack nothing but their numbers.
pub(crate) struct Folded {
    lots: Vec<Prepared>,
    owner_stock: bool,
}

/// Lots that wait to be taken.
pub(super) struct Handed {
    span: Span,
    owner_stock: bool,
    lots: Vec<Prepared>,
}

/// Takes lots back that nobody has taken when it is dropped.
pub(crate) struct Handing<'a> {
    room: &'a SearchRoom,
    span: Span,
}

impl SearchRoom {
    /// Prepares new lots for the index; nothing where there is none yet.
    pub(crate) fn fold(&self, lots: Vec<IndexedLot>) -> Option<Folding> {
        let engine = self.engine()?;
        Some(tokio::task::spawn_blocking(move || Folded {
            owner_stock: lots.first().is_some_and(|lot| lot.owner_stock),
            lots: engine.prepare(lots),
        }))
    }

    /// Leaves lots for whoever brings the index up to date next. `ids` are their numbers in the order of the lots.
    pub(crate) async fn hand_over(&self, span: Span, folding: Folding, ids: &[i64]) -> Answer<Handing<'_>> {
        let Folded {
            mut lots,
            owner_stock,
        } = folding.await.map_err(anyhow::Error::from)?;
        for (lot, &id) in lots.iter_mut().zip(ids) {
            lot.number(id);
        }
        let handed = Handed {
            span,
            owner_stock,
            lots,
        };
        self.with_handed(|all| all.push(handed));
        Ok(Handing { room: self, span })
    }

    /// The lots that come next in the index, where they were left here; `owner` is the company that runs the market.
    pub(super) async fn take_handed(
        &self,
        market: &Market,
        company: i64,
        applied: i64,
        reached: i64,
        owner: Option<i64>,
    ) -> Answer<Option<(i64, Vec<Prepared>)>> {
        let is_next = |handed: &Handed| {
            handed.span.company == company
                && handed.span.first_seq == applied
                && handed.span.last_seq <= reached
                && handed.owner_stock == (owner == Some(company))
        };
        let next = self.with_handed(|all| {
            let at = all.iter().position(is_next)?;
            Some(all.swap_remove(at))
        });
        let Some(Handed { span, lots, .. }) = next else {
            return Ok(None);
        };
        let stored = lot::Entity::find()
            .filter(lot::Column::CompanyId.eq(company))
            .filter(lot::Column::Seq.eq(span.last_seq))
            .filter(lot::Column::PublicId.eq(span.last_public))
            .count(market.db.reader())
            .await?;
        Ok((stored == 1).then_some((span.last_seq, lots)))
    }

    fn with_handed<T>(&self, work: impl FnOnce(&mut Vec<Handed>) -> T) -> T {
        // Whoever panicked in here has pushed or taken, or has not: the list is whole.
        work(&mut self.handed.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Handing<'_> {
    fn drop(&mut self) {
        self.room
            .with_handed(|all| all.retain(|handed| handed.span != self.span));
    }
}
