//! Columns of small numbers, kept as narrow as their largest allows: a million lots have a dozen makers and a thousand
//! moments of registration.

/// A small number for each lot.
#[derive(Debug)]
pub(super) enum Codes {
    Narrow(Vec<u16>),
    Wide(Vec<u32>),
}

impl Codes {
    /// Of numbers that are less than `values`.
    pub(super) fn of(values: usize, codes: impl Iterator<Item = u32>) -> Self {
        if values <= usize::from(u16::MAX) + 1 {
            // Less than `values`, so nothing is cut off.
            Self::Narrow(
                codes
                    .map(|code| u16::try_from(code).unwrap_or(u16::MAX))
                    .collect(),
            )
        } else {
            Self::Wide(codes.collect())
        }
    }

    #[inline]
    pub(super) fn get(&self, at: usize) -> u32 {
        match self {
            Self::Narrow(codes) => codes[at].into(),
            Self::Wide(codes) => codes[at],
        }
    }
}

/// The moment of registration of each lot; those that are registered together share it.
#[derive(Debug)]
pub(super) struct Moments {
    /// Ascending and distinct.
    known: Vec<i64>,
    codes: Codes,
}

impl Moments {
    pub(super) fn of(moments: &[i64]) -> Self {
        let mut known = moments.to_vec();
        known.sort_unstable();
        known.dedup();
        known.shrink_to_fit();
        let code = |moment: &i64| known.binary_search(moment).unwrap_or_else(|at| at);
        let codes = moments
            .iter()
            .map(|moment| u32::try_from(code(moment)).unwrap_or(u32::MAX));
        Self {
            codes: Codes::of(known.len(), codes),
            known,
        }
    }

    #[inline]
    pub(super) fn get(&self, at: usize) -> i64 {
        self.known[self.code(at) as usize]
    }

    /// Rises with the moment.
    #[inline]
    pub(super) fn code(&self, at: usize) -> u32 {
        self.codes.get(at)
    }
}

/// The number of each lot in the tables.
#[derive(Debug)]
pub(super) enum Ids {
    /// What each has more than the least.
    Near(i64, Vec<u32>),
    Far(Vec<i64>),
}

impl Ids {
    pub(super) fn of(ids: Vec<i64>) -> Self {
        let least = ids.iter().copied().min().unwrap_or(0);
        let steps = ids
            .iter()
            .map(|id| u32::try_from(id.checked_sub(least)?).ok())
            .collect();
        match steps {
            Some(steps) => Self::Near(least, steps),
            None => Self::Far(ids),
        }
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Self::Near(_, steps) => steps.len(),
            Self::Far(ids) => ids.len(),
        }
    }

    #[inline]
    pub(super) fn get(&self, at: usize) -> i64 {
        match self {
            Self::Near(least, steps) => least + i64::from(steps[at]),
            Self::Far(ids) => ids[at],
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_kept_narrowly_is_what_was_given(
            far in proptest::collection::vec(any::<i64>(), 0..40), near in proptest::collection::vec(-50_i64..5_000, 0..40),
            codes in proptest::collection::vec(0_u32..70_000, 0..40), values in 70_000_usize..70_010,
        ) {
            for numbers in [far, near] {
                let (moments, ids) = (Moments::of(&numbers), Ids::of(numbers.clone()));
                prop_assert_eq!(ids.len(), numbers.len());
                for (at, &number) in numbers.iter().enumerate() {
                    prop_assert_eq!((moments.get(at), ids.get(at)), (number, number));
                    let earlier = numbers.iter().filter(|other| **other < number);
                    prop_assert_eq!(moments.code(at) as usize, earlier.collect::<BTreeSet<_>>().len());
                }
            }
            let small: Vec<u32> = codes.iter().map(|code| code % 65_536).collect();
            let (wide, narrow) = (Codes::of(values, codes.iter().copied()), Codes::of(65_536, small.iter().copied()));
            prop_assert!(matches!((&wide, &narrow), (Codes::Wide(_), Codes::Narrow(_))));
            for at in 0..codes.len() {
                prop_assert_eq!((wide.get(at), narrow.get(at)), (codes[at], small[at]));
            }
        }
    }
}
