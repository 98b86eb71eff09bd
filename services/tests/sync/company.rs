//! A company that stops selling, loses its stock, its people or its last user; and the list of what its people left unsettled.

use std::time::Duration;

use domain::inventory::sync::About;
use domain::inventory::sync::wire::Stop;
use services::accounts::{leaving, sides};
use services::inventory::sync::conflicts;
use services::jobs;

use crate::support::house::{House, PASSWORD, caller, forms};
use crate::sync::{Device, aya, ben, conflict_ids, delete, form, update};

on_both!(
    conflicts_that_wait_are_listed_for_administrators,
    z18_hidden_stock_stays_with_the_devices_and_deleted_stock_goes,
    z6_the_last_user_takes_everything_along,
    z6_who_leaves_is_named_no_longer,
);

async fn conflicts_that_wait_are_listed_for_administrators(house: &House) {
    let mut aya = aya(house).await;
    let mut ben = ben(house, &aya).await;
    let item = aya.stock(house, form(300, "A-1")).await;
    ben.do_one(house, item, update(&form(300, "A-1"), &form(250, "A-1")))
        .await;
    let clash = update(&form(300, "A-1"), &form(200, "A-1"));
    let outcome = aya.do_one(house, item, clash).await;
    let administrator = aya.who.administrator().expect("administers");
    let list = conflicts::list(&house.market, &administrator)
        .await
        .expect("lists");
    assert_eq!((list.total, list.waiting.len()), (1, 1));
    let waiting = &list.waiting[0];
    assert_eq!((waiting.row.item_id, waiting.seen()), (item, 2));
    assert!(waiting.is_known);
    assert!(matches!(waiting.about, About::Unit { .. }));
    assert_eq!(
        [&waiting.mine, &waiting.theirs, &waiting.changed_by],
        [&Some("山田 太郎".to_owned()); 3]
    );
    assert!(ben.who.administrator().is_none(), "others settle their own");
    let other = crate::sync::eve(house).await;
    let theirs = other.who.administrator().expect("administers");
    let list = conflicts::list(&house.market, &theirs).await.expect("lists");
    assert_eq!(list.total, 0);
    let mut choice = aya.op(item, 2, update(&form(250, "A-1"), &form(250, "A-1")));
    choice.resolves = conflict_ids(&outcome);
    aya.send(house, vec![choice]).await;
    let list = conflicts::list(&house.market, &administrator)
        .await
        .expect("lists");
    assert_eq!(list.total, 0);
}

async fn sells_no_longer(house: &House, device: &Device) {
    sides::to_buyer(
        &house.market,
        &device.who,
        &caller(),
        &forms::agreed(forms::profile("Midori Parts")),
    )
    .await
    .expect("changes sides");
}

async fn z18_hidden_stock_stays_with_the_devices_and_deleted_stock_goes(house: &House) {
    let mut aya = aya(house).await;
    let item = aya.stock(house, form(300, "A-1")).await;
    let seen = aya.pull(house, 0).await.next;
    sells_no_longer(house, &aya).await;
    let ops = aya.ops([(item, delete(form(300, "A-1")))]);
    let answer = aya.try_send(&house.market, &aya.push(ops)).await;
    assert_eq!(answer, Err(Stop::CompanyGone), "a buyer edits no stock");
    let hidden = aya.pull(house, seen).await;
    assert!(!hidden.reset && hidden.rows.is_empty(), "hiding changes no lot");
    assert_eq!(aya.pull(house, hidden.next).await.next, hidden.next);
    house.wait(Duration::from_secs(91 * 24 * 3_600));
    jobs::run_due(&house.market).await.expect("deletes");
    assert_eq!(house.rows("lot").await, 0);
    let deleted = aya.pull(house, hidden.next).await;
    assert!(
        deleted.reset && deleted.rows.is_empty(),
        "everything anew, which is nothing"
    );
    let after = aya.pull(house, deleted.next).await;
    assert!(!after.reset, "and not again with every look");
}

async fn z6_the_last_user_takes_everything_along(house: &House) {
    let mut aya = aya(house).await;
    let mut ben = ben(house, &aya).await;
    let item = aya.stock(house, form(300, "A-1")).await;
    ben.do_one(house, item, update(&form(300, "A-1"), &form(250, "A-1")))
        .await;
    aya.do_one(house, item, update(&form(300, "A-1"), &form(200, "A-1")))
        .await;
    let tables = ["lot", "lot_past", "sync_client", "sync_op", "sync_conflict"];
    for table in tables {
        assert_ne!(house.rows(table).await, 0, "{table}");
    }
    for who in [&ben.who, &aya.who] {
        leaving::leave(&house.market, who, PASSWORD)
            .await
            .expect("leaves");
    }
    for table in tables {
        assert_eq!(house.rows(table).await, 0, "{table}");
    }
}

async fn z6_who_leaves_is_named_no_longer(house: &House) {
    let mut aya = aya(house).await;
    let mut ben = ben(house, &aya).await;
    let item = aya.stock(house, form(300, "A-1")).await;
    ben.do_one(house, item, update(&form(300, "A-1"), &form(250, "A-1")))
        .await;
    let ops = aya.ops([(item, update(&form(300, "A-1"), &form(200, "A-1")))]);
    let told = aya.send(house, ops.clone()).await;
    assert_eq!(
        told.results[0].outcome.conflicts()[0].theirs_by,
        Some(ben.hello.user_id)
    );
    leaving::leave(&house.market, &ben.who, PASSWORD)
        .await
        .expect("leaves");
    let again = aya.send(house, ops).await;
    assert_eq!(again.results[0].outcome.conflicts()[0].theirs_by, None);
    let row = aya.row(house, item).await;
    assert_eq!((row.version, row.updated_by), (2, None), "what they wrote stays");
    assert_eq!(house.rows("sync_client").await, 1);
}
