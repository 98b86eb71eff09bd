//! A plain row of bits, one for each model or lot: the form in which membership is tested inside hot loops.

use std::ops::Range;

/// Bits beyond the end read as unset; an empty one takes no memory.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Dense {
    words: Vec<u64>,
}

impl Dense {
    pub(super) fn with_len(bits: usize) -> Self {
        Self {
            words: vec![0; bits.div_ceil(64)],
        }
    }

    pub(super) fn test(&self, at: u32) -> bool {
        self.words
            .get(at as usize / 64)
            .is_some_and(|word| word >> (at % 64) & 1 == 1)
    }

    /// Eight bits, the lowest of them number `8 * at`.
    pub(super) fn byte(&self, at: u32) -> u8 {
        let word = self.words.get(at as usize / 8).copied().unwrap_or(0);
        word.to_le_bytes()[at as usize % 8]
    }

    /// Sets a bit, growing as needed; whether it was unset.
    pub(super) fn set(&mut self, at: u32) -> bool {
        let index = at as usize / 64;
        if index >= self.words.len() {
            self.words.resize(index + 1, 0);
        }
        let fresh = !self.test(at);
        self.words[index] |= 1 << (at % 64);
        fresh
    }

    pub(super) fn clear(&mut self, at: u32) {
        if let Some(word) = self.words.get_mut(at as usize / 64) {
            *word &= !(1 << (at % 64));
        }
    }

    pub(super) fn clear_range(&mut self, range: Range<u32>) {
        let Range { start, end } = range;
        if start >= end {
            return;
        }
        let (first, last) = (start as usize / 64, (end - 1) as usize / 64);
        for index in first..=last.min(self.words.len().saturating_sub(1)) {
            let mut keep = 0;
            if index == first {
                keep |= (1_u64 << (start % 64)) - 1;
            }
            if index == last && end % 64 != 0 {
                keep |= !((1_u64 << (end % 64)) - 1);
            }
            self.words[index] &= keep;
        }
    }

    pub(super) fn each(&self, mut f: impl FnMut(u32)) {
        for (index, &word) in (0_u32..).zip(&self.words) {
            let mut left = word;
            while left != 0 {
                f(index * 64 + left.trailing_zeros());
                left &= left - 1;
            }
        }
    }

    /// Bits that are set in both, lowest first.
    pub(super) fn and(&self, other: &Self) -> Vec<u32> {
        let words = self.words.iter().zip(&other.words).map(|(a, b)| a & b).collect();
        Self { words }.ones().collect()
    }

    /// Set bits, lowest first.
    pub(super) fn ones(&self) -> impl Iterator<Item = u32> + '_ {
        (0_u32..).zip(&self.words).flat_map(|(index, &word)| {
            let mut left = word;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros())?;
                left &= left - 1;
                Some(index * 64 + bit)
            })
        })
    }

    /// Set bits, highest first.
    pub(super) fn ones_back(&self) -> impl Iterator<Item = u32> + '_ {
        (0_u32..)
            .zip(&self.words)
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .flat_map(|(index, &word)| {
                let mut left = word;
                std::iter::from_fn(move || {
                    let bit = (left != 0).then(|| 63 - left.leading_zeros())?;
                    left &= !(1 << bit);
                    Some(index * 64 + bit)
                })
            })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_is_a_set(members in proptest::collection::btree_set(0_u32..300, 0..80), start in 0_u32..300, len in 0_u32..200) {
            let mut dense = Dense::with_len(100);
            for &member in &members {
                prop_assert!(dense.set(member));
            }
            for at in 0..320 {
                prop_assert_eq!(dense.byte(at / 8) >> (at % 8) & 1 == 1, members.contains(&at));
            }
            let sorted: Vec<u32> = members.iter().copied().collect();
            prop_assert_eq!(dense.ones().collect::<Vec<_>>(), sorted.clone());
            prop_assert_eq!(dense.ones_back().collect::<Vec<_>>(), sorted.iter().rev().copied().collect::<Vec<_>>());
            dense.clear_range(start..start + len);
            let kept: Vec<u32> = sorted.into_iter().filter(|m| !(start..start + len).contains(m)).collect();
            let mut seen = Vec::new();
            dense.each(|member| seen.push(member));
            prop_assert_eq!(seen, kept);
        }
    }
}
