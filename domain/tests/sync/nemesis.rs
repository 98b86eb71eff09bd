//! What goes wrong, besides what the network does to every message and what dies at commits; and the healing at the end.

use domain::inventory::sync::courier::{Event, Standing};

use crate::market::FORMS_CHANGE;
use crate::store::{Fuse, Room};
use crate::world::World;

const YEAR: i64 = 365 * 24 * 60 * 60 * 1_000;
const DAY: i64 = 24 * 60 * 60 * 1_000;

/// One accident.
pub(crate) fn strike(world: &mut World) {
    let device = world.random.index(world.devices.len());
    let tab = world.random.index(world.devices[device].tabs.len());
    match world.random.index(32) {
        0..5 => {
            world.close(device, tab);
            world.reopen_later(device, tab);
        }
        5 => {
            for tab in 0..world.devices[device].tabs.len() {
                world.close(device, tab);
                world.reopen_later(device, tab);
            }
        }
        6..12 => {
            let long = world.random.from(500, 20_000);
            world.devices[device].offline_until = world.now + long;
        }
        12..14 => world.devices[device].session = None,
        14 => {
            let other = world.random.index(world.devices.len());
            world.devices[device].session = Some(world.devices[other].user);
        }
        15..18 => sign_in(world, device),
        18 => {
            let user = world.devices[device].user;
            world.market.members.remove(&user);
        }
        19..21 => {
            let user = world.devices[device].user;
            world.market.members.insert(user);
            world.tell_leader(device, Event::Hint);
        }
        21 if FORMS_CHANGE => {
            world.market.newest = (world.market.newest + u16::from(world.random.percent(30))).min(4)
        }
        22 => {
            let room = [Room::Enough, Room::Tight, Room::None];
            world.devices[device].store.room = room[world.random.index(3)];
        }
        23 => world.devices[device].store.room = Room::Enough,
        24 => {
            let off = world.random.from(-5 * YEAR, 5 * YEAR);
            world.devices[device].clock = if world.right_clocks { 0 } else { off };
        }
        25 if world.random.percent(10) => a_week_passes(world),
        26..28 => {
            let backup = world.market.backup();
            world.backups.push(backup);
        }
        28 if world.random.percent(25) => restore(world),
        28..31 => world.tell_leader(device, Event::Hint),
        _ => {
            let long = world.random.from(5_000, 40_000);
            world.pass(long);
        }
    }
}

/// Longer than devices keep what was answered.
fn a_week_passes(world: &mut World) {
    // No transaction lasts a week.
    world.market.crash();
    world.market_clock += 8 * DAY;
    for entry in &world.market.tables.ledger {
        if let Some(told) = world.history.ops.get_mut(&entry.op_id) {
            told.beyond = true;
        }
    }
}

fn restore(world: &mut World) {
    if world.backups.is_empty() {
        return;
    }
    let at = world.random.index(world.backups.len());
    let backup = world.backups[at].clone();
    // What was saved after the backup belongs to a life that is over.
    world.backups.truncate(at + 1);
    let epoch = world.random.uuid();
    world.market.restore(backup, epoch);
    world.history.restored = true;
}

fn sign_in(world: &mut World, device: usize) {
    let user = world.devices[device].user;
    world.devices[device].session = Some(user);
    for tab in 0..world.devices[device].tabs.len() {
        world.feed(device, tab, Event::SignedIn { user });
    }
}

/// From now on nothing goes wrong any more. Nobody presses a button, but whoever is on a page that asks for it.
pub(crate) fn heal(world: &mut World) {
    world.chaos = false;
    world.calm();
    world.market.heal();
    for device in 0..world.devices.len() {
        let there = &mut world.devices[device];
        there.offline_until = 0;
        there.store.room = Room::Enough;
        there.store.fuse = Fuse::None;
        world.market.members.insert(there.user);
        world.open(device, 0);
        sign_in(world, device);
        let leader = world.devices[device].leader;
        let page = leader.and_then(|tab| world.devices[device].tabs[tab].as_ref());
        let standing = page.map(|page| page.courier.standing());
        if standing == Some(Standing::CompanyGone) {
            world.tell_leader(device, Event::Hint);
        }
    }
}
