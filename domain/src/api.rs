//! The interface for a company's own systems: who may call it ([`tokens`]), what becomes of the lots that are sent
//! ([`putting`]), and how it is said that something is not done ([`problems`]).
//!
//! A lot keeps the same rules here as everywhere ([`LotForm::check`](crate::inventory::LotForm::check)), and is changed by the
//! same ops ([`crate::inventory::sync`]).

pub mod problems;
pub mod putting;
pub mod tokens;

/// Lots of one call.
pub const AT_ONCE: usize = crate::inventory::sync::PUSH_OPS;
/// Lots of one page, where nobody asks for another number.
pub const PAGE: u32 = 100;
/// Lots of the longest page.
pub const LONGEST_PAGE: u32 = 500;
/// How long a key of a call is remembered, in milliseconds.
pub const REMEMBERED: i64 = 24 * 60 * 60 * 1_000;
/// Longest key of a call, in characters.
pub const LONGEST_KEY: usize = 100;

/// Whether a text may be the key of a call: printable ASCII without spaces.
#[must_use]
pub fn is_key(text: &str) -> bool {
    (1..=LONGEST_KEY).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_printable_and_not_too_long() {
        for good in [
            "a",
            "0190b1a0-0000-7000-8000-000000000000",
            &"k".repeat(LONGEST_KEY),
        ] {
            assert!(is_key(good), "{good}");
        }
        for bad in ["", "a b", "鍵", "a\u{7f}", &"k".repeat(LONGEST_KEY + 1)] {
            assert!(!is_key(bad), "{bad}");
        }
    }
}
