//! Inviting somebody as a user of one's company (R051, R054), mailing the link again, and taking it back.
//!
//! Inviting answers the same whether or not the address has an account: the same rows are written, and only the mail
//! differs (T03). A person works for one company (Z1, Z47), so whoever has an account is told so, and the invitation runs
//! out. Only an address that the list shows anyway, a colleague's, is named as taken.

use domain::accounts::users::{InvitationForm, InviteForm, Invited};
use domain::accounts::{Role, users};
use domain::audit::Action;
use domain::language::Language;
use domain::refusal::Refusal;
use domain::violations::{Violation, Violations};
use sea_orm::ActiveValue::NotSet;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, Set,
};
use uuid::Uuid;

use super::administered;
use super::logging::{Change, log};
use crate::accounts::caller::Caller;
use crate::accounts::links::{self, Purpose};
use crate::accounts::session::SignedIn;
use crate::accounts::{addresses, proving};
use crate::entity::{account_email, company, invitation, link, membership};
use crate::error::Answer;
use crate::market::Market;
use crate::post::{self, Invitation, InvitedMember, Mail, Parcel, SealedLink};
use crate::proofs::Administrator;

const DAY: i64 = 24 * 60 * 60 * 1_000;
/// Invitations of one company in 24 hours: many for a company, few for somebody who wants to bother strangers (T20).
const A_DAY: u64 = 30;
/// Invitations that nobody followed are kept this long, as registrations are (Z20).
const FORGOTTEN_AFTER: i64 = 30 * DAY;
/// Links of an invitation are bound to no credentials: there are none yet.
pub(crate) const GENERATION: i32 = 0;

/// Invites somebody, and mails the link. An address that was invited already is invited anew: the link before is void.
///
/// # Errors
/// Violations at the fields; [`Refusal::TooMany`] for too many invitations of one company, or mails to one reader, in a
/// day; [`Refusal::NotAllowed`] for whoever does not administer a company.
pub async fn invite(market: &Market, who: &SignedIn, caller: &Caller, form: &InviteForm) -> Answer<()> {
    let wanted = form.check()?;
    who.administrator().ok_or(Refusal::NotAllowed)?;
    proving::show_unless_fresh(market, who, &form.password).await?;
    let now = market.now();
    let tx = market.db.begin().await?;
    let company = administered(&tx, who).await?;
    let canonical = wanted.email.canonical();
    if is_colleague(&tx, company.id, &canonical).await? {
        return Err(Violations::of("email", Violation::AddressTaken).into());
    }
    let before = invitation::Entity::find()
        .filter(invitation::Column::CompanyId.eq(company.id))
        .filter(invitation::Column::Canonical.eq(&canonical))
        .filter(invitation::Column::EndedAt.is_null())
        .one(&tx)
        .await?;
    let row = match before {
        Some(row) => change(&tx, row, &wanted, now).await?,
        None => insert(&tx, &company, &wanted, now).await?,
    };
    if mail(&tx, &row, now).await? {
        log(&tx, who, caller, now, Change::of(Action::UserInvited, &row)).await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn is_colleague(tx: &impl ConnectionTrait, company_id: i64, canonical: &str) -> Answer<bool> {
    let address = account_email::Entity::find()
        .filter(account_email::Column::Canonical.eq(canonical))
        .filter(account_email::Column::Main.eq(true))
        .one(tx)
        .await?;
    // Looked up for nobody, too.
    let id = address.map_or(0, |address| address.account_id);
    let member = membership::Entity::find_by_id(id)
        .filter(membership::Column::CompanyId.eq(company_id))
        .one(tx)
        .await?;
    Ok(member.is_some())
}

async fn insert(
    tx: &impl ConnectionTrait,
    company: &company::Model,
    wanted: &users::Invitation,
    now: i64,
) -> Answer<invitation::Model> {
    let today = invitation::Entity::find()
        .filter(invitation::Column::CompanyId.eq(company.id))
        .filter(invitation::Column::CreatedAt.gt(now - DAY))
        .count(tx)
        .await?;
    if today >= A_DAY {
        return Err(Refusal::TooMany { seconds: 86_400 }.into());
    }
    let row = invitation::ActiveModel {
        id: NotSet,
        company_id: Set(company.id),
        address: Set(wanted.email.as_str().to_owned()),
        canonical: Set(wanted.email.canonical()),
        name: Set(name(wanted)),
        role: Set(wanted.role.word().to_owned()),
        language: Set(wanted.language.tag().to_owned()),
        created_at: Set(now),
        ended_at: Set(None),
    };
    Ok(row.insert(tx).await?)
}

async fn change(
    tx: &impl ConnectionTrait,
    row: invitation::Model,
    wanted: &users::Invitation,
    now: i64,
) -> Answer<invitation::Model> {
    let mut row: invitation::ActiveModel = row.into();
    row.created_at = Set(now);
    row.name = Set(name(wanted));
    row.role = Set(wanted.role.word().to_owned());
    row.language = Set(wanted.language.tag().to_owned());
    Ok(row.update(tx).await?)
}

fn name(wanted: &users::Invitation) -> String {
    let name = wanted.name.as_ref().map(|name| name.as_str().to_owned());
    name.unwrap_or_default()
}

/// A new link, and M15 with it; to somebody who has an account, a word about that: once a day, however often it is tried. A second
/// press of the button mails nothing. Answers whether something was mailed.
async fn mail(tx: &impl ConnectionTrait, row: &invitation::Model, now: i64) -> Answer<bool> {
    if links::is_just_mailed(tx, Purpose::Invite, row.id, now).await? {
        return Ok(false);
    }
    if !links::may_mail(tx, Purpose::Invite, &row.canonical, now).await? {
        return Err(Refusal::TooMany { seconds: 86_400 }.into());
    }
    let issued = links::issue(tx, Purpose::Invite, row.id, GENERATION, &row.canonical, now).await?;
    let (mail, language, dedupe_key) = match addresses::owner(tx, &row.canonical).await? {
        None => (
            Mail::Invitation(Invitation {
                link: SealedLink {
                    id: issued.id,
                    generation: issued.generation,
                },
            }),
            Language::of_tag(&row.language),
            format!("invite:{}", issued.id),
        ),
        Some(owner) => (
            Mail::InvitedMember(InvitedMember {
                number: owner.number.clone(),
            }),
            Language::of_tag(&owner.language),
            format!("invited:{}:{}", owner.id, now / DAY),
        ),
    };
    let parcel = Parcel {
        mail: &mail,
        recipient: &row.address,
        language: language.unwrap_or(Language::En),
        dedupe_key,
        expires_at: Some(issued.expires_at),
    };
    post::enqueue(tx, now, &parcel).await?;
    Ok(true)
}

/// Mails the link of an invitation again; the one before it is void.
///
/// # Errors
/// A violation at `password`; [`Refusal::NotFound`] for what is no invitation that waits for one's own company;
/// [`Refusal::TooMany`] for the fourth mail to one reader in a day.
pub async fn resend(market: &Market, who: &SignedIn, caller: &Caller, form: &InvitationForm) -> Answer<()> {
    who.administrator().ok_or(Refusal::NotAllowed)?;
    proving::show_unless_fresh(market, who, &form.password).await?;
    let now = market.now();
    let tx = market.db.begin().await?;
    let company = administered(&tx, who).await?;
    let row = own(&tx, company.id, form).await?;
    if mail(&tx, &row, now).await? {
        log(&tx, who, caller, now, Change::of(Action::UserInvited, &row)).await?;
    }
    // It waits as long as a new one.
    let mut row: invitation::ActiveModel = row.into();
    row.created_at = Set(now);
    row.update(&tx).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes an invitation back: its link is void, and nothing tells any more whom it was for.
///
/// # Errors
/// As of [`resend`].
pub async fn revoke(market: &Market, who: &SignedIn, caller: &Caller, form: &InvitationForm) -> Answer<()> {
    who.administrator().ok_or(Refusal::NotAllowed)?;
    proving::show_unless_fresh(market, who, &form.password).await?;
    let tx = market.db.begin().await?;
    let company = administered(&tx, who).await?;
    let row = own(&tx, company.id, form).await?;
    links::void(&tx, Purpose::Invite, row.id).await?;
    forget_mails(&tx, &[row.id]).await?;
    let now = market.now();
    end(&tx, row.id, now).await?;
    log(&tx, who, caller, now, Change::of(Action::UserUninvited, &row)).await?;
    tx.commit().await?;
    Ok(())
}

/// An invitation of a company that waits.
async fn own(tx: &impl ConnectionTrait, company_id: i64, form: &InvitationForm) -> Answer<invitation::Model> {
    let id: i64 = form.invitation.parse().map_err(|_| Refusal::NotFound)?;
    invitation::Entity::find_by_id(id)
        .filter(invitation::Column::CompanyId.eq(company_id))
        .filter(invitation::Column::EndedAt.is_null())
        .one(tx)
        .await?
        .ok_or_else(|| Refusal::NotFound.into())
}

/// Ends an invitation that was used or taken back; answers whether it still waited.
pub(super) async fn end(tx: &impl ConnectionTrait, id: i64, now: i64) -> Answer<bool> {
    let ended = invitation::Entity::update_many()
        .col_expr(invitation::Column::EndedAt, Expr::value(now))
        .col_expr(invitation::Column::Address, Expr::value(""))
        .col_expr(invitation::Column::Canonical, Expr::value(""))
        .col_expr(invitation::Column::Name, Expr::value(""))
        .filter(invitation::Column::Id.eq(id))
        .filter(invitation::Column::EndedAt.is_null())
        .exec(tx)
        .await?;
    Ok(ended.rows_affected == 1)
}

/// The invitations of a company that wait.
pub(super) async fn waiting(
    db: &impl ConnectionTrait,
    administrator: &Administrator,
    now: i64,
) -> Answer<Vec<Invited>> {
    let rows = invitation::Entity::find()
        .filter(invitation::Column::CompanyId.eq(administrator.company_id))
        .filter(invitation::Column::EndedAt.is_null())
        .order_by_desc(invitation::Column::Id)
        .all(db)
        .await?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let held = links::newest(db, Purpose::Invite, row.id).await?;
        let good = held.filter(|held| held.standing(now).is_ok());
        all.push(Invited {
            id: row.id,
            role: Role::of_word(&row.role).unwrap_or(Role::Member),
            until: good.map(|held| held.row.expires_at),
            address: row.address,
            name: row.name,
        });
    }
    Ok(all)
}

/// Forgets what was ended a day ago, and what waited too long.
pub(crate) async fn forget_old(tx: &impl ConnectionTrait, now: i64) -> Answer<()> {
    let old = Condition::any()
        .add(invitation::Column::EndedAt.lt(now - DAY))
        .add(invitation::Column::CreatedAt.lt(now - FORGOTTEN_AFTER));
    forget(tx, old).await
}

/// Forgets the invitations of addresses that are somebody's no longer.
pub(crate) async fn forget_readers(tx: &impl ConnectionTrait, addresses: &[String]) -> Answer<()> {
    let whose = Condition::all().add(invitation::Column::Canonical.is_in(addresses.to_vec()));
    forget(tx, whose).await
}

/// Forgets the invitations of a company that goes.
pub(crate) async fn forget_company(tx: &impl ConnectionTrait, company_id: i64) -> Answer<()> {
    let whose = Condition::all().add(invitation::Column::CompanyId.eq(company_id));
    forget(tx, whose).await
}

async fn forget(tx: &impl ConnectionTrait, which: Condition) -> Answer<()> {
    let ids: Vec<i64> = invitation::Entity::find()
        .select_only()
        .column(invitation::Column::Id)
        .filter(which)
        .into_tuple()
        .all(tx)
        .await?;
    if ids.is_empty() {
        return Ok(());
    }
    forget_mails(tx, &ids).await?;
    link::Entity::delete_many().filter(of(&ids)).exec(tx).await?;
    invitation::Entity::delete_many()
        .filter(invitation::Column::Id.is_in(ids))
        .exec(tx)
        .await?;
    Ok(())
}

/// The mails of invitations, sent or waiting.
async fn forget_mails(tx: &impl ConnectionTrait, ids: &[i64]) -> Answer<()> {
    let links: Vec<Uuid> = link::Entity::find()
        .select_only()
        .column(link::Column::Id)
        .filter(of(ids))
        .into_tuple()
        .all(tx)
        .await?;
    post::forget_invitations(tx, &links).await?;
    Ok(())
}

fn of(ids: &[i64]) -> Condition {
    Condition::all()
        .add(link::Column::Purpose.eq(Purpose::Invite.word()))
        .add(link::Column::Subject.is_in(ids.to_vec()))
}
