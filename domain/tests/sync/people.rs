//! What people do: they create, change and delete lots, choose between two values ([`settlers`](crate::settlers)), and sign out.

use domain::inventory::contact_details::CompanyName;
use domain::inventory::sync::courier::Event;
use domain::inventory::sync::display::{Shown, shown};
use domain::inventory::sync::local::{LocalStore, LocalTx, StoreFault};
use domain::inventory::sync::queue::{Edit, NotNoted, Noted, Wish, save};
use domain::inventory::sync::sign_out::{self, SignOut};
use domain::inventory::sync::{Judge, Refused};
use domain::inventory::{LotForm, ThisYear};
use uuid::Uuid;

use crate::history::{Told, did};
use crate::market::{FORBIDDEN, UNREADABLE};
use crate::now;
use crate::planted::Bug;
use crate::settlers;
use crate::store::Store;
use crate::world::World;

/// What a device knows: the rules, but not the name that the market has for the company by now.
pub(crate) fn judge() -> Judge {
    Judge::new(ThisYear(2026), CompanyName::of(""))
}

/// Somebody does something.
pub(crate) fn act(world: &mut World) {
    let device = world.random.index(world.devices.len());
    let pages = world.devices[device].tabs.iter().enumerate();
    let open: Vec<_> = pages
        .filter(|(_, page)| page.is_some())
        .map(|(tab, _)| tab)
        .collect();
    let Some(tab) = world.random.pick(&open) else {
        return;
    };
    match world.random.index(100) {
        0..14 => create(world, device, tab),
        14..70 => change(world, device, tab),
        70..77 => delete(world, device, tab),
        77..81 => restore(world, device, tab),
        81..90 => settlers::settle(world, device, tab),
        90..92 => settlers::settle_all(world, device, tab),
        92..94 => sign_out(world, device),
        94..97 => settlers::administrate(world),
        _ => look(world, device, tab),
    }
}

fn items(world: &World, device: usize) -> Vec<Uuid> {
    let store = &world.devices[device].store;
    let queued = store.queue.values().map(|queued| queued.op.item_id);
    let mut items: Vec<_> = store.rows.keys().copied().chain(queued).collect();
    items.sort_unstable();
    items.dedup();
    items
}

fn look_at(world: &mut World, device: usize, item: Uuid) -> Option<Shown> {
    let store = &mut world.devices[device].store;
    let found = now(async {
        let mut tx = store.begin().await?;
        shown(&mut tx, item).await
    });
    found.ok().flatten()
}

/// The screen keeps what stands there now; it may be typed upon much later.
fn look(world: &mut World, device: usize, tab: usize) {
    for item in items(world, device) {
        let lot = look_at(world, device, item).map(|shown| shown.lot);
        if let (Some(page), Some(lot)) = (world.devices[device].tabs[tab].as_mut(), lot) {
            page.looked.insert(item, lot);
        }
    }
}

fn some_lot(world: &mut World, device: usize, deleted: bool) -> Option<(Uuid, Shown)> {
    let all = items(world, device);
    let item = world.random.pick(&all)?;
    let shown = look_at(world, device, item)?;
    (shown.is_deleted == deleted).then_some((item, shown))
}

fn new_lot(world: &mut World) -> LotForm {
    world.serial += 1;
    LotForm {
        manufacturer: "JST".into(),
        product_name: "Connector".into(),
        model: format!("M{}", world.serial),
        quantity: world.serial.to_string(),
        packing: "Loose".into(),
        rohs: "ROHS".into(),
        dc: "2020".into(),
        location: "Japan".into(),
        remarks: format!("r{}", world.serial),
        date_code: String::new(),
    }
}

/// Values that nobody else ever types, in one unit or more.
pub(crate) fn type_over(world: &mut World, lot: &mut LotForm) {
    let fresh = new_lot(world);
    let units = if world.random.percent(80) {
        1 << world.random.index(3)
    } else {
        1 + world.random.index(7)
    };
    if units & 1 != 0 {
        lot.model = fresh.model;
    }
    if units & 2 != 0 {
        lot.quantity = fresh.quantity;
    }
    if units & 4 != 0 {
        lot.remarks = match world.random.index(30) {
            0 => format!("{FORBIDDEN} {}", fresh.remarks),
            1 => format!("{UNREADABLE} {}", fresh.remarks),
            _ => fresh.remarks,
        };
    }
}

fn create(world: &mut World, device: usize, tab: usize) {
    let form = new_lot(world);
    let Ok(lot) = judge().check(&form) else { return };
    let item = world.random.uuid();
    write(world, device, tab, item, Wish::Create { lot }, false);
}

fn change(world: &mut World, device: usize, tab: usize) {
    let Some((item, shown)) = some_lot(world, device, false) else {
        return;
    };
    let (saw, stale) = seen(world, device, tab, item, shown);
    let mut typed = saw.clone();
    type_over(world, &mut typed);
    if let Ok(typed) = judge().check(&typed) {
        write(world, device, tab, item, Wish::Update { saw, typed }, stale);
    }
}

/// What stands on the screen: what there is, or sometimes what there was.
fn seen(world: &mut World, device: usize, tab: usize, item: Uuid, shown: Shown) -> (LotForm, bool) {
    let page = world.devices[device].tabs[tab].as_ref();
    let old = page.and_then(|page| page.looked.get(&item)).cloned();
    match old {
        Some(old) if world.random.percent(10) => (old, true),
        _ => (shown.lot, false),
    }
}

fn delete(world: &mut World, device: usize, tab: usize) {
    if let Some((item, shown)) = some_lot(world, device, false) {
        let (saw, stale) = seen(world, device, tab, item, shown);
        write(world, device, tab, item, Wish::Delete { saw }, stale);
    }
}

fn restore(world: &mut World, device: usize, tab: usize) {
    if let Some((item, _)) = some_lot(world, device, true) {
        write(world, device, tab, item, Wish::Restore, false);
    }
}

fn write(world: &mut World, device: usize, tab: usize, item: Uuid, wish: Wish, stale: bool) {
    let told = told(world, device, tab, item, &wish, stale);
    world.edits += 1;
    let edit = Edit {
        item_id: item,
        wish,
        op_id: world.random.uuid(),
        // No two at the same instant, so that one can be told from another.
        made_at: 1_000 * (world.now + world.devices[device].clock) + world.edits,
        schema: schema(world, device, tab),
        resolves: Vec::new(),
    };
    world.light_fuse(device, tab);
    let store = &mut world.devices[device].store;
    let answer = now(save(store, &edit, &[]));
    if answer == Err(NotNoted::Store(StoreFault::Full)) {
        world.met.insert("no room");
    }
    // From this answer on the cell says that it is on the device; or the page died with the answer on its way.
    if let Some(noted) = answer.ok().or_else(|| unheard(store, &edit)) {
        world.history.note(noted, told);
        if noted != Noted::Nothing && world.random.percent(95) && world.survives(device, tab) {
            world.tell_leader(device, Event::Edited);
        }
    }
    world.survives(device, tab);
}

/// The form that a page's program writes.
pub(crate) fn schema(world: &World, device: usize, tab: usize) -> u16 {
    world.devices[device].tabs[tab]
        .as_ref()
        .map_or(1, |page| page.schema)
}

/// What became of an edit that was committed and not told.
fn unheard(store: &Store, edit: &Edit) -> Option<Noted> {
    let op_id = edit.op_id;
    let of_item = store
        .queue
        .values()
        .filter(|queued| queued.op.item_id == edit.item_id);
    let mut of_now = of_item.filter(|queued| queued.op.made_at == edit.made_at);
    let last = of_now.next_back().filter(|_| store.unheard)?.op.op_id;
    Some(if last == op_id {
        Noted::Queued { op_id }
    } else {
        Noted::Joined { op_id: last }
    })
}

pub(crate) fn told(world: &World, device: usize, tab: usize, item: Uuid, wish: &Wish, stale: bool) -> Told {
    let there = &world.devices[device];
    // What was given up on its way may have arrived, and nobody here has heard of it.
    let unknown = there
        .store
        .rejected
        .values()
        .any(|rejected| rejected.op.item_id == item && is_unheard_of(&rejected.why));
    Told {
        device,
        store_id: there.store_id,
        user: there.user,
        item,
        schema: schema(world, device, tab),
        did: did(wish),
        stale: stale || unknown,
        given_up: false,
        beyond: false,
    }
}

fn is_unheard_of(why: &Refused) -> bool {
    matches!(
        why,
        Refused::CompanyGone { sent: true } | Refused::SchemaLost { sent: true }
    )
}

/// Somebody signs out, and in again.
fn sign_out(world: &mut World, device: usize) {
    let mut leaving = SignOut::default();
    let online = world.random.percent(50);
    leaving.take(sign_out::Event::Asked { online });
    let store = &mut world.devices[device].store;
    let counted = now(async { store.begin().await?.unsent().await });
    let Ok(unsent) = counted else { return };
    let mut effect = leaving.take(sign_out::Event::Counted(unsent));
    if matches!(effect, Some(sign_out::Effect::Ask(_))) {
        if world.bug == Some(Bug::WipesBeforeChoice) {
            wipe(world, device);
        }
        let answers: &[sign_out::Event] = match world.random.index(4) {
            0 => &[sign_out::Event::Download, sign_out::Event::Downloaded],
            1 => &[sign_out::Event::Discard, sign_out::Event::Confirmed],
            2 => &[sign_out::Event::Discard, sign_out::Event::Stay],
            _ => &[sign_out::Event::Stay],
        };
        for answer in answers {
            effect = leaving.take(*answer);
        }
    }
    if effect == Some(sign_out::Effect::Wipe) {
        world.met.insert("wiped by choice");
        part(world, device);
        wipe(world, device);
    }
}

/// What goes with a store by its owner's choice.
fn part(world: &mut World, device: usize) {
    let store = &world.devices[device].store;
    let history = &mut world.history.ops;
    let mut of = |op: &Uuid, note: fn(&mut Told)| history.get_mut(op).into_iter().for_each(note);
    for queued in store.queue.values() {
        of(&queued.op.op_id, |told| told.given_up = true);
    }
    for rejected in store.rejected.keys() {
        of(rejected, |told| told.given_up = true);
    }
    for acked in store.acked.values() {
        of(&acked.op.op_id, |told| told.beyond = true);
    }
}

/// The store goes, and the same person begins with an empty one.
fn wipe(world: &mut World, device: usize) {
    let client_id = world.random.uuid();
    world.stores += 1;
    let store_id = world.stores;
    let there = &mut world.devices[device];
    there.leader = None;
    there.tabs.iter_mut().for_each(|page| *page = None);
    there.store = Store::new(client_id, there.user, world.bug);
    there.store_id = store_id;
    there.session = Some(there.user);
    for tab in 0..there.tabs.len() {
        world.open(device, tab);
    }
}
