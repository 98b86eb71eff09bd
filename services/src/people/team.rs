//! The owner's people among themselves: invited ([`inviting`]), come ([`joining`]), given roles and removed ([`changing`]).
//! Only administrators do any of it, and one of them always stays.

pub mod changing;
pub mod inviting;
pub mod joining;

use std::collections::HashMap;

use domain::accounts::StaffRole;
use domain::people::team::{Mate, TeamPage};
use domain::refusal::Refusal;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crate::accounts::second_factor::Factors;
use crate::accounts::session::SignedIn;
use crate::accounts::{main_addresses, proving};
use crate::entity::{account, session, staff, staff_team};
use crate::error::Answer;
use crate::market::Market;
use crate::proofs::{Acting, Staff, may};

/// All of them, and who was invited.
///
/// # Errors
/// [`Refusal::NotAllowed`] for whoever is no administrator.
pub async fn page(market: &Market, staff: &Staff, who: &SignedIn) -> Answer<TeamPage> {
    may(staff.role, StaffRole::may_manage)?;
    let db = market.db.reader();
    Ok(TeamPage {
        role: staff.role,
        mates: mates(db, staff).await?,
        invitations: inviting::waiting(db, market.now()).await?,
        asks_password: proving::asks_to_act(market, who),
    })
}

async fn mates(db: &impl ConnectionTrait, me: &Staff) -> Answer<Vec<Mate>> {
    let roles: HashMap<i64, String> = staff::Entity::find()
        .all(db)
        .await?
        .into_iter()
        .map(|row| (row.account_id, row.role))
        .collect();
    let ids = || roles.keys().copied();
    let accounts = account::Entity::find()
        .filter(account::Column::Id.is_in(ids()))
        .all(db)
        .await?;
    let main = main_addresses(db, ids()).await?;
    let seen = session::Entity::find()
        .filter(session::Column::AccountId.is_in(ids()))
        .all(db)
        .await?;
    let mut mates = Vec::with_capacity(accounts.len());
    for row in accounts {
        let role = roles.get(&row.id).and_then(|word| StaffRole::of_word(word));
        let Some(role) = role else { continue };
        let sessions = seen.iter().filter(|session| session.account_id == row.id);
        mates.push(Mate {
            email: main.get(&row.id).cloned().unwrap_or_default(),
            role,
            here: row.id == me.account_id,
            suspended: row.state != "active",
            has_factor: Factors::of(db, row.id).await?.any(),
            seen: sessions.map(|session| session.seen_at).max(),
            number: row.number,
            name: row.name,
        });
    }
    mates.sort_by_key(|mate| {
        let administers = mate.role == StaffRole::Administrator;
        (!administers, mate.name.clone(), mate.number.clone())
    });
    Ok(mates)
}

/// Holds the owner's people until the transaction ends: nobody else changes them meanwhile. Whoever acts is looked up again,
/// for the role may have been taken away a moment ago.
///
/// # Errors
/// [`Refusal::NotAllowed`] for whoever is no administrator (any more).
pub(super) async fn hold(tx: &impl ConnectionTrait, acting: &Acting) -> Answer<()> {
    may(acting.role, StaffRole::may_manage)?;
    lock(tx).await?;
    let Some(account_id) = acting.account_id else {
        return Ok(());
    };
    if administrators(tx, Condition::all().add(staff::Column::AccountId.eq(account_id))).await? == 0 {
        return Err(Refusal::NotAllowed.into());
    }
    Ok(())
}

async fn lock(tx: &impl ConnectionTrait) -> Answer<()> {
    staff_team::Entity::update_many()
        .col_expr(
            staff_team::Column::Version,
            Expr::col(staff_team::Column::Version).add(1),
        )
        .filter(staff_team::Column::Id.eq(1_i16))
        .exec(tx)
        .await?;
    Ok(())
}

/// Asks that somebody else administers. The owner's people are held, so nobody stops doing so meanwhile.
///
/// # Errors
/// [`Refusal::OnlyAdministrator`] where the one it is about is the only administrator.
pub(super) async fn keep_administrator(tx: &impl ConnectionTrait, account_id: i64) -> Answer<()> {
    let one = |id| Condition::all().add(id);
    let is_one = administrators(tx, one(staff::Column::AccountId.eq(account_id))).await? > 0;
    let others = administrators(tx, one(staff::Column::AccountId.ne(account_id))).await?;
    if is_one && others == 0 {
        return Err(Refusal::OnlyAdministrator.into());
    }
    Ok(())
}

/// How many administrators there are who can sign in.
async fn administrators(tx: &impl ConnectionTrait, which: Condition) -> Answer<u64> {
    let active = Query::select()
        .column(account::Column::Id)
        .from(account::Entity)
        .and_where(account::Column::State.eq("active"))
        .to_owned();
    Ok(staff::Entity::find()
        .filter(which)
        .filter(staff::Column::Role.eq(StaffRole::Administrator.word()))
        .filter(staff::Column::AccountId.in_subquery(active))
        .count(tx)
        .await?)
}
