//! One market, a few devices with a few tabs each, a network between them, and one clock that only this file moves.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use domain::inventory::LotForm;
use domain::inventory::sync::Schemas;
use domain::inventory::sync::courier::{Courier, Effect, Event, PATIENCE, Standing};
use domain::inventory::sync::delivery;
use domain::inventory::sync::local::{LocalStore, LocalTx, StoreFault};
use domain::inventory::sync::wire::{Changes, Pull, Push, Pushed, Stop};
use uuid::Uuid;

use crate::history::History;
use crate::market::{self, Market, Tables};
use crate::now;
use crate::planted::Bug;
use crate::random::Random;
use crate::store::{Fuse, Store};

/// A page that is open.
pub(crate) struct Tab {
    pub(crate) courier: Courier,
    /// Tells this page from one that stood in its place before.
    pub(crate) born: u64,
    /// The form of ops that its program writes.
    pub(crate) schema: u16,
    /// What stood on its screen at some time, and may be old.
    pub(crate) looked: BTreeMap<Uuid, LotForm>,
    asked: Option<Pull>,
}

/// A browser of one person.
pub(crate) struct Device {
    pub(crate) user: i64,
    /// Who is signed in there.
    pub(crate) session: Option<i64>,
    pub(crate) store: Store,
    /// Tells the store from those that were wiped.
    pub(crate) store_id: u32,
    pub(crate) tabs: Vec<Option<Tab>>,
    pub(crate) leader: Option<usize>,
    pub(crate) offline_until: i64,
    /// How far its clock is off.
    pub(crate) clock: i64,
}

/// An address: device, tab, and which page there.
pub(crate) type At = (usize, usize, u64);

pub(crate) enum Coming {
    Push(At, u32, Box<Push>),
    Pull(At, u32, Pull),
    Commit(At, u32, u64, Box<Pushed>),
    Pushed(At, u32, Result<Box<Pushed>, Stop>),
    Pulled(At, u32, Result<Box<Changes>, Stop>),
    Silence(At, u32),
    Rings(At, u32),
    Opens(usize, usize),
}

pub(crate) struct World {
    pub(crate) random: Random,
    pub(crate) now: i64,
    /// Of the market, besides.
    pub(crate) market_clock: i64,
    pub(crate) coming: BTreeMap<(i64, u64), Coming>,
    count: u64,
    pub(crate) market: Market,
    pub(crate) backups: Vec<Tables>,
    pub(crate) devices: Vec<Device>,
    pub(crate) history: History,
    /// Whether accidents happen.
    pub(crate) chaos: bool,
    pub(crate) bug: Option<Bug>,
    /// For values that nobody else types.
    pub(crate) serial: u32,
    /// Edits so far.
    pub(crate) edits: i64,
    /// Stores that there ever were.
    pub(crate) stores: u32,
    /// What came up, so that a quiet story is not taken for a good one.
    pub(crate) met: BTreeSet<&'static str>,
    /// Whether no device's clock is off.
    pub(crate) right_clocks: bool,
}

impl World {
    /// `open` makes the market, of a life and for these people.
    pub(crate) fn new(seed: u64, bug: Option<Bug>, open: impl FnOnce(Uuid, BTreeSet<i64>) -> Market) -> Self {
        let mut random = Random::new(seed);
        let devices = 2 + random.index(4);
        let people: Vec<i64> = (1..)
            .take(devices)
            .map(|user| if user == 4 { 1 } else { user })
            .collect();
        let members: BTreeSet<_> = people.iter().copied().collect();
        let market = open(random.uuid(), members);
        let mut world = Self {
            now: 0,
            market_clock: 1_700_000_000_000,
            coming: BTreeMap::new(),
            count: 0,
            market,
            backups: Vec::new(),
            devices: Vec::new(),
            history: History::default(),
            chaos: true,
            bug,
            serial: 0,
            edits: 0,
            stores: 0,
            met: BTreeSet::new(),
            right_clocks: false,
            random,
        };
        for user in people {
            let client_id = world.random.uuid();
            let tabs = 1 + world.random.index(3);
            world.stores += 1;
            world.devices.push(Device {
                user,
                session: Some(user),
                store: Store::new(client_id, user, bug),
                store_id: world.stores,
                tabs: (0..tabs).map(|_| None).collect(),
                leader: None,
                offline_until: 0,
                clock: 0,
            });
            let device = world.devices.len() - 1;
            for tab in 0..tabs {
                world.open(device, tab);
            }
        }
        world
    }

    /// Loads a page: the newest program, which lifts what it finds.
    pub(crate) fn open(&mut self, device: usize, tab: usize) {
        if self.devices[device].tabs[tab].is_some() {
            return;
        }
        self.count += 1;
        let schema = self.market.newest;
        let owner = self.devices[device].user;
        let there = &mut self.devices[device];
        there.store.numbers.remove(&tab);
        there.tabs[tab] = Some(Tab {
            courier: Courier::new(owner, self.random.next()),
            born: self.count,
            schema,
            looked: BTreeMap::new(),
            asked: None,
        });
        let schemas = market::schemas(schema);
        if !self.lift(device, tab, schemas) {
            return;
        }
        if self.devices[device].leader.is_none() {
            self.devices[device].leader = Some(tab);
            self.feed(device, tab, Event::Led);
        }
    }

    fn lift(&mut self, device: usize, tab: usize, schemas: Schemas) -> bool {
        self.light_fuse(device, tab);
        let store = &mut self.devices[device].store;
        let done = now(async {
            let mut tx = store.begin().await?;
            delivery::lift(&mut tx, schemas).await?;
            tx.commit().await
        });
        self.survives(device, tab) && done.is_ok()
    }

    /// Closes a page without a word; another one takes the lead at once.
    pub(crate) fn close(&mut self, device: usize, tab: usize) {
        self.devices[device].tabs[tab] = None;
        if self.devices[device].leader == Some(tab) {
            self.devices[device].leader = self.devices[device].tabs.iter().position(Option::is_some);
            if let Some(next) = self.devices[device].leader {
                self.feed(device, next, Event::Led);
            }
        }
    }

    /// An accident at the next commit, perhaps.
    pub(crate) fn light_fuse(&mut self, device: usize, tab: usize) {
        let accident = self.chaos && self.random.percent(2);
        let store = &mut self.devices[device].store;
        store.tab = tab;
        store.fuse = match (accident, accident && self.random.percent(50)) {
            (false, _) => Fuse::None,
            (true, true) => Fuse::Before,
            (true, false) => Fuse::After,
        };
    }

    /// Whether the page is still there after it has used the store.
    pub(crate) fn survives(&mut self, device: usize, tab: usize) -> bool {
        self.devices[device].store.fuse = Fuse::None;
        let there = &mut self.devices[device].store;
        if !std::mem::take(&mut there.crashed) {
            return true;
        }
        let unheard = there.unheard;
        self.met.insert(if unheard {
            "tab dies after a commit"
        } else {
            "tab dies before a commit"
        });
        self.close(device, tab);
        let later = self.random.from(300, 4_000);
        self.later(later, Coming::Opens(device, tab));
        false
    }

    pub(crate) fn reopen_later(&mut self, device: usize, tab: usize) {
        let later = self.random.from(300, 9_000);
        self.later(later, Coming::Opens(device, tab));
    }

    pub(crate) fn later(&mut self, after: i64, what: Coming) {
        self.count += 1;
        self.coming.insert((self.now + after, self.count), what);
    }

    /// What is on its way arrives within a second.
    pub(crate) fn calm(&mut self) {
        for ((at, count), what) in std::mem::take(&mut self.coming) {
            let at = match what {
                Coming::Silence(..) | Coming::Rings(..) | Coming::Opens(..) => at,
                _ => at.min(self.now + 1_000),
            };
            self.coming.insert((at, count), what);
        }
    }

    pub(crate) fn is_there(&self, (device, tab, born): At) -> bool {
        let tabs = &self.devices[device].tabs;
        tabs.get(tab)
            .and_then(Option::as_ref)
            .is_some_and(|page| page.born == born)
    }

    /// Tells the page that speaks for a device.
    pub(crate) fn tell_leader(&mut self, device: usize, event: Event) {
        if let Some(leader) = self.devices[device].leader {
            self.feed(device, leader, event);
        }
    }

    /// Gives an event to a page, and does what it asks for.
    pub(crate) fn feed(&mut self, device: usize, tab: usize, event: Event) {
        let mut events = VecDeque::from([event]);
        while let Some(event) = events.pop_front() {
            let Some(page) = self.devices[device].tabs[tab].as_mut() else {
                return;
            };
            let (born, schema) = (page.born, page.schema);
            for effect in page.courier.take(event) {
                let next = self.perform((device, tab, born), schema, effect);
                if !self.is_there((device, tab, born)) {
                    return;
                }
                events.extend(next);
            }
        }
    }

    fn perform(&mut self, at: At, schema: u16, effect: Effect) -> Option<Event> {
        let (device, tab, _) = at;
        match effect {
            Effect::Push { token, push } => {
                self.send(|| Coming::Push(at, token, push.clone()));
                self.later(i64::from(PATIENCE), Coming::Silence(at, token));
                return None;
            }
            Effect::Wake { timer, after } => {
                self.later(i64::from(after), Coming::Rings(at, timer));
                return None;
            }
            Effect::Reload => {
                self.met.insert("reloaded");
                self.close(device, tab);
                self.later(50, Coming::Opens(device, tab));
                return None;
            }
            Effect::Show(standing) => {
                if standing == Standing::SignIn {
                    self.met.insert("sign in");
                }
                return None;
            }
            _ => {}
        }
        self.light_fuse(device, tab);
        let event = self.step(at, schema, &effect);
        if !self.survives(device, tab) {
            return None;
        }
        match (effect, event) {
            (Effect::Pull { token }, Ok(Stepped::Ask(pull))) => {
                self.devices[device].tabs[tab].as_mut()?.asked = Some(pull.clone());
                self.send(|| Coming::Pull(at, token, pull.clone()));
                self.later(i64::from(PATIENCE), Coming::Silence(at, token));
                None
            }
            (_, Ok(Stepped::Event(event))) => Some(event),
            _ => Some(Event::StoreFailed),
        }
    }

    /// One transaction of the store.
    fn step(&mut self, (device, tab, _): At, schema: u16, effect: &Effect) -> Result<Stepped, StoreFault> {
        self.met.extend(met(effect));
        let before = self.devices[device].store.meta.client_id;
        let fresh = self.random.uuid();
        let asked = self.devices[device].tabs[tab]
            .as_ref()
            .and_then(|page| page.asked.clone());
        let store = &mut self.devices[device].store;
        let stepped = now(async {
            let mut tx = store.begin().await?;
            let stepped = match effect {
                Effect::Prepare => Event::Prepared(delivery::prepare(&mut tx, schema).await?).into(),
                Effect::Pull { .. } => Stepped::Ask(delivery::ask(&mut tx).await?),
                Effect::Settle(pushed) => {
                    delivery::settle(&mut tx, pushed).await?;
                    Event::Stored.into()
                }
                Effect::Absorb(changes) => {
                    let asked = asked.ok_or(StoreFault::Gone)?;
                    Event::Absorbed(delivery::absorb(&mut tx, &asked, changes).await?).into()
                }
                Effect::Resend { expected } => {
                    delivery::resend(&mut tx, *expected, fresh).await?;
                    Event::Stored.into()
                }
                Effect::Adopt { epoch } => {
                    delivery::adopt(&mut tx, *epoch).await?;
                    Event::Stored.into()
                }
                Effect::GiveUp => {
                    delivery::give_up(&mut tx).await?;
                    Event::Stored.into()
                }
                _ => Event::StoreFailed.into(),
            };
            tx.commit().await?;
            Ok(stepped)
        });
        if self.devices[device].store.meta.client_id != before {
            self.met.insert("numbered anew");
        }
        stepped
    }
}

/// What an effect tells of the story.
fn met(effect: &Effect) -> Vec<&'static str> {
    match effect {
        Effect::Settle(pushed) => pushed
            .results
            .iter()
            .map(|answered| answered.outcome.word())
            .collect(),
        Effect::Resend { .. } => vec!["gap"],
        Effect::Adopt { .. } => vec!["another life"],
        Effect::GiveUp => vec!["company gone"],
        Effect::Absorb(changes) if !changes.settled.is_empty() => vec!["told of a settlement"],
        _ => Vec::new(),
    }
}

enum Stepped {
    Event(Event),
    Ask(Pull),
}

impl From<Event> for Stepped {
    fn from(event: Event) -> Self {
        Self::Event(event)
    }
}
