//! Individuals and corporations: the profiles that stand beside the trade's on one account (Z1).
//!
//! They register like the trade's people (`registration`), or add their registration to an account that they have
//! (`adding`); they change what they tell in their settings (`settings`), and an individual is linked with one corporation
//! (`linking`, Z30). Each profile has rows of its own, and a session that began with one shows nothing of another.

pub mod adding;
pub mod linking;
pub mod opening;
pub mod registration;
pub mod settings;

use domain::persons::{Person, PersonForm, PersonKind};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set};

use super::profiles;
use crate::entity::{corporate, individual, membership};
use crate::error::Answer;

/// What an account has registered as one kind, but for its link; nothing, if it has not.
pub(crate) async fn form(
    db: &impl ConnectionTrait,
    account_id: i64,
    kind: PersonKind,
) -> Answer<Option<PersonForm>> {
    Ok(match kind {
        PersonKind::Individual => individual::Entity::find_by_id(account_id)
            .one(db)
            .await?
            .map(of_individual),
        PersonKind::Corporate => corporate::Entity::find_by_id(account_id)
            .one(db)
            .await?
            .map(of_corporate),
    })
}

fn of_individual(row: individual::Model) -> PersonForm {
    PersonForm {
        name: row.name,
        furigana: row.furigana,
        born: row.born,
        country: row.country,
        phone_country: row.phone_country,
        phone: row.phone,
        ..PersonForm::default()
    }
}

fn of_corporate(row: corporate::Model) -> PersonForm {
    PersonForm {
        name: row.name,
        furigana: row.furigana,
        country: row.country,
        company: row.company,
        department: row.department,
        postcode: row.postcode,
        address: row.address,
        phone_country: row.phone_country,
        phone: row.phone,
        ..PersonForm::default()
    }
}

/// What an account has registered as, beside the trade.
pub(crate) async fn all(db: &impl ConnectionTrait, account_id: i64) -> Answer<Vec<(PersonKind, PersonForm)>> {
    let mut all = Vec::new();
    for kind in PersonKind::ALL {
        all.extend(form(db, account_id, kind).await?.map(|form| (kind, form)));
    }
    Ok(all)
}

/// Writes a new profile.
async fn insert(tx: &impl ConnectionTrait, account_id: i64, person: &Person, now: i64) -> Answer<()> {
    let form = person.form();
    match person.kind() {
        PersonKind::Individual => {
            let row = individual::ActiveModel {
                account_id: Set(account_id),
                name: Set(form.name),
                furigana: Set(form.furigana),
                born: Set(form.born),
                country: Set(form.country),
                phone_country: Set(form.phone_country),
                phone: Set(form.phone),
                created_at: Set(now),
            };
            individual::Entity::insert(row).exec_without_returning(tx).await?;
        }
        PersonKind::Corporate => {
            let row = corporate::ActiveModel {
                account_id: Set(account_id),
                company: Set(form.company),
                department: Set(form.department),
                name: Set(form.name),
                furigana: Set(form.furigana),
                country: Set(form.country),
                postcode: Set(form.postcode),
                address: Set(form.address),
                phone_country: Set(form.phone_country),
                phone: Set(form.phone),
                created_at: Set(now),
            };
            corporate::Entity::insert(row).exec_without_returning(tx).await?;
        }
    }
    Ok(())
}

/// Writes what somebody has changed. Country and date of birth stay as they were registered (R035).
async fn store(tx: &impl ConnectionTrait, account_id: i64, person: &Person) -> Answer<()> {
    let form = person.form();
    match person.kind() {
        PersonKind::Individual => {
            individual::Entity::update_many()
                .col_expr(individual::Column::Name, Expr::value(&form.name))
                .col_expr(individual::Column::Furigana, Expr::value(&form.furigana))
                .col_expr(individual::Column::PhoneCountry, Expr::value(&form.phone_country))
                .col_expr(individual::Column::Phone, Expr::value(&form.phone))
                .filter(individual::Column::AccountId.eq(account_id))
                .exec(tx)
                .await?;
        }
        PersonKind::Corporate => {
            corporate::Entity::update_many()
                .col_expr(corporate::Column::Company, Expr::value(&form.company))
                .col_expr(corporate::Column::Department, Expr::value(&form.department))
                .col_expr(corporate::Column::Name, Expr::value(&form.name))
                .col_expr(corporate::Column::Furigana, Expr::value(&form.furigana))
                .col_expr(corporate::Column::Postcode, Expr::value(&form.postcode))
                .col_expr(corporate::Column::Address, Expr::value(&form.address))
                .col_expr(corporate::Column::PhoneCountry, Expr::value(&form.phone_country))
                .col_expr(corporate::Column::Phone, Expr::value(&form.phone))
                .filter(corporate::Column::AccountId.eq(account_id))
                .exec(tx)
                .await?;
        }
    }
    if is_all_there_is(tx, account_id).await? {
        // The account's own name and number follow its only profile.
        let (name, furigana, phone) = person.contact();
        profiles::person(tx, account_id, name, Some(furigana), phone).await?;
    }
    Ok(())
}

/// Whether an account has one profile and no other.
async fn is_all_there_is(tx: &impl ConnectionTrait, account_id: i64) -> Answer<bool> {
    let trades = membership::Entity::find_by_id(account_id)
        .one(tx)
        .await?
        .is_some();
    Ok(!trades && all(tx, account_id).await?.len() == 1)
}
