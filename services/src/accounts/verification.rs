//! Proving the address of a registration: by the button behind the mailed link, or by the mailed code on the waiting page.
//!
//! The proof makes account and company, or individual or corporation, out of the registration, in one transaction with the link's use and the mail that
//! follows. A browser other than the one that registered is asked for the chosen password first, so that nobody can be
//! led to prove a stranger's registration (Z20).

use domain::accounts::{AccountType, Profile, ProfileForm};
use domain::persons::PersonKind;
use domain::refusal::Refusal;
use domain::violations::{Violation, Violations};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, Set};

use super::caller::Caller;
use super::guard::{self, Lane};
use super::links::{self, Held, Purpose};
use super::opening::{self, Person};
use super::proving::Asked;
use super::{persons, profiles, registration as registering};
use crate::entity::{account, agreement, registration};
use crate::error::{Answer, Error, is_taken};
use crate::market::Market;
use crate::post::{self, BuyerRegistered, Mail, Parcel};
use crate::{clock, screening};

/// What the page behind the link asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ask {
    /// Whether the chosen password is wanted, since this is not the browser that registered.
    pub password: bool,
}

/// An address that is proved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proved {
    pub account_type: AccountType,
}

/// What the waiting page knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The address as it was typed: the page is shown to the browser that typed it.
    pub address: String,
    pub account_type: AccountType,
    pub proved: bool,
    /// Whether the link leads to the second step of a company's registration.
    pub is_company: bool,
    /// Seconds until the mail can be sent again; 0 when it can be now.
    pub again_in: u32,
}

/// Looks at the link without using it (Z39).
///
/// # Errors
/// Expired, used, or no link at all.
pub async fn look(market: &Market, caller: &Caller, token: &str) -> Answer<Ask> {
    let (_, row) = find(market, token, Course::Trade).await?;
    Ok(Ask {
        password: !is_own_browser(caller, &row),
    })
}

/// The button behind the link.
///
/// # Errors
/// Expired, used, no link; a violation at `password` where it is asked for and not right.
pub async fn prove(market: &Market, caller: &Caller, token: &str, password: &str) -> Answer<Proved> {
    let (held, row) = find(market, token, Course::Trade).await?;
    if !is_own_browser(caller, &row) {
        check_password(market, &row, password).await?;
    }
    complete(market, &held, row.id).await
}

/// The code, on the waiting page of the browser that registered. Five tries for each mail (T19).
///
/// # Errors
/// A violation at `code`; [`Refusal::LinkDead`] when the tries are used up or this browser waits for no code.
pub async fn prove_by_code(market: &Market, caller: &Caller, code: &str) -> Answer<Proved> {
    let row = own(market, caller).await?;
    if row.is_company() {
        return Err(Refusal::LinkDead.into());
    }
    if row.verified_at.is_some() {
        return Ok(Proved {
            account_type: kind(&row)?,
        });
    }
    let held = links::newest(market.db.reader(), Purpose::Verify, row.id)
        .await?
        .ok_or(Refusal::LinkDead)?;
    held.standing(market.now())?;
    let typed: String = domain::text::fold_width(code)
        .chars()
        .filter(|c| !matches!(c, ' ' | '-'))
        .collect();
    if typed.is_empty() {
        return Err(Violations::of("code", Violation::Missing).into());
    }
    let tx = market.db.begin().await?;
    links::take_try(&tx, &held).await?;
    tx.commit().await?;
    let right = links::code(&market.seal, held.row.id, held.row.generation);
    if !bool::from(subtle::ConstantTimeEq::ct_eq(right.as_bytes(), typed.as_bytes())) {
        return Err(Violations::of("code", Violation::CodeWrong).into());
    }
    complete(market, &held, row.id).await
}

/// How the registration of this browser stands.
///
/// # Errors
/// [`Refusal::LinkDead`] when this browser waits for nothing.
pub async fn waiting(market: &Market, caller: &Caller) -> Answer<Waiting> {
    let row = own(market, caller).await?;
    let last = links::last_mailed(market.db.reader(), Purpose::Verify, &row.canonical).await?;
    let wait = last.map_or(0, |last| (last + 60_000 - market.now()).max(0));
    Ok(Waiting {
        account_type: kind(&row)?,
        proved: row.verified_at.is_some(),
        is_company: row.is_company(),
        address: row.address,
        again_in: u32::try_from(wait.unsigned_abs().div_ceil(1_000)).unwrap_or(u32::MAX),
    })
}

/// Sends the mail again, from the waiting page.
///
/// # Errors
/// [`Refusal::TooMany`] within a minute of the last one, or after ten a day.
pub async fn send_again(market: &Market, caller: &Caller) -> Answer<()> {
    let row = own(market, caller).await?;
    if row.verified_at.is_some() || registering::mail_again(market, &row).await? {
        return Ok(());
    }
    let wait = waiting(market, caller).await?.again_in;
    Err(Refusal::TooMany {
        seconds: if wait == 0 { 86_400 } else { wait },
    }
    .into())
}

/// What a registration's link leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Course {
    /// The button that proves an address.
    Trade,
    /// The second step of a company.
    Company,
}

/// The registration of a link. The link of one course opens nothing on the other: a company is let in by its coordinator.
pub(super) async fn find(
    market: &Market,
    token: &str,
    course: Course,
) -> Answer<(Held, registration::Model)> {
    let held = links::find(market, market.db.reader(), token).await?;
    if held.purpose != Purpose::Verify {
        return Err(Refusal::LinkDead.into());
    }
    held.standing(market.now())?;
    let row = registration::Entity::find_by_id(held.row.subject)
        .one(market.db.reader())
        .await?
        .filter(|row| row.is_company() == (course == Course::Company))
        .ok_or(Refusal::LinkDead)?;
    Ok((held, row))
}

/// The newest registration of this browser.
async fn own(market: &Market, caller: &Caller) -> Answer<registration::Model> {
    let token = caller.waiting.as_ref().ok_or(Refusal::LinkDead)?;
    registration::Entity::find()
        .filter(registration::Column::BrowserHash.eq(token.hash()))
        .order_by_desc(registration::Column::CreatedAt)
        .one(market.db.reader())
        .await?
        .ok_or_else(|| Refusal::LinkDead.into())
}

pub(super) fn is_own_browser(caller: &Caller, row: &registration::Model) -> bool {
    caller
        .waiting
        .as_ref()
        .is_some_and(|token| token.hash() == row.browser_hash)
}

fn kind(row: &registration::Model) -> Answer<AccountType> {
    AccountType::of_word(&row.account_type).ok_or_else(|| Refusal::LinkDead.into())
}

/// The chosen password, guarded like a sign-in with the same name.
pub(super) async fn check_password(market: &Market, row: &registration::Model, password: &str) -> Answer<()> {
    let asked = Asked {
        lane: Lane::name(market, &row.canonical),
        password_hash: &row.password_hash,
        account_id: None,
    };
    asked.judge(market, "password", password).await
}

async fn complete(market: &Market, held: &Held, registration_id: i64) -> Answer<Proved> {
    let now = market.now();
    let tx = market.db.begin().await?;
    let row = taken(&tx, held, registration_id, now).await?;
    let account_type = kind(&row)?;
    let account_id = match PersonKind::of(account_type) {
        Some(kind) => persons::registration::make(market, &tx, &row, kind).await?,
        None => make_trading(market, &tx, &row, account_type).await?,
    };
    settle(market, &tx, &row, account_id, now).await?;
    tx.commit().await?;
    Ok(Proved { account_type })
}

/// Uses the link up, and reads its registration after that: somebody else may have pressed the button a moment ago.
pub(super) async fn taken(
    tx: &DatabaseTransaction,
    held: &Held,
    registration_id: i64,
    now: i64,
) -> Answer<registration::Model> {
    links::consume(tx, held, 0, now).await?;
    registration::Entity::find_by_id(registration_id)
        .one(tx)
        .await?
        .filter(|row| row.verified_at.is_none())
        .ok_or_else(|| Refusal::LinkUsed.into())
}

/// What the trade's people told is judged once more: the rules may have grown since, and only a checked profile enters the
/// tables. A supplier applies with it; a buyer is told that all is done.
async fn make_trading(
    market: &Market,
    tx: &DatabaseTransaction,
    row: &registration::Model,
    account_type: AccountType,
) -> Answer<i64> {
    let now = market.now();
    let form: ProfileForm = serde_json::from_str(&row.profile)?;
    let profile = form.check(account_type, clock::today(market.clock.as_ref()))?;
    let (account, company_id) = make(tx, row, account_type, &profile, now).await?;
    if account_type == AccountType::Supplier {
        screening::apply_at_registration(tx, &account, company_id, &profile, now).await?;
    } else {
        welcome(tx, row, &account, now).await?;
    }
    Ok(account.id)
}

/// Account, company and agreements of a registration.
///
/// # Errors
/// As of [`open`].
pub(super) async fn make(
    tx: &DatabaseTransaction,
    row: &registration::Model,
    account_type: AccountType,
    profile: &Profile,
    now: i64,
) -> Answer<(account::Model, i64)> {
    let person = Person {
        address: &row.address,
        canonical: &row.canonical,
        password_hash: row.password_hash.clone(),
        name: profile.name.as_str(),
        furigana: profile.furigana.as_ref().map_or("", |name| name.as_str()),
        phone: &profile.phone,
        language: registering::language(row),
    };
    let account = open(tx, &person, now).await?;
    let new = opening::NewCompany {
        name: profile.company.clone(),
        country: profile.country.code.to_owned(),
        is_owner: false,
    };
    let company_id = opening::insert_company(tx, account.id, account_type, &new, now).await?;
    profiles::store(tx, account.id, company_id, profile).await?;
    agree(tx, account.id, row, now).await?;
    Ok((account, company_id))
}

/// The account of an address that is proved.
///
/// # Errors
/// [`Refusal::LinkDead`] when somebody else has proved the same address meanwhile.
pub(crate) async fn open(tx: &DatabaseTransaction, person: &Person<'_>, now: i64) -> Answer<account::Model> {
    match opening::insert_account(tx, person, now).await {
        Err(Error::Broken(error)) if error.downcast_ref().is_some_and(is_taken) => {
            Err(Refusal::LinkDead.into())
        }
        answer => answer,
    }
}

/// Nothing waits any more: what is left of the registration says that it was proved.
pub(super) async fn settle(
    market: &Market,
    tx: &DatabaseTransaction,
    row: &registration::Model,
    account_id: i64,
    now: i64,
) -> Answer<()> {
    registration::Entity::update_many()
        .col_expr(registration::Column::VerifiedAt, Expr::value(now))
        .col_expr(registration::Column::AccountId, Expr::value(account_id))
        .col_expr(registration::Column::Profile, Expr::value(""))
        .col_expr(registration::Column::Sought, Expr::value(""))
        .col_expr(registration::Column::PasswordHash, Expr::value(""))
        .filter(registration::Column::Id.eq(row.id))
        .exec(tx)
        .await?;
    guard::open(tx, &Lane::name(market, &row.canonical)).await?;
    Ok(())
}

/// The notice that a buyer's registration is complete (R036).
async fn welcome(
    tx: &DatabaseTransaction,
    row: &registration::Model,
    account: &account::Model,
    now: i64,
) -> Answer<()> {
    let mail = Mail::BuyerRegistered(BuyerRegistered {
        name: account.name.clone(),
        number: account.number.clone(),
    });
    let parcel = Parcel {
        mail: &mail,
        recipient: &row.address,
        language: registering::language(row),
        dedupe_key: format!("registered:{}", account.number),
        expires_at: None,
    };
    post::enqueue(tx, now, &parcel).await?;
    Ok(())
}

/// Notes that somebody agreed to the documents of the day on which they registered.
pub(crate) async fn agree(
    tx: &impl ConnectionTrait,
    account_id: i64,
    row: &registration::Model,
    now: i64,
) -> Answer<()> {
    for (document, version) in [("terms", &row.terms), ("privacy", &row.privacy)] {
        let agreed = agreement::ActiveModel {
            account_id: Set(account_id),
            document: Set(document.to_owned()),
            version: Set(version.clone()),
            // They agreed when they sent the form.
            agreed_at: Set(row.created_at.min(now)),
        };
        agreement::Entity::insert(agreed)
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}
