//! Deleting one's account (R081, Z6): what will be gone is told before, the password is asked for, and then everything
//! goes in one transaction.
//!
//! Most rows of a person go with the account's. What stays is emptied: requests, which the owner's desk may be working
//! on, and the row of a company that nobody is left of, since change numbers never fall ([`crate::inventory::whole`]).
//! `T39` searches every table for what a deleted person had typed.

use domain::accounts::views::{Farewell, Obstacle};
use domain::language::Language;
use domain::refusal::Refusal;
use sea_orm::sea_query::{Expr, ExprTrait, Func};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
};

use super::own::{self, Own};
use super::proving;
use super::session::SignedIn;
use super::{links, mail_address};
use crate::entity::{
    account, account_email, application, company, contact_message, import, link, lot, membership,
    quotation_line, quotation_request, registration, reset_request, session,
};
use crate::error::Answer;
use crate::inventory::whole;
use crate::market::Market;
use crate::post::{self, AccountDeleted, Mail, Parcel};
use crate::{audit, screening};

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
    let own = own::rows(db, who).await?;
    let fate = fate(db, &own).await?;
    let addresses = Addresses::of(db, own.account.id).await?;
    let (company, lots) = match (&fate, &own.trade) {
        (Ok(Fate::WithCompany), Some((_, company))) => (company.name.clone(), lots(db, company.id).await?),
        _ => (String::new(), 0),
    };
    Ok(Farewell {
        number: own.account.number.clone(),
        addresses: few(addresses.all.len() as u64),
        sessions: few(sessions(db, own.account.id).await?),
        requests: few(requests(db, own.account.id, &addresses).await?.len() as u64),
        company,
        lots: few(lots),
        obstacle: fate.err(),
    })
}

fn few(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
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
    /// Others go on with it.
    Alone,
}

async fn fate(db: &impl ConnectionTrait, own: &Own) -> Answer<Result<Fate, Obstacle>> {
    let Some((member, company)) = &own.trade else {
        return Ok(Err(Obstacle::Owners));
    };
    if company.is_owner {
        return Ok(Err(Obstacle::Owners));
    }
    let others = membership::Entity::find()
        .filter(membership::Column::CompanyId.eq(company.id))
        .filter(membership::Column::AccountId.ne(own.account.id))
        .all(db)
        .await?;
    let administered = others.iter().any(|other| other.role == "administrator");
    Ok(if others.is_empty() {
        Ok(Fate::WithCompany)
    } else if member.role == "administrator" && !administered {
        Err(Obstacle::PassOnFirst)
    } else {
        Ok(Fate::Alone)
    })
}

/// The addresses of an account.
struct Addresses {
    all: Vec<account_email::Model>,
}

impl Addresses {
    async fn of(db: &impl ConnectionTrait, account_id: i64) -> Answer<Self> {
        let all = account_email::Entity::find()
            .filter(account_email::Column::AccountId.eq(account_id))
            .all(db)
            .await?;
        Ok(Self { all })
    }

    /// Those that are proved: the others may be a stranger's.
    fn proved(&self) -> Vec<String> {
        let proved = self.all.iter().filter(|address| address.verified_at.is_some());
        proved.map(|address| address.canonical.clone()).collect()
    }

    fn unproved(&self) -> Vec<String> {
        let unproved = self.all.iter().filter(|address| address.verified_at.is_none());
        unproved.map(|address| address.canonical.clone()).collect()
    }
}

/// The requests of an account, and those that were sent from its addresses without signing in.
async fn requests(db: &impl ConnectionTrait, account_id: i64, addresses: &Addresses) -> Answer<Vec<i64>> {
    let address = Func::lower(Expr::col(quotation_request::Column::Email));
    let whose = Condition::any()
        .add(quotation_request::Column::AccountId.eq(account_id))
        .add(Expr::expr(address).is_in(addresses.proved()));
    Ok(quotation_request::Entity::find()
        .select_only()
        .column(quotation_request::Column::Id)
        .filter(whose)
        .into_tuple()
        .all(db)
        .await?)
}

/// Deletes the account, with its company if nobody else is in it.
///
/// # Errors
/// A violation at `password`; [`Refusal::Locked`] after failures; [`Refusal::PassOnFirst`]; [`Refusal::NotAllowed`] for
/// the owner's people.
pub async fn leave(market: &Market, who: &SignedIn, password: &str) -> Answer<()> {
    proving::show(market, who, "password", password).await?;
    let now = market.now();
    let tx = market.db.begin().await?;
    let own = own::rows(&tx, who).await?;
    let fate = fate(&tx, &own).await?.map_err(|obstacle| match obstacle {
        Obstacle::Owners => Refusal::NotAllowed,
        Obstacle::PassOnFirst => Refusal::PassOnFirst,
    })?;
    let addresses = Addresses::of(&tx, own.account.id).await?;
    let recipient = mail_address(&tx, own.account.id).await?;
    forget_requests(&tx, &own, &addresses, now).await?;
    forget_messages(&tx, &own, &addresses, now).await?;
    post::forget(&tx, &addresses.proved(), now).await?;
    post::forget_proofs(&tx, &addresses.unproved()).await?;
    forget_links(&tx, &own, &addresses).await?;
    let company_goes = own.trade.as_ref().filter(|_| fate == Fate::WithCompany);
    audit::forget(&tx, own.account.id, company_goes.map(|(_, company)| company.id)).await?;
    match (fate, &own.trade) {
        (Fate::WithCompany, Some((_, company))) => empty_company(&tx, company.id, now).await?,
        (_, trade) => hand_over(&tx, own.account.id, trade.as_ref().map(|(_, company)| company.id)).await?,
    }
    account::Entity::delete_by_id(own.account.id).exec(&tx).await?;
    if let Some(recipient) = recipient {
        say_farewell(&tx, &own, &recipient, now).await?;
    }
    if fate == Fate::WithCompany {
        whole::tell_market(&tx).await?;
    }
    tx.commit().await?;
    market.search.refresh(market).await
}

/// Requests stay, but nobody sent them: fields that may not be empty hold a hyphen.
async fn forget_requests(tx: &DatabaseTransaction, own: &Own, addresses: &Addresses, now: i64) -> Answer<()> {
    let ids = requests(tx, own.account.id, addresses).await?;
    for ids in ids.chunks(REQUESTS) {
        quotation_request::Entity::update_many()
            .col_expr(
                quotation_request::Column::AccountId,
                Expr::value(Option::<i64>::None),
            )
            .col_expr(quotation_request::Column::Name, Expr::value(NOBODY))
            .col_expr(quotation_request::Column::Furigana, Expr::value(""))
            .col_expr(quotation_request::Column::Company, Expr::value(NOBODY))
            .col_expr(quotation_request::Column::Email, Expr::value(NOBODY))
            .col_expr(quotation_request::Column::Phone, Expr::value(""))
            .col_expr(
                quotation_request::Column::Fingerprint,
                Expr::value(vec![0_u8; 32]),
            )
            .filter(quotation_request::Column::Id.is_in(ids.iter().copied()))
            .exec(tx)
            .await?;
        quotation_line::Entity::update_many()
            .col_expr(quotation_line::Column::Remarks, Expr::value(""))
            .filter(quotation_line::Column::RequestId.is_in(ids.iter().copied()))
            .exec(tx)
            .await?;
        post::forget_requests(tx, ids, now).await?;
    }
    Ok(())
}

/// Messages to the owner stay as a number, a topic and a day.
async fn forget_messages(tx: &DatabaseTransaction, own: &Own, addresses: &Addresses, now: i64) -> Answer<()> {
    let address = Func::lower(Expr::col(contact_message::Column::Email));
    let whose = Condition::any()
        .add(contact_message::Column::AccountId.eq(own.account.id))
        .add(Expr::expr(address).is_in(addresses.proved()));
    let ids: Vec<i64> = contact_message::Entity::find()
        .select_only()
        .column(contact_message::Column::Id)
        .filter(whose)
        .into_tuple()
        .all(tx)
        .await?;
    for ids in ids.chunks(REQUESTS) {
        contact_message::Entity::update_many()
            .col_expr(
                contact_message::Column::AccountId,
                Expr::value(Option::<i64>::None),
            )
            .col_expr(contact_message::Column::Name, Expr::value(NOBODY))
            .col_expr(contact_message::Column::Company, Expr::value(""))
            .col_expr(contact_message::Column::Email, Expr::value(NOBODY))
            .col_expr(
                contact_message::Column::PhoneCountry,
                Expr::value(Option::<String>::None),
            )
            .col_expr(
                contact_message::Column::Phone,
                Expr::value(Option::<String>::None),
            )
            .col_expr(contact_message::Column::Message, Expr::value(NOBODY))
            .col_expr(contact_message::Column::Fingerprint, Expr::value(vec![0_u8; 32]))
            .filter(contact_message::Column::Id.is_in(ids.iter().copied()))
            .exec(tx)
            .await?;
        post::forget_messages(tx, ids, now).await?;
    }
    Ok(())
}

/// Mailed links, asked-for passwords and waiting registrations hold an address too.
async fn forget_links(tx: &DatabaseTransaction, own: &Own, addresses: &Addresses) -> Answer<()> {
    let proved = addresses.proved();
    let ids: Vec<i64> = addresses.all.iter().map(|address| address.id).collect();
    let of_addresses = [links::Purpose::AddAddress, links::Purpose::RevertAddress].map(links::Purpose::word);
    let whose = Condition::any()
        .add(link::Column::Canonical.is_in(proved.clone()))
        .add(
            Condition::all()
                .add(link::Column::Purpose.is_in(of_addresses))
                .add(link::Column::Subject.is_in(ids)),
        )
        .add(
            Condition::all()
                .add(link::Column::Purpose.eq(links::Purpose::Reset.word()))
                .add(link::Column::Subject.eq(own.account.id)),
        );
    link::Entity::delete_many().filter(whose).exec(tx).await?;
    reset_request::Entity::delete_many()
        .filter(reset_request::Column::Canonical.is_in(proved.clone()))
        .exec(tx)
        .await?;
    let registered = Condition::any()
        .add(registration::Column::AccountId.eq(own.account.id))
        .add(registration::Column::Canonical.is_in(proved));
    registration::Entity::delete_many()
        .filter(registered)
        .exec(tx)
        .await?;
    Ok(())
}

/// Deletes a company's stock and applications, and empties its row.
async fn empty_company(tx: &DatabaseTransaction, company_id: i64, now: i64) -> Answer<()> {
    whole::delete(tx, company_id).await?;
    application::Entity::delete_many()
        .filter(application::Column::CompanyId.eq(company_id))
        .exec(tx)
        .await?;
    let blank = |column: company::Column| (column, Expr::value(""));
    let mut emptied = company::Entity::update_many()
        .col_expr(company::Column::Name, Expr::value(NOBODY))
        .col_expr(company::Column::TradeType, Expr::value("buyer"))
        .col_expr(company::Column::Standing, Expr::value("active"))
        .col_expr(company::Column::Country, Expr::value("ZZ"))
        .col_expr(company::Column::StockHiddenAt, Expr::value(Option::<i64>::None))
        .col_expr(company::Column::GoneAt, Expr::value(now));
    for (column, nothing) in [
        blank(company::Column::Postcode),
        blank(company::Column::Address),
        blank(company::Column::FaxCountry),
        blank(company::Column::Fax),
        blank(company::Column::Url),
        blank(company::Column::Business),
        blank(company::Column::Established),
        blank(company::Column::Capital),
        blank(company::Column::Representative),
        blank(company::Column::Purpose),
    ] {
        emptied = emptied.col_expr(column, nothing);
    }
    emptied
        .filter(company::Column::Id.eq(company_id))
        .exec(tx)
        .await?;
    Ok(())
}

/// What a person did for a company stays with it: imports stand under a colleague's name, lots under nobody's.
async fn hand_over(tx: &DatabaseTransaction, account_id: i64, company_id: Option<i64>) -> Answer<()> {
    screening::forget(tx, account_id).await?;
    let heir = membership::Entity::find()
        .filter(membership::Column::CompanyId.eq(company_id))
        .filter(membership::Column::AccountId.ne(account_id))
        // Administrators come first in the alphabet of roles.
        .order_by_asc(membership::Column::Role)
        .one(tx)
        .await?;
    if let Some(heir) = heir {
        import::Entity::update_many()
            .col_expr(import::Column::AccountId, Expr::value(heir.account_id))
            .filter(import::Column::AccountId.eq(account_id))
            .exec(tx)
            .await?;
        application::Entity::update_many()
            .col_expr(application::Column::AccountId, Expr::value(heir.account_id))
            .filter(application::Column::AccountId.eq(account_id))
            .exec(tx)
            .await?;
    }
    lot::Entity::update_many()
        .col_expr(lot::Column::UpdatedBy, Expr::value(Option::<i64>::None))
        .filter(lot::Column::UpdatedBy.eq(account_id))
        .exec(tx)
        .await?;
    Ok(())
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
