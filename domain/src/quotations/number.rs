//! The number under which both sides speak of a request: `RQ-` and at least six digits, never reused.

use serde::{Deserialize, Serialize};

/// The number of a request for quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RequestNumber(pub i64);

impl std::fmt::Display for RequestNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RQ-{:06}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_at_least_six_digits() {
        assert_eq!(RequestNumber(42).to_string(), "RQ-000042");
        assert_eq!(RequestNumber(12_345_678).to_string(), "RQ-12345678");
    }
}
