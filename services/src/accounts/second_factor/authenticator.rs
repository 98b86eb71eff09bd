//! The authenticator app: codes of six digits, made from a shared secret and the time (RFC 6238).
//!
//! The secret is the market's seal over the account and a salt. It is never stored: whoever steals the tables cannot make
//! a code. A code is taken one step early or late, and each step counts once.

use domain::accounts::Email;
use domain::accounts::second_factor::Enrolment;
use domain::refusal::Refusal;
use domain::text::fold_width;
use domain::violations::Violation;
use qrcodegen::{QrCode, QrCodeEcc};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set};
use totp_rs::{Builder, Totp};
use uuid::Uuid;

use crate::accounts::{mail_address, proved};
use crate::entity::{account_email, authenticator};
use crate::error::Answer;
use crate::market::Market;
use crate::owner;

/// Bytes of the secret, as apps expect it.
const SECRET: usize = 20;
/// Seconds that a code lasts.
const STEP: u64 = 30;
/// Light modules around the picture, without which cameras do not find it.
const MARGIN: i32 = 4;

/// `issuer` and `name` are what the app shows; they change nothing about the codes.
fn totp(market: &Market, row: &authenticator::Model, issuer: &str, name: &str) -> Totp {
    let parts: [&[u8]; 2] = [&row.account_id.to_be_bytes(), row.salt.as_bytes()];
    let seal = market.seal.of("authenticator", &parts);
    // Nothing here can be refused: the secret is long enough, and neither name has a colon.
    Builder::new()
        .with_secret(seal[..SECRET].to_vec())
        .with_step_duration(STEP)
        .with_account_name(name.replace(':', " "))
        .with_issuer(Some(issuer.replace(':', " ")))
        .build_noncompliant()
}

fn seconds(millis: i64) -> u64 {
    millis.unsigned_abs() / 1_000
}

pub(crate) async fn find(db: &impl ConnectionTrait, account_id: i64) -> Answer<Option<authenticator::Model>> {
    Ok(authenticator::Entity::find_by_id(account_id).one(db).await?)
}

/// Begins to set an app up, with a new secret; an unfinished attempt is forgotten, a finished one stays.
pub(crate) async fn begin(tx: &impl ConnectionTrait, account_id: i64, now: i64) -> Answer<()> {
    cancel(tx, account_id).await?;
    if find(tx, account_id).await?.is_some() {
        return Ok(());
    }
    let row = authenticator::ActiveModel {
        account_id: Set(account_id),
        salt: Set(Uuid::new_v4()),
        confirmed_at: Set(None),
        last_step: Set(0),
        created_at: Set(now),
    };
    authenticator::Entity::insert(row)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Forgets an app that has not shown a code yet.
pub(crate) async fn cancel(tx: &impl ConnectionTrait, account_id: i64) -> Answer<()> {
    authenticator::Entity::delete_many()
        .filter(authenticator::Column::AccountId.eq(account_id))
        .filter(authenticator::Column::ConfirmedAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

/// Forgets the app.
pub(crate) async fn remove(tx: &impl ConnectionTrait, account_id: i64) -> Answer<()> {
    authenticator::Entity::delete_by_id(account_id).exec(tx).await?;
    Ok(())
}

/// What to bring into the app, while it has not shown a code yet.
pub(crate) async fn enrolment(
    market: &Market,
    db: &impl ConnectionTrait,
    account_id: i64,
) -> Answer<Option<Enrolment>> {
    let row = find(db, account_id).await?;
    let Some(row) = row.filter(|row| row.confirmed_at.is_none()) else {
        return Ok(None);
    };
    let address = mail_address(db, account_id).await?;
    let name = address.map_or_else(|| account_id.to_string(), |(address, _)| address);
    let owner = owner::now(db, &market.settings).await?;
    let totp = totp(market, &row, owner.name_en.as_str(), &name);
    let address = totp
        .to_url()
        .map_err(|error| anyhow::anyhow!("otpauth: {error}"))?;
    let code = QrCode::encode_text(&address, QrCodeEcc::Medium)
        .map_err(|error| anyhow::anyhow!("the picture of a secret: {error:?}"))?;
    Ok(Some(Enrolment {
        secret: grouped(&totp.secret().to_base32()),
        picture: path_of(&code),
        side: (code.size() + 2 * MARGIN).unsigned_abs(),
        address,
    }))
}

fn grouped(secret: &str) -> String {
    let letters: Vec<char> = secret.chars().collect();
    let groups: Vec<String> = letters.chunks(4).map(|four| four.iter().collect()).collect();
    groups.join(" ")
}

/// One rectangle for each run of dark modules.
fn path_of(code: &QrCode) -> String {
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let run = (x..code.size()).take_while(|x| code.get_module(*x, y)).count();
            let run = i32::try_from(run).unwrap_or_default();
            if run > 0 {
                path.push_str(&format!("M{} {}h{run}v1h-{run}z", x + MARGIN, y + MARGIN));
            }
            x += run.max(1);
        }
    }
    path
}

/// The step whose code was typed, if it is one of the three that count now.
fn step_of(market: &Market, row: &authenticator::Model, typed: &str, now: i64) -> Option<i64> {
    let digits: String = fold_width(typed).chars().filter(|c| !c.is_whitespace()).collect();
    let shaped = digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_digit());
    let step = shaped.then(|| totp(market, row, "", "code").check(&digits, seconds(now)))??;
    i64::try_from(step).ok()
}

/// Takes a code of an app that was set up, once.
pub(crate) async fn spend(
    market: &Market,
    tx: &impl ConnectionTrait,
    account_id: i64,
    typed: &str,
    now: i64,
) -> Answer<Result<(), Violation>> {
    let row = find(tx, account_id).await?;
    let Some(row) = row.filter(|row| row.confirmed_at.is_some()) else {
        return Ok(Err(Violation::CodeWrong));
    };
    let Some(step) = step_of(market, &row, typed, now) else {
        return Ok(Err(Violation::CodeWrong));
    };
    let spent = authenticator::Entity::update_many()
        .col_expr(authenticator::Column::LastStep, Expr::value(step))
        .filter(authenticator::Column::AccountId.eq(account_id))
        .filter(authenticator::Column::Salt.eq(row.salt))
        .filter(authenticator::Column::LastStep.lt(step))
        .exec(tx)
        .await?;
    Ok(if spent.rows_affected == 1 {
        Ok(())
    } else {
        Err(Violation::CodeUsed)
    })
}

/// Finishes setting an app up: it has the secret, for it shows a code of it. Answers whether it was the right one.
pub(crate) async fn confirm(
    market: &Market,
    tx: &impl ConnectionTrait,
    account_id: i64,
    typed: &str,
    now: i64,
) -> Answer<bool> {
    let row = find(tx, account_id).await?;
    let Some(row) = row.filter(|row| row.confirmed_at.is_none()) else {
        return Ok(false);
    };
    let Some(step) = step_of(market, &row, typed, now) else {
        return Ok(false);
    };
    let confirmed = authenticator::Entity::update_many()
        .col_expr(authenticator::Column::ConfirmedAt, Expr::value(now))
        .col_expr(authenticator::Column::LastStep, Expr::value(step))
        .filter(authenticator::Column::AccountId.eq(account_id))
        .filter(authenticator::Column::Salt.eq(row.salt))
        .filter(authenticator::Column::ConfirmedAt.is_null())
        .exec(tx)
        .await?;
    Ok(confirmed.rows_affected == 1)
}

async fn row_of(market: &Market, email: &Email) -> Answer<authenticator::Model> {
    let db = market.db.reader();
    let address = proved(db, &email.canonical()).await?.ok_or(Refusal::NotFound)?;
    Ok(find(db, address.account_id).await?.ok_or(Refusal::NotFound)?)
}

/// The next code that will be taken from the app of an account, for the operator of a demonstration. Where the code of
/// this step was used, it is the one after it, which is taken already.
///
/// # Errors
/// [`Refusal::NotFound`] without such an app; [`Refusal::TooMany`] when both were used.
pub async fn code_for(market: &Market, email: &Email) -> Answer<String> {
    let row = row_of(market, email).await?;
    let now = seconds(market.now());
    let step = (now / STEP).max(row.last_step.unsigned_abs() + 1);
    if step > now / STEP + 1 {
        let wait = (step - 1) * STEP - now;
        return Err(Refusal::TooMany {
            seconds: u32::try_from(wait).unwrap_or(u32::MAX),
        }
        .into());
    }
    Ok(totp(market, &row, "", "code").generate(step * STEP).to_string())
}

/// Sets an app up for an account of the demonstration, unless there is one, and answers its secret.
///
/// # Errors
/// [`Refusal::NotFound`] without such an account.
pub async fn enrol_for(market: &Market, email: &Email) -> Answer<String> {
    let address = account_email::Entity::find()
        .filter(account_email::Column::Canonical.eq(email.canonical()))
        .one(market.db.reader())
        .await?
        .ok_or(Refusal::NotFound)?;
    let tx = market.db.begin().await?;
    let now = market.now();
    if find(&tx, address.account_id).await?.is_none() {
        begin(&tx, address.account_id, now).await?;
    }
    authenticator::Entity::update_many()
        .col_expr(authenticator::Column::ConfirmedAt, Expr::value(now))
        .filter(authenticator::Column::AccountId.eq(address.account_id))
        .filter(authenticator::Column::ConfirmedAt.is_null())
        .exec(&tx)
        .await?;
    tx.commit().await?;
    let row = row_of(market, email).await?;
    Ok(totp(market, &row, "", email.as_str()).secret().to_base32())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_is_made_of_runs_that_stay_inside_it() {
        let code = QrCode::encode_text("otpauth://totp/x?secret=ABCD", QrCodeEcc::Medium).expect("a picture");
        let path = path_of(&code);
        // The finder pattern in the upper left corner: seven dark modules.
        assert!(path.starts_with("M4 4h7v1h-7z"), "{path}");
        let dark = (0..code.size())
            .flat_map(|y| (0..code.size()).map(move |x| (x, y)))
            .filter(|(x, y)| code.get_module(*x, *y))
            .count();
        let drawn: usize = path
            .split('h')
            .skip(1)
            .step_by(2)
            .map(|run| {
                run.split('v')
                    .next()
                    .and_then(|n| n.parse::<usize>().ok())
                    .expect("a run")
            })
            .sum();
        assert_eq!(drawn, dark);
    }

    #[test]
    fn a_secret_is_written_in_groups() {
        assert_eq!(grouped("ABCDEFGHIJ"), "ABCD EFGH IJ");
    }
}
