//! The second step of a sign-in: what is asked, and the session that follows from the answer.

use domain::accounts::second_factor::Step;
use domain::refusal::Refusal;
use domain::violations::{Violation, Violations};
use sea_orm::DatabaseTransaction;

use super::authenticator;
use super::half::{self, Half};
use super::passkeys::{self, Answered};
use super::{Factors, backup};
use crate::accounts::caller::Caller;
use crate::accounts::device;
use crate::accounts::guard::{self, Lane};
use crate::accounts::session::SessionToken;
use crate::accounts::sign_in::{self, Welcome};
use crate::accounts::token::Token;
use crate::error::{Answer, Error};
use crate::market::Market;

/// What was shown.
#[derive(Clone, Copy)]
pub enum Shown<'a> {
    /// A code of the app, also the first one that ends its setting up.
    Code(&'a str),
    Backup(&'a str),
    /// A passkey's answer to the challenge, as JSON.
    Passkey(&'a str),
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
    let factors = Factors::of(db, half.account.id).await?;
    if factors.any() {
        return Ok(Step::Ask {
            app: factors.app,
            passkey: factors.passkeys > 0,
            backup: backup::left(db, half.account.id).await? > 0,
        });
    }
    let enrolment = authenticator::enrolment(market, db, half.account.id).await?;
    Ok(Step::Enrol(enrolment.ok_or(Refusal::StepOver)?))
}

/// Judges what was shown, and begins the session; the one that this browser held before ends with it (R010).
///
/// # Errors
/// Violations at `code` or `backup`; [`Refusal::StepOver`], [`Refusal::TriesUsed`], [`Refusal::PasskeyFailed`];
/// [`Refusal::Locked`] and [`Refusal::Closed`] when too many sign-ins failed here.
pub async fn enter(
    market: &Market,
    token: Option<&Token>,
    shown: Shown<'_>,
    caller: &Caller,
    previous: Option<&SessionToken>,
) -> Answer<Entered> {
    let half = half::find(market.db.reader(), token, market.now()).await?;
    let factors = Factors::of(market.db.reader(), half.account.id).await?;
    let at_door = AtDoor {
        market,
        half: &half,
        caller,
        previous,
    };
    match shown {
        Shown::Code(code) if !factors.any() => at_door.enrol(code).await,
        Shown::Passkey(answer) => {
            market.limits.may_sign_in(caller.ip)?;
            let answered = passkeys::answered(market, &half, answer).await?;
            at_door.with_passkey(answered).await
        }
        Shown::Code(typed) | Shown::Backup(typed) => {
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
    async fn enrol(&self, code: &str) -> Answer<Entered> {
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

    async fn with_passkey(&self, answered: Answered) -> Answer<Entered> {
        let tx = self.market.db.begin().await?;
        passkeys::note_use(&tx, &answered, self.market.now()).await?;
        self.admit(tx, false).await
    }

    /// A code is looked at after one of the five tries of this sign-in, and one of the lane's, was taken for it: the lane
    /// counts on where somebody who knows the password begins anew.
    async fn with_code(&self, shown: Shown<'_>) -> Answer<Entered> {
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

    async fn admit(&self, tx: DatabaseTransaction, enrolled: bool) -> Answer<Entered> {
        let now = self.market.now();
        let account = half::consume(&tx, self.half, now).await?;
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
        Ok(Entered {
            welcome,
            next: self.half.row.next.clone(),
            enrolled,
        })
    }
}
