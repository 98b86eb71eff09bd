//! Inviting somebody as one of the owner's people, mailing the link again, and taking it back. Administrators look addresses up
//! anyway, so one that has an account is said plainly.

use domain::accounts::StaffRole;
use domain::audit::Action;
use domain::language::Language;
use domain::people::team::{Invitation, InvitedMate, TeamForm};
use domain::refusal::Refusal;
use domain::violations::{Violation, Violations};
use sea_orm::ActiveValue::NotSet;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter,
    QueryOrder, Set,
};

use super::hold;
use crate::accounts::links::{self, Purpose};
use crate::audit::{self, About, Entry};
use crate::entity::{account_email, staff_invitation};
use crate::error::Answer;
use crate::market::Market;
use crate::post::{self, Mail, Parcel, SealedLink, StaffInvitation};
use crate::proofs::Acting;

const DAY: i64 = 24 * 60 * 60 * 1_000;
/// Invitations that nobody followed are kept this long, as those of companies are.
const FORGOTTEN_AFTER: i64 = 30 * DAY;
/// Links of an invitation are bound to no credentials: there are none yet.
pub(super) const GENERATION: i32 = 0;

/// Invites somebody, and mails the link. An address that was invited already is invited anew: the link before is void.
///
/// # Errors
/// Violations at the fields; [`Refusal::TooMany`] for the sixth mail to one reader in a day; [`Refusal::NotAllowed`] for
/// whoever is no administrator.
pub async fn invite(market: &Market, acting: &Acting, wanted: &Invitation) -> Answer<()> {
    let now = market.now();
    let tx = market.db.begin().await?;
    hold(&tx, acting).await?;
    forget_old(&tx, now).await?;
    let canonical = wanted.email.canonical();
    if has_account(&tx, &canonical).await? {
        return Err(Violations::of("email", Violation::AddressTaken).into());
    }
    let before = staff_invitation::Entity::find()
        .filter(staff_invitation::Column::Canonical.eq(&canonical))
        .one(&tx)
        .await?;
    let was = before.as_ref().map(|row| row.role.clone());
    let id = before.map(|row| row.id);
    let row = staff_invitation::ActiveModel {
        id: id.map_or(NotSet, Set),
        address: Set(wanted.email.as_str().to_owned()),
        canonical: Set(canonical),
        name: Set(wanted.name.as_str().to_owned()),
        role: Set(wanted.role.word().to_owned()),
        language: Set(wanted.language.tag().to_owned()),
        created_at: Set(now),
    };
    let row = match id {
        Some(_) => row.update(&tx).await?,
        None => row.insert(&tx).await?,
    };
    let is_mailed = mail(&tx, &row, now).await?;
    if is_mailed || was.as_ref() != Some(&row.role) {
        note(&tx, acting, Action::StaffInvited, &row, now).await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn has_account(tx: &impl ConnectionTrait, canonical: &str) -> Answer<bool> {
    let proved = account_email::Entity::find()
        .filter(account_email::Column::Canonical.eq(canonical))
        .filter(account_email::Column::VerifiedAt.is_not_null())
        .one(tx)
        .await?;
    Ok(proved.is_some())
}

/// A new link, and M15 with it. Answers whether there is a mail: a second press of the button mails nothing.
async fn mail(tx: &impl ConnectionTrait, row: &staff_invitation::Model, now: i64) -> Answer<bool> {
    if links::is_just_mailed(tx, Purpose::InviteStaff, row.id, now).await? {
        return Ok(false);
    }
    if !links::may_mail(tx, Purpose::InviteStaff, &row.canonical, now).await? {
        return Err(Refusal::TooMany { seconds: 86_400 }.into());
    }
    let purpose = Purpose::InviteStaff;
    let issued = links::issue(tx, purpose, row.id, GENERATION, &row.canonical, now).await?;
    let mail = Mail::StaffInvitation(StaffInvitation {
        link: SealedLink {
            id: issued.id,
            generation: issued.generation,
        },
    });
    let parcel = Parcel {
        mail: &mail,
        recipient: &row.address,
        language: Language::of_tag(&row.language).unwrap_or(Language::En),
        dedupe_key: format!("invite_staff:{}", issued.id),
        expires_at: Some(issued.expires_at),
    };
    post::enqueue(tx, now, &parcel).await?;
    Ok(true)
}

/// The entry names the role and not the address: nobody whose account could go with it has it yet.
async fn note(
    tx: &DatabaseTransaction,
    acting: &Acting,
    what: Action,
    row: &staff_invitation::Model,
    now: i64,
) -> Answer<()> {
    let entry = Entry {
        who: acting.into(),
        what,
        about: About::default(),
        details: row.role.clone(),
    };
    audit::record(tx, now, entry).await
}

/// Mails the link of an invitation again; the one before it is void.
///
/// # Errors
/// [`Refusal::NotFound`] for what is no invitation that waits; as of [`invite`].
pub async fn resend(market: &Market, acting: &Acting, id: &str) -> Answer<()> {
    let now = market.now();
    let tx = market.db.begin().await?;
    hold(&tx, acting).await?;
    let row = find(&tx, id).await?;
    if mail(&tx, &row, now).await? {
        note(&tx, acting, Action::StaffInvited, &row, now).await?;
    }
    // It waits as long as a new one.
    let mut row: staff_invitation::ActiveModel = row.into();
    row.created_at = Set(now);
    row.update(&tx).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes an invitation back: its link is void. One that is gone already stays gone.
///
/// # Errors
/// As of [`resend`].
pub async fn revoke(market: &Market, acting: &Acting, id: &str) -> Answer<()> {
    let now = market.now();
    let tx = market.db.begin().await?;
    hold(&tx, acting).await?;
    let row = find(&tx, id).await?;
    end(&tx, &row).await?;
    note(&tx, acting, Action::StaffUninvited, &row, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Which of the three a form asks for.
///
/// # Errors
/// As of the three.
pub async fn act(market: &Market, acting: &Acting, form: &TeamForm) -> Answer<()> {
    match (&form.resend, &form.revoke) {
        (Some(id), _) => resend(market, acting, id).await,
        (None, Some(id)) => revoke(market, acting, id).await,
        (None, None) => invite(market, acting, &form.check()?).await,
    }
}

async fn find(tx: &impl ConnectionTrait, id: &str) -> Answer<staff_invitation::Model> {
    let id: i64 = id.parse().map_err(|_| Refusal::NotFound)?;
    let row = staff_invitation::Entity::find_by_id(id).one(tx).await?;
    row.ok_or_else(|| Refusal::NotFound.into())
}

/// An invitation that was used or taken back: its links are void, and nothing tells any more whom it was for.
pub(super) async fn end(tx: &impl ConnectionTrait, row: &staff_invitation::Model) -> Answer<()> {
    links::void(tx, Purpose::InviteStaff, row.id).await?;
    staff_invitation::Entity::delete_by_id(row.id).exec(tx).await?;
    Ok(())
}

/// Forgets invitations that nobody followed.
pub(crate) async fn forget_old(tx: &impl ConnectionTrait, now: i64) -> Answer<()> {
    staff_invitation::Entity::delete_many()
        .filter(staff_invitation::Column::CreatedAt.lt(now - FORGOTTEN_AFTER))
        .exec(tx)
        .await?;
    Ok(())
}

/// Those that wait, the newest first.
pub(super) async fn waiting(db: &impl ConnectionTrait, now: i64) -> Answer<Vec<InvitedMate>> {
    let rows = staff_invitation::Entity::find()
        .order_by_desc(staff_invitation::Column::Id)
        .all(db)
        .await?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(role) = StaffRole::of_word(&row.role) else {
            continue;
        };
        let held = links::newest(db, Purpose::InviteStaff, row.id).await?;
        let good = held.filter(|held| held.standing(now).is_ok());
        all.push(InvitedMate {
            id: row.id,
            role,
            until: good.map(|held| held.row.expires_at),
            address: row.address,
            name: row.name,
        });
    }
    Ok(all)
}
