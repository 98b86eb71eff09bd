//! What an import does to lots that are there: quantities merged, a list replaced with its date codes, own references given (Z14).
//!
//! All of it is one transaction under the company's lock. The plan is made anew there, for the list may have changed since the
//! preview; a lot that was changed since is left as it is, and listed in the result (T45).

use std::collections::{BTreeSet, HashMap};

use domain::inventory::importing::{Deed, Landed, LeftLot, Mode, Plan, plan};
use domain::inventory::stock_file::{FileFault, RowFault};
use domain::inventory::{Column, Lot};
use domain::text::limits;
use domain::violations::Violation;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use super::bulk::{self, Bulk};
use super::changes::{self, Act, By, Way};
use super::import::{refuse, settle};
use super::publish::{mail_result, raise_company_seq, raise_market_seq};
use super::stock_file::{Faults, Look};
use super::{references, shelf};
use crate::entity::{import, lot};
use crate::error::Answer;
use crate::jobs::{Lease, Progress};
use crate::market::Market;

/// Lots that a result lists.
pub(super) const LISTED: usize = 100;

/// What a plan comes to.
struct Work {
    new: Vec<Lot>,
    /// References of new lots, by their place among them.
    named: Vec<(usize, String)>,
    /// References that lots get which are there.
    referenced: Vec<(i64, String)>,
    /// Lots with their quantities from now on.
    changed: Vec<(i64, u32)>,
    /// Date codes that some of these get.
    redated: Vec<(i64, String)>,
    deleted: Vec<(i64, u32)>,
    landed: Landed,
    /// Rows and lots that are left: the row, the lot.
    left: Vec<(u32, i64)>,
}

/// Merges, replaces, or adds with references, with the result mail and the end of the job.
pub(super) async fn land(
    market: &Market,
    lease: &Lease,
    progress: &Progress,
    row: import::Model,
    mode: Mode,
    look: Look,
) -> Answer<()> {
    let now = market.now();
    let (rows, look) = tokio::task::spawn_blocking(move || (shelf::rows(&look), look))
        .await
        .map_err(anyhow::Error::from)?;
    let tx = market.db.begin().await?;
    // First of all, so that nobody changes the list while the plan is made and carried out.
    let seq = raise_company_seq(&tx, row.company_id, 0).await?;
    let shelf = shelf::read(&tx, row.company_id, row.seen_seq, &rows).await?;
    let plan = plan(mode, &rows, &shelf);
    let wrong = wrong_rows(&tx, &plan, &look.lots).await?;
    if !wrong.is_empty() {
        drop(tx);
        let faults = Faults {
            total: wrong.len() as u32,
            list: wrong,
        };
        return refuse(market, lease, &row, faults).await;
    }
    let mut work = work(plan, look);
    let by = By {
        account_id: row.account_id,
        way: Way::Import(row.id),
        now,
    };
    let count = (work.new.len() + work.changed.len() + work.deleted.len()) as i64;
    raise_company_seq(&tx, row.company_id, count).await?;
    let after_new = seq + work.new.len() as i64;
    let new = std::mem::take(&mut work.new);
    if !new.is_empty() {
        let bulk = tokio::task::spawn_blocking(move || Bulk::of(&new))
            .await
            .map_err(anyhow::Error::from)??;
        bulk.insert(&tx, &row, now, seq, progress).await?;
    }
    if !work.named.is_empty() {
        let ids = bulk::ids(&tx, row.company_id, seq, after_new).await?;
        let named = work.named.into_iter();
        work.referenced
            .extend(named.filter_map(|(at, reference)| Some((*ids.get(at)?, reference))));
    }
    changes::remember(&tx, row.id, false, &work.changed).await?;
    changes::remember(&tx, row.id, true, &work.deleted).await?;
    references::attach(&tx, row.company_id, row.id, &work.referenced).await?;
    let acts = [(Act::Requantify, &work.changed[..]), (Act::Delete, &work.deleted)];
    changes::carry_out(&tx, by, after_new, &acts).await?;
    changes::redate(&tx, &work.redated).await?;
    // What is there already is changed in one go.
    progress.note(u64::MAX);
    work.landed.listed = listed(&tx, &work.left).await?;
    let landed = work.landed;
    let published = import::Entity::update_many()
        .col_expr(import::Column::State, Expr::value("imported"))
        .col_expr(import::Column::RowsAdded, Expr::value(landed.added as i32))
        .col_expr(
            import::Column::Landed,
            Expr::value(serde_json::to_string(&landed)?),
        )
        .col_expr(import::Column::FinishedAt, Expr::value(now))
        .filter(import::Column::Id.eq(row.id))
        .filter(import::Column::State.eq("received"))
        .exec(&tx)
        .await?;
    mail_result(&tx, &row, &landed, now).await?;
    if !settle(&tx, lease, row.id, now).await? || published.rows_affected != 1 {
        return Ok(());
    }
    raise_market_seq(&tx, count, now).await?;
    tx.commit().await?;
    market.search.ready(market).await?;
    Ok(())
}

/// What is wrong with rows, not by themselves but with the lots that are there.
pub(super) async fn wrong_rows(
    db: &impl ConnectionTrait,
    plan: &Plan,
    lots: &[(u32, Lot)],
) -> Answer<Vec<RowFault>> {
    let named = plan.rows.iter().filter_map(|deed| match deed {
        Deed::ReferenceOfAnother { lot } | Deed::ReferenceKnown { lot } => Some(*lot),
        _ => None,
    });
    let models = models(db, named.collect()).await?;
    let model = |lot: &i64| models.get(lot).cloned().unwrap_or_default();
    let wrong = plan.rows.iter().zip(lots).filter_map(|(deed, (row, _))| {
        let fault = match deed {
            Deed::TooMany => return Some(over_the_limit(*row)),
            Deed::ReferenceOfAnother { lot } => FileFault::ReferenceOfAnother { model: model(lot) },
            Deed::ReferenceKnown { lot } => FileFault::ReferenceKnown { model: model(lot) },
            _ => return None,
        };
        Some(RowFault {
            row: *row,
            column: Some(Column::Reference),
            fault,
        })
    });
    Ok(wrong.collect())
}

/// The models of lots.
async fn models(db: &impl ConnectionTrait, lots: BTreeSet<i64>) -> Answer<HashMap<i64, String>> {
    let lots: Vec<i64> = lots.into_iter().collect();
    let mut models = HashMap::new();
    for some in lots.chunks(1_000) {
        let rows: Vec<(i64, String)> = lot::Entity::find()
            .select_only()
            .columns([lot::Column::Id, lot::Column::Model])
            .filter(lot::Column::Id.is_in(some.iter().copied()))
            .into_tuple()
            .all(db)
            .await?;
        models.extend(rows);
    }
    Ok(models)
}

/// The fault of a row that cannot be merged.
fn over_the_limit(row: u32) -> RowFault {
    RowFault {
        row,
        column: Some(Column::Quantity),
        fault: FileFault::Cell(Violation::QuantityTooLarge {
            max: *limits::QUANTITY.end(),
        }),
    }
}

fn work(plan: Plan, mut look: Look) -> Work {
    let reference = |at: usize, look: &mut Look| {
        let (row, _) = look.lots.get(at)?;
        look.references.remove(row)
    };
    let referenced = plan.referenced.into_iter();
    let referenced: Vec<_> = referenced
        .filter_map(|(at, lot)| Some((lot, reference(at, &mut look)?)))
        .collect();
    let redated = plan.redated.into_iter().filter_map(|(at, lot)| {
        let (_, says) = look.lots.get(at)?;
        Some((lot, says.date_code.as_str().to_owned()))
    });
    let redated = redated.collect();
    let mut work = Work {
        new: Vec::new(),
        named: Vec::new(),
        changed: Vec::new(),
        redated,
        deleted: plan.missing.into_iter().map(|lot| (lot, 1)).collect(),
        landed: Landed {
            referenced: referenced.len() as u32,
            ..Landed::default()
        },
        referenced,
        left: Vec::new(),
    };
    debug_assert_eq!(plan.rows.len(), look.lots.len());
    let landed = &mut work.landed;
    for (deed, (row, lot)) in plan.rows.into_iter().zip(look.lots) {
        match deed {
            Deed::New => {
                landed.added += 1;
                if let Some(reference) = look.references.remove(&row) {
                    work.named.push((work.new.len(), reference));
                }
                work.new.push(lot);
            }
            Deed::Merged { lot, to, .. } => {
                landed.merged += 1;
                work.changed.push((lot, to));
            }
            Deed::Changed { lot, to, .. } => {
                landed.changed += 1;
                work.changed.push((lot, to));
            }
            Deed::Unchanged { .. } => landed.unchanged += 1,
            Deed::Left { lot } => work.left.push((row, lot)),
            Deed::TooMany | Deed::ReferenceOfAnother { .. } | Deed::ReferenceKnown { .. } => {}
        }
    }
    landed.deleted = work.deleted.len() as u32;
    work.left.extend(plan.kept.into_iter().map(|lot| (0, lot)));
    landed.left = work.left.len() as u32;
    work
}

/// The first of the lots that are left, with what is known of them.
pub(super) async fn listed(tx: &impl ConnectionTrait, left: &[(u32, i64)]) -> Answer<Vec<LeftLot>> {
    let first = &left[..left.len().min(LISTED)];
    let rows = lot::Entity::find()
        .filter(lot::Column::Id.is_in(first.iter().map(|(_, lot)| *lot)))
        .all(tx)
        .await?;
    let by_id: HashMap<i64, lot::Model> = rows.into_iter().map(|row| (row.id, row)).collect();
    let listed = first.iter().filter_map(|(row, lot)| {
        let lot = by_id.get(lot)?;
        Some(LeftLot {
            row: *row,
            model: lot.model.clone(),
            pieces: lot.quantity.unsigned_abs(),
        })
    });
    Ok(listed.collect())
}
