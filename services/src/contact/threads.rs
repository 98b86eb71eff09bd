//! Messages as the owner's desk reads them: the list, and one with all that was done about it.

use std::collections::HashMap;

use domain::accounts::StaffRole;
use domain::contact::thread::{EntryKind, MailStanding, Thread, ThreadEntry, ThreadRow, ThreadsPage};
use domain::contact::{ContactNumber, ThreadFilter, ThreadState, Topic};
use domain::language::Language;
use domain::refusal::Refusal;
use domain::text::comparable;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect, Select,
};

use super::GONE;
use crate::accounts::proving;
use crate::accounts::session::SignedIn;
use crate::audit::{contains, names};
use crate::entity::{account, contact_entry, contact_message, outbox};
use crate::error::Answer;
use crate::lists::{assigned, only, page_of};
use crate::market::Market;
use crate::proofs::{Staff, may};

/// A page of the list; one past the end is brought back to the last.
///
/// # Errors
/// [`Refusal::NotAllowed`] for whoever does not answer messages.
pub async fn page(market: &Market, staff: &Staff, filter: ThreadFilter) -> Answer<ThreadsPage> {
    may(staff.role, StaffRole::may_answer)?;
    let (db, now) = (market.db.reader(), market.now());
    let order = if filter.oldest_first() {
        Order::Asc
    } else {
        Order::Desc
    };
    let all = only(
        contact_message::Entity::find(),
        matching(&filter, staff.account_id),
    )
    .order_by(contact_message::Column::MovedAt, order.clone())
    .order_by(contact_message::Column::Id, order);
    let found = page_of(db, all, filter.page, Select::into_model::<contact_message::Model>).await?;
    let assigned_to = found.rows.iter().filter_map(|row| row.assigned_to);
    let people = names(db, assigned_to).await?;
    let rows = found.rows.into_iter().map(|row| line(row, &people, now));
    let rows: Answer<Vec<_>> = rows.collect();
    Ok(ThreadsPage {
        role: staff.role,
        rows: rows?,
        filter: filter.at_page(found.page),
        total: found.total,
        pages: found.pages,
    })
}

fn line(row: contact_message::Model, people: &HashMap<i64, String>, now: i64) -> Answer<ThreadRow> {
    Ok(ThreadRow {
        id: row.id,
        number: ContactNumber(row.id).to_string(),
        state: state(&row)?,
        topic: topic(&row)?,
        name: shown(row.name),
        company: row.company,
        sent_at: row.created_at,
        moved_at: row.moved_at,
        age: u32::try_from((now - row.created_at).max(0) / 1_000).unwrap_or(u32::MAX),
        assigned: called(people, row.assigned_to),
    })
}

/// One thread.
///
/// # Errors
/// [`Refusal::NotAllowed`] for whoever does not answer messages; [`Refusal::NotFound`] when there is no such message.
pub async fn thread(market: &Market, staff: &Staff, who: &SignedIn, id: i64) -> Answer<Thread> {
    may(staff.role, StaffRole::may_answer)?;
    let db = market.db.begin_reading().await?;
    let row = contact_message::Entity::find_by_id(id)
        .one(&db)
        .await?
        .ok_or(Refusal::NotFound)?;
    let writer = match row.account_id {
        Some(id) => account::Entity::find_by_id(id).one(&db).await?,
        None => None,
    };
    let entries = entries(&db, &row).await?;
    let mine = row.assigned_to == Some(staff.account_id);
    let people = names(&db, row.assigned_to).await?;
    Ok(Thread {
        role: staff.role,
        id,
        number: ContactNumber(id).to_string(),
        state: state(&row)?,
        version: row.version,
        topic: topic(&row)?,
        phone: phone(&row),
        account: writer.map(|account| account.number).unwrap_or_default(),
        language: Language::of_tag(&row.language).unwrap_or(Language::En),
        sent_at: row.created_at,
        assigned: called(&people, row.assigned_to),
        mine,
        entries,
        gone: row.email == GONE,
        asks_password: proving::asks_to_act(market, who),
        name: shown(row.name),
        company: row.company,
        email: shown(row.email),
        message: shown(row.message),
    })
}

async fn entries(db: &impl ConnectionTrait, row: &contact_message::Model) -> Answer<Vec<ThreadEntry>> {
    let entries = contact_entry::Entity::find()
        .filter(contact_entry::Column::MessageId.eq(row.id))
        .order_by_asc(contact_entry::Column::Id)
        .all(db)
        .await?;
    let people = names(db, entries.iter().filter_map(|entry| entry.author)).await?;
    let answers = entries
        .iter()
        .filter(|entry| entry.kind == EntryKind::Answer.word());
    let keys = answers.map(|entry| super::answering::key(row.id, entry.id));
    let mails: Vec<(String, String)> = outbox::Entity::find()
        .select_only()
        .columns([outbox::Column::DedupeKey, outbox::Column::State])
        .filter(outbox::Column::DedupeKey.is_in(keys))
        .into_tuple()
        .all(db)
        .await?;
    let mails: HashMap<String, String> = mails.into_iter().collect();
    let view = |entry: contact_entry::Model| {
        let mail = mails.get(&super::answering::key(row.id, entry.id));
        let kind = EntryKind::of_word(&entry.kind)
            .ok_or_else(|| anyhow::anyhow!("entry {} is of no kind", entry.id))?;
        Ok(ThreadEntry {
            kind,
            at: entry.created_at,
            by: called(&people, entry.author),
            mail: mail.map(|state| match state.as_str() {
                "sent" => MailStanding::Sent,
                "failed" | "expired" => MailStanding::Failed,
                _ => MailStanding::Waiting,
            }),
            text: shown(entry.words),
        })
    };
    entries.into_iter().map(view).collect()
}

/// What is left of a text whose writer has left is no text.
fn shown(text: String) -> String {
    if text == GONE { String::new() } else { text }
}

fn called(people: &HashMap<i64, String>, id: Option<i64>) -> String {
    id.and_then(|id| people.get(&id).cloned()).unwrap_or_default()
}

fn phone(row: &contact_message::Model) -> String {
    let (Some(country), Some(number)) = (&row.phone_country, &row.phone) else {
        return String::new();
    };
    domain::accounts::Phone::parse(country, number).map_or_else(|_| number.clone(), |phone| phone.shown())
}

fn state(row: &contact_message::Model) -> Answer<ThreadState> {
    let state = ThreadState::of_word(&row.state);
    Ok(state.ok_or_else(|| anyhow::anyhow!("message {} is in no state", row.id))?)
}

fn topic(row: &contact_message::Model) -> Answer<Topic> {
    let topic = Topic::of_word(&row.topic);
    Ok(topic.ok_or_else(|| anyhow::anyhow!("message {} has a topic that is none", row.id))?)
}

fn matching(filter: &ThreadFilter, me: i64) -> Condition {
    let mut all = Condition::all();
    if let Some(state) = filter.state {
        all = all.add(contact_message::Column::State.eq(state.word()));
    }
    if let Some(topic) = filter.topic {
        all = all.add(contact_message::Column::Topic.eq(topic.word()));
    }
    all = assigned(all, filter.whose, contact_message::Column::AssignedTo, me);
    if filter.text.is_empty() {
        return all;
    }
    let digits: String = filter.text.chars().filter(char::is_ascii_digit).collect();
    let part = contains(&comparable(&filter.text));
    let mut any = Condition::any().add(contact_message::Column::Sought.like(part));
    if let Ok(number) = digits.parse::<i64>() {
        any = any.add(contact_message::Column::Id.eq(number));
    }
    all.add(any)
}
