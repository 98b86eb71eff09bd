//! The reader of records against the `csv` crate, and where it says more.

use proptest::prelude::*;

use super::*;

/// A source that gives one byte at a time, so that every place meets the end of a chunk.
struct Dripping<'a>(&'a [u8]);

impl Read for Dripping<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let take = self.0.len().min(1);
        buffer[..take].copy_from_slice(&self.0[..take]);
        self.0 = &self.0[take..];
        Ok(take)
    }
}

fn steps(source: impl Read) -> Vec<(Step, Vec<String>)> {
    let (mut records, mut record, mut all) = (Records::new(source, 0), Record::default(), Vec::new());
    loop {
        let step = records.next(&mut record).expect("memory does not fail");
        if step == Step::End {
            return all;
        }
        let cells = if step == Step::Record {
            record.cells().ok()
        } else {
            None
        };
        all.push((
            step,
            cells
                .map(|cells| cells.iter().map(str::to_owned).collect())
                .unwrap_or_default(),
        ));
        if matches!(step, Step::UnclosedQuote { .. } | Step::TooManyBytes) {
            return all;
        }
    }
}

fn rows(text: &str) -> Vec<Vec<String>> {
    steps(text.as_bytes())
        .into_iter()
        .map(|(_, cells)| cells)
        .collect()
}

#[test]
fn all_three_line_ends_end_a_record_and_empty_lines_are_records() {
    for end in ["\n", "\r\n", "\r"] {
        let text = ["a,b", "", "c,\"d\"", ""].join(end);
        assert_eq!(rows(&text), [vec!["a", "b"], vec![""], vec!["c", "d"]], "{end:?}");
    }
}

#[test]
fn quotes_hold_commas_line_breaks_and_doubled_quotes() {
    assert_eq!(
        rows("\"a,\"\"b\"\"\r\nc\",2\" pipe,\"x\" \n"),
        [["a,\"b\"\r\nc", "2\" pipe", "x"]]
    );
}

#[test]
fn an_unclosed_quote_is_told_where_it_opened() {
    for text in ["a,\"b,c\nd,e\nf", "a,\"b,c\nd,\"e\"\nf", "a,\"b\n\"\"c"] {
        assert_eq!(
            steps(text.as_bytes()),
            [(Step::UnclosedQuote { cell: 1 }, vec![])],
            "{text:?}"
        );
    }
}

#[test]
fn text_behind_a_closing_quote_costs_its_line_only() {
    let told = steps("\"a\"b\",\"c\"\nd\n".as_bytes());
    assert_eq!(
        told,
        [
            (Step::StrayQuote { cell: 0 }, vec![]),
            (Step::Record, vec!["d".to_owned()])
        ]
    );
}

#[test]
fn many_cells_and_long_cells_take_bounded_memory() {
    let mut record = Record::default();
    let mut records = Records::new(io::repeat(b',').take(10_000_000), 0);
    assert_eq!(records.next(&mut record).expect("memory"), Step::Record);
    let cells = record.cells().expect("ASCII");
    assert_eq!((cells.count(), cells.are_blank()), (10_000_001, true));
    assert!(record.memory() < 4 * BUFFER);

    let mut records = Records::new(io::repeat(b'x').take(10_000_000), 0);
    assert_eq!(records.next(&mut record).expect("memory"), Step::Record);
    assert!(record.cells().expect("ASCII").is_too_long(0));
    assert!(record.memory() < 4 * BUFFER);
}

#[test]
fn halves_of_a_character_on_both_sides_of_a_comma_are_not_text() {
    let mut record = Record::default();
    let mut records = Records::new(&b"\xE3\x81,\x82"[..], 0);
    assert_eq!(records.next(&mut record).expect("memory"), Step::Record);
    assert!(record.cells().is_err());
}

proptest! {
    #[test]
    fn well_formed_files_read_as_the_csv_crate_reads_them(
        table in prop::collection::vec(prop::collection::vec("[a-c\",\r\n あ']{0,6}", 2..12), 1..8),
        always in any::<bool>(), ending in 0..3_usize
    ) {
        let style = if always { csv::QuoteStyle::Always } else { csv::QuoteStyle::Necessary };
        let terminator = [csv::Terminator::CRLF, csv::Terminator::Any(b'\n'), csv::Terminator::Any(b'\r')][ending];
        let mut writer =
            csv::WriterBuilder::new().flexible(true).quote_style(style).terminator(terminator).from_writer(Vec::new());
        for row in &table {
            writer.write_record(row).expect("memory");
        }
        let file = writer.into_inner().expect("memory");
        let theirs: Vec<Vec<String>> = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(file.as_slice())
            .records()
            .map(|record| record.expect("well formed").iter().map(str::to_owned).collect())
            .collect();
        let ours: Vec<_> = steps(file.as_slice()).into_iter().map(|(_, cells)| cells).collect();
        prop_assert_eq!(&ours, &theirs);
        prop_assert_eq!(ours, table);
    }

    #[test]
    fn where_chunks_end_changes_nothing(text in "[a\",\r\n ]{0,40}") {
        prop_assert_eq!(steps(Dripping(text.as_bytes())), steps(text.as_bytes()));
    }
}
