//! The second step of a sign-in: what is asked, and the session that follows from the answer.

use domain::accounts::second_factor::Step;
use domain::refusal::Refusal;
use domain::violations::{Violation, Violations};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};

use super::authenticator;
use super::half::{self, Half};
use super::passkeys::{self, Answered};
use super::{backup, mailed};
use crate::accounts::caller::Caller;
use crate::accounts::credentials::Rules;
use crate::accounts::device;
use crate::accounts::guard::{self, Lane};
use crate::accounts::mail_address;
use crate::accounts::session::SessionToken;
use crate::accounts::sign_in::{self, Welcome};
use crate::accounts::token::Token;
use crate::entity::account;
use crate::error::{Answer, Error};
use crate::market::Market;
use crate::post;

/// What was shown.
#[derive(Clone, Copy)]
pub enum Shown<'a> {
    /// A code of the app, also the first one that ends its setting up.
    Code(&'a str),
    Backup(&'a str),
    /// A passkey's answer to the challenge, as JSON.
    Passkey(&'a str),
    /// The code that was mailed.
    Mailed(&'a str),
}

/// Where it has led.
#[derive(Debug)]
pub enum Advance {
    In(Entered),
    /// To what is asked for next.
    Next,
}

/// The session has begun.
#[derive(Debug)]
pub struct Entered {
    pub welcome: Welcome,
    /// Where the visitor came from; empty, or a path of this site.
    pub next: String,
    /// Whether the first factor was set up with it.
    pub enrolled: bool,
}

/// What this browser is asked.
///
/// # Errors
/// [`Refusal::StepOver`], [`Refusal::TriesUsed`].
pub async fn open(market: &Market, token: Option<&Token>) -> Answer<Step> {
    let db = market.db.reader();
    let half = half::find(db, token, market.now()).await?;
    if half.due.begins_with_code() {
        let address = mail_address(db, half.account.id).await?;
        return Ok(Step::Mailed {
            address: address.map_or_else(String::new, |(address, _)| post::hidden(&address)),
            again_in: mailed::wait(&half, market.now()),
        });
    }
    if half.due.begins_with_password() {
        let least = Rules::of(db, &half.account).await?.least;
        return Ok(Step::NewPassword { least });
    }
    if half.due.begins_with_factor() {
        return Ok(Step::Ask {
            app: half.factors.app,
            passkey: half.factors.passkeys > 0,
            backup: backup::left(db, half.account.id).await? > 0,
        });
    }
    let enrolment = authenticator::enrolment(market, db, half.account.id).await?;
    Ok(Step::Enrol(enrolment.ok_or(Refusal::StepOver)?))
}

/// Mails the code again.
///
/// # Errors
/// [`Refusal::StepOver`] when none is asked for; [`Refusal::TooMany`] within a minute of the last one.
pub async fn mail_again(market: &Market, token: Option<&Token>) -> Answer<()> {
    mailed::send_again(market, token).await
}

/// Judges what was shown. The last step begins the session; the one that this browser held before ends with it (R010).
///
/// # Errors
/// Violations at `code`, `backup` or `mailed`; [`Refusal::StepOver`], [`Refusal::TriesUsed`], [`Refusal::PasskeyFailed`];
/// [`Refusal::Locked`] and [`Refusal::Closed`] when too many sign-ins failed here.
pub async fn enter(
    market: &Market,
    token: Option<&Token>,
    shown: Shown<'_>,
    caller: &Caller,
    previous: Option<&SessionToken>,
) -> Answer<Advance> {
    let half = half::find(market.db.reader(), token, market.now()).await?;
    // What is not asked for now is not looked at.
    let is_asked = match shown {
        Shown::Mailed(_) => half.due.begins_with_code(),
        Shown::Code(_) | Shown::Backup(_) | Shown::Passkey(_) => {
            half.due.begins_with_factor() || half.due.begins_with_set_up()
        }
    };
    if !is_asked {
        return Err(Refusal::StepOver.into());
    }
    let at_door = AtDoor {
        market,
        half: &half,
        caller,
        previous,
    };
    match shown {
        Shown::Code(code) if half.due.begins_with_set_up() => at_door.enrol(code).await,
        Shown::Passkey(answer) => {
            market.limits.may_sign_in(caller.ip)?;
            let answered = passkeys::answered(market, &half, answer).await?;
            at_door.with_passkey(answered).await
        }
        Shown::Code(typed) | Shown::Backup(typed) | Shown::Mailed(typed) => {
            if typed.trim().is_empty() {
                return Err(Violations::of(field(shown), Violation::Missing).into());
            }
            at_door.with_code(shown).await
        }
    }
}

const fn field(shown: Shown<'_>) -> &'static str {
    match shown {
        Shown::Backup(_) => "backup",
        Shown::Mailed(_) => "mailed",
        Shown::Code(_) | Shown::Passkey(_) => "code",
    }
}

struct AtDoor<'a> {
    market: &'a Market,
    half: &'a Half,
    caller: &'a Caller,
    previous: Option<&'a SessionToken>,
}

impl AtDoor<'_> {
    /// The first code of a new app. It is no guess: the page shows the secret.
    async fn enrol(&self, code: &str) -> Answer<Advance> {
        let (market, account_id) = (self.market, self.half.account.id);
        let tx = market.db.begin().await?;
        if !authenticator::confirm(market, &tx, account_id, code, market.now()).await? {
            let fault = match code.trim() {
                "" => Violation::Missing,
                _ => Violation::CodeWrong,
            };
            return Err(Violations::of("code", fault).into());
        }
        self.admit(tx, true).await
    }

    async fn with_passkey(&self, answered: Answered) -> Answer<Advance> {
        let tx = self.market.db.begin().await?;
        passkeys::note_use(&tx, &answered, self.market.now()).await?;
        self.admit(tx, false).await
    }

    /// A code is looked at after one of the five tries of this sign-in, and one of the lane's, was taken for it: the lane
    /// counts on where somebody who knows the password begins anew.
    async fn with_code(&self, shown: Shown<'_>) -> Answer<Advance> {
        let (market, account) = (self.market, &self.half.account);
        market.limits.may_sign_in(self.caller.ip)?;
        let known = device::known(market.db.reader(), account.id, self.caller.device.as_ref()).await?;
        let lane = Lane::second_factor(market, account.id, account.generation, known.as_deref());
        half::take_try(market, self.half).await?;
        if let Err(refused) = guard::reserve(market, &lane).await {
            half::give_back(market, self.half).await?;
            return Err(refused);
        }
        let tx = market.db.begin().await?;
        let now = market.now();
        let judged = match shown {
            Shown::Backup(typed) => {
                let right = backup::spend(market, &tx, account.id, typed, now).await?;
                right.then_some(()).ok_or(Violation::CodeWrong)
            }
            Shown::Mailed(typed) => {
                let right = mailed::is_right(market, self.half, typed, now);
                right.then_some(()).ok_or(Violation::CodeWrong)
            }
            Shown::Code(typed) | Shown::Passkey(typed) => {
                authenticator::spend(market, &tx, account.id, typed, now).await?
            }
        };
        if let Err(fault) = judged {
            let failed = guard::wrong(&tx, &lane, now).await?;
            sign_in::tell_if_closed(&tx, account.id, failed, now).await?;
            tx.commit().await?;
            market.limits.failed_sign_in(self.caller.ip);
            return Err(Violations::of(field(shown), fault).into());
        }
        guard::open(&tx, &lane).await?;
        self.admit(tx, false).await
    }

    async fn admit(&self, tx: DatabaseTransaction, enrolled: bool) -> Answer<Advance> {
        let now = self.market.now();
        if self.half.due.without_first().anything() {
            return self.go_on(tx, enrolled, now).await;
        }
        let account = half::consume(&tx, self.half, now).await?;
        self.note_code(&tx).await?;
        let welcome = sign_in::admit(
            &tx,
            &account,
            self.half.admission,
            self.caller,
            self.previous,
            now,
        )
        .await?;
        if enrolled {
            half::end_all(&tx, account.id).await?;
        }
        tx.commit().await.map_err(Error::from)?;
        Ok(Advance::In(Entered {
            welcome,
            next: self.half.row.next.clone(),
            enrolled,
        }))
    }

    /// This was not the last step.
    async fn go_on(&self, tx: DatabaseTransaction, enrolled: bool, now: i64) -> Answer<Advance> {
        half::pass(&tx, self.half, now).await?;
        self.note_code(&tx).await?;
        if enrolled {
            half::end_others(&tx, self.half).await?;
        }
        let left = self.half.due.without_first();
        if left.begins_with_code() {
            let half = self.half.row.token_hash.clone();
            mailed::send(&tx, half, &self.half.account, now).await?;
        }
        if left.begins_with_set_up() {
            half::end_others(&tx, self.half).await?;
            authenticator::begin(&tx, self.half.account.id, now).await?;
        }
        tx.commit().await.map_err(Error::from)?;
        Ok(Advance::Next)
    }

    /// A code by mail was shown: whatever asked for it, the owner's people or a lock-out, does so no more.
    async fn note_code(&self, tx: &DatabaseTransaction) -> Answer<()> {
        if !self.half.due.begins_with_code() {
            return Ok(());
        }
        let account_id = self.half.account.id;
        let known = device::known(tx, account_id, self.caller.device.as_ref()).await?;
        guard::forget_lock(tx, &Lane::account(self.market, account_id, known.as_deref())).await?;
        account::Entity::update_many()
            .col_expr(account::Column::ForceCode, Expr::value(false))
            .filter(account::Column::Id.eq(account_id))
            .filter(account::Column::ForceCode.eq(true))
            .exec(tx)
            .await?;
        Ok(())
    }
}
