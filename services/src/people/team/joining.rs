//! Coming as one of the owner's people: the form behind the mailed link. Whoever holds the link has the mailbox, so the address
//! is proved with it. The first sign-in then sets a second factor up, before there is any session (T36).

use domain::accounts::{Phone, StaffRole};
use domain::audit::Action;
use domain::language::Language;
use domain::people::team::{Awaited, MateForm};
use domain::refusal::Refusal;
use domain::violations::Violations;
use sea_orm::EntityTrait;

use super::inviting::{self, GENERATION};
use super::lock;
use crate::accounts::caller::Caller;
use crate::accounts::links::{self, Held, Purpose};
use crate::accounts::opening::{self, Person};
use crate::accounts::strength::{self, Bar};
use crate::audit::Who;
use crate::entity::staff_invitation;
use crate::error::{Answer, Error, is_taken};
use crate::market::Market;
use crate::proofs::Staff;

/// Looks at the link without using it (Z39).
///
/// # Errors
/// Expired, used, or no longer good, for instance because the invitation was taken back.
pub async fn look(market: &Market, token: &str) -> Answer<Awaited> {
    let (_, row) = find(market, token).await?;
    Ok(Awaited {
        role: role(&row)?,
        address: row.address,
        name: row.name,
    })
}

fn role(row: &staff_invitation::Model) -> Answer<StaffRole> {
    StaffRole::of_word(&row.role).ok_or_else(|| Refusal::LinkDead.into())
}

/// Makes the account. Of many uses at once, one succeeds (T14).
///
/// # Errors
/// Violations at the fields, which leave the link as it is; expired, used, or no longer good, for instance because the
/// address has come to an account by another way.
pub async fn join(market: &Market, caller: &Caller, token: &str, form: &MateForm) -> Answer<()> {
    let (held, row) = find(market, token).await?;
    let name = form.check(&row.address)?;
    strength::judge(&form.password, &[name.as_str(), row.address.as_str()], Bar::Staff)
        .map_err(|fault| Violations::of("password", fault))?;
    let password_hash = market.passwords.hash(&form.password).await?;
    let now = market.now();
    let tx = market.db.begin().await?;
    // The owner's people first, as whoever invites and takes back does.
    lock(&tx).await?;
    links::consume(&tx, &held, GENERATION, now).await?;
    // Read after the link is ours: it may have been changed a moment ago.
    let row = staff_invitation::Entity::find_by_id(row.id)
        .one(&tx)
        .await?
        .ok_or(Refusal::LinkDead)?;
    let role = role(&row)?;
    let phone = Phone::parse("JP", "00000").map_err(|fault| Violations::of("name", fault))?;
    let person = Person {
        address: &row.address,
        canonical: &row.canonical,
        password_hash,
        name: name.as_str(),
        furigana: "",
        // Nobody calls the owner's people through the market.
        phone: &phone,
        language: Language::of_tag(&row.language).unwrap_or(caller.language),
    };
    let account = match opening::insert_account(&tx, &person, now).await {
        Ok(account) => account,
        // Somebody has proved the same address meanwhile.
        Err(Error::Broken(error)) if error.downcast_ref().is_some_and(is_taken) => {
            return Err(Refusal::LinkDead.into());
        }
        Err(error) => return Err(error),
    };
    inviting::end(&tx, &row).await?;
    let who = Staff {
        account_id: account.id,
        role,
        network: caller.ip.to_string(),
    };
    let by = (Who::from(&who), Action::StaffJoined);
    opening::enlist(&tx, by, account.id, role, now).await?;
    tx.commit().await?;
    Ok(())
}

async fn find(market: &Market, token: &str) -> Answer<(Held, staff_invitation::Model)> {
    let db = market.db.reader();
    let held = links::find(market, db, token).await?;
    if held.purpose != Purpose::InviteStaff {
        return Err(Refusal::LinkDead.into());
    }
    held.standing(market.now())?;
    let row = staff_invitation::Entity::find_by_id(held.row.subject)
        .one(db)
        .await?
        .ok_or(Refusal::LinkDead)?;
    Ok((held, row))
}
