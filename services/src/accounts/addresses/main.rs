//! Which address is the login ID, and taking a change of it back (R076, T21).
//!
//! Whoever took an account over would change the password and the address next, and delete the old one. So the link
//! that is mailed to the former main address survives all of that for seven days: it names the account and the address,
//! is bound to no generation, and the oldest one wins over those that were made after it.

use domain::accounts::PickAddressForm;
use domain::language::Language;
use domain::refusal::Refusal;
use domain::violations::{Violation, Violations};
use sea_orm::ActiveValue::NotSet;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, Set,
};

use super::own;
use crate::accounts::guard;
use crate::accounts::links::{self, Held, Purpose};
use crate::accounts::session::SignedIn;
use crate::accounts::token::Token;
use crate::accounts::{credentials, proving, recovery, second_factor};
use crate::entity::{account, account_email, link};
use crate::error::{Answer, is_taken};
use crate::market::Market;
use crate::post::{self, AddressChanged, Mail, Parcel, SealedLink};

/// Whoever takes an account over may set up a second factor of their own before the address is changed: what is this much
/// younger, in milliseconds, is theirs for all that we know.
const DOUBTFUL: i64 = 7 * 24 * 60 * 60_000;

/// Makes one of the proved addresses the main one: the login ID from the next sign-in on. All other sessions end.
///
/// # Errors
/// Violations at `address` and `password`.
pub async fn make_main(market: &Market, who: &SignedIn, form: &PickAddressForm) -> Answer<()> {
    let id = form.check()?;
    proving::show_unless_fresh(market, who, &form.password).await?;
    let now = market.now();
    let tx = market.db.begin().await?;
    let account = credentials::locked_for(&tx, who).await;
    // A form that was sent twice finds it done, and a session that stands on other credentials by now.
    if main_of(&tx, who.member.account_id)
        .await?
        .is_some_and(|main| main.id == id)
    {
        return Ok(());
    }
    let account = account?;
    let chosen = own(&tx, &account, id).await?;
    if chosen.verified_at.is_none() {
        return Err(Violations::of("address", Violation::AddressUnproved).into());
    }
    let former = main_of(&tx, account.id).await?;
    let generation = credentials::raise(&tx, &account, None).await?;
    swap(&tx, account.id, chosen.id).await?;
    credentials::keep_only_here(&tx, who, generation).await?;
    if let Some(former) = former {
        tell_former(&tx, &account, generation, &former, &chosen, now).await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn main_of(tx: &impl ConnectionTrait, account_id: i64) -> Answer<Option<account_email::Model>> {
    Ok(account_email::Entity::find()
        .filter(account_email::Column::AccountId.eq(account_id))
        .filter(account_email::Column::Main.eq(true))
        .one(tx)
        .await?)
}

/// One main address goes before the other comes: there is never more than one.
async fn swap(tx: &impl ConnectionTrait, account_id: i64, chosen: i64) -> Answer<()> {
    account_email::Entity::update_many()
        .col_expr(account_email::Column::Main, Expr::value(false))
        .filter(account_email::Column::AccountId.eq(account_id))
        .filter(account_email::Column::Main.eq(true))
        .exec(tx)
        .await?;
    account_email::Entity::update_many()
        .col_expr(account_email::Column::Main, Expr::value(true))
        .filter(account_email::Column::Id.eq(chosen))
        .exec(tx)
        .await?;
    Ok(())
}

/// M28, to the former main address, always: with the link that takes the change back.
async fn tell_former(
    tx: &DatabaseTransaction,
    account: &account::Model,
    generation: i32,
    former: &account_email::Model,
    chosen: &account_email::Model,
    now: i64,
) -> Answer<()> {
    let purpose = Purpose::RevertAddress;
    let issued = links::issue(tx, purpose, account.id, generation, &former.canonical, now).await?;
    let mail = Mail::AddressChanged(AddressChanged {
        at: now,
        masked: post::masked(&chosen.address),
        link: SealedLink {
            id: issued.id,
            generation: issued.generation,
        },
    });
    let parcel = Parcel {
        mail: &mail,
        recipient: &former.address,
        language: language(account),
        dedupe_key: format!("address-changed:{}", issued.id),
        expires_at: Some(issued.expires_at),
    };
    post::enqueue(tx, now, &parcel).await?;
    Ok(())
}

fn language(account: &account::Model) -> Language {
    Language::of_tag(&account.language).unwrap_or(Language::En)
}

/// Looks at the link that takes a change back, without using it. Answers the address that would be the main one again.
///
/// # Errors
/// Expired, used, or no longer good.
pub async fn look_back(market: &Market, token: &str) -> Answer<String> {
    let (held, _) = find(market, token).await?;
    Ok(held.row.canonical)
}

/// Gives the former main address back. All sessions end, all browsers are forgotten, the password is void, second factors
/// that were set up shortly before the change or after it are gone with all backup codes, and a link to a new password is
/// mailed to the address: whoever else was in is out.
///
/// # Errors
/// Expired, used, or no longer good, for instance because another account has the address now.
pub async fn take_back(market: &Market, token: &str) -> Answer<()> {
    let (held, account) = find(market, token).await?;
    // A password that nobody knows, in place of one that somebody may know.
    let nobodys = market.passwords.hash(Token::new().cookie_value()).await?;
    let now = market.now();
    let tx = market.db.begin().await?;
    let account = credentials::locked(&tx, account.id)
        .await?
        .ok_or(Refusal::LinkDead)?;
    links::consume(&tx, &held, held.row.generation, now).await?;
    void_later(&tx, &held.row).await?;
    let address = restored(&tx, &account, &held.row.canonical, now).await?;
    let generation = credentials::raise(&tx, &account, Some(nobodys)).await?;
    swap(&tx, account.id, address.id).await?;
    credentials::forget_everybody(&tx, account.id).await?;
    second_factor::forget_since(&tx, account.id, held.row.created_at - DOUBTFUL).await?;
    guard::open_account(market, &tx, account.id).await?;
    recovery::mail_link(&tx, account.id, generation, &address, language(&account), now).await?;
    tx.commit().await?;
    Ok(())
}

/// The links that were made after this one lead to addresses that came after it.
async fn void_later(tx: &impl ConnectionTrait, used: &link::Model) -> Answer<()> {
    link::Entity::update_many()
        .col_expr(link::Column::Superseded, Expr::value(true))
        .filter(link::Column::Purpose.eq(Purpose::RevertAddress.word()))
        .filter(link::Column::Subject.eq(used.subject))
        .filter(link::Column::CreatedAt.gte(used.created_at))
        .filter(link::Column::UsedAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

/// The address, proved, in the account: as it stands there, or once more if it was deleted.
async fn restored(
    tx: &DatabaseTransaction,
    account: &account::Model,
    canonical: &str,
    now: i64,
) -> Answer<account_email::Model> {
    let row = account_email::Entity::find()
        .filter(account_email::Column::AccountId.eq(account.id))
        .filter(account_email::Column::Canonical.eq(canonical))
        .one(tx)
        .await?;
    let written = match row {
        Some(row) if row.verified_at.is_some() => return Ok(row),
        Some(row) => {
            let mut row: account_email::ActiveModel = row.into();
            row.verified_at = Set(Some(now));
            row.update(tx).await
        }
        None => {
            let row = account_email::ActiveModel {
                id: NotSet,
                account_id: Set(account.id),
                address: Set(canonical.to_owned()),
                canonical: Set(canonical.to_owned()),
                main: Set(false),
                verified_at: Set(Some(now)),
            };
            row.insert(tx).await
        }
    };
    written.map_err(|error| {
        if is_taken(&error) {
            Refusal::LinkDead.into()
        } else {
            error.into()
        }
    })
}

async fn find(market: &Market, token: &str) -> Answer<(Held, account::Model)> {
    let db = market.db.reader();
    let held = links::find(market, db, token).await?;
    if held.purpose != Purpose::RevertAddress {
        return Err(Refusal::LinkDead.into());
    }
    held.standing(market.now())?;
    let account = account::Entity::find_by_id(held.row.subject)
        .one(db)
        .await?
        .filter(|account| account.state == "active")
        .ok_or(Refusal::LinkDead)?;
    Ok((held, account))
}
