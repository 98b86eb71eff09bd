//! What is done about a person.

use domain::accounts::StaffRole;
use domain::audit::Action;
use domain::people::Act;
use domain::people::forms::Care;
use domain::refusal::Refusal;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, UpdateMany};

use super::team::changing::{free_applications, free_messages};
use super::{Outcome, account_of, team};
use crate::accounts::links::{self, Purpose};
use crate::accounts::second_factor::{self, half};
use crate::accounts::{self, mail_address, registration as registering};
use crate::audit::{self, About, Entry};
use crate::clock::DOUBLE_CLICK;
use crate::entity::{account, membership, registration, session, staff};
use crate::error::Answer;
use crate::market::Market;
use crate::post::{self, FactorsForgotten, Mail, Parcel, Restored, Suspended};
use crate::proofs::{Acting, may};

/// Does something about a person, in the version that was looked at. The owner's people are the administrators' business,
/// and nobody does anything about themselves.
///
/// # Errors
/// [`Refusal::NotAllowed`] for whoever may not; [`Refusal::NotFound`] when there is no such person;
/// [`Refusal::OnlyAdministrator`] for suspending the last administrator.
pub async fn person(market: &Market, acting: &Acting, number: &str, care: &Care) -> Answer<Outcome> {
    may(acting.role, StaffRole::may_care)?;
    if matches!(care.act, Act::GiveRole | Act::Remove) {
        return team::changing::change(market, acting, number, care).await;
    }
    let now = market.now();
    let tx = market.db.begin().await?;
    let account = account_of(&tx, number).await?;
    if acting.account_id == Some(account.id) {
        return Err(Refusal::NotAllowed.into());
    }
    if staff::Entity::find_by_id(account.id).one(&tx).await?.is_some() {
        team::hold(&tx, acting).await?;
        if care.act == Act::Suspend {
            team::keep_administrator(&tx, account.id).await?;
        }
    }
    let changes = changes(care.act, now).ok_or(Refusal::NotFound)?;
    let changed = in_version(changes, acting, account.id, care.version)
        .exec(&tx)
        .await?;
    if changed.rows_affected != 1 {
        let row = account_of(&tx, number).await?;
        let again = is_so(&row, care.act) && row.cared_by == acting.account_id;
        return Ok(Outcome::of_miss(again && row.care_version == care.version + 1));
    }
    take_effect(&tx, &account, care, now).await?;
    let member = membership::Entity::find_by_id(account.id).one(&tx).await?;
    let entry = Entry {
        who: acting.into(),
        what: action(care.act),
        about: About {
            account_id: Some(account.id),
            company_id: member.map(|member| member.company_id),
            ..About::default()
        },
        details: care.reason.as_str().to_owned(),
    };
    audit::record(&tx, now, entry).await?;
    tx.commit().await?;
    Ok(Outcome::Done)
}

/// Of an account alone, and only in the version that was looked at, which there is not any more afterwards.
pub(super) fn in_version(
    changes: UpdateMany<account::Entity>,
    acting: &Acting,
    account_id: i64,
    version: i32,
) -> UpdateMany<account::Entity> {
    use account::Column::{CareVersion, CaredBy, Id};
    changes
        .col_expr(CareVersion, Expr::col(CareVersion).add(1))
        .col_expr(CaredBy, Expr::value(acting.account_id))
        .filter(Id.eq(account_id))
        .filter(CareVersion.eq(version))
}

/// What an act changes in the row, and what has to be so before.
fn changes(act: Act, now: i64) -> Option<UpdateMany<account::Entity>> {
    use account::Column::{ForceCode, ForcePassword, State, SuspendedAt};
    let all = account::Entity::update_many();
    Some(match act {
        Act::Suspend => all
            .col_expr(State, Expr::value("suspended"))
            .col_expr(SuspendedAt, Expr::value(now))
            .filter(State.eq("active")),
        Act::Restore => all
            .col_expr(State, Expr::value("active"))
            .col_expr(SuspendedAt, Expr::value(Option::<i64>::None))
            .filter(State.eq("suspended")),
        Act::ForcePassword | Act::SparePassword => {
            let forced = act == Act::ForcePassword;
            all.col_expr(ForcePassword, Expr::value(forced))
                .filter(ForcePassword.eq(!forced))
        }
        Act::ForceCode | Act::SpareCode => {
            let forced = act == Act::ForceCode;
            all.col_expr(ForceCode, Expr::value(forced))
                .filter(ForceCode.eq(!forced))
        }
        // In place of what is gone. The owner's people set up a new one behind it.
        Act::ForgetFactors => all.col_expr(ForceCode, Expr::value(true)),
        Act::EndSessions => all,
        Act::MailAgain | Act::GiveRole | Act::Remove => return None,
    })
}

/// Whether somebody stands as the act would have them.
fn is_so(row: &account::Model, act: Act) -> bool {
    match act {
        Act::Suspend => row.state == "suspended",
        Act::Restore => row.state == "active",
        Act::ForcePassword => row.force_password,
        Act::SparePassword => !row.force_password,
        Act::ForceCode => row.force_code,
        Act::SpareCode => !row.force_code,
        Act::EndSessions | Act::ForgetFactors => true,
        Act::MailAgain | Act::GiveRole | Act::Remove => false,
    }
}

pub(super) const fn action(act: Act) -> Action {
    match act {
        Act::Suspend => Action::PersonSuspended,
        Act::Restore => Action::PersonRestored,
        Act::ForcePassword => Action::PasswordForced,
        Act::SparePassword => Action::PasswordSpared,
        Act::ForceCode => Action::CodeForced,
        Act::SpareCode => Action::CodeSpared,
        Act::ForgetFactors => Action::FactorsForgotten,
        Act::EndSessions => Action::SessionsEnded,
        Act::MailAgain => Action::ProofMailed,
        Act::GiveRole => Action::StaffRoleGiven,
        Act::Remove => Action::StaffRemoved,
    }
}

/// Sessions of whoever is suspended stay where they are: they open nothing, but their browsers are told why (E10).
async fn take_effect(
    tx: &DatabaseTransaction,
    account: &account::Model,
    care: &Care,
    now: i64,
) -> Answer<()> {
    match care.act {
        Act::Suspend => {
            half::end_all(tx, account.id).await?;
            // What one of the owner's people had taken waits for somebody else.
            free_applications(tx, account.id).await?;
            free_messages(tx, account.id).await?;
            tell(tx, account, None, care, now).await
        }
        Act::Restore => tell(tx, account, None, care, now).await,
        Act::ForgetFactors => {
            end_sessions(tx, account.id).await?;
            second_factor::forget_since(tx, account.id, 0).await?;
            let mail = Mail::FactorsForgotten(FactorsForgotten {
                name: account.name.clone(),
                reason: care.reason.as_str().lines().map(str::to_owned).collect(),
            });
            let key = format!("care:{}:factors:{now}", account.id);
            accounts::tell(tx, account.id, &mail, key, now).await
        }
        Act::EndSessions => end_sessions(tx, account.id).await,
        _ => Ok(()),
    }
}

/// Ends all sessions of an account, and what is half done.
pub(super) async fn end_sessions(tx: &impl ConnectionTrait, account_id: i64) -> Answer<()> {
    session::Entity::delete_many()
        .filter(session::Column::AccountId.eq(account_id))
        .exec(tx)
        .await?;
    half::end_all(tx, account_id).await
}

/// M33, in the reader's language. `company` and whether it sells, where it is the company.
pub(super) async fn tell(
    tx: &impl ConnectionTrait,
    account: &account::Model,
    company: Option<(&str, bool)>,
    care: &Care,
    now: i64,
) -> Answer<()> {
    let Some((address, language)) = mail_address(tx, account.id).await? else {
        return Ok(());
    };
    let (name, reason) = (
        account.name.clone(),
        care.reason.as_str().lines().map(str::to_owned).collect(),
    );
    let (company, sells) = company.map_or((String::new(), false), |(name, sells)| (name.to_owned(), sells));
    let (mail, what) = if care.act == Act::Suspend {
        let mail = Suspended {
            name,
            company,
            reason,
        };
        (Mail::Suspended(mail), "suspended")
    } else {
        let mail = Restored {
            name,
            company,
            reason,
            sells,
        };
        (Mail::Restored(mail), "restored")
    };
    let parcel = Parcel {
        mail: &mail,
        recipient: &address,
        language,
        dedupe_key: format!("care:{}:{what}:{now}", account.id),
        expires_at: None,
    };
    post::enqueue(tx, now, &parcel).await?;
    Ok(())
}

/// Mails the link of a registration that waits again.
///
/// # Errors
/// [`Refusal::NotAllowed`]; [`Refusal::NotFound`] when nothing waits under this number; [`Refusal::TooMany`] within a minute
/// of the last mail, and after ten of a day.
pub async fn registration(market: &Market, acting: &Acting, id: i64, care: &Care) -> Answer<Outcome> {
    may(acting.role, StaffRole::may_care)?;
    if care.act != Act::MailAgain {
        return Err(Refusal::NotFound.into());
    }
    let now = market.now();
    let tx = market.db.begin().await?;
    let row = registration::Entity::find_by_id(id)
        .filter(registration::Column::VerifiedAt.is_null())
        .one(&tx)
        .await?
        .ok_or(Refusal::NotFound)?;
    let last = links::last_mailed(&tx, Purpose::Verify, &row.canonical).await?;
    if !registering::mail_again_in(&tx, &row, now).await? {
        return match last {
            Some(last) if now - last < DOUBLE_CLICK => Ok(Outcome::Done),
            Some(last) if now - last < 60_000 => Err(Refusal::TooMany { seconds: 60 }.into()),
            _ => Err(Refusal::TooMany { seconds: 86_400 }.into()),
        };
    }
    let entry = Entry {
        who: acting.into(),
        what: action(care.act),
        about: About::default(),
        details: care.reason.as_str().to_owned(),
    };
    audit::record(&tx, now, entry).await?;
    tx.commit().await?;
    Ok(Outcome::Done)
}
