//! The smallest keys of many, without sorting the many.

/// Keeps the `cap` smallest keys pushed.
pub(super) struct Top<K> {
    kept: Vec<K>,
    cap: usize,
    /// Keys above it cannot be among the smallest any more.
    limit: Option<K>,
}

/// Slack before a cut: small pages are cut rarely enough for the cut not to count.
const SLACK: usize = 256;

impl<K: Ord + Copy> Top<K> {
    pub(super) fn new(cap: usize) -> Self {
        Self {
            kept: Vec::new(),
            cap: cap.max(1),
            limit: None,
        }
    }

    #[inline]
    pub(super) fn push(&mut self, key: K) {
        if self.limit.is_some_and(|limit| key > limit) {
            return;
        }
        self.kept.push(key);
        if self.kept.len() >= self.cap * 2 + SLACK {
            self.cut();
        }
    }

    fn cut(&mut self) {
        if self.kept.len() > self.cap {
            let (_, limit, _) = self.kept.select_nth_unstable(self.cap - 1);
            self.limit = Some(*limit);
            self.kept.truncate(self.cap);
        }
    }

    /// The keys number `skip` and following of the smallest `cap`, ascending.
    pub(super) fn from(mut self, skip: usize) -> Vec<K> {
        self.cut();
        let skip = skip.min(self.kept.len());
        if skip > 0 && skip < self.kept.len() {
            self.kept.select_nth_unstable(skip);
        }
        let mut page = self.kept.split_off(skip);
        page.sort_unstable();
        page
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_page_of_the_top_is_a_page_of_the_sorted(keys in proptest::collection::vec(any::<u16>(), 0..900), skip in 0_usize..60, take in 1_usize..40) {
            let mut top = Top::new(skip + take);
            keys.iter().for_each(|&key| top.push(key));
            let mut sorted = keys;
            sorted.sort_unstable();
            prop_assert_eq!(top.from(skip), sorted.into_iter().skip(skip).take(take).collect::<Vec<_>>());
        }
    }
}
