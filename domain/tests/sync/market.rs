//! The market in memory: tables, transactions that take their time, backups.

use std::collections::{BTreeMap, BTreeSet};

use domain::inventory::ThisYear;
use domain::inventory::contact_details::CompanyName;
use domain::inventory::sync::elsewhere::SettledElsewhere;
use domain::inventory::sync::feed::{self, Look, Reach};
use domain::inventory::sync::market::{self, Device, Entry, Plan, Resolved, Setting, Tx, Writer};
use domain::inventory::sync::wire::{Changes, Pull, Push, Stop};
use domain::inventory::sync::{Conflict, ConflictId, Judge, Outcome, Row};
use uuid::Uuid;

use crate::now;
use crate::planted::Bug;
pub(crate) use crate::terms::{FORBIDDEN, Taken, UNREADABLE, schemas};

pub(crate) const COMPANY: i64 = 7;
/// Whether later programs write ops in another form.
pub(crate) const FORMS_CHANGE: bool = true;

/// All that a backup holds.
#[derive(Clone)]
pub(crate) struct Tables {
    pub(crate) epoch: Uuid,
    pub(crate) rows: BTreeMap<Uuid, Row>,
    /// What they were before, in the order of commits.
    past: Vec<Row>,
    pub(crate) seq: i64,
    pub(crate) devices: BTreeMap<Uuid, Device>,
    /// In the order of commits.
    pub(crate) ledger: Vec<Entry>,
    places: BTreeMap<(Uuid, i64), usize>,
    by_op: BTreeMap<Uuid, usize>,
    pub(crate) conflicts: BTreeMap<ConflictId, Conflict>,
    pub(crate) resolved: BTreeSet<ConflictId>,
    /// By whom, and when.
    settlements: BTreeMap<ConflictId, Resolved>,
    /// Change number, lot, version before and after: one for each lot of a commit.
    pub(crate) journal: Vec<(i64, Uuid, i32, i32)>,
}

/// A batch that is decided and not committed.
struct Flight {
    plan: Plan,
    before: Option<Device>,
}

pub(crate) struct Market {
    pub(crate) tables: Tables,
    pub(crate) members: BTreeSet<i64>,
    pub(crate) newest: u16,
    flights: BTreeMap<u64, Flight>,
    next_flight: u64,
    /// Which flight holds the company's row.
    holder: Option<u64>,
    /// The sequence of a planted bug.
    sequence: i64,
    bug: Option<Bug>,
    /// What went wrong that never may.
    pub(crate) broken: Option<String>,
}

impl Market {
    pub(crate) fn new(epoch: Uuid, members: BTreeSet<i64>, bug: Option<Bug>) -> Self {
        Self {
            tables: Tables {
                epoch,
                rows: BTreeMap::new(),
                past: Vec::new(),
                seq: 0,
                devices: BTreeMap::new(),
                ledger: Vec::new(),
                places: BTreeMap::new(),
                by_op: BTreeMap::new(),
                conflicts: BTreeMap::new(),
                resolved: BTreeSet::new(),
                settlements: BTreeMap::new(),
                journal: Vec::new(),
            },
            members,
            newest: 1,
            flights: BTreeMap::new(),
            next_flight: 0,
            holder: None,
            sequence: 0,
            bug,
            broken: None,
        }
    }

    /// As it is now, to come back to.
    pub(crate) fn backup(&mut self) -> Tables {
        self.tables.clone()
    }

    fn who(&self, session: Option<i64>) -> Result<Writer, Stop> {
        let user = session.ok_or(Stop::SignIn)?;
        let company = COMPANY;
        if self.members.contains(&user) {
            Ok(Writer { user, company })
        } else {
            Err(Stop::CompanyGone)
        }
    }

    pub(crate) fn pull(&mut self, session: Option<i64>, pull: &Pull) -> Result<Changes, Stop> {
        let writer = self.who(session)?;
        if pull.user_id != writer.user {
            return Err(Stop::ClientNotYours);
        }
        Ok(now(feed::changes(&mut self.tables, pull)).expect("memory does not fail"))
    }

    pub(crate) fn push(&mut self, session: Option<i64>, push: &Push, at: i64) -> Taken {
        let writer = match self.who(session) {
            Ok(writer) => writer,
            Err(stop) => return Taken::Answer(Err(stop)),
        };
        let plain = self.bug == Some(Bug::PlainSequence);
        if self.holder.is_some() && !plain {
            return Taken::Locked;
        }
        let setting = Setting {
            judge: Judge::new(ThisYear(2026), CompanyName::of(FORBIDDEN)),
            schemas: schemas(self.newest),
            now: at,
        };
        let mut tx = MarketTx {
            tables: &self.tables,
            sequence: plain.then_some(self.sequence),
            plan: None,
        };
        let answer = now(market::push(&mut tx, writer, push, &setting)).expect("memory does not fail");
        let (Some(plan), Ok(pushed)) = (tx.plan, &answer) else {
            return Taken::Answer(answer);
        };
        self.sequence = self.sequence.max(plan.seq);
        self.next_flight += 1;
        let before = self.tables.devices.get(&plan.client_id).copied();
        self.flights.insert(self.next_flight, Flight { plan, before });
        self.holder = Some(self.next_flight);
        Taken::Flight(self.next_flight, pushed.clone())
    }

    /// Whether the batch is in the tables now.
    pub(crate) fn commit(&mut self, flight: u64) -> bool {
        if self.holder == Some(flight) {
            self.holder = None;
        }
        let Some(Flight { mut plan, before }) = self.flights.remove(&flight) else {
            return false;
        };
        let was = |id: &Uuid| self.tables.rows.get(id).map_or(0, |row| row.version);
        let stands = plan
            .rows
            .iter()
            .all(|written| was(&written.row.item_id) == written.was);
        if !stands || self.tables.devices.get(&plan.client_id).copied() != before {
            // With the company's row locked this cannot be; without, the database would have stopped it.
            if self.bug != Some(Bug::PlainSequence) {
                self.broken = Some("a batch met other rows at its commit than it was decided with".into());
            }
            return false;
        }
        self.spoil(&mut plan);
        self.tables.write(plan);
        true
    }

    fn spoil(&self, plan: &mut Plan) {
        match self.bug {
            Some(Bug::ConflictNotInLedger) => {
                plan.entries.retain(|entry| entry.outcome.conflicts().is_empty())
            }
            Some(Bug::RefusedStays) => {
                let is_refused = |entry: &&Entry| matches!(entry.outcome, Outcome::Refused { .. });
                if let Some(n) = plan.entries.iter().find(is_refused).map(|entry| entry.n) {
                    plan.last_n = n - 1;
                    plan.entries.retain(|entry| entry.n < n);
                }
            }
            _ => {}
        }
    }

    /// Everything that is not committed is gone.
    pub(crate) fn crash(&mut self) {
        self.flights.clear();
        self.holder = None;
    }

    /// From now on nothing goes wrong any more; what does, is the simulator's own.
    pub(crate) const fn heal(&mut self) {}

    pub(crate) fn restore(&mut self, backup: Tables, epoch: Uuid) {
        self.crash();
        self.tables = backup;
        self.tables.epoch = epoch;
        self.sequence = self.tables.seq;
    }
}

impl Tables {
    fn write(&mut self, plan: Plan) {
        for written in plan.rows {
            let row = written.row;
            self.journal
                .push((row.seq, row.item_id, written.was, row.version));
            self.past.extend(self.rows.insert(row.item_id, row));
        }
        for entry in plan.entries {
            let place = self.ledger.len();
            self.places.insert((entry.client_id, entry.n), place);
            self.by_op.entry(entry.op_id).or_insert(place);
            for conflict in entry.outcome.conflicts() {
                self.conflicts.insert(conflict.id, conflict.clone());
            }
            self.ledger.push(entry);
        }
        for resolved in plan.resolved {
            // What the market does not know cannot be settled, and what is settled stays so.
            if self.conflicts.contains_key(&resolved.id) && self.resolved.insert(resolved.id) {
                self.settlements.insert(resolved.id, resolved);
            }
        }
        let (writer, last_n) = (plan.writer, plan.last_n);
        self.devices.insert(plan.client_id, Device { writer, last_n });
        self.seq = self.seq.max(plan.seq);
    }

    pub(crate) fn first_entry(&self, op: Uuid) -> Option<&Entry> {
        self.by_op.get(&op).map(|place| &self.ledger[*place])
    }
}

struct MarketTx<'a> {
    tables: &'a Tables,
    sequence: Option<i64>,
    plan: Option<Plan>,
}

impl Tx for MarketTx<'_> {
    type Error = std::convert::Infallible;

    async fn epoch(&mut self) -> Result<Uuid, Self::Error> {
        Ok(self.tables.epoch)
    }

    async fn hold(&mut self, _company: i64) -> Result<i64, Self::Error> {
        Ok(self.sequence.unwrap_or(self.tables.seq))
    }

    async fn device(&mut self, client_id: Uuid) -> Result<Option<Device>, Self::Error> {
        Ok(self.tables.devices.get(&client_id).copied())
    }

    async fn ledger(&mut self, client_id: Uuid, from: i64, to: i64) -> Result<Vec<Entry>, Self::Error> {
        let places = self.tables.places.range((client_id, from)..=(client_id, to));
        Ok(places
            .map(|(_, place)| self.tables.ledger[*place].clone())
            .collect())
    }

    async fn decided(&mut self, writer: Writer, ops: &[Uuid]) -> Result<Vec<Entry>, Self::Error> {
        let entries = ops.iter().filter_map(|op| self.tables.first_entry(*op));
        let mine = |entry: &&Entry| {
            let device = self.tables.devices.get(&entry.client_id);
            device.is_some_and(|device| device.writer == writer)
        };
        Ok(entries.filter(mine).cloned().collect())
    }

    async fn rows(&mut self, _company: i64, items: &[Uuid]) -> Result<Vec<Row>, Self::Error> {
        let rows = items.iter().filter_map(|item| self.tables.rows.get(item));
        Ok(rows.cloned().collect())
    }

    async fn past(&mut self, _company: i64, since: &[(Uuid, i32)]) -> Result<Vec<Row>, Self::Error> {
        let wanted = |row: &&Row| {
            since
                .iter()
                .any(|(item, version)| *item == row.item_id && *version < row.version)
        };
        Ok(self.tables.past.iter().rev().filter(wanted).cloned().collect())
    }

    async fn write(&mut self, plan: &Plan) -> Result<(), Self::Error> {
        self.plan = Some(plan.clone());
        Ok(())
    }
}

impl Look for Tables {
    type Error = std::convert::Infallible;

    async fn epoch(&mut self) -> Result<Uuid, Self::Error> {
        Ok(self.epoch)
    }

    async fn reach(&mut self, _company: i64) -> Result<Reach, Self::Error> {
        let seq = self.seq;
        Ok(Reach {
            seq,
            ..Reach::default()
        })
    }

    async fn since(&mut self, _company: i64, seq: i64, limit: u32) -> Result<Vec<Row>, Self::Error> {
        let mut rows: Vec<_> = self.rows.values().filter(|row| row.seq > seq).cloned().collect();
        rows.sort_by_key(|row| row.seq);
        rows.truncate(usize::try_from(limit).expect("small"));
        Ok(rows)
    }

    async fn settled(
        &mut self,
        _company: i64,
        user: i64,
        asks: &[ConflictId],
    ) -> Result<Vec<SettledElsewhere>, Self::Error> {
        let of = |id: &ConflictId| {
            let conflict = self
                .conflicts
                .get(id)
                .filter(|conflict| conflict.mine_by == user)?;
            self.settlements.get(id).map(|resolved| SettledElsewhere {
                id: *id,
                item_id: conflict.item_id,
                by: Some(resolved.by),
                name: None,
                at: resolved.at,
            })
        };
        Ok(asks.iter().filter_map(of).collect())
    }
}
