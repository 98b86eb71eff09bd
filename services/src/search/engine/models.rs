//! Sets of models, in the form that fits their size and shape.

use std::ops::Range;

use super::base::Base;
use super::dense::Dense;

#[derive(Debug, Clone)]
pub(super) enum Models {
    Range(Range<u32>),
    /// Ascending.
    List(Vec<u32>),
    Dense(Dense),
}

impl Models {
    pub(super) fn contains(&self, model: u32) -> bool {
        match self {
            Self::Range(range) => range.contains(&model),
            Self::List(list) => list.binary_search(&model).is_ok(),
            Self::Dense(dense) => dense.test(model),
        }
    }

    /// Calls back for each, ascending.
    pub(super) fn each(&self, f: impl FnMut(u32)) {
        match self {
            Self::Range(range) => range.clone().for_each(f),
            Self::List(list) => list.iter().copied().for_each(f),
            Self::Dense(dense) => dense.each(f),
        }
    }

    /// The members in either direction.
    pub(super) fn iter(&self, descending: bool) -> Box<dyn Iterator<Item = u32> + '_> {
        match (self, descending) {
            (Self::Range(range), false) => Box::new(range.clone()),
            (Self::Range(range), true) => Box::new(range.clone().rev()),
            (Self::List(list), false) => Box::new(list.iter().copied()),
            (Self::List(list), true) => Box::new(list.iter().rev().copied()),
            (Self::Dense(dense), false) => Box::new(dense.ones()),
            (Self::Dense(dense), true) => Box::new(dense.ones_back()),
        }
    }

    /// The members that are in other bits too, ascending.
    pub(super) fn among(&self, bits: &Dense) -> Vec<u32> {
        match self {
            Self::Dense(dense) => dense.and(bits),
            _ => self.iter(false).filter(|&model| bits.test(model)).collect(),
        }
    }

    /// The set without a range and without a few members (ascending).
    pub(super) fn without(self, range: &Range<u32>, few: &[u32]) -> Self {
        match self {
            Self::Dense(mut dense) => {
                dense.clear_range(range.clone());
                few.iter().for_each(|&model| dense.clear(model));
                Self::Dense(dense)
            }
            Self::Range(own) if range.is_empty() && few.iter().all(|model| !own.contains(model)) => {
                Self::Range(own)
            }
            _ => {
                let mut list = Vec::new();
                self.each(|model| {
                    if !range.contains(&model) && few.binary_search(&model).is_err() {
                        list.push(model);
                    }
                });
                Self::List(list)
            }
        }
    }

    /// The set with a few more members.
    pub(super) fn with(self, few: &[u32]) -> Self {
        match self {
            _ if few.is_empty() => self,
            Self::Dense(mut dense) => {
                few.iter().for_each(|&model| _ = dense.set(model));
                Self::Dense(dense)
            }
            _ => {
                let mut list: Vec<u32> = self.iter(false).chain(few.iter().copied()).collect();
                list.sort_unstable();
                list.dedup();
                Self::List(list)
            }
        }
    }

    pub(super) fn to_dense(&self, models: u32) -> Dense {
        let mut dense = Dense::with_len(models as usize);
        self.each(|model| _ = dense.set(model));
        dense
    }

    /// Calls back for the position of each lot.
    pub(super) fn each_lot(&self, base: &Base, mut f: impl FnMut(u32)) {
        match self {
            Self::Range(range) => {
                let lots = base.lots_before[range.start as usize]..base.lots_before[range.end as usize];
                lots.for_each(f);
            }
            _ => self.each(|model| base.lots_of(model).for_each(&mut f)),
        }
    }
}

/// How many lots a few models have.
pub(super) fn lots_of_all(base: &Base, models: &[u32]) -> u32 {
    models.iter().map(|&model| base.lots_of(model).len() as u32).sum()
}
