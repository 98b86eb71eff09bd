//! How an entry is tied to the one before it. Whoever holds the whole database could tie a new chain; whoever changes,
//! adds or takes out a row of it cannot, and `verify` says which.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use sha2::{Digest, Sha256};

use crate::entity::{audit, audit_head};
use crate::error::Answer;
use crate::market::Market;

/// What the first entry is tied to.
const BEGINNING: &str = "0000000000000000000000000000000000000000000000000000000000000000";
/// Entries read at a time.
const PAGE: u64 = 1_000;

/// The hash of what may have to be forgotten.
pub(crate) fn sealed(salt: &str, details: &str, network: &str) -> String {
    hash(&[salt, details, network])
}

/// The chain of an entry, from the chain of the one before.
pub(crate) fn next(before: &str, row: &audit::Model) -> String {
    let number = |number: Option<i64>| number.map_or_else(String::new, |number| number.to_string());
    hash(&[
        before,
        &row.number.to_string(),
        &row.at.to_string(),
        &number(row.actor),
        &row.action,
        &number(row.application_id),
        &number(row.about_account),
        &number(row.about_company),
        &row.sealed,
    ])
}

/// In hexadecimal. The lengths are hashed too, so that no two lists of parts are the same.
fn hash(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part.as_bytes());
    }
    let digits = hasher.finalize();
    digits.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What does not hold along the chain; the first fault ends the walk, for all that follows hangs on it.
///
/// # Errors
/// Only what keeps the log from being read.
pub(crate) async fn verify(market: &Market) -> Answer<Option<String>> {
    let db = market.db.begin_reading().await?;
    let (mut number, mut chain) = (0, BEGINNING.to_owned());
    loop {
        let rows = audit::Entity::find()
            .filter(audit::Column::Number.gt(number))
            .order_by_asc(audit::Column::Number)
            .limit(PAGE)
            .all(&db)
            .await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            number += 1;
            if row.number != number {
                return Ok(Some(format!(
                    "the audit log has a gap: entry {number} is missing"
                )));
            }
            // What was erased with a person is gone altogether.
            let is_erased = [&row.salt, &row.details, &row.network]
                .iter()
                .all(|text| text.is_empty());
            let is_whole = is_erased || row.sealed == sealed(&row.salt, &row.details, &row.network);
            chain = next(&chain, &row);
            if !is_whole || chain != row.chain {
                return Ok(Some(format!("the audit log was changed: entry {number}")));
            }
        }
    }
    let head = audit_head::Entity::find_by_id(1_i16).one(&db).await?;
    let ends = head.is_some_and(|head| head.number == number && head.chain == chain);
    Ok((!ends).then(|| format!("the audit log does not end where it says: after entry {number}")))
}
