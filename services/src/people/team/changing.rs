//! Another role for one of the owner's people, and removing one. Both end their sessions: the next request is refused, and the
//! next sign-in makes a new token (T23, T25).
//!
//! Whoever is removed signs in no more, and address, number, factors and devices go. The name stays, for the audit log tells what they
//! did; words and networks of the log stay as well, for they are the owner's business. The address is free again.

use domain::accounts::StaffRole;
use domain::people::Act;
use domain::people::forms::Care;
use domain::refusal::Refusal;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{hold, keep_administrator};
use crate::accounts::device;
use crate::accounts::links::{self, Purpose};
use crate::accounts::second_factor::{authenticator, backup};
use crate::audit::{self, About, Entry};
use crate::entity::{account, account_email, application, contact_message, passkey, staff};
use crate::error::Answer;
use crate::market::Market;
use crate::people::care::{action, end_sessions, in_version};
use crate::people::{Outcome, account_of};
use crate::post;
use crate::proofs::Acting;

/// Gives one of the owner's people another role, oneself too, or removes one, in the version that was looked at.
///
/// # Errors
/// [`Refusal::NotAllowed`] for whoever is no administrator, and for removing oneself; [`Refusal::NotFound`] for whoever is
/// none of the owner's people; [`Refusal::OnlyAdministrator`].
pub async fn change(market: &Market, acting: &Acting, number: &str, care: &Care) -> Answer<Outcome> {
    let removes = care.act == Act::Remove;
    // Nobody knows what is hashed here.
    let nobodys = market.passwords.hash(&Uuid::new_v4().to_string()).await?;
    let now = market.now();
    let tx = market.db.begin().await?;
    hold(&tx, acting).await?;
    let account = account_of(&tx, number).await?;
    let mate = staff::Entity::find_by_id(account.id)
        .one(&tx)
        .await?
        .ok_or(Refusal::NotFound)?;
    if removes && acting.account_id == Some(account.id) {
        return Err(Refusal::NotAllowed.into());
    }
    if removes || care.role != Some(StaffRole::Administrator) {
        keep_administrator(&tx, account.id).await?;
    }
    let changed = in_version(account::Entity::update_many(), acting, account.id, care.version)
        .exec(&tx)
        .await?;
    if changed.rows_affected != 1 {
        let is_so = care.role.is_some_and(|role| role.word() == mate.role);
        let again = is_so && account.cared_by == acting.account_id;
        return Ok(Outcome::of_miss(
            again && account.care_version == care.version + 1,
        ));
    }
    let details = match care.role {
        Some(role) if !removes => {
            give(&tx, account.id, role).await?;
            format!("{} -> {}: {}", mate.role, role.word(), care.reason.as_str())
        }
        _ => {
            remove(&tx, &account, nobodys, now).await?;
            format!("{}: {}", mate.role, care.reason.as_str())
        }
    };
    end_sessions(&tx, account.id).await?;
    let entry = Entry {
        who: acting.into(),
        what: action(care.act),
        about: About {
            account_id: Some(account.id),
            ..About::default()
        },
        details,
    };
    audit::record(&tx, now, entry).await?;
    tx.commit().await?;
    Ok(Outcome::Done)
}

async fn give(tx: &DatabaseTransaction, account_id: i64, role: StaffRole) -> Answer<()> {
    staff::Entity::update_many()
        .col_expr(staff::Column::Role, Expr::value(role.word()))
        .filter(staff::Column::AccountId.eq(account_id))
        .exec(tx)
        .await?;
    if !role.may_screen() {
        free_applications(tx, account_id).await?;
    }
    if !role.may_answer() {
        free_messages(tx, account_id).await?;
    }
    Ok(())
}

async fn remove(
    tx: &DatabaseTransaction,
    account: &account::Model,
    password_hash: String,
    now: i64,
) -> Answer<()> {
    staff::Entity::delete_by_id(account.id).exec(tx).await?;
    account::Entity::update_many()
        .col_expr(account::Column::PasswordHash, Expr::value(password_hash))
        .col_expr(
            account::Column::Generation,
            Expr::col(account::Column::Generation).add(1),
        )
        .col_expr(account::Column::Furigana, Expr::value(""))
        .col_expr(account::Column::Phone, Expr::value("00000"))
        .col_expr(account::Column::Sought, Expr::value(""))
        .col_expr(account::Column::State, Expr::value("suspended"))
        .col_expr(account::Column::SuspendedAt, Expr::value(now))
        .col_expr(account::Column::RemovedAt, Expr::value(now))
        .filter(account::Column::Id.eq(account.id))
        .exec(tx)
        .await?;
    forget_ways_in(tx, account.id).await?;
    forget_address(tx, account, now).await?;
    free_applications(tx, account.id).await?;
    free_messages(tx, account.id).await
}

/// The open applications that somebody has taken wait for somebody else.
pub(in crate::people) async fn free_applications(tx: &impl ConnectionTrait, account_id: i64) -> Answer<()> {
    application::Entity::update_many()
        .col_expr(application::Column::AssignedTo, Expr::value(Option::<i64>::None))
        .filter(application::Column::AssignedTo.eq(account_id))
        .filter(application::Column::State.eq("pending"))
        .exec(tx)
        .await?;
    Ok(())
}

/// And so do the messages.
pub(in crate::people) async fn free_messages(tx: &impl ConnectionTrait, account_id: i64) -> Answer<()> {
    contact_message::Entity::update_many()
        .col_expr(
            contact_message::Column::AssignedTo,
            Expr::value(Option::<i64>::None),
        )
        .filter(contact_message::Column::AssignedTo.eq(account_id))
        .exec(tx)
        .await?;
    Ok(())
}

async fn forget_ways_in(tx: &impl ConnectionTrait, account_id: i64) -> Answer<()> {
    authenticator::remove(tx, account_id).await?;
    backup::remove(tx, account_id).await?;
    passkey::Entity::delete_many()
        .filter(passkey::Column::AccountId.eq(account_id))
        .exec(tx)
        .await?;
    device::forget_all(tx, account_id).await?;
    links::void(tx, Purpose::Reset, account_id).await
}

/// The main address becomes one that nobody can have, and the others go, with what was mailed to them.
async fn forget_address(tx: &DatabaseTransaction, account: &account::Model, now: i64) -> Answer<()> {
    let addresses: Vec<String> = account_email::Entity::find()
        .filter(account_email::Column::AccountId.eq(account.id))
        .all(tx)
        .await?
        .into_iter()
        .map(|row| row.canonical)
        .collect();
    post::forget(tx, &addresses, now).await?;
    account_email::Entity::delete_many()
        .filter(account_email::Column::AccountId.eq(account.id))
        .filter(account_email::Column::Main.eq(false))
        .exec(tx)
        .await?;
    let nobody = format!("{}@removed.invalid", account.number);
    account_email::Entity::update_many()
        .col_expr(account_email::Column::Address, Expr::value(nobody.as_str()))
        .col_expr(account_email::Column::Canonical, Expr::value(nobody.as_str()))
        .filter(account_email::Column::AccountId.eq(account.id))
        .exec(tx)
        .await?;
    Ok(())
}
