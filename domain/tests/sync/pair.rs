//! One device and the market, step by step: what short stories are told with.

use std::collections::BTreeSet;

use domain::inventory::contact_details::CompanyName;
use domain::inventory::sync::choices::{Choice, Chosen, NotChosen, choose};
use domain::inventory::sync::delivery::{self, Absorbed, Prepared};
use domain::inventory::sync::local::{LocalStore, LocalTx, Queued, StoreFault};
use domain::inventory::sync::queue::{Edit, NotNoted, Noted, Wish, save};
use domain::inventory::sync::wire::{Push, Pushed, Stop};
use domain::inventory::sync::{ConflictId, Judge, Row};
use domain::inventory::{Lot, LotForm, ThisYear};
use uuid::Uuid;

use crate::market::{Market, Taken};
use crate::now;
use crate::store::Store;

pub(crate) const ITEM: Uuid = Uuid::from_u128(1);

pub(crate) fn judge() -> Judge {
    Judge::new(ThisYear(2026), CompanyName::of(""))
}

pub(crate) fn form(quantity: u32, remarks: &str) -> LotForm {
    LotForm {
        manufacturer: "JST".into(),
        product_name: "Connector".into(),
        model: "B3B".into(),
        quantity: quantity.to_string(),
        packing: "Loose".into(),
        rohs: "ROHS".into(),
        location: "Japan".into(),
        remarks: remarks.into(),
        ..LotForm::default()
    }
}

pub(crate) fn lot(quantity: u32, remarks: &str) -> Lot {
    judge().check(&form(quantity, remarks)).expect("a good lot")
}

/// A device of a user, and the ids that it makes.
pub(crate) struct Device {
    pub(crate) store: Store,
    pub(crate) user: i64,
    ids: u128,
}

impl Device {
    pub(crate) fn of(user: i64) -> Self {
        let ids = u128::try_from(user).expect("positive") * 1_000_000;
        let client_id = Uuid::from_u128(ids);
        let store = Store::new(client_id, user, None);
        Self { store, user, ids }
    }

    pub(crate) fn id(&mut self) -> Uuid {
        self.ids += 1;
        Uuid::from_u128(self.ids)
    }

    pub(crate) fn try_wish(&mut self, item_id: Uuid, wish: Wish) -> Result<Noted, NotNoted> {
        let op_id = self.id();
        let edit = Edit {
            item_id,
            wish,
            op_id,
            made_at: 0,
            schema: 1,
            resolves: Vec::new(),
        };
        now(save(&mut self.store, &edit, &[]))
    }

    pub(crate) fn wish(&mut self, wish: Wish) -> Noted {
        self.try_wish(ITEM, wish).expect("room")
    }

    pub(crate) fn change(&mut self, from: (u32, &str), to: (u32, &str)) -> Noted {
        let (saw, typed) = (form(from.0, from.1), lot(to.0, to.1));
        self.wish(Wish::Update { saw, typed })
    }

    pub(crate) fn queue(&self) -> Vec<&Queued> {
        self.store.queue.values().collect()
    }

    pub(crate) fn prepare(&mut self) -> Option<Push> {
        let store = &mut self.store;
        let prepared = now(async {
            let mut tx = store.begin().await?;
            let prepared = delivery::prepare(&mut tx, 1).await?;
            tx.commit().await?;
            Ok::<_, StoreFault>(prepared)
        });
        match prepared.expect("a store") {
            Prepared::Push(push) => Some(*push),
            Prepared::Nothing | Prepared::PullFirst => None,
        }
    }

    pub(crate) fn settle(&mut self, pushed: &Pushed) {
        let store = &mut self.store;
        let settled = now(async {
            let mut tx = store.begin().await?;
            delivery::settle(&mut tx, pushed).await?;
            tx.commit().await
        });
        settled.expect("a store");
    }

    pub(crate) fn resend(&mut self, expected: i64) {
        let fresh = self.id();
        let store = &mut self.store;
        let resent = now(async {
            let mut tx = store.begin().await?;
            delivery::resend(&mut tx, expected, fresh).await?;
            tx.commit().await
        });
        resent.expect("a store");
    }

    pub(crate) fn give_up(&mut self) {
        let store = &mut self.store;
        let given_up = now(async {
            let mut tx = store.begin().await?;
            delivery::give_up(&mut tx).await?;
            tx.commit().await
        });
        given_up.expect("a store");
    }

    pub(crate) fn pull(&mut self, market: &mut Market) -> Absorbed {
        let user = self.user;
        let store = &mut self.store;
        let absorbed = now(async {
            let mut tx = store.begin().await?;
            let asked = delivery::ask(&mut tx).await?;
            let changes = market.pull(Some(user), &asked).expect("a member");
            let absorbed = delivery::absorb(&mut tx, &asked, &changes).await?;
            tx.commit().await?;
            Ok::<_, StoreFault>(absorbed)
        });
        absorbed.expect("a store")
    }

    /// Pushes until nothing is left, and pulls.
    pub(crate) fn sync(&mut self, market: &mut Market) {
        while let Some(push) = self.prepare() {
            let pushed = send(market, self.user, &push).expect("nothing in the way");
            self.settle(&pushed);
        }
        self.pull(market);
    }

    pub(crate) fn choose(&mut self, choice: Choice, seen: Row) -> Result<(), NotChosen> {
        let id = *self.store.conflicts.keys().next_back().expect("a conflict");
        self.choose_in(id, choice, seen)
    }

    pub(crate) fn choose_in(&mut self, id: ConflictId, choice: Choice, seen: Row) -> Result<(), NotChosen> {
        let chosen = Chosen {
            id,
            choice,
            seen,
            op_ids: [self.id(), self.id()],
            made_at: 0,
            schema: 1,
        };
        let store = &mut self.store;
        now(async {
            let mut tx = store.begin().await?;
            choose(&mut tx, &chosen, &judge()).await?;
            tx.commit().await?;
            Ok(())
        })
    }

    /// Settles somebody else's conflicts, as an administrator does before the page: with an op of another device.
    pub(crate) fn settle_elsewhere(&mut self, market: &mut Market, resolves: Vec<ConflictId>) {
        let edit = Edit {
            item_id: ITEM,
            wish: Wish::Leave,
            op_id: self.id(),
            made_at: 0,
            schema: 1,
            resolves,
        };
        now(save(&mut self.store, &edit, &[])).expect("room");
        self.sync(market);
    }

    pub(crate) fn row(&self) -> Row {
        self.store.rows[&ITEM].row.clone()
    }
}

pub(crate) fn market() -> Market {
    Market::new(Uuid::from_u128(77), BTreeSet::from([1, 2]), None)
}

pub(crate) fn send(market: &mut Market, session: i64, push: &Push) -> Result<Pushed, Stop> {
    match market.push(Some(session), push, 1_000) {
        Taken::Answer(answer) => answer,
        Taken::Flight(flight, pushed) => {
            assert!(market.commit(flight));
            Ok(pushed)
        }
        Taken::Lost => panic!("there is no line"),
        Taken::Locked => panic!("nobody else is there"),
    }
}

/// A market and two devices that know one lot of it.
pub(crate) fn shared() -> (Market, Device, Device) {
    let (mut market, mut mine, mut theirs) = (market(), Device::of(1), Device::of(2));
    mine.pull(&mut market);
    mine.wish(Wish::Create { lot: lot(1, "a") });
    mine.sync(&mut market);
    theirs.pull(&mut market);
    (market, mine, theirs)
}
