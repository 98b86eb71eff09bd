//! Whether somebody may be here: neither they nor their company are suspended (E10).

use sea_orm::{ConnectionTrait, EntityTrait};

use crate::entity::{account, company, membership};
use crate::error::Answer;

/// Somebody's place in a company, and the company; nothing for the owner's people.
pub(crate) async fn employer(
    db: &impl ConnectionTrait,
    account_id: i64,
) -> Answer<Option<(membership::Model, company::Model)>> {
    let Some(member) = membership::Entity::find_by_id(account_id).one(db).await? else {
        return Ok(None);
    };
    let company = company::Entity::find_by_id(member.company_id).one(db).await?;
    Ok(company.map(|company| (member, company)))
}

/// Whether an account, or the company of it, is suspended.
pub(crate) async fn is_suspended(db: &impl ConnectionTrait, account: &account::Model) -> Answer<bool> {
    if account.state != "active" {
        return Ok(true);
    }
    let employer = employer(db, account.id).await?;
    Ok(employer.is_some_and(|(_, company)| company.suspended_at.is_some()))
}
