//! Screening: an application to become a supplier, or to be let in as a company, is recorded, looked at by the owner's
//! people, and decided once.
//!
//! Who registers as a supplier can sign in meanwhile, but only to see how the application stands (Z19); a buyer who
//! applies stays a working buyer (R080). After a rejection the application can be revised and sent again (R039).
//!
//! [`applying`] is the applicant's side; [`coordinators`] says who sees what; [`queue`] and [`sheet`] show, [`care`] assigns, notes and asks, [`deciding`]
//! decides. What the owner's people do is written into the audit log in the same transaction.

pub(crate) mod applying;
pub mod care;
pub(crate) mod coordinators;
pub mod deciding;
mod forgetting;
pub mod queue;
pub mod sheet;

use std::collections::BTreeMap;

pub use applying::{answer, apply_named};
pub(crate) use applying::{
    answer_as_company, apply, apply_again_as_company, apply_as_company, apply_at_registration,
};
pub use deciding::Outcome;
use domain::accounts::ProfileForm;
pub use domain::accounts::views::{Application, ApplicationState as State};
use domain::refusal::Refusal;
use domain::screening::{Kind, Rejection};
pub(crate) use forgetting::{forget, forget_company};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::accounts::{mail_address, tell};
use crate::audit::About;
use crate::entity::application;
use crate::error::Answer;
use crate::market::Market;
use crate::proofs::{Acting, Member};

/// What is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    Approve,
    /// With the reasons that the applicant is told.
    Reject(Rejection),
}

/// An application that waits, as the operator sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    pub id: i64,
    pub company: String,
    pub name: String,
    pub email: String,
    pub created_at: i64,
    /// To be named when deciding: a form that was sent anew meanwhile is not decided unseen (T35).
    pub version: i32,
}

/// The newest application of one's company.
///
/// # Errors
/// Only breakages.
pub async fn own(market: &Market, member: &Member) -> Answer<Option<Application>> {
    let Some(company_id) = member.company_id else {
        return Ok(None);
    };
    let row = application::Entity::find()
        .filter(application::Column::CompanyId.eq(company_id))
        .order_by_desc(application::Column::Id)
        .one(market.db.reader())
        .await?;
    let Some(row) = row else { return Ok(None) };
    let coordinator = coordinators::name_of(market.db.reader(), &row).await?;
    view(row, coordinator).map(Some)
}

/// An application as its applicant sees it; `coordinator` is the name of who decides.
pub(crate) fn view(row: application::Model, coordinator: String) -> Answer<Application> {
    let fields: BTreeMap<String, String> = serde_json::from_str(&row.fields)?;
    Ok(Application {
        state: State::of_word(&row.state, row.asked_at.is_some()),
        form: serde_json::from_str(&row.profile)?,
        reason: row.reason,
        fields,
        question: row.question,
        created_at: row.sent_at,
        decided_at: row.decided_at,
        buys_meanwhile: row.kind == Kind::Change.word(),
        is_company: row.kind == Kind::Company.word(),
        coordinator,
    })
}

/// All that wait, the oldest first.
///
/// # Errors
/// Only breakages.
pub async fn waiting(market: &Market) -> Answer<Vec<Pending>> {
    let db = market.db.reader();
    let rows = application::Entity::find()
        .filter(application::Column::State.eq("pending"))
        .order_by_asc(application::Column::Id)
        .all(db)
        .await?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let form: ProfileForm = serde_json::from_str(&row.profile)?;
        let email = mail_address(db, row.account_id)
            .await?
            .map(|(address, _)| address);
        all.push(Pending {
            id: row.id,
            company: form.company,
            name: form.name,
            email: email.unwrap_or_default(),
            created_at: row.created_at,
            version: row.version,
        });
    }
    Ok(all)
}

/// Decides an application at the command line, once (T35).
///
/// # Errors
/// [`Refusal::NotFound`] when no such application waits.
pub async fn decide(market: &Market, id: i64, version: i32, decision: &Decision) -> Answer<()> {
    match deciding::decide(market, &Acting::operator(), id, version, decision).await? {
        Outcome::Done => Ok(()),
        Outcome::Missed => Err(Refusal::NotFound.into()),
    }
}

/// Whether an application of a company waits for its decision.
pub(crate) async fn is_pending(db: &impl ConnectionTrait, company_id: i64) -> Answer<bool> {
    Ok(pending(db, company_id).await?.is_some())
}

async fn pending(db: &impl ConnectionTrait, company_id: i64) -> Answer<Option<application::Model>> {
    Ok(application::Entity::find()
        .filter(application::Column::CompanyId.eq(company_id))
        .filter(application::Column::State.eq("pending"))
        .one(db)
        .await?)
}

/// Whose business an application is, for the audit log.
const fn about(row: &application::Model) -> About {
    About {
        application_id: Some(row.id),
        account_id: Some(row.account_id),
        company_id: Some(row.company_id),
    }
}
