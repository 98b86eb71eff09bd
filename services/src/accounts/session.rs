//! Sessions: a random token in the browser, its hash in the database, and the rules of how long it lasts (Z22).

mod holder;

use domain::accounts::role::Act;
use domain::accounts::{AccountType, Role, StaffRole, Visitor};
use domain::persons::{PersonForm, PersonKind};
use domain::refusal::Refusal;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set};
use uuid::Uuid;

use super::caller::Caller;
use super::persons;
pub use super::token::Token as SessionToken;
use crate::entity::{account, membership, session};
use crate::error::Answer;
use crate::market::Market;
use crate::proofs::{Administrator, Member, Staff, Supplier};
use holder::{Employer, Holder, Term};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
/// "Stay logged in": two weeks from the sign-in, whatever happens (R058).
pub const STAYS: i64 = 14 * 24 * HOUR;
/// Without it: a day at most, and two hours without a request (Z22).
pub const DAY: i64 = 24 * HOUR;
const IDLE: i64 = 2 * HOUR;
/// The owner's people may do more, so an empty chair is closed sooner (T36).
const STAFF_IDLE: i64 = 30 * MINUTE;
/// How stale "last seen" may be before it is written again.
const SEEN_STEP: i64 = MINUTE;

/// Someone whose session was found alive.
#[derive(Debug, Clone)]
pub struct SignedIn {
    pub visitor: Visitor,
    pub member: Member,
    /// The session itself.
    pub here: Here,
    /// Of the owner's people.
    pub(crate) staff: Option<StaffRole>,
}

/// The session that a request came with.
#[derive(Clone)]
pub struct Here {
    pub(crate) token_hash: Vec<u8>,
    pub(crate) generation: i32,
    /// When a password or a second factor was last shown in it.
    pub(crate) proved_at: i64,
}

/// Dull on purpose: the hash names a session.
impl std::fmt::Debug for Here {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Here { .. }")
    }
}

impl SignedIn {
    /// The proof that this person may change a company's stock.
    #[must_use]
    pub fn supplier(&self) -> Option<Supplier> {
        let company_id = self
            .member
            .company_id
            .filter(|_| self.visitor.account_type == AccountType::Supplier && !self.visitor.in_screening)
            .filter(|_| self.member.may(Act::Stock))?;
        Some(Supplier {
            account_id: self.member.account_id,
            company_id,
        })
    }

    /// The proof that this person may invite, change and remove the users of a company.
    #[must_use]
    pub fn administrator(&self) -> Option<Administrator> {
        let company_id = self
            .member
            .company_id
            .filter(|_| self.member.may(Act::Users) && !self.visitor.in_screening)?;
        Some(Administrator {
            account_id: self.member.account_id,
            company_id,
        })
    }

    /// Whether this is somebody of a company that no coordinator has let in yet.
    #[must_use]
    pub fn awaits_admission(&self) -> bool {
        self.visitor.account_type == AccountType::Buyer && self.visitor.in_screening
    }

    /// The proof that this is one of the owner's people.
    #[must_use]
    pub fn staff(&self, caller: &Caller) -> Option<Staff> {
        Some(Staff {
            account_id: self.member.account_id,
            role: self.staff?,
            network: caller.ip.to_string(),
        })
    }
}

/// Begins a session in the transaction of its sign-in.
pub(crate) async fn begin(
    tx: &impl ConnectionTrait,
    account: &account::Model,
    account_type: AccountType,
    stays: bool,
    device: &str,
    now: i64,
) -> Answer<SessionToken> {
    let token = SessionToken::new();
    let row = session::ActiveModel {
        token_hash: Set(token.hash()),
        public_id: Set(Uuid::new_v4()),
        account_id: Set(account.id),
        account_type: Set(account_type.word().to_owned()),
        generation: Set(account.generation),
        stays: Set(stays),
        device: Set(device.to_owned()),
        proved_at: Set(now),
        created_at: Set(now),
        seen_at: Set(now),
        expires_at: Set(now + if stays { STAYS } else { DAY }),
    };
    session::Entity::insert(row).exec_without_returning(tx).await?;
    note_seen(tx, account.id, account_type, now).await?;
    Ok(token)
}

/// Notes when a user of a company was last here, for the list of its users. Whoever is here as something else is not.
async fn note_seen(
    tx: &impl ConnectionTrait,
    account_id: i64,
    account_type: AccountType,
    now: i64,
) -> Answer<()> {
    if !account_type.trades() {
        return Ok(());
    }
    membership::Entity::update_many()
        .col_expr(membership::Column::SeenAt, Expr::value(now))
        .filter(membership::Column::AccountId.eq(account_id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Who came with a token.
#[derive(Debug)]
pub enum Presence {
    In(Box<SignedIn>),
    /// The session is alive, but the person or their company is suspended: they are told so, and may do nothing (E10).
    Suspended,
    Nobody,
}

/// Who holds this token, looked up anew: session, person and company (T25).
///
/// # Errors
/// Only breakages; a dead session is nobody.
pub async fn find(market: &Market, token: &SessionToken) -> Answer<Option<SignedIn>> {
    Ok(match look(market, token).await? {
        Presence::In(who) => Some(*who),
        Presence::Suspended | Presence::Nobody => None,
    })
}

/// The same, telling those apart who may not be here.
///
/// # Errors
/// Only breakages.
pub async fn look(market: &Market, token: &SessionToken) -> Answer<Presence> {
    let (db, now) = (market.db.reader(), market.now());
    let Some(found) = holder::of(db, token).await? else {
        return Ok(Presence::Nobody);
    };
    let Some(account_type) = found.term.account_type().filter(|_| found.term.lasts(now)) else {
        return Ok(Presence::Nobody);
    };
    if found.account.generation != found.generation {
        return Ok(Presence::Nobody);
    }
    let is_closed = |company: &Employer| company.suspended_at.is_some();
    if found.account.state != "active" || found.company.as_ref().is_some_and(is_closed) {
        return Ok(Presence::Suspended);
    }
    let seen_at = found.term.seen_at;
    let Some(signed_in) = signed_in(db, found, account_type).await? else {
        return Ok(Presence::Nobody);
    };
    if now - seen_at >= SEEN_STEP {
        touch(market, &signed_in, now).await?;
    }
    Ok(Presence::In(Box::new(signed_in)))
}

/// Whether a session has not run out.
pub(crate) fn is_alive(row: &session::Model, now: i64) -> bool {
    let term = Term {
        account_type: row.account_type.clone(),
        stays: row.stays,
        seen_at: row.seen_at,
        expires_at: row.expires_at,
    };
    term.lasts(now)
}

/// The holder in the profile of the session; nobody, if they are that no longer.
async fn signed_in(
    db: &impl ConnectionTrait,
    found: Holder,
    account_type: AccountType,
) -> Answer<Option<SignedIn>> {
    let Holder { account, company, .. } = found;
    let staff = match account_type {
        AccountType::Staff => found.staff.as_deref().and_then(StaffRole::of_word),
        _ => None,
    };
    let person = match PersonKind::of(account_type) {
        Some(kind) => persons::form(db, account.id, kind).await?,
        None => None,
    };
    let holds = match account_type {
        AccountType::Staff => staff.is_some(),
        AccountType::Individual | AccountType::Corporate => person.is_some(),
        AccountType::Buyer | AccountType::Supplier => company
            .as_ref()
            .is_some_and(|company| company.trade_type == account_type.word()),
    };
    if !holds {
        return Ok(None);
    }
    let email = found.email.unwrap_or_default();
    let here = Here {
        token_hash: found.token_hash,
        generation: found.generation,
        proved_at: found.proved_at,
    };
    let works_for = company.as_ref().map(|company| company.id);
    if let Some(form) = person {
        let member = Member {
            account_id: account.id,
            company_id: None,
            role: None,
            works_for,
        };
        return Ok(Some(SignedIn {
            visitor: visitor_of(account_type, account.number, email, form),
            member,
            here,
            staff,
        }));
    }
    let member = Member {
        account_id: account.id,
        company_id: works_for,
        role: found.role.as_deref().and_then(Role::of_word),
        works_for,
    };
    let visitor = Visitor {
        account_type,
        number: account.number,
        name: account.name,
        furigana: account.furigana,
        in_screening: company.as_ref().is_some_and(Employer::in_screening),
        company: company.map(|company| company.name).unwrap_or_default(),
        email,
        phone_country: account.phone_country,
        phone: account.phone,
    };
    Ok(Some(SignedIn {
        visitor,
        member,
        here,
        staff,
    }))
}

/// An individual, or whoever is in charge of a corporation's trainings: what that profile tells, and nothing of the trade's.
fn visitor_of(account_type: AccountType, number: String, email: String, form: PersonForm) -> Visitor {
    Visitor {
        account_type,
        number,
        in_screening: false,
        name: form.name,
        furigana: form.furigana,
        company: form.company,
        email,
        phone_country: form.phone_country,
        phone: form.phone,
    }
}

/// Notes that the password was shown in this session.
pub(crate) async fn note_proof(tx: &impl ConnectionTrait, held: &Here, now: i64) -> Answer<()> {
    session::Entity::update_many()
        .col_expr(session::Column::ProvedAt, Expr::value(now))
        .filter(session::Column::TokenHash.eq(held.token_hash.clone()))
        .exec(tx)
        .await?;
    Ok(())
}

/// A session whose password was shown again: under a new token, so that an older copy of the cookie is worth nothing (T23).
#[derive(Debug)]
pub struct Renewed {
    pub token: SessionToken,
    /// How long the cookie is to stay, in milliseconds; without it, it goes with the browser.
    pub stays_for: Option<i64>,
}

/// Notes that the password was shown, and renews the token.
///
/// # Errors
/// [`Refusal::SignInFirst`] when the session has ended meanwhile.
pub(crate) async fn renew(tx: &impl ConnectionTrait, held: &Here, now: i64) -> Answer<Renewed> {
    let found = session::Entity::find_by_id(held.token_hash.clone())
        .one(tx)
        .await?
        .ok_or(Refusal::SignInFirst)?;
    let token = SessionToken::new();
    let renewed = session::Entity::update_many()
        .col_expr(session::Column::TokenHash, Expr::value(token.hash()))
        .col_expr(session::Column::ProvedAt, Expr::value(now))
        .filter(session::Column::TokenHash.eq(held.token_hash.clone()))
        .exec(tx)
        .await?;
    if renewed.rows_affected != 1 {
        return Err(Refusal::SignInFirst.into());
    }
    Ok(Renewed {
        token,
        stays_for: found.stays.then_some(found.expires_at - now),
    })
}

/// Notes that somebody was here.
async fn touch(market: &Market, who: &SignedIn, now: i64) -> Answer<()> {
    let tx = market.db.begin().await?;
    // In the order in which a removed account takes its rows along.
    note_seen(&tx, who.member.account_id, who.visitor.account_type, now).await?;
    session::Entity::update_many()
        .col_expr(session::Column::SeenAt, Expr::value(now))
        .filter(session::Column::TokenHash.eq(who.here.token_hash.clone()))
        .filter(session::Column::SeenAt.lt(now))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Ends a session; an unknown one has ended already.
///
/// # Errors
/// Only breakages.
pub async fn end(market: &Market, token: &SessionToken) -> Answer<()> {
    let tx = market.db.begin().await?;
    end_in(&tx, token).await?;
    tx.commit().await?;
    Ok(())
}

pub(crate) async fn end_in(tx: &impl ConnectionTrait, token: &SessionToken) -> Answer<()> {
    session::Entity::delete_by_id(token.hash()).exec(tx).await?;
    Ok(())
}
