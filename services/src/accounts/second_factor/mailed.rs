//! The code by mail (R061): eight digits, ten minutes, five tries, and again on request.
//!
//! The table holds a random number, and the market's seal makes the code of it (T13): whoever reads the database cannot
//! sign in with it. Tries are those of the half sign-in and of the account's lane, as for every second step (T19).

use domain::refusal::Refusal;
use domain::text::fold_width;
use sea_orm::sea_query::{Expr, ExprTrait, Func};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};
use subtle::ConstantTimeEq;
use uuid::Uuid;

use super::half::{self, Half, LASTS};
use crate::accounts::mail_address;
use crate::accounts::token::Token;
use crate::entity::{account, half_sign_in, outbox};
use crate::error::Answer;
use crate::market::Market;
use crate::post::{self, Mail, Parcel, SealedLink, SignInCode};
use crate::seal::Seal;

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;
/// Codes to one reader in a day: many for a person, few for somebody who has a stranger's password.
const A_DAY: u64 = 20;
/// Codes of one sign-in.
const OF_ONE: i32 = 5;

/// The code that a number names.
pub(crate) fn code(seal: &Seal, id: Uuid, generation: i32) -> String {
    seal.code("sign-in code", &[id.as_bytes(), &generation.to_be_bytes()])
}

/// Mails a new code for a half sign-in; the one before it is void, and the time begins anew.
///
/// # Errors
/// [`Refusal::TooMany`] when this reader has had enough of them today.
pub(crate) async fn send(
    tx: &impl ConnectionTrait,
    half: Vec<u8>,
    account: &account::Model,
    now: i64,
) -> Answer<()> {
    let Some((address, language)) = mail_address(tx, account.id).await? else {
        return Err(Refusal::StepOver.into());
    };
    if sent_today(tx, &address, now).await? >= A_DAY {
        return Err(Refusal::TooMany { seconds: 86_400 }.into());
    }
    let id = Uuid::new_v4();
    half_sign_in::Entity::update_many()
        .col_expr(half_sign_in::Column::CodeId, Expr::value(id))
        .col_expr(half_sign_in::Column::CodeSentAt, Expr::value(now))
        .col_expr(
            half_sign_in::Column::CodeMails,
            Expr::col(half_sign_in::Column::CodeMails).add(1),
        )
        .col_expr(half_sign_in::Column::ExpiresAt, Expr::value(now + LASTS))
        .filter(half_sign_in::Column::TokenHash.eq(half))
        .exec(tx)
        .await?;
    let mail = Mail::SignInCode(SignInCode {
        code: SealedLink {
            id,
            generation: account.generation,
        },
    });
    let parcel = Parcel {
        mail: &mail,
        recipient: &address,
        language,
        dedupe_key: format!("code:{id}"),
        expires_at: Some(now + LASTS),
    };
    post::enqueue(tx, now, &parcel).await?;
    Ok(())
}

async fn sent_today(tx: &impl ConnectionTrait, address: &str, now: i64) -> Answer<u64> {
    let reader = Expr::expr(Func::lower(Expr::col(outbox::Column::Recipient)));
    Ok(outbox::Entity::find()
        .filter(reader.eq(address.to_lowercase()))
        .filter(outbox::Column::CreatedAt.gt(now - DAY))
        .filter(outbox::Column::Kind.eq("sign_in_code"))
        .count(tx)
        .await?)
}

/// Seconds until the code can be mailed again.
pub(crate) fn wait(half: &Half, now: i64) -> u32 {
    let until = half.row.code_sent_at.map_or(now, |sent| sent + MINUTE);
    u32::try_from(until - now).unwrap_or(0).div_ceil(1_000)
}

/// Mails the code again, once a minute.
///
/// # Errors
/// [`Refusal::StepOver`] when no code is asked for; [`Refusal::TooMany`] within a minute, and after too many of them.
pub(crate) async fn send_again(market: &Market, token: Option<&Token>) -> Answer<()> {
    let now = market.now();
    let half = half::find(market.db.reader(), token, now).await?;
    if !half.due.begins_with_code() {
        return Err(Refusal::StepOver.into());
    }
    let tx = market.db.begin().await?;
    // Of many at once, one: whoever comes late finds that it was mailed a moment ago.
    let taken = half_sign_in::Entity::update_many()
        .col_expr(half_sign_in::Column::CodeSentAt, Expr::value(now))
        .filter(half_sign_in::Column::TokenHash.eq(half.row.token_hash.clone()))
        .filter(half_sign_in::Column::CodeSentAt.lte(now - MINUTE))
        .filter(half_sign_in::Column::CodeMails.lt(OF_ONE))
        .exec(&tx)
        .await?;
    if taken.rows_affected != 1 {
        let seconds = wait(&half, now);
        return Err(Refusal::TooMany {
            seconds: if seconds == 0 { 60 } else { seconds },
        }
        .into());
    }
    send(&tx, half.row.token_hash.clone(), &half.account, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Whether what was typed is the code that was mailed last, in time.
pub(crate) fn is_right(market: &Market, half: &Half, typed: &str, now: i64) -> bool {
    let (Some(id), Some(sent)) = (half.row.code_id, half.row.code_sent_at) else {
        return false;
    };
    let digits: String = fold_width(typed)
        .chars()
        .filter(|c| !matches!(c, ' ' | '-'))
        .collect();
    let right = code(&market.seal, id, half.row.generation);
    now < sent + LASTS && bool::from(right.as_bytes().ct_eq(digits.as_bytes()))
}
