//! The terms of use and the privacy policy.
//!
//! They are written by the server alone (`shell::written`), so that no visitor's program carries their text. The text
//! stands in `locales/<language>/legal.json`, the day of its last change in `domain::legal`. In a section, each line is a
//! paragraph, and lines that begin with `- ` are a list.

pub mod pages;
pub mod privacy;
pub mod terms;
