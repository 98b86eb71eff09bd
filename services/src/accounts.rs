//! Who people are to us: accounts, passwords, sessions, and the proofs that follow from them.
//!
//! Signing in does the same work for a known and an unknown name (T01); a session is a random token of which only the
//! hash is stored (T23); every request looks its session, its person and their company up again (T25). Whoever registers
//! becomes an account by proving an address (`registration`, `verification`), by a link that is sealed, not stored
//! (`links`). Failed sign-ins close a lane, not a person (`guard`). What else than a password is asked stands in
//! `second_factor`; showing the password again, in `proving`.

pub mod caller;
pub mod device;
pub(crate) mod guard;
pub mod links;
pub mod opening;
pub mod passwords;
pub(crate) mod profiles;
pub mod proving;
pub mod registration;
pub mod second_factor;
pub mod session;
pub mod sign_in;
pub mod strength;
pub mod token;
pub mod verification;

use domain::accounts::{AccountType, Email};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::entity::{account, account_email, company, membership};
use crate::error::Answer;
use crate::market::Market;
use crate::proofs::Supplier;
use domain::refusal::Refusal;

/// The proof of a supplier named by the operator at the command line, who has the database in hand anyway.
///
/// # Errors
/// [`Refusal::NotFound`] when no supplier signs in with this address.
pub async fn supplier_named(market: &Market, email: &Email) -> Answer<Supplier> {
    let db = market.db.reader();
    let address = account_email::Entity::find()
        .filter(account_email::Column::Canonical.eq(email.canonical()))
        .filter(account_email::Column::VerifiedAt.is_not_null())
        .one(db)
        .await?
        .ok_or(Refusal::NotFound)?;
    let member = membership::Entity::find_by_id(address.account_id)
        .one(db)
        .await?
        .ok_or(Refusal::NotFound)?;
    let company = company::Entity::find_by_id(member.company_id)
        .one(db)
        .await?
        .ok_or(Refusal::NotFound)?;
    if company.trade_type != AccountType::Supplier.word() || company.standing != "active" {
        return Err(Refusal::NotFound.into());
    }
    Ok(Supplier {
        account_id: member.account_id,
        company_id: company.id,
    })
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
