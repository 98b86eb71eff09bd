//! What a person has written: requests for quotation with their lines, and messages to the owner with their answers.

use domain::contact::ContactNumber;
use domain::contact::thread::EntryKind;
use domain::quotations::RequestNumber;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::Serialize;

use crate::clock;
use crate::entity::{contact_entry, contact_message, quotation_line, quotation_request};
use crate::error::Answer;

#[derive(Debug, Serialize)]
pub(super) struct Request {
    number: String,
    created_at: String,
    name: String,
    furigana: String,
    company: String,
    email: String,
    phone_country: String,
    phone: String,
    lines: Vec<Line>,
}

/// What was written to the owner, with its answers.
#[derive(Debug, Serialize)]
pub(super) struct Message {
    number: String,
    created_at: String,
    topic: String,
    name: String,
    company: String,
    email: String,
    phone_country: Option<String>,
    phone: Option<String>,
    message: String,
    answers: Vec<Reply>,
}

#[derive(Debug, Serialize)]
struct Reply {
    answered_at: String,
    answer: String,
}

#[derive(Debug, Serialize)]
struct Line {
    model: String,
    manufacturer: String,
    quantity: i32,
    dc: String,
    packing: String,
    /// In ten-thousandths of the currency's unit.
    target_price: Option<i64>,
    currency: Option<String>,
    due: Option<String>,
    remarks: String,
    state: String,
}

pub(super) async fn requests(db: &impl ConnectionTrait, account_id: i64) -> Answer<Vec<Request>> {
    let rows = quotation_request::Entity::find()
        .filter(quotation_request::Column::AccountId.eq(account_id))
        .order_by_asc(quotation_request::Column::Id)
        .all(db)
        .await?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        all.push(Request {
            number: RequestNumber(row.id).to_string(),
            created_at: clock::written(row.created_at),
            name: row.name,
            furigana: row.furigana,
            company: row.company,
            email: row.email,
            phone_country: row.phone_country,
            phone: row.phone,
            lines: lines(db, row.id).await?,
        });
    }
    Ok(all)
}

pub(super) async fn messages(db: &impl ConnectionTrait, account_id: i64) -> Answer<Vec<Message>> {
    let rows = contact_message::Entity::find()
        .filter(contact_message::Column::AccountId.eq(account_id))
        .order_by_asc(contact_message::Column::Id)
        .all(db)
        .await?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        all.push(Message {
            number: ContactNumber(row.id).to_string(),
            created_at: clock::written(row.created_at),
            answers: answers(db, row.id).await?,
            topic: row.topic,
            name: row.name,
            company: row.company,
            email: row.email,
            phone_country: row.phone_country,
            phone: row.phone,
            message: row.message,
        });
    }
    Ok(all)
}

/// What the owner's desk has answered; its notes are not the writer's.
async fn answers(db: &impl ConnectionTrait, message_id: i64) -> Answer<Vec<Reply>> {
    let rows = contact_entry::Entity::find()
        .filter(contact_entry::Column::MessageId.eq(message_id))
        .filter(contact_entry::Column::Kind.eq(EntryKind::Answer.word()))
        .order_by_asc(contact_entry::Column::Id)
        .all(db)
        .await?;
    let one = |row: contact_entry::Model| Reply {
        answered_at: clock::written(row.created_at),
        answer: row.words,
    };
    Ok(rows.into_iter().map(one).collect())
}

async fn lines(db: &impl ConnectionTrait, request_id: i64) -> Answer<Vec<Line>> {
    let rows = quotation_line::Entity::find()
        .filter(quotation_line::Column::RequestId.eq(request_id))
        .order_by_asc(quotation_line::Column::LineNo)
        .all(db)
        .await?;
    let line = |row: quotation_line::Model| Line {
        model: row.model,
        manufacturer: row.manufacturer,
        quantity: row.quantity,
        dc: row.dc,
        packing: row.packing,
        target_price: row.target_price,
        currency: row.currency,
        due: row.due,
        remarks: row.remarks,
        state: row.state,
    };
    Ok(rows.into_iter().map(line).collect())
}
