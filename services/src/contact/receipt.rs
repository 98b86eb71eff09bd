//! The page after sending, found by an unguessable key.

use domain::contact::views::ContactReceipt;
use domain::contact::{ContactNumber, Topic};
use domain::refusal::Refusal;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::entity::contact_message;
use crate::error::Answer;
use crate::market::Market;
use crate::post::hidden;

/// What a sender is told at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Received {
    /// The key of the page after sending.
    pub key: Uuid,
    pub number: ContactNumber,
}

/// What was received under a key.
///
/// # Errors
/// [`Refusal::NotFound`] for anything that is not such a key.
pub async fn receipt(market: &Market, key: &str) -> Answer<ContactReceipt> {
    let key = Uuid::try_parse(key).map_err(|_| Refusal::NotFound)?;
    let row = contact_message::Entity::find()
        .filter(contact_message::Column::Receipt.eq(key))
        .one(market.db.reader())
        .await?
        .ok_or(Refusal::NotFound)?;
    let topic = Topic::of_word(&row.topic)
        .ok_or_else(|| anyhow::anyhow!("message {} has a topic that is none", row.id))?;
    Ok(ContactReceipt {
        number: ContactNumber(row.id).to_string(),
        topic,
        received_at: row.created_at,
        sent_to: hidden(&row.email),
        whole: row.own_address,
    })
}
