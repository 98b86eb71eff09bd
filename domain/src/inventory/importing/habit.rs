//! What headings of a company's files mean, as somebody has said by hand: the next file of that kind needs no question.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde::{Deserialize, Serialize};

use crate::inventory::Column;
use crate::text::comparable;

/// What headings of a company's files meant when somebody last said so by hand.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Habit {
    /// Headings, compared without case and width.
    pub headings: BTreeMap<String, Column>,
    /// Headings that stand for no column, though they are called like one.
    pub none: BTreeSet<String>,
}

impl Habit {
    /// The column that somebody has said a heading stands for.
    #[must_use]
    pub fn said(&self, heading: &str) -> Option<Column> {
        self.headings.get(&comparable(heading)).copied()
    }

    /// The column that a heading stands for. A company may have said that its "Date code" is the year, or nothing at all.
    #[must_use]
    pub fn column_of(&self, heading: &str) -> Option<Column> {
        self.said(heading).or_else(|| {
            let mut all = Column::FILE.into_iter();
            let column = all.find(|column| column.is_headed(heading))?;
            (!self.none.contains(&comparable(heading))).then_some(column)
        })
    }

    /// Learns from a file where somebody has shown for each of [`Column::FILE`] where it stands, or that it stands nowhere.
    pub fn learn(&mut self, places: &[Option<u16>], headings: &[String]) {
        let mut taken = HashSet::new();
        for (column, place) in Column::FILE.into_iter().zip(places) {
            let heading = place.and_then(|place| headings.get(usize::from(place)));
            let Some(heading) = heading.filter(|heading| !heading.trim().is_empty()) else {
                continue;
            };
            let heading = comparable(heading);
            // A heading means one column from then on: the first that it was shown for.
            if !taken.insert(heading.clone()) {
                continue;
            }
            self.none.remove(&heading);
            self.headings.retain(|_, other| *other != column);
            self.headings.insert(heading, column);
        }
        for (column, place) in Column::FILE.into_iter().zip(places) {
            if place.is_some() {
                continue;
            }
            // Of a column that stands elsewhere nothing is said: another file may have it under its own name.
            for heading in headings {
                let known = comparable(heading);
                if !taken.contains(&known) && self.column_of(heading) == Some(column) {
                    self.headings.remove(&known);
                    self.none.insert(known);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headings(text: &str) -> Vec<String> {
        text.split(',').map(str::to_owned).collect()
    }

    /// The nine in their order, and where the optional ones stand.
    fn nine_and(date_code: Option<u16>, reference: Option<u16>) -> Vec<Option<u16>> {
        (0..9).map(Some).chain([date_code, reference]).collect()
    }

    const WIDE: &str =
        "Manufacturer,Product name,Model,Quantity,Packing style,ROHS,DC,Location,Remarks,Date code,Shelf";

    #[test]
    fn that_a_heading_means_no_column_is_learnt_and_unlearnt() {
        let mut habit = Habit::default();
        assert_eq!(habit.column_of("Date code"), Some(Column::DateCode));
        habit.learn(&nine_and(None, Some(10)), &headings(WIDE));
        assert_eq!(habit.column_of("DATE CODE"), None);
        assert_eq!(habit.column_of("shelf"), Some(Column::Reference));
        habit.learn(&nine_and(Some(9), None), &headings(WIDE));
        assert_eq!(habit.column_of("Date code"), Some(Column::DateCode));
        assert_eq!(habit.column_of("Shelf"), None);
        assert_eq!(habit.column_of("Own reference"), Some(Column::Reference));
    }

    #[test]
    fn a_column_that_stands_elsewhere_keeps_its_own_name() {
        let mut habit = Habit::default();
        // The file has a "Date code", but what is meant stands under "Shelf".
        habit.learn(&nine_and(Some(10), None), &headings(WIDE));
        assert_eq!(habit.column_of("Date code"), Some(Column::DateCode));
        assert_eq!(habit.said("Shelf"), Some(Column::DateCode));
    }

    #[test]
    fn what_was_learnt_before_there_was_no_column_is_read() {
        let habit: Habit = serde_json::from_str(r#"{"headings":{"MENGE":"quantity"}}"#).expect("as stored");
        assert_eq!(habit.column_of("Menge"), Some(Column::Quantity));
    }
}
