//! The second step: the page between password and session, and the page where a person sets it up. Both are plain forms;
//! only passkeys need scripts, for browsers hand them to nobody else.

pub mod api;
pub mod app_sheet;
pub mod codes;
pub mod enrolment;
pub mod more;
pub mod passkey;
pub mod passkey_list;
pub mod passkey_sheet;
pub mod security;
pub mod step;

/// The page of the second step came back; a code is never repeated.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StepBack;

/// The security page came back: with new codes to show, or with what was wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SecurityBack {
    /// Backup codes, shown this once.
    pub codes: Vec<String>,
    /// The button that was pressed.
    pub act: String,
    /// The passkey that it stood beside.
    pub id: i64,
    /// What the passkey was to be called.
    pub name: String,
}
