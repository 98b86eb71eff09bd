//! Receiving a message: once, however often its form is sent (T37).

use domain::contact::{ContactForm, ContactMessage, ContactNumber, ThreadState};
use domain::language::Language;
use domain::text::comparable;
use domain::violations::{Violation, Violations};
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait,
    QueryFilter, Set,
};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::receipt::Received;
use crate::accounts::{self, session::SignedIn};
use crate::entity::contact_message;
use crate::error::{Answer, Error, is_taken};
use crate::market::Market;
use crate::post::{self, ContactCopy, ContactReceived, Mail, Parcel};

/// Receives a message and answers with its number; the same form again gets the same number.
///
/// # Errors
/// Violations by field; `submission` when the form was sent before with other contents.
pub async fn receive(
    market: &Market,
    who: Option<&SignedIn>,
    language: Language,
    form: ContactForm,
) -> Answer<Received> {
    let fingerprint = fingerprint(who, &form)?;
    let message = form.check()?;
    if let Some(earlier) = sent_before(market.db.reader(), message.submission, &fingerprint).await? {
        return Ok(earlier);
    }
    match store(market, who, language, &message, fingerprint.clone()).await {
        Ok(received) => Ok(received),
        // The other click of a double click was faster: its message is ours.
        Err(Clash::SentBefore) => sent_before(market.db.reader(), message.submission, &fingerprint)
            .await?
            .ok_or_else(|| anyhow::anyhow!("a submission clashes with nothing").into()),
        Err(Clash::Other(error)) => Err(error),
    }
}

enum Clash {
    SentBefore,
    Other(Error),
}

impl<E: Into<Error>> From<E> for Clash {
    fn from(error: E) -> Self {
        Self::Other(error.into())
    }
}

/// What makes two sendings the same: all that was typed, and who typed it.
fn fingerprint(who: Option<&SignedIn>, form: &ContactForm) -> Answer<Vec<u8>> {
    let account = who.map(|who| who.visitor.number.as_str()).unwrap_or_default();
    Ok(Sha256::digest(serde_json::to_vec(&(account, form))?).to_vec())
}

async fn sent_before(
    db: &impl ConnectionTrait,
    submission: Uuid,
    fingerprint: &[u8],
) -> Answer<Option<Received>> {
    let earlier = contact_message::Entity::find()
        .filter(contact_message::Column::Submission.eq(submission))
        .one(db)
        .await?;
    let Some(earlier) = earlier else { return Ok(None) };
    if earlier.fingerprint != fingerprint {
        return Err(Violations::of("submission", Violation::SentBefore).into());
    }
    Ok(Some(Received {
        key: earlier.receipt,
        number: ContactNumber(earlier.id),
    }))
}

async fn store(
    market: &Market,
    who: Option<&SignedIn>,
    language: Language,
    message: &ContactMessage,
    fingerprint: Vec<u8>,
) -> Result<Received, Clash> {
    let tx = market.db.begin().await?;
    let own_address = accounts::owns(&tx, who, &message.email).await?;
    let row = row(who, language, message, fingerprint, own_address, market.now());
    let row = row.insert(&tx).await.map_err(|error| {
        if is_taken(&error) {
            Clash::SentBefore
        } else {
            Clash::Other(error.into())
        }
    })?;
    mail_both(market, &tx, who, language, message, &row).await?;
    tx.commit().await?;
    Ok(Received {
        key: row.receipt,
        number: ContactNumber(row.id),
    })
}

fn row(
    who: Option<&SignedIn>,
    language: Language,
    message: &ContactMessage,
    fingerprint: Vec<u8>,
    own_address: bool,
    now: i64,
) -> contact_message::ActiveModel {
    let phone = message.phone.as_ref();
    contact_message::ActiveModel {
        id: NotSet,
        // Random, for whoever has it may open the page.
        receipt: Set(Uuid::new_v4()),
        submission: Set(message.submission),
        fingerprint: Set(fingerprint),
        account_id: Set(who.map(|who| who.member.account_id)),
        name: Set(message.name.as_str().to_owned()),
        company: Set(company(message)),
        email: Set(message.email.as_str().to_owned()),
        phone_country: Set(phone.map(|phone| phone.country().to_owned())),
        phone: Set(phone.map(|phone| phone.number().to_owned())),
        topic: Set(message.topic.word().to_owned()),
        message: Set(message.text.as_str().to_owned()),
        own_address: Set(own_address),
        language: Set(language.tag().to_owned()),
        created_at: Set(now),
        state: Set(ThreadState::New.word().to_owned()),
        version: Set(1),
        assigned_to: Set(None),
        moved_at: Set(now),
        sought: Set(sought(message)),
    }
}

/// What it is found by, a line each: nobody types one, so nothing is found across them.
fn sought(message: &ContactMessage) -> String {
    [message.name.as_str(), &company(message), message.email.as_str()]
        .map(comparable)
        .join("\n")
}

fn company(message: &ContactMessage) -> String {
    let company = message.company.as_ref();
    company
        .map(|company| company.as_str().to_owned())
        .unwrap_or_default()
}

async fn mail_both(
    market: &Market,
    tx: &DatabaseTransaction,
    who: Option<&SignedIn>,
    language: Language,
    message: &ContactMessage,
    row: &contact_message::Model,
) -> Answer<()> {
    let owner = Mail::ContactReceived(for_owner(who, language, message, row));
    let house = crate::owner::now(tx, &market.settings).await?;
    let parcel = Parcel {
        mail: &owner,
        recipient: house.mail.as_str(),
        language: house.language,
        dedupe_key: format!("contact:{}:owner", row.id),
        expires_at: None,
    };
    post::enqueue(tx, row.created_at, &parcel).await?;
    let copy = Mail::ContactCopy(for_sender(message, row));
    let parcel = Parcel {
        mail: &copy,
        recipient: message.email.as_str(),
        language,
        dedupe_key: format!("contact:{}:sender", row.id),
        expires_at: None,
    };
    if row.own_address {
        post::enqueue(tx, row.created_at, &parcel).await?;
    } else {
        post::enqueue_copy(tx, row.created_at, &parcel).await?;
    }
    Ok(())
}

fn for_owner(
    who: Option<&SignedIn>,
    language: Language,
    message: &ContactMessage,
    row: &contact_message::Model,
) -> ContactReceived {
    ContactReceived {
        number: ContactNumber(row.id),
        received_at: row.created_at,
        topic: message.topic,
        name: row.name.clone(),
        company: row.company.clone(),
        email: row.email.clone(),
        phone: message
            .phone
            .as_ref()
            .map(|phone| phone.shown())
            .unwrap_or_default(),
        account: who.map(|who| who.visitor.number.clone()).unwrap_or_default(),
        language,
        message: lines(message),
    }
}

/// The sender's copy. To an address that may be a stranger's it repeats nothing that was typed (T20).
fn for_sender(message: &ContactMessage, row: &contact_message::Model) -> ContactCopy {
    ContactCopy {
        number: ContactNumber(row.id),
        topic: message.topic,
        message: if row.own_address {
            lines(message)
        } else {
            Vec::new()
        },
    }
}

fn lines(message: &ContactMessage) -> Vec<String> {
    message.text.as_str().lines().map(str::to_owned).collect()
}
