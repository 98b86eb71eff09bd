//! The number under which both sides speak of a message: `CM-` and at least six digits, never reused.

use serde::{Deserialize, Serialize};

/// The number of a contact message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ContactNumber(pub i64);

impl std::fmt::Display for ContactNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "CM-{:06}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_at_least_six_digits() {
        assert_eq!(ContactNumber(42).to_string(), "CM-000042");
        assert_eq!(ContactNumber(12_345_678).to_string(), "CM-12345678");
    }
}
