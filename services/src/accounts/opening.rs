//! The rows of an account and its company. The operator opens accounts here, for the demo's people and for staff; people
//! who register themselves come to the same rows by `verification`.

use domain::accounts::{
    AccountNumber, AccountType, CompanyName, Email, Furigana, PersonName, Phone, Role, StaffRole,
};
use domain::audit::Action;
use domain::language::Language;
use domain::refusal::Refusal;
use domain::violations::Violation;
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter,
    Set,
};

use super::{profiles, proved, users};
use crate::audit::{self, About, Entry, Who};
use crate::entity::{account, account_email, company, company_seq, membership, staff};
use crate::error::{Answer, Error, clash};
use crate::market::Market;
use crate::proofs::Acting;

/// A person to open an account for; the address counts as verified, for the operator vouches for it.
pub struct NewAccount {
    pub account_type: AccountType,
    pub email: Email,
    pub password: String,
    pub name: PersonName,
    pub furigana: Option<Furigana>,
    pub phone: Phone,
    pub language: Language,
}

/// A company that the account is to administer.
pub struct NewCompany {
    pub name: CompanyName,
    /// ISO code.
    pub country: String,
    /// The company that runs the marketplace; there is one.
    pub is_owner: bool,
}

/// What was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    pub account_id: i64,
    /// Nine digits.
    pub number: String,
    pub company_id: Option<i64>,
}

/// Opens an account, and its company unless it is staff.
///
/// # Errors
/// A violation at `email` when the address has an account.
pub async fn open(market: &Market, new: NewAccount, new_company: Option<NewCompany>) -> Answer<Opened> {
    open_as(market, new, new_company, StaffRole::Administrator).await
}

/// Opens an account for one of the owner's people, with a role; the audit log says so.
///
/// # Errors
/// As of [`open`].
pub async fn open_staff(market: &Market, new: NewAccount, role: StaffRole) -> Answer<Opened> {
    open_as(market, new, None, role).await
}

async fn open_as(
    market: &Market,
    new: NewAccount,
    new_company: Option<NewCompany>,
    role: StaffRole,
) -> Answer<Opened> {
    let password_hash = market.passwords.hash(&new.password).await?;
    let tx = market.db.begin().await?;
    let now = market.now();
    let account = insert_new(&tx, &new, password_hash, now).await?;
    let company_id = match new_company {
        Some(new_company) => {
            Some(insert_company(&tx, account.id, new.account_type, &new_company, now).await?)
        }
        None => None,
    };
    if new.account_type == AccountType::Staff {
        let operator = Acting::operator();
        let by = (Who::from(&operator), Action::StaffOpened);
        enlist(&tx, by, account.id, role, now).await?;
    }
    tx.commit().await?;
    Ok(Opened {
        account_id: account.id,
        number: account.number,
        company_id,
    })
}

/// Makes an account one of the owner's people; the audit log says so.
///
/// # Errors
/// Only breakages.
pub(crate) async fn enlist(
    tx: &DatabaseTransaction,
    (who, what): (Who<'_>, Action),
    account_id: i64,
    role: StaffRole,
    now: i64,
) -> Answer<()> {
    let row = staff::ActiveModel {
        account_id: Set(account_id),
        role: Set(role.word().to_owned()),
    };
    staff::Entity::insert(row).exec_without_returning(tx).await?;
    let entry = Entry {
        who,
        what,
        about: About {
            account_id: Some(account_id),
            ..About::default()
        },
        details: role.word().to_owned(),
    };
    audit::record(tx, now, entry).await
}

/// Opens an account of one more user in the company of somebody who has one.
///
/// # Errors
/// A violation at `email` when the address has an account; [`Refusal::NotFound`] when the colleague has no company.
pub async fn open_user(market: &Market, new: NewAccount, colleague: &Email, role: Role) -> Answer<Opened> {
    let password_hash = market.passwords.hash(&new.password).await?;
    let tx = market.db.begin().await?;
    let address = proved(&tx, &colleague.canonical())
        .await?
        .ok_or(Refusal::NotFound)?;
    let company_id = membership::Entity::find_by_id(address.account_id)
        .one(&tx)
        .await?
        .ok_or(Refusal::NotFound)?
        .company_id;
    users::locked(&tx, company_id).await?.ok_or(Refusal::NotFound)?;
    let account = insert_new(&tx, &new, password_hash, market.now()).await?;
    insert_user(&tx, account.id, company_id, role).await?;
    tx.commit().await?;
    Ok(Opened {
        account_id: account.id,
        number: account.number,
        company_id: Some(company_id),
    })
}

async fn insert_new(
    tx: &DatabaseTransaction,
    new: &NewAccount,
    password_hash: String,
    now: i64,
) -> Answer<account::Model> {
    let canonical = new.email.canonical();
    let person = Person {
        address: new.email.as_str(),
        canonical: &canonical,
        password_hash,
        name: new.name.as_str(),
        furigana: new.furigana.as_ref().map_or("", |furigana| furigana.as_str()),
        phone: &new.phone,
        language: new.language,
    };
    insert_account(tx, &person, now)
        .await
        .map_err(|error| match error {
            Error::Broken(error) => match error.downcast::<DbErr>() {
                Ok(error) => clash(error, "email", Violation::AddressTaken),
                Err(error) => error.into(),
            },
            refused @ Error::Refused(_) => refused,
        })
}

/// Whether an address already has an account.
///
/// # Errors
/// Only breakages.
pub async fn exists(market: &Market, email: &Email) -> Answer<bool> {
    let found = proved(market.db.reader(), &email.canonical()).await?;
    Ok(found.is_some())
}

/// What an account is made of; the address counts as proved.
pub(crate) struct Person<'a> {
    pub(crate) address: &'a str,
    pub(crate) canonical: &'a str,
    pub(crate) password_hash: String,
    pub(crate) name: &'a str,
    /// May be empty.
    pub(crate) furigana: &'a str,
    pub(crate) phone: &'a Phone,
    pub(crate) language: Language,
}

/// An account and its main address.
///
/// # Errors
/// The database's own; a clash when another account has the address.
pub(crate) async fn insert_account(
    tx: &DatabaseTransaction,
    person: &Person<'_>,
    now: i64,
) -> Answer<account::Model> {
    let number = free_number(tx).await?;
    let row = account::ActiveModel {
        id: NotSet,
        number: Set(number.digits()),
        password_hash: Set(person.password_hash.clone()),
        name: Set(person.name.to_owned()),
        furigana: Set(person.furigana.to_owned()),
        phone_country: Set(person.phone.country().to_owned()),
        phone: Set(person.phone.number().to_owned()),
        language: Set(person.language.tag().to_owned()),
        generation: Set(0),
        state: Set("active".to_owned()),
        created_at: Set(now),
        suspended_at: Set(None),
        removed_at: Set(None),
        care_version: Set(0),
        cared_by: Set(None),
        force_password: Set(false),
        force_code: Set(false),
        sought: Set(profiles::sought_person(person.name, person.furigana)),
    };
    let account = row.insert(tx).await?;
    let address = account_email::ActiveModel {
        id: NotSet,
        account_id: Set(account.id),
        address: Set(person.address.to_owned()),
        canonical: Set(person.canonical.to_owned()),
        main: Set(true),
        verified_at: Set(Some(now)),
    };
    address.insert(tx).await?;
    Ok(account)
}

/// A company that the account administers.
pub(crate) async fn insert_company(
    tx: &DatabaseTransaction,
    account_id: i64,
    kind: AccountType,
    new: &NewCompany,
    now: i64,
) -> Answer<i64> {
    let row = company::ActiveModel {
        id: NotSet,
        name: Set(new.name.as_str().to_owned()),
        trade_type: Set(kind.word().to_owned()),
        country: Set(new.country.clone()),
        is_owner: Set(new.is_owner),
        created_at: Set(now),
        sought: Set(profiles::sought_company(new.name.as_str())),
        // The operator's companies tell no more about themselves.
        ..Default::default()
    };
    let company = row.insert(tx).await?;
    let seq = company_seq::ActiveModel {
        company_id: Set(company.id),
        seq: Set(0),
        whole: Set(0),
        forgotten: Set(0),
        cleared: Set(0),
    };
    company_seq::Entity::insert(seq)
        .exec_without_returning(tx)
        .await?;
    insert_user(tx, account_id, company.id, Role::Administrator).await?;
    Ok(company.id)
}

/// Somebody becomes a user of a company.
pub(crate) async fn insert_user(
    tx: &DatabaseTransaction,
    account_id: i64,
    company_id: i64,
    role: Role,
) -> Answer<()> {
    let member = membership::ActiveModel {
        account_id: Set(account_id),
        company_id: Set(company_id),
        role: Set(role.word().to_owned()),
        seen_at: Set(None),
    };
    membership::Entity::insert(member)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// A random number that nobody has (Z2).
async fn free_number(tx: &DatabaseTransaction) -> Answer<AccountNumber> {
    for _ in 0..20 {
        let number = AccountNumber::of_body(rand::random_range(AccountNumber::BODIES));
        let taken = account::Entity::find()
            .filter(account::Column::Number.eq(number.digits()))
            .one(tx)
            .await?;
        if taken.is_none() {
            return Ok(number);
        }
    }
    Err(Refusal::Busy.into())
}
