//! Passkeys (WebAuthn): a key that a person's device keeps, and that answers to the address of this site alone.
//!
//! A challenge is kept here, at a half sign-in, and answered once. Which key signs, for which site, and whether its
//! counter runs backwards is judged by `webauthn-rs`; nothing here looks into a signature.

use domain::accounts::PasskeyName;
use domain::accounts::second_factor::PasskeyLine;
use domain::refusal::Refusal;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::NotSet, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    Set,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;
use webauthn_rs::prelude::{
    AuthenticationResult, Passkey, PasskeyAuthentication, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Url, Webauthn, WebauthnBuilder, WebauthnError,
};

use super::half::{self, Half};
use crate::accounts::session::SignedIn;
use crate::accounts::token::Token;
use crate::entity::{account, half_sign_in, passkey};
use crate::error::{Answer, Error, is_taken};
use crate::market::Market;
use crate::owner;

/// Most passkeys of one account.
const MOST: u64 = 20;
/// What a browser calls one's own machine: passkeys belong to names, not to numbers.
const OWN_MACHINE: &str = "localhost";

/// The site that passkeys are bound to: the public address. On one's own machine, `localhost`.
/// `owner` is what the browser shows beside its name.
fn site_of(market: &Market, owner: &str) -> Answer<Webauthn> {
    let (name, origin) = named_site(&market.settings.public_base_url)
        .ok_or_else(|| anyhow::anyhow!("public_base_url: passkeys need a name"))?;
    let site = WebauthnBuilder::new(&name, &origin)
        .and_then(|builder| builder.rp_name(owner).build())
        .map_err(|error| anyhow::anyhow!("passkeys: {error}"))?;
    Ok(site)
}

/// The same, where nothing is shown.
fn site(market: &Market) -> Answer<Webauthn> {
    site_of(market, market.settings.owner.name_en.as_str())
}

fn named_site(public_base_url: &str) -> Option<(String, Url)> {
    let mut origin = Url::parse(public_base_url).ok()?;
    if matches!(origin.host_str(), Some("127.0.0.1" | "[::1]")) {
        origin.set_host(Some(OWN_MACHINE)).ok()?;
    }
    Some((origin.domain()?.to_owned(), origin))
}

/// The name that passkeys of this site are bound to; a page opened under another one cannot use them.
#[must_use]
pub fn bound_to(market: &Market) -> String {
    named_site(&market.settings.public_base_url).map_or_else(String::new, |(name, _)| name)
}

/// Somebody's device said no, or said something else: nothing to break over.
fn failed(error: WebauthnError) -> Error {
    tracing::info!(%error, "a passkey was refused");
    Refusal::PasskeyFailed.into()
}

fn written(state: &impl Serialize) -> Answer<String> {
    Ok(serde_json::to_string(state)?)
}

/// What a browser sends; what cannot be read was not made by one.
fn read<T: DeserializeOwned>(answer: &str) -> Answer<T> {
    serde_json::from_str(answer).map_err(|_| Refusal::PasskeyFailed.into())
}

async fn rows(db: &impl ConnectionTrait, account_id: i64) -> Answer<Vec<passkey::Model>> {
    Ok(passkey::Entity::find()
        .filter(passkey::Column::AccountId.eq(account_id))
        .order_by_asc(passkey::Column::Id)
        .all(db)
        .await?)
}

/// The challenge of a sign-in, as the browser's `navigator.credentials` wants it.
///
/// # Errors
/// [`Refusal::StepOver`], [`Refusal::TriesUsed`]; [`Refusal::PasskeyFailed`] without a passkey.
pub async fn challenge(market: &Market, token: Option<&Token>) -> Answer<String> {
    let half = half::find(market.db.reader(), token, market.now()).await?;
    let keys = rows(market.db.reader(), half.account.id).await?;
    let keys = keys
        .iter()
        .map(|row| serde_json::from_str(&row.credential))
        .collect::<Result<Vec<Passkey>, _>>()?;
    let (challenge, state) = site(market)?
        .start_passkey_authentication(&keys)
        .map_err(failed)?;
    half::keep_challenge(market, half.row.token_hash, &written(&state)?).await?;
    written(&challenge.public_key)
}

/// A challenge that was answered rightly.
pub(crate) struct Answered {
    account_id: i64,
    result: AuthenticationResult,
}

pub(crate) async fn answered(market: &Market, half: &Half, answer: &str) -> Answer<Answered> {
    let answer: PublicKeyCredential = read(answer)?;
    let state: PasskeyAuthentication = read(&half::take_challenge(market, &half.row.token_hash).await?)?;
    let result = site(market)?
        .finish_passkey_authentication(&answer, &state)
        .map_err(failed)?;
    Ok(Answered {
        account_id: half.account.id,
        result,
    })
}

/// Keeps the counter of the key that was used. The row is asked for again: it may have been removed, or used elsewhere.
pub(crate) async fn note_use(tx: &impl ConnectionTrait, answered: &Answered, now: i64) -> Answer<()> {
    let row = passkey::Entity::find()
        .filter(passkey::Column::AccountId.eq(answered.account_id))
        .filter(passkey::Column::CredentialId.eq(answered.result.cred_id().clone()))
        .one(tx)
        .await?
        .ok_or(Refusal::PasskeyFailed)?;
    let mut key: Passkey = serde_json::from_str(&row.credential)?;
    key.update_credential(&answered.result);
    let kept = passkey::Entity::update_many()
        .col_expr(passkey::Column::Credential, Expr::value(written(&key)?))
        .col_expr(passkey::Column::UsedAt, Expr::value(now))
        .filter(passkey::Column::Id.eq(row.id))
        .filter(passkey::Column::Credential.eq(&row.credential))
        .exec(tx)
        .await?;
    if kept.rows_affected == 1 {
        Ok(())
    } else {
        Err(Refusal::PasskeyFailed.into())
    }
}

/// Where the challenge of a registration waits: beside the half sign-ins, under a key that no cookie has.
fn place_of(market: &Market, who: &SignedIn) -> Vec<u8> {
    market
        .seal
        .of("passkey registration", &[&who.here.token_hash])
        .to_vec()
}

/// The challenge of a new passkey, as the browser's `navigator.credentials` wants it.
pub(super) async fn begin(market: &Market, who: &SignedIn) -> Answer<String> {
    let account_id = who.member.account_id;
    let held = rows(market.db.reader(), account_id).await?;
    let seal = market.seal.of("passkey person", &[&account_id.to_be_bytes()]);
    let mut person = [0; 16];
    person.copy_from_slice(&seal[..16]);
    let owner = owner::owner(market).await?;
    let (challenge, state) = site_of(market, owner.name_en.as_str())?
        .start_passkey_registration(
            Uuid::from_bytes(person),
            &who.visitor.email,
            &who.visitor.name,
            Some(held.into_iter().map(|row| row.credential_id).collect()),
        )
        .map_err(failed)?;
    wait_for(market, who, &written(&state)?).await?;
    written(&challenge.public_key)
}

async fn wait_for(market: &Market, who: &SignedIn, state: &str) -> Answer<()> {
    let (place, now) = (place_of(market, who), market.now());
    let tx = market.db.begin().await?;
    let account = account::Entity::find_by_id(who.member.account_id)
        .one(&tx)
        .await?
        .ok_or(Refusal::SignInFirst)?;
    half_sign_in::Entity::delete_by_id(place.clone())
        .exec(&tx)
        .await?;
    let row = half_sign_in::ActiveModel {
        token_hash: Set(place),
        account_id: Set(account.id),
        account_type: Set(who.visitor.account_type.word().to_owned()),
        generation: Set(account.generation),
        stays: Set(false),
        next: Set(String::new()),
        tries: Set(0),
        challenge: Set(Some(state.to_owned())),
        created_at: Set(now),
        expires_at: Set(now + half::LASTS),
        // It waits for the passkey and nothing else.
        factor_due: Set(true),
        code_due: Set(false),
        password_due: Set(false),
        code_id: Set(None),
        code_sent_at: Set(None),
        code_mails: Set(0),
    };
    half_sign_in::Entity::insert(row)
        .exec_without_returning(&tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Judges the answer to the challenge of a new passkey.
pub(super) async fn made(market: &Market, who: &SignedIn, answer: &str) -> Answer<Passkey> {
    let answer: RegisterPublicKeyCredential = read(answer)?;
    let state: PasskeyRegistration = read(&half::take_challenge(market, &place_of(market, who)).await?)?;
    site(market)?
        .finish_passkey_registration(&answer, &state)
        .map_err(failed)
}

/// Keeps a new passkey.
pub(super) async fn keep(
    tx: &impl ConnectionTrait,
    account_id: i64,
    key: &Passkey,
    name: &PasskeyName,
    now: i64,
) -> Answer<()> {
    let held = passkey::Entity::find()
        .filter(passkey::Column::AccountId.eq(account_id))
        .count(tx)
        .await?;
    if held >= MOST {
        return Err(Refusal::NotAllowed.into());
    }
    let row = passkey::ActiveModel {
        id: NotSet,
        account_id: Set(account_id),
        credential_id: Set(key.cred_id().clone()),
        credential: Set(written(key)?),
        name: Set(name.as_str().to_owned()),
        created_at: Set(now),
        used_at: Set(None),
    };
    match passkey::Entity::insert(row).exec_without_returning(tx).await {
        Ok(_) => Ok(()),
        Err(error) if is_taken(&error) => Err(Refusal::PasskeyFailed.into()),
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn list(db: &impl ConnectionTrait, account_id: i64) -> Answer<Vec<PasskeyLine>> {
    let rows = rows(db, account_id).await?;
    Ok(rows
        .into_iter()
        .map(|row| PasskeyLine {
            id: row.id,
            name: row.name,
            created_at: row.created_at,
            used_at: row.used_at,
        })
        .collect())
}

pub(super) async fn rename(
    tx: &impl ConnectionTrait,
    account_id: i64,
    id: i64,
    name: &PasskeyName,
) -> Answer<()> {
    let renamed = passkey::Entity::update_many()
        .col_expr(passkey::Column::Name, Expr::value(name.as_str()))
        .filter(passkey::Column::Id.eq(id))
        .filter(passkey::Column::AccountId.eq(account_id))
        .exec(tx)
        .await?;
    found(renamed.rows_affected)
}

pub(super) async fn remove(tx: &impl ConnectionTrait, account_id: i64, id: i64) -> Answer<()> {
    let removed = passkey::Entity::delete_many()
        .filter(passkey::Column::Id.eq(id))
        .filter(passkey::Column::AccountId.eq(account_id))
        .exec(tx)
        .await?;
    found(removed.rows_affected)
}

fn found(rows: u64) -> Answer<()> {
    if rows == 1 {
        Ok(())
    } else {
        Err(Refusal::NotFound.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passkeys_belong_to_the_name_of_the_site() {
        let name = |address| named_site(address).map(|(name, origin)| (name, origin.to_string()));
        assert_eq!(
            name("https://parts.example"),
            Some(("parts.example".into(), "https://parts.example/".into()))
        );
        assert_eq!(
            name("http://127.0.0.1:3000"),
            Some(("localhost".into(), "http://localhost:3000/".into()))
        );
        assert_eq!(name("https://192.0.2.1"), None);
    }
}
