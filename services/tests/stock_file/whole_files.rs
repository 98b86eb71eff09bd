//! What is said of a file as a whole: its encoding, its kind, its size, its end.

use std::io::{self, Read};

use domain::inventory::stock_file::{Encoding, LooksLike};
use domain::text::limits::FILE_BYTES;

use super::*;

#[test]
fn other_encodings_and_other_files_are_called_by_their_names() {
    let utf16 = |mark: &[u8]| {
        [
            mark,
            &file(&SAMPLE)
                .encode_utf16()
                .flat_map(u16::to_le_bytes)
                .collect::<Vec<_>>(),
        ]
        .concat()
    };
    for marked in [utf16(b"\xFF\xFE"), utf16(b"")] {
        assert_eq!(
            faults(marked),
            [RowFault::of_file(FileFault::NotUtf8 {
                guess: Encoding::Utf16
            })]
        );
    }
    let eight_bits =
        |text: &[u8]| [file(&[GOOD]).as_bytes(), text, b",IC,A,1,Reel,ROHS,,Japan,\r\n"].concat();
    let at_row_3 = |guess| [at(3, None, FileFault::NotUtf8 { guess })];
    assert_eq!(
        faults(eight_bits(b"\x83\x8A\x81[\x83\x8B")),
        at_row_3(Encoding::ShiftJis)
    );
    assert_eq!(faults(eight_bits(b"W\xFCrth")), at_row_3(Encoding::Other));
    for (bytes, looks_like) in [
        (&b"PK\x03\x04\x14\0"[..], LooksLike::Spreadsheet),
        (b"%PDF-1.7\n", LooksLike::Pdf),
        (b"\x89PNG\r\n\x1A\n\0", LooksLike::Image),
    ] {
        assert_eq!(
            faults(bytes),
            [RowFault::of_file(FileFault::NotCsv { looks_like })]
        );
    }
}

#[test]
fn rows_and_bytes_are_taken_up_to_their_limits() {
    let most = HEADINGS.to_owned() + &format!("\n{GOOD}").repeat(FILE_ROWS as usize);
    assert_eq!(lots(format!("{most}\n\n,,\n")).len(), 100_000);
    let too_many = read(format!("{most}\n{GOOD}"));
    let fault = RowFault::of_file(FileFault::TooManyRows { max: FILE_ROWS });
    assert_eq!(
        (too_many.rows, too_many.outcome.expect_err("one too many").list),
        (100_000, vec![fault])
    );

    let blank_row = [[b' '; 999].as_slice(), b"\n"].concat();
    let padded = |bytes: u64| {
        let mut padded = [
            file(&SAMPLE).into_bytes(),
            blank_row.repeat(FILE_BYTES as usize / 1_000),
        ]
        .concat();
        padded.resize(bytes as usize, b' ');
        padded
    };
    assert_eq!(lots(padded(FILE_BYTES)).len(), 5);
    let fault = RowFault::of_file(FileFault::TooManyBytes { max: FILE_BYTES });
    assert_eq!(faults(padded(FILE_BYTES + 1)), std::slice::from_ref(&fault));
    // A source without an end is not read to it.
    assert_eq!(
        stock_file::read(io::repeat(b' '), NOW, "")
            .outcome
            .expect_err("endless")
            .list,
        [fault]
    );
}

#[test]
fn a_source_that_fails_is_no_list() {
    struct Failing;
    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::ErrorKind::ConnectionReset.into())
        }
    }
    let source = || file(&SAMPLE).into_bytes();
    let reading = stock_file::read(source().chain(Failing), NOW, "");
    assert_eq!(
        reading.outcome.expect_err("broken off").list,
        [RowFault::of_file(FileFault::BrokeOff)]
    );
    assert!(stock_file::try_read(source().chain(Failing), NOW, "").is_err());
}
