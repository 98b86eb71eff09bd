//! The table of the merge rule, line by line, and what holds for every op.

use proptest::prelude::*;
use uuid::Uuid;

use super::super::units::Unit;
use super::*;
use crate::inventory::ThisYear;
use crate::inventory::contact_details::CompanyName;
use crate::violations::Violation;

const ME: Moment = Moment { by: 1, now: 1_000 };

fn judge() -> Judge {
    Judge::new(ThisYear(2026), CompanyName::of("Acme Parts"))
}

fn lot(model: &str, quantity: u32, remarks: &str) -> LotForm {
    LotForm {
        manufacturer: "JST".into(),
        product_name: "Connector".into(),
        model: model.into(),
        quantity: quantity.to_string(),
        packing: "Loose".into(),
        rohs: "ROHS".into(),
        location: "Japan".into(),
        remarks: remarks.into(),
        ..LotForm::default()
    }
}

fn row(version: i32, lot: LotForm) -> Row {
    Row {
        item_id: Uuid::from_u128(7),
        version,
        seq: 40,
        deleted_at: None,
        updated_by: Some(2),
        updated_at: 900,
        lot,
    }
}

fn tombstone(version: i32, lot: LotForm) -> Row {
    Row {
        deleted_at: Some(900),
        ..row(version, lot)
    }
}

fn op(base_version: i32, act: Act) -> Op {
    Op {
        n: 1,
        op_id: Uuid::from_u128(99),
        item_id: Uuid::from_u128(7),
        base_version,
        schema: 1,
        made_at: 950,
        resolves: Vec::new(),
        act,
    }
}

fn update(base_version: i32, from: &LotForm, to: &LotForm) -> Op {
    let set = Set::between(from, to);
    op(base_version, Act::Update { set })
}

fn decide(row: Option<&Row>, op: &Op) -> (&'static str, Option<Row>) {
    let verdict = merge(row, op, ME, &judge());
    (verdict.outcome.word(), verdict.change.map(|changed| changed.row))
}

#[test]
fn an_update_of_what_was_seen_is_applied() {
    let seen = row(5, lot("A", 1, "x"));
    let (word, after) = decide(Some(&seen), &update(5, &seen.lot, &lot("A", 2, "x")));
    let after = after.expect("changed");
    assert_eq!((word, after.version, after.updated_by), ("applied", 6, Some(1)));
    assert_eq!(after.lot, lot("A", 2, "x"));
}

#[test]
fn an_update_beside_another_ones_is_merged() {
    let theirs = row(6, lot("A", 1, "theirs"));
    let (word, after) = decide(Some(&theirs), &update(5, &lot("A", 1, "x"), &lot("A", 2, "x")));
    assert_eq!(
        (word, after.expect("changed").lot),
        ("merged", lot("A", 2, "theirs"))
    );
}

#[test]
fn an_update_of_what_another_changed_is_a_conflict_there_and_applied_elsewhere() {
    let theirs = row(6, lot("A", 3, "x"));
    let mine = update(5, &lot("A", 1, "x"), &lot("A", 2, "mine"));
    let verdict = merge(Some(&theirs), &mine, ME, &judge());
    let [conflict] = verdict.outcome.conflicts() else {
        panic!("one unit is in the way: {verdict:?}")
    };
    assert_eq!(conflict.id.topic, Topic::Quantity);
    assert_eq!((conflict.mine_by, conflict.theirs_by), (1, Some(2)));
    let quantity = |pieces: &str| Value::Quantity {
        quantity: pieces.into(),
    };
    let (base, mine, theirs) = (quantity("1"), quantity("2"), quantity("3"));
    assert_eq!(conflict.about, About::Unit { base, mine, theirs });
    let after = verdict.change.expect("the remarks").row;
    assert_eq!((after.version, after.lot), (7, lot("A", 3, "mine")));
}

#[test]
fn both_writing_the_same_is_no_conflict() {
    let theirs = row(6, lot("A", 2, "x"));
    assert_eq!(
        decide(Some(&theirs), &update(5, &lot("A", 1, "x"), &lot("A", 2, "x"))),
        ("applied", None)
    );
}

#[test]
fn nobody_deletes_what_they_have_not_seen() {
    let seen = lot("A", 1, "x");
    let delete = op(5, Act::Delete { seen: seen.clone() });
    let same = row(5, seen.clone());
    let (word, after) = decide(Some(&same), &delete);
    assert_eq!((word, after.expect("gone").deleted_at), ("applied", Some(1_000)));
    assert_eq!(
        decide(Some(&row(6, lot("A", 2, "x"))), &delete),
        ("conflict", None)
    );
    // The market was restored: the version is the same, and yet it is not what was seen.
    assert_eq!(
        decide(Some(&row(5, lot("A", 2, "x"))), &delete),
        ("conflict", None)
    );
    assert_eq!(decide(Some(&tombstone(6, seen)), &delete), ("applied", None));
    assert_eq!(decide(None, &delete), ("applied", None));
}

#[test]
fn what_was_deleted_is_not_changed_unseen() {
    let gone = tombstone(6, lot("A", 1, "x"));
    let change = update(5, &gone.lot, &lot("A", 2, "x"));
    assert_eq!(decide(Some(&gone), &change), ("conflict", None));
    let anew = op(
        0,
        Act::Create {
            lot: lot("A", 2, "x"),
        },
    );
    assert_eq!(decide(Some(&gone), &anew), ("conflict", None));
    let (word, after) = decide(Some(&gone), &op(6, Act::Restore));
    assert_eq!((word, after.expect("back").deleted_at), ("applied", None));
}

#[test]
fn an_id_that_the_company_has_not_is_unknown_and_one_that_it_has_is_taken() {
    let wanted = lot("A", 2, "x");
    let refusal = |row: Option<&Row>, op: &Op| merge(row, op, ME, &judge()).outcome;
    let unknown = Outcome::Refused {
        why: Refused::UnknownId,
    };
    assert_eq!(refusal(None, &update(5, &lot("A", 1, "x"), &wanted)), unknown);
    assert_eq!(refusal(None, &op(5, Act::Restore)), unknown);
    let create = op(0, Act::Create { lot: wanted.clone() });
    let taken = Outcome::Refused {
        why: Refused::IdTaken,
    };
    assert_eq!(refusal(Some(&row(1, wanted)), &create), taken);
    assert_eq!(refusal(None, &create), Outcome::Applied { version: 1 });
}

#[test]
fn wrong_values_are_refused_by_the_rules_of_a_lot() {
    let seen = row(5, lot("A", 1, "x"));
    let forged = LotForm {
        quantity: "1000000000".into(),
        ..seen.lot.clone()
    };
    let verdict = merge(Some(&seen), &update(5, &seen.lot, &forged), ME, &judge());
    let Outcome::Refused {
        why: Refused::Faults { faults },
    } = verdict.outcome
    else {
        panic!("too many pieces")
    };
    assert_eq!(
        faults.at("quantity"),
        Some(&Violation::QuantityTooLarge { max: 999_999_999 })
    );
    let named = lot("A", 1, "acme parts");
    assert_eq!(
        decide(Some(&seen), &update(5, &seen.lot, &named)),
        ("refused", None)
    );
}

#[test]
fn values_are_kept_as_the_rules_write_them() {
    let seen = row(5, lot("A", 1, "x"));
    let wide = LotForm {
        model: "ＴＣ７４".into(),
        quantity: "００２".into(),
        ..seen.lot.clone()
    };
    let (_, after) = decide(Some(&seen), &update(5, &seen.lot, &wide));
    assert_eq!(after.expect("changed").lot, lot("TC74", 2, "x"));
}

/// The units of an op that are not as it found them, nor as it wants them.
fn in_the_way(set: &Set, lot: &LotForm) -> Vec<Unit> {
    let changes = set.changes();
    let clashing = changes.filter(|change| !change.from.is_in(lot) && !change.to.is_in(lot));
    clashing.map(|change| change.from.unit()).collect()
}

fn any_lot() -> impl Strategy<Value = LotForm> {
    ("[ABC]", 1..4_u32, "[xyz]").prop_map(|(model, quantity, remarks)| lot(&model, quantity, &remarks))
}

fn any_row() -> impl Strategy<Value = Option<Row>> {
    let some = (any_lot(), 1..9_i32, any::<bool>());
    let row = some.prop_map(|(lot, version, gone)| {
        if gone {
            tombstone(version, lot)
        } else {
            row(version, lot)
        }
    });
    proptest::option::of(row)
}

fn any_op() -> impl Strategy<Value = Op> {
    let act = prop_oneof![
        any_lot().prop_map(|lot| Act::Create { lot }),
        any_lot().prop_map(|seen| Act::Delete { seen }),
        Just(Act::Restore),
        (any_lot(), any_lot()).prop_map(|(from, to)| {
            let set = Set::between(&from, &to);
            Act::Update { set }
        }),
    ];
    (1..9_i32, act).prop_map(|(version, act)| op(version, act))
}

proptest! {
    /// Creating is the exception: an id is used once, and the ledger tells the second sending from a second lot.
    #[test]
    fn applying_twice_is_applying_once(row in any_row(), op in any_op()) {
        let once = merge(row.as_ref(), &op, ME, &judge());
        if let (Some(changed), false) = (&once.change, matches!(op.act, Act::Create { .. })) {
            let twice = merge(Some(&changed.row), &op, ME, &judge());
            prop_assert_eq!(twice.change, None);
            let topics = |outcome: &Outcome| outcome.conflicts().iter().map(|conflict| conflict.id).collect::<Vec<_>>();
            prop_assert_eq!(topics(&twice.outcome), topics(&once.outcome));
        }
    }

    #[test]
    fn disjoint_units_never_conflict(base in any_lot(), mine in any_lot(), theirs in any_lot(), split in 0..8_u8) {
        let mut by_me = base.clone();
        let mut by_them = base.clone();
        for (bit, unit) in Unit::ALL.into_iter().enumerate() {
            let (from, to) = if split >> bit & 1 == 1 { (&mine, &mut by_me) } else { (&theirs, &mut by_them) };
            Value::of(unit, from).put_in(to);
        }
        let verdict = merge(Some(&row(6, by_them.clone())), &update(5, &base, &by_me), ME, &judge());
        prop_assert_eq!(verdict.outcome.conflicts(), &[]);
        let mut both = by_them;
        Set::between(&base, &by_me).put_in(&mut both);
        let after = verdict.change.map(|changed| changed.row.lot);
        prop_assert!(after.is_none_or(|after| after == both));
    }

    #[test]
    fn no_value_is_overwritten_unless_it_was_seen(row in any_row(), op in any_op()) {
        let verdict = merge(row.as_ref(), &op, ME, &judge());
        if let (Some(before), Some(changed)) = (row, verdict.change) {
            for unit in Unit::ALL {
                let (was, is) = (Value::of(unit, &before.lot), Value::of(unit, &changed.row.lot));
                let saw = match &op.act {
                    Act::Update { set } => set.of(unit).map(|change| change.from.clone()),
                    _ => None,
                };
                prop_assert!(was == is || saw == Some(was));
            }
            if let (true, Act::Delete { seen }) = (changed.row.is_deleted(), &op.act) {
                prop_assert_eq!(seen, &before.lot);
            }
            prop_assert_eq!(changed.row.version, before.version + 1);
        }
    }

    #[test]
    fn what_does_not_get_its_way_stands_in_a_conflict(row in any_row(), op in any_op()) {
        let verdict = merge(row.as_ref(), &op, ME, &judge());
        if let (Act::Update { set }, Some(before), false) = (&op.act, &row, row.as_ref().is_some_and(Row::is_deleted)) {
            let clashing: Vec<_> = in_the_way(set, &before.lot).into_iter().map(Topic::from).collect();
            let told: Vec<_> = verdict.outcome.conflicts().iter().map(|conflict| conflict.id.topic).collect();
            prop_assert_eq!(told, clashing);
            let after = verdict.change.as_ref().map_or(&before.lot, |changed| &changed.row.lot);
            for change in set.changes() {
                let lost = verdict.outcome.conflicts().iter().any(|conflict| conflict.id.topic == change.from.unit().into());
                prop_assert!(lost || change.to.is_in(after));
            }
        }
    }

    #[test]
    fn unknown_is_all_that_is_said_about_ids_of_others(op in any_op()) {
        // The key is company and id: a lot of somebody else is not even looked at.
        let verdict = merge(None, &op, ME, &judge());
        prop_assert_eq!(verdict.outcome.conflicts(), &[]);
        let creates = matches!(op.act, Act::Create { .. });
        prop_assert!(creates || verdict.change.is_none());
    }
}
