//! What is asked besides the password: a code of an authenticator app, a passkey, or a backup code in place of either.
//!
//! Whoever has set one up is asked for it at every sign-in, and the owner's people must have one: without it they set one
//! up before any session begins (T36). Between password and session stands a *half sign-in* ([`half`]), bound to its
//! browser; [`step`] makes the session of it. [`care`] is what a person changes about it later. A new password changes
//! nothing about any of this (T17).
//!
//! Two more steps may follow before there is a session: a code by mail ([`mailed`], R061), and a new password
//! ([`renewing`], R060).

pub mod authenticator;
pub mod backup;
pub mod care;
pub(crate) mod half;
pub(crate) mod mailed;
pub mod passkeys;
pub mod renewing;
pub mod step;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crate::entity::{authenticator as app, passkey};
use crate::error::Answer;

/// What an account has set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Factors {
    /// An authenticator app that has shown a code.
    pub(crate) app: bool,
    pub(crate) passkeys: u64,
}

impl Factors {
    pub(crate) async fn of(db: &impl ConnectionTrait, account_id: i64) -> Answer<Self> {
        let app = app::Entity::find_by_id(account_id)
            .filter(app::Column::ConfirmedAt.is_not_null())
            .one(db)
            .await?;
        let passkeys = passkey::Entity::find()
            .filter(passkey::Column::AccountId.eq(account_id))
            .count(db)
            .await?;
        Ok(Self {
            app: app.is_some(),
            passkeys,
        })
    }

    pub(crate) const fn any(self) -> bool {
        self.app || self.passkeys > 0
    }

    /// Whether taking one away leaves none.
    pub(crate) fn is_last(self) -> bool {
        u64::from(self.app) + self.passkeys <= 1
    }
}

/// Forgets the factors that were set up since a moment (milliseconds since 1970), and all backup codes: whoever has an
/// account in their hands can have set up the ones and read the others.
pub(crate) async fn forget_since(tx: &impl ConnectionTrait, account_id: i64, since: i64) -> Answer<()> {
    app::Entity::delete_many()
        .filter(app::Column::AccountId.eq(account_id))
        .filter(app::Column::CreatedAt.gte(since))
        .exec(tx)
        .await?;
    passkey::Entity::delete_many()
        .filter(passkey::Column::AccountId.eq(account_id))
        .filter(passkey::Column::CreatedAt.gte(since))
        .exec(tx)
        .await?;
    backup::remove(tx, account_id).await
}
