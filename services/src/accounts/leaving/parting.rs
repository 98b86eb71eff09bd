//! What becomes of somebody's traces when their account goes, by themselves or by an administrator of their company.
//!
//! Most rows of a person go with the account's. What stays is emptied, or goes on under a colleague's name.

use domain::accounts::{AccountType, Phone};
use domain::refusal::Refusal;
use sea_orm::sea_query::{Expr, ExprTrait, Func};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::{NOBODY, REQUESTS, residue};
use crate::accounts::links;
use crate::accounts::mail_address;
use crate::accounts::persons::adding;
use crate::accounts::users::inviting;
use crate::entity::{
    account, account_email, application, company, contact_entry, contact_message, half_sign_in, import, link,
    lot, membership, quotation_line, quotation_request, registration, reset_request, session,
    staff_invitation,
};
use crate::error::Answer;
use crate::inventory::sync::forgetting;
use crate::inventory::whole;
use crate::post;
use crate::{audit, screening};

/// The addresses of an account.
pub(crate) struct Addresses {
    pub(crate) all: Vec<account_email::Model>,
}

impl Addresses {
    pub(crate) async fn of(db: &impl ConnectionTrait, account_id: i64) -> Answer<Self> {
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
pub(crate) async fn requests(
    db: &impl ConnectionTrait,
    account_id: i64,
    addresses: &Addresses,
) -> Answer<Vec<i64>> {
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

/// The requests that were sent by an account for its company, and not as an individual or a corporation.
pub(crate) async fn requests_of(db: &impl ConnectionTrait, account_id: i64) -> Answer<Vec<i64>> {
    Ok(quotation_request::Entity::find()
        .select_only()
        .column(quotation_request::Column::Id)
        .filter(quotation_request::Column::AccountId.eq(account_id))
        .filter(quotation_request::Column::IsPrivate.eq(false))
        .into_tuple()
        .all(db)
        .await?)
}

/// What a company keeps of somebody who goes.
#[derive(Clone, Copy)]
pub(crate) enum Kept<'a> {
    /// Their requests stay, and nobody sent them.
    Nothing,
    /// What they requested in the company's name, which this colleague answers for now.
    Requests(&'a Colleague),
}

/// Somebody of the company.
pub(crate) struct Colleague {
    pub(crate) account: account::Model,
    /// The main address.
    pub(crate) address: String,
}

impl Colleague {
    pub(crate) async fn of(tx: &impl ConnectionTrait, account_id: i64) -> Answer<Self> {
        let account = account::Entity::find_by_id(account_id)
            .one(tx)
            .await?
            .ok_or(Refusal::SignInFirst)?;
        let address = mail_address(tx, account_id).await?.ok_or(Refusal::SignInFirst)?;
        Ok(Self {
            account,
            address: address.0,
        })
    }
}

/// Lets an account go, with all that tells whose it was. Stock and imports stay with the company.
pub(crate) async fn part(
    tx: &DatabaseTransaction,
    leaver: &account::Model,
    company_id: Option<i64>,
    kept: Kept<'_>,
    now: i64,
) -> Answer<()> {
    let addresses = Addresses::of(tx, leaver.id).await?;
    if let Kept::Requests(colleague) = kept {
        pass_requests_on(tx, leaver.id, colleague).await?;
    }
    forget_requests(tx, leaver.id, &addresses, now).await?;
    forget_messages(tx, leaver.id, &addresses, now).await?;
    post::forget(tx, &addresses.proved(), now).await?;
    post::forget_proofs(tx, &addresses.unproved()).await?;
    forget_links(tx, leaver.id, &addresses).await?;
    inviting::forget_readers(tx, &addresses.proved()).await?;
    adding::forget_addresses(tx, &addresses.proved()).await?;
    post::forget_person(tx, leaver.id).await?;
    screening::forget(tx, leaver.id).await?;
    audit::forget(tx, leaver.id, None).await?;
    hand_over(tx, leaver.id, company_id).await?;
    account::Entity::delete_by_id(leaver.id).exec(tx).await?;
    residue::arrange(tx, now).await
}

/// Takes the trade from an account that goes on as something else: what was done for the company stays with it.
pub(crate) async fn part_from_trade(
    tx: &DatabaseTransaction,
    leaver: &account::Model,
    company_id: i64,
    to: &Colleague,
) -> Answer<()> {
    pass_requests_on(tx, leaver.id, to).await?;
    hand_over(tx, leaver.id, Some(company_id)).await?;
    membership::Entity::delete_by_id(leaver.id).exec(tx).await?;
    let trade = AccountType::TRADE.map(AccountType::word);
    session::Entity::delete_many()
        .filter(session::Column::AccountId.eq(leaver.id))
        .filter(session::Column::AccountType.is_in(trade))
        .exec(tx)
        .await?;
    half_sign_in::Entity::delete_many()
        .filter(half_sign_in::Column::AccountId.eq(leaver.id))
        .filter(half_sign_in::Column::AccountType.is_in(trade))
        .exec(tx)
        .await?;
    Ok(())
}

/// The requests of an account go on under a colleague's name, in the tables and in what the owner is told.
async fn pass_requests_on(tx: &DatabaseTransaction, account_id: i64, to: &Colleague) -> Answer<()> {
    for ids in requests_of(tx, account_id).await?.chunks(REQUESTS) {
        let row = &to.account;
        quotation_request::Entity::update_many()
            .col_expr(quotation_request::Column::AccountId, Expr::value(row.id))
            .col_expr(quotation_request::Column::Name, Expr::value(&row.name))
            .col_expr(quotation_request::Column::Furigana, Expr::value(&row.furigana))
            .col_expr(quotation_request::Column::Email, Expr::value(&to.address))
            .col_expr(
                quotation_request::Column::PhoneCountry,
                Expr::value(&row.phone_country),
            )
            .col_expr(quotation_request::Column::Phone, Expr::value(&row.phone))
            .col_expr(
                quotation_request::Column::Fingerprint,
                Expr::value(vec![0_u8; 32]),
            )
            .filter(quotation_request::Column::Id.is_in(ids.iter().copied()))
            .exec(tx)
            .await?;
        let phone = Phone::parse(&row.phone_country, &row.phone)
            .map_or_else(|_| row.phone.clone(), |phone| phone.shown());
        let requester = post::Requester {
            name: &row.name,
            furigana: &row.furigana,
            email: &to.address,
            phone: &phone,
        };
        post::pass_requests_on(tx, ids, &requester).await?;
    }
    Ok(())
}

/// Requests stay, but nobody sent them: fields that may not be empty hold a hyphen.
async fn forget_requests(
    tx: &DatabaseTransaction,
    account_id: i64,
    addresses: &Addresses,
    now: i64,
) -> Answer<()> {
    let ids = requests(tx, account_id, addresses).await?;
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
async fn forget_messages(
    tx: &DatabaseTransaction,
    account_id: i64,
    addresses: &Addresses,
    now: i64,
) -> Answer<()> {
    let address = Func::lower(Expr::col(contact_message::Column::Email));
    let whose = Condition::any()
        .add(contact_message::Column::AccountId.eq(account_id))
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
            .col_expr(contact_message::Column::Sought, Expr::value(""))
            .col_expr(contact_message::Column::Fingerprint, Expr::value(vec![0_u8; 32]))
            .filter(contact_message::Column::Id.is_in(ids.iter().copied()))
            .exec(tx)
            .await?;
        // What they were answered quotes them, and notes speak of them.
        contact_entry::Entity::update_many()
            .col_expr(contact_entry::Column::Words, Expr::value(NOBODY))
            .filter(contact_entry::Column::MessageId.is_in(ids.iter().copied()))
            .filter(contact_entry::Column::Words.ne(""))
            .exec(tx)
            .await?;
        post::forget_messages(tx, ids, now).await?;
    }
    Ok(())
}

/// Mailed links, asked-for passwords and waiting registrations hold an address too.
async fn forget_links(tx: &DatabaseTransaction, account_id: i64, addresses: &Addresses) -> Answer<()> {
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
                .add(link::Column::Subject.eq(account_id)),
        );
    link::Entity::delete_many().filter(whose).exec(tx).await?;
    staff_invitation::Entity::delete_many()
        .filter(staff_invitation::Column::Canonical.is_in(proved.clone()))
        .exec(tx)
        .await?;
    reset_request::Entity::delete_many()
        .filter(reset_request::Column::Canonical.is_in(proved.clone()))
        .exec(tx)
        .await?;
    let registered = Condition::any()
        .add(registration::Column::AccountId.eq(account_id))
        .add(registration::Column::Canonical.is_in(proved));
    registration::Entity::delete_many()
        .filter(registered)
        .exec(tx)
        .await?;
    Ok(())
}

/// Deletes a company's stock and applications, and empties its row.
pub(super) async fn empty_company(tx: &DatabaseTransaction, company_id: i64, now: i64) -> Answer<()> {
    whole::delete(tx, company_id).await?;
    forgetting::forget_devices(tx, company_id).await?;
    inviting::forget_company(tx, company_id).await?;
    screening::forget_company(tx, company_id).await?;
    let blank = |column: company::Column| (column, Expr::value(""));
    let mut emptied = company::Entity::update_many()
        .col_expr(company::Column::Name, Expr::value(NOBODY))
        .col_expr(company::Column::TradeType, Expr::value("buyer"))
        .col_expr(company::Column::Standing, Expr::value("active"))
        .col_expr(company::Column::CompanyType, Expr::value(""))
        .col_expr(company::Column::Admission, Expr::value("active"))
        .col_expr(company::Column::Country, Expr::value("ZZ"))
        .col_expr(company::Column::StockHiddenAt, Expr::value(Option::<i64>::None))
        .col_expr(company::Column::SuspendedAt, Expr::value(Option::<i64>::None))
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
        blank(company::Column::Sought),
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
