//! Properties: what is written reads back (T42), and no input does harm (T40).

use domain::inventory::LotForm;
use domain::inventory::importing::How;
use domain::text::limits::REFERENCE;
use proptest::prelude::*;

use super::*;

/// Texts that tempt spreadsheets, separate cells, fold, or are ordinary.
fn text() -> impl Strategy<Value = String> {
    let tempting = "'{0,3}[=+@＝＋－＠-]{0,2}[A-Z0-9 ,;\"'|!-]{1,6}";
    prop_oneof![3 => tempting.prop_map(String::from), 2 => "[A-Za-zµΩ°(), \"あ漢-]{1,8}", 1 => "\\PC{1,8}"]
}

fn lot() -> impl Strategy<Value = Lot> {
    let year = prop_oneof![
        Just(String::new()),
        (1950_u16..=2027).prop_map(|year| year.to_string())
    ];
    let texts = (text(), text(), text(), text(), text(), text());
    (
        texts,
        1_u32..=999_999_999,
        year,
        prop_oneof![Just(String::new()), text()],
    )
        .prop_filter_map(
            "breaks a rule of table O",
            |((manufacturer, product_name, model, packing, rohs, location), quantity, dc, remarks)| {
                let quantity = quantity.to_string();
                let date_code = String::new();
                LotForm {
                    manufacturer,
                    product_name,
                    model,
                    quantity,
                    packing,
                    rohs,
                    dc,
                    location,
                    remarks,
                    date_code,
                }
                .check(NOW)
                .ok()
            },
        )
}

/// Lots with date codes and references, no reference twice.
fn named_lots() -> impl Strategy<Value = Vec<(Lot, String)>> {
    let date_code = prop_oneof![Just(String::new()), "[=+'A-Z0-9 -]{1,10}".prop_map(String::from)];
    let named = (lot(), date_code, prop_oneof![Just(String::new()), text()]);
    let named = named.prop_filter_map("breaks a rule", |(lot, date_code, reference)| {
        let form = LotForm {
            date_code,
            ..lot.to_form()
        };
        Some((form.check(NOW).ok()?, REFERENCE.check(&reference).ok()?))
    });
    prop::collection::vec(named, 1..6).prop_map(|mut lots| {
        let mut met = std::collections::HashSet::new();
        lots.retain(|(_, reference)| reference.is_empty() || met.insert(reference.clone()));
        lots
    })
}

/// Bytes from pieces that files are made of, so that many get past the headings.
fn hostile_file() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        4 => prop::sample::select(SAMPLE.to_vec()).prop_map(|row| row.as_bytes().to_vec()),
        4 => prop::sample::select(vec!["\r\n", "\n", "\r", "\"", ",", ";", "\0", "'=", " ", "\u{FEFF}", "漢", HEADINGS, ",Own reference", ",日付コード"])
            .prop_map(|piece| piece.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..20),
    ];
    (any::<bool>(), prop::collection::vec(piece, 0..30)).prop_map(|(headed, pieces)| {
        let headings = if headed {
            format!("{HEADINGS}\r\n").into_bytes()
        } else {
            Vec::new()
        };
        [headings, pieces.concat()].concat()
    })
}

/// An answer is whole: lots that keep every rule, or faults that name rows there are.
fn assert_sound(reading: &Reading) -> Result<(), TestCaseError> {
    match &reading.outcome {
        Ok(lots) => {
            prop_assert_eq!(lots.len(), reading.rows as usize);
            for lot in lots {
                prop_assert_eq!(&lot.to_form().check(NOW).expect("keeps every rule"), lot);
            }
        }
        Err(faults) => {
            prop_assert!(faults.total > 0 && faults.total as usize == faults.list.len());
            prop_assert!(faults.list.is_sorted_by_key(|fault| (fault.row, fault.column)));
            prop_assert!(faults.list.iter().all(|fault| fault.row <= reading.rows + 1));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn what_is_written_reads_back_and_begins_no_formula(lots in prop::collection::vec(lot(), 1..6)) {
        let mut written = Vec::new();
        stock_file::write(&mut written, &lots).expect("memory");
        for record in csv::Reader::from_reader(written.as_slice()).records() {
            for cell in &record.expect("well formed") {
                prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠']), "{}", cell);
            }
        }
        // No company: what a random name would refuse is not the question here.
        prop_assert_eq!(stock_file::read(written.as_slice(), NOW, "").outcome, Ok(lots));
    }

    #[test]
    fn z14_date_codes_and_references_read_back_and_begin_no_formula(lots in named_lots()) {
        let mut written = Vec::new();
        let mut writer = stock_file::Writer::with(&mut written, &Column::OPTIONAL).expect("memory");
        for (lot, reference) in &lots {
            writer.write_with(lot, reference).expect("memory");
        }
        writer.finish().expect("memory");
        for record in csv::Reader::from_reader(written.as_slice()).records() {
            for cell in &record.expect("well formed") {
                prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠']), "{}", cell);
            }
        }
        let look = stock_file::look(&written, &How::default(), NOW, "");
        prop_assert_eq!(look.faults.total, 0, "{:?}", look.faults.list);
        let mut references = look.references;
        let read: Vec<_> = look.lots.into_iter().map(|(row, lot)| (lot, references.remove(&row).unwrap_or_default())).collect();
        prop_assert_eq!(read, lots);
    }

    #[test]
    fn any_bytes_have_a_sound_answer(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        assert_sound(&read(bytes))?;
    }

    #[test]
    fn any_mixture_of_pieces_has_a_sound_answer(bytes in hostile_file()) {
        assert_sound(&read(bytes))?;
    }

    #[test]
    fn one_changed_byte_has_a_sound_answer(place in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = file(&SAMPLE).into_bytes();
        let place = place.index(bytes.len());
        bytes[place] = byte;
        assert_sound(&read(bytes))?;
    }
}
