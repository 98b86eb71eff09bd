//! What time does: answers and tombstones are forgotten, devices come back after months, databases after backups.

use std::time::Duration;

use domain::inventory::sync::Outcome;
use domain::inventory::sync::wire::{Pull, Stop};
use services::inventory::sync;
use services::{jobs, upkeep};

use crate::support::house::{DAY, House};
use crate::sync::{aya, delete, form, of_model, update};

on_both!(
    the_ledger_is_forgotten_after_ninety_days_and_nothing_is_done_twice,
    tombstones_are_forgotten_after_half_a_year_and_devices_begin_anew,
    a_pull_comes_in_pages_and_ends,
    s15_a_restored_database_begins_a_new_life,
);

async fn days(house: &House, days: u32) {
    upkeep::arrange(&house.market).await.expect("arranges");
    jobs::run_due(&house.market).await.expect("runs");
    house.wait(DAY * days);
    jobs::run_due(&house.market).await.expect("runs");
}

async fn the_ledger_is_forgotten_after_ninety_days_and_nothing_is_done_twice(house: &House) {
    let mut aya = aya(house).await;
    let item = uuid::Uuid::now_v7();
    let ops = aya.ops([
        (item, crate::sync::create(form(1, "a"))),
        (item, update(&form(1, "a"), &form(2, "a"))),
    ]);
    aya.send(house, ops.clone()).await;
    days(house, 60).await;
    let later = aya.ops([(item, update(&form(2, "a"), &form(3, "a")))]);
    aya.send(house, later.clone()).await;
    assert_eq!(house.rows("sync_op").await, 3);
    days(house, 31).await;
    assert_eq!(house.rows("sync_op").await, 1);
    assert_eq!(house.number("SELECT forgotten_n FROM sync_client").await, 2);
    let all = [ops, later].concat();
    let again = aya.send(house, all).await;
    let outcomes: Vec<_> = again.results.iter().map(|answered| &answered.outcome).collect();
    assert_eq!(outcomes[..2], [&Outcome::Settled, &Outcome::Settled]);
    assert_eq!(*outcomes[2], Outcome::Merged { version: 3 });
    assert_eq!(aya.row(house, item).await.version, 3);
    days(house, 91).await;
    assert_eq!(house.rows("sync_op").await, 0);
    assert_eq!(house.number("SELECT last_n FROM sync_client").await, 3);
}

async fn tombstones_are_forgotten_after_half_a_year_and_devices_begin_anew(house: &House) {
    let mut aya = aya(house).await;
    let proof = aya.who.supplier().expect("a supplier");
    house.stock(&proof, &["M-1"]).await;
    let stays = aya.stock(house, of_model("M-2")).await;
    let rows = aya.rows(house).await;
    let before = aya.pull(house, 0).await.next;
    let gone = rows[0].item_id;
    let op = aya.op(gone, 1, delete(rows[0].lot.clone()));
    aya.send(house, vec![op]).await;
    let after = aya.pull(house, before).await;
    assert!(!after.reset && after.rows[0].is_deleted());
    days(house, 179).await;
    assert_eq!(house.rows("lot").await, 2);
    days(house, 2).await;
    assert_eq!((house.rows("lot").await, house.rows("lot_past").await), (1, 0));
    let late = aya.pull(house, before).await;
    assert!(late.reset, "somebody was away for half a year");
    assert_eq!(late.rows.len(), 1);
    assert_eq!(late.rows[0].item_id, stays);
    let on_time = aya.pull(house, after.next).await;
    assert!(!on_time.reset && on_time.rows.is_empty());
    assert!(!aya.pull(house, late.next).await.reset);
}

async fn a_pull_comes_in_pages_and_ends(house: &House) {
    let aya = aya(house).await;
    let proof = aya.who.supplier().expect("a supplier");
    let models: Vec<String> = (0..25).map(|n| format!("M-{n}")).collect();
    let models: Vec<&str> = models.iter().map(String::as_str).collect();
    house.stock(&proof, &models).await;
    let mut pull = Pull {
        user_id: aya.hello.user_id,
        company_id: aya.hello.company_id,
        since: 0,
        whole: false,
        limit: 10,
        asks: Vec::new(),
    };
    let mut pages = Vec::new();
    loop {
        let told = aya.try_pull(&house.market, &pull).await.expect("is told");
        assert_eq!(told.reset, pull.since == 0);
        pages.push(told.rows.len());
        (pull.since, pull.whole) = (told.next, true);
        if !told.more {
            break;
        }
    }
    assert_eq!((pages, pull.since), (vec![10, 10, 5], 25));
}

async fn s15_a_restored_database_begins_a_new_life(house: &House) {
    let mut aya = aya(house).await;
    let item = aya.stock(house, form(1, "a")).await;
    house.wait(Duration::from_secs(1));
    let ops = aya.ops([(item, update(&form(1, "a"), &form(2, "a")))]);
    let push = aya.push(ops);
    let epoch = sync::new_epoch(&house.market).await.expect("begins");
    assert_ne!(epoch, aya.hello.db_epoch);
    let answer = aya.try_send(&house.market, &push).await;
    assert_eq!(answer, Err(Stop::Epoch { db_epoch: epoch }));
    assert_eq!(aya.pull(house, 1).await.db_epoch, epoch);
    aya.hello.db_epoch = epoch;
    let mut push = push;
    push.db_epoch = epoch;
    aya.try_send(&house.market, &push).await.expect("is taken");
    // Everything behind the backup is gone: the device is asked for it.
    house.run("DELETE FROM sync_op WHERE n = 2").await;
    house.run("UPDATE sync_client SET last_n = 1").await;
    let later = aya.ops([(item, update(&form(2, "a"), &form(3, "a")))]);
    let answer = aya.try_send(&house.market, &aya.push(later)).await;
    assert_eq!(answer, Err(Stop::Gap { expected: 2 }));
    // Of a number that this database never gave out nothing can follow.
    assert!(aya.pull(house, 99).await.reset);
}
