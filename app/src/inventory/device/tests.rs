//! The store in memory, which the tests of this floor can open, and through it what both kinds have in common.

use std::collections::HashSet;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use domain::inventory::grid::past::Change;
use domain::inventory::grid::{Draft, Past, Steps};
use domain::inventory::sync::delivery::{Prepared, adopt, prepare};
use domain::inventory::sync::local::{Acked, LocalTx, Queued, StoreFault};
use domain::inventory::sync::op::{Act, Op};
use domain::inventory::sync::queue::{Edit, NotNoted, Noted, Wish, note};
use domain::inventory::sync::{QUEUE_OPS, Schemas};
use domain::inventory::{LotForm, ThisYear};
use uuid::Uuid;

use super::Remembered;
use super::base::{Base, NoBase};
use super::tables::{Index, Key, Table};

/// Memory answers at once: a future that waits would let somebody else into a transaction.
fn at_once<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(done) => done,
        Poll::Pending => panic!("memory does not wait"),
    }
}

fn store() -> Base {
    at_once(Base::in_memory(7, 3, NoBase::Refused)).expect("memory opens")
}

fn edit(model: &str) -> Edit {
    let cells = LotForm {
        manufacturer: "TOSHIBA".to_owned(),
        product_name: "IC".to_owned(),
        model: model.to_owned(),
        quantity: "300".to_owned(),
        packing: "Reel".to_owned(),
        rohs: "ROHS2".to_owned(),
        location: "Japan".to_owned(),
        ..LotForm::default()
    };
    Edit {
        item_id: Uuid::new_v4(),
        wish: Wish::Create {
            lot: cells.check(ThisYear(2_026)).expect("a lot"),
        },
        op_id: Uuid::now_v7(),
        made_at: 0,
        schema: Schemas::CURRENT.newest,
        resolves: Vec::new(),
    }
}

fn acked(n: i64, at: i64) -> Acked {
    let op = Op {
        n,
        op_id: Uuid::now_v7(),
        item_id: Uuid::new_v4(),
        base_version: 1,
        schema: 1,
        made_at: 0,
        resolves: Vec::new(),
        act: Act::Restore,
    };
    Acked { op, at }
}

#[test]
fn work_that_fails_has_not_happened() {
    let base = store();
    let failed = at_once(base.work(async |tx| {
        note(tx, &edit("LOST-1")).await.map_err(|_| StoreFault::Full)?;
        tx.put(Table::Drafts, Uuid::new_v4(), &"typed")?;
        Err::<(), _>(StoreFault::Full)
    }));
    assert_eq!(failed, Err(StoreFault::Full));
    let (unsent, next) =
        at_once(base.work(async |tx| Ok::<_, StoreFault>((tx.unsent().await?, tx.meta().await?.next_n))))
            .expect("memory reads");
    assert!(unsent.is_nothing());
    assert_eq!(next, 1, "the number was not taken");
    assert!(!base.would_lose());
}

#[test]
fn edits_are_numbered_and_prepared_as_on_the_disk() {
    let base = store();
    at_once(base.work(async |tx| adopt(tx, Uuid::new_v4()).await)).expect("the market is known");
    let edits: Vec<_> = (0..12).map(|at| edit(&format!("PART-{at}"))).collect();
    for edit in &edits {
        let noted = at_once(base.work(async |tx| note(tx, edit).await.map_err(|_| StoreFault::Gone)));
        assert!(matches!(noted, Ok(Noted::Queued { .. })), "{noted:?}");
    }
    assert!(base.would_lose());
    let prepared = at_once(base.work(async |tx| prepare(tx, Schemas::CURRENT.newest).await));
    let Ok(Prepared::Push(push)) = prepared else {
        panic!("a push, not {prepared:?}")
    };
    let sent: Vec<_> = push.ops.iter().map(|op| (op.n, op.op_id)).collect();
    let noted: Vec<_> = (1..).zip(edits.iter().map(|edit| edit.op_id)).collect();
    assert_eq!(sent, noted, "ten comes behind nine");
    let of_item = at_once(base.work(async |tx| tx.queue_of(edits[3].item_id).await)).expect("memory reads");
    assert_eq!(of_item.iter().map(|queued| queued.op.n).collect::<Vec<_>>(), [4]);
}

#[test]
fn answered_ops_go_by_their_time_and_are_read_from_a_number_on() {
    let base = store();
    let left = at_once(base.work(async |tx| {
        for (n, at) in [(8, 100), (9, 300), (10, 200), (11, 50)] {
            tx.put_acked(&acked(n, at)).await?;
        }
        assert_eq!(tx.last_acked().await?.map(|acked| acked.op.n), Some(11));
        tx.drop_acked_before(200).await?;
        tx.acked(9).await
    }));
    let left = left.expect("memory reads");
    assert_eq!(left.iter().map(|acked| acked.op.n).collect::<Vec<_>>(), [9, 10]);
}

#[test]
fn tables_do_not_run_into_each_other() {
    let base = store();
    let found = at_once(base.work(async |tx| {
        for table in Table::ALL {
            tx.put(table, "a", &table.name())?;
            tx.put_indexed(table, 5, &table.name(), (Index::Item, "x"))?;
        }
        let mut found = Vec::new();
        for table in Table::ALL {
            let all: Vec<String> = tx.some(table, Some(&Key::Number(4)), 2).await?;
            let by: Vec<String> = tx.by(table, Index::Item, "x").await?;
            found.push((table, all, by, tx.count(table).await?));
        }
        Ok::<_, StoreFault>(found)
    }));
    for (table, all, by, count) in found.expect("memory reads") {
        let name = table.name().to_owned();
        assert_eq!(all, [name.clone(), name.clone()]);
        assert_eq!(by, [name]);
        // The device's knowledge of itself lies in the last of them.
        assert_eq!(count, if table == Table::Meta { 3 } else { 2 });
    }
}

#[test]
fn what_was_not_sent_stays_thirty_days_when_the_person_is_gone() {
    const DAY: i64 = 24 * 60 * 60 * 1_000;
    let base = store();
    assert_eq!(at_once(base.gone(0)), Ok(None), "nothing is left");
    at_once(base.work(async |tx| note(tx, &edit("LEFT-1")).await.map_err(|_| StoreFault::Gone)))
        .expect("it is noted");
    assert_eq!(at_once(base.gone(DAY)), Ok(Some(31 * DAY)));
    assert_eq!(
        at_once(base.gone(30 * DAY)),
        Ok(Some(31 * DAY)),
        "from the first time on"
    );
    assert_eq!(
        at_once(base.gone(31 * DAY)),
        Ok(Some(32 * DAY)),
        "whoever comes after that finds it once more"
    );
    assert_eq!(at_once(base.gone(32 * DAY - 1)), Ok(Some(32 * DAY)));
    assert_eq!(at_once(base.gone(32 * DAY)), Ok(None));
    at_once(base.used(32 * DAY)).expect("whoever is back may edit again");
    assert_eq!(
        at_once(base.gone(40 * DAY)),
        Ok(Some(70 * DAY)),
        "a second time begins anew"
    );
}

#[test]
fn as_many_drafts_go_as_a_device_keeps_and_the_others_stay() {
    let base = store();
    let waiting = (1..i64::from(QUEUE_OPS) - 1).map(|n| Queued {
        op: acked(1_000_000 + n, 0).op,
        sent: false,
    });
    at_once(base.work(async |tx| {
        for queued in waiting.clone() {
            tx.put_queued(&queued).await?;
        }
        Ok::<_, StoreFault>(())
    }))
    .expect("they wait");
    let edits: Vec<_> = (0..5).map(|_| edit("MANY-1")).collect();
    let drafts: Vec<_> = edits.iter().map(|edit| Draft::blank(edit.item_id)).collect();
    let left = at_once(base.note_all(&edits, &drafts)).expect("two of them");
    let last: HashSet<_> = edits[2..].iter().map(|edit| edit.item_id).collect();
    assert_eq!(left, last);
    let unsent = at_once(base.work(async |tx| tx.unsent().await)).expect("memory reads");
    assert_eq!(unsent.edits, QUEUE_OPS);
    assert_eq!(at_once(base.note_all(&edits[2..], &[])), Err(NotNoted::TooMany));
}

#[test]
fn what_can_be_taken_back_is_kept_in_two_parts_that_belong_together() {
    let step = |n: u128| {
        vec![Change::Tick {
            item_id: Uuid::from_u128(n),
            after: true,
            lot: None,
        }]
    };
    let steps = |ns: &[u128]| Steps {
        done: ns.iter().map(|n| step(*n)).collect(),
        undone: Vec::new(),
    };
    let (mine, theirs) = (Uuid::from_u128(1), Uuid::from_u128(2));
    let written = |base: &Base, after, recent, early: Option<&[u128]>| {
        let past = Remembered {
            recent: steps(recent),
            after,
            early: early.map(steps),
        };
        at_once(base.store_drafts(&[], &past)).expect("it is stored");
        at_once(base.drafts()).expect("memory reads").1
    };
    let base = store();
    let both = Past::of(steps(&[1, 2]), steps(&[3]));
    assert_eq!(written(&base, mine, &[3], Some(&[1, 2])), both);
    let longer = Past::of(steps(&[1, 2]), steps(&[3, 4]));
    assert_eq!(written(&base, mine, &[3, 4], None), longer, "the early ones stay");
    // Another tab has steps of its own.
    let other = Past::of(Steps::default(), steps(&[9]));
    assert_eq!(written(&base, theirs, &[9], None), other);
    let before: Past = at_once(base.work(async |tx| {
        tx.put(
            Table::Meta,
            "past",
            &serde_json::json!({"done": [step(5)], "undone": []}),
        )?;
        tx.delete(Table::Meta, "past-early")
    }))
    .and_then(|()| at_once(base.drafts()))
    .expect("memory reads")
    .1;
    let of_before = Past::of(Steps::default(), steps(&[5]));
    assert_eq!(before, of_before, "a program of before wrote one part");
}

#[test]
fn a_clock_that_is_put_right_takes_nothing_away() {
    const DAY: i64 = 24 * 60 * 60 * 1_000;
    const YEARS: i64 = 5 * 365 * DAY;
    let store_at = |first| {
        let base = store();
        at_once(base.work(async |tx| note(tx, &edit("LEFT-1")).await.map_err(|_| StoreFault::Gone)))
            .expect("it is noted");
        assert_eq!(at_once(base.gone(first)), Ok(Some(first + 30 * DAY)));
        base
    };
    let behind = store_at(0);
    assert_eq!(at_once(behind.gone(YEARS)), Ok(Some(YEARS + DAY)));
    let ahead = store_at(YEARS);
    assert_eq!(at_once(ahead.gone(DAY)), Ok(Some(31 * DAY)), "and not for years");
}

#[test]
fn a_wiped_store_is_closed() {
    let base = store();
    at_once(base.wipe()).expect("memory is wiped");
    assert_eq!(
        at_once(base.work(async |tx| tx.unsent().await)),
        Err(StoreFault::Gone)
    );
}
