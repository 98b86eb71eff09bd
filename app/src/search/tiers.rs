//! Why lots are among the hits, in words, and how rows are gathered under it.

use domain::search::results::ResultRow;
use domain::search::{SortBy, Tier};

use crate::labels::Locale;
use crate::say;

/// The name of a tier.
pub(super) fn name(tier: Tier, locale: Locale) -> &'static str {
    match tier {
        Tier::Exact => say!(locale, search.tier_exact),
        Tier::SameWithoutSeparators => say!(locale, search.tier_same),
        Tier::BeginsWith => say!(locale, search.tier_begins),
        Tier::Contains => say!(locale, search.tier_contains),
        Tier::DiffersByPoint => say!(locale, search.tier_point),
    }
}

/// Rows that stand together, under a heading if they have one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub tier: Option<Tier>,
    pub rows: Vec<ResultRow>,
}

/// The rows of a page in groups: by relevance each tier is one; in every other order only what differs by a decimal
/// point stands apart, with its warning.
pub(super) fn groups(rows: Vec<ResultRow>, sort: SortBy) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for row in rows {
        let headed = sort == SortBy::Relevance || row.tier == Tier::DiffersByPoint;
        let tier = headed.then_some(row.tier);
        match groups.last_mut() {
            Some(group) if group.tier == tier => group.rows.push(row),
            _ => groups.push(Group {
                tier,
                rows: vec![row],
            }),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(lot: i64, tier: Tier) -> ResultRow {
        ResultRow {
            lot,
            tier,
            registered: "2026-11-20".into(),
            manufacturer: String::new(),
            product_name: String::new(),
            model: "TC74HC".into(),
            quantity: 1,
            packing: String::new(),
            rohs: String::new(),
            dc: None,
            location: String::new(),
            remarks: String::new(),
            own: false,
            owner_stock: false,
        }
    }

    fn shape(sort: SortBy) -> Vec<(Option<Tier>, usize)> {
        let tiers = [Tier::Exact, Tier::Contains, Tier::Contains, Tier::DiffersByPoint];
        let rows = (1..).zip(tiers).map(|(lot, tier)| row(lot, tier)).collect();
        groups(rows, sort)
            .into_iter()
            .map(|group| (group.tier, group.rows.len()))
            .collect()
    }

    #[test]
    fn by_relevance_every_tier_has_its_heading() {
        let expected = [
            (Some(Tier::Exact), 1),
            (Some(Tier::Contains), 2),
            (Some(Tier::DiffersByPoint), 1),
        ];
        assert_eq!(shape(SortBy::Relevance), expected);
    }

    #[test]
    fn in_every_other_order_only_the_warning_stands_apart() {
        assert_eq!(
            shape(SortBy::Quantity),
            [(None, 3), (Some(Tier::DiffersByPoint), 1)]
        );
    }
}
