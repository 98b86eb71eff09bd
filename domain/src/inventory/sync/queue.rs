//! Taking edits down: from a checked lot to an op in the queue.
//!
//! The number of an op is read and raised in the transaction that stores it, so that numbers are unique and without gaps
//! however many tabs write. An edit of what still waits joins it; what was sent once is never touched again.

use uuid::Uuid;

use super::answering::answers;
use super::display::{Shown, fold};
use super::local::{LocalStore, LocalTx, Open, Queued, StoreFault};
use super::op::{Act, Op};
use super::outcome::ConflictId;
use super::units::Set;
use super::{QUEUE_OPS, QUEUE_WARNING, RESOLVED_AT_ONCE};
use crate::inventory::lot::{Lot, LotForm};

/// An edit, as a person made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    pub item_id: Uuid,
    pub wish: Wish,
    /// For the op, should it become one of its own.
    pub op_id: Uuid,
    /// By the device's clock, in milliseconds since 1970; for people only.
    pub made_at: i64,
    /// The form that this program writes.
    pub schema: u16,
    /// Conflicts that it settles.
    pub resolves: Vec<ConflictId>,
}

/// What is to happen with a lot. `saw` is what stood on the screen, even where the store knows better by now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    Create {
        lot: Lot,
    },
    Update {
        saw: LotForm,
        typed: Lot,
    },
    Delete {
        saw: LotForm,
    },
    Restore,
    /// Changes nothing, but settles conflicts: "keep theirs".
    Leave,
}

/// Where an edit went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noted {
    /// Into an op of its own.
    Queued { op_id: Uuid },
    /// Into one that waits.
    Joined { op_id: Uuid },
    /// It changes nothing.
    Nothing,
}

/// Why an edit is not on the device. The cell says so, and what was typed stays where it was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotNoted {
    /// More ops than a device keeps: an import with a preview is the better way.
    TooMany,
    Store(StoreFault),
}

impl From<StoreFault> for NotNoted {
    fn from(fault: StoreFault) -> Self {
        Self::Store(fault)
    }
}

/// Whether the person should be warned that the queue grows long.
#[must_use]
pub const fn is_long(edits: u32) -> bool {
    edits >= QUEUE_WARNING
}

/// How many more ops a device keeps beside so many.
#[must_use]
pub const fn room(edits: u32) -> usize {
    QUEUE_OPS.saturating_sub(edits) as usize
}

/// The first `room` edits, and the others. Edits of one lot, which follow each other, stay together.
#[must_use]
pub fn split(edits: &[Edit], room: usize) -> (&[Edit], &[Edit]) {
    let mut end = room.min(edits.len());
    let item = |at: usize| edits.get(at).map(|edit| edit.item_id);
    while end > 0 && item(end) == item(end - 1) {
        end -= 1;
    }
    edits.split_at(end)
}

/// Notes an edit and commits. Without room, rows of other pages are dropped, once.
///
/// # Errors
/// The edit is not on the device.
pub async fn save<S: LocalStore>(store: &mut S, edit: &Edit, on_screen: &[Uuid]) -> Result<Noted, NotNoted> {
    match save_once(store, edit).await {
        Err(NotNoted::Store(StoreFault::Full)) => {
            let mut tx = store.begin().await?;
            make_room(&mut tx, on_screen).await?;
            tx.commit().await?;
            save_once(store, edit).await
        }
        answer => answer,
    }
}

async fn save_once<S: LocalStore>(store: &mut S, edit: &Edit) -> Result<Noted, NotNoted> {
    let mut tx = store.begin().await?;
    let noted = note(&mut tx, edit).await?;
    tx.commit().await?;
    Ok(noted)
}

/// Drops the rows of other pages; they come again with a whole pull.
///
/// # Errors
/// Those of the store.
pub async fn make_room<T: LocalTx>(tx: &mut T, keep: &[Uuid]) -> Result<(), StoreFault> {
    tx.shed_rows(keep).await?;
    let mut meta = tx.meta().await?;
    meta.last_seq = 0;
    meta.whole = true;
    tx.set_meta(&meta).await
}

/// Notes an edit within a transaction. Whoever types anew into what they are asked about has answered: the edit settles those conflicts,
/// and ends in one of its own if it was not made in sight of the other value. A row that another tab has sent already is typed over: it is
/// one lot, in however many tabs its Send was pressed.
///
/// # Errors
/// The edit is not noted; the transaction should be dropped.
pub async fn note<T: LocalTx>(tx: &mut T, edit: &Edit) -> Result<Noted, NotNoted> {
    let (mut ops, mut row) = (None, None);
    let act = match &edit.wish {
        Wish::Create { lot } => {
            let waiting = tx.queue_of(edit.item_id).await?;
            let kept = tx.row(edit.item_id).await?;
            let there = fold(kept.as_ref().map(|kept| &kept.row), &waiting);
            (ops, row) = (Some(waiting), Some(kept));
            over(there, lot)
        }
        wish => wish.act(!edit.resolves.is_empty()),
    };
    let Some(act) = act else {
        return Ok(Noted::Nothing);
    };
    let answered = answered(tx, edit, &act).await?;
    let resolves: Vec<_> = if answered.is_empty() {
        edit.resolves.clone()
    } else {
        answered.iter().map(|open| open.conflict.id).collect()
    };
    let ops = match ops {
        Some(ops) => ops,
        None => tx.queue_of(edit.item_id).await?,
    };
    let last = ops.into_iter().last().filter(|_| resolves.is_empty());
    if let Some(queued) = last.and_then(|last| join(last, edit, &act)) {
        let op_id = queued.op.op_id;
        tx.put_queued(&queued).await?;
        return Ok(Noted::Joined { op_id });
    }
    if tx.edits().await? >= QUEUE_OPS {
        return Err(NotNoted::TooMany);
    }
    let row = match row {
        Some(row) => row,
        None => tx.row(edit.item_id).await?,
    };
    let mut meta = tx.meta().await?;
    let op = Op {
        n: meta.next_n,
        op_id: edit.op_id,
        item_id: edit.item_id,
        base_version: row.map_or(0, |kept| kept.row.version),
        schema: edit.schema,
        made_at: edit.made_at,
        resolves,
        act,
    };
    meta.next_n += 1;
    tx.put_queued(&Queued { op, sent: false }).await?;
    tx.set_meta(&meta).await?;
    for open in answered {
        let chosen = Some(edit.op_id);
        tx.put_conflict(&Open { chosen, ..open }).await?;
    }
    Ok(Noted::Queued { op_id: edit.op_id })
}

/// A new lot; where another tab has made it already, what is typed otherwise here, or nothing.
fn over(there: Option<Shown>, lot: &Lot) -> Option<Act> {
    let typed = lot.to_form();
    match there {
        Some(there) if !there.is_deleted => {
            let set = Set::between(&there.lot, &typed);
            (!set.is_empty()).then_some(Act::Update { set })
        }
        _ => Some(Act::Create { lot: typed }),
    }
}

/// The conflicts that an edit answers by writing where they wait.
async fn answered<T: LocalTx>(tx: &mut T, edit: &Edit, act: &Act) -> Result<Vec<Open>, StoreFault> {
    let Act::Update { set } = act else {
        return Ok(Vec::new());
    };
    if !edit.resolves.is_empty() {
        return Ok(Vec::new());
    }
    let all = tx.conflicts_of(edit.item_id).await?;
    let waiting = all.into_iter().filter(Open::waits);
    let there = waiting.filter(|open| answers(set, &open.conflict));
    Ok(there.take(RESOLVED_AT_ONCE).collect())
}

impl Wish {
    /// What has to be done; nothing, where the lot is as it is wanted and no conflict is settled by that.
    pub(super) fn act(&self, settles: bool) -> Option<Act> {
        match self {
            Self::Create { lot } => Some(Act::Create { lot: lot.to_form() }),
            Self::Delete { saw } => Some(Act::Delete { seen: saw.clone() }),
            Self::Restore => Some(Act::Restore),
            Self::Leave => Some(Act::Update { set: Set::default() }),
            Self::Update { saw, typed } => {
                let set = Set::between(saw, &typed.to_form());
                (!set.is_empty() || settles).then_some(Act::Update { set })
            }
        }
    }
}

/// The op with the edit in it, if it may have it: it has not been sent, and is written in the same form.
fn join(mut last: Queued, edit: &Edit, act: &Act) -> Option<Queued> {
    if last.sent || last.op.schema != edit.schema {
        return None;
    }
    last.op.act = joined(&last.op.act, act)?;
    last.op.made_at = edit.made_at;
    Some(last)
}

/// Both as one, where the later one was made in sight of the earlier one.
fn joined(earlier: &Act, later: &Act) -> Option<Act> {
    match (earlier, later) {
        (Act::Update { set }, Act::Update { set: next }) => set.then(next).map(|set| Act::Update { set }),
        (Act::Create { lot }, Act::Update { set }) if set.changes().all(|change| change.from.is_in(lot)) => {
            let mut lot = lot.clone();
            set.put_in(&mut lot);
            Some(Act::Create { lot })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edits(items: &[u128]) -> Vec<Edit> {
        let edit = |item: &u128| Edit {
            item_id: Uuid::from_u128(*item),
            wish: Wish::Restore,
            op_id: Uuid::nil(),
            made_at: 0,
            schema: 1,
            resolves: Vec::new(),
        };
        items.iter().map(edit).collect()
    }

    #[test]
    fn as_many_edits_go_as_there_is_room_for_and_those_of_a_lot_together() {
        let edits = edits(&[1, 2, 2, 3]);
        let parts = |room| {
            let (now, later) = split(&edits, room);
            (now.len(), later.len())
        };
        assert_eq!(parts(0), (0, 4));
        assert_eq!(parts(1), (1, 3));
        assert_eq!(parts(2), (1, 3), "a lot that is brought back is changed with it");
        assert_eq!(parts(3), (3, 1));
        assert_eq!(parts(9), (4, 0));
        assert_eq!(room(QUEUE_OPS - 3), 3);
        assert_eq!(room(QUEUE_OPS + 1), 0);
    }
}
