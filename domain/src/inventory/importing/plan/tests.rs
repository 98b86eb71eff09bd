//! The plan against its promises.

use proptest::prelude::*;

use super::*;
use crate::inventory::{LotForm, ThisYear};

fn item(model: &str) -> SameItem {
    let form = LotForm {
        manufacturer: "JST".into(),
        product_name: "Connector".into(),
        model: model.into(),
        quantity: "1".into(),
        packing: "Loose".into(),
        rohs: "ROHS".into(),
        location: "Japan".into(),
        ..LotForm::default()
    };
    SameItem::of(&form.check(ThisYear(2026)).expect("a good row"))
}

fn held(lot: i64, pieces: u32) -> Held {
    let since = Since::Untouched;
    Held { lot, pieces, since }
}

fn row(item: SameItem, pieces: u32) -> FileRow {
    FileRow {
        item,
        pieces,
        reference: None,
        date_code: None,
    }
}

fn dated(model: &str, pieces: u32, date_code: &str) -> FileRow {
    FileRow {
        date_code: Some(date_code.to_owned()),
        ..row(item(model), pieces)
    }
}

fn referred(model: &str, pieces: u32, reference: &str) -> FileRow {
    FileRow {
        reference: Some(reference.to_owned()),
        ..row(item(model), pieces)
    }
}

fn shelf(rows: &[FileRow], lots: &[(SameItem, Held)]) -> Shelf {
    let mut shelf = Shelf::for_rows(rows);
    for (item, held) in lots {
        shelf.put(item, *held, "", None);
    }
    shelf
}

/// A shelf of lots some of which have a reference.
fn shelf_of(rows: &[FileRow], lots: &[(&str, Held, Option<&str>)]) -> Shelf {
    let mut shelf = Shelf::for_rows(rows);
    for (model, held, reference) in lots {
        shelf.put(&item(model), *held, "", *reference);
    }
    shelf
}

#[test]
fn adding_makes_a_lot_of_every_row_and_says_which_are_there_already() {
    let rows = [row(item("A1"), 5), row(item("A1"), 6), row(item("B2"), 7)];
    let plan = plan(Mode::Add, &rows, &shelf(&rows, &[(item("A1"), held(1, 5))]));
    assert_eq!(plan.rows, [Deed::New; 3]);
    assert_eq!((plan.doubles, plan.missing.len()), (2, 0));
}

#[test]
fn merging_adds_the_nth_row_to_the_nth_lot_and_never_past_the_limit() {
    let rows = [
        row(item("A1"), 5),
        row(item("a1"), 6),
        row(item("A1"), 7),
        row(item("B2"), 999_999_999),
    ];
    let lots = [
        (item("A1"), held(1, 10)),
        (item("A1"), held(2, 20)),
        (item("B2"), held(3, 1)),
    ];
    let plan = plan(Mode::Merge, &rows, &shelf(&rows, &lots));
    assert_eq!(
        plan.rows,
        [
            Deed::Merged {
                lot: 1,
                from: 10,
                to: 15
            },
            Deed::Merged {
                lot: 2,
                from: 20,
                to: 26
            },
            Deed::New,
            Deed::TooMany,
        ]
    );
}

#[test]
fn replacing_keeps_what_is_equal_and_lets_go_what_the_file_does_not_have() {
    let rows = [row(item("A1"), 5), row(item("B2"), 6), row(item("C3"), 7)];
    let lots = [
        (item("A1"), held(1, 5)),
        (item("B2"), held(2, 5)),
        (item("B2"), held(3, 6)),
        (item("D4"), held(4, 1)),
    ];
    let plan = plan(Mode::Replace, &rows, &shelf(&rows, &lots));
    assert_eq!(
        plan.rows,
        [
            Deed::Unchanged { lot: 1 },
            Deed::Changed {
                lot: 2,
                from: 5,
                to: 6
            },
            Deed::New
        ]
    );
    assert_eq!(plan.missing, [3, 4]);
}

#[test]
fn what_was_changed_after_the_preview_is_left_and_listed() {
    let newer = |lot, pieces| Held {
        since: Since::Changed,
        ..held(lot, pieces)
    };
    let rows = [row(item("A1"), 5), row(item("B2"), 6)];
    let lots = [
        (item("A1"), newer(1, 9)),
        (item("B2"), newer(2, 6)),
        (item("D4"), newer(3, 1)),
    ];
    let plan = plan(Mode::Replace, &rows, &shelf(&rows, &lots));
    assert_eq!(plan.rows, [Deed::Left { lot: 1 }, Deed::Unchanged { lot: 2 }]);
    assert_eq!((plan.missing, plan.kept), (vec![], vec![3]));
}

#[test]
fn a_reference_that_is_known_means_its_lot_before_any_field_is_compared() {
    let rows = [
        referred("A1", 7, "R2"),
        row(item("A1"), 5),
        referred("A1", 6, "R9"),
    ];
    let lots = [
        ("A1", held(1, 5), None),
        ("A1", held(2, 5), Some("R2")),
        ("A1", held(3, 5), Some("R3")),
        ("A1", held(4, 5), None),
    ];
    let plan = plan(Mode::Replace, &rows, &shelf_of(&rows, &lots));
    assert_eq!(
        plan.rows,
        [
            Deed::Changed {
                lot: 2,
                from: 5,
                to: 7
            },
            Deed::Unchanged { lot: 3 },
            Deed::Changed {
                lot: 1,
                from: 5,
                to: 6
            },
        ]
    );
    // A new one goes to a lot without any; what the file does not have goes.
    assert_eq!((plan.referenced, plan.missing), (vec![(2, 1)], vec![4]));
}

#[test]
fn a_row_with_another_reference_is_another_lot() {
    let rows = [referred("A1", 7, "R9")];
    let lots = [("A1", held(1, 5), Some("R1"))];
    let plan = plan(Mode::Merge, &rows, &shelf_of(&rows, &lots));
    assert_eq!((plan.rows, plan.referenced), (vec![Deed::New], vec![]));
}

#[test]
fn a_reference_of_another_item_is_wrong_and_so_is_a_known_one_where_rows_are_added() {
    let rows = [referred("B2", 7, "R1"), referred("A1", 7, "R1")];
    let lots = [("A1", held(1, 5), Some("R1"))];
    for mode in [Mode::Merge, Mode::Replace] {
        let plan = plan(mode, &rows[..1], &shelf_of(&rows[..1], &lots));
        assert_eq!(plan.rows, [Deed::ReferenceOfAnother { lot: 1 }], "{mode:?}");
        assert!(plan.missing.is_empty(), "{mode:?}");
    }
    let added = plan(Mode::Add, &rows, &shelf_of(&rows, &lots));
    assert_eq!(added.rows, [Deed::ReferenceKnown { lot: 1 }; 2]);
    // Whoever made another item of it after the preview keeps it.
    let newer = Held {
        since: Since::Changed,
        ..held(1, 5)
    };
    let late = plan(
        Mode::Replace,
        &rows[..1],
        &shelf_of(&rows[..1], &[("A1", newer, Some("R1"))]),
    );
    assert_eq!(late.rows, [Deed::Left { lot: 1 }]);
}

/// A shelf of lots of one model with date codes.
fn shelf_of_dates(rows: &[FileRow], lots: &[(Held, &str)]) -> Shelf {
    let mut shelf = Shelf::for_rows(rows);
    for (held, date_code) in lots {
        shelf.put(&item("A1"), *held, date_code, None);
    }
    shelf
}

#[test]
fn lots_of_one_item_keep_their_date_codes_whatever_the_order_of_the_rows() {
    let lots = [(held(1, 5), "2301"), (held(2, 7), "2315"), (held(3, 9), "")];
    let rows = [dated("A1", 9, ""), dated("A1", 8, "2315"), dated("A1", 5, "2301")];
    let replaced = plan(Mode::Replace, &rows, &shelf_of_dates(&rows, &lots));
    let changed = Deed::Changed {
        lot: 2,
        from: 7,
        to: 8,
    };
    assert_eq!(
        replaced.rows,
        [Deed::Unchanged { lot: 3 }, changed, Deed::Unchanged { lot: 1 }]
    );
    assert_eq!(replaced.missing, [0_i64; 0]);
    // One that no lot has matches what is left, by R116.
    let rows = [
        dated("A1", 1, "2340"),
        dated("A1", 2, "2301"),
        dated("A1", 3, "2315"),
    ];
    let merged = plan(Mode::Merge, &rows, &shelf_of_dates(&rows, &lots));
    let lot_of = |deed: &Deed| match deed {
        Deed::Merged { lot, .. } => *lot,
        other => panic!("{other:?}"),
    };
    assert_eq!(merged.rows.iter().map(lot_of).collect::<Vec<_>>(), [3, 1, 2]);
    assert_eq!(merged.redated, []);
    // Where the list is replaced, what is left gets the row's: a change, though not of the quantity.
    let rows = [
        dated("A1", 9, "2340"),
        dated("A1", 5, "2301"),
        dated("A1", 7, "2315"),
    ];
    let replaced = plan(Mode::Replace, &rows, &shelf_of_dates(&rows, &lots));
    assert_eq!(replaced.redated, [(0, 3)]);
    let changed = Deed::Changed {
        lot: 3,
        from: 9,
        to: 9,
    };
    assert_eq!(replaced.rows[0], changed);
    let newer = lots.map(|(held, date_code)| {
        (
            Held {
                since: Since::Changed,
                ..held
            },
            date_code,
        )
    });
    let late = plan(Mode::Replace, &rows, &shelf_of_dates(&rows, &newer));
    assert_eq!((late.rows[0], late.redated.len()), (Deed::Left { lot: 3 }, 0));
    // A file without the column goes by the order alone.
    let rows = [row(item("A1"), 5), row(item("A1"), 7)];
    let plain = plan(Mode::Replace, &rows, &shelf_of_dates(&rows, &lots));
    assert_eq!(
        plain.rows,
        [Deed::Unchanged { lot: 1 }, Deed::Unchanged { lot: 2 }]
    );
}

#[test]
fn t45_what_was_seen_and_is_another_item_by_now_or_gone_is_left() {
    let rows = [row(item("A1"), 5), row(item("B2"), 7)];
    let lots = [Since::Other, Since::Gone].map(|since| Held { since, ..held(1, 5) });
    for mode in [Mode::Merge, Mode::Replace] {
        for lot in lots {
            let plan = plan(mode, &rows, &shelf(&rows, &[(item("A1"), lot)]));
            assert_eq!(plan.rows, [Deed::Left { lot: 1 }, Deed::New], "{mode:?} {lot:?}");
        }
    }
    // A file that says nothing of them deletes neither.
    let [other, gone] = lots.map(|lot| {
        plan(
            Mode::Replace,
            &rows[1..],
            &shelf(&rows[1..], &[(item("A1"), lot)]),
        )
    });
    assert_eq!((other.missing, other.kept), (vec![], vec![1]));
    assert_eq!((gone.missing, gone.kept), (vec![], vec![]));
}

proptest! {
    #[test]
    fn no_lot_is_met_twice_and_none_with_a_reference_gets_another(
        rows in prop::collection::vec((0_u8..3, 1_u32..4, prop::option::of(0_u8..6)), 0..12),
        lots in prop::collection::vec((0_u8..3, 1_u32..4, prop::option::of(0_u8..6)), 0..12),
        mode in prop::sample::select(vec![Mode::Merge, Mode::Replace])
    ) {
        let (mut taken, mut given) = (HashSet::new(), HashSet::new());
        let rows: Vec<_> = rows.into_iter().map(|(number, pieces, reference)| FileRow {
            reference: reference.filter(|number| taken.insert(*number)).map(|number| format!("R{number}")),
            ..row(item(&format!("M{number}")), pieces)
        }).collect();
        let lots: Vec<_> = lots.into_iter().zip(1..).map(|((number, pieces, reference), lot)| {
            let reference = reference.filter(|number| given.insert(*number)).map(|number| format!("R{number}"));
            (item(&format!("M{number}")), held(lot, pieces), reference)
        }).collect();
        let mut shelf = Shelf::for_rows(&rows);
        for (item, held, reference) in &lots {
            shelf.put(item, *held, "", reference.as_deref());
        }
        let plan = plan(mode, &rows, &shelf);
        prop_assert_eq!(plan.rows.len(), rows.len());
        let lot_of = |lot: i64| lots.iter().find(|(_, held, _)| held.lot == lot).expect("a lot");
        let mut met = plan.missing.clone();
        for (deed, row) in plan.rows.iter().zip(&rows) {
            let lot = match deed {
                Deed::Merged { lot, .. } | Deed::Changed { lot, .. } | Deed::Unchanged { lot } => {
                    prop_assert_eq!(&lot_of(*lot).0, &row.item);
                    *lot
                }
                Deed::ReferenceOfAnother { lot } => {
                    prop_assert_ne!(&lot_of(*lot).0, &row.item);
                    *lot
                }
                Deed::New => continue,
                other => { prop_assert!(false, "{:?}", other); continue }
            };
            let (_, _, reference) = lot_of(lot);
            prop_assert!(row.reference.is_none() || reference.is_none() || row.reference == *reference);
            met.push(lot);
        }
        for (at, lot) in &plan.referenced {
            prop_assert!(rows[*at].reference.is_some() && lot_of(*lot).2.is_none());
        }
        let all = met.len();
        met.sort_unstable();
        met.dedup();
        prop_assert_eq!(met.len(), all);
        if mode == Mode::Replace {
            prop_assert_eq!(met.len(), lots.len());
        }
    }

    #[test]
    fn after_replacing_the_list_is_what_the_file_says(
        rows in prop::collection::vec((0_u8..6, 1_u32..9), 0..20), lots in prop::collection::vec((0_u8..8, 1_u32..9), 0..20)
    ) {
        let model = |number: u8| item(&format!("M{number}"));
        let rows: Vec<_> = rows.into_iter().map(|(number, pieces)| row(model(number), pieces)).collect();
        let lots: Vec<_> = lots.into_iter().zip(1..).map(|((number, pieces), lot)| (model(number), held(lot, pieces))).collect();
        let plan = plan(Mode::Replace, &rows, &shelf(&rows, &lots));
        // Carried out: every lot is met by one row, or goes.
        let mut met: Vec<i64> = plan.missing.clone();
        for (deed, FileRow { pieces, .. }) in plan.rows.iter().zip(&rows) {
            match deed {
                Deed::New => {}
                Deed::Changed { lot, to, .. } => { prop_assert_eq!(to, pieces); met.push(*lot); }
                Deed::Unchanged { lot } => {
                    let same = lots.iter().any(|(_, held)| held.lot == *lot && held.pieces == *pieces);
                    prop_assert!(same);
                    met.push(*lot);
                }
                other => prop_assert!(false, "{other:?}"),
            }
        }
        met.sort_unstable();
        prop_assert_eq!(met, lots.iter().map(|(_, held)| held.lot).collect::<Vec<_>>());
    }

    #[test]
    fn merging_loses_no_piece(
        rows in prop::collection::vec((0_u8..6, 1_u32..9), 0..20), lots in prop::collection::vec((0_u8..8, 1_u32..9), 0..20)
    ) {
        let model = |number: u8| item(&format!("M{number}"));
        let rows: Vec<_> = rows.into_iter().map(|(number, pieces)| row(model(number), pieces)).collect();
        let lots: Vec<_> = lots.into_iter().zip(1..).map(|((number, pieces), lot)| (model(number), held(lot, pieces))).collect();
        let plan = plan(Mode::Merge, &rows, &shelf(&rows, &lots));
        prop_assert!(plan.missing.is_empty());
        let added: u32 = plan.rows.iter().zip(&rows).map(|(deed, FileRow { pieces, .. })| match deed {
            Deed::New => *pieces,
            Deed::Merged { from, to, .. } => to - from,
            _ => 0,
        }).sum();
        prop_assert_eq!(added, rows.iter().map(|row| row.pieces).sum::<u32>());
    }
}
