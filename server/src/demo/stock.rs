//! The stock of the demonstration: the real part numbers, dealt out to the suppliers, each with quantities, packing,
//! years and places that look like a trading house's list. The same program always makes the same lists.

use std::fmt::Write;

use domain::inventory::Column;
use domain::language::Language;

/// Real part numbers: model, maker (may be empty), product group (may be empty).
const MODELS: &str = include_str!("../../demo/models.csv");
/// Suppliers that share them.
const SUPPLIERS: usize = 3;
/// Every how many models another supplier has it too.
const SHARED: usize = 4;

const PACKING: [&str; 8] = [
    "Reel",
    "Loose",
    "Taping cut",
    "Tray",
    "Tube",
    "Bulk",
    "リール",
    "バラ",
];
const ROHS: [&str; 5] = ["ROHS", "ROHS2", "ROHS3", "Unknown", "Non-ROHS"];
const PLACES: [&str; 9] = [
    "Japan",
    "China",
    "USA",
    "Taiwan",
    "Germany",
    "Singapore",
    "Hong Kong",
    "日本",
    "埼玉県川越市",
];
const REMARKS: [&str; 6] = [
    "",
    "",
    "",
    "Small orders accepted",
    "小口対応可",
    "Factory sealed",
];

/// The list of one supplier as a file, and its number of rows.
///
/// # Errors
/// Only if the part numbers that the program carries cannot be read.
pub(super) fn file(share: usize) -> anyhow::Result<(Vec<u8>, usize)> {
    let mut reader = csv::Reader::from_reader(MODELS.as_bytes());
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(Column::ALL.map(|column| column.heading(Language::En)))?;
    let mut dice = Dice::new(share as u64 + 1);
    let mut rows = 0;
    for (index, record) in reader.records().enumerate() {
        let record = record?;
        let own = index % SUPPLIERS == share;
        let also = index % SHARED == 0 && (index / SHARED) % SUPPLIERS == share;
        for _ in 0..usize::from(own) + usize::from(also) {
            writer.write_record(row(&record, &mut dice))?;
            rows += 1;
        }
    }
    Ok((writer.into_inner()?, rows))
}

fn row(record: &csv::StringRecord, dice: &mut Dice) -> [String; 9] {
    let field = |at: usize, otherwise: &str| match record.get(at).unwrap_or_default() {
        "" => otherwise.to_owned(),
        text => text.chars().take(30).collect(),
    };
    let model = record.get(0).unwrap_or_default().to_owned();
    let largest = *dice.of(&[99, 5_000, 60_000]);
    let year = if dice.below(8) == 0 {
        String::new()
    } else {
        (2006 + dice.below(21)).to_string()
    };
    let mut remarks = (*dice.of(&REMARKS)).to_owned();
    if dice.below(6) == 0 {
        remarks.clear();
        // Writing to a text cannot fail.
        let _ = write!(
            remarks,
            "{}-{}",
            dice.of(&["A", "B", "C", "D"]),
            1 + dice.below(99)
        );
    }
    [
        field(1, "Unknown"),
        field(2, "IC"),
        model,
        (1 + dice.below(largest)).to_string(),
        (*dice.of(&PACKING)).to_owned(),
        (*dice.of(&ROHS)).to_owned(),
        year,
        (*dice.of(&PLACES)).to_owned(),
        remarks,
    ]
}

/// Numbers that look thrown and are the same every time (SplitMix64, Steele, Lea and Flood 2014).
struct Dice(u64);

impl Dice {
    const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % end.max(1)
    }

    fn of<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len() as u64) as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_have_at_least_fourteen_thousand_lots_that_keep_every_rule() {
        let mut total = 0;
        for share in 0..SUPPLIERS {
            let (file, rows) = file(share).expect("the part numbers can be read");
            let this_year = domain::inventory::ThisYear(2026);
            let reading = services::inventory::stock_file::read(file.as_slice(), this_year, "");
            assert_eq!(reading.outcome.map(|lots| lots.len()), Ok(rows));
            total += rows;
        }
        assert!(total >= 14_000, "{total}");
    }
}
