//! How the index follows the tables.
//!
//! The market's counter is raised last in every transaction that changes stock, and a company's counter before its lots
//! are written, under the lock of its row. So one read tells whether anything is new, and reading a company's lots past
//! the last number applied can never miss one that committed late (search.md; S14). A number may concern all lots of a
//! company at once (`company_seq.whole`): they are dropped, and read anew unless the company is hidden. What is read twice is applied twice
//! without harm. What this process has stored itself need not be read (`handing`).

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use anyhow::anyhow;
use arc_swap::ArcSwapOption;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use tokio::sync::{Mutex, watch};

use super::engine::{Change, Engine, Prepared};
use super::handing::Handed;
use super::missed::Marks;
use super::reading::{self, Assembly};
use super::row::Row;
use crate::accounts::owner;
use crate::entity::{company, company_seq, lot, market_seq};
use crate::error::Answer;
use crate::inventory::whole::not_selling;
use crate::market::Market;

/// Rows read at a time while the index is built.
const PAGE: u64 = 5_000;
/// Changed rows read at a time.
const CHANGES: u64 = 5_000;
/// Pause before the tables are read again after they could not be.
const AGAIN: Duration = Duration::from_secs(5);

/// The index and how far it has followed the tables.
#[derive(Default)]
pub struct SearchRoom {
    engine: ArcSwapOption<Engine>,
    /// The market's number that the index contains; read without the lock.
    applied: AtomicI64,
    /// Held while changes are applied; the numbers of the companies.
    companies: Mutex<HashMap<i64, i64>>,
    /// What was searched for in vain.
    pub(super) missed: Marks,
    /// Lots that this process has stored and the index has not taken yet.
    pub(super) handed: std::sync::Mutex<Vec<Handed>>,
}

impl SearchRoom {
    /// An index that has not been read yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The index as it is, if it is there.
    pub(super) fn engine(&self) -> Option<Arc<Engine>> {
        self.engine.load_full()
    }

    /// The index, containing every change committed before this call; none where it has not been built yet.
    ///
    /// # Errors
    /// Only breakages.
    pub async fn ready(&self, market: &Market) -> Answer<Option<Arc<Engine>>> {
        if self.engine.load().is_none() {
            return Ok(None);
        }
        self.refresh(market).await?;
        Ok(self.engine.load_full())
    }

    /// The index, containing every change committed before this call; built now where it has not been.
    ///
    /// # Errors
    /// Only breakages.
    pub async fn built(&self, market: &Market) -> Answer<Arc<Engine>> {
        self.refresh(market).await?;
        self.engine
            .load_full()
            .ok_or_else(|| anyhow!("the search index is not there").into())
    }

    /// Applies what has been committed since the last time; reads the tables whole the first time.
    ///
    /// # Errors
    /// Only breakages.
    pub async fn refresh(&self, market: &Market) -> Answer<()> {
        let seq = market_number(market).await?;
        if self.engine.load().is_some() && seq == self.applied.load(Ordering::Acquire) {
            return Ok(());
        }
        let mut companies = self.companies.lock().await;
        let seq = market_number(market).await?;
        let applied = self.applied.load(Ordering::Acquire);
        match self.engine.load_full() {
            Some(_) if seq == applied => return Ok(()),
            Some(engine) if seq > applied => self.follow(market, &engine, &mut companies, seq).await?,
            // First use, or the database was restored to an earlier state: everything is read anew.
            _ => {
                let (engine, numbers) = load(market, seq).await?;
                *companies = numbers;
                self.engine.store(Some(Arc::new(engine)));
            }
        }
        self.applied.store(seq, Ordering::Release);
        Ok(())
    }
}

pub(super) async fn market_number(market: &Market) -> Answer<i64> {
    let row = market_seq::Entity::find_by_id(1_i16)
        .one(market.db.reader())
        .await?;
    Ok(row.ok_or_else(|| anyhow!("the market has no change number"))?.seq)
}

async fn company_numbers(market: &Market) -> Answer<Vec<company_seq::Model>> {
    Ok(company_seq::Entity::find().all(market.db.reader()).await?)
}

/// How far the index has come with each company, once it contains these numbers.
fn reached(numbers: &[company_seq::Model]) -> HashMap<i64, i64> {
    numbers.iter().map(|row| (row.company_id, row.seq)).collect()
}

/// The companies whose lots nobody finds.
pub(crate) async fn hidden_companies(market: &Market) -> Answer<HashSet<i64>> {
    let ids: Vec<i64> = company::Entity::find()
        .select_only()
        .column(company::Column::Id)
        .filter(not_selling())
        .into_tuple()
        .all(market.db.reader())
        .await?;
    Ok(ids.into_iter().collect())
}

/// Builds the index, and tries again where the tables cannot be read. Until it is there the tables answer searches.
pub(super) async fn build(market: Market, mut stop: watch::Receiver<bool>) {
    loop {
        let built = tokio::select! {
            built = market.search.refresh(&market) => built,
            // An error means that whoever says "stop" is gone.
            _ = stop.wait_for(|stop| *stop) => return,
        };
        match built {
            Ok(()) => return tracing::info!("the search index is built"),
            Err(error) => tracing::error!(error = format!("{error:#}"), "the search index cannot be built"),
        }
        tokio::select! {
            () = tokio::time::sleep(AGAIN) => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
    }
}

/// Something that the index is to be told, in its order.
enum News {
    Read(Change),
    Handed(Vec<Prepared>),
}

impl SearchRoom {
    /// Applies the lots of every company whose number has grown.
    async fn follow(
        &self,
        market: &Market,
        engine: &Engine,
        applied: &mut HashMap<i64, i64>,
        seq: i64,
    ) -> Answer<()> {
        let owner = owner(market.db.reader()).await?;
        // Read before the lots: every change up to these numbers is committed.
        let numbers = company_numbers(market).await?;
        // Read after them: whoever is hidden or shown later takes another number, and is read anew then.
        let hidden = hidden_companies(market).await?;
        let mut news = Vec::new();
        for company in &numbers {
            let id = company.company_id;
            let mut from = applied.get(&id).copied().unwrap_or(0);
            let shown = !hidden.contains(&id);
            if company.whole > from {
                news.push(News::Read(Change::RemoveCompany(id)));
                from = 0;
            } else if shown
                && from < company.seq
                && let Some((last, lots)) = self.take_handed(market, id, from, company.seq, owner).await?
            {
                news.push(News::Handed(lots));
                from = last;
            }
            while shown && from < company.seq {
                let rows = changed_lots(market, id, from).await?;
                let Some(last) = rows.last() else { break };
                from = last.seq;
                news.extend(rows.into_iter().map(|row| News::Read(row.change(owner))));
            }
        }
        // Folding texts is work for a core, not for the thread that answers.
        let engine = engine.clone();
        tokio::task::spawn_blocking(move || engine.apply_prepared(prepared(&engine, news), seq))
            .await
            .map_err(anyhow::Error::from)?;
        *applied = reached(&numbers);
        Ok(())
    }
}

fn prepared(engine: &Engine, news: Vec<News>) -> Vec<Prepared> {
    let mut prepared = Vec::new();
    for news in news {
        match news {
            News::Read(change) => prepared.push(engine.prepared(change)),
            News::Handed(lots) => prepared.extend(lots),
        }
    }
    prepared
}

async fn changed_lots(market: &Market, company_id: i64, after: i64) -> Answer<Vec<Row>> {
    let lots = reading::lots()
        .filter(lot::Column::CompanyId.eq(company_id))
        .filter(lot::Column::Seq.gt(after))
        .order_by_asc(lot::Column::Seq)
        .limit(CHANGES);
    reading::read(lots, market.db.reader()).await
}

/// Reads all lots and builds the index of them.
async fn load(market: &Market, seq: i64) -> Answer<(Engine, HashMap<i64, i64>)> {
    let owner = owner(market.db.reader()).await?;
    let numbers = company_numbers(market).await?;
    let hidden = hidden_companies(market).await?;
    let assembly = Assembly::begin(owner, seq, hidden)?;
    let mut after = 0;
    loop {
        let lots = reading::lots()
            .filter(lot::Column::Id.gt(after))
            .order_by_asc(lot::Column::Id)
            .limit(PAGE);
        let rows = reading::read(lots, market.db.reader()).await?;
        let Some(last) = rows.last() else { break };
        after = last.id;
        assembly.add(rows).await?;
    }
    Ok((assembly.finish().await?, reached(&numbers)))
}
