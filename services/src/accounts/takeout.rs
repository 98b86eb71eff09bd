//! All that is stored about oneself, to take home. No secret is in it: no token, no hash, no key of a receipt.

mod written;

use std::collections::BTreeMap;

use domain::accounts::ProfileForm;
use domain::accounts::views::{Application, Document};
use domain::api::tokens::Scope;
use domain::persons::{PersonForm, PersonKind};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::Serialize;

use self::written::{Message, Request};
use super::own;
use super::persons::settings;
use super::session::SignedIn;
use crate::entity::{
    account_email, api_token, application, authenticator, device, passkey, session, sync_client,
};
use crate::error::Answer;
use crate::market::Market;
use crate::{api, clock, screening};

/// Everything, with instants as people and programs read them (RFC 3339, in UTC).
#[derive(Debug, Serialize)]
pub struct Takeout {
    exported_at: String,
    account: Account,
    /// Person and company, as the forms name their fields.
    profile: ProfileForm,
    /// Registrations as an individual and as a corporation, as their form names its fields.
    registrations: Vec<Registered>,
    addresses: Vec<Address>,
    sessions: Vec<Session>,
    /// Browsers that are known from earlier sign-ins.
    browsers: Vec<Browser>,
    stock_devices: Vec<StockDevice>,
    tokens: Vec<Token>,
    second_factors: SecondFactors,
    agreements: Vec<Agreed>,
    applications: Vec<Applied>,
    requests: Vec<Request>,
    messages: Vec<Message>,
}

#[derive(Debug, Serialize)]
struct Account {
    number: String,
    account_type: &'static str,
    /// In the company.
    role: Option<String>,
    language: String,
    created_at: String,
    /// When this person was last seen, as the administrators of the company can read it.
    seen_at: Option<String>,
}

#[derive(Debug, Serialize)]
struct Registered {
    kind: PersonKind,
    #[serde(flatten)]
    form: PersonForm,
}

#[derive(Debug, Serialize)]
struct Address {
    address: String,
    main: bool,
    verified_at: Option<String>,
}

#[derive(Debug, Serialize)]
struct Session {
    account_type: String,
    device: String,
    stays: bool,
    created_at: String,
    seen_at: String,
    expires_at: String,
}

#[derive(Debug, Serialize)]
struct Browser {
    known_since: String,
}

/// A browser that this person edits stock in.
#[derive(Debug, Serialize)]
struct StockDevice {
    name: String,
    edits: i64,
    created_at: String,
    seen_at: String,
}

/// What a system of the company's shows in this person's place; never the token itself.
#[derive(Debug, Serialize)]
struct Token {
    name: String,
    starts: String,
    scopes: Vec<Scope>,
    created_at: String,
    expires_at: String,
    used_at: Option<String>,
}

#[derive(Debug, Serialize)]
struct SecondFactors {
    authenticator: bool,
    passkeys: Vec<Passkey>,
}

#[derive(Debug, Serialize)]
struct Passkey {
    name: String,
    created_at: String,
}

#[derive(Debug, Serialize)]
struct Agreed {
    document: Document,
    version: String,
    agreed_at: String,
}

#[derive(Debug, Serialize)]
struct Applied {
    state: String,
    reason: String,
    /// Why, field by field.
    fields: BTreeMap<String, String>,
    /// What is asked and not answered yet.
    question: String,
    profile: ProfileForm,
    created_at: String,
    decided_at: Option<String>,
}

/// Reads everything about whoever is signed in.
///
/// # Errors
/// Only breakages.
pub async fn take(market: &Market, who: &SignedIn) -> Answer<Takeout> {
    let db = market.db.reader();
    let own = own::rows_of(db, who.member.account_id).await?;
    let id = own.account.id;
    let agreements = own::agreements(db, id).await?;
    Ok(Takeout {
        exported_at: clock::written(market.now()),
        profile: own::form(&own),
        registrations: settings::all(db, id)
            .await?
            .into_iter()
            .map(|(kind, form)| Registered { kind, form })
            .collect(),
        addresses: addresses(db, id).await?,
        sessions: sessions(db, id).await?,
        browsers: browsers(db, id).await?,
        stock_devices: stock_devices(db, id).await?,
        tokens: tokens(db, id).await?,
        second_factors: second_factors(db, id).await?,
        agreements: agreements
            .into_iter()
            .map(|agreement| Agreed {
                document: agreement.document,
                version: agreement.version,
                agreed_at: clock::written(agreement.agreed_at),
            })
            .collect(),
        applications: applications(db, own.trade.as_ref().map(|(_, company)| company.id)).await?,
        requests: written::requests(db, id).await?,
        messages: written::messages(db, id).await?,
        account: Account {
            number: own.account.number,
            account_type: who.visitor.account_type.word(),
            role: own.trade.as_ref().map(|(member, _)| member.role.clone()),
            seen_at: own
                .trade
                .as_ref()
                .and_then(|(member, _)| member.seen_at)
                .map(clock::written),
            language: own.account.language,
            created_at: clock::written(own.account.created_at),
        },
    })
}

async fn addresses(db: &impl ConnectionTrait, account_id: i64) -> Answer<Vec<Address>> {
    let rows = account_email::Entity::find()
        .filter(account_email::Column::AccountId.eq(account_id))
        .order_by_asc(account_email::Column::Id)
        .all(db)
        .await?;
    let address = |row: account_email::Model| Address {
        address: row.address,
        main: row.main,
        verified_at: row.verified_at.map(clock::written),
    };
    Ok(rows.into_iter().map(address).collect())
}

async fn sessions(db: &impl ConnectionTrait, account_id: i64) -> Answer<Vec<Session>> {
    let rows = session::Entity::find()
        .filter(session::Column::AccountId.eq(account_id))
        .order_by_asc(session::Column::CreatedAt)
        .all(db)
        .await?;
    let one = |row: session::Model| Session {
        account_type: row.account_type,
        device: row.device,
        stays: row.stays,
        created_at: clock::written(row.created_at),
        seen_at: clock::written(row.seen_at),
        expires_at: clock::written(row.expires_at),
    };
    Ok(rows.into_iter().map(one).collect())
}

async fn browsers(db: &impl ConnectionTrait, account_id: i64) -> Answer<Vec<Browser>> {
    let rows = device::Entity::find()
        .filter(device::Column::AccountId.eq(account_id))
        .order_by_asc(device::Column::CreatedAt)
        .all(db)
        .await?;
    let one = |row: device::Model| Browser {
        known_since: clock::written(row.created_at),
    };
    Ok(rows.into_iter().map(one).collect())
}

async fn stock_devices(db: &impl ConnectionTrait, account_id: i64) -> Answer<Vec<StockDevice>> {
    let rows = sync_client::Entity::find()
        .filter(sync_client::Column::AccountId.eq(account_id))
        .order_by_asc(sync_client::Column::CreatedAt)
        .all(db)
        .await?;
    let one = |row: sync_client::Model| StockDevice {
        name: row.name,
        edits: row.last_n,
        created_at: clock::written(row.created_at),
        seen_at: clock::written(row.seen_at),
    };
    Ok(rows.into_iter().map(one).collect())
}

async fn tokens(db: &impl ConnectionTrait, account_id: i64) -> Answer<Vec<Token>> {
    let rows = api_token::Entity::find()
        .filter(api_token::Column::AccountId.eq(account_id))
        .order_by_asc(api_token::Column::Id)
        .all(db)
        .await?;
    let one = |row: api_token::Model| Token {
        scopes: api::tokens::scopes(&row),
        name: row.name,
        starts: row.starts,
        created_at: clock::written(row.created_at),
        expires_at: clock::written(row.expires_at),
        used_at: row.used_at.map(clock::written),
    };
    Ok(rows.into_iter().map(one).collect())
}

async fn second_factors(db: &impl ConnectionTrait, account_id: i64) -> Answer<SecondFactors> {
    let authenticator = authenticator::Entity::find_by_id(account_id).one(db).await?;
    let passkeys = passkey::Entity::find()
        .filter(passkey::Column::AccountId.eq(account_id))
        .order_by_asc(passkey::Column::Id)
        .all(db)
        .await?;
    let one = |row: passkey::Model| Passkey {
        name: row.name,
        created_at: clock::written(row.created_at),
    };
    Ok(SecondFactors {
        authenticator: authenticator.is_some_and(|row| row.confirmed_at.is_some()),
        passkeys: passkeys.into_iter().map(one).collect(),
    })
}

async fn applications(db: &impl ConnectionTrait, company_id: Option<i64>) -> Answer<Vec<Applied>> {
    let Some(company_id) = company_id else {
        return Ok(Vec::new());
    };
    let rows = application::Entity::find()
        .filter(application::Column::CompanyId.eq(company_id))
        .order_by_asc(application::Column::Id)
        .all(db)
        .await?;
    rows.into_iter().map(applied).collect()
}

fn applied(row: application::Model) -> Answer<Applied> {
    let state = row.state.clone();
    let Application {
        form,
        reason,
        fields,
        question,
        created_at,
        decided_at,
        ..
    } = screening::view(row, String::new())?;
    Ok(Applied {
        state,
        reason,
        fields,
        question,
        profile: form,
        created_at: clock::written(created_at),
        decided_at: decided_at.map(clock::written),
    })
}
