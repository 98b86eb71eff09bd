//! Mailed links: one purpose, one subject, three days, once.
//!
//! The table keeps a random number; the other half of the link is the market's seal over number, purpose and the
//! *generation* of the credentials it was made for, and is made anew whenever it is sent or shown (T13). A change of
//! password or address raises the generation, and all older links are void (T16). Opening a link changes nothing (Z39):
//! [`find`] only looks, and [`consume`] is called for a button, in the transaction of its effect (T14).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::refusal::Refusal;
use sea_orm::sea_query::Expr;
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, Set};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::clock::DOUBLE_CLICK;
use crate::entity::link;
use crate::error::Answer;
use crate::market::Market;
use crate::seal::Seal;

const DAY: i64 = 24 * 60 * 60 * 1000;
/// Wrong codes after which a link can only be opened.
const TRIES: i32 = 5;

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Proves the address of a registration; the subject is a registration.
    Verify,
    /// Sets a new password; the subject is an account.
    Reset,
    /// Proves an added address; the subject is an address.
    AddAddress,
    /// Gives the former main address back; the subject is an account, and the link's reader is that address.
    RevertAddress,
    /// Makes whoever was invited a company's user; the subject is an invitation.
    Invite,
    /// Makes whoever was invited one of the owner's people; the subject is an invitation of theirs.
    InviteStaff,
}

impl Purpose {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Verify,
        Self::Reset,
        Self::AddAddress,
        Self::RevertAddress,
        Self::Invite,
        Self::InviteStaff,
    ];

    /// As stored, and as sealed.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Verify => "verify",
            Self::Reset => "reset",
            Self::AddAddress => "add_address",
            Self::RevertAddress => "revert_address",
            Self::Invite => "invite",
            Self::InviteStaff => "invite_staff",
        }
    }

    fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.word() == word)
    }

    /// How long a link is good, in milliseconds (R025; T21 for the last).
    #[must_use]
    pub const fn lasts(self) -> i64 {
        match self {
            Self::Verify | Self::Reset | Self::AddAddress | Self::Invite | Self::InviteStaff => 3 * DAY,
            Self::RevertAddress => 7 * DAY,
        }
    }

    /// Mails to one reader in 24 hours (T20).
    const fn a_day(self) -> u64 {
        match self {
            Self::Verify | Self::AddAddress | Self::RevertAddress => 10,
            // Nobody asked for an invitation: one, and two more if it was overlooked.
            Self::Reset | Self::Invite => 3,
            Self::InviteStaff => 5,
        }
    }
}

/// A link that was made and can be mailed. The secret half is not in it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Issued {
    pub(crate) id: Uuid,
    pub(crate) generation: i32,
    pub(crate) expires_at: i64,
}

/// Whether another link of this purpose may be mailed to this reader today.
pub(crate) async fn may_mail(
    db: &impl ConnectionTrait,
    purpose: Purpose,
    canonical: &str,
    now: i64,
) -> Answer<bool> {
    let today = link::Entity::find()
        .filter(link::Column::Purpose.eq(purpose.word()))
        .filter(link::Column::Canonical.eq(canonical))
        .filter(link::Column::CreatedAt.gt(now - DAY))
        .count(db)
        .await?;
    Ok(today < purpose.a_day())
}

/// When the newest link of this purpose was made for this reader.
pub(crate) async fn last_mailed(
    db: &impl ConnectionTrait,
    purpose: Purpose,
    canonical: &str,
) -> Answer<Option<i64>> {
    let newest = link::Entity::find()
        .filter(link::Column::Purpose.eq(purpose.word()))
        .filter(link::Column::Canonical.eq(canonical))
        .order_by_desc(link::Column::CreatedAt)
        .one(db)
        .await?;
    Ok(newest.map(|link| link.created_at))
}

/// Makes a link; older ones of the same purpose and subject to the same reader are void from now on (T16).
pub(crate) async fn issue(
    tx: &impl ConnectionTrait,
    purpose: Purpose,
    subject: i64,
    generation: i32,
    canonical: &str,
    now: i64,
) -> Answer<Issued> {
    link::Entity::update_many()
        .col_expr(link::Column::Superseded, Expr::value(true))
        .filter(link::Column::Purpose.eq(purpose.word()))
        .filter(link::Column::Subject.eq(subject))
        .filter(link::Column::Canonical.eq(canonical))
        .filter(link::Column::UsedAt.is_null())
        .exec(tx)
        .await?;
    let issued = Issued {
        id: Uuid::new_v4(),
        generation,
        expires_at: now + purpose.lasts(),
    };
    let row = link::ActiveModel {
        id: Set(issued.id),
        purpose: Set(purpose.word().to_owned()),
        subject: Set(subject),
        canonical: Set(canonical.to_owned()),
        generation: Set(generation),
        tries: Set(0),
        created_at: Set(now),
        expires_at: Set(issued.expires_at),
        used_at: Set(None),
        superseded: Set(false),
    };
    link::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(issued)
}

/// What stands in the mailed address: the number and its seal, base64url.
#[must_use]
pub(crate) fn token(seal: &Seal, purpose: Purpose, id: Uuid, generation: i32) -> String {
    let mut bytes = id.as_bytes().to_vec();
    bytes.extend(seal.of(purpose.word(), &[id.as_bytes(), &generation.to_be_bytes()]));
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The code of eight digits that may be typed instead of opening the link.
#[must_use]
pub(crate) fn code(seal: &Seal, id: Uuid, generation: i32) -> String {
    seal.code("link code", &[id.as_bytes(), &generation.to_be_bytes()])
}

/// A link that somebody holds and that its seal proves to be ours.
#[derive(Debug, Clone)]
pub(crate) struct Held {
    pub(crate) purpose: Purpose,
    pub(crate) row: link::Model,
}

impl Held {
    /// Whether it is still good, seen from the table of links.
    pub(crate) fn standing(&self, now: i64) -> Result<(), Refusal> {
        if self.row.used_at.is_some() {
            Err(Refusal::LinkUsed)
        } else if self.row.superseded {
            Err(Refusal::LinkDead)
        } else if self.row.expires_at <= now {
            Err(Refusal::LinkExpired)
        } else {
            Ok(())
        }
    }
}

/// Finds the link of a token. Nothing is changed.
///
/// # Errors
/// [`Refusal::LinkDead`] for anything that is not a link of ours.
pub(crate) async fn find(market: &Market, db: &impl ConnectionTrait, token: &str) -> Answer<Held> {
    let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| Refusal::LinkDead)?;
    let (number, shown) = bytes.split_at_checked(16).ok_or(Refusal::LinkDead)?;
    let id = Uuid::from_slice(number).map_err(|_| Refusal::LinkDead)?;
    let row = link::Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or(Refusal::LinkDead)?;
    let purpose = Purpose::of_word(&row.purpose).ok_or(Refusal::LinkDead)?;
    let parts: [&[u8]; 2] = [id.as_bytes(), &row.generation.to_be_bytes()];
    if !market.seal.is(shown, purpose.word(), &parts) {
        return Err(Refusal::LinkDead.into());
    }
    Ok(Held { purpose, row })
}

/// Bytes of a mark.
const MARK: usize = 9;

/// What tells the links of one browser apart, in pages and forms. The link cannot be made of it.
#[must_use]
pub fn mark(token: &str) -> String {
    URL_SAFE_NO_PAD.encode(&Sha256::digest(token.as_bytes())[..MARK])
}

/// What a mailed address leads to, judged by its seal alone.
///
/// # Errors
/// [`Refusal::LinkDead`] for anything that is not a link of ours.
pub async fn purpose_of(market: &Market, token: &str) -> Answer<Purpose> {
    Ok(find(market, market.db.reader(), token).await?.purpose)
}

/// Uses a link up, in the transaction of its effect. Of many at once, one succeeds (T14). `generation` is that of the
/// credentials now.
///
/// # Errors
/// Used, superseded, expired, or made for credentials that have changed since.
pub(crate) async fn consume(tx: &impl ConnectionTrait, held: &Held, generation: i32, now: i64) -> Answer<()> {
    let used = link::Entity::update_many()
        .col_expr(link::Column::UsedAt, Expr::value(now))
        .filter(link::Column::Id.eq(held.row.id))
        .filter(link::Column::UsedAt.is_null())
        .filter(link::Column::Superseded.eq(false))
        .filter(link::Column::ExpiresAt.gt(now))
        .filter(link::Column::Generation.eq(generation))
        .exec(tx)
        .await?;
    if used.rows_affected == 1 {
        return Ok(());
    }
    let row = link::Entity::find_by_id(held.row.id)
        .one(tx)
        .await?
        .ok_or(Refusal::LinkDead)?;
    let found = Held {
        purpose: held.purpose,
        row,
    };
    found.standing(now)?;
    Err(Refusal::LinkDead.into())
}

/// The newest link of a subject that a code may be typed for.
pub(crate) async fn newest(
    db: &impl ConnectionTrait,
    purpose: Purpose,
    subject: i64,
) -> Answer<Option<Held>> {
    let row = link::Entity::find()
        .filter(link::Column::Purpose.eq(purpose.word()))
        .filter(link::Column::Subject.eq(subject))
        .filter(link::Column::Superseded.eq(false))
        .order_by_desc(link::Column::CreatedAt)
        .one(db)
        .await?;
    Ok(row.map(|row| Held { purpose, row }))
}

/// Whether a link that counts was mailed a moment ago.
pub(crate) async fn is_just_mailed(
    db: &impl ConnectionTrait,
    purpose: Purpose,
    subject: i64,
    now: i64,
) -> Answer<bool> {
    let held = newest(db, purpose, subject).await?;
    Ok(held.is_some_and(|held| held.row.used_at.is_none() && now - held.row.created_at < DOUBLE_CLICK))
}

/// Takes one of the five tries of a code, before the code is looked at: many at once are no more than five (T19).
///
/// # Errors
/// [`Refusal::LinkDead`] when there is none left.
pub(crate) async fn take_try(tx: &impl ConnectionTrait, held: &Held) -> Answer<()> {
    let taken = link::Entity::update_many()
        .col_expr(link::Column::Tries, Expr::col(link::Column::Tries).add(1))
        .filter(link::Column::Id.eq(held.row.id))
        .filter(link::Column::Tries.lt(TRIES))
        .filter(link::Column::UsedAt.is_null())
        .exec(tx)
        .await?;
    if taken.rows_affected == 1 {
        Ok(())
    } else {
        Err(Refusal::LinkDead.into())
    }
}

/// Voids all links of a subject, for instance because it goes.
pub(crate) async fn void(tx: &impl ConnectionTrait, purpose: Purpose, subject: i64) -> Answer<()> {
    link::Entity::update_many()
        .col_expr(link::Column::Superseded, Expr::value(true))
        .filter(link::Column::Purpose.eq(purpose.word()))
        .filter(link::Column::Subject.eq(subject))
        .filter(link::Column::UsedAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}
