//! The documents a visitor agrees to, by the day on which their text was last changed.
//!
//! The texts stand in the language files of the pages (`app/locales/<language>/legal.json`). Whoever changes one sets its
//! day here; it is shown on the page, and an agreement is kept together with it.

/// The terms of use: `YYYY-MM-DD`.
pub const TERMS: &str = "2026-11-22";
/// The privacy policy: `YYYY-MM-DD`.
pub const PRIVACY: &str = "2026-11-22";
