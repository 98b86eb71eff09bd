//! The users of a company (R050, R053): who they are, and the lock under which they change.
//!
//! They are invited by `inviting`, come by `joining`, and are given roles and removed by `changing`. What each role may do is
//! a rule (`domain::accounts::role`); every request looks the role up anew (T25).

pub mod changing;
pub mod inviting;
pub mod joining;
mod logging;

use std::collections::HashMap;

use domain::accounts::Role;
use domain::accounts::users::{User, UserList, UserView};
use domain::refusal::Refusal;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::session::SignedIn;
use super::{main_addresses, proving};
use crate::entity::{account, company, membership};
use crate::error::Answer;
use crate::market::Market;

/// The users of one's own company. Administrators see how they stand and who was invited; the others see whom to ask.
///
/// # Errors
/// [`Refusal::NotAllowed`] for whoever has no company, and while an application is being screened (Z19).
pub async fn list(market: &Market, who: &SignedIn) -> Answer<UserList> {
    let db = market.db.reader();
    let company_id = company_of(who)?;
    let administrator = who.administrator();
    let mut users = users(db, who, company_id).await?;
    if administrator.is_none() {
        for user in &mut users {
            (user.seen, user.suspended) = (None, false);
        }
    }
    let invitations = match administrator {
        Some(administrator) => inviting::waiting(db, &administrator, market.now()).await?,
        None => Vec::new(),
    };
    Ok(UserList {
        users,
        invitations,
        administers: administrator.is_some(),
        asks_password: !proving::is_fresh(market, who),
    })
}

fn company_of(who: &SignedIn) -> Answer<i64> {
    let company = who.member.company_id.filter(|_| !who.visitor.in_screening);
    company.ok_or_else(|| Refusal::NotAllowed.into())
}

/// One user of the company that one administers, by the nine digits.
///
/// # Errors
/// [`Refusal::NotAllowed`] for whoever does not administer a company; [`Refusal::NotFound`] for a number of nobody and for
/// one of another company alike (T04).
pub async fn one(market: &Market, who: &SignedIn, number: &str) -> Answer<UserView> {
    let administrator = who.administrator().ok_or(Refusal::NotAllowed)?;
    let users = users(market.db.reader(), who, administrator.company_id).await?;
    let administrators = users.iter().filter(|user| user.role == Role::Administrator);
    let several = administrators.count() > 1;
    let user = users.into_iter().find(|user| user.number == number);
    let user = user.ok_or(Refusal::NotFound)?;
    Ok(UserView {
        only_administrator: user.role == Role::Administrator && !several,
        asks_password: !proving::is_fresh(market, who),
        user,
    })
}

async fn users(db: &impl ConnectionTrait, who: &SignedIn, company_id: i64) -> Answer<Vec<User>> {
    let members: HashMap<i64, membership::Model> = membership::Entity::find()
        .filter(membership::Column::CompanyId.eq(company_id))
        .all(db)
        .await?
        .into_iter()
        .map(|member| (member.account_id, member))
        .collect();
    let ids = || members.keys().copied();
    let addresses = main_addresses(db, ids()).await?;
    let accounts = account::Entity::find()
        .filter(account::Column::Id.is_in(ids()))
        .all(db)
        .await?;
    let mut users: Vec<User> = accounts
        .into_iter()
        .filter_map(|account| {
            let member = members.get(&account.id)?;
            Some(User {
                number: account.number,
                name: account.name,
                email: addresses.get(&account.id).cloned().unwrap_or_default(),
                role: Role::of_word(&member.role)?,
                here: account.id == who.member.account_id,
                suspended: account.state != "active",
                seen: member.seen_at,
            })
        })
        .collect();
    users.sort_by(|a, b| {
        let order = |user: &User| {
            (
                user.role != Role::Administrator,
                user.name.clone(),
                user.number.clone(),
            )
        };
        order(a).cmp(&order(b))
    });
    Ok(users)
}

/// The row of a company that is not gone, held until the transaction ends: nobody else changes its users meanwhile.
pub(crate) async fn locked(tx: &impl ConnectionTrait, company_id: i64) -> Answer<Option<company::Model>> {
    let rows = company::Entity::update_many()
        .col_expr(
            company::Column::CreatedAt,
            Expr::col(company::Column::CreatedAt).add(0),
        )
        .filter(company::Column::Id.eq(company_id))
        .filter(company::Column::GoneAt.is_null())
        .exec_with_returning(tx)
        .await?;
    Ok(rows.into_iter().next())
}

/// The company of an administrator, held. The role is read again: it may have been taken away a moment ago.
///
/// # Errors
/// [`Refusal::NotAllowed`] for whoever does not administer a company (any more).
pub(crate) async fn administered(tx: &impl ConnectionTrait, who: &SignedIn) -> Answer<company::Model> {
    let administrator = who.administrator().ok_or(Refusal::NotAllowed)?;
    let company = locked(tx, administrator.company_id).await?;
    let member = membership::Entity::find_by_id(administrator.account_id)
        .filter(membership::Column::CompanyId.eq(administrator.company_id))
        .filter(membership::Column::Role.eq(Role::Administrator.word()))
        .one(tx)
        .await?;
    company
        .filter(|company| member.is_some() && !company.in_screening() && company.suspended_at.is_none())
        .ok_or_else(|| Refusal::NotAllowed.into())
}
