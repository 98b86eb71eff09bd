//! Deleting one's account (R081, Z6): what will be gone is told before, the password is asked for, and then everything
//! goes in one transaction.
//!
//! The account goes with all its profiles, whatever its person is signed in as.
//! Most rows of a person go with the account's. What stays is emptied ([`parting`]): requests, which the owner's desk may be
//! working on, and the row of a company that nobody is left of, since change numbers never fall ([`crate::inventory::whole`]).
//! `T39` searches every table for what a deleted person had typed, and the bytes of the file after the night ([`residue`]).
//! What somebody requested for a company that others go on with is the company's, whether they leave or are removed by an
//! administrator (`users::changing`): it goes on under a colleague's name.

pub(crate) mod parting;
pub(crate) mod residue;

use domain::accounts::Role;
use domain::accounts::views::{Farewell, Obstacle};
use domain::language::Language;
use domain::refusal::Refusal;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
};

use self::parting::{Addresses, Colleague, Kept};
use super::own::{self, Own};
use super::session::SignedIn;
use super::{mail_address, persons, proving, users};
use crate::audit;
use crate::entity::{lot, membership, session, staff};
use crate::error::Answer;
use crate::inventory::whole;
use crate::lists::few;
use crate::market::Market;
use crate::post::{self, AccountDeleted, Mail, Parcel};

/// What stands in place of a text that may not be empty.
pub(crate) const NOBODY: &str = "-";
/// Requests of one statement.
const REQUESTS: usize = 1_000;

/// What will be gone.
///
/// # Errors
/// Only breakages.
pub async fn look(market: &Market, who: &SignedIn) -> Answer<Farewell> {
    let db = market.db.reader();
    let own = own::rows_of(db, who.member.account_id).await?;
    let fate = fate(db, &own).await?;
    let addresses = Addresses::of(db, own.account.id).await?;
    let theirs = parting::requests_of(db, own.account.id).await?.len();
    let all = parting::requests(db, own.account.id, &addresses).await?.len();
    let kept = match fate {
        Ok(Fate::Passed(_)) => theirs,
        _ => 0,
    };
    let emptied = all - kept;
    let (company, lots, users) = match (&fate, &own.trade) {
        (Ok(Fate::WithCompany) | Err(Obstacle::PassOnFirst), Some((_, company))) => {
            let users = membership::Entity::find()
                .filter(membership::Column::CompanyId.eq(company.id))
                .filter(membership::Column::AccountId.ne(own.account.id));
            let (lots, users) = (lots(db, company.id).await?, users.count(db).await?);
            (company.name.clone(), lots, users)
        }
        _ => (String::new(), 0, 0),
    };
    Ok(Farewell {
        number: own.account.number.clone(),
        addresses: few(addresses.all.len() as u64),
        sessions: few(sessions(db, own.account.id).await?),
        requests: few(emptied as u64),
        kept: few(kept as u64),
        company,
        lots: few(lots),
        users: few(users),
        persons: persons::all(db, own.account.id)
            .await?
            .into_iter()
            .map(|(kind, _)| kind)
            .collect(),
        obstacle: fate.err(),
    })
}

async fn lots(db: &impl ConnectionTrait, company_id: i64) -> Answer<u64> {
    Ok(lot::Entity::find()
        .filter(lot::Column::CompanyId.eq(company_id))
        .filter(lot::Column::DeletedAt.is_null())
        .count(db)
        .await?)
}

async fn sessions(db: &impl ConnectionTrait, account_id: i64) -> Answer<u64> {
    Ok(session::Entity::find()
        .filter(session::Column::AccountId.eq(account_id))
        .count(db)
        .await?)
}

/// What becomes of the company.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It goes, for nobody else is in it.
    WithCompany,
    /// Others go on with it, and this one of them answers for what the leaver has requested.
    Passed(i64),
    /// There is none.
    None,
}

async fn fate(db: &impl ConnectionTrait, own: &Own) -> Answer<Result<Fate, Obstacle>> {
    let Some((member, company)) = &own.trade else {
        let staff = staff::Entity::find_by_id(own.account.id).one(db).await?;
        return Ok(match staff {
            Some(_) => Err(Obstacle::Owners),
            // An individual, or a corporation's: nobody else is concerned.
            None => Ok(Fate::None),
        });
    };
    if company.is_owner {
        return Ok(Err(Obstacle::Owners));
    }
    let others = membership::Entity::find()
        .filter(membership::Column::CompanyId.eq(company.id))
        .filter(membership::Column::AccountId.ne(own.account.id))
        .order_by_asc(membership::Column::AccountId)
        .all(db)
        .await?;
    let administrator = Role::Administrator.word();
    let administers = others.iter().find(|other| other.role == administrator);
    Ok(match (others.first(), administers) {
        (None, _) => Ok(Fate::WithCompany),
        (Some(_), None) if member.role == administrator => Err(Obstacle::PassOnFirst),
        (Some(_), Some(heir)) | (Some(heir), None) => Ok(Fate::Passed(heir.account_id)),
    })
}

/// Deletes the account, with its company if nobody else is in it.
///
/// # Errors
/// A violation at `password`; [`Refusal::Locked`] after failures; [`Refusal::PassOnFirst`]; [`Refusal::NotAllowed`] for
/// the owner's people.
pub async fn leave(market: &Market, who: &SignedIn, password: &str) -> Answer<()> {
    go(market, who, password, false).await
}

/// Deletes the account; where it is the only administrator's, with the company and all of its users, who are told (Z6).
///
/// # Errors
/// As of [`leave`], but for [`Refusal::PassOnFirst`].
pub async fn leave_with_company(market: &Market, who: &SignedIn, password: &str) -> Answer<()> {
    go(market, who, password, true).await
}

async fn go(market: &Market, who: &SignedIn, password: &str, with_everybody: bool) -> Answer<()> {
    proving::show(market, who, "password", password).await?;
    let now = market.now();
    let tx = market.db.begin().await?;
    if let Some(company_id) = who.member.works_for {
        // Of two administrators who leave at once, one is the last.
        users::locked(&tx, company_id).await?;
    }
    let own = own::rows_of(&tx, who.member.account_id).await?;
    let mut decided = fate(&tx, &own).await?;
    if let (Err(Obstacle::PassOnFirst), true, Some((_, company))) = (&decided, with_everybody, &own.trade) {
        users::changing::let_all_go(&tx, company, own.account.id, now).await?;
        decided = fate(&tx, &own).await?;
    }
    let fate = decided.map_err(|obstacle| match obstacle {
        Obstacle::Owners => Refusal::NotAllowed,
        Obstacle::PassOnFirst => Refusal::PassOnFirst,
    })?;
    let recipient = mail_address(&tx, own.account.id).await?;
    let company_id = own.trade.as_ref().map(|(_, company)| company.id);
    if let (Fate::WithCompany, Some(company_id)) = (fate, company_id) {
        parting::empty_company(&tx, company_id, now).await?;
        audit::forget(&tx, own.account.id, Some(company_id)).await?;
    }
    let heir = match fate {
        Fate::Passed(heir) => Some(Colleague::of(&tx, heir).await?),
        Fate::WithCompany | Fate::None => None,
    };
    let kept = heir.as_ref().map_or(Kept::Nothing, Kept::Requests);
    parting::part(&tx, &own.account, company_id, kept, now).await?;
    if let Some(recipient) = recipient {
        say_farewell(&tx, &own, &recipient, now).await?;
    }
    if fate == Fate::WithCompany {
        whole::tell_market(&tx, now).await?;
    }
    tx.commit().await?;
    market.search.refresh(market).await
}

/// M30, to the address that is ours no longer; the post forgets it once it is sent.
async fn say_farewell(
    tx: &DatabaseTransaction,
    own: &Own,
    recipient: &(String, Language),
    now: i64,
) -> Answer<()> {
    let mail = Mail::AccountDeleted(AccountDeleted {
        number: own.account.number.clone(),
    });
    let parcel = Parcel {
        mail: &mail,
        recipient: &recipient.0,
        language: recipient.1,
        dedupe_key: format!("deleted:{}", own.account.id),
        expires_at: None,
    };
    post::enqueue(tx, now, &parcel).await?;
    Ok(())
}
