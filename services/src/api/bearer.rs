//! Whoever calls with a token: looked up anew with every call, with its person and their company (T25). To an unknown, a
//! revoked and an expired token, and to one whose person may not edit the stock any more, the answer is the same.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::accounts::role::{Act, Role};
use domain::api::tokens::{PREFIX, SHOWN, Scope};
use domain::refusal::Refusal;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::tokens;
use crate::accounts::standing;
use crate::entity::{account, api_token};
use crate::error::Answer;
use crate::inventory::sync;
use crate::market::Market;
use crate::proofs::Supplier;

/// How stale "last used" may be before it is written again, in milliseconds.
const USED_STEP: i64 = 10 * 60_000;
/// Characters behind the prefix: 256 bits in base64url.
const LENGTH: usize = 43;

/// A token as a system holds it. It cannot be printed.
pub struct Secret(SecretString);

impl Secret {
    /// 256 random bits.
    pub(super) fn new() -> Self {
        let bits: [u8; 32] = rand::random();
        let text = format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(bits));
        Self(SecretString::from(text))
    }

    /// The token in a header, if it has the shape of one.
    #[must_use]
    pub fn of_text(text: &str) -> Option<Self> {
        let bits = text.strip_prefix(PREFIX)?;
        let shaped = bits.len() == LENGTH
            && bits
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        shaped.then(|| Self(SecretString::from(text.to_owned())))
    }

    pub(super) fn text(&self) -> &str {
        self.0.expose_secret()
    }

    pub(super) fn into_text(self) -> SecretString {
        self.0
    }

    /// How it begins, for lists.
    pub(super) fn starts(&self) -> String {
        self.text().chars().take(SHOWN).collect()
    }

    /// What the database keeps.
    pub(super) fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.text().as_bytes()).to_vec()
    }
}

/// A company's own system, today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bearer {
    pub(super) token_id: i64,
    /// The name of its changes in the history of lots.
    pub(super) client_id: Uuid,
    pub(super) supplier: Supplier,
    scopes: Vec<Scope>,
}

impl Bearer {
    /// Whether the token is for this.
    #[must_use]
    pub fn may(&self, scope: Scope) -> bool {
        self.scopes.contains(&scope)
    }

    /// Asks that the token is for this.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`].
    pub(super) fn asked(&self, scope: Scope) -> Answer<()> {
        if self.may(scope) {
            Ok(())
        } else {
            Err(Refusal::NotAllowed.into())
        }
    }

    /// Whose calls are counted together.
    #[must_use]
    pub const fn company(&self) -> i64 {
        self.supplier.company_id
    }
}

/// Who holds this token.
///
/// # Errors
/// Only breakages; a token that is not good is nobody's.
pub async fn find(market: &Market, secret: &Secret) -> Answer<Option<Bearer>> {
    let (db, now) = (market.db.reader(), market.now());
    let found = api_token::Entity::find()
        .filter(api_token::Column::TokenHash.eq(secret.hash()))
        .filter(api_token::Column::ExpiresAt.gt(now))
        .one(db)
        .await?;
    let Some(row) = found else { return Ok(None) };
    let account = async { Ok(account::Entity::find_by_id(row.account_id).one(db).await?) };
    let (account, employer) = tokio::try_join!(account, standing::employer(db, row.account_id))?;
    let Some((member, company)) = employer.filter(|(_, company)| company.id == row.company_id) else {
        return Ok(None);
    };
    let may = Role::of_word(&member.role).is_some_and(|role| role.may(Act::Stock));
    if !may || !sync::sells(&company) || account.is_none_or(|account| account.state != "active") {
        return Ok(None);
    }
    if row.used_at.is_none_or(|used| now - used >= USED_STEP) {
        note_used(market, row.id, now).await?;
    }
    Ok(Some(Bearer {
        token_id: row.id,
        client_id: row.client_id,
        supplier: Supplier {
            account_id: row.account_id,
            company_id: row.company_id,
        },
        scopes: tokens::scopes(&row),
    }))
}

async fn note_used(market: &Market, token_id: i64, now: i64) -> Answer<()> {
    let tx = market.db.begin().await?;
    api_token::Entity::update_many()
        .col_expr(api_token::Column::UsedAt, Expr::value(now))
        .filter(api_token::Column::Id.eq(token_id))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Whether the token is still there, held until the transaction ends.
pub(super) async fn is_held(tx: &impl ConnectionTrait, bearer: &Bearer, now: i64) -> Answer<bool> {
    let row = api_token::Entity::find_by_id(bearer.token_id)
        .filter(api_token::Column::ExpiresAt.gt(now))
        .lock_shared()
        .one(tx)
        .await?;
    Ok(row.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_known_by_its_beginning_and_never_twice_the_same() {
        let (one, other) = (Secret::new(), Secret::new());
        assert!(one.text().starts_with("rs_") && one.text() != other.text());
        let again = Secret::of_text(one.text()).expect("has the shape");
        assert_eq!(again.hash(), one.hash());
        for strange in [
            "",
            "rs_",
            "rs_short",
            &one.text()[3..],
            &format!("{}x", one.text()),
            &format!("rs_{}", "é".repeat(21)),
        ] {
            assert!(Secret::of_text(strange).is_none(), "{strange}");
        }
    }
}
