//! What changes when somebody's credentials change: the generation rises, and with it all older links and sessions are
//! void (T16, T17).
//!
//! Whoever changes anything here first locks the account's row ([`locked`]) and only then touches its links, addresses
//! and sessions: one order for all, so that no two of them wait for each other.

use domain::accounts::AccountType;
use domain::accounts::password::{LEAST, LEAST_STAFF};
use domain::refusal::Refusal;
use domain::violations::Violations;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::links::{self, Purpose};
use super::session::SignedIn;
use super::strength::{self, Bar};
use super::{device, persons};
use crate::api::tokens;
use crate::entity::{account, account_email, company, half_sign_in, membership, session, staff};
use crate::error::Answer;
use crate::post::{Mail, PasswordChanged};

/// For how long a form that changes a password may be sent once more, in milliseconds: whoever presses twice is told what the first
/// press has done.
pub(super) const TWICE: i64 = 60_000;

/// The row of an account that may be used, held until the transaction ends; nobody else changes it meanwhile.
pub(crate) async fn locked(tx: &impl ConnectionTrait, account_id: i64) -> Answer<Option<account::Model>> {
    let rows = account::Entity::update_many()
        .col_expr(
            account::Column::Generation,
            Expr::col(account::Column::Generation).add(0),
        )
        .filter(account::Column::Id.eq(account_id))
        .filter(account::Column::State.eq("active"))
        .exec_with_returning(tx)
        .await?;
    Ok(rows.into_iter().next())
}

/// The same for somebody who is signed in.
///
/// # Errors
/// [`Refusal::SignInFirst`] when the account or its credentials have changed since the session was found.
pub(crate) async fn locked_for(tx: &impl ConnectionTrait, who: &SignedIn) -> Answer<account::Model> {
    locked(tx, who.member.account_id)
        .await?
        .filter(|account| account.generation == who.here.generation)
        .ok_or_else(|| Refusal::SignInFirst.into())
}

/// Raises the generation of a locked account, with a new password where there is one. All links that were mailed for
/// the older one are void. Answers the new generation.
pub(crate) async fn raise(
    tx: &impl ConnectionTrait,
    account: &account::Model,
    password_hash: Option<String>,
) -> Answer<i32> {
    let generation = account.generation + 1;
    let mut change =
        account::Entity::update_many().col_expr(account::Column::Generation, Expr::value(generation));
    if let Some(password_hash) = password_hash {
        change = change
            .col_expr(account::Column::PasswordHash, Expr::value(password_hash))
            // Whatever way it came: a new one was asked for, and here it is.
            .col_expr(account::Column::ForcePassword, Expr::value(false));
    }
    change.filter(account::Column::Id.eq(account.id)).exec(tx).await?;
    links::void(tx, Purpose::Reset, account.id).await?;
    Ok(generation)
}

/// Ends all sessions and half sign-ins, forgets all browsers and revokes all tokens: nobody is known any more (T17).
pub(crate) async fn forget_everybody(tx: &impl ConnectionTrait, account_id: i64) -> Answer<()> {
    session::Entity::delete_many()
        .filter(session::Column::AccountId.eq(account_id))
        .exec(tx)
        .await?;
    end_halves(tx, account_id).await?;
    tokens::revoke_all(tx, account_id).await?;
    device::forget_all(tx, account_id).await
}

/// Ends all sessions and half sign-ins but the one that asks, which goes on with the new generation.
pub(crate) async fn keep_only_here(tx: &impl ConnectionTrait, who: &SignedIn, generation: i32) -> Answer<()> {
    session::Entity::delete_many()
        .filter(session::Column::AccountId.eq(who.member.account_id))
        .filter(session::Column::TokenHash.ne(who.here.token_hash.clone()))
        .exec(tx)
        .await?;
    end_halves(tx, who.member.account_id).await?;
    session::Entity::update_many()
        .col_expr(session::Column::Generation, Expr::value(generation))
        .filter(session::Column::TokenHash.eq(who.here.token_hash.clone()))
        .exec(tx)
        .await?;
    Ok(())
}

async fn end_halves(tx: &impl ConnectionTrait, account_id: i64) -> Answer<()> {
    half_sign_in::Entity::delete_many()
        .filter(half_sign_in::Column::AccountId.eq(account_id))
        .exec(tx)
        .await?;
    Ok(())
}

/// What a new password of an account must be.
pub(crate) struct Rules {
    pub(crate) least: u32,
    bar: Bar,
    own: Vec<String>,
}

impl Rules {
    /// The rules for an account, with the names and addresses that its password may not be made of.
    pub(crate) async fn of(db: &impl ConnectionTrait, account: &account::Model) -> Answer<Self> {
        let is_staff = staff::Entity::find_by_id(account.id).one(db).await?.is_some();
        let mut own = vec![account.name.clone(), account.furigana.clone()];
        if let Some(member) = membership::Entity::find_by_id(account.id).one(db).await? {
            let company = company::Entity::find_by_id(member.company_id).one(db).await?;
            own.extend(company.map(|company| company.name));
        }
        for (_, form) in persons::all(db, account.id).await? {
            own.extend(form.own_words().map(str::to_owned));
        }
        let addresses = account_email::Entity::find()
            .filter(account_email::Column::AccountId.eq(account.id))
            .all(db)
            .await?;
        own.extend(addresses.into_iter().map(|address| address.address));
        Ok(Self {
            least: if is_staff { LEAST_STAFF } else { LEAST },
            bar: if is_staff { Bar::Staff } else { Bar::Public },
            own,
        })
    }

    pub(crate) fn own(&self) -> Vec<&str> {
        self.own.iter().map(String::as_str).collect()
    }

    /// Whether a password that keeps the rules of its form would be guessed quickly.
    pub(crate) fn judge(&self, password: &str) -> Result<(), Violations> {
        strength::judge(password, &self.own(), self.bar).map_err(|fault| Violations::of("password", fault))
    }
}

/// Fewest characters of a new password, as the page says it before anybody has typed one.
#[must_use]
pub fn least_for(account_type: AccountType) -> u32 {
    if account_type == AccountType::Staff {
        LEAST_STAFF
    } else {
        LEAST
    }
}

/// Tells the person at the main address that the password was changed (M27).
pub(crate) async fn tell_changed(
    tx: &impl ConnectionTrait,
    account_id: i64,
    generation: i32,
    by_link: bool,
    now: i64,
) -> Answer<()> {
    let mail = Mail::PasswordChanged(PasswordChanged { at: now, by_link });
    super::tell(tx, account_id, &mail, change_key(account_id, generation), now).await
}

/// The key of the mail about the change that a generation has come by, where that was a password.
pub(super) fn change_key(account_id: i64, generation: i32) -> String {
    format!("password:{account_id}:{generation}")
}
