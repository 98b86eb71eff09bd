//! What the owner's desk does about a message: answering, noting, taking, closing. Each act names the version that was looked at,
//! and stands in the audit log with the transaction that it belongs to.

use domain::accounts::StaffRole;
use domain::audit::Action;
use domain::contact::thread::{AnswerText, EntryKind, ThreadAct};
use domain::contact::{ContactNumber, ThreadState, Topic};
use domain::language::Language;
use domain::refusal::Refusal;
use sea_orm::ActiveValue::NotSet;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, Set, UpdateMany,
};

use super::GONE;
use crate::audit::{self, About, Entry};
use crate::entity::{contact_entry, contact_message};
use crate::error::Answer;
use crate::market::Market;
use crate::post::{self, ContactAnswer, Mail, Parcel};
use crate::proofs::{Acting, may};
use crate::screening::Outcome;

/// The key of an answer's mail.
pub(crate) fn key(message: i64, entry: i64) -> String {
    format!("contact:{message}:answer:{entry}")
}

/// Does something about a message in the version that was looked at. An answer goes out to the writer, with or without an
/// account, in the language that the message came in.
///
/// # Errors
/// [`Refusal::NotAllowed`] for whoever does not answer messages; [`Refusal::NotFound`] when there is no such message, and for
/// answering a writer who has left.
pub async fn act(
    market: &Market,
    acting: &Acting,
    id: i64,
    version: i32,
    act: &ThreadAct,
) -> Answer<Outcome> {
    may(acting.role, StaffRole::may_answer)?;
    let now = market.now();
    let tx = market.db.begin().await?;
    let before = found(&tx, id).await?;
    let Some(change) = change(&before, acting, act) else {
        return missed(&tx, acting, id, version, act).await;
    };
    let changed = change
        .col_expr(
            contact_message::Column::Version,
            Expr::col(contact_message::Column::Version).add(1),
        )
        .filter(contact_message::Column::Id.eq(id))
        .filter(contact_message::Column::Version.eq(version))
        .exec(&tx)
        .await?;
    if changed.rows_affected != 1 {
        return missed(&tx, acting, id, version, act).await;
    }
    moved(&tx, id, act, now).await?;
    let (what, words) = match act {
        ThreadAct::Answer(text, _) => {
            answer(&tx, &before, acting, text, now).await?;
            (Action::ContactAnswered, text.as_str())
        }
        ThreadAct::Note(note) => {
            keep(&tx, id, EntryKind::Note, acting, note.as_str(), now).await?;
            // The words stand with the thread, and go with it.
            (Action::ContactNoted, "")
        }
        ThreadAct::Take => (Action::ContactTaken, ""),
        ThreadAct::GiveBack => (Action::ContactGivenBack, ""),
        ThreadAct::Close => {
            keep(&tx, id, EntryKind::Closed, acting, "", now).await?;
            (Action::ContactClosed, "")
        }
        ThreadAct::Reopen => {
            keep(&tx, id, EntryKind::Reopened, acting, "", now).await?;
            (Action::ContactReopened, "")
        }
    };
    let number = ContactNumber(id).to_string();
    let entry = Entry {
        who: acting.into(),
        what,
        about: About {
            account_id: before.account_id,
            ..About::default()
        },
        // What a visitor without an account was answered stands with the thread alone, so that it goes with it.
        details: if words.is_empty() || before.account_id.is_none() {
            number
        } else {
            format!("{number}\n{words}")
        },
    };
    audit::record(&tx, now, entry).await?;
    tx.commit().await?;
    Ok(Outcome::Done)
}

/// Somebody who pressed twice finds their own act done, and is told so; anything else is a miss.
async fn missed(
    tx: &DatabaseTransaction,
    acting: &Acting,
    id: i64,
    version: i32,
    act: &ThreadAct,
) -> Answer<Outcome> {
    let row = found(tx, id).await?;
    if row.version != version + 1 {
        return Ok(Outcome::Missed);
    }
    let (kind, words) = match act {
        ThreadAct::Take => return Ok(Outcome::of_miss(acting.is(row.assigned_to))),
        ThreadAct::GiveBack => return Ok(Outcome::of_miss(row.assigned_to.is_none())),
        ThreadAct::Answer(text, _) => (EntryKind::Answer, text.as_str()),
        ThreadAct::Note(note) => (EntryKind::Note, note.as_str()),
        ThreadAct::Close => (EntryKind::Closed, ""),
        ThreadAct::Reopen => (EntryKind::Reopened, ""),
    };
    let newest = contact_entry::Entity::find()
        .filter(contact_entry::Column::MessageId.eq(id))
        .order_by_desc(contact_entry::Column::Id)
        .one(tx)
        .await?;
    let again = newest
        .is_some_and(|entry| acting.is(entry.author) && entry.kind == kind.word() && entry.words == words);
    Ok(Outcome::of_miss(again))
}

/// What changes in the message's row; nothing where the act makes no sense any more.
fn change(
    row: &contact_message::Model,
    acting: &Acting,
    act: &ThreadAct,
) -> Option<UpdateMany<contact_message::Entity>> {
    let update = contact_message::Entity::update_many();
    let stand = |state: ThreadState| {
        contact_message::Entity::update_many()
            .col_expr(contact_message::Column::State, Expr::value(state.word()))
    };
    let closed = row.state == ThreadState::Closed.word();
    let mine = row.assigned_to.is_some() && row.assigned_to == acting.account_id;
    match act {
        ThreadAct::Answer(_, state) => (row.email != GONE).then(|| stand(*state)),
        ThreadAct::Note(_) => Some(update),
        ThreadAct::Take => row.assigned_to.is_none().then(|| {
            update.col_expr(
                contact_message::Column::AssignedTo,
                Expr::value(acting.account_id),
            )
        }),
        // An administrator may give back what somebody else has taken.
        ThreadAct::GiveBack => (mine || (row.assigned_to.is_some() && acting.role.may_audit())).then(|| {
            update.col_expr(
                contact_message::Column::AssignedTo,
                Expr::value(Option::<i64>::None),
            )
        }),
        ThreadAct::Close => (!closed).then(|| stand(ThreadState::Closed)),
        ThreadAct::Reopen => closed.then(|| stand(ThreadState::New)),
    }
}

/// Notes and hands do not move a thread in the list.
async fn moved(tx: &DatabaseTransaction, id: i64, act: &ThreadAct, now: i64) -> Answer<()> {
    if matches!(act, ThreadAct::Note(_) | ThreadAct::Take | ThreadAct::GiveBack) {
        return Ok(());
    }
    contact_message::Entity::update_many()
        .col_expr(contact_message::Column::MovedAt, Expr::value(now))
        .filter(contact_message::Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

async fn answer(
    tx: &DatabaseTransaction,
    row: &contact_message::Model,
    acting: &Acting,
    text: &AnswerText,
    now: i64,
) -> Answer<()> {
    let entry = keep(tx, row.id, EntryKind::Answer, acting, text.as_str(), now).await?;
    let lines = |text: &str| text.lines().map(str::to_owned).collect();
    let topic = Topic::of_word(&row.topic).unwrap_or(Topic::Other);
    let mail = Mail::ContactAnswer(ContactAnswer {
        number: ContactNumber(row.id),
        topic,
        name: row.name.clone(),
        answer: lines(text.as_str()),
        message: lines(&row.message),
        written_at: row.created_at,
    });
    let parcel = Parcel {
        mail: &mail,
        recipient: &row.email,
        language: Language::of_tag(&row.language).unwrap_or(Language::En),
        dedupe_key: key(row.id, entry),
        expires_at: None,
    };
    post::enqueue(tx, now, &parcel).await?;
    Ok(())
}

async fn found(tx: &DatabaseTransaction, id: i64) -> Answer<contact_message::Model> {
    let row = contact_message::Entity::find_by_id(id).one(tx).await?;
    row.ok_or_else(|| Refusal::NotFound.into())
}

/// Answers the number of the entry.
async fn keep(
    tx: &DatabaseTransaction,
    message_id: i64,
    kind: EntryKind,
    acting: &Acting,
    words: &str,
    now: i64,
) -> Answer<i64> {
    let row = contact_entry::ActiveModel {
        id: NotSet,
        message_id: Set(message_id),
        kind: Set(kind.word().to_owned()),
        author: Set(acting.account_id),
        words: Set(words.to_owned()),
        created_at: Set(now),
    };
    Ok(row.insert(tx).await?.id)
}
