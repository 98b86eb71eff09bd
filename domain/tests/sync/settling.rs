//! Conflicts, and the choices that settle them.

use domain::inventory::sync::answering::asked;
use domain::inventory::sync::bulk::{OtherSide, Tally, choose_all, groups, steps};
use domain::inventory::sync::choices::{Choice, Chosen, NotChosen};
use domain::inventory::sync::delivery::Absorbed;
use domain::inventory::sync::elsewhere;
use domain::inventory::sync::local::{LocalStore, LocalTx, Open};
use domain::inventory::sync::queue::{NotNoted, Noted, Wish};
use domain::inventory::sync::{ASKED_AT_ONCE, About, Act, Conflict, ConflictId, KEPT_ANSWERED, Row};
use uuid::Uuid;

use crate::market::Market;
use crate::now;
use crate::pair::{Device, ITEM, form, judge, lot, market, send, shared};

/// Mine is a quantity of 3, theirs is 2.
fn in_conflict() -> (Market, Device, Device) {
    let (mut market, mut mine, mut theirs) = shared();
    theirs.change((1, "a"), (2, "a"));
    theirs.sync(&mut market);
    mine.change((1, "a"), (3, "b"));
    mine.sync(&mut market);
    assert_eq!(mine.row().lot, form(2, "b"));
    assert_eq!(mine.store.conflicts.len(), 1);
    (market, mine, theirs)
}

#[test]
fn mine_is_kept_by_an_op_that_saw_theirs() {
    let (mut market, mut mine, _) = in_conflict();
    mine.choose(Choice::Mine, mine.row()).expect("taken");
    assert_eq!(mine.choose(Choice::Mine, mine.row()), Err(NotChosen::Over));
    mine.sync(&mut market);
    assert_eq!(market.tables.rows[&ITEM].lot, form(3, "b"));
    assert_eq!((mine.store.conflicts.len(), market.tables.resolved.len()), (0, 1));
}

#[test]
fn theirs_is_kept_by_an_op_that_changes_nothing() {
    let (mut market, mut mine, _) = in_conflict();
    mine.choose(Choice::Theirs, mine.row()).expect("taken");
    let version = market.tables.rows[&ITEM].version;
    mine.sync(&mut market);
    assert_eq!(market.tables.rows[&ITEM].version, version);
    assert_eq!((mine.store.conflicts.len(), market.tables.resolved.len()), (0, 1));
}

#[test]
fn who_types_anew_in_sight_of_theirs_has_answered() {
    let (mut market, mut mine, _) = in_conflict();
    mine.change((2, "b"), (4, "b"));
    assert_eq!(
        mine.choose(Choice::Mine, mine.row()),
        Err(NotChosen::Over),
        "the later text is mine"
    );
    mine.change((4, "b"), (5, "b"));
    assert_eq!(mine.queue().len(), 1, "what is typed on joins it");
    mine.sync(&mut market);
    assert_eq!(market.tables.rows[&ITEM].lot, form(5, "b"));
    assert_eq!((mine.store.conflicts.len(), market.tables.resolved.len()), (0, 1));
}

#[test]
fn a_row_that_two_tabs_send_is_one_lot() {
    let (mut market, mut mine) = (market(), Device::of(1));
    let item = Uuid::from_u128(9);
    let create = |remarks| Wish::Create { lot: lot(1, remarks) };
    mine.try_wish(item, create("a")).expect("room");
    assert_eq!(mine.try_wish(item, create("a")), Ok(Noted::Nothing));
    mine.try_wish(item, create("b")).expect("room");
    assert_eq!(mine.queue().len(), 1);
    mine.sync(&mut market);
    // A tab that has not heard of it.
    mine.try_wish(item, create("c")).expect("room");
    mine.sync(&mut market);
    assert_eq!(market.tables.rows[&item].lot, form(1, "c"));
    assert_eq!((mine.store.rejected.len(), mine.store.conflicts.len()), (0, 0));
}

#[test]
fn who_types_into_another_cell_has_not_answered() {
    let (mut market, mut mine, _) = in_conflict();
    mine.change((2, "b"), (2, "c"));
    mine.sync(&mut market);
    assert_eq!((mine.store.conflicts.len(), market.tables.resolved.len()), (1, 0));
    mine.choose(Choice::Mine, mine.row()).expect("taken");
    mine.sync(&mut market);
    assert_eq!(market.tables.rows[&ITEM].lot, form(3, "c"));
}

#[test]
fn who_typed_twice_before_they_heard_of_it_is_asked_about_the_later_text() {
    let (mut market, mut mine, mut theirs) = shared();
    theirs.change((1, "a"), (2, "a"));
    theirs.sync(&mut market);
    mine.change((1, "a"), (3, "a"));
    let push = mine.prepare().expect("one");
    mine.change((3, "a"), (4, "a"));
    let pushed = send(&mut market, mine.user, &push).expect("nothing in the way");
    mine.settle(&pushed);
    mine.sync(&mut market);
    let waiting: Vec<Open> = mine.store.conflicts.values().cloned().collect();
    assert_eq!(waiting.len(), 2);
    let [shown] = &asked(waiting.clone())[..] else {
        panic!("one question for one cell")
    };
    assert!(matches!(&shown.conflict.about, About::Unit { mine, .. } if mine.cells() == ["4"]));
    let older = waiting.iter().find(|open| open.conflict.id != shown.conflict.id);
    let older = older.expect("the other one").conflict.id;
    assert_eq!(
        mine.choose_in(older, Choice::Mine, mine.row()),
        Err(NotChosen::Changed)
    );
    mine.choose(Choice::Mine, mine.row()).expect("taken");
    mine.sync(&mut market);
    assert_eq!(market.tables.rows[&ITEM].lot, form(4, "a"));
    assert_eq!((mine.store.conflicts.len(), market.tables.resolved.len()), (0, 2));
}

#[test]
fn a_third_edit_meets_the_choice_like_any_other() {
    let (mut market, mut mine, mut theirs) = in_conflict();
    theirs.pull(&mut market);
    theirs.change((2, "b"), (9, "b"));
    theirs.sync(&mut market);
    let old = mine.row();
    mine.choose(Choice::Mine, old.clone()).expect("taken");
    mine.sync(&mut market);
    let open: Vec<_> = mine.store.conflicts.values().collect();
    let [open] = open[..] else {
        panic!("the choice itself")
    };
    assert!(matches!(&open.conflict.about, About::Unit { theirs, .. } if theirs.cells() == ["9"]));
    assert_eq!(mine.choose(Choice::Mine, old), Err(NotChosen::Changed));
    let edited = Choice::Edited(lot(11, "what else stands there is not looked at"));
    mine.choose(edited, mine.row()).expect("taken");
    mine.sync(&mut market);
    assert_eq!(market.tables.rows[&ITEM].lot, form(11, "b"));
}

#[test]
fn what_they_deleted_comes_back_before_it_is_changed() {
    let (mut market, mut mine, mut theirs) = shared();
    theirs.wish(Wish::Delete { saw: form(1, "a") });
    theirs.sync(&mut market);
    mine.change((1, "a"), (3, "a"));
    mine.sync(&mut market);
    assert!(mine.row().is_deleted());
    mine.choose(Choice::Mine, mine.row()).expect("taken");
    let acts: Vec<_> = mine.queue().iter().map(|queued| queued.op.act.clone()).collect();
    assert!(matches!(acts[..], [Act::Restore, Act::Update { .. }]), "{acts:?}");
    mine.sync(&mut market);
    let row = &market.tables.rows[&ITEM];
    assert_eq!((row.is_deleted(), &row.lot), (false, &form(3, "a")));
    assert!(mine.store.conflicts.is_empty());
}

fn waiting(device: &Device) -> Vec<ConflictId> {
    let open = device.store.conflicts.values().filter(|open| open.waits());
    open.map(|open| open.conflict.id).collect()
}

fn news(device: &Device) -> Vec<Option<i64>> {
    let news = device.store.conflicts.values().filter_map(Open::news);
    news.map(|elsewhere| elsewhere.by).collect()
}

fn note(device: &mut Device, ids: &[ConflictId]) {
    let store = &mut device.store;
    let noted = now(async {
        let mut tx = store.begin().await?;
        elsewhere::note(&mut tx, ids).await?;
        tx.commit().await
    });
    noted.expect("a store");
}

#[test]
fn a_device_is_told_once_that_its_conflict_was_settled_elsewhere() {
    let (mut market, mut mine, mut theirs) = in_conflict();
    let ids = waiting(&mine);
    mine.pull(&mut market);
    assert_eq!(
        (waiting(&mine), news(&mine)),
        (ids.clone(), vec![]),
        "nobody has settled it"
    );
    theirs.settle_elsewhere(&mut market, ids.clone());
    assert_eq!(mine.pull(&mut market), Absorbed::Done);
    assert_eq!((waiting(&mine), news(&mine)), (vec![], vec![Some(2)]));
    assert_eq!(mine.choose(Choice::Mine, mine.row()), Err(NotChosen::Over));
    let unsent = now(async { mine.store.begin().await?.unsent().await });
    assert!(
        unsent.expect("a store").is_nothing(),
        "whoever leaves is asked nothing"
    );
    note(&mut mine, &ids);
    mine.pull(&mut market);
    assert_eq!((waiting(&mine), news(&mine)), (vec![], vec![]));
}

#[test]
fn a_choice_that_is_on_its_way_stands() {
    let (mut market, mut mine, mut theirs) = in_conflict();
    let ids = waiting(&mine);
    theirs.settle_elsewhere(&mut market, ids);
    mine.choose(Choice::Mine, mine.row()).expect("taken");
    mine.pull(&mut market);
    assert_eq!(news(&mine), []);
    mine.sync(&mut market);
    assert_eq!(
        market.tables.rows[&ITEM].lot,
        form(3, "b"),
        "as it saw what is there"
    );
    assert!(mine.store.conflicts.is_empty());
}

#[test]
fn a_restored_market_asks_again_what_it_does_not_know_to_be_settled() {
    let (mut market, mut mine, mut theirs) = in_conflict();
    let ids = waiting(&mine);
    let backup = market.tables.clone();
    theirs.settle_elsewhere(&mut market, ids.clone());
    let after = market.tables.clone();
    mine.pull(&mut market);
    note(&mut mine, &ids);
    market.restore(backup, Uuid::from_u128(78));
    mine.pull(&mut market);
    mine.sync(&mut market);
    assert_eq!(waiting(&mine), ids, "it waits on the market as well");
    // And where the backup knows of it, it is told of it once more.
    market.restore(after, Uuid::from_u128(79));
    mine.pull(&mut market);
    mine.sync(&mut market);
    assert_eq!((waiting(&mine), news(&mine)), (vec![], vec![Some(2)]));
}

#[test]
fn what_was_settled_elsewhere_is_forgotten_when_no_backup_can_take_it_back() {
    let (mut market, mut mine, mut theirs) = in_conflict();
    theirs.settle_elsewhere(&mut market, waiting(&mine));
    mine.pull(&mut market);
    mine.change((2, "b"), (2, "c"));
    let push = mine.prepare().expect("one op");
    let mut pushed = send(&mut market, 1, &push).expect("taken");
    mine.settle(&pushed);
    assert_eq!(mine.store.conflicts.len(), 1);
    pushed.at += KEPT_ANSWERED + 1;
    mine.settle(&pushed);
    assert!(mine.store.conflicts.is_empty());
}

/// So many lots of mine, and as many conflicts about them.
fn in_conflicts(count: u128) -> (Market, Device, Device, Vec<Uuid>) {
    let (mut market, mut mine, mut theirs) = shared();
    let items: Vec<_> = (1_000..1_000 + count).map(Uuid::from_u128).collect();
    for item in &items {
        mine.try_wish(*item, Wish::Create { lot: lot(1, "a") })
            .expect("room");
    }
    mine.sync(&mut market);
    theirs.pull(&mut market);
    for (device, quantity) in [(&mut theirs, 2), (&mut mine, 3)] {
        for item in &items {
            let (saw, typed) = (form(1, "a"), lot(quantity, "a"));
            device.try_wish(*item, Wish::Update { saw, typed }).expect("room");
        }
        device.sync(&mut market);
    }
    assert_eq!(mine.store.conflicts.len(), items.len());
    (market, mine, theirs, items)
}

#[test]
fn however_many_wait_all_are_asked_about_in_turn() {
    let (mut market, mut mine, mut theirs, _) = in_conflicts(120);
    let ids = waiting(&mine);
    theirs.settle_elsewhere(&mut market, vec![ids[7]]);
    theirs.settle_elsewhere(&mut market, ids[ASKED_AT_ONCE + 3..ASKED_AT_ONCE + 9].to_vec());
    // What was asked about at first was not settled then.
    assert_eq!(mine.store.meta.asked, Some(ids[ASKED_AT_ONCE - 1]));
    // Some of these are, so it goes on at once; and around.
    assert_eq!(mine.pull(&mut market), Absorbed::More);
    assert_eq!(mine.pull(&mut market), Absorbed::More);
    assert_eq!(waiting(&mine).len(), 113);
    assert_eq!(mine.pull(&mut market), Absorbed::Done);
    assert_eq!(mine.store.meta.last_seq, market.tables.seq);
}

fn pairs(device: &Device) -> Vec<(Conflict, Row)> {
    let open = device.store.conflicts.values().filter(|open| open.waits());
    let pair = |open: &Open| {
        let row = device.store.rows[&open.conflict.item_id].row.clone();
        (open.conflict.clone(), row)
    };
    open.map(pair).collect()
}

#[test]
fn many_are_decided_at_once_and_what_changed_meanwhile_is_left() {
    let (mut market, mut mine, mut theirs, items) = in_conflicts(60);
    let shown = pairs(&mine);
    let shown = || shown.iter().map(|(conflict, row)| (conflict, row));
    let group = groups(shown()).pop().expect("one person");
    assert_eq!((group.with, group.count), (OtherSide::Person(2), 60));
    // While the question stands, one lot is changed, one conflict settled, and one of mine is not what it was.
    let (saw, typed) = (form(2, "a"), lot(9, "a"));
    theirs
        .try_wish(items[4], Wish::Update { saw, typed })
        .expect("room");
    theirs.sync(&mut market);
    mine.pull(&mut market);
    let gone = waiting(&mine)[10];
    theirs.settle_elsewhere(&mut market, vec![gone]);
    mine.pull(&mut market);
    mine.pull(&mut market);
    let chosen: Vec<_> = steps(group.with, shown())
        .into_iter()
        .map(|step| Chosen {
            id: step.id,
            choice: Choice::Mine,
            seen: step.seen,
            op_ids: [mine.id(), mine.id()],
            made_at: 0,
            schema: 1,
        })
        .collect();
    let store = &mut mine.store;
    let came = now(async {
        let mut tx = store.begin().await?;
        let came = choose_all(&mut tx, &chosen, &judge()).await?;
        tx.commit().await?;
        Ok::<_, NotNoted>(came)
    });
    let mut tally = Tally::default();
    for came in came.expect("room") {
        tally.count(1, &came);
    }
    let expected = Tally {
        decided: 58,
        over: 1,
        changed: 1,
        ..Tally::default()
    };
    assert_eq!((tally, tally.left()), (expected, 1));
    mine.sync(&mut market);
    assert_eq!(waiting(&mine).len(), 1);
    let threes = market.tables.rows.values().filter(|row| row.lot == form(3, "a"));
    assert_eq!(threes.count(), 58);
}
