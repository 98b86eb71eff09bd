//! Many at once: devices of one company and of several, an import between them, and somebody who listens.

use std::collections::BTreeMap;

use domain::inventory::sync::wire::Pull;
use domain::inventory::sync::{Act, Outcome};
use sea_orm::DbBackend;
use services::inventory::import::{self, Received};
use services::jobs;
use uuid::Uuid;

use crate::support::house::{HEADINGS, House, rounds};
use crate::sync::{Device, aya, create, eve, found, of_model, update};

on_both!(
    s14_sixteen_devices_push_at_once_and_listeners_miss_nothing,
    t45_devices_push_while_a_file_is_imported,
);

/// A device that makes lots, changes each with each further round, and tells how that ended.
async fn work(
    market: services::market::Market,
    mut device: Device,
    lots: usize,
    rounds: usize,
) -> Vec<Outcome> {
    let items: Vec<Uuid> = (0..lots).map(|_| Uuid::now_v7()).collect();
    let mut outcomes = Vec::new();
    for round in 0..rounds {
        let acts: Vec<(Uuid, Act)> = items
            .iter()
            .map(|item| {
                let name = item.simple().to_string();
                let model = |round: usize| of_model(&format!("W{}-{round}", &name[26..]));
                let act = match round {
                    0 => create(model(0)),
                    _ => update(&model(round - 1), &model(round)),
                };
                (*item, act)
            })
            .collect();
        let ops = device.ops(acts);
        let pushed = device.try_send(&market, &device.push(ops)).await;
        let results = pushed.expect("nothing in the way").results;
        outcomes.extend(results.into_iter().map(|answered| answered.outcome));
    }
    outcomes
}

/// Follows the numbers until the last one is there, and notes each number once.
async fn listen(market: services::market::Market, device: Device, until: i64) -> BTreeMap<Uuid, (i64, i32)> {
    let mut heard: BTreeMap<Uuid, (i64, i32)> = BTreeMap::new();
    let mut since = 0;
    while since < until {
        let pull = Pull {
            user_id: device.hello.user_id,
            company_id: device.hello.company_id,
            since,
            whole: since > 0,
            limit: 1_000,
            asks: Vec::new(),
        };
        let told = device.try_pull(&market, &pull).await.expect("is told");
        for row in &told.rows {
            assert!(row.seq > since, "numbers rise");
            let before = heard.insert(row.item_id, (row.seq, row.version));
            assert!(before.is_none_or(|(seq, version)| seq < row.seq && version < row.version));
        }
        since = told.next;
        tokio::task::yield_now().await;
    }
    heard
}

/// Makes transactions end in another order than they began: each waits by chance between its last statement and its commit.
const PAUSE: [&str; 2] = [
    "CREATE FUNCTION pause() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(random() * 0.02); RETURN NULL; END'",
    "CREATE CONSTRAINT TRIGGER pause AFTER INSERT OR UPDATE ON company_seq \
     DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pause()",
];

async fn s14_sixteen_devices_push_at_once_and_listeners_miss_nothing(house: &House) {
    const DEVICES: usize = 8;
    const LOTS: usize = 50;
    // In the long check the 32,000 changes that the fault asks for.
    let rounds = usize::from(rounds(4, 40));
    if house.market.db.backend() == DbBackend::Postgres {
        for sql in PAUSE {
            house.run(sql).await;
        }
    }
    let (aya, eve) = (aya(house).await, eve(house).await);
    let other = house.other_process().await;
    let all = (DEVICES * LOTS * rounds) as i64;
    let listeners = [&aya, &eve].map(|who| tokio::spawn(listen(house.market.clone(), who.clone(), all)));
    let working: Vec<_> = (0..2 * DEVICES)
        .map(|n| {
            let who = if n % 2 == 0 { &aya } else { &eve };
            let market = if n % 4 < 2 { &house.market } else { &other };
            tokio::spawn(work(market.clone(), who.another(), LOTS, rounds))
        })
        .collect();
    for working in working {
        for outcome in working.await.expect("does not panic") {
            let is_done = matches!(outcome, Outcome::Applied { .. } | Outcome::Merged { .. });
            assert!(is_done, "{outcome:?}");
        }
    }
    for (device, listener) in [&aya, &eve].into_iter().zip(listeners) {
        let heard = listener.await.expect("does not panic");
        let rows = device.rows(house).await;
        assert_eq!(rows.len(), DEVICES * LOTS);
        for row in &rows {
            assert_eq!(usize::try_from(row.version).expect("small"), rounds);
            assert_eq!(heard.get(&row.item_id), Some(&(row.seq, row.version)));
        }
    }
    let numbers = house
        .numbers("SELECT seq FROM company_seq ORDER BY company_id")
        .await;
    assert_eq!(numbers, [all, all]);
    other.db.close().await.expect("closes");
}

async fn t45_devices_push_while_a_file_is_imported(house: &House) {
    const ROWS: usize = 2_000;
    let mut aya = aya(house).await;
    let proof = aya.who.supplier().expect("a supplier");
    let mut csv = format!("{HEADINGS}\n");
    for row in 0..ROWS {
        csv.push_str(&format!("Maker,IC,IMPORTED-{row},10,Reel,ROHS,2020,Japan,\n"));
    }
    let received = import::receive(&house.market, &proof, "a.csv", csv.as_bytes(), true).await;
    assert!(matches!(received, Ok(Received::Waiting(_))));
    let first = aya.stock(house, of_model("FIRST-1")).await;
    let importing = tokio::spawn({
        let market = house.market.clone();
        async move { jobs::run_due(&market).await }
    });
    let working: Vec<_> = (0..10)
        .map(|_| tokio::spawn(work(house.market.clone(), aya.another(), 5, 4)))
        .collect();
    let mut pushed = 0;
    for working in working {
        pushed += working.await.expect("does not panic").len();
    }
    importing.await.expect("does not panic").expect("runs");
    assert_eq!(pushed, 200, "every op has an outcome");
    let lots = ROWS + 50 + 1;
    assert_eq!(house.rows("lot").await, lots as i64);
    assert_eq!(found(&house.market, "IMPORTED-").await as usize, ROWS);
    let heard = listen(house.market.clone(), aya.clone(), (ROWS + 200 + 1) as i64).await;
    assert_eq!(heard.len(), lots);
    // The importer's lots are edited like any other.
    aya.do_one(house, first, update(&of_model("FIRST-1"), &of_model("FIRST-2")))
        .await;
    assert_eq!(found(&house.market, "FIRST-").await, 1);
}
