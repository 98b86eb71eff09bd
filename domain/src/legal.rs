//! The versions of the documents that people agree to. A version is the date of its text; which one somebody agreed to
//! is kept with their account.

/// Terms of use.
pub const TERMS: &str = "2026-11-22";
/// Privacy policy.
pub const PRIVACY: &str = "2026-11-22";
