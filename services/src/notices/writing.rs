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
use crate::clock::DOUBLE_CLICK;
use crate::entity::notice;
use crate::error::Answer;
use crate::market::Market;
use crate::proofs::{Acting, may};
use crate::screening::Outcome;

/// Publishes a notice and answers its number. A second press is answered with the number of the first.
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
        changed_by: Set(acting.account_id),
    };
    let id = row.insert(&tx).await?.id;
    note(&tx, acting, Action::NoticePublished, id, &said(notice), now).await?;
    // Looked for when the log is held: of two presses at once the later one sees the other's.
    if let Some(first) = pressed_before(&tx, acting, notice, id, now).await? {
        tx.rollback().await?;
        return Ok(first);
    }
    tx.commit().await?;
    Ok(id)
}

/// The number of the same notice, if whoever acts has published it a moment ago.
async fn pressed_before(
    tx: &DatabaseTransaction,
    acting: &Acting,
    notice: &Notice,
    id: i64,
    now: i64,
) -> Answer<Option<i64>> {
    let recent = notice::Entity::find()
        .filter(notice::Column::Id.ne(id))
        .filter(notice::Column::CreatedAt.gt(now - DOUBLE_CLICK))
        .filter(notice::Column::Version.eq(1))
        .all(tx)
        .await?;
    let same = |row: &&notice::Model| acting.is(row.author) && says(row, notice);
    Ok(recent.iter().find(same).map(|row| row.id))
}

/// Whether a notice says already what is wanted. Times are typed to the minute; of two that begin at once, the second press is
/// a moment later.
fn says(row: &notice::Model, wanted: &Notice) -> bool {
    row.kind == wanted.kind.word()
        && row.title_en == wanted.title_en.as_str()
        && row.title_ja == wanted.title_ja.as_str()
        && row.text_en == wanted.text_en.as_str()
        && row.text_ja == wanted.text_ja.as_str()
        && (row.from_at - wanted.from).abs() < DOUBLE_CLICK
        && row.until_at == wanted.until
        && row.banner == wanted.banner
}

/// Whoever pressed twice finds the next version made by themselves, as they wanted it, and is told so; anything else is a miss.
fn missed(row: &notice::Model, acting: &Acting, version: i32, is_so: bool) -> Outcome {
    Outcome::of_miss(is_so && row.version == version + 1 && acting.is(row.changed_by))
}

/// Changes a notice in the version that was looked at; one that is over stays as it is.
///
/// # Errors
/// [`Refusal::NotAllowed`] for whoever does not look after the house; [`Refusal::NotFound`] when there is no such notice.
pub async fn change(market: &Market, acting: &Acting, id: i64, version: i32, to: &Notice) -> Answer<Outcome> {
    may(acting.role, StaffRole::may_run)?;
    let now = market.now();
    let tx = market.db.begin().await?;
    let before = found(&tx, id).await?;
    if !is_open(&before, now) {
        return Ok(missed(&before, acting, version, says(&before, to)));
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
        .col_expr(notice::Column::ChangedBy, Expr::value(acting.account_id))
        .col_expr(notice::Column::Version, Expr::col(notice::Column::Version).add(1))
        .filter(notice::Column::Id.eq(id))
        .filter(notice::Column::Version.eq(version))
        .exec(&tx)
        .await?;
    if changed.rows_affected != 1 {
        let row = found(&tx, id).await?;
        return Ok(missed(&row, acting, version, says(&row, to)));
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
    let before = found(&tx, id).await?;
    if !is_open(&before, now) {
        return Ok(missed(&before, acting, version, before.ended_at.is_some()));
    }
    let ended = notice::Entity::update_many()
        .col_expr(notice::Column::EndedAt, Expr::value(now))
        .col_expr(notice::Column::ChangedAt, Expr::value(now))
        .col_expr(notice::Column::ChangedBy, Expr::value(acting.account_id))
        .col_expr(notice::Column::Version, Expr::col(notice::Column::Version).add(1))
        .filter(notice::Column::Id.eq(id))
        .filter(notice::Column::Version.eq(version))
        .exec(&tx)
        .await?;
    if ended.rows_affected != 1 {
        let row = found(&tx, id).await?;
        return Ok(missed(&row, acting, version, row.ended_at.is_some()));
    }
    note(&tx, acting, Action::NoticeEnded, id, "", now).await?;
    tx.commit().await?;
    Ok(Outcome::Done)
}

async fn found(tx: &DatabaseTransaction, id: i64) -> Answer<notice::Model> {
    let row = notice::Entity::find_by_id(id).one(tx).await?;
    row.ok_or_else(|| Refusal::NotFound.into())
}

fn is_open(row: &notice::Model, now: i64) -> bool {
    matches!(period(row).phase(now), Phase::Coming | Phase::Now)
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
