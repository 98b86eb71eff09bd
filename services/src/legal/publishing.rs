//! Publishing an edition, and taking one back that is still to come.

use domain::accounts::StaffRole;
use domain::audit::Action;
use domain::legal::{Document, Draft, day};
use sea_orm::ActiveValue::NotSet;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect, Set,
};

use super::of_document;
use crate::audit::{self, About, Entry};
use crate::entity::legal_edition;
use crate::error::{Answer, is_taken};
use crate::jobs::{self, Kind};
use crate::market::Market;
use crate::people::Outcome;
use crate::proofs::{Acting, may};

/// Publishes an edition, against the number of editions that was looked at. One that was still to come is replaced by it.
///
/// # Errors
/// [`domain::refusal::Refusal::NotAllowed`] for whoever is no administrator.
pub async fn publish(
    market: &Market,
    acting: &Acting,
    document: Document,
    version: i32,
    draft: &Draft,
) -> Answer<Outcome> {
    may(acting.role, StaffRole::may_manage)?;
    let now = market.now();
    let tx = market.db.begin().await?;
    if newest(&tx, document).await? != version {
        return missed(&tx, acting, document, version, draft).await;
    }
    take_back(&tx, document, now).await?;
    let row = legal_edition::ActiveModel {
        id: NotSet,
        document: Set(document.word().to_owned()),
        number: Set(version + 1),
        applies_on: Set(draft.applies_on.clone()),
        text_en: Set(draft.text_en.typed()),
        text_ja: Set(draft.text_ja.typed()),
        tells: Set(draft.tells),
        author: Set(acting.account_id),
        created_at: Set(now),
        withdrawn_at: Set(None),
    };
    let row = match row.insert(&tx).await {
        Ok(row) => row,
        // Whoever was faster by a moment has the number.
        Err(error) if is_taken(&error) => {
            tx.rollback().await?;
            return missed(market.db.reader(), acting, document, version, draft).await;
        }
        Err(error) => return Err(error.into()),
    };
    if draft.tells {
        jobs::leave(&tx, Kind::TellOfEdition, row.id, now).await?;
    }
    note(
        &tx,
        acting,
        Action::LegalPublished,
        document,
        &draft.applies_on,
        now,
    )
    .await?;
    tx.commit().await?;
    Ok(Outcome::Done)
}

/// Whoever pressed twice finds their own edition as the next one, and is told so; anything else is a miss.
async fn missed(
    db: &impl ConnectionTrait,
    acting: &Acting,
    document: Document,
    version: i32,
    draft: &Draft,
) -> Answer<Outcome> {
    let newest = of_document(document)
        .order_by_desc(legal_edition::Column::Number)
        .one(db)
        .await?;
    let again = newest.is_some_and(|row| {
        row.number == version + 1
            && acting.is(row.author)
            && row.withdrawn_at.is_none()
            && row.applies_on == draft.applies_on
            && row.tells == draft.tells
            && row.text_en == draft.text_en.typed()
            && row.text_ja == draft.text_ja.typed()
    });
    Ok(Outcome::of_miss(again))
}

/// Takes back the edition that is still to come.
///
/// # Errors
/// As of [`publish`].
pub async fn withdraw(market: &Market, acting: &Acting, document: Document, version: i32) -> Answer<Outcome> {
    may(acting.role, StaffRole::may_manage)?;
    let now = market.now();
    let tx = market.db.begin().await?;
    if newest(&tx, document).await? != version {
        return Ok(Outcome::Missed);
    }
    let Some(applies_on) = take_back(&tx, document, now).await? else {
        return Ok(Outcome::Missed);
    };
    note(&tx, acting, Action::LegalWithdrawn, document, &applies_on, now).await?;
    tx.commit().await?;
    Ok(Outcome::Done)
}

async fn newest(tx: &DatabaseTransaction, document: Document) -> Answer<i32> {
    let number: Option<i32> = of_document(document)
        .select_only()
        .column(legal_edition::Column::Number)
        .order_by_desc(legal_edition::Column::Number)
        .into_tuple()
        .one(tx)
        .await?;
    Ok(number.unwrap_or_default())
}

/// Its day, if there was one.
async fn take_back(tx: &DatabaseTransaction, document: Document, now: i64) -> Answer<Option<String>> {
    let taken = legal_edition::Entity::update_many()
        .col_expr(legal_edition::Column::WithdrawnAt, Expr::value(now))
        .filter(legal_edition::Column::Document.eq(document.word()))
        .filter(legal_edition::Column::WithdrawnAt.is_null())
        .filter(legal_edition::Column::AppliesOn.gt(day(now)))
        .exec_with_returning(tx)
        .await?;
    Ok(taken.into_iter().next().map(|row| row.applies_on))
}

async fn note(
    tx: &DatabaseTransaction,
    acting: &Acting,
    what: Action,
    document: Document,
    applies_on: &str,
    now: i64,
) -> Answer<()> {
    let entry = Entry {
        who: acting.into(),
        what,
        about: About::default(),
        details: format!("{} {applies_on}", document.word()),
    };
    audit::record(tx, now, entry).await
}
