//! What is done about a company. Everybody of it is out with the next request, and its stock with the same commit; restored,
//! both are back.

use domain::accounts::{AccountType, StaffRole};
use domain::audit::Action;
use domain::people::Act;
use domain::people::forms::Care;
use domain::refusal::Refusal;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};

use super::Outcome;
use super::care::tell;
use crate::accounts::sides;
use crate::audit::{self, About, Entry};
use crate::entity::{account, company, half_sign_in};
use crate::error::Answer;
use crate::inventory::whole;
use crate::market::Market;
use crate::proofs::{Acting, may};

/// Suspends or restores a company, in the version that was looked at.
///
/// # Errors
/// [`Refusal::NotAllowed`] for whoever may not, and for the owner's own company; [`Refusal::NotFound`] when there is no such
/// company, and for anything else that could be done.
pub async fn company(market: &Market, acting: &Acting, id: i64, care: &Care) -> Answer<Outcome> {
    may(acting.role, StaffRole::may_care)?;
    let suspends = match care.act {
        Act::Suspend => true,
        Act::Restore => false,
        _ => return Err(Refusal::NotFound.into()),
    };
    let now = market.now();
    let tx = market.db.begin().await?;
    let was = company::Column::SuspendedAt;
    let changed = company::Entity::update_many()
        .col_expr(was, Expr::value(suspends.then_some(now)))
        .col_expr(
            company::Column::CareVersion,
            Expr::col(company::Column::CareVersion).add(1),
        )
        .col_expr(company::Column::CaredBy, Expr::value(acting.account_id))
        .filter(company::Column::Id.eq(id))
        .filter(company::Column::CareVersion.eq(care.version))
        .filter(company::Column::GoneAt.is_null())
        .filter(company::Column::IsOwner.eq(false))
        .filter(if suspends {
            was.is_null()
        } else {
            was.is_not_null()
        })
        .exec(&tx)
        .await?;
    let row = company::Entity::find_by_id(id)
        .filter(company::Column::GoneAt.is_null())
        .one(&tx)
        .await?
        .ok_or(Refusal::NotFound)?;
    if row.is_owner {
        return Err(Refusal::NotAllowed.into());
    }
    if changed.rows_affected != 1 {
        let again = row.suspended_at.is_some() == suspends && row.cared_by == acting.account_id;
        return Ok(Outcome::of_miss(again && row.care_version == care.version + 1));
    }
    whole::changed(&tx, id).await?;
    if suspends {
        half_sign_in::Entity::delete_many()
            .filter(half_sign_in::Column::AccountId.in_subquery(sides::people(id)))
            .exec(&tx)
            .await?;
    }
    tell_users(&tx, &row, care, now).await?;
    whole::tell_market(&tx, now).await?;
    let entry = Entry {
        who: acting.into(),
        what: if suspends {
            Action::CompanySuspended
        } else {
            Action::CompanyRestored
        },
        about: About {
            company_id: Some(id),
            ..About::default()
        },
        details: care.reason.as_str().to_owned(),
    };
    audit::record(&tx, now, entry).await?;
    tx.commit().await?;
    market.search.refresh(market).await?;
    Ok(Outcome::Done)
}

async fn tell_users(tx: &DatabaseTransaction, row: &company::Model, care: &Care, now: i64) -> Answer<()> {
    let sells = row.trade_type == AccountType::Supplier.word() && row.standing == "active";
    let users = account::Entity::find()
        .filter(account::Column::Id.in_subquery(sides::people(row.id)))
        .filter(account::Column::State.eq("active"))
        .all(tx)
        .await?;
    for user in users {
        tell(tx, &user, Some((&row.name, sells)), care, now).await?;
    }
    Ok(())
}
