//! A list of parts as somebody pastes it, from a spreadsheet, a mail or a bill of materials: one part to a line, with
//! the quantity wanted where there is one.
//!
//! Nobody is asked to bring a list into shape. Columns are divided by tabs, semicolons, bars or commas, or a quantity
//! stands last after a space; a line of headings and a column of numbers in front are passed over. What was understood is
//! shown beside what was found.

use super::folding::{fold_width, norm};

/// Most parts that are looked up at once (Z37).
pub const MOST: usize = 1_000;
/// Most pieces that somebody can want.
const MOST_PIECES: u32 = 999_999_999;
/// Most characters of a model that are kept: enough to say that it is too long.
const KEPT: usize = 100;

/// One part of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its line in what was pasted, counted from 1; blank lines count.
    pub line: u32,
    /// As it was written.
    pub model: String,
    /// Pieces wanted, if a quantity was found.
    pub quantity: Option<u32>,
}

/// A list as it was understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parts {
    pub parts: Vec<Part>,
    /// Parts past the [`MOST`], which are not looked up.
    pub left_out: u32,
}

impl Parts {
    /// Reads what was pasted. Blank lines and a line of headings are no parts.
    #[must_use]
    pub fn read(pasted: &str) -> Self {
        let mut list = Self::default();
        for (line, text) in (1..).zip(pasted.lines()) {
            let Some((model, quantity)) = part(text) else {
                continue;
            };
            if list.parts.is_empty() && quantity.is_none() && is_heading(text) {
                continue;
            }
            if list.parts.len() == MOST {
                list.left_out = list.left_out.saturating_add(1);
                continue;
            }
            list.parts.push(Part {
                line,
                model: model.chars().take(KEPT).collect(),
                quantity,
            });
        }
        list
    }
}

/// The model and the quantity of a line; nothing of a blank one.
fn part(line: &str) -> Option<(String, Option<u32>)> {
    let line = fold_width(line);
    let columns = columns(&line);
    let first = columns.first()?;
    // A number in front of a model with letters counts the lines of the list.
    let numbered = pieces(first).is_some() && columns.get(1).is_some_and(|second| has_letters(second));
    let (model, rest) = columns.split_at(usize::from(numbered)).1.split_first()?;
    let quantity = rest.iter().find_map(|column| pieces(column));
    if columns.len() > 1 {
        return Some(((*model).to_owned(), quantity));
    }
    Some(match model.rsplit_once(char::is_whitespace) {
        Some((front, last)) if pieces(last).is_some() && norm(front).chars().count() > 1 => {
            (front.trim_end().to_owned(), pieces(last))
        }
        _ => ((*model).to_owned(), None),
    })
}

/// The columns that are not blank.
fn columns(line: &str) -> Vec<&str> {
    let divider = ['\t', ';', '|']
        .into_iter()
        .find(|divider| line.contains(*divider));
    let columns: Vec<&str> = match divider {
        Some(divider) => line.split(divider).collect(),
        // Commas also stand within quantities: what follows the first one may be a quantity as a whole.
        None => match line.split_once([',', '、']) {
            Some((model, rest)) if pieces(rest).is_some() => vec![model, rest],
            Some(_) => line.split([',', '、']).collect(),
            None => vec![line],
        },
    };
    let bare = columns
        .into_iter()
        .map(|column| column.trim().trim_matches('"').trim());
    bare.filter(|column| !column.is_empty()).collect()
}

/// A quantity as people write it: `5000`, `5,000`, `5 000`, `5000 pcs`, `5000個`, `5k`.
fn pieces(text: &str) -> Option<u32> {
    let text = text.trim().to_lowercase();
    let bare = ["pieces", "pcs.", "pcs", "pc", "ea", "個", "本", "枚", "ヶ"]
        .into_iter()
        .find_map(|unit| text.strip_suffix(unit))
        .unwrap_or(&text)
        .trim_end();
    let (bare, thousands) = bare.strip_suffix('k').map_or((bare, 1), |bare| (bare, 1_000));
    if !bare.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let digits: String = bare.chars().filter(|c| !matches!(c, ',' | ' ' | '\'')).collect();
    if digits.len() > 9 || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let pieces = digits.parse::<u32>().ok()?.checked_mul(thousands)?;
    (1..=MOST_PIECES).contains(&pieces).then_some(pieces)
}

fn has_letters(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_alphabetic())
}

/// Whether a first line names columns.
fn is_heading(line: &str) -> bool {
    const NAMES: [&str; 14] = [
        "MODEL",
        "MODELNUMBER",
        "MODELNO",
        "PART",
        "PARTNUMBER",
        "PARTNO",
        "PN",
        "MPN",
        "ITEM",
        "MANUFACTURERPARTNUMBER",
        "型番",
        "型式",
        "品番",
        "部品番号",
    ];
    let line = fold_width(line);
    columns(&line).iter().any(|column| {
        let name: String = column
            .to_uppercase()
            .chars()
            .filter(|c| c.is_alphanumeric())
            .collect();
        NAMES.contains(&name.as_str())
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(pasted: &str) -> Vec<(String, Option<u32>)> {
        let parts = Parts::read(pasted).parts;
        parts
            .into_iter()
            .map(|part| (part.model, part.quantity))
            .collect()
    }

    fn one(line: &str) -> (String, Option<u32>) {
        read(line).into_iter().next().expect("a part")
    }

    #[test]
    fn a_part_is_understood_as_people_write_it() {
        let wanted = |model: &str, quantity| (model.to_owned(), quantity);
        for (line, model, quantity) in [
            ("TC74HC4050AFTEL", "TC74HC4050AFTEL", None),
            ("  LM358  ", "LM358", None),
            ("LM358\t500", "LM358", Some(500)),
            ("LM358, 1,000", "LM358", Some(1_000)),
            ("LM358,1000,DIP", "LM358", Some(1_000)),
            ("LM358;TI;2500 pcs", "LM358", Some(2_500)),
            ("LM358 | 3000個", "LM358", Some(3_000)),
            ("LM358 5k", "LM358", Some(5_000)),
            ("ＬＭ３５８　１００", "LM358", Some(100)),
            ("12\tB3B-ZR(LF)(SN)\tJST\t150", "B3B-ZR(LF)(SN)", Some(150)),
            ("\"LM358\"\t\"500\"", "LM358", Some(500)),
            ("74 100", "74", Some(100)),
            ("1.5SMC6.8CA", "1.5SMC6.8CA", None),
            ("MAX 232", "MAX", Some(232)),
            ("LM358\t0", "LM358", None),
            ("2222\t3", "2222", Some(3)),
        ] {
            assert_eq!(one(line), wanted(model, quantity), "{line}");
        }
    }

    #[test]
    fn headings_and_blank_lines_are_no_parts() {
        assert_eq!(
            read("型番\t数量\n\nLM358\t5\n \t \nMODEL\n"),
            [("LM358".to_owned(), Some(5)), ("MODEL".to_owned(), None)]
        );
        let parts = Parts::read("Part No.,Qty\r\nLM358,5\r\n\r\nNE555,7").parts;
        assert_eq!(parts.iter().map(|part| part.line).collect::<Vec<_>>(), [2, 4]);
        assert_eq!(Parts::read(" \n\t\n"), Parts::default());
    }

    #[test]
    fn a_thousand_parts_are_looked_up_and_the_others_counted() {
        let list = Parts::read(&"LM358\n".repeat(MOST + 3));
        assert_eq!((list.parts.len(), list.left_out), (MOST, 3));
    }

    proptest! {
        #[test]
        fn every_line_with_something_in_it_is_a_part(pasted in "(\\PC{0,20}\n){0,12}") {
            let list = Parts::read(&pasted);
            for part in &list.parts {
                prop_assert!(!part.model.trim().is_empty());
                prop_assert!(part.quantity.is_none_or(|pieces| (1..=MOST_PIECES).contains(&pieces)));
            }
            let written = pasted.lines().filter(|line| line.chars().any(|c| c.is_ascii_alphanumeric())).count();
            prop_assert!(list.parts.len() + 1 >= written, "at most the headings are passed over");
        }

        #[test]
        fn a_model_and_a_quantity_in_two_columns_come_back(model in "[A-Z]{2}[A-Z0-9-]{0,20}", pieces in 1..=MOST_PIECES) {
            prop_assume!(!is_heading(&model));
            prop_assert_eq!(one(&format!("{model}\t{pieces}")), (model.clone(), Some(pieces)));
            prop_assert_eq!(one(&format!("{model} {pieces}")), (model, Some(pieces)));
        }
    }
}
