//! The merge rule: what an op does to a lot that others may have changed since it was written.
//!
//! Only values decide. Versions could, as long as they never repeat; but after the market was restored from a backup the same
//! number stands for something else, and whoever saw version 6 may have seen another lot.

use super::Row;
use super::judge::Judge;
use super::op::{Act, Op};
use super::outcome::{About, Conflict, ConflictId, Outcome, Refused, Topic};
use super::units::{Set, Value};
use crate::inventory::{Lot, LotForm};

/// Whose op it is, and when the market decides it.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// The user.
    pub by: i64,
    /// By the market's clock, in milliseconds since 1970.
    pub now: i64,
}

/// What the rule says about one op.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    pub outcome: Outcome,
    /// The lot afterwards, where it is changed.
    pub change: Option<Changed>,
}

/// A lot that an op changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// As it is afterwards; its change number is not given yet.
    pub row: Row,
    /// The checked values, where they are other ones.
    pub lot: Option<Lot>,
}

impl Verdict {
    const fn refused(why: Refused) -> Self {
        let outcome = Outcome::Refused { why };
        Self {
            outcome,
            change: None,
        }
    }

    /// Already so: nothing to do.
    const fn idle(version: i32) -> Self {
        let outcome = Outcome::Applied { version };
        Self {
            outcome,
            change: None,
        }
    }

    fn conflict(row: &Row, op: &Op, moment: Moment, topic: Topic, about: About) -> Self {
        let outcome = Outcome::Conflict {
            version: row.version,
            conflicts: vec![conflict(row, op, moment, topic, about)],
        };
        Self {
            outcome,
            change: None,
        }
    }

    fn done(row: &Row, op: &Op, changed: Changed) -> Self {
        let version = changed.row.version;
        let outcome = if row.version == op.base_version {
            Outcome::Applied { version }
        } else {
            Outcome::Merged { version }
        };
        Self {
            outcome,
            change: Some(changed),
        }
    }
}

/// Decides an op against the lot as the company has it; `None` where it has none of that id, whoever else may.
#[must_use]
pub fn merge(row: Option<&Row>, op: &Op, moment: Moment, judge: &Judge) -> Verdict {
    match (&op.act, row) {
        (Act::Create { lot }, None) => create(lot, op, moment, judge),
        (Act::Create { lot }, Some(row)) if row.is_deleted() => {
            let mine = Set::between(&row.lot, lot);
            let theirs = row.lot.clone();
            Verdict::conflict(row, op, moment, Topic::Row, About::Deleted { mine, theirs })
        }
        (Act::Create { .. }, Some(_)) => Verdict::refused(Refused::IdTaken),
        (Act::Update { .. } | Act::Restore, None) => Verdict::refused(Refused::UnknownId),
        (Act::Update { set }, Some(row)) if set.is_empty() => Verdict::idle(row.version),
        (Act::Update { set }, Some(row)) if row.is_deleted() => {
            let (mine, theirs) = (set.clone(), row.lot.clone());
            Verdict::conflict(row, op, moment, Topic::Row, About::Deleted { mine, theirs })
        }
        (Act::Update { set }, Some(row)) => update(row, set, op, moment, judge),
        (Act::Delete { .. }, None) => Verdict::idle(0),
        (Act::Delete { .. }, Some(row)) if row.is_deleted() => Verdict::idle(row.version),
        (Act::Delete { seen }, Some(row)) if row.lot == *seen => {
            let deleted_at = Some(moment.now);
            Verdict::done(row, op, renewed(row, moment, deleted_at, None))
        }
        (Act::Delete { seen }, Some(row)) => {
            let (seen, theirs) = (seen.clone(), row.lot.clone());
            Verdict::conflict(row, op, moment, Topic::Row, About::Deleting { seen, theirs })
        }
        (Act::Restore, Some(row)) if row.is_deleted() => {
            Verdict::done(row, op, renewed(row, moment, None, None))
        }
        (Act::Restore, Some(row)) => Verdict::idle(row.version),
    }
}

fn create(lot: &LotForm, op: &Op, moment: Moment, judge: &Judge) -> Verdict {
    let lot = match judge.check(lot) {
        Ok(lot) => lot,
        Err(faults) => return Verdict::refused(Refused::Faults { faults }),
    };
    let row = Row {
        item_id: op.item_id,
        version: 1,
        seq: 0,
        deleted_at: None,
        updated_by: Some(moment.by),
        updated_at: moment.now,
        lot: lot.to_form(),
    };
    Verdict {
        outcome: Outcome::Applied { version: 1 },
        change: Some(Changed { row, lot: Some(lot) }),
    }
}

/// Unit by unit: as it was found, it is changed; as it is wanted, it stays; else a person has to choose.
fn update(row: &Row, set: &Set, op: &Op, moment: Moment, judge: &Judge) -> Verdict {
    // All that is wanted is judged, also what will stand in a conflict; and it comes out as it would be kept.
    let mut wanted = row.lot.clone();
    set.put_in(&mut wanted);
    let wanted = match judge.check(&wanted) {
        Ok(lot) => lot.to_form(),
        Err(faults) => return Verdict::refused(Refused::Faults { faults }),
    };
    let mut after = row.lot.clone();
    let mut conflicts = Vec::new();
    for change in set.changes() {
        let unit = change.from.unit();
        let (mine, theirs) = (Value::of(unit, &wanted), Value::of(unit, &row.lot));
        if theirs == mine {
            continue;
        }
        if theirs == change.from {
            mine.put_in(&mut after);
        } else {
            let base = change.from.clone();
            let about = About::Unit { base, mine, theirs };
            conflicts.push(conflict(row, op, moment, Topic::from(unit), about));
        }
    }
    let mut verdict = if after == row.lot {
        Verdict::idle(row.version)
    } else {
        match judge.check(&after) {
            Ok(lot) => Verdict::done(row, op, renewed(row, moment, None, Some(lot))),
            Err(faults) => return Verdict::refused(Refused::Faults { faults }),
        }
    };
    if !conflicts.is_empty() {
        let version = verdict
            .change
            .as_ref()
            .map_or(row.version, |changed| changed.row.version);
        verdict.outcome = Outcome::Conflict { version, conflicts };
    }
    verdict
}

fn renewed(row: &Row, moment: Moment, deleted_at: Option<i64>, lot: Option<Lot>) -> Changed {
    let row = Row {
        version: row.version + 1,
        deleted_at,
        updated_by: Some(moment.by),
        updated_at: moment.now,
        lot: lot.as_ref().map_or_else(|| row.lot.clone(), Lot::to_form),
        ..row.clone()
    };
    Changed { row, lot }
}

fn conflict(row: &Row, op: &Op, moment: Moment, topic: Topic, about: About) -> Conflict {
    Conflict {
        id: ConflictId {
            op_id: op.op_id,
            topic,
        },
        item_id: op.item_id,
        about,
        mine_by: moment.by,
        mine_at: op.made_at,
        theirs_by: row.updated_by,
        theirs_at: row.updated_at,
    }
}

#[cfg(test)]
mod tests;
