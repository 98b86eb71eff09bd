//! What a person sees of a lot: the row as the market last told it, with the device's own ops on top.
//!
//! Edits never change rows. So a pull may replace rows as it likes, and nothing that is on its way gets lost.

use serde::{Deserialize, Serialize};

use super::local::{LocalTx, Queued, StoreFault};
use super::{Act, Row, Unit, Value};
use crate::inventory::lot::LotForm;
use uuid::Uuid;

/// A lot as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    pub lot: LotForm,
    pub is_deleted: bool,
    /// How many ops of this lot have no answer yet.
    pub waiting: u32,
}

/// Puts ops on a row, in order; `None` where neither says that there is a lot.
#[must_use]
pub fn fold(row: Option<&Row>, ops: &[Queued]) -> Option<Shown> {
    let mut shown = row.map(|row| Shown {
        lot: row.lot.clone(),
        is_deleted: row.is_deleted(),
        waiting: 0,
    });
    for queued in ops {
        match (&queued.op.act, &mut shown) {
            (Act::Create { lot }, shown) => {
                *shown = Some(Shown {
                    lot: lot.clone(),
                    is_deleted: false,
                    waiting: 0,
                });
            }
            (Act::Update { set }, Some(shown)) => set.put_in(&mut shown.lot),
            (Act::Delete { .. }, Some(shown)) => shown.is_deleted = true,
            (Act::Restore, Some(shown)) => shown.is_deleted = false,
            (_, None) => {}
        }
    }
    if let Some(shown) = &mut shown {
        shown.waiting = u32::try_from(ops.len()).unwrap_or(u32::MAX);
    }
    shown
}

/// What the market will hold once it has decided the device's ops, unless somebody else is faster. It is what is shown,
/// except where an op is bound to end in a conflict: a choice has to be made against this, not against what never will be.
#[must_use]
pub fn foreseen(row: &Row, ops: &[Queued]) -> LotForm {
    let mut lot = row.lot.clone();
    for queued in ops {
        if let Act::Update { set } = &queued.op.act {
            for unit in Unit::ALL {
                if let Some(change) = set.of(unit).filter(|change| change.from == Value::of(unit, &lot)) {
                    change.to.put_in(&mut lot);
                }
            }
        }
    }
    lot
}

/// A lot as it is shown, from the store.
///
/// # Errors
/// Those of the store.
pub async fn shown<T: LocalTx>(tx: &mut T, item: Uuid) -> Result<Option<Shown>, StoreFault> {
    let row = tx.row(item).await?;
    let ops = tx.queue_of(item).await?;
    Ok(fold(row.as_ref().map(|kept| &kept.row), &ops))
}
