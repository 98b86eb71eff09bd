//! The machinery as the owner's people see it: [`mails`] on their way and [`works`] behind the scenes, and sending on their way
//! again what was given up.
//!
//! What a mail says is not read here, for it may hold a link that opens an account; its reader's address is hidden but for its
//! beginning and its domain.

pub mod mails;
pub mod works;

use domain::audit::Action;
use domain::desk::{RetryReason, WorkState};
use sea_orm::DatabaseTransaction;

use crate::audit::{self, About, Entry};
use crate::error::Answer;
use crate::lists::few;
use crate::proofs::Acting;

/// Counts by state, in the order of the page.
fn by_state(rows: &[(String, i64)]) -> Vec<(WorkState, u32)> {
    let of = |state: WorkState| {
        let these = rows
            .iter()
            .filter(|(word, _)| WorkState::of_word(word) == Some(state));
        few(these.map(|(_, count)| count.unsigned_abs()).sum())
    };
    WorkState::ALL
        .into_iter()
        .map(|state| (state, of(state)))
        .collect()
}

/// That something was tried again, and why.
async fn note(
    tx: &DatabaseTransaction,
    acting: &Acting,
    action: Action,
    what: &str,
    reason: &RetryReason,
    now: i64,
) -> Answer<()> {
    let entry = Entry {
        who: acting.into(),
        what: action,
        about: About::default(),
        details: format!("{what}\n{}", reason.as_str()),
    };
    audit::record(tx, now, entry).await
}
