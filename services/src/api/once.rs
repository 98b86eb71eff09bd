//! Calls that are done once, however often they are sent: the caller names each by a key of its own, and what it was answered is
//! written in the transaction of what it did. All writers of a company wait for its change number, so of two calls with one key
//! the second finds the answer of the first.

use domain::api::{REMEMBERED, is_key};
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, Set};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::Outcome;
use super::bearer::{self, Bearer};
use crate::entity::{api_call, company};
use crate::error::Answer;
use crate::inventory::sync;
use crate::market::Market;

/// The key of a call, and what the call is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Once {
    key_hash: Vec<u8>,
    fingerprint: Vec<u8>,
}

impl Once {
    /// The key of a header, with all that makes the call what it is: method, address, body. None where it is no key.
    #[must_use]
    pub fn of(key: &str, parts: &[&[u8]]) -> Option<Self> {
        is_key(key).then(|| Self {
            key_hash: Sha256::digest(key.as_bytes()).to_vec(),
            fingerprint: fingerprint(parts),
        })
    }
}

/// Each part is preceded by its length, so that no two lists of parts read alike.
fn fingerprint(parts: &[&[u8]]) -> Vec<u8> {
    let mut sum = Sha256::new();
    for part in parts {
        sum.update((part.len() as u64).to_be_bytes());
        sum.update(part);
    }
    sum.finalize().to_vec()
}

/// A call that writes, in its transaction, with the company and its change number held.
pub(super) struct Desk<'a> {
    pub(super) tx: DatabaseTransaction,
    pub(super) company: company::Model,
    pub(super) now: i64,
    token_id: i64,
    once: Option<&'a Once>,
}

impl<'a> Desk<'a> {
    /// Begins; or tells at once what the call comes to.
    pub(super) async fn open<T: DeserializeOwned>(
        market: &Market,
        bearer: &Bearer,
        once: Option<&'a Once>,
    ) -> Answer<Result<Self, Outcome<T>>> {
        let tx = market.db.begin().await?;
        let Some(company) = sync::hold(&tx, &bearer.supplier).await? else {
            return Ok(Err(Outcome::Gone));
        };
        // Asked when it is this call's turn, so that the order of instants is the order of changes.
        let now = market.now();
        if !bearer::is_held(&tx, bearer, now).await? {
            return Ok(Err(Outcome::Gone));
        }
        if let Some(once) = once
            && let Some(call) = remembered(&tx, bearer.token_id, once, now).await?
        {
            return Ok(Err(if call.fingerprint == once.fingerprint {
                Outcome::Before(serde_json::from_str(&call.answer)?)
            } else {
                Outcome::KeyUsed
            }));
        }
        Ok(Ok(Self {
            tx,
            company,
            now,
            token_id: bearer.token_id,
            once,
        }))
    }

    /// Notes what the call is answered, and commits.
    pub(super) async fn close(self, answer: &impl Serialize) -> Answer<()> {
        if let Some(once) = self.once {
            let row = api_call::ActiveModel {
                token_id: Set(self.token_id),
                key_hash: Set(once.key_hash.clone()),
                fingerprint: Set(once.fingerprint.clone()),
                answer: Set(serde_json::to_string(answer)?),
                called_at: Set(self.now),
            };
            api_call::Entity::insert(row)
                .exec_without_returning(&self.tx)
                .await?;
        }
        self.tx.commit().await?;
        Ok(())
    }
}

/// The call of a key, if it is not too long ago; then the key is free again.
async fn remembered(
    tx: &impl ConnectionTrait,
    token_id: i64,
    once: &Once,
    now: i64,
) -> Answer<Option<api_call::Model>> {
    let found = api_call::Entity::find_by_id((token_id, once.key_hash.clone()))
        .one(tx)
        .await?;
    match found {
        Some(call) if call.called_at <= now - REMEMBERED => {
            api_call::Entity::delete_by_id((token_id, once.key_hash.clone()))
                .exec(tx)
                .await?;
            Ok(None)
        }
        found => Ok(found),
    }
}

/// Upkeep: keys that are free again.
pub(crate) async fn forget_old(tx: &impl ConnectionTrait, now: i64) -> Answer<()> {
    api_call::Entity::delete_many()
        .filter(api_call::Column::CalledAt.lte(now - REMEMBERED))
        .exec(tx)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_its_method_its_address_and_its_body() {
        let call = |parts: &[&[u8]]| Once::of("key-1", parts).expect("a key");
        assert_eq!(call(&[b"PUT", b"/a", b"{}"]), call(&[b"PUT", b"/a", b"{}"]));
        assert_ne!(call(&[b"PUT", b"/a", b"{}"]), call(&[b"PUT", b"/a{", b"}"]));
        assert!(Once::of("two words", &[]).is_none());
    }
}
