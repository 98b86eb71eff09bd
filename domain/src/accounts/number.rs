//! The nine-digit account number that everyone gets (Z2): eight random digits and a check digit.
//!
//! The check digit is that of Damm's quasigroup, which finds every single wrong digit and every swap of neighbours:
//! a number read over the telephone is either right or refused.

use serde::{Deserialize, Serialize};

use crate::text::fold_width;

/// A number whose check digit is right. It may still belong to nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccountNumber(u32);

/// Damm's totally anti-symmetric quasigroup of order ten (doctoral thesis, Marburg 2004).
const DAMM: [[u8; 10]; 10] = [
    [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
    [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
    [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
    [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
    [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
    [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
    [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
    [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
    [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
    [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];

impl AccountNumber {
    /// The smallest and the largest body: eight digits, never beginning with zero.
    pub const BODIES: std::ops::RangeInclusive<u32> = 10_000_000..=99_999_999;

    /// The number of a body, a random number within [`Self::BODIES`]; another one is brought into the range.
    #[must_use]
    pub fn of_body(body: u32) -> Self {
        let body = body.clamp(*Self::BODIES.start(), *Self::BODIES.end());
        Self(body * 10 + u32::from(check(&body.to_string())))
    }

    /// Reads nine digits; spaces and hyphens between them are how people write numbers down.
    #[must_use]
    pub fn parse(raw: &str) -> Option<Self> {
        let digits: String = fold_width(raw)
            .chars()
            .filter(|c| !matches!(c, ' ' | '-'))
            .collect();
        let nine =
            digits.len() == 9 && digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0');
        if !nine || check(&digits) != 0 {
            return None;
        }
        digits.parse().ok().map(Self)
    }

    /// The nine digits.
    #[must_use]
    pub fn digits(self) -> String {
        self.0.to_string()
    }
}

fn check(digits: &str) -> u8 {
    digits.bytes().fold(0, |interim, digit| {
        DAMM[usize::from(interim)][usize::from(digit.wrapping_sub(b'0') % 10)]
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_number_reads_as_itself(body in AccountNumber::BODIES) {
            let number = AccountNumber::of_body(body);
            prop_assert_eq!(AccountNumber::parse(&number.digits()), Some(number));
        }

        #[test]
        fn one_wrong_digit_is_found(body in AccountNumber::BODIES, at in 0_usize..9, other in 1_u8..10) {
            let mut digits = AccountNumber::of_body(body).digits().into_bytes();
            digits[at] = b'0' + (digits[at] - b'0' + other) % 10;
            let wrong = String::from_utf8(digits).expect("digits are text");
            prop_assert_eq!(AccountNumber::parse(&wrong), None);
        }

        #[test]
        fn swapped_neighbours_are_found(body in AccountNumber::BODIES, at in 0_usize..8) {
            let mut digits = AccountNumber::of_body(body).digits().into_bytes();
            prop_assume!(digits[at] != digits[at + 1]);
            digits.swap(at, at + 1);
            let wrong = String::from_utf8(digits).expect("digits are text");
            prop_assert_eq!(AccountNumber::parse(&wrong), None);
        }
    }
}
