//! Conflicts, and the choices that settle them.

use domain::inventory::sync::choices::{Choice, NotChosen};
use domain::inventory::sync::queue::Wish;
use domain::inventory::sync::{About, Act};

use crate::market::Market;
use crate::pair::{Device, ITEM, form, lot, shared};

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
