//! Signing in: one path for every name, known or not, and exactly one verification on it (T01).
//!
//! Where the account has a second factor, or needs one, the password is only half of it: the other half is `second_factor`. So
//! it is where a code by mail, or a new password, is asked for (R060, R061).
//! How an account stands (unproved, suspended) is told only to who knows its password and type; everybody else hears the
//! same answer, after the same work, at the same moment.

use std::time::Instant;

use domain::accounts::sign_in::{Entrance, Login};
use domain::accounts::{AccountType, SignIn, SignInForm};
use domain::persons::PersonKind;
use domain::places;
use domain::refusal::Refusal;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter};

use super::caller::Caller;
use super::guard::{self, Failed, Lane};
use super::second_factor::half::{self, Due};
use super::second_factor::mailed;
use super::session::{self, SessionToken};
use super::token::Token;
use super::{device, persons, registration, standing};
use crate::entity::{
    account, account_email, company, membership, registration as waiting, session as session_row, staff,
};
use crate::error::{Answer, Error};
use crate::market::Market;
use crate::post::{Mail, SignInLocked};

/// A sign-in that succeeded.
pub struct Welcome {
    pub token: SessionToken,
    /// For the browser to keep: it is known from now on.
    pub device: Token,
    pub account_type: AccountType,
    /// Whether the cookie outlives the browser.
    pub stays: bool,
    /// A supplier who may only see how the application stands (Z19).
    pub in_screening: bool,
}

/// Dull on purpose: the tokens are secrets.
impl std::fmt::Debug for Welcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Welcome { .. }")
    }
}

/// Where a right password leads.
#[derive(Debug)]
pub enum Entry {
    /// In.
    Welcome(Welcome),
    /// To the second step, for ten minutes, in the browser that keeps this.
    SecondStep(Token),
}

/// Checks the form and begins a session, or the second step towards one; the one this browser held before ends with it (R010). The answer comes no sooner
/// than the market's floor after the question.
///
/// # Errors
/// Empty fields; [`Refusal::WrongCredentials`], whatever it was that did not fit; [`Refusal::Locked`] and
/// [`Refusal::Closed`] after failures; to who knows the password, [`Refusal::Unverified`] and [`Refusal::Suspended`].
pub async fn sign_in(
    market: &Market,
    form: SignInForm,
    caller: &Caller,
    previous: Option<&SessionToken>,
) -> Answer<Entry> {
    let next = places::inside(&form.next).unwrap_or_default().to_owned();
    let wanted = form.check()?;
    let began = Instant::now();
    let answer = judge(market, &wanted, &next, caller, previous).await;
    tokio::time::sleep(market.settings.answer_floor.saturating_sub(began.elapsed())).await;
    answer
}

/// What a name stands for.
struct Named {
    account: Option<account::Model>,
    waiting: Option<waiting::Model>,
    lane: Lane,
}

impl Named {
    fn password_hash(&self) -> Option<&str> {
        let account = self.account.as_ref().map(|account| &account.password_hash);
        account
            .or_else(|| self.waiting.as_ref().map(|waiting| &waiting.password_hash))
            .map(String::as_str)
    }
}

async fn judge(
    market: &Market,
    wanted: &SignIn,
    next: &str,
    caller: &Caller,
    previous: Option<&SessionToken>,
) -> Answer<Entry> {
    market.limits.may_sign_in(caller.ip)?;
    let named = find(market, wanted, caller).await?;
    let right = guard::verify(market, &named.lane, &wanted.password, named.password_hash()).await?;
    let tx = market.db.begin().await?;
    let comes_as = if right {
        comes_as(&tx, &named, wanted.entrance).await?
    } else {
        None
    };
    let Some(account_type) = comes_as else {
        failed(market, &tx, &named).await?;
        tx.commit().await?;
        market.limits.failed_sign_in(caller.ip);
        return Err(Refusal::WrongCredentials.into());
    };
    let was_closed = guard::begin_anew(&tx, &named.lane).await?;
    match named {
        Named {
            account: Some(account),
            lane,
            ..
        } => {
            if standing::is_suspended(&tx, &account).await? {
                tx.commit().await?;
                return Err(Refusal::Suspended.into());
            }
            let now = market.now();
            let admission = Admission::of(account_type, wanted.stay);
            let due = Due::of(market, &tx, &account, admission, caller, was_closed).await?;
            if !due.code {
                guard::forget_lock(&tx, &lane).await?;
            }
            let entry = if due.anything() {
                let token = half::begin(&tx, &account, admission, next, due, now).await?;
                if due.begins_with_code() {
                    mailed::send(&tx, token.hash(), &account, now).await?;
                }
                Entry::SecondStep(token)
            } else {
                Entry::Welcome(admit(&tx, &account, admission, caller, previous, now).await?)
            };
            tx.commit().await?;
            renew_hash(market, &account, &wanted.password).await?;
            Ok(entry)
        }
        Named { waiting, lane, .. } => {
            guard::forget_lock(&tx, &lane).await?;
            tx.commit().await?;
            let mailed = match waiting {
                Some(waiting) => registration::mail_again(market, &waiting).await?,
                None => false,
            };
            Err(Refusal::Unverified { mailed }.into())
        }
    }
}

/// Looks up all that a name may stand for. The same questions are asked for every name, known or not (T01).
async fn find(market: &Market, wanted: &SignIn, caller: &Caller) -> Answer<Named> {
    let db = market.db.reader();
    let (canonical, number) = match &wanted.login {
        Some(Login::Email(canonical)) => (canonical.clone(), String::new()),
        Some(Login::Number(number)) => (String::new(), number.digits()),
        None => (String::new(), String::new()),
    };
    let address = account_email::Entity::find()
        .filter(account_email::Column::Canonical.eq(&canonical))
        .filter(account_email::Column::Main.eq(true))
        .one(db)
        .await?;
    let by_address = address.map_or(0, |address| address.account_id);
    let account = account::Entity::find()
        .filter(
            account::Column::Id
                .eq(by_address)
                .or(account::Column::Number.eq(&number)),
        )
        .one(db)
        .await?;
    let waiting = registration::waiting_for(db, &canonical).await?;
    let account_id = account.as_ref().map_or(0, |account| account.id);
    let known = device::known(db, account_id, caller.device.as_ref()).await?;
    let lane = match &account {
        Some(account) => Lane::account(market, account.id, known.as_deref()),
        None if canonical.is_empty() && number.is_empty() => Lane::name(market, &wanted.typed),
        None => Lane::name(market, &format!("{canonical}{number}")),
    };
    Ok(Named {
        // What waits does not matter where there is an account: it can only be a stranger's attempt.
        waiting: waiting.filter(|_| account.is_none()),
        account,
        lane,
    })
}

/// As what a name may come in here: the wrong type is a failure like any other (R055).
async fn comes_as(
    tx: &impl ConnectionTrait,
    named: &Named,
    entrance: Entrance,
) -> Answer<Option<AccountType>> {
    let kind = match (&named.account, &named.waiting) {
        (Some(account), _) => type_of(tx, account.id, entrance).await?,
        (None, Some(waiting)) => AccountType::of_word(&waiting.account_type),
        (None, None) => None,
    };
    Ok(kind.filter(|kind| entrance.fits(*kind)))
}

/// What an account is to who comes by this entrance: one of the owner's people, an individual or a corporation where that is
/// chosen, and everywhere else what its company is.
async fn type_of(
    db: &impl ConnectionTrait,
    account_id: i64,
    entrance: Entrance,
) -> Answer<Option<AccountType>> {
    if entrance == Entrance::Chosen(AccountType::Staff) {
        let staff = staff::Entity::find_by_id(account_id).one(db).await?;
        return Ok(staff.map(|_| AccountType::Staff));
    }
    if let Entrance::Chosen(chosen) = entrance
        && let Some(kind) = PersonKind::of(chosen)
    {
        let person = persons::form(db, account_id, kind).await?;
        return Ok(person.map(|_| chosen));
    }
    let company = company_of(db, account_id).await?;
    Ok(company.and_then(|company| AccountType::of_word(&company.trade_type)))
}

/// Counts a failure; the one that closes the lane is mailed to the account's owner, once (M32).
async fn failed(market: &Market, tx: &DatabaseTransaction, named: &Named) -> Answer<()> {
    let account_id = named.account.as_ref().map(|account| account.id);
    failed_at(market, tx, &named.lane, account_id).await
}

/// The same for a password that is asked for elsewhere.
pub(crate) async fn failed_at(
    market: &Market,
    tx: &DatabaseTransaction,
    lane: &Lane,
    account_id: Option<i64>,
) -> Answer<()> {
    let now = market.now();
    let failed = guard::wrong(tx, lane, now).await?;
    match account_id {
        Some(account_id) => tell_if_closed(tx, account_id, failed, now).await,
        None => Ok(()),
    }
}

/// Mails the account's owner when a failure has closed a lane.
pub(crate) async fn tell_if_closed(
    tx: &impl ConnectionTrait,
    account_id: i64,
    failed: Failed,
    now: i64,
) -> Answer<()> {
    if failed == Failed::Counted {
        return Ok(());
    }
    let until_reset = failed == Failed::Closed;
    let mail = Mail::SignInLocked(SignInLocked { at: now, until_reset });
    let key = format!("locked:{account_id}:{until_reset}:{now}");
    super::tell(tx, account_id, &mail, key, now).await
}

/// As what somebody comes in, and for how long.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Admission {
    pub(crate) account_type: AccountType,
    pub(crate) stays: bool,
}

impl Admission {
    fn of(account_type: AccountType, stay: bool) -> Self {
        Self {
            account_type,
            // The owner's people leave with their browser (T36).
            stays: stay && account_type != AccountType::Staff,
        }
    }
}

/// Begins the session, in the transaction of the last step of a sign-in.
pub(crate) async fn admit(
    tx: &DatabaseTransaction,
    account: &account::Model,
    admission: Admission,
    caller: &Caller,
    previous: Option<&SessionToken>,
    now: i64,
) -> Answer<Welcome> {
    let Admission { account_type, stays } = admission;
    let device = device::remember(tx, account.id, caller, now).await?;
    let name = caller.device_name();
    let token = session::begin(tx, account, account_type, stays, &name, now).await?;
    // Rows of sessions long over go with the next sign-in of the same person.
    session_row::Entity::delete_many()
        .filter(session_row::Column::AccountId.eq(account.id))
        .filter(session_row::Column::ExpiresAt.lt(now))
        .exec(tx)
        .await?;
    if let Some(previous) = previous {
        session::end_in(tx, previous).await?;
    }
    let company = match account_type.trades() {
        true => company_of(tx, account.id).await?,
        false => None,
    };
    Ok(Welcome {
        token,
        device,
        account_type,
        stays,
        in_screening: company.is_some_and(|company| company.in_screening()),
    })
}

/// A password whose hash was made at another cost is hashed anew while it is at hand (T12).
async fn renew_hash(market: &Market, account: &account::Model, password: &str) -> Answer<()> {
    if !market.passwords.is_dated(&account.password_hash) {
        return Ok(());
    }
    let hash = match market.passwords.hash(password).await {
        Ok(hash) => hash,
        // Too many wait for a core: the next sign-in does it.
        Err(Error::Refused(_)) => return Ok(()),
        Err(broken) => return Err(broken),
    };
    let tx = market.db.begin().await?;
    account::Entity::update_many()
        .col_expr(account::Column::PasswordHash, Expr::value(hash))
        .filter(account::Column::Id.eq(account.id))
        .filter(account::Column::PasswordHash.eq(&account.password_hash))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

async fn company_of(db: &impl ConnectionTrait, account_id: i64) -> Answer<Option<company::Model>> {
    let Some(member) = membership::Entity::find_by_id(account_id).one(db).await? else {
        return Ok(None);
    };
    Ok(company::Entity::find_by_id(member.company_id).one(db).await?)
}
