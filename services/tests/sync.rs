//! Devices before the real tables: what they push, what they hear of others, and what nobody may do.

mod company;
mod conflicts;
mod forged;
mod ledger;
mod merging;
mod past;
mod reminders;
mod times;
mod together;

use crate::support::house::{House, NOON, found};
use domain::accounts::AccountType;
use domain::inventory::LotForm;
use domain::inventory::sync::wire::{Changes, Hello, Pull, Push, Pushed, Stop};
use domain::inventory::sync::{Act, ConflictId, Op, Outcome, PROTOCOL, PULL_ROWS, Row, Schemas, Set};
use services::accounts::session::SignedIn;
use services::inventory::sync;
use services::market::Market;
use uuid::Uuid;

const AYA: &str = "aya@midori.example";
const BEN: &str = "ben@midori.example";
const EVE: &str = "eve@other.example";

fn form(quantity: u32, remarks: &str) -> LotForm {
    LotForm {
        manufacturer: "JST".into(),
        product_name: "Connector".into(),
        model: "B3B-ZR(LF)(SN)".into(),
        quantity: quantity.to_string(),
        packing: "Loose".into(),
        rohs: "ROHS".into(),
        dc: "2020".into(),
        location: "Japan".into(),
        remarks: remarks.into(),
        date_code: String::new(),
    }
}

fn of_model(model: &str) -> LotForm {
    LotForm {
        model: model.into(),
        ..form(10, "")
    }
}

fn create(lot: LotForm) -> Act {
    Act::Create { lot }
}

pub(crate) fn update(from: &LotForm, to: &LotForm) -> Act {
    let set = Set::between(from, to);
    Act::Update { set }
}

pub(crate) fn delete(seen: LotForm) -> Act {
    Act::Delete { seen }
}

/// A browser of somebody who edits stock.
#[derive(Clone)]
pub(crate) struct Device {
    who: SignedIn,
    hello: Hello,
    client_id: Uuid,
    next_n: i64,
    made_at: i64,
    /// Browser and system.
    name: String,
}

impl Device {
    /// Of somebody who is known; more than one person may have several.
    pub(crate) async fn of(house: &House, email: &str) -> Self {
        house.market.db.named(NOON).await.expect("is named");
        let (_, who) = house.sign_in(email, "supplier").await;
        let hello = sync::hello(&house.market, &who).await.expect("answers");
        Self {
            who,
            hello: hello.expect("has stock"),
            client_id: Uuid::now_v7(),
            next_n: 1,
            made_at: NOON,
            name: String::new(),
        }
    }

    fn op(&mut self, item_id: Uuid, base_version: i32, act: Act) -> Op {
        let n = self.next_n;
        self.next_n += 1;
        Op {
            n,
            op_id: Uuid::now_v7(),
            item_id,
            base_version,
            schema: 1,
            made_at: self.made_at,
            resolves: Vec::new(),
            act,
        }
    }

    fn ops(&mut self, acts: impl IntoIterator<Item = (Uuid, Act)>) -> Vec<Op> {
        acts.into_iter()
            .map(|(item, act)| self.op(item, 1, act))
            .collect()
    }

    fn push(&self, ops: Vec<Op>) -> Push {
        Push {
            protocol: PROTOCOL,
            schema: 1,
            client_id: self.client_id,
            user_id: self.hello.user_id,
            company_id: self.hello.company_id,
            db_epoch: self.hello.db_epoch,
            first_n: ops.first().map_or(self.next_n, |op| op.n),
            ops,
        }
    }

    async fn try_send(&self, market: &Market, push: &Push) -> Result<Pushed, Stop> {
        let proof = self.who.supplier().expect("may edit stock");
        let answer = sync::push(market, &proof, push, Schemas::CURRENT, &self.name).await;
        answer.expect("does not break")
    }

    async fn send(&self, house: &House, ops: Vec<Op>) -> Pushed {
        let pushed = self.try_send(&house.market, &self.push(ops)).await;
        pushed.expect("nothing in the way")
    }

    /// Does things, each to a lot, and answers how they ended.
    async fn does(&mut self, house: &House, acts: impl IntoIterator<Item = (Uuid, Act)>) -> Vec<Outcome> {
        let ops = self.ops(acts);
        let pushed = self.send(house, ops).await;
        pushed
            .results
            .into_iter()
            .map(|answered| answered.outcome)
            .collect()
    }

    pub(crate) async fn do_one(&mut self, house: &House, item: Uuid, act: Act) -> Outcome {
        self.does(house, [(item, act)]).await.remove(0)
    }

    /// A new lot.
    async fn stock(&mut self, house: &House, lot: LotForm) -> Uuid {
        let item = Uuid::now_v7();
        let outcome = self.do_one(house, item, create(lot)).await;
        assert_eq!(outcome, Outcome::Applied { version: 1 });
        item
    }

    async fn try_pull(&self, market: &Market, pull: &Pull) -> Result<Changes, Stop> {
        let proof = self.who.supplier().expect("may edit stock");
        sync::changes(market, &proof, pull).await.expect("does not break")
    }

    async fn pull(&self, house: &House, since: i64) -> Changes {
        let pull = Pull {
            user_id: self.hello.user_id,
            company_id: self.hello.company_id,
            since,
            whole: false,
            limit: PULL_ROWS,
            asks: Vec::new(),
        };
        self.try_pull(&house.market, &pull).await.expect("is told")
    }

    /// Every lot of the company, tombstones included.
    pub(crate) async fn rows(&self, house: &House) -> Vec<Row> {
        self.pull(house, 0).await.rows
    }

    async fn row(&self, house: &House, item: Uuid) -> Row {
        let rows = self.rows(house).await;
        rows.into_iter().find(|row| row.item_id == item).expect("the lot")
    }

    /// The same person at another machine.
    fn another(&self) -> Self {
        Self {
            client_id: Uuid::now_v7(),
            next_n: 1,
            ..self.clone()
        }
    }
}

/// Aya, who administers a company that sells.
async fn aya(house: &House) -> Device {
    house
        .person(AccountType::Supplier, AYA, "Midori Parts", false)
        .await;
    Device::of(house, AYA).await
}

/// A colleague of hers.
async fn ben(house: &House, aya: &Device) -> Device {
    house.colleague(BEN, aya.hello.company_id).await;
    Device::of(house, BEN).await
}

/// Somebody of another company.
async fn eve(house: &House) -> Device {
    house
        .person(AccountType::Supplier, EVE, "Other Stock", false)
        .await;
    Device::of(house, EVE).await
}

fn conflict_ids(outcome: &Outcome) -> Vec<ConflictId> {
    outcome.conflicts().iter().map(|conflict| conflict.id).collect()
}
