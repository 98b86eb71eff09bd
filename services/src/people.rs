//! People and companies in the hands of the owner's people: found ([`listing`]), looked at ([`sheets`]), suspended and
//! restored, asked for more at their next sign-in ([`care`], [`companies`]); and the owner's people among themselves
//! ([`team`]).
//!
//! What is done names the version that was looked at: of two who act at once one does, and the other is told so. Everything
//! stands in the audit log with its reason, in the same transaction, and holds with the next request (T25).

pub mod care;
pub mod companies;
pub mod listing;
pub mod sheets;
pub mod team;

use domain::people::State;
use domain::refusal::Refusal;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

pub use crate::screening::deciding::Outcome;

use crate::entity::{account, company};
use crate::error::Answer;

/// The account of nine digits; one of the owner's people who was removed is nobody.
async fn account_of(db: &impl ConnectionTrait, number: &str) -> Answer<account::Model> {
    account::Entity::find()
        .filter(account::Column::Number.eq(number))
        .filter(account::Column::RemovedAt.is_null())
        .one(db)
        .await?
        .ok_or_else(|| Refusal::NotFound.into())
}

/// How a person stands: suspended themselves, or as their company does.
fn state_of(account: &account::Model, company: Option<&company::Model>) -> State {
    if account.state != "active" {
        return State::Suspended;
    }
    company.map_or(State::Active, company_state)
}

fn company_state(company: &company::Model) -> State {
    let suspended = company.suspended_at.is_some();
    State::of_company(&company.admission, &company.standing, suspended)
}
