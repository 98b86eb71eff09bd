//! The documents that one agrees to: which edition applies, and the ones before and to come.
//!
//! [`publishing`] writes new editions, [`telling`] mails everybody that one comes. An edition is never changed, and one
//! that has applied is never taken back: agreements name it.

pub mod publishing;
pub(crate) mod telling;

use domain::accounts::StaffRole;
use domain::language::Language;
use domain::legal::{
    Document, DocumentSheet, EditionForm, EditionLine, EditionRow, Shown, Standing, Text, applying, day,
    earliest,
};
use domain::notices::in_language;
use domain::refusal::Refusal;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use crate::accounts::proving;
use crate::accounts::session::SignedIn;
use crate::audit::names;
use crate::entity::legal_edition;
use crate::error::Answer;
use crate::market::Market;
use crate::owner;
use crate::proofs::{Staff, may};

/// The edition that applies at a moment, by its day: what an agreement keeps.
pub(crate) async fn edition(db: &impl ConnectionTrait, document: Document, now: i64) -> Answer<String> {
    // Their texts stay where they are: this is asked with every registration.
    let days: Vec<(String, Option<i64>)> = of_document(document)
        .select_only()
        .columns([
            legal_edition::Column::AppliesOn,
            legal_edition::Column::WithdrawnAt,
        ])
        .into_tuple()
        .all(db)
        .await?;
    let applies = applying(&days, &day(now), |(day, withdrawn_at)| {
        (day, withdrawn_at.is_some())
    });
    Ok(applies.map_or_else(|| document.first_edition().to_owned(), |(day, _)| day.clone()))
}

fn of_document(document: Document) -> Select<legal_edition::Entity> {
    legal_edition::Entity::find().filter(legal_edition::Column::Document.eq(document.word()))
}

/// All but the first, the newest first.
async fn editions(db: &impl ConnectionTrait, document: Document) -> Answer<Vec<legal_edition::Model>> {
    let rows = of_document(document)
        .order_by_desc(legal_edition::Column::Number)
        .all(db)
        .await?;
    Ok(rows)
}

fn of(row: &legal_edition::Model) -> (&str, bool) {
    (&row.applies_on, row.withdrawn_at.is_some())
}

/// Where editions stand on a day: all of the table, and the first one at the end.
fn lines(document: Document, rows: &[legal_edition::Model], today: &str) -> Vec<EditionLine> {
    let now = applying(rows, today, of).map(|row| row.id);
    let standing = |row: &legal_edition::Model| match row.withdrawn_at {
        Some(_) => Standing::Withdrawn,
        None if Some(row.id) == now => Standing::Now,
        None if row.applies_on.as_str() > today => Standing::Coming,
        None => Standing::Over,
    };
    let line = |row: &legal_edition::Model| EditionLine {
        applies_on: row.applies_on.clone(),
        standing: standing(row),
    };
    let first = EditionLine {
        applies_on: document.first_edition().to_owned(),
        standing: if now.is_none() {
            Standing::Now
        } else {
            Standing::Over
        },
    };
    rows.iter().map(line).chain([first]).collect()
}

/// A document as a visitor reads it: the edition of a day, or the one that applies.
///
/// # Errors
/// [`Refusal::NotFound`] when there is no edition of that day.
pub async fn shown(
    market: &Market,
    language: Language,
    document: Document,
    wanted: Option<&str>,
) -> Answer<Shown> {
    let db = market.db.reader();
    let rows = editions(db, document).await?;
    let lines = lines(document, &rows, &day(market.now()));
    let matches = |line: &EditionLine| match wanted {
        Some(day) => line.applies_on == day,
        None => line.standing == Standing::Now,
    };
    let all = || lines.iter().enumerate();
    // What was taken back is still what somebody was mailed; another edition of the same day goes before it.
    let at = all()
        .find(|(_, line)| matches(line) && line.standing != Standing::Withdrawn)
        .or_else(|| all().find(|(_, line)| matches(line)))
        .map(|(at, _)| at)
        .ok_or(Refusal::NotFound)?;
    let text = match rows.get(at) {
        Some(row) => Some(text(row, language)?.of(owner::owner(market).await?.name(language))),
        None => None,
    };
    Ok(Shown {
        document,
        line: lines[at].clone(),
        text,
        editions: lines
            .into_iter()
            .filter(|line| line.standing != Standing::Withdrawn)
            .collect(),
    })
}

fn text(row: &legal_edition::Model, language: Language) -> Answer<Text> {
    let text = Text::parse(in_language(language, &row.text_en, &row.text_ja));
    Ok(text.map_err(|fault| anyhow::anyhow!("edition {}: {fault}", row.id))?)
}

/// A document in the console.
///
/// # Errors
/// [`Refusal::NotAllowed`] for whoever is no administrator.
pub async fn sheet(
    market: &Market,
    staff: &Staff,
    who: &SignedIn,
    document: Document,
) -> Answer<DocumentSheet> {
    may(staff.role, StaffRole::may_manage)?;
    let (db, now) = (market.db.reader(), market.now());
    let rows = editions(db, document).await?;
    let people = names(db, rows.iter().filter_map(|row| row.author)).await?;
    let lines = lines(document, &rows, &day(now));
    let newest = rows.iter().find(|row| row.withdrawn_at.is_none());
    let form = EditionForm {
        version: rows.first().map_or(0, |row| row.number),
        applies_on: earliest(now),
        text_en: newest.map(|row| row.text_en.clone()).unwrap_or_default(),
        text_ja: newest.map(|row| row.text_ja.clone()).unwrap_or_default(),
        tell: Some("1".to_owned()),
        ..EditionForm::default()
    };
    let is_coming = lines.iter().any(|line| line.standing == Standing::Coming);
    let rows = lines.into_iter().enumerate().map(|(at, line)| {
        let row = rows.get(at);
        let by = row.and_then(|row| people.get(&row.author?).cloned());
        EditionRow {
            line,
            published_at: row.map(|row| row.created_at),
            by: by.unwrap_or_default(),
            tells: row.is_some_and(|row| row.tells),
        }
    });
    Ok(DocumentSheet {
        role: staff.role,
        document,
        rows: rows.collect(),
        form,
        is_coming,
        earliest: earliest(now),
        asks_password: proving::asks_to_act(market, who),
    })
}
