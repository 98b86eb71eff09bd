//! What has to be true once nothing goes wrong any more. The ledger is played again, op by op, on rows of the checker's own,
//! with what people say that they did, and everything has to come out as the market says.

use std::collections::{BTreeMap, BTreeSet};

use domain::inventory::sync::outcome::{About, Topic};
use domain::inventory::sync::{Conflict, Outcome, Refused};
use uuid::Uuid;

use crate::history::{Cells, Changes, Did, Told, cells};
use crate::market::{FORBIDDEN, UNREADABLE};
use crate::world::World;

type Answer = Result<(), String>;

/// I8: the queues are empty.
pub(crate) fn drained(world: &World) -> Answer {
    for (at, device) in world.devices.iter().enumerate() {
        if let Some(queued) = device.store.queue.values().next() {
            let leader = device.leader.and_then(|tab| device.tabs[tab].as_ref());
            let standing = leader.map(|page| page.courier.standing());
            return Err(format!(
                "I8: device {at} still keeps {:?} ({standing:?})",
                queued.op
            ));
        }
    }
    Ok(())
}

/// All the rest.
pub(crate) fn check(world: &World) -> Answer {
    if let Some(odd) = world.market.broken.as_ref().or(world.history.odd.as_ref()) {
        return Err(odd.clone());
    }
    numbers(world)?;
    owners(world)?;
    ends(world)?;
    settlements(world)?;
    same_everywhere(world)?;
    play(world)
}

/// I4: change numbers and versions rise by one.
fn numbers(world: &World) -> Answer {
    let mut versions: BTreeMap<Uuid, i32> = BTreeMap::new();
    for (expected, (seq, item, was, is)) in (1..).zip(&world.market.tables.journal) {
        let before = versions.insert(*item, *is).unwrap_or_default();
        if *seq != expected || *was != before || *is <= *was {
            return Err(format!(
                "I4: change {seq} of {item} ({was} to {is}) where {expected} was expected"
            ));
        }
    }
    Ok(())
}

/// I7: no op under somebody else's name.
fn owners(world: &World) -> Answer {
    let tables = &world.market.tables;
    for entry in &tables.ledger {
        let told = world.history.ops.get(&entry.op_id);
        let told = told.ok_or_else(|| format!("I1: nobody made the op {}", entry.op_id))?;
        let user = tables
            .devices
            .get(&entry.client_id)
            .map(|device| device.writer.user);
        if user != Some(told.user) {
            return Err(format!(
                "I7: {} of user {} came under {user:?}",
                entry.op_id, told.user
            ));
        }
    }
    Ok(())
}

/// I1: whatever a cell called saved has one end, and its maker can see which.
fn ends(world: &World) -> Answer {
    let mut outcomes: BTreeMap<Uuid, &Outcome> = BTreeMap::new();
    for entry in &world.market.tables.ledger {
        if outcomes
            .insert(entry.op_id, &entry.outcome)
            .is_some_and(|before| *before != entry.outcome)
        {
            return Err(format!("I1: two outcomes of {}", entry.op_id));
        }
    }
    for (id, told) in &world.history.ops {
        end(world, *id, told, outcomes.get(id).copied())?;
    }
    Ok(())
}

fn end(world: &World, id: Uuid, told: &Told, outcome: Option<&Outcome>) -> Answer {
    // Who sat before the market's own page has nothing to see it on.
    let Some(device) = world.devices.get(told.device) else {
        return Ok(());
    };
    let store = &device.store;
    // Whoever wiped the store has chosen to see nothing of it any more.
    let is_kept = device.store_id == told.store_id;
    let rejected = store.rejected.get(&id).map(|rejected| &rejected.why);
    let is_shown = match outcome {
        None => {
            told.given_up
                || told.beyond && world.history.restored
                || matches!(rejected, Some(Refused::CompanyGone { .. }))
        }
        Some(Outcome::Refused { .. }) => rejected.is_some(),
        Some(Outcome::Conflict { conflicts, .. }) => conflicts.iter().all(|conflict| {
            let (resolved, recorded) = (&world.market.tables.resolved, &world.market.tables.conflicts);
            // A choice that a restored market refused the second time stands among the refused ops itself.
            let mut refused = store.rejected.values();
            let refused = refused.any(|rejected| rejected.op.resolves.contains(&conflict.id));
            let open = store.conflicts.get(&conflict.id);
            let is_asked = open.is_some_and(|open| open.elsewhere.is_none());
            let visible = is_asked || resolved.contains(&conflict.id) || refused;
            recorded.contains_key(&conflict.id) && (visible || !is_kept || rejected.is_some())
        }),
        Some(_) => !matches!(rejected, Some(Refused::CompanyGone { sent: false })),
    };
    // What is older than devices keep may be lost with a backup, and a choice with it: its conflict stands open again.
    let mut here = world.history.ops.values().filter(|other| other.item == told.item);
    let mut is_beyond = || here.any(|other| other.beyond && other.device == told.device);
    let is_kept = is_kept && !(world.history.restored && is_beyond());
    if is_shown || outcome.is_some() && !is_kept {
        Ok(())
    } else {
        let at = told.device;
        Err(format!(
            "I1: {id} of device {at} ended as {outcome:?}, and its maker sees {rejected:?}: {told:?}"
        ))
    }
}

/// I10: a device asks about what the market regards as open, and about nothing else that the market knows.
fn settlements(world: &World) -> Answer {
    let resolved = &world.market.tables.resolved;
    for (at, device) in world.devices.iter().enumerate() {
        for (id, open) in &device.store.conflicts {
            let is_settled = resolved.contains(id);
            if open.waits() && is_settled {
                return Err(format!(
                    "I10: device {at} still asks about {id:?}, which is settled"
                ));
            }
            if open.elsewhere.is_some() && !is_settled {
                return Err(format!("I10: device {at} hides {id:?}, which waits"));
            }
        }
    }
    Ok(())
}

/// I3: every device shows what the market holds.
fn same_everywhere(world: &World) -> Answer {
    let rows = &world.market.tables.rows;
    for (at, device) in world.devices.iter().enumerate() {
        let kept: BTreeMap<_, _> = device
            .store
            .rows
            .values()
            .map(|kept| (kept.row.item_id, &kept.row))
            .collect();
        for (item, row) in rows {
            if kept.get(item) != Some(&row) {
                let shown = kept.get(item);
                return Err(format!("I3: device {at} shows {shown:?} for {row:?}"));
            }
        }
        if let Some(item) = kept.keys().find(|item| !rows.contains_key(item)) {
            return Err(format!("I3: device {at} shows {item}, which is not there"));
        }
    }
    Ok(())
}

/// A lot as the checker plays it.
struct Lot {
    units: [Cells; 3],
    deleted: bool,
    version: i32,
    /// Of each unit, what it held and which store wrote it; 0 is nobody's.
    past: [Vec<(Cells, u32)>; 3],
}

#[derive(Debug, PartialEq, Eq)]
enum Expected {
    Done,
    Conflict(BTreeSet<Topic>),
    Refused,
}

/// I2, I5, I6, I9: each op takes effect once, overwrites only what it names, leaves what it loses in a record, and conflicts
/// with nothing but a change of the same unit.
fn play(world: &World) -> Answer {
    let mut lots: BTreeMap<Uuid, Lot> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for entry in &world.market.tables.ledger {
        if !seen.insert(entry.op_id) {
            continue;
        }
        let told = &world.history.ops[&entry.op_id];
        // What no later program can read does nothing, unless it arrived in time.
        let is_unread = matches!(
            entry.outcome,
            Outcome::Refused {
                why: Refused::SchemaLost { .. }
            }
        );
        if is_unreadable(&told.did) && (is_unread || entry.schema > told.schema) {
            continue;
        }
        if !world.history.restored {
            honest(lots.get(&told.item), told, &entry.outcome)?;
        }
        let expected = decide(&mut lots, told);
        agree(world, entry.op_id, told, &expected, &entry.outcome)?;
    }
    for (item, row) in &world.market.tables.rows {
        let lot = lots
            .get(item)
            .ok_or_else(|| format!("I2: nobody created {item}"))?;
        let units = [cells(0, &row.lot), cells(1, &row.lot), cells(2, &row.lot)];
        if (units, row.is_deleted(), row.version) != (lot.units.clone(), lot.deleted, lot.version) {
            let (units, version) = (&lot.units, lot.version);
            return Err(format!("I2/I5: {row:?} should be {units:?} in version {version}"));
        }
    }
    Ok(())
}

fn is_unreadable(did: &Did) -> bool {
    let says = |cells: &Cells| cells.iter().any(|cell| cell.contains(UNREADABLE));
    match did {
        Did::Created(units) | Did::Deleted(units) => units.iter().any(says),
        Did::Changed(changes) => changes.iter().flatten().any(|(from, to)| says(from) || says(to)),
        Did::Restored => false,
    }
}

fn decide(lots: &mut BTreeMap<Uuid, Lot>, told: &Told) -> Expected {
    let row = Expected::Conflict(BTreeSet::from([Topic::Row]));
    let Some(lot) = lots.get_mut(&told.item) else {
        return match &told.did {
            Did::Created(units) if is_forbidden(units) => Expected::Refused,
            Did::Created(units) => {
                let past = [0, 1, 2].map(|unit: usize| vec![(units[unit].clone(), told.store_id)]);
                let (units, version) = (units.clone(), 1);
                let deleted = false;
                lots.insert(
                    told.item,
                    Lot {
                        units,
                        deleted,
                        version,
                        past,
                    },
                );
                Expected::Done
            }
            Did::Deleted(_) => Expected::Done,
            Did::Changed(_) | Did::Restored => Expected::Refused,
        };
    };
    match &told.did {
        Did::Created(_) if lot.deleted => row,
        Did::Created(_) => Expected::Refused,
        Did::Changed(changes) if changes.iter().all(Option::is_none) => Expected::Done,
        Did::Changed(_) if lot.deleted => row,
        // What was typed upon something old holds where nobody looks for it, once that comes back: as if somebody else had written.
        Did::Changed(changes) => change(lot, changes, if told.stale { 0 } else { told.store_id }),
        Did::Deleted(_) if lot.deleted => Expected::Done,
        Did::Deleted(saw) if *saw != lot.units => row,
        Did::Deleted(_) => {
            lot.deleted = true;
            lot.version += 1;
            Expected::Done
        }
        Did::Restored => {
            lot.version += i32::from(lot.deleted);
            lot.deleted = false;
            Expected::Done
        }
    }
}

fn is_forbidden(units: &[Cells]) -> bool {
    units.iter().flatten().any(|cell| cell.contains(FORBIDDEN))
}

fn change(lot: &mut Lot, changes: &Changes, by: u32) -> Expected {
    let wanted: Vec<_> = changes.iter().flatten().map(|(_, to)| to.clone()).collect();
    if is_forbidden(&wanted) {
        return Expected::Refused;
    }
    let topics = [Topic::Identity, Topic::Quantity, Topic::Remarks];
    let mut clashes = BTreeSet::new();
    let before = lot.units.clone();
    for (unit, change) in changes.iter().enumerate() {
        let Some((from, to)) = change else { continue };
        if lot.units[unit] == *from {
            lot.units[unit].clone_from(to);
            lot.past[unit].push((to.clone(), by));
        } else if lot.units[unit] != *to {
            clashes.insert(topics[unit]);
        }
    }
    lot.version += i32::from(lot.units != before);
    if clashes.is_empty() {
        Expected::Done
    } else {
        Expected::Conflict(clashes)
    }
}

/// Whether the market says what the checker expects, and keeps what was lost.
fn agree(world: &World, id: Uuid, told: &Told, expected: &Expected, outcome: &Outcome) -> Answer {
    let said = match outcome {
        Outcome::Applied { .. } | Outcome::Merged { .. } => Expected::Done,
        Outcome::Refused { .. } => Expected::Refused,
        Outcome::Conflict { conflicts, .. } => {
            for conflict in conflicts {
                let kept = world.market.tables.conflicts.get(&conflict.id) == Some(conflict);
                if !kept || !keeps(conflict, told) {
                    return Err(format!("I6: what {id} lost is not in {conflict:?}"));
                }
            }
            Expected::Conflict(conflicts.iter().map(|conflict| conflict.id.topic).collect())
        }
        Outcome::Settled => return Err(format!("I2: the ledger says nothing of {id}")),
    };
    if said == *expected {
        Ok(())
    } else {
        Err(format!(
            "I2/I9: {id} should have ended as {expected:?}: {outcome:?}, {told:?}"
        ))
    }
}

/// I6: the conflict holds what its maker wrote.
fn keeps(conflict: &Conflict, told: &Told) -> bool {
    match (&conflict.about, &told.did) {
        (About::Unit { mine, .. }, Did::Changed(changes)) => {
            let mine: Cells = mine.cells().into_iter().map(str::to_owned).collect();
            changes.iter().flatten().any(|(_, to)| *to == mine)
        }
        (About::Deleted { mine, theirs }, did) => {
            let mut both = theirs.clone();
            mine.put_in(&mut both);
            let both = [cells(0, &both), cells(1, &both), cells(2, &both)];
            match did {
                Did::Created(units) => *units == both,
                Did::Changed(changes) => {
                    let mut wanted = changes.iter().zip(&both);
                    wanted.all(|(change, cells)| change.as_ref().is_none_or(|(_, to)| to == cells))
                }
                _ => false,
            }
        }
        (About::Deleting { .. }, Did::Deleted(_)) => true,
        _ => false,
    }
}

/// I9: nobody is in conflict with themselves: between what they saw, which was there once, and their change somebody else wrote.
fn honest(lot: Option<&Lot>, told: &Told, outcome: &Outcome) -> Answer {
    let (Some(lot), Did::Changed(changes), false) = (lot, &told.did, told.stale) else {
        return Ok(());
    };
    for conflict in outcome.conflicts() {
        let unit = match conflict.id.topic {
            Topic::Identity => 0,
            Topic::Quantity => 1,
            Topic::Remarks => 2,
            Topic::Row => continue,
        };
        let Some((from, _)) = &changes[unit] else { continue };
        let found = lot.past[unit].iter().rposition(|(value, _)| value == from);
        let since = found.map(|at| &lot.past[unit][at + 1..]);
        if since.is_some_and(|since| since.iter().all(|(_, by)| *by == told.store_id)) {
            return Err(format!("I9: in conflict with themselves: {conflict:?}"));
        }
    }
    Ok(())
}
