use proptest::prelude::*;

use super::*;
use crate::inventory::ThisYear;
use crate::inventory::contact_details::CompanyName;

fn judge() -> Judge {
    Judge::new(ThisYear(2026), CompanyName::of("Acme Parts"))
}

fn form(model: &str, quantity: u32) -> LotForm {
    LotForm {
        manufacturer: "JST".into(),
        product_name: "Connector".into(),
        model: model.into(),
        quantity: quantity.to_string(),
        packing: "Loose".into(),
        rohs: "ROHS".into(),
        dc: "2020".into(),
        location: "Japan".into(),
        remarks: String::new(),
        date_code: String::new(),
    }
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn held(number: u128, model: &str, quantity: u32, reference: Option<&str>) -> Held {
    Held {
        id: id(number),
        version: 3,
        reference: reference.map(str::to_owned),
        lot: form(model, quantity),
    }
}

fn shelf(lots: impl IntoIterator<Item = Held>) -> Shelf {
    let mut shelf = Shelf::default();
    lots.into_iter().for_each(|held| shelf.put(held));
    shelf
}

fn sent(model: &str, quantity: u32) -> Sent {
    Sent {
        lot: form(model, quantity),
        ..Sent::default()
    }
}

fn decided(sent: &[Sent], shelf: Shelf, same: SameItems) -> Result<Plan, Vec<(usize, Fault)>> {
    let mut last = 1_000;
    plan(sent, shelf, same, &judge(), || {
        last += 1;
        id(last)
    })
}

#[test]
fn a_lot_is_named_by_its_id_or_by_its_reference() {
    let there = || shelf([held(1, "A1", 5, Some("bin-1")), held(2, "B2", 5, None)]);
    let by_id = Sent {
        id: Some(id(2)),
        reference: Some("bin-2".into()),
        version: Some(3),
        ..sent("B2", 7)
    };
    let by_reference = Sent {
        reference: Some("bin-1".into()),
        ..sent("A1", 6)
    };
    let done = decided(&[by_id, by_reference], there(), SameItems::Ask).expect("both are there");
    assert_eq!(done.did, [(id(2), Did::Changed), (id(1), Did::Changed)]);
    assert_eq!(done.touched[0].reference.as_deref(), Some("bin-2"));
    assert_eq!(done.touched[1].after.quantity, "6");
    let taken = Sent {
        id: Some(id(2)),
        reference: Some("bin-1".into()),
        ..sent("B2", 7)
    };
    let strange = Sent {
        id: Some(id(9)),
        ..sent("B2", 7)
    };
    let late = Sent {
        id: Some(id(1)),
        version: Some(2),
        ..sent("A1", 7)
    };
    let faults = decided(&[taken, strange, late], there(), SameItems::Ask).expect_err("none of them");
    assert_eq!(
        faults,
        [
            (0, Fault::ReferenceTaken { by: id(1) }),
            (1, Fault::NoLot),
            (2, Fault::Changed { version: 3 })
        ]
    );
}

#[test]
fn z15_the_same_item_asks_is_added_or_kept_apart() {
    let there = || shelf([held(1, "A1", 5, None), held(2, "A1", 9, None)]);
    let asked = decided(&[sent("a1", 7)], there(), SameItems::Ask).expect_err("it is there");
    assert_eq!(
        asked,
        [(
            0,
            Fault::SameItem {
                id: id(1),
                quantity: 5
            }
        )]
    );
    let added = decided(&[sent("A1", 7), sent("A1", 1)], there(), SameItems::Add).expect("is added");
    assert_eq!(added.touched.len(), 1);
    assert_eq!(added.touched[0].after.quantity, "13");
    let apart = decided(&[sent("A1", 7)], there(), SameItems::Separate).expect("is kept apart");
    assert_eq!(apart.did, [(id(1_001), Did::Created)]);
    let full = decided(&[sent("A1", 999_999_999)], there(), SameItems::Add).expect_err("is too much");
    assert!(matches!(&full[0].1, Fault::Cells(cells) if cells.at("quantity").is_some()));
}

#[test]
fn references_tell_lots_apart() {
    let there = || shelf([held(1, "A1", 5, Some("bin-1"))]);
    let other = Sent {
        reference: Some("bin-2".into()),
        ..sent("A1", 7)
    };
    let done = decided(&[other], there(), SameItems::Ask).expect("is another lot");
    assert_eq!(done.did, [(id(1_001), Did::Created)]);
    let unnamed = decided(&[sent("A1", 7)], there(), SameItems::Ask).expect_err("may be the same");
    assert!(matches!(unnamed[0].1, Fault::SameItem { .. }));
    let adopted = Sent {
        reference: Some("bin-9".into()),
        ..sent("B2", 7)
    };
    let done = decided(&[adopted], shelf([held(3, "B2", 1, None)]), SameItems::Add).expect("is added");
    assert_eq!(done.touched[0].reference.as_deref(), Some("bin-9"));
}

#[test]
fn within_a_call_a_lot_is_named_once() {
    let twice = Sent {
        id: Some(id(1)),
        ..sent("A1", 7)
    };
    let faults = decided(
        &[twice.clone(), twice],
        shelf([held(1, "A1", 5, None)]),
        SameItems::Ask,
    )
    .expect_err("names it twice");
    assert_eq!(faults, [(1, Fault::Twice)]);
    let there = || shelf([held(1, "A1", 5, None)]);
    let by_id = Sent {
        id: Some(id(1)),
        ..sent("A1", 7)
    };
    let faults = decided(&[sent("A1", 3), by_id.clone()], there(), SameItems::Add);
    assert_eq!(
        faults,
        Err(vec![(1, Fault::Twice)]),
        "what was added would be overwritten"
    );
    let done =
        decided(&[by_id, sent("A1", 3)], there(), SameItems::Add).expect("in this order nothing is lost");
    assert_eq!(done.touched[0].after.quantity, "10");
    let new = Sent {
        reference: Some("bin-1".into()),
        ..sent("A1", 7)
    };
    let faults = decided(&[new.clone(), new], Shelf::default(), SameItems::Ask).expect_err("the same twice");
    assert_eq!(faults, [(1, Fault::Twice)]);
}

#[test]
fn what_is_as_it_was_is_left() {
    let same = Sent {
        id: Some(id(1)),
        ..sent("A1", 5)
    };
    let done = decided(&[same], shelf([held(1, "A1", 5, Some("r"))]), SameItems::Ask).expect("is there");
    assert_eq!(done.did, [(id(1), Did::Unchanged)]);
    assert_eq!(done.touched[0].reference.as_deref(), Some("r"));
    let bare = Sent {
        id: Some(id(1)),
        reference: Some(String::new()),
        ..sent("A1", 5)
    };
    let done = decided(&[bare], shelf([held(1, "A1", 5, Some("r"))]), SameItems::Ask).expect("is there");
    assert_eq!((done.did[0].1, &done.touched[0].reference), (Did::Changed, &None));
}

#[test]
fn deletions_are_all_there_or_none() {
    let there = shelf([held(1, "A1", 5, Some("bin-1")), held(2, "B2", 5, None)]);
    let by = |id: Option<Uuid>, reference: Option<&str>, version| Named {
        id,
        reference: reference.map(str::to_owned),
        version,
    };
    let both = [by(None, Some("bin-1"), Some(3)), by(Some(id(2)), None, None)];
    assert_eq!(deletions(&both, &there).expect("both").len(), 2);
    // Folded as it was when it was given.
    let spaced = [by(None, Some(" bin-1 "), None)];
    assert_eq!(deletions(&spaced, &there).expect("is there")[0].id, id(1));
    let wrong = [
        by(None, None, None),
        by(Some(id(7)), None, None),
        by(Some(id(1)), None, Some(1)),
        by(Some(id(2)), None, None),
        by(Some(id(2)), None, None),
    ];
    let faults = deletions(&wrong, &there).expect_err("four of them");
    let places: Vec<_> = faults.iter().map(|(at, _)| *at).collect();
    assert_eq!(places, [0, 1, 2, 4]);
}

proptest! {
    /// Adding keeps every piece, and no way of sending makes a lot that breaks a rule or two lots of one reference.
    #[test]
    fn no_piece_is_lost_and_no_rule_is_broken(
        there in proptest::collection::vec((0..3_u8, 1..1_000_u32, proptest::option::of("[rs]")), 0..5),
        all in proptest::collection::vec((0..3_u8, 1..1_000_u32, proptest::option::of("[rst]")), 0..6),
        adds in any::<bool>()
    ) {
        let model = |number: u8| format!("A{number}");
        let mut seen = HashSet::new();
        let lots = there.into_iter().enumerate().map(|(at, (number, quantity, reference))| {
            let reference = reference.filter(|reference| seen.insert(reference.clone()));
            held(at as u128 + 1, &model(number), quantity, reference.as_deref())
        });
        let lots: Vec<_> = lots.collect();
        let total: u64 = lots.iter().map(|held| held.lot.quantity.parse::<u64>().expect("a number")).sum();
        let all: Vec<_> = all
            .into_iter()
            .map(|(number, quantity, reference)| Sent { reference, ..sent(&model(number), quantity) })
            .collect();
        let same = if adds { SameItems::Add } else { SameItems::Separate };
        let brought: u64 = all.iter().filter(|sent| sent.reference.is_none())
            .map(|sent| sent.lot.quantity.parse::<u64>().expect("a number")).sum();
        let referred = all.iter().any(|sent| sent.reference.is_some());
        if let Ok(done) = decided(&all, shelf(lots.clone()), same) {
            prop_assert_eq!(done.did.len(), all.len());
            let mut after: BTreeMap<Uuid, (LotForm, Option<String>)> =
                lots.into_iter().map(|held| (held.id, (held.lot, held.reference))).collect();
            for touched in done.touched {
                prop_assert_eq!(touched.before.is_none(), !after.contains_key(&touched.id));
                prop_assert!(judge().check(&touched.after).is_ok());
                after.insert(touched.id, (touched.after, touched.reference));
            }
            let mut references: Vec<_> = after.values().filter_map(|(_, reference)| reference.clone()).collect();
            references.sort();
            prop_assert!(references.windows(2).all(|pair| pair[0] != pair[1]));
            if !referred {
                let now: u64 = after.values().map(|(lot, _)| lot.quantity.parse::<u64>().expect("a number")).sum();
                prop_assert_eq!(now, total + brought);
            }
        }
    }
}
