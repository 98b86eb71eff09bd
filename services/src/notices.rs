//! What visitors are told of the house: banners, the public status page, and the console's side of both.
//!
//! [`status`] looks at the house; [`writing`] publishes, changes and ends notices.

pub mod status;
pub mod writing;

use domain::accounts::StaffRole;
use domain::language::Language;
use domain::notices::{
    BANNERS, NoticeKind, NoticeRow, NoticeSheet, NoticeView, NoticesPage, Period, in_language,
};
use domain::refusal::Refusal;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::accounts::proving;
use crate::accounts::session::SignedIn;
use crate::audit::names;
use crate::entity::notice;
use crate::error::Answer;
use crate::market::Market;
use crate::proofs::{Staff, may};

/// Notices on the console's page.
const LISTED: u64 = 200;

/// What stands on every page at the moment, the newest first.
///
/// # Errors
/// Only breakages.
pub async fn banners(market: &Market, language: Language) -> Answer<Vec<NoticeView>> {
    let now = market.now();
    let not_over = Condition::any()
        .add(notice::Column::UntilAt.is_null())
        .add(notice::Column::UntilAt.gt(now));
    let rows = notice::Entity::find()
        .filter(notice::Column::Banner.eq(true))
        .filter(notice::Column::EndedAt.is_null())
        .filter(not_over)
        .order_by_desc(notice::Column::FromAt)
        .order_by_desc(notice::Column::Id)
        .all(market.db.reader())
        .await?;
    let mut shown = Vec::new();
    for row in rows {
        let notice = view(row, language)?;
        if notice.period.is_for_banners(notice.kind, now) && shown.len() < BANNERS {
            shown.push(notice);
        }
    }
    Ok(shown)
}

/// All notices, the newest first.
///
/// # Errors
/// [`Refusal::NotAllowed`] for whoever does not look after the house.
pub async fn page(market: &Market, staff: &Staff, who: &SignedIn, language: Language) -> Answer<NoticesPage> {
    may(staff.role, StaffRole::may_run)?;
    let (db, now) = (market.db.reader(), market.now());
    let rows = notice::Entity::find()
        .order_by_desc(notice::Column::FromAt)
        .order_by_desc(notice::Column::Id)
        .limit(LISTED)
        .all(db)
        .await?;
    let people = names(db, rows.iter().filter_map(|row| row.author)).await?;
    let rows: Answer<Vec<_>> = rows
        .into_iter()
        .map(|row| {
            let period = period(&row);
            Ok(NoticeRow {
                id: row.id,
                kind: kind(&row)?,
                title: in_language(language, &row.title_en, &row.title_ja).to_owned(),
                period,
                phase: period.phase(now),
                banner: row.banner,
                by: row
                    .author
                    .and_then(|id| people.get(&id).cloned())
                    .unwrap_or_default(),
            })
        })
        .collect();
    Ok(NoticesPage {
        role: staff.role,
        rows: rows?,
        asks_password: proving::asks_to_act(market, who),
    })
}

/// One notice, with the form that changes it.
///
/// # Errors
/// [`Refusal::NotAllowed`] for whoever does not look after the house; [`Refusal::NotFound`] when there is no such notice.
pub async fn sheet(market: &Market, staff: &Staff, who: &SignedIn, id: i64) -> Answer<NoticeSheet> {
    may(staff.role, StaffRole::may_run)?;
    let row = notice::Entity::find_by_id(id)
        .one(market.db.reader())
        .await?
        .ok_or(Refusal::NotFound)?;
    Ok(NoticeSheet {
        role: staff.role,
        id,
        phase: period(&row).phase(market.now()),
        form: writing::form(row),
        asks_password: proving::asks_to_act(market, who),
    })
}

fn view(row: notice::Model, language: Language) -> Answer<NoticeView> {
    Ok(NoticeView {
        id: row.id,
        version: row.version,
        kind: kind(&row)?,
        title: in_language(language, &row.title_en, &row.title_ja).to_owned(),
        text: in_language(language, &row.text_en, &row.text_ja).to_owned(),
        period: period(&row),
    })
}

const fn period(row: &notice::Model) -> Period {
    Period {
        from: row.from_at,
        until: row.until_at,
        ended: row.ended_at,
    }
}

fn kind(row: &notice::Model) -> Answer<NoticeKind> {
    let kind = NoticeKind::of_word(&row.kind);
    Ok(kind.ok_or_else(|| anyhow::anyhow!("notice {} is of no kind", row.id))?)
}
