//! Links between individuals and a corporation (R089–R091, Z30): made by the individual, who enters the address that the
//! corporation has registered; ended by either. They take effect at once, and the other side is told by mail (M26, M36).
//!
//! That no corporation has an address is said plainly (E14), to one network a few times an hour.

use std::collections::HashMap;

use domain::accounts::Email;
use domain::language::Language;
use domain::persons::views::{Linked, LinkedMember, LinkedMembers};
use domain::persons::{Person, PersonKind};
use domain::refusal::Refusal;
use domain::violations::{Violation, Violations};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set};

use crate::accounts::caller::Caller;
use crate::accounts::session::SignedIn;
use crate::accounts::{credentials, mail_address};
use crate::entity::{account, account_email, corporate, individual, person_link};
use crate::error::Answer;
use crate::market::Market;
use crate::post::{self, Mail, Parcel, PersonLinked, PersonUnlinked};

/// Where the address of a corporation stands in the forms.
const FIELD: &str = "person.corporate";

fn unknown() -> Violations {
    Violations::of(FIELD, Violation::CorporateUnknown)
}

/// The corporation that has registered an address. Every look counts (Z30).
///
/// # Errors
/// [`Violation::CorporateUnknown`] at `person.corporate`; [`Refusal::TooMany`] for too many looks.
pub(super) async fn look_up(market: &Market, caller: &Caller, email: &Email) -> Answer<i64> {
    market.limits.may_look_up(caller.ip)?;
    let found = registered(market.db.reader(), &email.canonical()).await?;
    found.ok_or_else(|| unknown().into())
}

async fn registered(db: &impl ConnectionTrait, canonical: &str) -> Answer<Option<i64>> {
    let address = account_email::Entity::find()
        .filter(account_email::Column::Canonical.eq(canonical))
        .filter(account_email::Column::VerifiedAt.is_not_null())
        .one(db)
        .await?;
    let Some(address) = address else { return Ok(None) };
    let found = corporate::Entity::find_by_id(address.account_id).one(db).await?;
    Ok(found.map(|corporate| corporate.account_id))
}

/// Links somebody who has just come, if they asked for it and their corporation is still there.
pub(super) async fn link_new(
    tx: &impl ConnectionTrait,
    account_id: i64,
    person: &Person,
    now: i64,
) -> Answer<()> {
    let Person::Individual(one) = person else {
        return Ok(());
    };
    let Some(email) = &one.corporate else {
        return Ok(());
    };
    match registered(tx, &email.canonical()).await? {
        Some(corporate_id) => link(tx, account_id, corporate_id, one.name.as_str(), now).await,
        None => Ok(()),
    }
}

/// The link of an individual.
pub(super) async fn of(db: &impl ConnectionTrait, individual_id: i64) -> Answer<Option<person_link::Model>> {
    Ok(person_link::Entity::find_by_id(individual_id).one(db).await?)
}

/// The corporation of a link, and its main address.
pub(super) async fn shown(
    db: &impl ConnectionTrait,
    link: &person_link::Model,
) -> Answer<Option<(Linked, String)>> {
    let Some(row) = corporate::Entity::find_by_id(link.corporate_id).one(db).await? else {
        return Ok(None);
    };
    let address = mail_address(db, link.corporate_id).await?;
    let linked = Linked {
        company: row.company,
        since: link.linked_at,
    };
    Ok(Some((
        linked,
        address.map(|(address, _)| address).unwrap_or_default(),
    )))
}

/// Holds the accounts of both ends, in the order of their numbers, so that neither leaves meanwhile.
///
/// # Errors
/// [`Refusal::SignInFirst`] when the individual's credentials have changed; [`Violation::CorporateUnknown`] when the
/// corporation has gone.
pub(super) async fn hold(tx: &impl ConnectionTrait, who: &SignedIn, corporate_id: Option<i64>) -> Answer<()> {
    let own = who.member.account_id;
    let other = corporate_id.filter(|id| *id != own);
    if let Some(first) = other.filter(|id| *id < own) {
        credentials::locked(tx, first).await?.ok_or_else(unknown)?;
    }
    credentials::locked_for(tx, who).await?;
    if let Some(second) = other.filter(|id| *id > own) {
        credentials::locked(tx, second).await?.ok_or_else(unknown)?;
    }
    Ok(())
}

/// Makes a link, and tells the corporation (M26).
pub(super) async fn link(
    tx: &impl ConnectionTrait,
    individual_id: i64,
    corporate_id: i64,
    name: &str,
    now: i64,
) -> Answer<()> {
    let row = person_link::ActiveModel {
        individual_id: Set(individual_id),
        corporate_id: Set(corporate_id),
        linked_at: Set(now),
    };
    person_link::Entity::insert(row)
        .exec_without_returning(tx)
        .await?;
    let mail = Mail::PersonLinked(PersonLinked {
        name: name.to_owned(),
    });
    tell(tx, corporate_id, &mail, &format!("{individual_id}:linked"), now).await
}

/// Ends the link of an individual, and tells the corporation (M36).
pub(super) async fn unlink(
    tx: &impl ConnectionTrait,
    link: &person_link::Model,
    name: &str,
    now: i64,
) -> Answer<()> {
    person_link::Entity::delete_by_id(link.individual_id)
        .exec(tx)
        .await?;
    let mail = Mail::PersonUnlinked(PersonUnlinked {
        who: name.to_owned(),
        by_corporation: false,
    });
    tell(
        tx,
        link.corporate_id,
        &mail,
        &format!("{}:unlinked", link.individual_id),
        now,
    )
    .await
}

/// Mails one end about the other. The key begins with whom the mail is about: it goes when they leave (T39).
async fn tell(tx: &impl ConnectionTrait, reader: i64, mail: &Mail, about: &str, now: i64) -> Answer<()> {
    let Some((address, language)): Option<(String, Language)> = mail_address(tx, reader).await? else {
        return Ok(());
    };
    let parcel = Parcel {
        mail,
        recipient: &address,
        language,
        dedupe_key: format!("person:{about}:{reader}:{now}"),
        expires_at: None,
    };
    post::enqueue(tx, now, &parcel).await?;
    Ok(())
}

/// The individuals that are linked with one's corporation, by how their names are read (R091).
///
/// # Errors
/// [`Refusal::NotAllowed`] for whoever is not signed in as a corporation.
pub async fn members(market: &Market, who: &SignedIn) -> Answer<LinkedMembers> {
    let corporate_id = corporate_of(who)?;
    let db = market.db.reader();
    let links = person_link::Entity::find()
        .filter(person_link::Column::CorporateId.eq(corporate_id))
        .all(db)
        .await?;
    let ids = || links.iter().map(|link| link.individual_id);
    let persons = by_id(
        individual::Entity::find()
            .filter(individual::Column::AccountId.is_in(ids()))
            .all(db)
            .await?,
        |row| row.account_id,
    );
    let accounts = by_id(
        account::Entity::find()
            .filter(account::Column::Id.is_in(ids()))
            .all(db)
            .await?,
        |row| row.id,
    );
    let addresses = by_id(
        account_email::Entity::find()
            .filter(account_email::Column::AccountId.is_in(ids()))
            .filter(account_email::Column::Main.eq(true))
            .all(db)
            .await?,
        |row| row.account_id,
    );
    let member = |link: &person_link::Model| {
        let person = persons.get(&link.individual_id)?;
        Some(LinkedMember {
            number: accounts.get(&link.individual_id)?.number.clone(),
            name: person.name.clone(),
            furigana: person.furigana.clone(),
            email: addresses.get(&link.individual_id)?.address.clone(),
            since: link.linked_at,
        })
    };
    let mut members: Vec<_> = links.iter().filter_map(member).collect();
    members.sort_by(|a, b| (&a.furigana, &a.number).cmp(&(&b.furigana, &b.number)));
    Ok(LinkedMembers {
        members,
        address: who.visitor.email.clone(),
    })
}

fn by_id<T>(rows: Vec<T>, id: impl Fn(&T) -> i64) -> HashMap<i64, T> {
    rows.into_iter().map(|row| (id(&row), row)).collect()
}

fn corporate_of(who: &SignedIn) -> Answer<i64> {
    match PersonKind::of(who.visitor.account_type) {
        Some(PersonKind::Corporate) => Ok(who.member.account_id),
        _ => Err(Refusal::NotAllowed.into()),
    }
}

/// Ends the link of one member, by the nine digits, and tells them (M36).
///
/// # Errors
/// [`Refusal::NotAllowed`] for whoever is not signed in as a corporation; [`Refusal::NotFound`] for a number of nobody and for
/// one of another corporation alike (T04).
pub async fn part(market: &Market, who: &SignedIn, number: &str) -> Answer<()> {
    let corporate_id = corporate_of(who)?;
    let now = market.now();
    let tx = market.db.begin().await?;
    let member = account::Entity::find()
        .filter(account::Column::Number.eq(number))
        .one(&tx)
        .await?
        .ok_or(Refusal::NotFound)?;
    let gone = person_link::Entity::delete_many()
        .filter(person_link::Column::IndividualId.eq(member.id))
        .filter(person_link::Column::CorporateId.eq(corporate_id))
        .exec(&tx)
        .await?;
    if gone.rows_affected != 1 {
        return Err(Refusal::NotFound.into());
    }
    let mail = Mail::PersonUnlinked(PersonUnlinked {
        who: who.visitor.company.clone(),
        by_corporation: true,
    });
    tell(&tx, member.id, &mail, &format!("{corporate_id}:unlinked"), now).await?;
    tx.commit().await?;
    Ok(())
}
