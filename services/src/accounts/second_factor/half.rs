//! Half sign-ins: the password was right, something else is still to come: the second factor, the code that was mailed, a new
//! password, in this order; a factor that is still to be set up comes after the code. Ten minutes, five tries, one browser.
//!
//! The cookie holds a random token, the table its hash. A new password raises the account's generation, and what was
//! half done before is void.

use domain::accounts::AccountType;
use domain::refusal::Refusal;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set};

use super::{Factors, authenticator};
use crate::accounts::caller::Caller;
use crate::accounts::sign_in::Admission;
use crate::accounts::token::Token;
use crate::accounts::{device, standing};
use crate::entity::{account, half_sign_in};
use crate::error::Answer;
use crate::market::Market;

/// How long the second step may take, in milliseconds.
pub(crate) const LASTS: i64 = 10 * 60 * 1_000;
/// Wrong codes that end it.
const TRIES: i32 = 5;

/// What has to do with the second factor in a sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Factor {
    NotDue,
    /// One that the account has is shown.
    Shown,
    /// There has to be one, and there is none: an app is set up.
    SetUp,
}

impl Factor {
    /// Whoever has a factor is asked for it, and only the owner's people have to have one.
    const fn of(factors: Factors, account_type: AccountType) -> Self {
        if factors.any() {
            Self::Shown
        } else if matches!(account_type, AccountType::Staff) {
            Self::SetUp
        } else {
            Self::NotDue
        }
    }

    const fn is_due(self) -> bool {
        !matches!(self, Self::NotDue)
    }
}

/// What a sign-in still waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Due {
    pub(crate) factor: Factor,
    pub(crate) code: bool,
    pub(crate) password: bool,
}

impl Due {
    /// What is asked for besides the right password. A code by mail is asked for where the owner's people want one, and where
    /// no stronger factor is: of a browser that is new to an account that knows others, and after a lock-out (R061).
    pub(crate) async fn of(
        market: &Market,
        tx: &impl ConnectionTrait,
        account: &account::Model,
        admission: Admission,
        caller: &Caller,
        was_closed: bool,
    ) -> Answer<Self> {
        let factor = Factor::of(Factors::of(tx, account.id).await?, admission.account_type);
        let is_new = device::is_new(tx, account.id, caller.device.as_ref()).await?;
        let is_odd = market.settings.sign_in_codes && !factor.is_due() && (is_new || was_closed);
        Ok(Self {
            factor,
            code: account.force_code || is_odd,
            password: account.force_password,
        })
    }

    pub(crate) const fn anything(self) -> bool {
        self.factor.is_due() || self.code || self.password
    }

    /// Whether a factor is what is shown now.
    pub(crate) const fn begins_with_factor(self) -> bool {
        matches!(self.factor, Factor::Shown)
    }

    /// Whether the code is what is asked for now. It comes before an app is set up: whoever knows nothing but the password is not
    /// shown a secret that opens the account from then on.
    pub(crate) const fn begins_with_code(self) -> bool {
        self.code && !self.begins_with_factor()
    }

    /// Whether an app is what is set up now.
    pub(crate) const fn begins_with_set_up(self) -> bool {
        matches!(self.factor, Factor::SetUp) && !self.code
    }

    /// Whether the new password is what is asked for now.
    pub(crate) const fn begins_with_password(self) -> bool {
        self.password && !self.code && !self.factor.is_due()
    }

    /// What is left when the first of them is done.
    pub(crate) const fn without_first(self) -> Self {
        if self.begins_with_factor() || self.begins_with_set_up() {
            Self {
                factor: Factor::NotDue,
                ..self
            }
        } else if self.code {
            Self { code: false, ..self }
        } else {
            Self {
                password: false,
                ..self
            }
        }
    }
}

/// Begins one. Where an app has to be set up, whatever else is half done for the account ends, and a new secret is made as soon
/// as it is its turn: nobody may have seen the one that is then confirmed.
pub(crate) async fn begin(
    tx: &impl ConnectionTrait,
    account: &account::Model,
    admission: Admission,
    next: &str,
    due: Due,
    now: i64,
) -> Answer<Token> {
    half_sign_in::Entity::delete_many()
        .filter(half_sign_in::Column::ExpiresAt.lte(now))
        .exec(tx)
        .await?;
    if due.factor == Factor::SetUp {
        end_all(tx, account.id).await?;
    }
    if due.begins_with_set_up() {
        authenticator::begin(tx, account.id, now).await?;
    }
    let token = Token::new();
    let row = half_sign_in::ActiveModel {
        token_hash: Set(token.hash()),
        account_id: Set(account.id),
        account_type: Set(admission.account_type.word().to_owned()),
        generation: Set(account.generation),
        stays: Set(admission.stays),
        next: Set(next.to_owned()),
        tries: Set(0),
        challenge: Set(None),
        created_at: Set(now),
        expires_at: Set(now + LASTS),
        factor_due: Set(due.factor.is_due()),
        code_due: Set(due.code),
        password_due: Set(due.password),
        code_id: Set(None),
        code_sent_at: Set(None),
        code_mails: Set(0),
    };
    half_sign_in::Entity::insert(row)
        .exec_without_returning(tx)
        .await?;
    Ok(token)
}

/// A half sign-in that is good, with its account as it is now.
pub(crate) struct Half {
    pub(crate) row: half_sign_in::Model,
    pub(crate) account: account::Model,
    pub(crate) admission: Admission,
    pub(crate) due: Due,
    pub(crate) factors: Factors,
}

/// Finds the half sign-in of a browser.
///
/// # Errors
/// [`Refusal::StepOver`] when there is none, it has expired, or credentials or factors have changed since;
/// [`Refusal::TriesUsed`] after five wrong codes; [`Refusal::Suspended`] for whoever was suspended meanwhile.
pub(crate) async fn find(db: &impl ConnectionTrait, token: Option<&Token>, now: i64) -> Answer<Half> {
    let token = token.ok_or(Refusal::StepOver)?;
    let row = half_sign_in::Entity::find_by_id(token.hash())
        .one(db)
        .await?
        .filter(|row| now < row.expires_at)
        .ok_or(Refusal::StepOver)?;
    let account = account::Entity::find_by_id(row.account_id)
        .one(db)
        .await?
        .filter(|account| account.generation == row.generation)
        .ok_or(Refusal::StepOver)?;
    if standing::is_suspended(db, &account).await? {
        return Err(Refusal::Suspended.into());
    }
    let account_type = AccountType::of_word(&row.account_type).ok_or(Refusal::StepOver)?;
    if row.tries >= TRIES {
        return Err(Refusal::TriesUsed.into());
    }
    let admission = Admission {
        account_type,
        stays: row.stays,
    };
    let factors = Factors::of(db, account.id).await?;
    let factor = match Factor::of(factors, account_type) {
        _ if !row.factor_due => Factor::NotDue,
        // The factor that was asked for has gone since, and nobody else sets one up before they are in.
        Factor::NotDue => return Err(Refusal::StepOver.into()),
        due => due,
    };
    Ok(Half {
        due: Due {
            factor,
            code: row.code_due,
            password: row.password_due,
        },
        row,
        account,
        admission,
        factors,
    })
}

/// Takes one of the five tries, before anything is looked at: many at once are no more than five (T19).
///
/// # Errors
/// [`Refusal::TriesUsed`].
pub(crate) async fn take_try(market: &Market, half: &Half) -> Answer<()> {
    let tx = market.db.begin().await?;
    let taken = half_sign_in::Entity::update_many()
        .col_expr(
            half_sign_in::Column::Tries,
            Expr::col(half_sign_in::Column::Tries).add(1),
        )
        .filter(half_sign_in::Column::TokenHash.eq(half.row.token_hash.clone()))
        .filter(half_sign_in::Column::Tries.lt(TRIES))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    if taken.rows_affected == 1 {
        Ok(())
    } else {
        Err(Refusal::TriesUsed.into())
    }
}

/// Gives a try back that was not looked at.
pub(crate) async fn give_back(market: &Market, half: &Half) -> Answer<()> {
    let tx = market.db.begin().await?;
    half_sign_in::Entity::update_many()
        .col_expr(
            half_sign_in::Column::Tries,
            Expr::col(half_sign_in::Column::Tries).sub(1),
        )
        .filter(half_sign_in::Column::TokenHash.eq(half.row.token_hash.clone()))
        .filter(half_sign_in::Column::Tries.gt(0))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Notes that what a half sign-in waited for first is done, where more is to come. Of many at once, one succeeds.
///
/// # Errors
/// [`Refusal::StepOver`] when somebody was faster, or it is over.
pub(crate) async fn pass(tx: &impl ConnectionTrait, half: &Half, now: i64) -> Answer<()> {
    let left = half.due.without_first();
    let passed = half_sign_in::Entity::update_many()
        .col_expr(half_sign_in::Column::FactorDue, Expr::value(left.factor.is_due()))
        .col_expr(half_sign_in::Column::CodeDue, Expr::value(left.code))
        .filter(half_sign_in::Column::TokenHash.eq(half.row.token_hash.clone()))
        .filter(half_sign_in::Column::FactorDue.eq(half.row.factor_due))
        .filter(half_sign_in::Column::CodeDue.eq(half.row.code_due))
        .filter(half_sign_in::Column::ExpiresAt.gt(now))
        .exec(tx)
        .await?;
    if passed.rows_affected == 1 {
        Ok(())
    } else {
        Err(Refusal::StepOver.into())
    }
}

/// Uses a half sign-in up, in the transaction that begins the session. Of many at once, one succeeds.
///
/// # Errors
/// [`Refusal::StepOver`] when it is gone, or the account has changed in the meantime.
pub(crate) async fn consume(tx: &impl ConnectionTrait, half: &Half, now: i64) -> Answer<account::Model> {
    let account = account::Entity::find_by_id(half.account.id)
        .one(tx)
        .await?
        .filter(|account| account.generation == half.row.generation)
        .ok_or(Refusal::StepOver)?;
    if standing::is_suspended(tx, &account).await? {
        return Err(Refusal::Suspended.into());
    }
    let consumed = half_sign_in::Entity::delete_many()
        .filter(half_sign_in::Column::TokenHash.eq(half.row.token_hash.clone()))
        .filter(half_sign_in::Column::ExpiresAt.gt(now))
        .exec(tx)
        .await?;
    if consumed.rows_affected == 1 {
        Ok(account)
    } else {
        Err(Refusal::StepOver.into())
    }
}

/// Ends whatever is half done for an account.
pub(crate) async fn end_all(tx: &impl ConnectionTrait, account_id: i64) -> Answer<()> {
    half_sign_in::Entity::delete_many()
        .filter(half_sign_in::Column::AccountId.eq(account_id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Ends whatever else is half done for the account of one.
pub(crate) async fn end_others(tx: &impl ConnectionTrait, half: &Half) -> Answer<()> {
    half_sign_in::Entity::delete_many()
        .filter(half_sign_in::Column::AccountId.eq(half.account.id))
        .filter(half_sign_in::Column::TokenHash.ne(half.row.token_hash.clone()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Keeps the challenge of a passkey at a half sign-in.
pub(crate) async fn keep_challenge(market: &Market, token_hash: Vec<u8>, state: &str) -> Answer<()> {
    let tx = market.db.begin().await?;
    half_sign_in::Entity::update_many()
        .col_expr(half_sign_in::Column::Challenge, Expr::value(state))
        .filter(half_sign_in::Column::TokenHash.eq(token_hash))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Takes the challenge: it is answered once, rightly or wrongly.
///
/// # Errors
/// [`Refusal::PasskeyFailed`] when there is none, or it is too old.
pub(crate) async fn take_challenge(market: &Market, token_hash: &[u8]) -> Answer<String> {
    let now = market.now();
    let tx = market.db.begin().await?;
    let row = half_sign_in::Entity::find_by_id(token_hash.to_vec())
        .one(&tx)
        .await?;
    let state = row
        .filter(|row| now < row.expires_at)
        .and_then(|row| row.challenge)
        .ok_or(Refusal::PasskeyFailed)?;
    let taken = half_sign_in::Entity::update_many()
        .col_expr(
            half_sign_in::Column::Challenge,
            Expr::value(Option::<String>::None),
        )
        .filter(half_sign_in::Column::TokenHash.eq(token_hash.to_vec()))
        .filter(half_sign_in::Column::Challenge.eq(&state))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    if taken.rows_affected == 1 {
        Ok(state)
    } else {
        Err(Refusal::PasskeyFailed.into())
    }
}
