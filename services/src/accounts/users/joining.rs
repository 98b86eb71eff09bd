//! Coming as a user of a company: the form behind the mailed link (R052). Whoever holds the link has the mailbox, so the
//! address is proved with it, and nobody need be signed in.

use domain::accounts::users::{JoinForm, Joining, NewUser};
use domain::accounts::{AccountType, Role};
use domain::audit::Action;
use domain::language::Language;
use domain::refusal::Refusal;
use domain::violations::Violations;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};

use super::inviting::{self, GENERATION};
use super::locked;
use crate::accounts::caller::Caller;
use crate::accounts::links::{self, Held, Purpose};
use crate::accounts::opening::{self, Person};
use crate::accounts::strength::{self, Bar};
use crate::accounts::{registration, sides};
use crate::audit::{self, About, Entry, Who};
use crate::entity::{company, invitation};
use crate::error::{Answer, Error, is_taken};
use crate::market::Market;

/// Looks at the link without using it (Z39).
///
/// # Errors
/// Expired, used, or no longer good, for instance because the invitation was taken back.
pub async fn look(market: &Market, token: &str) -> Answer<Joining> {
    let (_, row, company) = find(market, token).await?;
    Ok(Joining {
        account_type: kind(&company),
        role: role(&row)?,
        company: company.name,
        address: row.address,
        name: row.name,
    })
}

fn kind(company: &company::Model) -> AccountType {
    AccountType::of_word(&company.trade_type).unwrap_or(AccountType::Buyer)
}

fn role(row: &invitation::Model) -> Answer<Role> {
    Role::of_word(&row.role).ok_or_else(|| Refusal::LinkDead.into())
}

/// Makes the account, as a user of the company. Answers as what it signs in. Of many uses at once, one succeeds (T14).
///
/// # Errors
/// Violations at the fields, which leave the link as it is; expired, used, or no longer good, for instance because the
/// address has come to an account by another way.
pub async fn join(market: &Market, caller: &Caller, token: &str, form: &JoinForm) -> Answer<AccountType> {
    let (held, row, company) = find(market, token).await?;
    let own = [company.name.as_str(), row.address.as_str()];
    let wanted = form.check(&own)?;
    strength::judge(&wanted.password, &form.own_words(&own), Bar::Public)
        .map_err(|fault| Violations::of("password", fault))?;
    let password_hash = market.passwords.hash(&wanted.password).await?;
    let now = market.now();
    let tx = market.db.begin().await?;
    // The company first, as whoever invites and revokes does.
    let company = locked(&tx, company.id).await?.ok_or(Refusal::LinkDead)?;
    links::consume(&tx, &held, GENERATION, now).await?;
    // Read after the link is ours: it may have been changed a moment ago.
    let row = invitation::Entity::find_by_id(row.id)
        .filter(invitation::Column::EndedAt.is_null())
        .one(&tx)
        .await?
        .ok_or(Refusal::LinkDead)?;
    let account_id = match make(&tx, &row, &company, &wanted, password_hash, caller.language, now).await {
        Ok(account_id) => account_id,
        // Somebody has proved the same address meanwhile.
        Err(Error::Broken(error)) if error.downcast_ref().is_some_and(is_taken) => {
            return Err(Refusal::LinkDead.into());
        }
        Err(error) => return Err(error),
    };
    inviting::end(&tx, row.id, now).await?;
    let entry = Entry {
        who: Who::of_person(account_id, caller.ip),
        what: Action::UserJoined,
        about: About {
            account_id: Some(account_id),
            company_id: Some(company.id),
            ..About::default()
        },
        details: row.role,
    };
    audit::record(&tx, now, entry).await?;
    tx.commit().await?;
    Ok(kind(&company))
}

async fn make(
    tx: &DatabaseTransaction,
    row: &invitation::Model,
    company: &company::Model,
    wanted: &NewUser,
    password_hash: String,
    language: Language,
    now: i64,
) -> Answer<i64> {
    let person = Person {
        address: &row.address,
        canonical: &row.canonical,
        password_hash,
        name: wanted.name.as_str(),
        furigana: wanted.furigana.as_ref().map_or("", |furigana| furigana.as_str()),
        phone: &wanted.phone,
        language,
    };
    let account = opening::insert_account(tx, &person, now).await?;
    opening::insert_user(tx, account.id, company.id, role(row)?).await?;
    sides::agree(tx, account.id, now).await?;
    registration::forget(tx, &row.canonical).await?;
    Ok(account.id)
}

async fn find(market: &Market, token: &str) -> Answer<(Held, invitation::Model, company::Model)> {
    let db = market.db.reader();
    let held = links::find(market, db, token).await?;
    if held.purpose != Purpose::Invite {
        return Err(Refusal::LinkDead.into());
    }
    held.standing(market.now())?;
    let row = invitation::Entity::find_by_id(held.row.subject)
        .filter(invitation::Column::EndedAt.is_null())
        .one(db)
        .await?
        .ok_or(Refusal::LinkDead)?;
    let company = company::Entity::find_by_id(row.company_id)
        .filter(company::Column::GoneAt.is_null())
        // While it is suspended nobody comes to it.
        .filter(company::Column::SuspendedAt.is_null())
        .one(db)
        .await?
        .ok_or(Refusal::LinkDead)?;
    Ok((held, row, company))
}
