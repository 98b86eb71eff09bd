//! Files that are not in the documented form: what is recognised of them, and what a person is shown to tell.

use domain::inventory::importing::{Habit, How, TextEncoding};
use domain::text::comparable;
use encoding_rs::{EUC_JP, SHIFT_JIS};

use super::*;

const JAPANESE: &str = "メーカー,品名,型番,数量,荷姿,ROHS,DC,所在地,備考";

fn recognised(bytes: &[u8]) -> (TextEncoding, bool) {
    let recognised = stock_file::recognise(bytes, &Habit::default()).expect("a text");
    (recognised.how.encoding, recognised.is_guess)
}

/// Rows of which only the thirtieth is not ASCII: `Gehäuse`, as Windows writes it in Western Europe.
fn western() -> Vec<u8> {
    let mut bytes = file(&[GOOD; 28]).into_bytes();
    bytes.extend(b"JST,Geh\xE4use,B3B,150,Loose,ROHS,2020,Japan,A-1\r\n");
    bytes
}

#[test]
fn a_western_text_is_never_surely_a_japanese_one() {
    assert_eq!(recognised(&western()), (TextEncoding::ShiftJis, true));
    // What is Japanese is known by its headings.
    let japanese = format!("{JAPANESE}\r\n{GOOD}\r\n");
    for (encoding, encoder) in [(TextEncoding::ShiftJis, SHIFT_JIS), (TextEncoding::EucJp, EUC_JP)] {
        assert_eq!(recognised(&encoder.encode(&japanese).0), (encoding, false));
    }
    let few = SHIFT_JIS.encode("社内,型番,Qty\r\n1,B3B,5\r\n").0;
    assert_eq!(recognised(&few), (TextEncoding::ShiftJis, false));
}

#[test]
fn rows_by_which_an_encoding_can_be_told_are_shown() {
    let how = How {
        encoding: TextEncoding::ShiftJis,
        ..How::default()
    };
    let shown = stock_file::telling_sample(&western(), &how);
    assert_eq!(shown.len(), 7);
    assert!(
        shown[6][1].starts_with("Geh") && !shown[6][1].is_ascii(),
        "{shown:?}"
    );
}

#[test]
fn what_a_company_has_said_of_a_column_comes_before_a_heading_that_is_known() {
    let text = "Manufacturer,Product name,Model,Quantity,Free qty,Packing style,ROHS,DC,Location,Remarks\n\
        JST,Connector,B3B,150,90,Loose,ROHS,2020,Japan,A-1\n";
    let quantity = |habit: &Habit| {
        let how = stock_file::recognise(text.as_bytes(), habit).expect("a text").how;
        let look = stock_file::look(text.as_bytes(), &how, NOW, "");
        look.lots[0].1.quantity.pieces()
    };
    assert_eq!(quantity(&Habit::default()), 150);
    let mut habit = Habit::default();
    habit.headings.insert(comparable("Free qty"), Column::Quantity);
    assert_eq!(quantity(&habit), 90);
}

#[test]
fn a_heading_is_known_wherever_it_stands_and_past_the_last_column_it_is_told() {
    let wide = |more: usize, quantity: &str| {
        let others = ",x".repeat(more);
        format!(
            "Manufacturer,Product name,Model,Packing style,ROHS,DC,Location,Remarks{others},Quantity\nJST,Connector,B3B,Loose,ROHS,2020,Japan,A-1{others},{quantity}\n"
        )
    };
    let look = |text: &str| {
        let how = stock_file::recognise(text.as_bytes(), &Habit::default())
            .expect("a text")
            .how;
        stock_file::look(text.as_bytes(), &how, NOW, "")
    };
    for more in [24, 55, 247] {
        assert_eq!(look(&wide(more, "7")).lots[0].1.quantity.pieces(), 7, "{more}");
    }
    let past = look(&wide(248, "7"));
    let fault = FileFault::TooManyColumns { max: 256 };
    assert_eq!(past.of_file().cloned().collect::<Vec<_>>(), [at(1, None, fault)]);
    // Separators with nothing behind them are no headings.
    let empty = look(&wide(10, "7").replace('\n', &format!("{}\n", ",".repeat(300))));
    assert_eq!(empty.lots.len(), 1);
}

#[test]
fn the_row_of_a_byte_that_stands_for_nothing_is_that_of_a_spreadsheet() {
    let row_of = |file: &str| {
        let how = How {
            encoding: TextEncoding::ShiftJis,
            ..How::default()
        };
        let mut bytes = SHIFT_JIS.encode(file).0.into_owned();
        let at = bytes.iter().position(|byte| *byte == b'?').expect("a mark");
        bytes.splice(at..=at, *b"\x81\xFF");
        let faults = stock_file::look(&bytes, &how, NOW, "").faults.list;
        assert!(
            matches!(faults[0].fault, FileFault::NotInEncoding { .. }),
            "{faults:?}"
        );
        faults[0].row
    };
    assert_eq!(row_of("a,b\n?,c\n"), 2);
    assert_eq!(row_of("a,\"b\nb\nb\"\n\"リ\r\nー\",?\n"), 2);
    assert_eq!(row_of("a\rb\r?\r"), 3);
    assert_eq!(row_of("a\r\nb\r\n\r\n?"), 4);
}
