//! What the administrators of a company do to its users stands in the owner's audit log, so that the history of the company tells who
//! invited, changed and removed whom (R054). The log has no address: whoever was invited is nobody yet.

use domain::audit::Action;
use sea_orm::DatabaseTransaction;

use crate::accounts::caller::Caller;
use crate::accounts::session::SignedIn;
use crate::audit::{self, About, Entry, Who};
use crate::entity::invitation;
use crate::error::Answer;

/// What was done.
pub(super) struct Change {
    pub(super) what: Action,
    pub(super) company_id: i64,
    /// Whom it is about, if they have an account.
    pub(super) account_id: Option<i64>,
    /// The role, or the one before and the one after.
    pub(super) role: String,
}

impl Change {
    /// About somebody who was invited.
    pub(super) fn of(what: Action, row: &invitation::Model) -> Self {
        Self {
            what,
            company_id: row.company_id,
            account_id: None,
            role: row.role.clone(),
        }
    }
}

/// Writes it down.
///
/// # Errors
/// Only breakages.
pub(super) async fn log(
    tx: &DatabaseTransaction,
    who: &SignedIn,
    caller: &Caller,
    now: i64,
    change: Change,
) -> Answer<()> {
    let entry = Entry {
        who: Who::of_person(who.member.account_id, caller.ip),
        what: change.what,
        about: About {
            account_id: change.account_id,
            company_id: Some(change.company_id),
            ..About::default()
        },
        details: change.role,
    };
    audit::record(tx, now, entry).await
}
