//! One's e-mail addresses: several of them, one of which is the login ID (R076, R077).
//!
//! Adding one answers the same whether or not somebody has it: the same rows are written, and only the mail differs
//! (T03). It is proved by the link that was mailed to it (`confirm`); one that is proved can become the main one, and
//! the former main one is mailed a link that takes this back (`main`, T21).

pub mod confirm;
pub mod main;

use domain::accounts::credentials::ADDRESSES;
use domain::accounts::own::{Address, Addresses, Standing};
use domain::accounts::{AddAddressForm, Email, PickAddressForm};
use domain::refusal::Refusal;
use domain::violations::{Violation, Violations};
use sea_orm::ActiveValue::NotSet;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, Set,
};

use super::credentials;
use super::links::{self, Issued, Purpose};
use super::proving;
use super::session::SignedIn;
use crate::entity::{account, account_email};
use crate::error::Answer;
use crate::market::Market;
use crate::post::{self, AddressClaimed, ConfirmAddress, Mail, Parcel, SealedLink};

const DAY: i64 = 24 * 60 * 60 * 1_000;

/// The addresses of somebody who is signed in.
///
/// # Errors
/// Only breakages.
pub async fn list(market: &Market, who: &SignedIn) -> Answer<Addresses> {
    let db = market.db.reader();
    let rows = account_email::Entity::find()
        .filter(account_email::Column::AccountId.eq(who.member.account_id))
        .order_by_desc(account_email::Column::Main)
        .order_by_asc(account_email::Column::Id)
        .all(db)
        .await?;
    let mut list = Vec::with_capacity(rows.len());
    for row in rows {
        list.push(Address {
            id: row.id,
            standing: standing(db, &row, who.here.generation, market.now()).await?,
            address: row.address,
        });
    }
    Ok(Addresses {
        has_room: list.len() < ADDRESSES as usize
            || list.iter().any(|address| address.standing == Standing::Lapsed),
        asks_password: !proving::is_fresh(market, who),
        list,
    })
}

async fn standing(
    db: &impl ConnectionTrait,
    row: &account_email::Model,
    generation: i32,
    now: i64,
) -> Answer<Standing> {
    if row.main {
        return Ok(Standing::Main);
    }
    if row.verified_at.is_some() {
        return Ok(Standing::Proved);
    }
    let link = links::newest(db, Purpose::AddAddress, row.id).await?;
    Ok(link
        .filter(|link| link.row.generation == generation && link.standing(now).is_ok())
        .map_or(Standing::Lapsed, |link| Standing::Waiting {
            until: link.row.expires_at,
        }))
}

/// Adds an address and mails its link; one that waits already is mailed again. Whether somebody else has it is told
/// to nobody but that person.
///
/// # Errors
/// Violations at `email` and `password`; [`Refusal::TooMany`] for the eleventh mail to one reader in a day.
pub async fn add(market: &Market, who: &SignedIn, form: &AddAddressForm) -> Answer<()> {
    let email = form.check()?;
    proving::show_unless_fresh(market, who, &form.password).await?;
    let now = market.now();
    let tx = market.db.begin().await?;
    let account = credentials::locked_for(&tx, who).await?;
    let row = row_for(&tx, &account, &email, now).await?;
    if !links::may_mail(&tx, Purpose::AddAddress, &row.canonical, now).await? {
        return Err(Refusal::TooMany { seconds: 86_400 }.into());
    }
    let issued = links::issue(
        &tx,
        Purpose::AddAddress,
        row.id,
        account.generation,
        &row.canonical,
        now,
    )
    .await?;
    let owner = owner(&tx, &row.canonical).await?;
    mail(&tx, &account, &row, &issued, owner.as_ref(), now).await?;
    tx.commit().await?;
    Ok(())
}

/// The row of an address that is to be proved: a new one, or the one that waits already.
async fn row_for(
    tx: &impl ConnectionTrait,
    account: &account::Model,
    email: &Email,
    now: i64,
) -> Answer<account_email::Model> {
    let of_account = || account_email::Entity::find().filter(account_email::Column::AccountId.eq(account.id));
    let before = of_account()
        .filter(account_email::Column::Canonical.eq(email.canonical()))
        .one(tx)
        .await?;
    match before {
        Some(row) if row.verified_at.is_some() => {
            return Err(Violations::of("email", Violation::AddressOwn).into());
        }
        Some(row) => return Ok(row),
        None => {}
    }
    for row in of_account().all(tx).await? {
        if standing(tx, &row, account.generation, now).await? == Standing::Lapsed {
            remove(tx, row.id).await?;
        }
    }
    if of_account().count(tx).await? >= u64::from(ADDRESSES) {
        return Err(Violations::of("email", Violation::TooManyAddresses { max: ADDRESSES }).into());
    }
    let row = account_email::ActiveModel {
        id: NotSet,
        account_id: Set(account.id),
        address: Set(email.as_str().to_owned()),
        canonical: Set(email.canonical()),
        main: Set(false),
        verified_at: Set(None),
    };
    Ok(row.insert(tx).await?)
}

async fn remove(tx: &impl ConnectionTrait, id: i64) -> Answer<()> {
    links::void(tx, Purpose::AddAddress, id).await?;
    account_email::Entity::delete_by_id(id).exec(tx).await?;
    Ok(())
}

/// Who has proved an address.
pub(super) async fn owner(tx: &impl ConnectionTrait, canonical: &str) -> Answer<Option<account::Model>> {
    let address = super::proved(tx, canonical).await?;
    // Looked up for nobody, too.
    let id = address.map_or(0, |address| address.account_id);
    Ok(account::Entity::find_by_id(id).one(tx).await?)
}

/// M11, or, to somebody who has the address already, a word about that: once a day, however often it is tried.
async fn mail(
    tx: &impl ConnectionTrait,
    account: &account::Model,
    row: &account_email::Model,
    issued: &Issued,
    owner: Option<&account::Model>,
    now: i64,
) -> Answer<()> {
    let language = |account: &account::Model| {
        domain::language::Language::of_tag(&account.language).unwrap_or(domain::language::Language::En)
    };
    let (mail, language, dedupe_key) = match owner {
        None => (
            Mail::ConfirmAddress(ConfirmAddress {
                link: SealedLink {
                    id: issued.id,
                    generation: issued.generation,
                },
            }),
            language(account),
            format!("confirm:{}", issued.id),
        ),
        Some(owner) => (
            Mail::AddressClaimed(AddressClaimed {
                number: owner.number.clone(),
            }),
            language(owner),
            format!("claimed:{}:{}", owner.id, now / DAY),
        ),
    };
    let parcel = Parcel {
        mail: &mail,
        recipient: &row.address,
        language,
        dedupe_key,
        expires_at: Some(issued.expires_at),
    };
    post::enqueue(tx, now, &parcel).await?;
    Ok(())
}

/// Deletes an address; never the main one (R077).
///
/// # Errors
/// Violations at `address` and `password`.
pub async fn delete(market: &Market, who: &SignedIn, form: &PickAddressForm) -> Answer<()> {
    let id = form.check()?;
    proving::show_unless_fresh(market, who, &form.password).await?;
    let tx = market.db.begin().await?;
    let account = credentials::locked_for(&tx, who).await?;
    let row = own(&tx, &account, id).await?;
    if row.main {
        return Err(Violations::of("address", Violation::AddressMain).into());
    }
    remove(&tx, row.id).await?;
    tx.commit().await?;
    Ok(())
}

/// One of the account's own addresses.
async fn own(tx: &impl ConnectionTrait, account: &account::Model, id: i64) -> Answer<account_email::Model> {
    account_email::Entity::find_by_id(id)
        .filter(account_email::Column::AccountId.eq(account.id))
        .one(tx)
        .await?
        .ok_or_else(|| Violations::of("address", Violation::NotAChoice).into())
}
