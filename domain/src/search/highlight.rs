//! Which piece of a model answers the query: what a row of results marks, so that a person sees why it is there.
//!
//! A piece is marked where it alone, cut out of the model, would be found as the same part; so what is marked and what
//! is ranked can never disagree. A model that differs by a decimal point has no such piece.

use std::ops::Range;

use super::folding::norm;
use super::query::Query;
use super::tier::{Tier, tier};

/// The pieces of a model, as its supplier spells it, that answer the query: byte ranges, ascending, apart from each
/// other. The separators inside a piece belong to it, those at its edges do not.
#[must_use]
pub fn highlight(query: &Query, model: &str) -> Vec<Range<usize>> {
    let letters = Letters::of(model);
    let (wanted, mut from, mut found) = (query.norm(), 0, Vec::new());
    while let Some(at) = letters.norm.get(from..).and_then(|rest| rest.find(wanted)) {
        let start = from + at;
        let piece = letters.piece(start..start + wanted.len());
        if let Some(piece) = piece.filter(|piece| is_same(query, &model[piece.clone()])) {
            found.push(piece);
            from = start + wanted.len();
        } else {
            from = start + letters.norm[start..].chars().next().map_or(1, char::len_utf8);
        }
    }
    found
}

/// How far a model begins like the query, as a byte offset in its spelling: what a near match is recognised by.
#[must_use]
pub fn same_beginning(query: &Query, model: &str) -> usize {
    let letters = Letters::of(model);
    let same = letters
        .norm
        .chars()
        .zip(query.norm().chars())
        .take_while(|(a, b)| a == b);
    let end: usize = same.map(|(letter, _)| letter.len_utf8()).sum();
    letters
        .places
        .iter()
        .take_while(|place| place.norm.end <= end)
        .last()
        .map_or(0, |place| place.model.end)
}

/// A piece that differs from the query in nothing but separators.
fn is_same(query: &Query, piece: &str) -> bool {
    matches!(
        tier(query, piece),
        Some(Tier::Exact | Tier::SameWithoutSeparators)
    )
}

/// Letters and digits of a model, and where each of them stands in its spelling.
struct Letters {
    norm: String,
    places: Vec<Letter>,
}

/// One character of the spelling; a ligature has several letters in the norm.
struct Letter {
    norm: Range<usize>,
    model: Range<usize>,
}

impl Letters {
    /// Folds character by character. Where characters compose with each other the norm is another one; then a piece is
    /// refused by [`is_same`] at the latest. A model's rule admits no such characters.
    fn of(model: &str) -> Self {
        let (mut all, mut places) = (String::with_capacity(model.len()), Vec::new());
        for (at, character) in model.char_indices() {
            let folded = norm(character.encode_utf8(&mut [0; 4]));
            if !folded.is_empty() {
                let start = all.len();
                all.push_str(&folded);
                places.push(Letter {
                    norm: start..all.len(),
                    model: at..at + character.len_utf8(),
                });
            }
        }
        Self { norm: all, places }
    }

    /// Where a range of the norm stands in the spelling; `None` if it begins or ends inside a character.
    fn piece(&self, range: Range<usize>) -> Option<Range<usize>> {
        let first = self
            .places
            .binary_search_by_key(&range.start, |place| place.norm.start)
            .ok()?;
        let last = self
            .places
            .binary_search_by_key(&range.end, |place| place.norm.end)
            .ok()?;
        Some(self.places[first].model.start..self.places[last].model.end)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn query(typed: &str) -> Query {
        Query::parse(typed).expect("searchable")
    }

    fn marked<'a>(typed: &str, model: &'a str) -> Vec<&'a str> {
        highlight(&query(typed), model)
            .into_iter()
            .map(|piece| &model[piece])
            .collect()
    }

    #[test]
    fn separators_inside_belong_to_the_piece_and_those_beside_it_do_not() {
        assert_eq!(marked("tc74hc", "TC74-HC-4050"), ["TC74-HC"]);
        assert_eq!(marked("4050", "TC74HC-4050 (AF)"), ["4050"]);
        assert_eq!(marked("1.5SMC6.8", "1.5 SMC 6.8"), ["1.5 SMC 6.8"]);
    }

    #[test]
    fn every_occurrence_is_marked_once() {
        assert_eq!(marked("74hc", "74HC-74HC"), ["74HC", "74HC"]);
        assert_eq!(marked("11", "11111"), ["11", "11"]);
    }

    #[test]
    fn what_differs_by_a_point_is_not_what_was_searched_for() {
        assert_eq!(marked("1.5SMC6.8", "1.5SMC68CA"), [""; 0]);
        assert_eq!(marked("18", "1.8V-18"), ["18"]);
        assert_eq!(marked("11", "1.111"), ["11"]);
    }

    #[test]
    fn micro_and_full_width_are_marked_as_they_are_written() {
        assert_eq!(marked("10uf", "C-10\u{B5}F"), ["10\u{B5}F"]);
        assert_eq!(marked("HC", "ＴＣ７４ＨＣ"), ["ＨＣ"]);
    }

    #[test]
    fn a_near_match_shows_how_far_it_agrees() {
        assert_eq!(
            same_beginning(&query("TC74HC405ZZ"), "TC74-HC4050AP"),
            "TC74-HC405".len()
        );
        assert_eq!(same_beginning(&query("TC74HC405ZZ"), "SN74"), 0);
        assert_eq!(same_beginning(&query("AB"), "AB-C"), 2);
    }

    proptest! {
        #[test]
        fn a_marked_piece_reads_like_the_query(typed in "[012A.µ-]{2,4}|\\PC{2,4}", model in "[012A.µ /-]{1,12}|\\PC*") {
            let Ok(query) = Query::parse(&typed) else { return Ok(()) };
            let mut end = 0;
            for piece in highlight(&query, &model) {
                prop_assert!(end <= piece.start);
                end = piece.end;
                prop_assert_eq!(norm(&model[piece]), query.norm());
            }
            prop_assert!(model.is_char_boundary(same_beginning(&query, &model)));
        }

        #[test]
        fn a_hit_shows_why_unless_it_differs_by_a_point(typed in "[012A.-]{2,4}", model in "[012A. /-]{1,12}") {
            let Ok(query) = Query::parse(&typed) else { return Ok(()) };
            let answers = tier(&query, &model).is_some_and(|tier| tier != Tier::DiffersByPoint);
            prop_assert_eq!(!highlight(&query, &model).is_empty(), answers);
        }
    }
}
