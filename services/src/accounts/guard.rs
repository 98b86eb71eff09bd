//! The guard of the sign-in: five failures close a lane for ten minutes, a hundred in a row until a new password is set.
//!
//! A lane is an account, or a name that nobody has, which looks the same from outside (T05); a browser that has signed
//! in before has a lane of its own, so that strangers cannot shut it out (T08). An attempt is *reserved* before the
//! password is hashed and given back when it was right: of any number of guesses at once exactly five are looked at
//! (T06). Whoever finds five attempts under way waits a moment for their outcome, so that honest parallel sign-ins pass.

use std::time::Duration;

use domain::refusal::Refusal;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, Set, TryInsertResult, UpdateMany,
};
use tokio::time::{Instant, sleep};

use crate::entity::login_guard;
use crate::error::Answer;
use crate::market::Market;

/// Failures that close a lane (R057).
const FAILURES: i32 = 5;
/// Failures in a row that close it until a new password is set (T07).
const CONSECUTIVE: i32 = 100;
/// How long it is closed, in milliseconds.
pub(crate) const CLOSED_FOR: i64 = 10 * 60 * 1_000;
/// After this long an attempt without outcome counts as failed: its process has died.
const UNDECIDED: i64 = 10_000;
/// How long an attempt waits for those before it.
const PATIENCE: Duration = Duration::from_secs(3);
const LOOK_AGAIN: Duration = Duration::from_millis(25);

/// Whose attempts are counted together.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Lane(Vec<u8>);

impl Lane {
    /// The lane of an account, on a device that it has signed in from before or anywhere else.
    pub(crate) fn account(market: &Market, account_id: i64, device: Option<&[u8]>) -> Self {
        let id = account_id.to_be_bytes();
        Self(
            market
                .seal
                .of("lane of account", &[&id, device.unwrap_or_default()])
                .to_vec(),
        )
    }

    /// The lane of the second factor: whoever guesses at it knows the password, until there is another one.
    pub(crate) fn second_factor(
        market: &Market,
        account_id: i64,
        generation: i32,
        device: Option<&[u8]>,
    ) -> Self {
        let (id, generation) = (account_id.to_be_bytes(), generation.to_be_bytes());
        let parts: [&[u8]; 3] = [&id, &generation, device.unwrap_or_default()];
        Self(market.seal.of("lane of second factor", &parts).to_vec())
    }

    /// The lane of a session in which the password is asked again.
    pub(crate) fn proof(market: &Market, account_id: i64) -> Self {
        Self(
            market
                .seal
                .of("lane of proof", &[&account_id.to_be_bytes()])
                .to_vec(),
        )
    }

    /// The lane of a name that no account has.
    pub(crate) fn name(market: &Market, name: &str) -> Self {
        Self(market.seal.of("lane of name", &[name.as_bytes()]).to_vec())
    }
}

/// What a failure has led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failed {
    /// One more may be tried.
    Counted,
    /// It closed the lane for ten minutes.
    Locked,
    /// It closed the lane until a new password is set.
    Closed,
}

/// Verifies a password after an attempt was reserved for it. One that could not be looked at, for want of a free core, is
/// given back: it says nothing about who tried.
///
/// # Errors
/// As of [`reserve`]; [`Refusal::Busy`] when too many are waiting already.
pub(crate) async fn verify(
    market: &Market,
    lane: &Lane,
    password: &str,
    stored: Option<&str>,
) -> Answer<bool> {
    reserve(market, lane).await?;
    match market.passwords.verify(password, stored).await {
        Ok(right) => Ok(right),
        Err(unseen) => {
            give_back(market, lane).await?;
            Err(unseen)
        }
    }
}

async fn give_back(market: &Market, lane: &Lane) -> Answer<()> {
    let tx = market.db.begin().await?;
    for count in [login_guard::Column::Failures, login_guard::Column::Consecutive] {
        login_guard::Entity::update_many()
            .col_expr(count, Expr::col(count).sub(1))
            .filter(login_guard::Column::Lane.eq(lane.0.clone()))
            .filter(count.gt(0))
            .exec(&tx)
            .await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Reserves an attempt.
///
/// # Errors
/// [`Refusal::Locked`], [`Refusal::Closed`]; [`Refusal::Busy`] when those before it take too long.
pub(crate) async fn reserve(market: &Market, lane: &Lane) -> Answer<()> {
    let began = Instant::now();
    loop {
        match try_reserve(market, lane).await? {
            Standing::Reserved => return Ok(()),
            Standing::Refused(refusal) => return Err(refusal.into()),
            Standing::Undecided if began.elapsed() < PATIENCE => sleep(LOOK_AGAIN).await,
            Standing::Undecided => return Err(Refusal::Busy.into()),
        }
    }
}

enum Standing {
    Reserved,
    Refused(Refusal),
    /// Five attempts are under way.
    Undecided,
}

async fn try_reserve(market: &Market, lane: &Lane) -> Answer<Standing> {
    let now = market.now();
    let tx = market.db.begin().await?;
    ensure(&tx, lane).await?;
    let open = Condition::any()
        .add(login_guard::Column::LockedUntil.is_null())
        .add(login_guard::Column::LockedUntil.lte(now));
    let reserved = login_guard::Entity::update_many()
        .col_expr(
            login_guard::Column::Failures,
            Expr::col(login_guard::Column::Failures).add(1),
        )
        .col_expr(
            login_guard::Column::Consecutive,
            Expr::col(login_guard::Column::Consecutive).add(1),
        )
        .col_expr(login_guard::Column::ReservedAt, Expr::value(now))
        .filter(login_guard::Column::Lane.eq(lane.0.clone()))
        .filter(login_guard::Column::Failures.lt(FAILURES))
        .filter(login_guard::Column::Consecutive.lt(CONSECUTIVE))
        .filter(open)
        .exec(&tx)
        .await?;
    let standing = if reserved.rows_affected == 1 {
        Standing::Reserved
    } else {
        refused(&tx, lane, now).await?
    };
    tx.commit().await?;
    Ok(standing)
}

async fn ensure(tx: &impl ConnectionTrait, lane: &Lane) -> Answer<()> {
    let row = login_guard::ActiveModel {
        lane: Set(lane.0.clone()),
        failures: Set(0),
        consecutive: Set(0),
        reserved_at: Set(0),
        locked_until: Set(None),
    };
    let once = OnConflict::column(login_guard::Column::Lane)
        .do_nothing()
        .to_owned();
    match login_guard::Entity::insert(row)
        .on_conflict(once)
        .try_insert()
        .exec_without_returning(tx)
        .await?
    {
        TryInsertResult::Inserted(_) | TryInsertResult::Conflicted | TryInsertResult::Empty => Ok(()),
    }
}

async fn refused(tx: &impl ConnectionTrait, lane: &Lane, now: i64) -> Answer<Standing> {
    let Some(row) = login_guard::Entity::find_by_id(lane.0.clone()).one(tx).await? else {
        return Ok(Standing::Undecided);
    };
    if let Some(until) = row.locked_until.filter(|until| *until > now) {
        return Ok(Standing::Refused(Refusal::Locked {
            seconds: seconds(until - now),
        }));
    }
    if row.failures < FAILURES {
        return Ok(Standing::Refused(Refusal::Closed));
    }
    if now - row.reserved_at <= UNDECIDED {
        return Ok(Standing::Undecided);
    }
    // The processes that reserved these have died: the lane closes from the last of them on.
    let until = row.reserved_at + CLOSED_FOR;
    lock(tx, lane, until).await?;
    Ok(if until > now {
        Standing::Refused(Refusal::Locked {
            seconds: seconds(until - now),
        })
    } else {
        Standing::Undecided
    })
}

async fn lock(tx: &impl ConnectionTrait, lane: &Lane, until: i64) -> Answer<bool> {
    let locked = login_guard::Entity::update_many()
        .col_expr(login_guard::Column::LockedUntil, Expr::value(until))
        .col_expr(login_guard::Column::Failures, Expr::value(0))
        .filter(login_guard::Column::Lane.eq(lane.0.clone()))
        .filter(login_guard::Column::Failures.eq(FAILURES))
        .exec(tx)
        .await?;
    Ok(locked.rows_affected == 1)
}

fn seconds(millis: i64) -> u32 {
    u32::try_from(millis.unsigned_abs().div_ceil(1_000)).unwrap_or(u32::MAX)
}

/// Notes that a reserved attempt was wrong.
pub(crate) async fn wrong(tx: &impl ConnectionTrait, lane: &Lane, now: i64) -> Answer<Failed> {
    let locked = lock(tx, lane, now + CLOSED_FOR).await?;
    let row = login_guard::Entity::find_by_id(lane.0.clone()).one(tx).await?;
    Ok(match row {
        Some(row) if row.consecutive >= CONSECUTIVE => Failed::Closed,
        _ if locked => Failed::Locked,
        _ => Failed::Counted,
    })
}

/// Opens the lanes of an account whose credentials are new: what was guessed at is gone. Its known browsers are
/// forgotten then, and with them their lanes.
pub(crate) async fn open_account(market: &Market, tx: &impl ConnectionTrait, account_id: i64) -> Answer<()> {
    open(tx, &Lane::account(market, account_id, None)).await?;
    open(tx, &Lane::proof(market, account_id)).await?;
    Ok(())
}

/// Opens a lane for good: what was asked for is shown, or a new password was set.
pub(crate) async fn open(tx: &impl ConnectionTrait, lane: &Lane) -> Answer<()> {
    uncounted(lane)
        .col_expr(login_guard::Column::LockedUntil, Expr::value(Option::<i64>::None))
        .exec(tx)
        .await?;
    Ok(())
}

/// Nothing has failed in a lane.
fn uncounted(lane: &Lane) -> UpdateMany<login_guard::Entity> {
    login_guard::Entity::update_many()
        .col_expr(login_guard::Column::Failures, Expr::value(0))
        .col_expr(login_guard::Column::Consecutive, Expr::value(0))
        .filter(login_guard::Column::Lane.eq(lane.0.clone()))
}

/// Opens a lane: a reserved attempt was right. Answers whether it has been closed since it was opened for good; that stays
/// noted until [`forget_lock`], so that nobody gets round what is asked for then by signing in once more.
pub(crate) async fn begin_anew(tx: &impl ConnectionTrait, lane: &Lane) -> Answer<bool> {
    let before = login_guard::Entity::find_by_id(lane.0.clone()).one(tx).await?;
    uncounted(lane).exec(tx).await?;
    Ok(before.is_some_and(|row| row.locked_until.is_some()))
}

/// A lock that is over is remembered no more.
pub(crate) async fn forget_lock(tx: &impl ConnectionTrait, lane: &Lane) -> Answer<()> {
    login_guard::Entity::update_many()
        .col_expr(login_guard::Column::LockedUntil, Expr::value(Option::<i64>::None))
        .filter(login_guard::Column::Lane.eq(lane.0.clone()))
        .exec(tx)
        .await?;
    Ok(())
}
