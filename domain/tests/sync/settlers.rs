//! Who settles conflicts: the person at the device that asks, one by one or all with one other side; or an administrator on the page,
//! while the device still asks.

use domain::inventory::ThisYear;
use domain::inventory::contact_details::CompanyName;
use domain::inventory::sync::bulk::{choose_all, groups, steps};
use domain::inventory::sync::choices::{Choice, Chosen, NotChosen, acts, choose};
use domain::inventory::sync::courier::Event;
use domain::inventory::sync::local::{LocalStore, LocalTx};
use domain::inventory::sync::queue::{NotNoted, Wish};
use domain::inventory::sync::wire::{Pull, Push};
use domain::inventory::sync::{Act, Conflict, ConflictId, Judge, Op, PROTOCOL, Row};
use uuid::Uuid;

use crate::history::{Did, Told};
use crate::market::{COMPANY, FORBIDDEN, Taken};
use crate::now;
use crate::people::{judge, schema, told, type_over};
use crate::world::World;

/// The conflicts that wait on a device, with their lots as they are shown there.
fn waiting(world: &World, device: usize) -> Vec<(Conflict, Row)> {
    let store = &world.devices[device].store;
    let open = store.conflicts.values().filter(|open| open.waits());
    let shown = open.filter_map(|open| {
        let kept = store.rows.get(&open.conflict.item_id)?;
        Some((open.conflict.clone(), kept.row.clone()))
    });
    shown.collect()
}

/// Somebody settles a conflict.
pub(crate) fn settle(world: &mut World, device: usize, tab: usize) {
    let Some((conflict, seen)) = world.random.pick(&waiting(world, device)) else {
        return;
    };
    let choice = match world.random.index(3) {
        0 => Choice::Mine,
        1 => Choice::Theirs,
        _ => {
            let mut typed = seen.lot.clone();
            type_over(world, &mut typed);
            let Ok(lot) = judge().check(&typed) else { return };
            Choice::Edited(lot)
        }
    };
    let chosen = chosen(world, device, tab, conflict.id, choice, seen);
    world.light_fuse(device, tab);
    let store = &mut world.devices[device].store;
    let _ = now(async {
        let mut tx = store.begin().await?;
        choose(&mut tx, &chosen, &judge()).await?;
        tx.commit().await?;
        Ok::<_, NotChosen>(())
    });
    world.met.insert("chosen");
    told_of(world, device, tab, &[(conflict.item_id, chosen)]);
}

/// Somebody keeps all mine, or all theirs, of those with one other side.
pub(crate) fn settle_all(world: &mut World, device: usize, tab: usize) {
    let waiting = waiting(world, device);
    let pairs = || waiting.iter().map(|(conflict, row)| (conflict, row));
    let Some(group) = world.random.pick(&groups(pairs())) else {
        return;
    };
    let choice = if world.random.percent(50) {
        Choice::Mine
    } else {
        Choice::Theirs
    };
    let all: Vec<_> = steps(group.with, pairs())
        .into_iter()
        .map(|step| {
            let chosen = chosen(world, device, tab, step.id, choice.clone(), step.seen);
            (step.item_id, chosen)
        })
        .collect();
    let choices: Vec<_> = all.iter().map(|(_, chosen)| chosen.clone()).collect();
    world.light_fuse(device, tab);
    let store = &mut world.devices[device].store;
    let _ = now(async {
        let mut tx = store.begin().await?;
        choose_all(&mut tx, &choices, &judge()).await?;
        tx.commit().await?;
        Ok::<_, NotNoted>(())
    });
    world.met.insert("many at once");
    told_of(world, device, tab, &all);
}

fn chosen(world: &mut World, device: usize, tab: usize, id: ConflictId, choice: Choice, seen: Row) -> Chosen {
    Chosen {
        id,
        choice,
        seen,
        op_ids: [world.random.uuid(), world.random.uuid()],
        made_at: world.now,
        schema: schema(world, device, tab),
    }
}

/// Whether or not the page lived to hear of it.
fn told_of(world: &mut World, device: usize, tab: usize, all: &[(Uuid, Chosen)]) {
    for (item, chosen) in all {
        let told = told(world, device, tab, *item, &Wish::Restore, false);
        let queue = world.devices[device].store.queue.values();
        for queued in queue.filter(|queued| chosen.op_ids.contains(&queued.op.op_id)) {
            world.history.note_op(&queued.op, &told);
        }
    }
    if world.survives(device, tab) {
        world.tell_leader(device, Event::Edited);
    }
}

/// The page of an administrator in the market, as a device: nobody keeps anything for it.
fn page_of(user: i64) -> Uuid {
    Uuid::from_u128(0xAD << 64 | user.unsigned_abs() as u128)
}

/// An administrator settles what waits, as the market does for whoever sits before its page: in sight of the lot as it is.
pub(crate) fn administrate(world: &mut World) {
    let tables = &world.market.tables;
    let open = tables.conflicts.values();
    let open: Vec<Conflict> = open
        .filter(|conflict| !tables.resolved.contains(&conflict.id))
        .cloned()
        .collect();
    let members: Vec<i64> = world.market.members.iter().copied().collect();
    let (Some(conflict), Some(user)) = (world.random.pick(&open), world.random.pick(&members)) else {
        return;
    };
    let Some(row) = world.market.tables.rows.get(&conflict.item_id).cloned() else {
        return;
    };
    let choice = if world.random.percent(50) {
        Choice::Mine
    } else {
        Choice::Theirs
    };
    let judge = Judge::new(ThisYear(2026), CompanyName::of(FORBIDDEN));
    let Ok(acts) = acts(&conflict.about, &choice, &row, &judge) else {
        return;
    };
    let Ok(moment) = world.market.pull(Some(user), &glance(user)) else {
        return;
    };
    let push = pushed(world, user, &conflict, &row, acts, moment.db_epoch);
    for op in &push.ops {
        world.history.note_op(op, &of_page(world, user, &conflict));
    }
    let at = world.market_clock + world.now;
    match world.market.push(Some(user), &push, at) {
        Taken::Flight(flight, _) => drop(world.market.commit(flight)),
        Taken::Answer(_) | Taken::Lost | Taken::Locked => {}
    }
    if world.market.tables.resolved.contains(&conflict.id) {
        world.met.insert("settled by an administrator");
    }
}

/// Enough to hear which life the database is in.
const fn glance(user: i64) -> Pull {
    Pull {
        user_id: user,
        company_id: COMPANY,
        since: 0,
        whole: false,
        limit: 1,
        asks: Vec::new(),
    }
}

fn pushed(
    world: &mut World,
    user: i64,
    conflict: &Conflict,
    row: &Row,
    acts: Vec<Act>,
    db_epoch: Uuid,
) -> Push {
    let client_id = page_of(user);
    let known = world.market.tables.devices.get(&client_id);
    let first_n = known.map_or(0, |device| device.last_n) + 1;
    let schema = world.market.newest;
    let made_at = world.market_clock + world.now;
    let last = acts.len();
    let mut ops: Vec<Op> = Vec::with_capacity(last);
    for ((n, base_version), act) in (first_n..).zip(row.version..).zip(acts) {
        let is_last = ops.len() + 1 == last;
        ops.push(Op {
            n,
            op_id: world.random.uuid(),
            item_id: conflict.item_id,
            base_version,
            schema,
            made_at,
            resolves: is_last.then_some(conflict.id).into_iter().collect(),
            act,
        });
    }
    Push {
        protocol: PROTOCOL,
        schema,
        client_id,
        user_id: user,
        company_id: COMPANY,
        db_epoch,
        first_n,
        ops,
    }
}

/// Of no device; and what a restored market forgets of it, nobody sends again.
fn of_page(world: &World, user: i64, conflict: &Conflict) -> Told {
    Told {
        device: usize::MAX,
        store_id: 0,
        user,
        item: conflict.item_id,
        schema: world.market.newest,
        did: Did::Restored,
        stale: true,
        given_up: true,
        beyond: false,
    }
}
