//! Ops that come again, in another order, too early, or under another number: each is decided once.

use domain::inventory::sync::wire::{Malformed, Stop};
use domain::inventory::sync::{Outcome, Refused};
use services::inventory::sync;
use uuid::Uuid;

use crate::support::house::House;
use crate::sync::{aya, ben, conflict_ids, create, form, of_model, update};

on_both!(
    s01_a_batch_that_comes_again_is_answered_as_before,
    s01_a_batch_that_comes_again_with_more_is_done_from_there_on,
    a_gap_is_named_and_nothing_is_done,
    a_number_that_was_used_for_another_op_stops_the_whole_batch,
    s15_an_op_under_another_number_is_the_same_op,
    s09_a_form_of_the_future_waits_and_one_of_the_past_is_sent_for_a_new_program,
    s16_a_clock_that_is_years_off_changes_nothing,
    a_conflict_is_told_again_word_for_word_and_settled_by_a_choice,
);

async fn s01_a_batch_that_comes_again_is_answered_as_before(house: &House) {
    let mut aya = aya(house).await;
    let item = Uuid::now_v7();
    let bad = create(form(1, "ask Midori Parts"));
    let ops = aya.ops([
        (item, create(form(300, "A-1"))),
        (Uuid::now_v7(), bad),
        (item, update(&form(300, "A-1"), &form(250, "A-1"))),
    ]);
    let first = aya.send(house, ops.clone()).await;
    let again = aya.send(house, ops).await;
    assert_eq!(again.results, first.results);
    assert_eq!((again.last_n, again.seq), (3, first.seq));
    assert_eq!(house.rows("sync_op").await, 3);
    assert_eq!(aya.row(house, item).await.version, 2);
}

async fn s01_a_batch_that_comes_again_with_more_is_done_from_there_on(house: &House) {
    let mut aya = aya(house).await;
    let item = Uuid::now_v7();
    let mut ops = aya.ops([(item, create(form(1, "a")))]);
    aya.send(house, ops.clone()).await;
    ops.extend(aya.ops([(item, update(&form(1, "a"), &form(2, "a")))]));
    let both = aya.send(house, ops).await;
    assert_eq!(both.results[1].outcome, Outcome::Applied { version: 2 });
    assert_eq!((both.last_n, both.seq), (2, 2));
}

async fn a_gap_is_named_and_nothing_is_done(house: &House) {
    let mut aya = aya(house).await;
    let mut ops = aya.ops((0..3).map(|n| (Uuid::now_v7(), create(form(1 + n, "")))));
    let late = ops.split_off(1);
    let stopped = aya.try_send(&house.market, &aya.push(late.clone())).await;
    assert_eq!(stopped, Err(Stop::Gap { expected: 1 }), "from the future");
    aya.send(house, ops).await;
    let reordered = vec![late[1].clone(), late[0].clone()];
    let why = Malformed::Numbers;
    let stopped = aya.try_send(&house.market, &aya.push(reordered)).await;
    assert_eq!(stopped, Err(Stop::Malformed { why }));
    assert_eq!(house.rows("lot").await, 1);
    aya.send(house, late).await;
    assert_eq!(house.rows("lot").await, 3);
}

async fn a_number_that_was_used_for_another_op_stops_the_whole_batch(house: &House) {
    let mut aya = aya(house).await;
    let ops = aya.ops([(Uuid::now_v7(), create(form(1, "a")))]);
    aya.send(house, ops.clone()).await;
    let mut spoiled = ops;
    spoiled[0].act = create(form(2, "a"));
    let more = aya.ops([(Uuid::now_v7(), create(form(3, "b")))]);
    spoiled.extend(more);
    let stopped = aya.try_send(&house.market, &aya.push(spoiled)).await;
    let why = Malformed::Reused;
    assert_eq!(stopped, Err(Stop::Malformed { why }));
    assert_eq!((house.rows("lot").await, house.rows("sync_op").await), (1, 1));
}

async fn s15_an_op_under_another_number_is_the_same_op(house: &House) {
    let mut aya = aya(house).await;
    let item = Uuid::now_v7();
    let ops = aya.ops([
        (item, create(form(1, "a"))),
        (item, update(&form(1, "a"), &form(2, "a"))),
    ]);
    let first = aya.send(house, ops.clone()).await;
    let renumbered = aya.another();
    let mut later = ops.clone();
    later.reverse();
    for (n, op) in (1..).zip(&mut later) {
        op.n = n;
    }
    let again = renumbered.send(house, later).await;
    assert_eq!(again.results[0].outcome, first.results[1].outcome);
    assert_eq!(again.results[1].outcome, first.results[0].outcome);
    assert_eq!(aya.row(house, item).await.version, 2);
    // The same id for something else is not the same op.
    let mut forged = ops[0].clone();
    (forged.n, forged.act) = (1, create(form(9, "z")));
    let third = aya.another().send(house, vec![forged]).await;
    let taken = Outcome::Refused {
        why: Refused::IdTaken,
    };
    assert_eq!(third.results[0].outcome, taken);
}

async fn s09_a_form_of_the_future_waits_and_one_of_the_past_is_sent_for_a_new_program(house: &House) {
    let mut aya = aya(house).await;
    let mut ops = aya.ops([(Uuid::now_v7(), create(form(1, "a")))]);
    ops[0].schema = 2;
    let push = aya.push(ops.clone());
    let stopped = aya.try_send(&house.market, &push).await;
    assert_eq!(stopped, Err(Stop::Busy { seconds: 60 }));
    let schemas = domain::inventory::sync::Schemas {
        newest: 3,
        oldest: 2,
        step: Some,
    };
    let proof = aya.who.supplier().expect("a supplier");
    ops[0].schema = 1;
    let old = sync::push(&house.market, &proof, &aya.push(ops), schemas, "").await;
    assert_eq!(
        old.expect("does not break"),
        Err(Stop::UpgradeRequired { oldest: 2 })
    );
    let lifted = sync::push(&house.market, &proof, &push, schemas, "").await;
    let lifted = lifted.expect("does not break").expect("is lifted");
    assert_eq!(lifted.results[0].outcome, Outcome::Applied { version: 1 });
    // Sent again, lifted by the device itself: another hash, and the same op.
    let mut newer = push;
    newer.ops[0].schema = 3;
    let again = sync::push(&house.market, &proof, &newer, schemas, "").await;
    assert_eq!(
        again.expect("does not break").expect("is known").results,
        lifted.results
    );
    let unreadable = br#"{"protocol":1,"schema":9,"what":"will come"}"#;
    let read = |bytes: &[u8]| sync::read(bytes, schemas).err();
    assert_eq!(read(unreadable), Some(Stop::Busy { seconds: 60 }));
    assert_eq!(
        read(br#"{"schema":1}"#),
        Some(Stop::UpgradeRequired { oldest: 2 })
    );
    let why = Malformed::Unreadable;
    assert_eq!(read(b"<html>"), Some(Stop::Malformed { why }));
    assert_eq!(read(&vec![b' '; 256 * 1024 + 1]), Some(Stop::TooLarge));
}

async fn s16_a_clock_that_is_years_off_changes_nothing(house: &House) {
    const FIVE_YEARS: i64 = 5 * 365 * 24 * 3_600 * 1_000;
    let mut aya = aya(house).await;
    let mut told = Vec::new();
    for off in [0, -FIVE_YEARS, FIVE_YEARS] {
        let mut here = aya.another();
        here.made_at += off;
        let item = aya.stock(house, of_model("M-1")).await;
        let changes = update(&of_model("M-1"), &of_model("M-2"));
        let outcome = here.do_one(house, item, changes).await;
        let row = aya.row(house, item).await;
        assert_eq!(row.updated_at, house.market.now(), "the market's clock");
        told.push((outcome, row.version, row.lot));
    }
    assert!(told.windows(2).all(|pair| pair[0] == pair[1]), "{told:?}");
}

async fn a_conflict_is_told_again_word_for_word_and_settled_by_a_choice(house: &House) {
    let mut aya = aya(house).await;
    let mut ben = ben(house, &aya).await;
    let item = aya.stock(house, form(300, "A-1")).await;
    ben.do_one(house, item, update(&form(300, "A-1"), &form(250, "B-7")))
        .await;
    let ops = aya.ops([(item, update(&form(300, "A-1"), &form(200, "C-9")))]);
    let first = aya.send(house, ops.clone()).await;
    let outcome = &first.results[0].outcome;
    assert_eq!(outcome.conflicts().len(), 2);
    assert_eq!(aya.send(house, ops).await.results, first.results);
    let open = "sync_conflict WHERE resolved_at IS NULL";
    assert_eq!(house.rows(open).await, 2);
    let mut choice = aya.op(item, 2, update(&form(250, "B-7"), &form(200, "B-7")));
    choice.resolves = conflict_ids(outcome);
    // Somebody of another company settles nothing of this one.
    let mut eve = crate::sync::eve(house).await;
    let own = eve.stock(house, form(1, "")).await;
    let mut forged = eve.op(own, 1, update(&form(1, ""), &form(2, "")));
    forged.resolves = conflict_ids(outcome);
    eve.send(house, vec![forged]).await;
    assert_eq!(house.rows(open).await, 2);
    aya.send(house, vec![choice]).await;
    assert_eq!(house.rows(open).await, 0);
    assert_eq!(house.rows("sync_conflict WHERE resolved_by IS NOT NULL").await, 2);
    assert_eq!(aya.row(house, item).await.lot, form(200, "B-7"));
}
