//! Who people are to us: accounts, passwords, sessions, and the proofs that follow from them.
//!
//! Signing in does the same work for a known and an unknown name (T01); a session is a random token of which only the
//! hash is stored (T23); every request looks its session, its person and their company up again (T25). Whoever registers
//! becomes an account by proving an address (`registration`, `verification`), by a link that is sealed, not stored
//! (`links`). Failed sign-ins close a lane, not a person (`guard`). Whoever forgot a password gets a link to a new one
//! (`recovery`); passwords, addresses and sessions are changed by their owner (`password_change`, `addresses`, `sessions`),
//! and each change of credentials voids what was made for the older ones (`credentials`).
//! One's own account is shown and updated by `own`, changes sides by `sides`, is taken home by `takeout` and goes by
//! `leaving`.
//! A company that registers in two steps sends the second behind its link, and names who lets it in (`companies`).
//! Beside the trade an account may have the profiles of an individual and of a corporation: `persons`.
//! The users of a company are invited, given roles and removed by `users`.
//! What else than a password is asked stands in `second_factor`; showing the password again, in `proving`.

pub mod addresses;
pub mod caller;
pub mod companies;
pub mod credentials;
pub mod device;
pub(crate) mod guard;
pub mod leaving;
pub mod links;
pub mod opening;
pub mod own;
pub mod password_change;
pub mod passwords;
pub mod persons;
pub(crate) mod profiles;
pub mod proving;
pub mod recovery;
pub mod registration;
pub mod second_factor;
pub mod session;
pub mod sessions;
pub mod sides;
pub mod sign_in;
pub(crate) mod standing;
pub mod strength;
pub mod takeout;
pub mod token;
pub mod users;
pub mod verification;

use std::collections::HashMap;

use domain::accounts::role::Act;
use domain::accounts::{AccountType, Email, Role};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::entity::{account, account_email, company, membership};
use crate::error::Answer;
use crate::market::Market;
use crate::post::{self, Mail, Parcel};
use crate::proofs::Supplier;
use domain::refusal::Refusal;

/// The proof of a supplier named by the operator at the command line, who has the database in hand anyway.
///
/// # Errors
/// [`Refusal::NotFound`] when nobody who may change a supplier's stock signs in with this address.
pub async fn supplier_named(market: &Market, email: &Email) -> Answer<Supplier> {
    let db = market.db.reader();
    let address = proved(db, &email.canonical()).await?.ok_or(Refusal::NotFound)?;
    let member = membership::Entity::find_by_id(address.account_id)
        .one(db)
        .await?
        .ok_or(Refusal::NotFound)?;
    let company = company::Entity::find_by_id(member.company_id)
        .one(db)
        .await?
        .ok_or(Refusal::NotFound)?;
    let may = Role::of_word(&member.role).is_some_and(|role| role.may(Act::Stock));
    if !may
        || company.trade_type != AccountType::Supplier.word()
        || company.in_screening()
        || company.suspended_at.is_some()
    {
        return Err(Refusal::NotFound.into());
    }
    Ok(Supplier {
        account_id: member.account_id,
        company_id: company.id,
    })
}

/// The company that runs the marketplace, once there is one.
pub(crate) async fn owner(db: &impl sea_orm::ConnectionTrait) -> Answer<Option<i64>> {
    let owner = company::Entity::find()
        .filter(company::Column::IsOwner.eq(true))
        .one(db)
        .await?;
    Ok(owner.map(|company| company.id))
}

/// Whether an address is one that the person signed in has proved to be theirs. Any other may be a stranger's (T20).
pub(crate) async fn owns(
    db: &impl sea_orm::ConnectionTrait,
    who: Option<&session::SignedIn>,
    email: &Email,
) -> Answer<bool> {
    let Some(who) = who else { return Ok(false) };
    let proved = account_email::Entity::find()
        .filter(account_email::Column::AccountId.eq(who.member.account_id))
        .filter(account_email::Column::Canonical.eq(email.canonical()))
        .filter(account_email::Column::VerifiedAt.is_not_null())
        .one(db)
        .await?;
    Ok(proved.is_some())
}

/// An address as the account keeps it that has proved it; nobody else's.
pub(crate) async fn proved(
    db: &impl sea_orm::ConnectionTrait,
    canonical: &str,
) -> Answer<Option<account_email::Model>> {
    let address = account_email::Entity::find()
        .filter(account_email::Column::Canonical.eq(canonical))
        .filter(account_email::Column::VerifiedAt.is_not_null())
        .one(db)
        .await?;
    Ok(address)
}

/// The main addresses of accounts, by their numbers in the database.
pub(crate) async fn main_addresses(
    db: &impl sea_orm::ConnectionTrait,
    ids: impl IntoIterator<Item = i64>,
) -> Answer<HashMap<i64, String>> {
    let rows = account_email::Entity::find()
        .filter(account_email::Column::AccountId.is_in(ids))
        .filter(account_email::Column::Main.eq(true))
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.account_id, row.address))
        .collect())
}

/// Main address and language of an account, for mails to it.
pub(crate) async fn mail_address(
    db: &impl sea_orm::ConnectionTrait,
    account_id: i64,
) -> Answer<Option<(String, domain::language::Language)>> {
    let found = account_email::Entity::find()
        .filter(account_email::Column::AccountId.eq(account_id))
        .filter(account_email::Column::Main.eq(true))
        .one(db)
        .await?;
    let Some(address) = found else { return Ok(None) };
    let account = account::Entity::find_by_id(account_id).one(db).await?;
    let language = account.and_then(|a| domain::language::Language::of_tag(&a.language));
    Ok(Some((
        address.address,
        language.unwrap_or(domain::language::Language::En),
    )))
}

/// Mails an account's person something, in the transaction of what happened.
pub(crate) async fn tell(
    tx: &impl sea_orm::ConnectionTrait,
    account_id: i64,
    mail: &Mail,
    dedupe_key: String,
    now: i64,
) -> Answer<()> {
    let Some((address, language)) = mail_address(tx, account_id).await? else {
        return Ok(());
    };
    let parcel = Parcel {
        mail,
        recipient: &address,
        language,
        dedupe_key,
        expires_at: None,
    };
    post::enqueue(tx, now, &parcel).await?;
    Ok(())
}
