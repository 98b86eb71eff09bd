//! Making, listing and revoking tokens (T23, T25). A token is shown once, when it is made; the database keeps its hash. It goes
//! with its person's place in the company, and with a password that was set by mail.

use domain::api::tokens::{MOST, NewToken, Scope, TokenForm, TokenList, TokenView};
use domain::audit::Action;
use domain::refusal::Refusal;
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, Condition, ConnectionTrait, EntityTrait,
    IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, Set,
};
use secrecy::SecretString;
use uuid::Uuid;

use super::bearer::Secret;
use crate::accounts::caller::Caller;
use crate::accounts::session::SignedIn;
use crate::accounts::{proving, users};
use crate::audit::{self, About, Entry};
use crate::entity::api_token;
use crate::error::Answer;
use crate::inventory::sync;
use crate::market::Market;
use crate::proofs::Supplier;

const DAY: i64 = 24 * 60 * 60 * 1_000;
/// How long a token that has run out stays in the list.
const KEPT: i64 = 30 * DAY;
/// For so long a form that is sent again shows another secret for the token that it made: of two clicks, the browser shows
/// the second one's answer.
const TWICE: i64 = 60 * 1_000;

/// What came of making a token.
#[derive(Debug)]
pub enum Made {
    /// The token, to be shown this once.
    Token(SecretString),
    /// The company has as many as it may.
    Full,
    /// The same form was sent before; what it made was shown then, and is in use.
    Before,
}

/// The tokens that somebody may see: their own; for administrators, those of the company.
///
/// # Errors
/// [`Refusal::NotAllowed`] for whoever may not edit a company's stock.
pub async fn list(market: &Market, who: &SignedIn) -> Answer<TokenList> {
    let (db, now) = (market.db.reader(), market.now());
    let supplier = who.supplier().ok_or(Refusal::NotAllowed)?;
    let rows = api_token::Entity::find()
        .filter(seen_by(who, &supplier))
        .order_by_desc(api_token::Column::Id)
        .all(db)
        .await?;
    let names = audit::names(db, rows.iter().map(|row| row.account_id)).await?;
    let view = |row: api_token::Model| TokenView {
        id: row.public_id.to_string(),
        scopes: scopes(&row),
        name: row.name,
        starts: row.starts,
        whose: names.get(&row.account_id).cloned().unwrap_or_default(),
        created_at: row.created_at,
        expires_at: row.expires_at,
        is_over: row.expires_at <= now,
        used_at: row.used_at,
    };
    Ok(TokenList {
        tokens: rows.into_iter().map(view).collect(),
        administers: who.administrator().is_some(),
        asks_password: !proving::is_fresh(market, who),
        is_full: is_full(db, supplier.company_id, now).await?,
    })
}

/// The tokens that somebody may see and revoke.
fn seen_by(who: &SignedIn, supplier: &Supplier) -> Condition {
    let company = Condition::all().add(api_token::Column::CompanyId.eq(supplier.company_id));
    if who.administrator().is_some() {
        company
    } else {
        company.add(api_token::Column::AccountId.eq(supplier.account_id))
    }
}

async fn is_full(db: &impl ConnectionTrait, company_id: i64, now: i64) -> Answer<bool> {
    let good = api_token::Entity::find()
        .filter(api_token::Column::CompanyId.eq(company_id))
        .filter(api_token::Column::ExpiresAt.gt(now))
        .count(db)
        .await?;
    Ok(good >= MOST as u64)
}

/// What a token may be used for.
pub(crate) fn scopes(row: &api_token::Model) -> Vec<Scope> {
    let may = [
        (row.may_read, Scope::Read),
        (row.may_write, Scope::Write),
        (row.may_import, Scope::Import),
    ];
    may.into_iter()
        .filter_map(|(may, scope)| may.then_some(scope))
        .collect()
}

/// Makes a token. The password is asked for unless it was shown a moment ago (T21). The same form sent twice makes one.
///
/// # Errors
/// Violations at `name`, `scopes`, `days` and `password`; [`Refusal::NotAllowed`] for whoever may not edit a company's stock;
/// as of [`proving::show`].
pub async fn make(market: &Market, who: &SignedIn, caller: &Caller, form: &TokenForm) -> Answer<Made> {
    let supplier = who.supplier().ok_or(Refusal::NotAllowed)?;
    let token = form.check()?;
    proving::show_unless_fresh(market, who, &form.password).await?;
    let now = market.now();
    let secret = Secret::new();
    let tx = market.db.begin().await?;
    // Held, so that the company's users stay who they are, and its tokens as many as they are.
    users::locked(&tx, supplier.company_id)
        .await?
        .ok_or(Refusal::NotAllowed)?;
    if sync::held(&tx, &supplier).await?.is_none() {
        return Err(Refusal::NotAllowed.into());
    }
    let taken = of_form(&tx, &token).await?;
    let is_taken = taken.is_some();
    if let Some(earlier) = taken.filter(|row| is_made_of(row, &token, &supplier)) {
        if earlier.used_at.is_some() || now - earlier.created_at > TWICE {
            return Ok(Made::Before);
        }
        let mut row = earlier.into_active_model();
        row.token_hash = Set(secret.hash());
        row.starts = Set(secret.starts());
        row.update(&tx).await?;
        tx.commit().await?;
        return Ok(Made::Token(secret.into_text()));
    }
    if is_full(&tx, supplier.company_id, now).await? {
        return Ok(Made::Full);
    }
    let details = token.name.clone();
    let token = NewToken {
        submission: token.submission.filter(|_| !is_taken),
        ..token
    };
    row(token, &supplier, &secret, now).insert(&tx).await?;
    let entry = entry(&supplier, caller, Action::TokenMade, supplier.account_id, details);
    audit::record(&tx, now, entry).await?;
    tx.commit().await?;
    Ok(Made::Token(secret.into_text()))
}

/// The token that has the number of this form, whoever made it.
async fn of_form(tx: &impl ConnectionTrait, token: &NewToken) -> Answer<Option<api_token::Model>> {
    let Some(submission) = token.submission else {
        return Ok(None);
    };
    let found = api_token::Entity::find().filter(api_token::Column::PublicId.eq(submission));
    Ok(found.one(tx).await?)
}

/// Whether it was made by these words of this person: a form that was changed before it was sent again is another one.
fn is_made_of(row: &api_token::Model, token: &NewToken, supplier: &Supplier) -> bool {
    row.account_id == supplier.account_id
        && row.company_id == supplier.company_id
        && row.name == token.name
        && scopes(row) == token.scopes
        && row.expires_at - row.created_at == i64::from(token.term.days()) * DAY
}

fn row(token: NewToken, supplier: &Supplier, secret: &Secret, now: i64) -> api_token::ActiveModel {
    let may = |scope| token.scopes.contains(&scope);
    api_token::ActiveModel {
        id: NotSet,
        public_id: Set(token.submission.unwrap_or_else(Uuid::new_v4)),
        account_id: Set(supplier.account_id),
        company_id: Set(supplier.company_id),
        token_hash: Set(secret.hash()),
        starts: Set(secret.starts()),
        may_read: Set(may(Scope::Read)),
        may_write: Set(may(Scope::Write)),
        may_import: Set(may(Scope::Import)),
        client_id: Set(Uuid::new_v4()),
        created_at: Set(now),
        expires_at: Set(now + i64::from(token.term.days()) * DAY),
        used_at: Set(None),
        name: Set(token.name),
    }
}

fn entry<'a>(supplier: &Supplier, caller: &Caller, what: Action, whose: i64, details: String) -> Entry<'a> {
    Entry {
        who: audit::Who::of_supplier(supplier, caller.ip),
        what,
        about: About {
            account_id: Some(whose),
            company_id: Some(supplier.company_id),
            ..About::default()
        },
        details,
    }
}

/// Revokes a token: the next call with it is a stranger's. One that is gone already stays gone.
///
/// # Errors
/// [`Refusal::NotAllowed`] for whoever may not edit a company's stock; [`Refusal::NotFound`] for what is no name of a token.
pub async fn revoke(market: &Market, who: &SignedIn, caller: &Caller, id: &str) -> Answer<()> {
    let supplier = who.supplier().ok_or(Refusal::NotAllowed)?;
    let id = Uuid::try_parse(id).map_err(|_| Refusal::NotFound)?;
    let tx = market.db.begin().await?;
    let found = api_token::Entity::find()
        .filter(api_token::Column::PublicId.eq(id))
        .filter(seen_by(who, &supplier))
        .one(&tx)
        .await?;
    let Some(row) = found else { return Ok(()) };
    let gone = api_token::Entity::delete_by_id(row.id).exec(&tx).await?;
    if gone.rows_affected == 1 {
        let entry = entry(&supplier, caller, Action::TokenRevoked, row.account_id, row.name);
        audit::record(&tx, market.now(), entry).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Revokes all tokens of an account, whose password was set by mail: whoever knew the old one may have made some (T17).
pub(crate) async fn revoke_all(tx: &impl ConnectionTrait, account_id: i64) -> Answer<()> {
    api_token::Entity::delete_many()
        .filter(api_token::Column::AccountId.eq(account_id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Upkeep: tokens that ran out long ago.
pub(crate) async fn forget_old(tx: &impl ConnectionTrait, now: i64) -> Answer<()> {
    api_token::Entity::delete_many()
        .filter(api_token::Column::ExpiresAt.lt(now - KEPT))
        .exec(tx)
        .await?;
    Ok(())
}
