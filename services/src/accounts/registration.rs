//! Registering: the form is received, the address is asked to prove itself, and until it has, nothing is reserved (Z20).
//!
//! The registration waits in a table of its own; there is no account before the address is proved (see `verification`).
//! That an address has an account is said plainly (Z41), to one network a few times an hour; the password is hashed in
//! both cases, so that the wait tells nothing more (T03).

use domain::accounts::{AccountType, Asks, Email, ProfileForm, RegistrationForm};
use domain::language::Language;
use domain::legal::Document;
use domain::persons::{PersonForm, PersonKind};
use domain::refusal::Refusal;
use domain::text::comparable;
use domain::violations::{Violation, Violations};
use sea_orm::ActiveValue::NotSet;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, DeleteMany, EntityTrait, QueryFilter, Set};
use uuid::Uuid;

use super::caller::Caller;
use super::links::{self, Purpose};
use super::strength::{self, Bar};
use super::token::Token;
use crate::clock;
use crate::entity::registration;
use crate::error::Answer;
use crate::legal;
use crate::market::Market;
use crate::post::{self, Mail, Parcel, SealedLink, TemporaryRegistration, VerifyAddress, VerifyPerson};

const MINUTE: i64 = 60_000;
/// Registrations that were never proved are kept this long (Z20).
const FORGOTTEN_AFTER: i64 = 30 * 24 * 60 * MINUTE;

/// A registration that was received.
#[derive(Debug)]
pub struct Registered {
    /// For the browser to keep: it finds the waiting page again, and proves its own registration without a password.
    pub waiting: Token,
}

/// What every registration has, whatever it is for.
pub(crate) struct Incoming {
    pub(crate) submission: Uuid,
    pub(crate) email: Email,
    pub(crate) account_type: AccountType,
    pub(crate) password_hash: String,
    /// What is told beside, as JSON; read again when the address is proved.
    pub(crate) profile: String,
    /// Of a company in two steps; empty for everybody else.
    pub(crate) company_type: String,
}

/// Receives a registration and mails the link. Sending the same form twice registers once (T37).
///
/// # Errors
/// Violations at their fields; [`Refusal::TooMany`] for too many taken addresses, or too many mails to one.
pub async fn receive(market: &Market, caller: &Caller, form: RegistrationForm) -> Answer<Registered> {
    let wanted = form.check(clock::today(market.clock.as_ref()))?;
    strength::judge(&wanted.password, &form.own_words(), Bar::Public)
        .map_err(|violation| Violations::of("password", violation))?;
    let incoming = Incoming {
        submission: wanted.submission,
        email: wanted.email,
        account_type: wanted.asks.account_type(),
        password_hash: market.passwords.hash(&wanted.password).await?,
        profile: serde_json::to_string(&wanted.profile)?,
        company_type: match wanted.asks {
            Asks::Temporary => wanted.profile.company_type,
            _ => String::new(),
        },
    };
    take_in(market, caller, &incoming).await
}

/// Lets a registration wait for the proof of its address, and mails the link.
///
/// # Errors
/// [`Violation::AddressTaken`] at `email`; [`Refusal::TooMany`] as of [`receive`].
pub(crate) async fn take_in(market: &Market, caller: &Caller, wanted: &Incoming) -> Answer<Registered> {
    let waiting = waiting(market, caller, wanted.submission);
    let tx = market.db.begin().await?;
    market.limits.may_hear_of_address(caller.ip)?;
    if is_taken(&tx, &wanted.email.canonical()).await? {
        market.limits.tell_taken(caller.ip)?;
        return Err(Violations::of("email", Violation::AddressTaken).into());
    }
    let now = market.now();
    if let Some(before) = sent_before(&tx, wanted.submission).await? {
        let may_be_corrected = before.verified_at.is_none() && before.browser_hash == waiting.hash();
        let is_second_press = is_same(&before, wanted) && now - before.created_at < clock::DOUBLE_CLICK;
        if !may_be_corrected || is_second_press {
            return repeated(&before, wanted, &waiting);
        }
        // Somebody who saw no answer has gone back to the form, and may have corrected it: the newer one counts (T37, Z20).
        registration::Entity::delete_by_id(before.id).exec(&tx).await?;
    }
    // Not the same form's: where both are sent at once, the other one may have come in after the look above.
    waiting_at(&wanted.email.canonical())
        .filter(registration::Column::Submission.ne(wanted.submission))
        .exec(&tx)
        .await?;
    let agreed = [
        legal::edition(&tx, Document::Terms, now).await?,
        legal::edition(&tx, Document::Privacy, now).await?,
    ];
    let row = row(wanted, &waiting, caller.language, agreed, now)?;
    let row = match row.insert(&tx).await {
        Ok(row) => row,
        Err(error) if crate::error::is_taken(&error) => {
            tx.rollback().await?;
            let before = sent_before(market.db.reader(), wanted.submission).await?;
            return match before {
                Some(before) => repeated(&before, wanted, &waiting),
                // Another form for the same address came in between; this one may come once more.
                None => Err(Refusal::Busy.into()),
            };
        }
        Err(error) => return Err(error.into()),
    };
    if !mail_link(&tx, &row, now).await? {
        // The reader has had ten of these mails today; another tomorrow (T20).
        return Err(Refusal::TooMany { seconds: 86_400 }.into());
    }
    tx.commit().await?;
    Ok(Registered { waiting })
}

/// The number of a new form.
#[must_use]
pub fn new_submission() -> String {
    Uuid::new_v4().to_string()
}

/// What this browser keeps to find its waiting page. One that keeps nothing yet is given what follows from its form: the
/// same form sent twice at once is then the same browser, though neither sending knew of the other.
fn waiting(market: &Market, caller: &Caller, submission: Uuid) -> Token {
    let made = || Token::of_bits(market.seal.of("waiting", &[submission.as_bytes()]));
    caller.waiting.clone().unwrap_or_else(made)
}

/// What the same form has registered before.
async fn sent_before(db: &impl ConnectionTrait, submission: Uuid) -> Answer<Option<registration::Model>> {
    Ok(registration::Entity::find()
        .filter(registration::Column::Submission.eq(submission))
        .one(db)
        .await?)
}

/// The same form again, from the same browser: the first one counts.
fn repeated(before: &registration::Model, wanted: &Incoming, waiting: &Token) -> Answer<Registered> {
    if before.browser_hash == waiting.hash() && is_same(before, wanted) {
        Ok(Registered {
            waiting: waiting.clone(),
        })
    } else {
        Err(Violations::of("submission", Violation::SentBefore).into())
    }
}

fn is_same(before: &registration::Model, wanted: &Incoming) -> bool {
    before.canonical == wanted.email.canonical()
}

/// Whether an account has proved this address.
pub(crate) async fn is_taken(db: &impl ConnectionTrait, canonical: &str) -> Answer<bool> {
    let found = super::proved(db, canonical).await?;
    Ok(found.is_some())
}

/// What waits for an address goes: it can no longer be proved.
pub(crate) async fn forget(tx: &impl ConnectionTrait, canonical: &str) -> Answer<()> {
    waiting_at(canonical).exec(tx).await?;
    Ok(())
}

fn waiting_at(canonical: &str) -> DeleteMany<registration::Entity> {
    registration::Entity::delete_many()
        .filter(registration::Column::Canonical.eq(canonical))
        .filter(registration::Column::VerifiedAt.is_null())
}

/// What has waited too long goes.
pub(crate) async fn forget_old(tx: &impl ConnectionTrait, now: i64) -> Answer<()> {
    registration::Entity::delete_many()
        .filter(registration::Column::CreatedAt.lt(now - FORGOTTEN_AFTER))
        .exec(tx)
        .await?;
    Ok(())
}

/// `agreed`: the editions of the terms and of the privacy policy that were ticked.
fn row(
    wanted: &Incoming,
    waiting: &Token,
    language: Language,
    agreed: [String; 2],
    now: i64,
) -> Answer<registration::ActiveModel> {
    let [terms, privacy] = agreed;
    let (name, company) = told(wanted.account_type.word(), &wanted.profile)?;
    Ok(registration::ActiveModel {
        id: NotSet,
        submission: Set(wanted.submission),
        address: Set(wanted.email.as_str().to_owned()),
        canonical: Set(wanted.email.canonical()),
        account_type: Set(wanted.account_type.word().to_owned()),
        password_hash: Set(wanted.password_hash.clone()),
        profile: Set(wanted.profile.clone()),
        language: Set(language.tag().to_owned()),
        terms: Set(terms),
        privacy: Set(privacy),
        browser_hash: Set(waiting.hash()),
        created_at: Set(now),
        verified_at: Set(None),
        account_id: Set(None),
        company_type: Set(wanted.company_type.clone()),
        sought: Set(format!("{}\n{}", comparable(&name), comparable(&company))),
    })
}

/// The name and the company that a registration tells, whatever it is for.
pub(crate) fn told(account_type: &str, profile: &str) -> Answer<(String, String)> {
    let is_person = AccountType::of_word(account_type)
        .and_then(PersonKind::of)
        .is_some();
    if is_person {
        let form: PersonForm = serde_json::from_str(profile)?;
        return Ok((form.name, form.company));
    }
    let form: ProfileForm = serde_json::from_str(profile)?;
    Ok((form.name, form.company))
}

/// Makes and mails a new link, unless the reader has had enough of them today.
async fn mail_link(tx: &impl ConnectionTrait, row: &registration::Model, now: i64) -> Answer<bool> {
    if !links::may_mail(tx, Purpose::Verify, &row.canonical, now).await? {
        return Ok(false);
    }
    let issued = links::issue(tx, Purpose::Verify, row.id, 0, &row.canonical, now).await?;
    let link = SealedLink {
        id: issued.id,
        generation: issued.generation,
    };
    let mail = confirmation(row, link);
    let parcel = Parcel {
        mail: &mail,
        recipient: &row.address,
        language: language(row),
        dedupe_key: format!("verify:{}", issued.id),
        expires_at: Some(issued.expires_at),
    };
    post::enqueue(tx, now, &parcel).await?;
    Ok(true)
}

/// The mail with the link: that of a company's second step, M24 for individuals and corporations, else M01.
fn confirmation(row: &registration::Model, link: SealedLink) -> Mail {
    if row.is_company() {
        return Mail::TemporaryRegistration(TemporaryRegistration { link });
    }
    match AccountType::of_word(&row.account_type).and_then(PersonKind::of) {
        Some(kind) => Mail::VerifyPerson(VerifyPerson {
            link,
            corporate: kind == PersonKind::Corporate,
        }),
        None => Mail::VerifyAddress(VerifyAddress { link }),
    }
}

/// The language in which somebody registered.
pub(crate) fn language(row: &registration::Model) -> Language {
    Language::of_tag(&row.language).unwrap_or(Language::En)
}

/// Mails the link again: once a minute, ten times a day; the one before it is void (Z20). Answers whether it did.
///
/// # Errors
/// Only breakages.
pub(crate) async fn mail_again(market: &Market, row: &registration::Model) -> Answer<bool> {
    let tx = market.db.begin().await?;
    let mailed = mail_again_in(&tx, row, market.now()).await?;
    tx.commit().await?;
    Ok(mailed)
}

/// The same within somebody else's transaction.
pub(crate) async fn mail_again_in(
    tx: &impl ConnectionTrait,
    row: &registration::Model,
    now: i64,
) -> Answer<bool> {
    let last = links::last_mailed(tx, Purpose::Verify, &row.canonical).await?;
    if last.is_some_and(|last| now - last < MINUTE) {
        return Ok(false);
    }
    mail_link(tx, row, now).await
}

/// The registration that waits for an address.
pub(crate) async fn waiting_for(
    db: &impl ConnectionTrait,
    canonical: &str,
) -> Answer<Option<registration::Model>> {
    Ok(registration::Entity::find()
        .filter(registration::Column::Canonical.eq(canonical))
        .filter(registration::Column::VerifiedAt.is_null())
        .one(db)
        .await?)
}
