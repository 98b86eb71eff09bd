//! How many pieces: a whole number from 1 to 999,999,999, written in plain digits.

use serde::{Deserialize, Serialize};

use crate::text::{fold_width, limits};
use crate::violations::Violation;

/// A number of pieces within [`limits::QUANTITY`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Quantity(u32);

impl Quantity {
    /// Reads a quantity as typed; full-width digits fold (Z10).
    ///
    /// # Errors
    /// Says which habit of writing numbers is in the way: separators, fractions, signs, exponents, zero, size.
    pub fn parse(raw: &str) -> Result<Self, Violation> {
        let folded = fold_width(raw);
        let text = folded.trim();
        if text.is_empty() {
            return Err(Violation::Missing);
        }
        if text.chars().all(|c| c.is_ascii_digit()) {
            return Self::of_digits(text);
        }
        Err(odd_number(text))
    }

    fn of_digits(digits: &str) -> Result<Self, Violation> {
        let too_large = Violation::QuantityTooLarge {
            max: *limits::QUANTITY.end(),
        };
        let number: u32 = match digits.trim_start_matches('0') {
            "" => return Err(Violation::QuantityZero),
            significant => significant.parse().map_err(|_| too_large.clone())?,
        };
        if limits::QUANTITY.contains(&number) {
            Ok(Self(number))
        } else {
            Err(too_large)
        }
    }

    /// Pieces.
    #[must_use]
    pub const fn pieces(self) -> u32 {
        self.0
    }
}

impl TryFrom<u32> for Quantity {
    type Error = Violation;

    fn try_from(pieces: u32) -> Result<Self, Self::Error> {
        match pieces {
            0 => Err(Violation::QuantityZero),
            _ if limits::QUANTITY.contains(&pieces) => Ok(Self(pieces)),
            _ => Err(Violation::QuantityTooLarge {
                max: *limits::QUANTITY.end(),
            }),
        }
    }
}

impl From<Quantity> for u32 {
    fn from(quantity: Quantity) -> Self {
        quantity.0
    }
}

/// Names the habit of writing numbers that a text shows.
fn odd_number(text: &str) -> Violation {
    let is = |allowed: &[char]| {
        text.chars().all(|c| c.is_ascii_digit() || allowed.contains(&c))
            && text.starts_with(|c: char| c.is_ascii_digit())
    };
    if is(&[',', '\'', ' ', '_']) {
        Violation::QuantitySeparator
    } else if is(&['.']) && text.matches('.').count() == 1 {
        Violation::QuantityFraction
    } else if is(&[',', '.']) {
        Violation::QuantitySeparator
    } else {
        Violation::QuantityNotANumber
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_habit_has_its_own_message() {
        for (raw, expected) in [
            ("", Violation::Missing),
            ("0", Violation::QuantityZero),
            ("000", Violation::QuantityZero),
            ("1,000", Violation::QuantitySeparator),
            ("1 000", Violation::QuantitySeparator),
            ("2.5", Violation::QuantityFraction),
            ("1.000.000", Violation::QuantitySeparator),
            ("1e3", Violation::QuantityNotANumber),
            ("-5", Violation::QuantityNotANumber),
            ("+5", Violation::QuantityNotANumber),
            ("百", Violation::QuantityNotANumber),
            ("1000000000", Violation::QuantityTooLarge { max: 999_999_999 }),
            (
                "99999999999999999999",
                Violation::QuantityTooLarge { max: 999_999_999 },
            ),
        ] {
            assert_eq!(Quantity::parse(raw), Err(expected), "{raw}");
        }
    }

    #[test]
    fn the_ends_of_the_range_are_accepted() {
        assert_eq!(Quantity::parse("1").map(Quantity::pieces), Ok(1));
        assert_eq!(
            Quantity::parse("999999999").map(Quantity::pieces),
            Ok(999_999_999)
        );
        assert_eq!(Quantity::parse("１００").map(Quantity::pieces), Ok(100));
    }

    proptest! {
        #[test]
        fn a_number_in_range_reads_as_itself(pieces in 1_u32..=999_999_999) {
            prop_assert_eq!(Quantity::parse(&pieces.to_string()).map(Quantity::pieces), Ok(pieces));
        }

        #[test]
        fn nothing_else_than_digits_is_ever_accepted(raw in any::<String>()) {
            if Quantity::parse(&raw).is_ok() {
                prop_assert!(fold_width(&raw).trim().chars().all(|c| c.is_ascii_digit()));
            }
        }
    }
}
