//! What a batch of ops comes to: every op against the lots as the ops before it leave them, and all of it written at once.

use std::collections::{BTreeMap, VecDeque};

use uuid::Uuid;

use super::market::{Device, Entry, Resolved, Setting, Writer};
use super::merge::{Changed, Moment, merge};
use super::outcome::{Outcome, Refused};
use super::wire::{Answered, Push, Pushed};
use super::{Op, Row};
use crate::inventory::Lot;

/// What was looked up for a batch.
pub(super) struct Known {
    pub(super) epoch: Uuid,
    pub(super) seq: i64,
    pub(super) device: Option<Device>,
    pub(super) repeated: Vec<Entry>,
    pub(super) decided: Vec<Entry>,
    pub(super) rows: Vec<Row>,
    /// States of these lots that were replaced, the newest first.
    pub(super) past: Vec<Row>,
}

/// All that a batch writes.
#[derive(Debug, Clone)]
pub struct Plan {
    pub client_id: Uuid,
    pub writer: Writer,
    /// Of the device, afterwards.
    pub last_n: i64,
    /// Of the device's program.
    pub schema: u16,
    /// One for each lot that is changed, by change number; the ops of the batch may have changed it more than once.
    pub rows: Vec<Written>,
    /// One for each number that was not decided before, with its conflicts. An op that was decided under another number brings
    /// the same conflicts again: those whose id is there stay as they are.
    pub entries: Vec<Entry>,
    pub resolved: Vec<Resolved>,
    /// The company's change number afterwards.
    pub seq: i64,
    /// The market's clock, in milliseconds since 1970.
    pub now: i64,
}

/// A lot as it is to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The version before, 0 for a new lot: the condition of the statement.
    pub was: i32,
    pub row: Row,
    /// The checked values, where they are other ones.
    pub lot: Option<Lot>,
}

struct Desk<'a> {
    writer: Writer,
    setting: &'a Setting,
    rows: BTreeMap<Uuid, Row>,
    /// What the lots were before, the newest first; by this batch too.
    past: BTreeMap<Uuid, VecDeque<Row>>,
    written: BTreeMap<Uuid, Written>,
    /// Changed lots, in the order of their last change.
    order: Vec<Uuid>,
    decided: BTreeMap<Uuid, Entry>,
}

/// Decides every op that was not decided before, in order.
pub(super) fn plan(known: Known, writer: Writer, push: &Push, setting: &Setting) -> (Plan, Pushed) {
    let last_n = known.device.map_or(0, |device| device.last_n);
    let mut repeated: BTreeMap<_, _> = known.repeated.into_iter().map(|entry| (entry.n, entry)).collect();
    let mut desk = Desk {
        writer,
        setting,
        rows: known.rows.into_iter().map(|row| (row.item_id, row)).collect(),
        past: BTreeMap::new(),
        written: BTreeMap::new(),
        order: Vec::new(),
        decided: known
            .decided
            .into_iter()
            .map(|entry| (entry.op_id, entry))
            .collect(),
    };
    for state in known.past {
        desk.past.entry(state.item_id).or_default().push_back(state);
    }
    let mut plan = Plan {
        client_id: push.client_id,
        writer,
        last_n: last_n.max(push.last_n()),
        schema: push.schema,
        rows: Vec::new(),
        entries: Vec::new(),
        resolved: Vec::new(),
        seq: known.seq,
        now: setting.now,
    };
    let mut results = Vec::with_capacity(push.ops.len());
    for op in &push.ops {
        let outcome = if op.n > last_n {
            let outcome = desk.decide(op);
            plan.note(op, &outcome);
            outcome
        } else {
            repeated
                .remove(&op.n)
                .map_or(Outcome::Settled, |entry| entry.outcome)
        };
        results.push(Answered { n: op.n, outcome });
    }
    plan.rows = desk.number(known.seq);
    plan.seq += i64::try_from(plan.rows.len()).unwrap_or_default();
    let answer = Pushed {
        last_n: plan.last_n,
        db_epoch: known.epoch,
        seq: plan.seq,
        at: setting.now,
        results,
        rows: desk.rows.into_values().collect(),
    };
    (plan, answer)
}

impl Plan {
    /// Refusals and conflicts are noted like all the rest: one op that can never go through must not keep the others waiting.
    fn note(&mut self, op: &Op, outcome: &Outcome) {
        self.entries.push(Entry {
            client_id: self.client_id,
            n: op.n,
            op_id: op.op_id,
            item_id: op.item_id,
            payload_hash: op.payload_hash(),
            schema: op.schema,
            outcome: outcome.clone(),
            at: self.now,
        });
        if !matches!(outcome, Outcome::Refused { .. }) {
            self.resolved.extend(op.resolves.iter().map(|id| Resolved {
                id: *id,
                by_op: op.op_id,
                by: self.writer.user,
                at: self.now,
            }));
        }
    }
}

impl Desk<'_> {
    fn decide(&mut self, op: &Op) -> Outcome {
        // The device was given a new number series, and sends again what may have arrived under the old one.
        if let Some(entry) = self.decided.get(&op.op_id) {
            if entry.is_of(op) {
                return entry.outcome.clone();
            }
            let why = Refused::IdTaken;
            return Outcome::Refused { why };
        }
        let Some(lifted) = self.setting.schemas.lift(op.clone()) else {
            let why = Refused::SchemaLost { sent: false };
            return Outcome::Refused { why };
        };
        let moment = Moment {
            by: self.writer.user,
            now: self.setting.now,
        };
        let mut verdict = merge(self.rows.get(&op.item_id), &lifted, moment, &self.setting.judge);
        if let Outcome::Conflict { conflicts, .. } = &mut verdict.outcome
            && let Some(row) = self.rows.get(&op.item_id)
        {
            let past = self.past.entry(op.item_id).or_default().make_contiguous();
            for conflict in conflicts {
                conflict.blame(row, past);
            }
        }
        if let Some(changed) = verdict.change {
            self.keep(changed);
        }
        verdict.outcome
    }

    fn keep(&mut self, changed: Changed) {
        let id = changed.row.item_id;
        let was = self.rows.get(&id).map_or(0, |row| row.version);
        let before = self.written.remove(&id);
        let (was, lot) = match before {
            Some(before) => (before.was, changed.lot.or(before.lot)),
            None => (was, changed.lot),
        };
        self.order.retain(|other| *other != id);
        self.order.push(id);
        if let Some(before) = self.rows.insert(id, changed.row.clone()) {
            self.past.entry(id).or_default().push_front(before);
        }
        let row = changed.row;
        self.written.insert(id, Written { was, row, lot });
    }

    /// Gives each changed lot its change number, behind the last one of the company.
    fn number(&mut self, last: i64) -> Vec<Written> {
        let mut written = Vec::with_capacity(self.order.len());
        for (id, seq) in self.order.iter().zip(last + 1..) {
            if let (Some(mut lot), Some(row)) = (self.written.remove(id), self.rows.get_mut(id)) {
                lot.row.seq = seq;
                row.seq = seq;
                written.push(lot);
            }
        }
        written
    }
}
