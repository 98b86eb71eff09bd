//! How high a value is drawn.

/// Units of a drawing from its foot to its top.
pub const TALL: u32 = 100;

/// The top of a scale that has room for the highest value: 1, 2, 5, 10, 20, 50 and so on.
#[must_use]
pub fn top(most: u64) -> u64 {
    let mut ten = 1_u64;
    loop {
        for step in [1, 2, 5] {
            let top = ten.saturating_mul(step);
            if top >= most {
                return top;
            }
        }
        ten = ten.saturating_mul(10);
    }
}

/// How high a value is drawn under a top, in units: nothing is nothing, and the least something is seen.
#[must_use]
pub fn height(value: u64, top: u64) -> u32 {
    let share = u128::from(value.min(top)) * u128::from(TALL) / u128::from(top.max(1));
    let height = u32::try_from(share).unwrap_or(TALL);
    if value > 0 { height.max(1) } else { 0 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn tops_are_round() {
        let found: Vec<u64> = [0, 1, 2, 3, 6, 11, 21, 51, 4_999, 5_001]
            .into_iter()
            .map(top)
            .collect();
        assert_eq!(found, [1, 1, 2, 5, 10, 20, 50, 100, 5_000, 10_000]);
        assert_eq!(top(u64::MAX), u64::MAX);
    }

    proptest! {
        #[test]
        fn a_top_has_room_and_wastes_little(most in 1_u64..1_000_000_000_000) {
            prop_assert!(top(most) >= most);
            prop_assert!(top(most) < most * 5 / 2 + 1);
        }

        #[test]
        fn more_is_never_lower_and_something_is_seen(a in any::<u64>(), b in any::<u64>(), top in 1_u64..) {
            let (low, high) = (height(a.min(b), top), height(a.max(b), top));
            prop_assert!(low <= high && high <= TALL);
            prop_assert_eq!(height(a, top) == 0, a == 0);
            prop_assert_eq!(height(top, top), TALL);
        }
    }
}
