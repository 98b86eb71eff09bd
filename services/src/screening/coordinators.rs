//! Who sees which applications. The owner's reviewers see all; a coordinator sees the company registrations that name them,
//! and a number of any other is answered like no number (Z4).

use domain::accounts::{Email, Profile, StaffRole};
use domain::refusal::Refusal;
use domain::screening::Kind;
use domain::violations::{Violation, Violations};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter};

use super::tell;
use crate::entity::{account, account_email, application, staff};
use crate::error::Answer;
use crate::post::{CoordinatorWanted, Mail};
use crate::proofs::{Acting, Staff};

/// The coordinator who has exactly this address.
///
/// # Errors
/// [`Violation::CoordinatorUnknown`] at `profile.coordinator`.
pub(crate) async fn at(db: &impl ConnectionTrait, email: &Email) -> Answer<account::Model> {
    let unknown = || Violations::of("profile.coordinator", Violation::CoordinatorUnknown);
    let address = account_email::Entity::find()
        .filter(account_email::Column::Canonical.eq(email.canonical()))
        .filter(account_email::Column::VerifiedAt.is_not_null())
        .one(db)
        .await?
        .ok_or_else(unknown)?;
    let is_coordinator = staff::Entity::find_by_id(address.account_id)
        .filter(staff::Column::Role.eq(StaffRole::Coordinator.word()))
        .one(db)
        .await?
        .is_some();
    let account = account::Entity::find_by_id(address.account_id).one(db).await?;
    account
        .filter(|account| is_coordinator && account.state == "active")
        .ok_or_else(|| unknown().into())
}

/// The name of an application's coordinator. Of an open one only while they are a coordinator who may sign in: nobody waits for somebody who
/// is not there, and the owner's reviewers decide.
pub(super) async fn name_of(db: &impl ConnectionTrait, row: &application::Model) -> Answer<String> {
    let Some(id) = row.coordinator else {
        return Ok(String::new());
    };
    let account = account::Entity::find_by_id(id).one(db).await?;
    if row.state != "pending" {
        return Ok(account.map(|account| account.name).unwrap_or_default());
    }
    let is_coordinator = staff::Entity::find_by_id(id)
        .filter(staff::Column::Role.eq(StaffRole::Coordinator.word()))
        .one(db)
        .await?
        .is_some();
    let there = account.filter(|account| is_coordinator && account.state == "active");
    Ok(there.map(|account| account.name).unwrap_or_default())
}

/// The coordinator whom a checked form names.
pub(super) async fn named(db: &impl ConnectionTrait, profile: &Profile) -> Answer<account::Model> {
    match &profile.coordinator {
        Some(email) => at(db, email).await,
        None => Err(Violations::of("profile.coordinator", Violation::Missing).into()),
    }
}

/// M13, with the way to the application; once for each form that was sent.
pub(super) async fn ask_to_decide(
    tx: &DatabaseTransaction,
    coordinator: i64,
    row: &application::Model,
    profile: &Profile,
    now: i64,
) -> Answer<()> {
    let mail = Mail::CoordinatorWanted(CoordinatorWanted {
        application: row.id,
        company: profile.company.as_str().to_owned(),
        name: profile.name.as_str().to_owned(),
    });
    let key = format!("application:{}:coordinator:{}", row.id, row.version);
    tell(tx, coordinator, &mail, key, now).await
}

/// Which applications one of the owner's people may see.
///
/// # Errors
/// [`Refusal::NotAllowed`] for whoever has no business with applications.
pub(super) fn seen_by(staff: &Staff) -> Answer<Condition> {
    seen(staff.role, Some(staff.account_id))
}

/// The same for whoever acts.
///
/// # Errors
/// As of [`seen_by`].
pub(super) fn seen_acting(acting: &Acting) -> Answer<Condition> {
    seen(acting.role, acting.account_id)
}

fn seen(role: StaffRole, account_id: Option<i64>) -> Answer<Condition> {
    if role.may_screen() {
        return Ok(Condition::all());
    }
    let me = account_id
        .filter(|_| role.has_queue())
        .ok_or(Refusal::NotAllowed)?;
    Ok(Condition::all()
        .add(application::Column::Kind.eq(Kind::Company.word()))
        .add(application::Column::Coordinator.eq(me)))
}
