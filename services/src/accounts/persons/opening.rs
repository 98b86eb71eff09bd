//! Opening accounts of individuals and corporations for the demonstration; the operator vouches for the address.

use domain::accounts::Email;
use domain::language::Language;
use domain::persons::Person;

use super::linking;
use crate::accounts::opening::{Opened, Person as NewPerson, insert_account};
use crate::error::Answer;
use crate::market::Market;

/// Opens an account with one profile, linked where the person names a corporation.
///
/// # Errors
/// A clash when another account has the address: ask [`crate::accounts::opening::exists`] first.
pub async fn open(
    market: &Market,
    email: &Email,
    password: &str,
    person: &Person,
    language: Language,
) -> Answer<Opened> {
    let password_hash = market.passwords.hash(password).await?;
    let now = market.now();
    let (name, furigana, phone) = person.contact();
    let canonical = email.canonical();
    let new = NewPerson {
        address: email.as_str(),
        canonical: &canonical,
        password_hash,
        name: name.as_str(),
        furigana: furigana.as_str(),
        phone,
        language,
    };
    let tx = market.db.begin().await?;
    let account = insert_account(&tx, &new, now).await?;
    super::insert(&tx, account.id, person, now).await?;
    linking::link_new(&tx, account.id, person, now).await?;
    tx.commit().await?;
    Ok(Opened {
        account_id: account.id,
        number: account.number,
        company_id: None,
    })
}
