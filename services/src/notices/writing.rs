//! Publishing notices, changing and ending them. A notice is never deleted: the status page tells what was.

use domain::accounts::StaffRole;
use domain::audit::Action;
use domain::notices::form::typed;
use domain::notices::{Notice, NoticeForm, Phase};
use domain::refusal::Refusal;
use sea_orm::ActiveValue::NotSet;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, Set};

use super::period;
use crate::audit::{self, About, Entry};
use crate::entity::notice;
use crate::error::Answer;
use crate::market::Market;
use crate::proofs::{Acting, may};
use crate::screening::Outcome;

/// Publishes a notice and answers its number.
///
/// # Errors
/// [`Refusal::NotAllowed`] for whoever does not look after the house.
pub async fn publish(market: &Market, acting: &Acting, notice: &Notice) -> Answer<i64> {
    may(acting.role, StaffRole::may_run)?;
    let now = market.now();
    let tx = market.db.begin().await?;
    let row = notice::ActiveModel {
        id: NotSet,
        kind: Set(notice.kind.word().to_owned()),
        title_en: Set(notice.title_en.as_str().to_owned()),
        title_ja: Set(notice.title_ja.as_str().to_owned()),
        text_en: Set(notice.text_en.as_str().to_owned()),
        text_ja: Set(notice.text_ja.as_str().to_owned()),
        from_at: Set(notice.from),
        until_at: Set(notice.until),
        banner: Set(notice.banner),
        ended_at: Set(None),
        version: Set(1),
        author: Set(acting.account_id),
        created_at: Set(now),
        changed_at: Set(now),
    };
    let id = row.insert(&tx).await?.id;
    note(&tx, acting, Action::NoticePublished, id, &said(notice), now).await?;
    tx.commit().await?;
    Ok(id)
}

/// Changes a notice in the version that was looked at; one that is over stays as it is.
///
/// # Errors
/// [`Refusal::NotAllowed`] for whoever does not look after the house; [`Refusal::NotFound`] when there is no such notice.
pub async fn change(market: &Market, acting: &Acting, id: i64, version: i32, to: &Notice) -> Answer<Outcome> {
    may(acting.role, StaffRole::may_run)?;
    let now = market.now();
    let tx = market.db.begin().await?;
    if !is_open(&tx, id, now).await? {
        return Ok(Outcome::Missed);
    }
    let changed = notice::Entity::update_many()
        .col_expr(notice::Column::Kind, Expr::value(to.kind.word()))
        .col_expr(notice::Column::TitleEn, Expr::value(to.title_en.as_str()))
        .col_expr(notice::Column::TitleJa, Expr::value(to.title_ja.as_str()))
        .col_expr(notice::Column::TextEn, Expr::value(to.text_en.as_str()))
        .col_expr(notice::Column::TextJa, Expr::value(to.text_ja.as_str()))
        .col_expr(notice::Column::FromAt, Expr::value(to.from))
        .col_expr(notice::Column::UntilAt, Expr::value(to.until))
        .col_expr(notice::Column::Banner, Expr::value(to.banner))
        .col_expr(notice::Column::ChangedAt, Expr::value(now))
        .col_expr(notice::Column::Version, Expr::col(notice::Column::Version).add(1))
        .filter(notice::Column::Id.eq(id))
        .filter(notice::Column::Version.eq(version))
        .exec(&tx)
        .await?;
    if changed.rows_affected != 1 {
        return Ok(Outcome::Missed);
    }
    note(&tx, acting, Action::NoticeChanged, id, &said(to), now).await?;
    tx.commit().await?;
    Ok(Outcome::Done)
}

/// Ends a notice now. One that had not begun is withdrawn: nobody hears of it any more.
///
/// # Errors
/// As of [`change`].
pub async fn end(market: &Market, acting: &Acting, id: i64, version: i32) -> Answer<Outcome> {
    may(acting.role, StaffRole::may_run)?;
    let now = market.now();
    let tx = market.db.begin().await?;
    if !is_open(&tx, id, now).await? {
        return Ok(Outcome::Missed);
    }
    let ended = notice::Entity::update_many()
        .col_expr(notice::Column::EndedAt, Expr::value(now))
        .col_expr(notice::Column::ChangedAt, Expr::value(now))
        .col_expr(notice::Column::Version, Expr::col(notice::Column::Version).add(1))
        .filter(notice::Column::Id.eq(id))
        .filter(notice::Column::Version.eq(version))
        .exec(&tx)
        .await?;
    if ended.rows_affected != 1 {
        return Ok(Outcome::Missed);
    }
    note(&tx, acting, Action::NoticeEnded, id, "", now).await?;
    tx.commit().await?;
    Ok(Outcome::Done)
}

async fn is_open(tx: &DatabaseTransaction, id: i64, now: i64) -> Answer<bool> {
    let row = notice::Entity::find_by_id(id)
        .one(tx)
        .await?
        .ok_or(Refusal::NotFound)?;
    Ok(matches!(period(&row).phase(now), Phase::Coming | Phase::Now))
}

fn said(notice: &Notice) -> String {
    let until = notice.until.map_or_else(|| "–".to_owned(), typed);
    let times = format!("{} … {until} JST", typed(notice.from));
    let titles = format!("{} / {}", notice.title_en.as_str(), notice.title_ja.as_str());
    [notice.kind.word(), &titles, &times].join("\n")
}

async fn note(
    tx: &DatabaseTransaction,
    acting: &Acting,
    what: Action,
    id: i64,
    words: &str,
    now: i64,
) -> Answer<()> {
    let entry = Entry {
        who: acting.into(),
        what,
        about: About::default(),
        details: format!("{id}\n{words}").trim_end().to_owned(),
    };
    audit::record(tx, now, entry).await
}

/// What holds now, as the form has it.
pub(super) fn form(row: notice::Model) -> NoticeForm {
    NoticeForm {
        version: row.version,
        kind: row.kind,
        title_en: row.title_en,
        title_ja: row.title_ja,
        text_en: row.text_en,
        text_ja: row.text_ja,
        from: typed(row.from_at),
        until: row.until_at.map(typed).unwrap_or_default(),
        banner: row.banner.then(|| "1".to_owned()),
        ..NoticeForm::default()
    }
}
