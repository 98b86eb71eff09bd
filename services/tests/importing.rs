//! Stock files by the page: looked at before anything is written, corrected, merged, taken for the whole list, taken back.

mod any_list;
mod files;
mod modes;
mod optional;
mod undo;

use crate::support::house;
use crate::support::house::{HEADINGS, House};
use any_list::{what_is_exported_comes_back_in_every_form, what_shift_jis_cannot_hold_is_told};
use domain::inventory::Column;
use domain::inventory::importing::{Draft, Kind, Landed, Mode, Seen, Stage};
use files::{
    a_workbook_is_read_sheet_by_sheet, each_encoding_is_found_and_read, no_column_is_remembered_too,
    other_separators_and_orders_are_found, what_is_no_list_has_its_answer,
};
use modes::{
    a_quantity_past_the_limit_is_refused_whole, merging_raises_quantities_and_replacing_lets_go,
    t45_a_correction_belongs_to_the_reading_that_was_shown,
    t45_what_is_edited_or_deleted_after_the_preview_makes_no_second_lot,
    what_nobody_has_seen_is_not_carried_out, what_was_changed_after_the_preview_is_left_and_listed,
};
use optional::{
    z14_a_list_that_is_replaced_gets_the_date_codes_of_the_file,
    z14_a_lot_that_comes_back_has_its_reference_again, z14_a_reference_names_its_lot_before_the_fields_do,
    z14_a_reference_of_another_lot_is_refused, z14_references_and_date_codes_stand_anywhere_among_the_nine,
    z14_taking_an_import_back_takes_its_references_back, z14_what_is_exported_with_references_comes_back,
    z14_wrong_references_are_told_at_their_cells,
};
use services::inventory::drafts::correcting::{self, Corrected};
use services::inventory::drafts::deciding::{self, Confirmed};
use services::inventory::drafts::{self, Choice, Noted, Taken};
use services::inventory::export;
use services::inventory::preview::{self, Opened};
use services::jobs;
use services::proofs::Supplier;
use undo::{
    a_change_between_two_imports_is_kept, an_import_is_taken_back_as_one, asked_twice_it_is_done_once,
    imports_are_taken_back_from_the_last_to_the_first, merged_and_deleted_lots_are_what_they_were,
    what_imports_change_stands_in_the_history, what_is_taken_back_does_not_return_with_a_later_import,
    what_was_changed_since_is_kept_and_listed, who_takes_back_is_who_has_changed_the_lots,
};

on_both!(
    a_draft_writes_nothing_until_it_is_confirmed,
    the_same_file_asks_and_replacing_by_it_does_not,
    wrong_cells_are_corrected_in_place,
    repairs_are_offered_and_made_and_rows_left_out,
    a_row_of_too_many_cells_keeps_them_all,
    merging_raises_quantities_and_replacing_lets_go,
    what_was_changed_after_the_preview_is_left_and_listed,
    t45_what_is_edited_or_deleted_after_the_preview_makes_no_second_lot,
    what_nobody_has_seen_is_not_carried_out,
    t45_a_correction_belongs_to_the_reading_that_was_shown,
    a_quantity_past_the_limit_is_refused_whole,
    nobody_sees_or_touches_the_file_of_another_company,
    drafts_go_after_a_week_and_with_their_company,
    what_a_heading_means_is_remembered,
    no_column_is_remembered_too,
    each_encoding_is_found_and_read,
    what_is_no_list_has_its_answer,
    other_separators_and_orders_are_found,
    a_workbook_is_read_sheet_by_sheet,
    an_import_is_taken_back_as_one,
    what_was_changed_since_is_kept_and_listed,
    merged_and_deleted_lots_are_what_they_were,
    asked_twice_it_is_done_once,
    imports_are_taken_back_from_the_last_to_the_first,
    a_change_between_two_imports_is_kept,
    what_is_taken_back_does_not_return_with_a_later_import,
    who_takes_back_is_who_has_changed_the_lots,
    what_imports_change_stands_in_the_history,
    what_is_exported_comes_back_in_every_form,
    what_shift_jis_cannot_hold_is_told,
    z14_references_and_date_codes_stand_anywhere_among_the_nine,
    z14_what_is_exported_with_references_comes_back,
    z14_a_reference_names_its_lot_before_the_fields_do,
    z14_a_list_that_is_replaced_gets_the_date_codes_of_the_file,
    z14_wrong_references_are_told_at_their_cells,
    z14_a_reference_of_another_lot_is_refused,
    z14_taking_an_import_back_takes_its_references_back,
    z14_a_lot_that_comes_back_has_its_reference_again,
);

fn file(rows: &[&str]) -> String {
    format!("{HEADINGS}\n{}\n", rows.join("\n"))
}

const A: &str = "JST,Connector,B3B-ZR(LF)(SN),150,Loose,ROHS,2020,Japan,A-1";
const B: &str = "TOSHIBA,Connector IC,TC74HC4050AFTEL,300,Taping cut,ROHS2,2016,Japan,B-2";
const C: &str = "onsemi,IC,MAX708TESA-TG,250,Reel,ROHS3,2019,Japan,B-3";

async fn upload(house: &House, supplier: &Supplier, name: &str, bytes: impl Into<Vec<u8>>) -> String {
    match drafts::receive(&house.market, supplier, name, bytes.into()).await {
        Ok(Taken::Kept(key)) => key,
        other => panic!("{other:?}"),
    }
}

async fn draft(house: &House, supplier: &Supplier, key: &str, kind: Option<Kind>) -> Draft {
    match preview::open(&house.market, supplier, key, kind, 1).await {
        Ok(Opened::Draft(draft)) => *draft,
        other => panic!("{other:?}"),
    }
}

async fn choose(house: &House, supplier: &Supplier, key: &str, mode: Mode) {
    let choice = Choice {
        mode: mode.word().to_owned(),
        ..Choice::default()
    };
    drafts::read_otherwise(&house.market, supplier, key, &choice)
        .await
        .expect("chooses");
}

async fn confirm(house: &House, supplier: &Supplier, key: &str, seen: Seen) -> Confirmed {
    let confirmed = deciding::confirm(&house.market, supplier, key, seen, false).await;
    jobs::run_due(&house.market).await.expect("runs");
    confirmed.expect("answers")
}

async fn stage(house: &House, supplier: &Supplier, key: &str) -> Stage {
    match preview::open(&house.market, supplier, key, None, 1).await {
        Ok(Opened::Import(import)) => import.stage,
        other => panic!("{other:?}"),
    }
}

/// Uploads and confirms a file, and answers the key.
async fn bring(house: &House, supplier: &Supplier, mode: Mode, text: &str) -> String {
    let key = upload(house, supplier, "stock.csv", text).await;
    choose(house, supplier, &key, mode).await;
    let seen = draft(house, supplier, &key, None).await.seen;
    assert_eq!(confirm(house, supplier, &key, seen).await, Confirmed::Queued);
    key
}

/// The list as it is exported, without the headings.
async fn list(house: &House, supplier: &Supplier) -> Vec<String> {
    let mut out = Vec::new();
    export::export(&house.market, supplier, &mut out)
        .await
        .expect("exports");
    let text = String::from_utf8(out).expect("is UTF-8");
    text.lines().skip(1).map(str::to_owned).collect()
}

async fn a_draft_writes_nothing_until_it_is_confirmed(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    let key = upload(house, &supplier, "stock.csv", file(&[A, B])).await;
    let seen = draft(house, &supplier, &key, None).await;
    assert!(seen.how.is_documented() && seen.is_good() && !seen.file.is_guess);
    assert_eq!((seen.counts.rows, seen.counts.new), (2, 2));
    assert_eq!(seen.rows[0].cells[2], "B3B-ZR(LF)(SN)");
    assert!(list(house, &supplier).await.is_empty());
    assert_eq!(house.letters().await.len(), 0);
    assert_eq!(
        confirm(house, &supplier, &key, seen.seen).await,
        Confirmed::Queued
    );
    assert_eq!(list(house, &supplier).await, [A, B]);
    let added = Landed {
        added: 2,
        ..Landed::default()
    };
    assert_eq!(stage(house, &supplier, &key).await, Stage::Imported(added));
    assert_eq!(house.letters().await.len(), 1);
    // Pressed twice.
    assert_eq!(
        confirm(house, &supplier, &key, seen.seen).await,
        Confirmed::Queued
    );
    assert_eq!(list(house, &supplier).await.len(), 2);
}

async fn the_same_file_asks_and_replacing_by_it_does_not(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    bring(house, &supplier, Mode::Add, &file(&[A, B])).await;
    let key = upload(house, &supplier, "other-name.csv", file(&[A, B])).await;
    let again = draft(house, &supplier, &key, None).await;
    assert!(again.before.is_some());
    assert_eq!(again.counts.doubles, 2);
    assert_eq!(
        confirm(house, &supplier, &key, again.seen).await,
        Confirmed::SameFile
    );
    choose(house, &supplier, &key, Mode::Replace).await;
    let same = draft(house, &supplier, &key, None).await;
    assert_eq!(same.counts.unchanged, 2);
    assert!(!same.is_good(), "it would do nothing");
    choose(house, &supplier, &key, Mode::Add).await;
    let yes = deciding::confirm(&house.market, &supplier, &key, again.seen, true).await;
    assert_eq!(yes.expect("answers"), Confirmed::Queued);
    jobs::run_due(&house.market).await.expect("runs");
    assert_eq!(list(house, &supplier).await.len(), 4);
}

async fn wrong_cells_are_corrected_in_place(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    let bad = C.replace("250", "-5").replace("MAX708TESA-TG", "型番");
    let key = upload(house, &supplier, "stock.csv", file(&[A, &bad])).await;
    let seen = draft(house, &supplier, &key, None).await;
    assert_eq!(
        (seen.shown, seen.counts.wrong, seen.is_good()),
        (Kind::Wrong, 1, false)
    );
    let columns: Vec<_> = seen.rows[0].faults.iter().map(|(column, _)| *column).collect();
    assert_eq!(columns, [Some(Column::Model), Some(Column::Quantity)]);
    // A file with a wrong cell is not imported, whoever asks.
    assert_eq!(
        confirm(house, &supplier, &key, seen.seen).await,
        Confirmed::NotGood
    );
    let corrected = vec![Corrected {
        row: 3,
        cells: vec![
            (Column::Model, "=MAX708".to_owned()),
            (Column::Quantity, "250".to_owned()),
        ],
        left_out: false,
    }];
    correcting::correct(&house.market, &supplier, &key, seen.reading, corrected)
        .await
        .expect("corrects");
    let good = draft(house, &supplier, &key, None).await;
    assert!(good.is_good());
    assert_eq!(
        confirm(house, &supplier, &key, good.seen).await,
        Confirmed::Queued
    );
    let stored = C.replace("MAX708TESA-TG", "'=MAX708");
    assert_eq!(list(house, &supplier).await, [A, stored.as_str()]);
}

async fn repairs_are_offered_and_made_and_rows_left_out(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    let rows = [
        &A.replace("150", "\"1,500\""),
        &B.replace("2016", "1622"),
        &C.replace("250", "1.2E+05"),
        &C.replace("250", "many"),
        &C.replace("MAX708TESA-TG", "6-Oct"),
        "",
        A,
    ];
    let key = upload(house, &supplier, "stock.csv", file(&rows.map(|row| row))).await;
    let seen = draft(house, &supplier, &key, None).await;
    assert_eq!(
        (seen.counts.wrong, seen.counts.doubtful, seen.counts.new),
        (5, 1, 2)
    );
    correcting::repair_all(&house.market, &supplier, &key, seen.reading)
        .await
        .expect("repairs");
    let repaired = draft(house, &supplier, &key, None).await;
    assert_eq!((repaired.counts.wrong, repaired.counts.new), (2, 5));
    let wrong = preview::wrong_rows(&house.market, &supplier, &key, domain::language::Language::En).await;
    let wrong = String::from_utf8(wrong.expect("writes")).expect("is UTF-8");
    assert!(
        wrong.contains("many") && wrong.contains("row 5, Quantity") && wrong.lines().count() == 3,
        "{wrong}"
    );
    correcting::leave_out_wrong(&house.market, &supplier, &key, seen.reading)
        .await
        .expect("leaves out");
    let good = draft(house, &supplier, &key, Some(Kind::LeftOut)).await;
    assert_eq!(
        (good.counts.wrong, good.counts.left_out, good.rows.len()),
        (0, 2, 2)
    );
    assert_eq!(
        confirm(house, &supplier, &key, good.seen).await,
        Confirmed::Queued
    );
    let list = list(house, &supplier).await;
    assert_eq!(list.len(), 5);
    assert!(list[0].contains(",1500,") && list[1].contains(",2016,") && list[2].contains(",120000,"));
}

async fn a_row_of_too_many_cells_keeps_them_all(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    // The comma of a remark without quotation marks, and a row that ends too early.
    let long = format!("{A},second shelf,left");
    let short = B.trim_end_matches(",B-2");
    let key = upload(house, &supplier, "stock.csv", file(&[&long, short, C])).await;
    let seen = draft(house, &supplier, &key, Some(Kind::Wrong)).await;
    assert!(seen.rows.iter().all(|row| row.cells.is_empty()));
    assert_eq!(seen.rows[0].uneven.join(","), long);
    let wrong = preview::wrong_rows(&house.market, &supplier, &key, domain::language::Language::En).await;
    let wrong = String::from_utf8(wrong.expect("writes")).expect("is UTF-8");
    let lines: Vec<&str> = wrong.lines().collect();
    assert!(
        lines[1].starts_with(&format!("{A},")) && lines[1].ends_with(",second shelf,left"),
        "{wrong}"
    );
    assert!(lines[2].starts_with(&format!("{short},,")), "{wrong}");
    // Sent again as it is, each is as wrong as before.
    let again = upload(house, &supplier, "wrong.csv", wrong).await;
    let seen = draft(house, &supplier, &again, None).await;
    assert_eq!((seen.counts.wrong, seen.is_good()), (2, false), "{seen:?}");
}

async fn nobody_sees_or_touches_the_file_of_another_company(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    let other = house.supplier("s2@example.com").await;
    let key = upload(house, &supplier, "stock.csv", file(&[A])).await;
    for strange in [key.as_str(), "0190b1a0-0000-7000-8000-000000000000", "nothing"] {
        assert!(
            preview::open(&house.market, &other, strange, None, 1)
                .await
                .is_err()
        );
        assert!(
            correcting::correct(&house.market, &other, strange, 0, Vec::new())
                .await
                .is_err()
        );
        assert!(
            deciding::confirm(&house.market, &other, strange, Seen::default(), true)
                .await
                .is_err()
        );
        assert!(
            services::inventory::undoing::undo(&house.market, &other, strange)
                .await
                .is_err()
        );
    }
    deciding::discard(&house.market, &other, &key)
        .await
        .expect("does nothing");
    let seen = draft(house, &supplier, &key, None).await.seen;
    confirm(house, &supplier, &key, seen).await;
    assert!(
        services::inventory::undoing::undo(&house.market, &other, &key)
            .await
            .is_err()
    );
    assert!(
        preview::list(&house.market, &other)
            .await
            .expect("lists")
            .imports
            .is_empty()
    );
    deciding::discard(&house.market, &supplier, &key)
        .await
        .expect("does nothing");
    assert_eq!(list(house, &supplier).await.len(), 1);
}

async fn drafts_go_after_a_week_and_with_their_company(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    upload(house, &supplier, "stock.csv", file(&[A])).await;
    assert_eq!(
        preview::list(&house.market, &supplier)
            .await
            .expect("lists")
            .drafts
            .len(),
        1
    );
    services::upkeep::arrange(&house.market).await.expect("arranges");
    house.wait(8 * house::DAY);
    jobs::run_due(&house.market).await.expect("runs");
    assert!(
        preview::list(&house.market, &supplier)
            .await
            .expect("lists")
            .drafts
            .is_empty()
    );
    assert_eq!(house.number("SELECT COUNT(*) FROM import_draft_file").await, 0);
}

async fn what_a_heading_means_is_remembered(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    let theirs = |quantity: &str| {
        format!("Part,Make,Kind,Menge,Pack,ROHS,Land\nTC74HC,TOSHIBA,IC,{quantity},Reel,ROHS,Japan\n")
    };
    let key = upload(house, &supplier, "a.csv", theirs("5")).await;
    let unknown = draft(house, &supplier, &key, None).await;
    assert!(!unknown.is_good() && !unknown.faults.is_empty());
    let places = ["1", "2", "0", "3", "4", "5", "", "6", ""]
        .map(str::to_owned)
        .to_vec();
    let choice = Choice {
        places,
        ..Choice::default()
    };
    drafts::read_otherwise(&house.market, &supplier, &key, &choice)
        .await
        .expect("maps");
    let good = draft(house, &supplier, &key, None).await;
    assert!(good.is_good(), "{good:?}");
    assert_eq!(
        good.rows[0].cells,
        ["TOSHIBA", "IC", "TC74HC", "5", "Reel", "ROHS", "", "Japan", ""]
    );
    let next = upload(house, &supplier, "b.csv", theirs("6")).await;
    assert!(
        draft(house, &supplier, &next, None).await.is_good(),
        "nothing is asked"
    );
    let other = house.supplier("s2@example.com").await;
    let key = upload(house, &other, "b.csv", theirs("6")).await;
    assert!(!draft(house, &other, &key, None).await.is_good());
}
