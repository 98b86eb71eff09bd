//! How well a model answers a query: the specification that every way of searching is held against.

use serde::{Deserialize, Serialize};

use super::folding::Spelling;
use super::query::Query;

/// Why a lot is among the hits, best first; the order of the variants is the order of the results (Z35).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Tier {
    /// The folded texts are equal.
    Exact,
    /// Equal without separators, and the dots between digits stand at the same places.
    SameWithoutSeparators,
    /// The model begins with the query.
    BeginsWith,
    /// The query stands somewhere else in the model.
    Contains,
    /// Found only by moving, adding or dropping a decimal point: another part, shown last and with a warning.
    DiffersByPoint,
}

impl Tier {
    /// All tiers, best first.
    pub const ALL: [Self; 5] = [
        Self::Exact,
        Self::SameWithoutSeparators,
        Self::BeginsWith,
        Self::Contains,
        Self::DiffersByPoint,
    ];
}

/// The tier of a model as its supplier spells it; `None` where it is no hit.
#[must_use]
pub fn tier(query: &Query, model: &str) -> Option<Tier> {
    let model = Spelling::of(model);
    if model.folded == query.folded() {
        return Some(Tier::Exact);
    }
    tier_of_norm(query, &model.norm, &model.dots)
}

/// The tier of a model of which only the letters and digits and the dots between digits are known.
///
/// Never [`Tier::Exact`], which depends on the separators. `dots` is ascending, as in [`Spelling::dots`]. A dot counts
/// where it stands *inside* the matching stretch: at the stretch's edge it belongs to neither side, so `5SMC` is
/// contained in `1.5SMC` without a warning. Of several occurrences, overlapping ones included, the best one counts.
#[must_use]
pub fn tier_of_norm(query: &Query, norm: &str, dots: &[u16]) -> Option<Tier> {
    let (wanted, text) = (query.norm().as_bytes(), norm.as_bytes());
    let mut best = None;
    for (start, window) in text.windows(wanted.len()).enumerate() {
        if window != wanted {
            continue;
        }
        let tier = if !same_points(query, dots, start) {
            Tier::DiffersByPoint
        } else if start > 0 {
            // Nothing that follows can be better.
            return Some(Tier::Contains);
        } else if text.len() > wanted.len() {
            return Some(Tier::BeginsWith);
        } else {
            return Some(Tier::SameWithoutSeparators);
        };
        best = Some(tier);
    }
    best
}

/// Whether the model's dots inside the stretch that begins at `start` stand where the query's do.
fn same_points(query: &Query, dots: &[u16], start: usize) -> bool {
    let end = start + query.norm().len();
    let inside = dots
        .iter()
        .map(|&at| usize::from(at))
        .filter(|&at| start < at && at < end)
        .map(|at| at - start);
    inside.eq(query.dots().iter().map(|&at| usize::from(at)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(query: &str, model: &str) -> Option<Tier> {
        tier(&Query::parse(query).expect("searchable"), model)
    }

    #[test]
    fn separators_do_not_hide_a_part() {
        assert_eq!(
            of("TC74HC-4050 AFTEL", "TC74HC4050AFTEL"),
            Some(Tier::SameWithoutSeparators)
        );
        assert_eq!(of("tc74hc4050aftel", "TC74HC4050AFTEL"), Some(Tier::Exact));
        assert_eq!(of("TC74-HC", "TC74HC4050AFTEL"), Some(Tier::BeginsWith));
        assert_eq!(of("4050-AF", "TC74HC4050AFTEL"), Some(Tier::Contains));
        assert_eq!(of("4051", "TC74HC4050AFTEL"), None);
    }

    #[test]
    fn a_decimal_point_is_never_ignored_in_silence() {
        assert_eq!(of("1.5SMC68CA", "1.5SMC6.8CA"), Some(Tier::DiffersByPoint));
        assert_eq!(of("ASV-18.432MHZ", "ASV-1.8432MHZ"), Some(Tier::DiffersByPoint));
        assert_eq!(of("15SMC68CA", "1.5SMC68CA"), Some(Tier::DiffersByPoint));
        assert_eq!(of("1.5SMC68CA", "15SMC68CA"), Some(Tier::DiffersByPoint));
        assert_eq!(
            of("1.5SMC68CA", "1.5-SMC-68CA"),
            Some(Tier::SameWithoutSeparators)
        );
    }

    #[test]
    fn a_point_at_the_edge_of_the_match_does_not_count() {
        assert_eq!(of("5SMC", "1.5SMC68CA"), Some(Tier::Contains));
        assert_eq!(of("1.5SMC6", "1.5SMC6.8CA"), Some(Tier::BeginsWith));
        assert_eq!(of(".5SMC", "1.5SMC68CA"), Some(Tier::Contains));
    }

    #[test]
    fn the_best_occurrence_counts() {
        assert_eq!(of("18", "1.8V-18"), Some(Tier::Contains));
        assert_eq!(of("11", "1.11"), Some(Tier::Contains));
        assert_eq!(of("18", "1.8V"), Some(Tier::DiffersByPoint));
    }

    proptest! {
        #[test]
        fn a_model_answers_itself_exactly(model in "[A-Za-z0-9µ][0-9A-Za-z./ -]{0,20}[A-Za-z0-9]") {
            prop_assert_eq!(of(&model, &model), Some(Tier::Exact));
        }

        #[test]
        fn a_hit_is_the_same_as_containing_the_norm(query in "[012A.-]{2,5}", model in "[012A.-]{1,9}") {
            if let Ok(parsed) = Query::parse(&query) {
                prop_assert_eq!(tier(&parsed, &model).is_some(), Spelling::of(&model).norm.contains(parsed.norm()));
            }
        }
    }
}
