//! Whatever a list holds: written and read again it is the same list, in every form.

use domain::inventory::exporting::Format;
use domain::inventory::{Lot, LotForm, ThisYear};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use services::inventory::export::Exported;
use services::inventory::stock_file;

use super::*;

/// Texts that spreadsheets and CSV have trouble with.
fn text(longest: usize) -> impl Strategy<Value = String> {
    let letter = prop_oneof![
        Just('='),
        Just('-'),
        Just('@'),
        Just('+'),
        Just('\''),
        Just('"'),
        Just(','),
        Just(';'),
        Just('_'),
        Just(' '),
        Just('Ω'),
        Just('°'),
        Just('µ'),
        Just('リ'),
        Just('ー'),
        Just('川'),
        Just('＝'),
        Just('、'),
        proptest::char::range('0', '9'),
        proptest::char::range('A', 'z'),
    ];
    prop::collection::vec(letter, 1..longest).prop_map(|letters| letters.into_iter().collect())
}

fn lots() -> impl Strategy<Value = Vec<Lot>> {
    let cells = (
        text(30),
        text(30),
        "[=@+'A-Za-z0-9_(),.-]{1,40}",
        1_u32..=999_999_999,
        text(10),
        text(8),
        prop::option::of(1950_u16..2027),
        text(40),
        text(40),
    );
    let lot = cells.prop_filter_map(
        "keeps the rules",
        |(manufacturer, product_name, model, quantity, packing, rohs, dc, location, remarks)| {
            let form = LotForm {
                manufacturer,
                product_name,
                model,
                quantity: quantity.to_string(),
                packing,
                rohs,
                dc: dc.map(|year| year.to_string()).unwrap_or_default(),
                location,
                remarks,
                date_code: String::new(),
            };
            form.check(ThisYear(2026)).ok()
        },
    );
    prop::collection::vec(lot, 1..12)
}

pub(crate) async fn what_is_exported_comes_back_in_every_form(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    let mut runner = TestRunner::deterministic();
    for _ in 0..8 {
        let lots = lots().new_tree(&mut runner).expect("a list").current();
        let mut text = Vec::new();
        stock_file::write(&mut text, &lots).expect("writes");
        let text = String::from_utf8(text).expect("is UTF-8");
        bring(house, &supplier, Mode::Replace, &text).await;
        let before = list(house, &supplier).await;
        assert_eq!(before.len(), lots.len());
        for format in Format::ALL {
            let exported = export::export_as(&house.market, &supplier, format, &[])
                .await
                .expect("exports");
            let bytes = match exported {
                Exported::File(bytes) => bytes,
                Exported::Lost { total, .. } => {
                    assert!(format == Format::ShiftJis && total > 0);
                    continue;
                }
            };
            let name = if format == Format::Xlsx {
                "stock.xlsx"
            } else {
                "stock.csv"
            };
            let key = upload(house, &supplier, name, bytes).await;
            choose(house, &supplier, &key, Mode::Replace).await;
            let seen = draft(house, &supplier, &key, None).await;
            assert_eq!(seen.counts.unchanged as usize, lots.len(), "{format:?}: {seen:?}");
            // Unchanged is by the rule of the same item; spelled alike as well, it is the same list.
            choose(house, &supplier, &key, Mode::Add).await;
            let seen = draft(house, &supplier, &key, None).await;
            deciding::confirm(&house.market, &supplier, &key, seen.seen, true)
                .await
                .expect("confirms");
            jobs::run_due(&house.market).await.expect("runs");
            let both = list(house, &supplier).await;
            assert_eq!(both[lots.len()..], before, "{format:?}");
            services::inventory::undoing::undo(&house.market, &supplier, &key)
                .await
                .expect("asks");
            jobs::run_due(&house.market).await.expect("runs");
            assert_eq!(list(house, &supplier).await, before);
        }
    }
}

pub(crate) async fn what_shift_jis_cannot_hold_is_told(house: &House) {
    let supplier = house.supplier("s1@example.com").await;
    let latin = B.replace("Connector IC", "Café µ");
    bring(house, &supplier, Mode::Add, &file(&[A, &latin])).await;
    let exported = export::export_as(&house.market, &supplier, Format::ShiftJis, &[])
        .await
        .expect("exports");
    let Exported::Lost { cells, total } = exported else {
        panic!("written")
    };
    assert_eq!(
        (total, cells[0].column, cells[0].characters.as_str()),
        (1, Column::ProductName, "éµ")
    );
    let view = export::view(&house.market, &supplier, &[], 1)
        .await
        .expect("shows");
    assert_eq!((view.total, view.rows[1][1].as_str()), (2, "Café µ"));
}
