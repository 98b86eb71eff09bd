//! Merging and replacing, also where somebody was faster or the sum is too much.

use domain::inventory::LotForm;
use domain::search::results::Outcome as Found;
use services::inventory::import::{self, Outcome, Received};

use super::*;
use crate::sync::{Device, delete, update};

pub(super) async fn merging_raises_quantities_and_replacing_lets_go(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    bring(house, &supplier, Mode::Add, &file(&[A, B])).await;
    let more = file(&[&A.replace("150", "50").replace("JST", "ｊｓｔ"), C]);
    let key = upload(house, &supplier, "more.csv", more).await;
    choose(house, &supplier, &key, Mode::Merge).await;
    let seen = draft(house, &supplier, &key, Some(Kind::Merged)).await;
    assert_eq!((seen.counts.merged, seen.counts.new), (1, 1));
    assert_eq!(seen.rows[0].pieces, Some((150, 200)));
    confirm(house, &supplier, &key, seen.seen).await;
    assert_eq!(list(house, &supplier).await, [&A.replace("150", "200"), B, C]);
    let key = upload(house, &supplier, "all.csv", file(&[&B.replace("300", "7"), C])).await;
    choose(house, &supplier, &key, Mode::Replace).await;
    let seen = draft(house, &supplier, &key, Some(Kind::Missing)).await;
    assert_eq!(
        (seen.counts.changed, seen.counts.unchanged, seen.counts.missing),
        (1, 1, 1)
    );
    assert_eq!(seen.rows[0].cells[2], "B3B-ZR(LF)(SN)");
    confirm(house, &supplier, &key, seen.seen).await;
    assert_eq!(list(house, &supplier).await, [&B.replace("300", "7"), C]);
    let page = services::search::find(&house.market, None, "q=B3B-ZR")
        .await
        .expect("searches");
    assert!(
        matches!(page.outcome, Found::Searched(found) if found.total_lots == 0),
        "what is deleted is not found"
    );
    let letters = house.letters().await;
    assert_eq!(letters.len(), 3);
    assert!(
        letters
            .iter()
            .any(|letter| letter.text.contains("Lots deleted: 1"))
    );
    assert!(
        letters
            .iter()
            .any(|letter| letter.text.contains("Lots with more pieces: 1"))
    );
}

pub(super) async fn what_was_changed_after_the_preview_is_left_and_listed(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    bring(house, &supplier, Mode::Add, &file(&[A, B])).await;
    let key = upload(house, &supplier, "all.csv", file(&[&A.replace("150", "1"), C])).await;
    choose(house, &supplier, &key, Mode::Replace).await;
    let seen = draft(house, &supplier, &key, None).await;
    // A colleague is faster: other pieces of A, and another lot.
    bring(
        house,
        &supplier,
        Mode::Merge,
        &file(&[A, &B.replace("B-2", "B-9")]),
    )
    .await;
    confirm(house, &supplier, &key, seen.seen).await;
    let Stage::Imported(landed) = stage(house, &supplier, &key).await else {
        panic!("not imported")
    };
    assert_eq!(
        (landed.added, landed.changed, landed.deleted, landed.left),
        (1, 0, 1, 2)
    );
    assert_eq!((landed.listed[0].row, landed.listed[0].pieces), (2, 300));
    assert_eq!(
        list(house, &supplier).await,
        [&A.replace("150", "300"), &B.replace("B-2", "B-9"), C]
    );
}

/// Prevents that what was typed for one cell lands in another: somebody had chosen other columns in the meantime.
pub(super) async fn t45_a_correction_belongs_to_the_reading_that_was_shown(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    let bad = [A.replace("150", "many"), B.replace("300", "few"), C.to_owned()];
    let key = upload(
        house,
        &supplier,
        "stock.csv",
        file(&bad.each_ref().map(String::as_str)),
    )
    .await;
    let seen = draft(house, &supplier, &key, None).await;
    let quantity = |row, text: &str| {
        vec![Corrected {
            row,
            cells: vec![(Column::Quantity, text.to_owned())],
            left_out: false,
        }]
    };
    let correct = async |reading, row, text: &str| {
        let corrected = quantity(row, text);
        let noted = correcting::correct(&house.market, &supplier, &key, reading, corrected).await;
        noted.expect("answers")
    };
    // Two tabs that show the same reading disturb each other in nothing.
    let both = tokio::join!(correct(seen.reading, 2, "1"), correct(seen.reading, 3, "2"));
    assert_eq!(both, (Noted::Done, Noted::Done));
    choose(house, &supplier, &key, Mode::Merge).await;
    let good = draft(house, &supplier, &key, None).await;
    assert_eq!((good.is_good(), good.how.corrections.len()), (true, 2));
    assert_eq!(
        good.reading, seen.reading,
        "for another mode the cells are the same"
    );
    // In a third one manufacturer and product name change places.
    let places = ["1", "0", "2", "3", "4", "5", "6", "7", "8", "", ""];
    let choice = |reading, places: &[&str]| Choice {
        mode: Mode::Replace.word().to_owned(),
        places: places.iter().map(|&place| place.to_owned()).collect(),
        reading: Some(reading),
        ..Choice::default()
    };
    let read = async |choice: Choice| {
        let noted = drafts::read_otherwise(&house.market, &supplier, &key, &choice).await;
        noted.expect("answers")
    };
    assert_eq!(read(choice(seen.reading, &places)).await, Noted::Done);
    let now = draft(house, &supplier, &key, None).await;
    assert!(now.reading != seen.reading && now.how.corrections.is_empty());
    // Whoever still sees the former reading changes nothing of this one.
    assert_eq!(correct(seen.reading, 2, "1").await, Noted::ReadSince);
    assert_eq!(read(choice(seen.reading, &[])).await, Noted::ReadSince);
    let (market, old) = (&house.market, seen.reading);
    for noted in [
        correcting::repair_all(market, &supplier, &key, old).await,
        correcting::leave_out_wrong(market, &supplier, &key, old).await,
        correcting::take_back_in(market, &supplier, &key, old).await,
    ] {
        assert_eq!(noted.expect("answers"), Noted::ReadSince);
    }
    assert_eq!(draft(house, &supplier, &key, None).await.how, now.how);
    assert_eq!(correct(now.reading, 2, "1").await, Noted::Done);
}

/// Prevents that a click deletes lots which the preview behind it did not name.
pub(super) async fn what_nobody_has_seen_is_not_carried_out(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    bring(house, &supplier, Mode::Add, &file(&[A, B])).await;
    let key = upload(house, &supplier, "c.csv", file(&[C])).await;
    let seen = draft(house, &supplier, &key, None).await.seen;
    // In another tab.
    choose(house, &supplier, &key, Mode::Replace).await;
    assert_eq!(
        confirm(house, &supplier, &key, seen).await,
        Confirmed::ChangedSince
    );
    assert_eq!(list(house, &supplier).await, [A, B]);
    // In the same tab, chosen and not looked at.
    let decide = async |seen, mode: Mode| {
        let choice = Choice {
            mode: mode.word().to_owned(),
            ..Choice::default()
        };
        let decided = deciding::confirm_as_chosen(&house.market, &supplier, &key, seen, &choice, false);
        let decided = decided.await.expect("answers");
        jobs::run_due(&house.market).await.expect("runs");
        decided
    };
    assert_eq!(decide(seen, Mode::Add).await, Confirmed::ChangedSince);
    let seen = draft(house, &supplier, &key, None).await;
    assert_eq!((seen.how.mode, seen.counts.missing), (Mode::Replace, 2));
    assert_eq!(decide(seen.seen, Mode::Add).await, Confirmed::ChosenOtherwise);
    assert_eq!(list(house, &supplier).await, [A, B]);
    let seen = draft(house, &supplier, &key, None).await;
    assert_eq!((seen.how.mode, seen.counts.missing), (Mode::Add, 0));
    assert_eq!(decide(seen.seen, Mode::Add).await, Confirmed::Queued);
    assert_eq!(list(house, &supplier).await, [A, B, C]);
}

pub(super) async fn t45_what_is_edited_or_deleted_after_the_preview_makes_no_second_lot(house: &House) {
    for (mode, merged) in [(Mode::Merge, "510"), (Mode::Replace, "260")] {
        let email = format!("{}@example.com", mode.word());
        let supplier = house.supplier(&email).await;
        bring(house, &supplier, Mode::Add, &file(&[A, B, C])).await;
        let more = [
            A.replace("150", "160"),
            B.replace("300", "310"),
            C.replace("250", "260"),
        ];
        let all = file(&more.each_ref().map(String::as_str));
        let key = upload(house, &supplier, "stock.csv", all).await;
        choose(house, &supplier, &key, mode).await;
        let seen = draft(house, &supplier, &key, None).await;
        // A colleague corrects the bin of one, and sells another.
        let mut device = Device::of(house, &email).await;
        for row in device.rows(house).await {
            let moved = LotForm {
                remarks: "A-9".into(),
                ..row.lot.clone()
            };
            let act = match row.lot.model.as_str() {
                "B3B-ZR(LF)(SN)" => update(&row.lot, &moved),
                "TC74HC4050AFTEL" => delete(row.lot),
                _ => continue,
            };
            device.do_one(house, row.item_id, act).await;
        }
        assert_eq!(
            confirm(house, &supplier, &key, seen.seen).await,
            Confirmed::Queued
        );
        let Stage::Imported(landed) = stage(house, &supplier, &key).await else {
            panic!("not imported")
        };
        let told: Vec<&str> = landed.listed.iter().map(|lot| lot.model.as_str()).collect();
        assert_eq!(
            (landed.added, landed.deleted, landed.left, told),
            (0, 0, 2, vec!["B3B-ZR(LF)(SN)", "TC74HC4050AFTEL"]),
            "{mode:?}"
        );
        let now = [A.replace("A-1", "A-9"), C.replace("250", merged)];
        assert_eq!(list(house, &supplier).await, now, "{mode:?}");
    }
}

pub(super) async fn a_quantity_past_the_limit_is_refused_whole(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    bring(house, &supplier, Mode::Add, &file(&[A, B])).await;
    let key = upload(
        house,
        &supplier,
        "more.csv",
        file(&[&A.replace("150", "999999999"), C]),
    )
    .await;
    choose(house, &supplier, &key, Mode::Merge).await;
    let seen = draft(house, &supplier, &key, None).await;
    assert_eq!(
        (seen.shown, seen.counts.wrong, seen.is_good()),
        (Kind::Wrong, 1, false)
    );
    assert_eq!(seen.rows[0].cells[3], "999999999");
    assert_eq!(
        confirm(house, &supplier, &key, seen.seen).await,
        Confirmed::NotGood
    );
    // Where nobody has looked, the job finds it.
    let text = file(&[C, &A.replace("150", "999999999")]);
    let received = import::receive_to(
        &house.market,
        &supplier,
        "m.csv",
        text.as_bytes(),
        false,
        Mode::Merge,
    )
    .await;
    let Ok(Received::Waiting(id)) = received else {
        panic!("{received:?}")
    };
    jobs::run_due(&house.market).await.expect("runs");
    let outcome = import::outcome(&house.market, &supplier, id)
        .await
        .expect("tells");
    let Outcome::Refused { total: 1, faults } = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!((faults[0].row, faults[0].column), (3, Some(Column::Quantity)));
    assert_eq!(list(house, &supplier).await, [A, B]);
}
