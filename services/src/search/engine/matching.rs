//! Which models of the base answer a query, and in which tier, touching as few of them one by one as possible.
//!
//! A model that has the norm is in `all`. Without points in play its tier follows from its number alone: the models
//! that begin with the query are a range. Only models with a dot between digits are judged one by one; they are few.

use std::ops::Range;

use domain::search::{Query, Tier, tier_of_norm};
use roaring::RoaringBitmap;

use super::base::Base;
use super::models::{Models, lots_of_all};

/// Lists that are intersected before what is left is verified: a fourth rarely removes more than it costs.
const INTERSECTED: usize = 3;
/// Fewer candidates than this are verified at once.
const FEW: u32 = 128;

/// The models of the base that answer a query.
#[derive(Debug)]
pub(super) struct Matched {
    /// All that have the norm, whatever their dots.
    pub(super) all: Models,
    pub(super) models: u32,
    pub(super) lots: u32,
    /// Those whose norm begins with the query's.
    range: Range<u32>,
    /// The one with the query's norm and dots.
    pub(super) same: Option<u32>,
    /// The spelling of that model which folds to the query.
    pub(super) exact: Option<u32>,
    points: Points,
    /// Models in `range` that only a later occurrence saves from differing by a point: they contain the query.
    moved: Vec<u32>,
}

#[derive(Debug)]
enum Points {
    /// The query has none: these models differ, all others do not.
    Differ(Vec<u32>),
    /// The query has some: these models have them too, all others differ.
    Agree(Vec<u32>),
}

/// A part of the matched models that a page is taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// All tiers but the last.
    Clean,
    Begins,
    Contains,
    Differs,
}

impl Matched {
    pub(super) fn of(base: &Base, query: &Query) -> Self {
        let range = base.names.beginning_with(query.norm());
        let (all, models, lots) = having(base, query.norm(), &range);
        let same = base.names.find_from(range.start, query.norm(), query.dots()).ok();
        let exact = same.and_then(|model| base.spelling(model, query.folded()));
        let (mut differ, mut agree, mut moved) = (Vec::new(), Vec::new(), Vec::new());
        for model in all.among(base.names.dotted()) {
            match tier_of_norm(query, base.names.norm(model), base.names.dots(model)) {
                Some(Tier::DiffersByPoint) | None => differ.push(model),
                tier => {
                    agree.push(model);
                    if tier == Some(Tier::Contains) && range.contains(&model) {
                        moved.push(model);
                    }
                }
            }
        }
        let points = if query.dots().is_empty() {
            Points::Differ(differ)
        } else {
            Points::Agree(agree)
        };
        Self {
            all,
            models,
            lots,
            range,
            same,
            exact,
            points,
            moved,
        }
    }

    /// The tier of a model; the lots of [`Matched::same`] may be exact as well.
    pub(super) fn tier(&self, model: u32) -> Option<Tier> {
        if !self.all.contains(model) {
            return None;
        }
        let differs = match &self.points {
            Points::Differ(models) => models.binary_search(&model).is_ok(),
            Points::Agree(models) => models.binary_search(&model).is_err(),
        };
        Some(if differs {
            Tier::DiffersByPoint
        } else if self.same == Some(model) {
            Tier::SameWithoutSeparators
        } else if self.range.contains(&model) && self.moved.binary_search(&model).is_err() {
            Tier::BeginsWith
        } else {
            Tier::Contains
        })
    }

    /// Lots (dead ones included) that begin with, contain and differ; the lots of `same` are in none of them.
    pub(super) fn lots(&self, base: &Base) -> [u32; 3] {
        let same = self.same.map_or(0, |model| lots_of_all(base, &[model]));
        let moved = lots_of_all(base, &self.moved);
        match &self.points {
            Points::Differ(models) => {
                let differs = lots_of_all(base, models);
                let (first, last) = self.split(models);
                let begins =
                    base.lots_between(&self.range) - lots_of_all(base, &models[first..last]) - moved - same;
                [begins, self.lots - differs - begins - same, differs]
            }
            Points::Agree(models) => {
                let agree = lots_of_all(base, models);
                let (first, last) = self.split(models);
                let begins = lots_of_all(base, &models[first..last]) - moved - same;
                [begins, agree - begins - same, self.lots - agree]
            }
        }
    }

    /// The models that have the norm and are not in the clean part, where those are the few.
    pub(super) fn apart(&self) -> Option<&[u32]> {
        match &self.points {
            Points::Differ(models) => Some(models),
            Points::Agree(_) => None,
        }
    }

    /// The models of a part; `same` is only in the clean one.
    pub(super) fn part(&self, part: Part) -> Models {
        let nothing = 0..0;
        let aside: Vec<u32> = self.same.into_iter().collect();
        match (&self.points, part) {
            (Points::Differ(models), Part::Clean) => self.all.clone().without(&nothing, models),
            (Points::Differ(models), Part::Differs) => Models::List(models.clone()),
            (Points::Differ(models), Part::Begins) => {
                let (first, last) = self.split(models);
                let mut few = [&models[first..last], &self.moved, &aside].concat();
                few.sort_unstable();
                let mut range = self.range.clone();
                // Usually the same model is the first of the range, and the rest stays a range.
                if few.first() == Some(&range.start) {
                    range.start += 1;
                    few.remove(0);
                }
                Models::Range(range).without(&nothing, &few)
            }
            (Points::Differ(models), Part::Contains) => {
                self.all.clone().without(&self.range, models).with(&self.moved)
            }
            (Points::Agree(models), Part::Clean) => Models::List(models.clone()),
            (Points::Agree(models), Part::Differs) => self.all.clone().without(&nothing, models),
            (Points::Agree(models), Part::Begins) => {
                let (first, last) = self.split(models);
                let mut few = [self.moved.as_slice(), &aside].concat();
                few.sort_unstable();
                Models::List(models[first..last].to_vec()).without(&nothing, &few)
            }
            (Points::Agree(models), Part::Contains) => Models::List(models.clone())
                .without(&self.range, &[])
                .with(&self.moved),
        }
    }

    /// Which of some models (ascending) begin with the query.
    fn split(&self, models: &[u32]) -> (usize, usize) {
        (
            models.partition_point(|&m| m < self.range.start),
            models.partition_point(|&m| m < self.range.end),
        )
    }
}

impl Base {
    /// The models that have a norm.
    pub(super) fn having(&self, norm: &str) -> Models {
        having(self, norm, &self.names.beginning_with(norm)).0
    }

    /// Whether any model that is `wanted` has a norm.
    pub(super) fn any_having(&self, norm: &str, wanted: impl Fn(u32) -> bool) -> bool {
        if let Some(gram) = self.grams.whole_answer(norm.as_bytes()) {
            return gram.models.iter().any(wanted);
        }
        // Those that begin with it are found without a list.
        if self.names.beginning_with(norm).any(&wanted) {
            return true;
        }
        let found = |model: u32| contains(self.names.bytes(model), norm.as_bytes()) && wanted(model);
        match candidates(self, norm.as_bytes()) {
            Candidates::None => false,
            Candidates::List(list) => list.iter().any(found),
            Candidates::Left(left) => left.iter().any(found),
        }
    }
}

/// The models that have a norm, how many they are, and how many lots they have.
fn having(base: &Base, norm: &str, range: &Range<u32>) -> (Models, u32, u32) {
    let bytes = norm.as_bytes();
    if let Some(gram) = base.grams.whole_answer(bytes) {
        return (gram.to_models(), gram.count, gram.lots);
    }
    let (mut found, mut lots) = (Vec::new(), 0);
    let mut judge = |model: u32| {
        if range.contains(&model) || contains(base.names.bytes(model), bytes) {
            found.push(model);
            lots += base.lots_of(model).len() as u32;
        }
    };
    match candidates(base, bytes) {
        Candidates::None => {}
        Candidates::List(list) => list.iter().for_each(&mut judge),
        Candidates::Left(left) => left.iter().for_each(&mut judge),
    }
    let models = u32::try_from(found.len()).unwrap_or(u32::MAX);
    (Models::List(found), models, lots)
}

/// Models that may have a norm: all that do are among them.
enum Candidates<'a> {
    None,
    List(&'a RoaringBitmap),
    Left(RoaringBitmap),
}

fn candidates<'a>(base: &'a Base, norm: &[u8]) -> Candidates<'a> {
    let lists = base.grams.triples(norm);
    let Some((first, rest)) = lists.split_first() else {
        return Candidates::None;
    };
    match rest.first() {
        Some(second) if first.count > FEW => {
            let mut left = &first.models & &second.models;
            for list in rest.iter().skip(1).take(INTERSECTED - 2) {
                left &= &list.models;
            }
            Candidates::Left(left)
        }
        _ => Candidates::List(&first.models),
    }
}

/// Whether a short text contains another. A substring search prepares itself for long texts; names have fifteen
/// characters, and comparing four at a time is done before that preparation would be.
pub(super) fn contains(text: &[u8], wanted: &[u8]) -> bool {
    let Some((head, tail)) = wanted.split_first_chunk::<4>() else {
        return text.windows(wanted.len()).any(|window| window == wanted);
    };
    let head = u32::from_le_bytes(*head);
    let Some(last) = text.len().checked_sub(wanted.len()) else {
        return false;
    };
    (0..=last).any(|at| {
        let four = text[at..]
            .first_chunk::<4>()
            .map(|four| u32::from_le_bytes(*four));
        four == Some(head) && &text[at + 4..at + wanted.len()] == tail
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn containing_is_what_the_library_says(text in "[AB1]{0,14}", wanted in "[AB1]{2,8}") {
            prop_assert_eq!(super::contains(text.as_bytes(), wanted.as_bytes()), text.contains(&wanted));
        }
    }
}
