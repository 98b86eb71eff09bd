//! Choosing between two values. A choice is an ordinary op that saw what the market holds now; if somebody was faster once more,
//! it ends in a conflict like any other, and the person is asked again.

use uuid::Uuid;

use super::RESOLVED_AT_ONCE;
use super::answering::asked;
use super::display::{fold, foreseen};
use super::local::{LocalTx, Open, StoreFault};
use super::op::Act;
use super::outcome::{About, ConflictId};
use super::queue::{Edit, NotNoted, Wish, note};
use super::{Judge, Row, Value};
use crate::inventory::lot::{Lot, LotForm};
use crate::violations::Violations;

/// What a person decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// "Keep mine."
    Mine,
    /// "Keep theirs."
    Theirs,
    /// "Edit…"
    Edited(Lot),
}

/// A choice, and what it was made in sight of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    pub id: ConflictId,
    pub choice: Choice,
    /// "Now on the server", as the panel showed it.
    pub seen: Row,
    /// For at most two ops: a lot that was deleted is restored before it is changed.
    pub op_ids: [Uuid; 2],
    /// By the device's clock, in milliseconds since 1970; for people only.
    pub made_at: i64,
    /// The form that this program writes.
    pub schema: u16,
}

/// Why a choice was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotChosen {
    /// There is no such conflict any more, or it was chosen in another tab, or settled elsewhere.
    Over,
    /// The lot has changed while the panel was open: look again.
    Changed,
    /// What was mine breaks a rule by now.
    Faults(Violations),
    NotNoted(NotNoted),
}

impl From<StoreFault> for NotChosen {
    fn from(fault: StoreFault) -> Self {
        Self::NotNoted(NotNoted::Store(fault))
    }
}

/// Takes a choice, for all conflicts of the lot about the same thing. One that the person has written over since is no more to choose in.
///
/// # Errors
/// The choice is not taken; the transaction should be dropped.
pub async fn choose<T: LocalTx>(tx: &mut T, chosen: &Chosen, judge: &Judge) -> Result<(), NotChosen> {
    let open = tx.conflict(chosen.id).await?.filter(Open::waits);
    let Open { conflict, .. } = open.ok_or(NotChosen::Over)?;
    let row = tx.row(conflict.item_id).await?.map(|kept| kept.row);
    let row = row.filter(|row| is_as_seen(row, &chosen.seen, &conflict.about));
    let row = row.ok_or(NotChosen::Changed)?;
    let ops = tx.queue_of(conflict.item_id).await?;
    let on_top = OnTop {
        saw: foreseen(&row, &ops),
        // A deletion may be on its way: what comes after it has to bring the lot back first.
        is_deleted: fold(Some(&row), &ops).is_some_and(|shown| shown.is_deleted),
    };
    let wishes = wishes(&conflict.about, &chosen.choice, on_top, judge)?;
    let same = tx.conflicts_of(conflict.item_id).await?;
    let mut settled: Vec<_> = same
        .into_iter()
        .filter(|open| open.waits() && open.conflict.id.topic == chosen.id.topic)
        .collect();
    if asked(settled.clone())
        .iter()
        .all(|open| open.conflict.id != chosen.id)
    {
        return Err(NotChosen::Changed);
    }
    // The one that was chosen in is among them, however many there are.
    settled.sort_by_key(|open| open.conflict.id != chosen.id);
    settled.truncate(RESOLVED_AT_ONCE);
    let last = wishes.len() - 1;
    for (at, (wish, op_id)) in wishes.into_iter().zip(chosen.op_ids).enumerate() {
        let resolves = if at == last {
            settled.iter().map(|open| open.conflict.id).collect()
        } else {
            Vec::new()
        };
        let edit = Edit {
            item_id: conflict.item_id,
            wish,
            op_id,
            made_at: chosen.made_at,
            schema: chosen.schema,
            resolves,
        };
        note(tx, &edit).await.map_err(NotChosen::NotNoted)?;
    }
    for open in settled {
        let by = chosen.op_ids.get(last).copied();
        tx.put_conflict(&Open { chosen: by, ..open }).await?;
    }
    Ok(())
}

/// What a choice comes to where it is made in sight of the market's own row, on which no ops lie: one act or two, done one after
/// the other, of which the last settles the conflict.
///
/// # Errors
/// [`NotChosen::Faults`]: what is wanted breaks a rule by now.
pub fn acts(about: &About, choice: &Choice, row: &Row, judge: &Judge) -> Result<Vec<Act>, NotChosen> {
    let on_top = OnTop {
        saw: row.lot.clone(),
        is_deleted: row.is_deleted(),
    };
    let wishes = wishes(about, choice, on_top, judge)?;
    Ok(wishes.iter().filter_map(|wish| wish.act(true)).collect())
}

/// Whether what the panel showed is what there is.
fn is_as_seen(row: &Row, seen: &Row, about: &About) -> bool {
    let same_values = match about {
        About::Unit { mine, .. } => {
            let unit = mine.unit();
            Value::of(unit, &row.lot) == Value::of(unit, &seen.lot)
        }
        About::Deleting { .. } | About::Deleted { .. } => row.lot == seen.lot,
    };
    same_values && row.is_deleted() == seen.is_deleted()
}

/// The lot as it will be once the device's own ops are decided.
struct OnTop {
    saw: LotForm,
    is_deleted: bool,
}

/// What has to happen, one wish after the other; never none.
fn wishes(about: &About, choice: &Choice, on_top: OnTop, judge: &Judge) -> Result<Vec<Wish>, NotChosen> {
    let OnTop { saw, is_deleted } = on_top;
    let typed = match (choice, about) {
        (Choice::Theirs, _) => return Ok(vec![Wish::Leave]),
        (Choice::Mine, About::Deleting { .. }) => {
            let delete = if is_deleted {
                Wish::Leave
            } else {
                Wish::Delete { saw }
            };
            return Ok(vec![delete]);
        }
        // Only what the conflict is about: the rest of the panel may show less than is on its way.
        (Choice::Edited(lot), About::Unit { mine, .. }) => {
            let edited = Value::of(mine.unit(), &lot.to_form());
            wanted(&saw, judge, |lot| edited.put_in(lot))?
        }
        (Choice::Edited(lot), _) => lot.clone(),
        (Choice::Mine, About::Unit { mine, .. }) => wanted(&saw, judge, |lot| mine.put_in(lot))?,
        (Choice::Mine, About::Deleted { mine, .. }) => wanted(&saw, judge, |lot| mine.put_in(lot))?,
    };
    let update = Wish::Update { saw, typed };
    Ok(if is_deleted {
        vec![Wish::Restore, update]
    } else {
        vec![update]
    })
}

fn wanted(saw: &LotForm, judge: &Judge, put: impl FnOnce(&mut LotForm)) -> Result<Lot, NotChosen> {
    let mut wanted = saw.clone();
    put(&mut wanted);
    judge.check(&wanted).map_err(NotChosen::Faults)
}
