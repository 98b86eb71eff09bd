//! What is done about an application before it is decided: it is taken and given back, noted about, and asked about.

use domain::audit::Action;
use domain::refusal::Refusal;
use domain::screening::{Kind, Note, Question};
use sea_orm::ActiveValue::NotSet;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter,
    QueryOrder, Set,
};

use super::coordinators::{seen_acting, seen_by};
use super::deciding::Outcome;
use super::{about, tell};
use crate::audit::{self, Entry};
use crate::clock::DOUBLE_CLICK;
use crate::entity::{account, application, remark};
use crate::error::Answer;
use crate::market::Market;
use crate::post::{InformationWanted, Mail};
use crate::proofs::{Acting, Staff};

/// Takes an open application that nobody has taken.
///
/// # Errors
/// [`Refusal::NotAllowed`] for whoever has no queue; [`Refusal::NotFound`] when there is no such application.
pub async fn take(market: &Market, staff: &Staff, id: i64) -> Answer<Outcome> {
    assign(market, staff, id, None, Some(staff.account_id)).await
}

/// Gives back what the reader has taken. An administrator may give back what somebody else has taken.
///
/// # Errors
/// As of [`take`].
pub async fn give_back(market: &Market, staff: &Staff, id: i64) -> Answer<Outcome> {
    assign(market, staff, id, Some(staff.account_id), None).await
}

async fn assign(
    market: &Market,
    staff: &Staff,
    id: i64,
    from: Option<i64>,
    to: Option<i64>,
) -> Answer<Outcome> {
    let seen = seen_by(staff)?;
    let tx = market.db.begin().await?;
    let mut change = application::Entity::update_many()
        .col_expr(application::Column::AssignedTo, Expr::value(to))
        .filter(application::Column::Id.eq(id))
        .filter(seen.clone())
        .filter(application::Column::State.eq("pending"));
    change = match from {
        None => change.filter(application::Column::AssignedTo.is_null()),
        Some(_) if staff.role.may_audit() => change.filter(application::Column::AssignedTo.is_not_null()),
        Some(mine) => change.filter(application::Column::AssignedTo.eq(mine)),
    };
    let changed = change.exec(&tx).await?;
    let row = found(&tx, id, seen).await?;
    if changed.rows_affected != 1 {
        let again = row.state == "pending" && row.assigned_to == to;
        return Ok(Outcome::of_miss(again));
    }
    let entry = Entry {
        who: staff.into(),
        what: match to {
            Some(_) => Action::ApplicationTaken,
            None => Action::ApplicationGivenBack,
        },
        about: about(&row),
        details: String::new(),
    };
    audit::record(&tx, market.now(), entry).await?;
    tx.commit().await?;
    Ok(Outcome::Done)
}

/// Notes something that only the owner's people see; on decided ones too.
///
/// # Errors
/// As of [`take`].
pub async fn note(market: &Market, staff: &Staff, id: i64, note: &Note) -> Answer<()> {
    let seen = seen_by(staff)?;
    let now = market.now();
    let tx = market.db.begin().await?;
    let row = found(&tx, id, seen).await?;
    let last = newest(&tx, id, "note").await?;
    let is_again = last.is_some_and(|last| {
        last.author == Some(staff.account_id)
            && last.words == note.as_str()
            && now - last.created_at < DOUBLE_CLICK
    });
    if is_again {
        return Ok(());
    }
    keep(&tx, id, "note", Some(staff.account_id), note.as_str(), now).await?;
    let entry = Entry {
        who: staff.into(),
        what: Action::ApplicationNoted,
        about: about(&row),
        // The words stand with the application, and go with it.
        details: String::new(),
    };
    audit::record(&tx, now, entry).await?;
    tx.commit().await?;
    Ok(())
}

/// Asks the applicant for more (M04). The application waits for the answer, and no longer for us.
///
/// # Errors
/// As of [`take`].
pub async fn ask(
    market: &Market,
    acting: &Acting,
    id: i64,
    version: i32,
    question: &Question,
) -> Answer<Outcome> {
    let seen = seen_acting(acting)?;
    let now = market.now();
    let tx = market.db.begin().await?;
    let asked = application::Entity::update_many()
        .col_expr(application::Column::AskedAt, Expr::value(now))
        .col_expr(application::Column::Question, Expr::value(question.as_str()))
        .col_expr(
            application::Column::Version,
            Expr::col(application::Column::Version).add(1),
        )
        .filter(application::Column::Id.eq(id))
        .filter(seen.clone())
        .filter(application::Column::State.eq("pending"))
        .filter(application::Column::AskedAt.is_null())
        .filter(application::Column::Version.eq(version))
        .exec(&tx)
        .await?;
    let row = found(&tx, id, seen).await?;
    if asked.rows_affected != 1 {
        let again = row.state == "pending" && row.question == question.as_str() && row.version == version + 1;
        let again = again && said_last(&tx, id, acting, question.as_str()).await?;
        return Ok(Outcome::of_miss(again));
    }
    let account = account::Entity::find_by_id(row.account_id)
        .one(&tx)
        .await?
        .ok_or(Refusal::NotFound)?;
    keep(&tx, id, "question", acting.account_id, question.as_str(), now).await?;
    let mail = Mail::InformationWanted(InformationWanted {
        name: account.name,
        question: question.as_str().lines().map(str::to_owned).collect(),
        buys_meanwhile: row.kind == Kind::Change.word(),
        is_company: row.kind == Kind::Company.word(),
    });
    let key = format!("application:{id}:asked:{}", row.version);
    tell(&tx, row.account_id, &mail, key, now).await?;
    let entry = Entry {
        who: acting.into(),
        what: Action::ApplicationAsked,
        about: about(&row),
        details: question.as_str().to_owned(),
    };
    audit::record(&tx, now, entry).await?;
    tx.commit().await?;
    Ok(Outcome::Done)
}

pub(super) async fn found(db: &impl ConnectionTrait, id: i64, seen: Condition) -> Answer<application::Model> {
    let row = application::Entity::find_by_id(id).filter(seen).one(db).await?;
    row.ok_or_else(|| Refusal::NotFound.into())
}

/// Whether the newest remark about an application is a question of the same words by the same person.
async fn said_last(
    tx: &DatabaseTransaction,
    application_id: i64,
    acting: &Acting,
    words: &str,
) -> Answer<bool> {
    let newest = newest(tx, application_id, "question").await?;
    Ok(newest.is_some_and(|remark| acting.is(remark.author) && remark.words == words))
}

/// The newest remark of a kind about an application.
async fn newest(tx: &DatabaseTransaction, application_id: i64, kind: &str) -> Answer<Option<remark::Model>> {
    let newest = remark::Entity::find()
        .filter(remark::Column::ApplicationId.eq(application_id))
        .filter(remark::Column::Kind.eq(kind))
        .order_by_desc(remark::Column::Id)
        .one(tx)
        .await?;
    Ok(newest)
}

async fn keep(
    tx: &DatabaseTransaction,
    application_id: i64,
    kind: &str,
    author: Option<i64>,
    words: &str,
    now: i64,
) -> Answer<()> {
    let row = remark::ActiveModel {
        id: NotSet,
        application_id: Set(application_id),
        kind: Set(kind.to_owned()),
        author: Set(author),
        words: Set(words.to_owned()),
        created_at: Set(now),
    };
    row.insert(tx).await?;
    Ok(())
}
