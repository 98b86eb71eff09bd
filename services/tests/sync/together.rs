//! Many at once: devices of one company and of several, an import between them, and somebody who listens.

use std::collections::BTreeMap;

use domain::inventory::sync::wire::Pull;
use domain::inventory::sync::{Act, Outcome};
use services::inventory::import::{self, Received};
use services::jobs;
use uuid::Uuid;

use crate::support::house::{HEADINGS, House};
use crate::sync::{Device, aya, create, eve, found, of_model, update};

on_both!(
    s14_sixty_four_pushes_at_once_and_a_listener_who_misses_none,
    t45_devices_push_while_a_file_is_imported,
);

/// Rounds of each device.
const ROUNDS: usize = 4;

/// A device that makes a lot, changes it with each further round, and tells how it ended.
async fn work(market: services::market::Market, mut device: Device, lots: usize) -> Vec<Outcome> {
    let items: Vec<Uuid> = (0..lots).map(|_| Uuid::now_v7()).collect();
    let mut outcomes = Vec::new();
    for round in 0..ROUNDS {
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

async fn s14_sixty_four_pushes_at_once_and_a_listener_who_misses_none(house: &House) {
    const DEVICES: usize = 8;
    const LOTS: usize = 5;
    let (aya, eve) = (aya(house).await, eve(house).await);
    let other = house.other_process().await;
    let all = (DEVICES * LOTS * ROUNDS) as i64;
    let listener = tokio::spawn(listen(house.market.clone(), aya.clone(), all));
    let working: Vec<_> = (0..2 * DEVICES)
        .map(|n| {
            let who = if n % 2 == 0 { &aya } else { &eve };
            let market = if n % 4 < 2 { &house.market } else { &other };
            tokio::spawn(work(market.clone(), who.another(), LOTS))
        })
        .collect();
    for working in working {
        for outcome in working.await.expect("does not panic") {
            let is_done = matches!(outcome, Outcome::Applied { .. } | Outcome::Merged { .. });
            assert!(is_done, "{outcome:?}");
        }
    }
    let heard = listener.await.expect("does not panic");
    for device in [&aya, &eve] {
        let rows = device.rows(house).await;
        assert_eq!(rows.len(), DEVICES * LOTS);
        for row in &rows {
            assert_eq!(usize::try_from(row.version).expect("small"), ROUNDS);
            if device.client_id == aya.client_id {
                assert_eq!(heard.get(&row.item_id), Some(&(row.seq, row.version)));
            }
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
        .map(|_| tokio::spawn(work(house.market.clone(), aya.another(), 5)))
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
