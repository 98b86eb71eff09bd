//! Backup codes: ten for when the phone is gone. They are shown once, kept as seals, and each is good once.

use domain::text::fold_width;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, Set};

use crate::entity::backup_code;
use crate::error::Answer;
use crate::market::Market;

/// How many there are.
pub const CODES: usize = 10;
/// Letters and digits that nobody takes for one another (Crockford's base 32): five bits each.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Signs of one code: fifty bits.
const SIGNS: usize = 10;

/// Makes ten new codes; those before are worth nothing any more.
pub(crate) async fn make(market: &Market, tx: &impl ConnectionTrait, account_id: i64) -> Answer<Vec<String>> {
    remove(tx, account_id).await?;
    let mut codes = Vec::with_capacity(CODES);
    while codes.len() < CODES {
        let code = new_code();
        if codes.contains(&code) {
            continue;
        }
        let row = backup_code::ActiveModel {
            account_id: Set(account_id),
            code_hash: Set(hash(market, account_id, &code)),
            used_at: Set(None),
        };
        backup_code::Entity::insert(row)
            .exec_without_returning(tx)
            .await?;
        codes.push(code);
    }
    Ok(codes.iter().map(|code| shown(code)).collect())
}

fn new_code() -> String {
    let bytes: [u8; SIGNS] = rand::random();
    bytes
        .iter()
        .map(|byte| char::from(ALPHABET[usize::from(byte & 31)]))
        .collect()
}

/// In two halves, as people read it out.
fn shown(code: &str) -> String {
    let (left, right) = code.split_at(SIGNS / 2);
    format!("{left}-{right}")
}

/// As it was made, however it is typed.
fn tidy(typed: &str) -> String {
    fold_width(typed)
        .chars()
        .filter(|c| c.is_ascii_alphanumeric())
        .map(|c| match c.to_ascii_lowercase() {
            'o' => '0',
            'i' | 'l' => '1',
            other => other,
        })
        .collect()
}

fn hash(market: &Market, account_id: i64, code: &str) -> Vec<u8> {
    let parts: [&[u8]; 2] = [&account_id.to_be_bytes(), code.as_bytes()];
    market.seal.of("backup code", &parts).to_vec()
}

/// Uses a code up; of many at once, one succeeds.
pub(crate) async fn spend(
    market: &Market,
    tx: &impl ConnectionTrait,
    account_id: i64,
    typed: &str,
    now: i64,
) -> Answer<bool> {
    let code = tidy(typed);
    if code.len() != SIGNS {
        return Ok(false);
    }
    let spent = backup_code::Entity::update_many()
        .col_expr(backup_code::Column::UsedAt, Expr::value(now))
        .filter(backup_code::Column::AccountId.eq(account_id))
        .filter(backup_code::Column::CodeHash.eq(hash(market, account_id, &code)))
        .filter(backup_code::Column::UsedAt.is_null())
        .exec(tx)
        .await?;
    Ok(spent.rows_affected == 1)
}

/// How many are left.
pub(crate) async fn left(db: &impl ConnectionTrait, account_id: i64) -> Answer<u32> {
    let left = backup_code::Entity::find()
        .filter(backup_code::Column::AccountId.eq(account_id))
        .filter(backup_code::Column::UsedAt.is_null())
        .count(db)
        .await?;
    Ok(u32::try_from(left).unwrap_or(u32::MAX))
}

pub(crate) async fn remove(tx: &impl ConnectionTrait, account_id: i64) -> Answer<()> {
    backup_code::Entity::delete_many()
        .filter(backup_code::Column::AccountId.eq(account_id))
        .exec(tx)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_known_however_it_is_typed() {
        let code = new_code();
        assert_eq!(tidy(&shown(&code)), code);
        assert_eq!(tidy(&format!(" {} ", shown(&code).to_uppercase())), code);
        assert_eq!(tidy("ＯIl-０a"), "0110a");
    }
}
