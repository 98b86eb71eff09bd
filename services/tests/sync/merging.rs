//! The table of the merge rule through the real tables, and what a search finds afterwards.

use domain::inventory::sync::{About, Act, Outcome, Refused, Topic};
use domain::violations::Violation;
use services::inventory::export;
use uuid::Uuid;

use crate::support::house::{House, MINUTE};
use crate::sync::{aya, ben, create, delete, eve, form, found, of_model, update};

on_both!(
    s02_the_same_version_is_changed_and_deleted_and_brought_back,
    s02_another_unit_is_merged_and_the_same_unit_is_a_conflict,
    s04_nobody_deletes_what_they_have_not_seen,
    s04_what_was_deleted_is_not_changed_silently,
    s13_an_id_that_is_unknown_and_one_of_another_company_are_alike,
    s12_one_bad_op_in_two_hundred_keeps_nobody_waiting,
    an_edit_is_found_by_the_next_search_and_a_deleted_lot_is_not,
    a_lot_that_is_changed_often_in_one_batch_is_written_once,
    a_conflict_names_who_wrote_the_value_and_when,
);

async fn s02_the_same_version_is_changed_and_deleted_and_brought_back(house: &House) {
    let mut aya = aya(house).await;
    let item = aya.stock(house, form(300, "A-1")).await;
    let applied = |version| Outcome::Applied { version };
    let changes = update(&form(300, "A-1"), &form(250, "A-1"));
    assert_eq!(aya.do_one(house, item, changes).await, applied(2));
    let op = aya.op(item, 2, delete(form(250, "A-1")));
    let deleted = aya.send(house, vec![op]).await;
    assert_eq!(deleted.results[0].outcome, applied(3));
    assert!(deleted.rows[0].is_deleted());
    let again = delete(form(250, "A-1"));
    assert_eq!(
        aya.do_one(house, item, again).await,
        applied(3),
        "it is gone already"
    );
    let op = aya.op(item, 3, Act::Restore);
    let restored = aya.send(house, vec![op]).await;
    assert_eq!(restored.results[0].outcome, applied(4));
    let row = aya.row(house, item).await;
    assert_eq!((row.lot, row.deleted_at, row.seq), (form(250, "A-1"), None, 4));
    assert_eq!(row.updated_by, Some(aya.hello.user_id));
    assert_eq!(aya.do_one(house, item, Act::Restore).await, applied(4));
}

async fn s02_another_unit_is_merged_and_the_same_unit_is_a_conflict(house: &House) {
    let mut aya = aya(house).await;
    let mut ben = ben(house, &aya).await;
    let item = aya.stock(house, form(300, "A-1")).await;
    let theirs = update(&form(300, "A-1"), &form(250, "A-1"));
    ben.do_one(house, item, theirs).await;
    let other_unit = update(&form(300, "A-1"), &form(300, "B-7"));
    let merged = aya.do_one(house, item, other_unit).await;
    assert_eq!(merged, Outcome::Merged { version: 3 });
    assert_eq!(aya.row(house, item).await.lot, form(250, "B-7"));
    // Both units, of which the other has changed one since.
    let both = update(&form(300, "B-7"), &form(200, "C-9"));
    let outcome = aya.do_one(house, item, both).await;
    let Outcome::Conflict {
        version: 4,
        conflicts,
    } = &outcome
    else {
        panic!("{outcome:?}")
    };
    assert_eq!((conflicts.len(), conflicts[0].id.topic), (1, Topic::Quantity));
    assert_eq!(
        conflicts[0].theirs_by,
        Some(ben.hello.user_id),
        "who wrote the number, not who changed the lot last"
    );
    assert_eq!(
        aya.row(house, item).await.lot,
        form(250, "C-9"),
        "the rest is done"
    );
    // What they both want is so already.
    let same = update(&form(300, "C-9"), &form(250, "C-9"));
    assert_eq!(
        ben.do_one(house, item, same).await,
        Outcome::Applied { version: 4 }
    );
}

async fn a_conflict_names_who_wrote_the_value_and_when(house: &House) {
    let mut aya = aya(house).await;
    let mut ben = ben(house, &aya).await;
    let item = aya.stock(house, form(300, "A-1")).await;
    house.wait(MINUTE);
    ben.do_one(house, item, update(&form(300, "A-1"), &form(250, "A-1")))
        .await;
    let wrote_at = aya.row(house, item).await.updated_at;
    house.wait(MINUTE);
    // In one batch: the lot's last change is then one's own.
    let first = aya.op(item, 1, update(&form(300, "A-1"), &form(300, "B-7")));
    let second = aya.op(item, 1, update(&form(300, "B-7"), &form(200, "B-7")));
    let sent = aya.send(house, vec![first, second]).await;
    let [conflict] = sent.results[1].outcome.conflicts() else {
        panic!("{sent:?}")
    };
    assert_eq!(
        (conflict.theirs_by, conflict.theirs_at),
        (Some(ben.hello.user_id), wrote_at)
    );
    let row = aya.row(house, item).await;
    assert_eq!(row.updated_by, Some(aya.hello.user_id));
    assert_eq!(conflict.whose(&row), (Some(ben.hello.user_id), wrote_at));
    // Once the number is another one, it is whoever changed it.
    house.wait(MINUTE);
    aya.do_one(house, item, update(&form(250, "B-7"), &form(240, "B-7")))
        .await;
    let row = aya.row(house, item).await;
    assert_eq!(conflict.whose(&row), (Some(aya.hello.user_id), row.updated_at));
    let past = "SELECT COUNT(*) FROM sync_conflict WHERE theirs_by IS NOT NULL";
    assert_eq!(house.number(past).await, 1);
}

async fn s04_nobody_deletes_what_they_have_not_seen(house: &House) {
    let mut aya = aya(house).await;
    let mut ben = ben(house, &aya).await;
    let item = aya.stock(house, form(300, "A-1")).await;
    ben.do_one(house, item, update(&form(300, "A-1"), &form(300, "B-7")))
        .await;
    let outcome = aya.do_one(house, item, delete(form(300, "A-1"))).await;
    let [conflict] = outcome.conflicts() else {
        panic!("{outcome:?}")
    };
    assert!(matches!(&conflict.about, About::Deleting { theirs, .. } if *theirs == form(300, "B-7")));
    assert!(!aya.row(house, item).await.is_deleted());
}

async fn s04_what_was_deleted_is_not_changed_silently(house: &House) {
    let mut aya = aya(house).await;
    let mut ben = ben(house, &aya).await;
    let item = aya.stock(house, form(300, "A-1")).await;
    ben.do_one(house, item, delete(form(300, "A-1"))).await;
    for act in [update(&form(300, "A-1"), &form(1, "A-1")), create(form(5, "new"))] {
        let outcome = aya.do_one(house, item, act).await;
        let [conflict] = outcome.conflicts() else {
            panic!("{outcome:?}")
        };
        assert_eq!(conflict.id.topic, Topic::Row);
        assert!(matches!(conflict.about, About::Deleted { .. }));
    }
    assert!(aya.row(house, item).await.is_deleted());
}

async fn s13_an_id_that_is_unknown_and_one_of_another_company_are_alike(house: &House) {
    let (mut aya, mut eve) = (aya(house).await, eve(house).await);
    let theirs = aya.stock(house, form(300, "A-1")).await;
    let before = aya.row(house, theirs).await;
    let acts = || {
        [
            update(&form(300, "A-1"), &form(1, "A-1")),
            delete(form(300, "A-1")),
            Act::Restore,
            create(form(7, "mine")),
            update(&form(7, "mine"), &form(8, "mine")),
        ]
    };
    let nobodys = Uuid::now_v7();
    let foreign = eve.does(house, acts().map(|act| (theirs, act))).await;
    let unknown = eve.does(house, acts().map(|act| (nobodys, act))).await;
    assert_eq!(foreign, unknown);
    let refused = || Outcome::Refused {
        why: Refused::UnknownId,
    };
    let applied = |version| Outcome::Applied { version };
    assert_eq!(
        foreign,
        [refused(), applied(0), refused(), applied(1), applied(2)]
    );
    assert_eq!(aya.row(house, theirs).await, before);
    assert_eq!(aya.rows(house).await.len(), 1);
    assert_eq!(
        eve.row(house, theirs).await.lot,
        form(8, "mine"),
        "a lot of their own"
    );
    let taken = Outcome::Refused {
        why: Refused::IdTaken,
    };
    assert_eq!(eve.do_one(house, theirs, create(form(9, ""))).await, taken);
}

async fn s12_one_bad_op_in_two_hundred_keeps_nobody_waiting(house: &House) {
    let mut aya = aya(house).await;
    let acts = (0..200).map(|n| {
        let lot = match n {
            77 => form(1, "ask MIDORI PARTS"),
            _ => of_model(&format!("M-{n}")),
        };
        (Uuid::now_v7(), create(lot))
    });
    let acts: Vec<_> = acts.collect();
    let outcomes = aya.does(house, acts).await;
    for (n, outcome) in outcomes.iter().enumerate() {
        match outcome {
            Outcome::Refused {
                why: Refused::Faults { faults },
            } => {
                assert_eq!(n, 77);
                assert_eq!(faults.at("remarks"), Some(&Violation::NamesCompany));
            }
            other => assert_eq!(*other, Outcome::Applied { version: 1 }, "{n}"),
        }
    }
    assert_eq!(aya.rows(house).await.len(), 199);
    let later = aya.stock(house, form(1, "")).await;
    assert_eq!(aya.row(house, later).await.seq, 200);
}

async fn an_edit_is_found_by_the_next_search_and_a_deleted_lot_is_not(house: &House) {
    let mut aya = aya(house).await;
    let other = house.other_process().await;
    let item = aya.stock(house, of_model("TC74HC4050AFTEL")).await;
    let both = async |query: &'static str| (found(&house.market, query).await, found(&other, query).await);
    assert_eq!(both("TC74HC").await, (1, 1));
    let renamed = update(&of_model("TC74HC4050AFTEL"), &of_model("MAX708TESA"));
    aya.do_one(house, item, renamed).await;
    assert_eq!((both("TC74HC").await, both("MAX708").await), ((0, 0), (1, 1)));
    aya.do_one(house, item, delete(of_model("MAX708TESA"))).await;
    assert_eq!(both("MAX708").await, (0, 0));
    let mut listed = Vec::new();
    let proof = aya.who.supplier().expect("a supplier");
    let lots = export::export(&house.market, &proof, &mut listed).await;
    assert_eq!(lots.expect("exports"), 0, "nor in exports");
    aya.do_one(house, item, Act::Restore).await;
    assert_eq!(both("MAX708").await, (1, 1));
    // A later import counts what there is.
    house.stock(&proof, &["NEW-1"]).await;
    assert_eq!(found(&house.market, "NEW-1").await, 1);
    other.db.close().await.expect("closes");
}

async fn a_lot_that_is_changed_often_in_one_batch_is_written_once(house: &House) {
    let mut aya = aya(house).await;
    let item = Uuid::now_v7();
    let acts = [
        create(form(1, "a")),
        update(&form(1, "a"), &form(2, "a")),
        delete(form(2, "a")),
        Act::Restore,
        update(&form(2, "a"), &form(2, "b")),
        delete(form(2, "b")),
    ];
    let outcomes = aya.does(house, acts.map(|act| (item, act))).await;
    let versions = (1..=6).map(|version| Outcome::Applied { version });
    // All ops knew version 1: what comes after it is called merged.
    for (outcome, applied) in outcomes.iter().zip(versions) {
        let (Outcome::Applied { version } | Outcome::Merged { version }) = outcome else {
            panic!("{outcome:?}")
        };
        assert_eq!(Outcome::Applied { version: *version }, applied);
    }
    let row = aya.row(house, item).await;
    assert_eq!((row.version, row.seq, row.is_deleted()), (6, 1, true));
    assert_eq!(row.lot, form(2, "b"));
}
