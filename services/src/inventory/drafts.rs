//! Files that were uploaded on the page and wait for a decision (Z14, Z48).
//!
//! A draft is the file as it came, and how it is to be read and corrected. Nothing of it is stock. Confirmed, it becomes an
//! import with its job, under the same key, in one transaction; not decided on, it goes after a week.

pub mod correcting;
pub mod deciding;

use domain::inventory::Column;
use domain::inventory::importing::{Habit, How, Mode, Separator, TextEncoding};
use domain::inventory::stock_file::FileFault;
use domain::refusal::Refusal;
use domain::text::limits::FILE_BYTES;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, Select, Set,
};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::import::{PART, company_name};
use super::stock_file;
use crate::entity::{import, import_draft, import_draft_file, import_habit};
use crate::error::Answer;
use crate::market::Market;
use crate::proofs::Supplier;

/// Drafts that a company has at once: nothing goes for a new one but by somebody's decision, or with time.
const MOST: u32 = 20;
/// How long a draft waits, in milliseconds.
const KEPT: i64 = 7 * 24 * 60 * 60 * 1_000;
/// Files that are looked at, at the same time, in one process: each may take a core and some ten megabytes.
pub(super) static LOOKING: tokio::sync::Semaphore = tokio::sync::Semaphore::const_new(2);

/// What became of a file at the page's door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// Kept; the key names its page.
    Kept(String),
    /// Refused unread.
    Refused(FileFault),
}

/// How a person wants a file to be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    pub encoding: String,
    pub separator: String,
    pub sheet: String,
    pub mode: String,
    /// For each of the nine columns, and then of the optional ones, its place from 0, or nothing; empty where nobody was asked.
    pub places: Vec<String>,
    /// Stands for the reading that was shown; none where nobody has looked at one.
    pub reading: Option<u64>,
}

/// What became of a change of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noted {
    /// Nothing is different.
    Same,
    Done,
    /// The file was read in another way since it was shown: the same row and column may be another cell. Nothing is changed.
    ReadSince,
}

/// Keeps a file.
///
/// # Errors
/// Only breakages; what is wrong with the file is an answer.
pub async fn receive(market: &Market, supplier: &Supplier, file_name: &str, bytes: Vec<u8>) -> Answer<Taken> {
    if let Err(fault) = stock_file::check_any_name(file_name) {
        return Ok(Taken::Refused(fault));
    }
    if bytes.len() as u64 > FILE_BYTES {
        return Ok(Taken::Refused(FileFault::TooManyBytes { max: FILE_BYTES }));
    }
    let habit = habit(market.db.reader(), supplier.company_id).await?;
    let (recognised, bytes) = off_thread(move || (stock_file::recognise(&bytes, &habit), bytes)).await?;
    let recognised = match recognised {
        Ok(recognised) => recognised,
        Err(fault) => return Ok(Taken::Refused(fault)),
    };
    let now = market.now();
    let public_id = Uuid::now_v7();
    let tx = market.db.begin().await?;
    let waiting = import_draft::Entity::find()
        .filter(import_draft::Column::CompanyId.eq(supplier.company_id))
        .filter(import_draft::Column::CreatedAt.gte(now - KEPT))
        .count(&tx)
        .await?;
    if waiting >= u64::from(MOST) {
        return Ok(Taken::Refused(FileFault::TooManyWaiting { max: MOST }));
    }
    let row = import_draft::ActiveModel {
        id: NotSet,
        public_id: Set(public_id),
        company_id: Set(supplier.company_id),
        account_id: Set(supplier.account_id),
        file_name: Set(file_name.chars().take(255).collect()),
        bytes: Set(bytes.len() as i64),
        sha256: Set(Sha256::digest(&bytes).to_vec()),
        how: Set(serde_json::to_string(&recognised.how)?),
        is_guess: Set(recognised.is_guess),
        created_at: Set(now),
    };
    let draft = row.insert(&tx).await?;
    for (part, bytes) in bytes.chunks(PART).enumerate() {
        let row = import_draft_file::ActiveModel {
            draft_id: Set(draft.id),
            part: Set(part as i32),
            bytes: Set(bytes.to_vec()),
        };
        import_draft_file::Entity::insert(row)
            .exec_without_returning(&tx)
            .await?;
    }
    tx.commit().await?;
    Ok(Taken::Kept(public_id.to_string()))
}

/// Work for a core, of which only a few run at once.
pub(super) async fn off_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Answer<T> {
    let _place = LOOKING.acquire().await.map_err(anyhow::Error::from)?;
    Ok(tokio::task::spawn_blocking(work)
        .await
        .map_err(anyhow::Error::from)?)
}

/// Upkeep: drafts that nobody has decided on.
pub(crate) async fn forget_old(tx: &impl ConnectionTrait, now: i64) -> Answer<()> {
    import_draft::Entity::delete_many()
        .filter(import_draft::Column::CreatedAt.lt(now - KEPT))
        .exec(tx)
        .await?;
    Ok(())
}

/// The number that a key of a page names.
pub(super) fn public(key: &str) -> Answer<Uuid> {
    Ok(Uuid::parse_str(key).map_err(|_| Refusal::NotFound)?)
}

/// One of the company's own drafts.
pub(super) async fn find(
    db: &impl ConnectionTrait,
    supplier: &Supplier,
    key: &str,
) -> Answer<Option<import_draft::Model>> {
    Ok(own(supplier, key)?.one(db).await?)
}

fn own(supplier: &Supplier, key: &str) -> Answer<Select<import_draft::Entity>> {
    Ok(import_draft::Entity::find()
        .filter(import_draft::Column::PublicId.eq(public(key)?))
        .filter(import_draft::Column::CompanyId.eq(supplier.company_id)))
}

/// One that nobody else changes until the transaction ends.
async fn held(tx: &impl ConnectionTrait, supplier: &Supplier, key: &str) -> Answer<import_draft::Model> {
    let row = own(supplier, key)?.lock_exclusive().one(tx).await?;
    Ok(row.ok_or(Refusal::NotFound)?)
}

pub(super) async fn found(
    db: &impl ConnectionTrait,
    supplier: &Supplier,
    key: &str,
) -> Answer<import_draft::Model> {
    Ok(find(db, supplier, key).await?.ok_or(Refusal::NotFound)?)
}

/// The file itself.
pub(super) async fn bytes(db: &impl ConnectionTrait, draft_id: i64) -> Answer<Vec<u8>> {
    let parts = import_draft_file::Entity::find()
        .filter(import_draft_file::Column::DraftId.eq(draft_id))
        .order_by_asc(import_draft_file::Column::Part)
        .all(db)
        .await?;
    Ok(parts.into_iter().flat_map(|part| part.bytes).collect())
}

async fn habit(db: &impl ConnectionTrait, company_id: i64) -> Answer<Habit> {
    let row = import_habit::Entity::find_by_id(company_id).one(db).await?;
    Ok(match row {
        Some(row) => serde_json::from_str(&row.headings)?,
        None => Habit::default(),
    })
}

/// Stands for how a file is read, and for what, as it is stored.
pub(super) fn mark(how: &str) -> u64 {
    let hash = Sha256::digest(how);
    hash.iter()
        .take(8)
        .fold(0, |mark, byte| (mark << 8) | u64::from(*byte))
}

/// Stands for how a file is read, whatever it is for and whatever was corrected: which cell a row and a column name.
pub(super) fn reading(how: &How) -> Answer<u64> {
    let bare = How {
        encoding: how.encoding,
        separator: how.separator,
        sheet: how.sheet.clone(),
        places: how.places.clone(),
        ..How::default()
    };
    Ok(mark(&serde_json::to_string(&bare)?))
}

/// Reads the file in another way, or for another mode. What was corrected stays where the rows are still the same.
///
/// # Errors
/// [`Refusal::NotFound`] for what is no draft of the company.
pub async fn read_otherwise(
    market: &Market,
    supplier: &Supplier,
    key: &str,
    choice: &Choice,
) -> Answer<Noted> {
    let row = found(market.db.reader(), supplier, key).await?;
    let before: How = serde_json::from_str(&row.how)?;
    let shown_reading = reading(&before)?;
    if choice.reading.is_some_and(|seen| seen != shown_reading) {
        return Ok(Noted::ReadSince);
    }
    let mut how = How {
        encoding: TextEncoding::of_word(&choice.encoding).unwrap_or(before.encoding),
        separator: Separator::of_word(&choice.separator).unwrap_or(before.separator),
        sheet: before.sheet.as_ref().map(|sheet| {
            if choice.sheet.is_empty() {
                sheet.clone()
            } else {
                choice.sheet.clone()
            }
        }),
        mode: Mode::of_word(&choice.mode).unwrap_or(before.mode),
        ..before.clone()
    };
    let chosen = places(&choice.places);
    let habit = habit(market.db.reader(), supplier.company_id).await?;
    let file = bytes(market.db.reader(), row.id).await?;
    let stored = before.clone();
    let work = move || {
        let by_hand = !chosen.is_empty() && chosen != shown(&file, &before);
        if by_hand {
            how.places = chosen;
        } else if !how.reads_like(&before) {
            let is_another_text = how.encoding != before.encoding || how.sheet != before.sheet;
            stock_file::arrange(&file, &mut how, &habit, is_another_text);
        }
        let headings = stock_file::sample(&file, &how).into_iter().next();
        let reads_otherwise = !how.reads_like(&before);
        (how, habit, headings.unwrap_or_default(), by_hand, reads_otherwise)
    };
    let (mut how, habit, headings, by_hand, reads_otherwise) = off_thread(work).await?;
    if how == stored && !by_hand {
        return Ok(Noted::Same);
    }
    let tx = market.db.begin().await?;
    // Somebody may have changed it while the file was looked at.
    let row = held(&tx, supplier, key).await?;
    let newest: How = serde_json::from_str(&row.how)?;
    if !newest.reads_like(&stored) {
        return Ok(Noted::ReadSince);
    }
    if reads_otherwise {
        how.corrections.clear();
    } else {
        how.corrections.clone_from(&newest.corrections);
    }
    if Mode::of_word(&choice.mode).is_none() {
        how.mode = newest.mode;
    }
    if by_hand {
        remember(&tx, supplier.company_id, habit, &how, &headings).await?;
    }
    store(&tx, row.id, &how, !reads_otherwise && row.is_guess).await?;
    tx.commit().await?;
    Ok(if how == newest { Noted::Same } else { Noted::Done })
}

/// The places as a form shows them: a column that the file is too narrow for stands nowhere.
fn shown(file: &[u8], how: &How) -> Vec<Option<u16>> {
    let headings = stock_file::sample(file, how)
        .into_iter()
        .next()
        .unwrap_or_default();
    let places = how.places_under(headings.iter().map(String::as_str));
    let place = |place: Option<usize>| place.filter(|place| *place < headings.len());
    places
        .map(|at| place(at).and_then(|place| u16::try_from(place).ok()))
        .to_vec()
}

fn places(words: &[String]) -> Vec<Option<u16>> {
    if words.len() < Column::ALL.len() {
        return Vec::new();
    }
    let mut places: Vec<Option<u16>> = words.iter().map(|word| word.parse().ok()).collect();
    places.resize(Column::FILE.len(), None);
    places
}

pub(super) async fn store(tx: &impl ConnectionTrait, draft_id: i64, how: &How, is_guess: bool) -> Answer<()> {
    import_draft::Entity::update_many()
        .col_expr(
            import_draft::Column::How,
            Expr::value(serde_json::to_string(how)?),
        )
        .col_expr(import_draft::Column::IsGuess, Expr::value(is_guess))
        .filter(import_draft::Column::Id.eq(draft_id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Remembers what the headings of a file mean, so that the company's next file of this kind needs no question.
async fn remember(
    tx: &impl ConnectionTrait,
    company_id: i64,
    mut habit: Habit,
    how: &How,
    headings: &[String],
) -> Answer<()> {
    habit.learn(&how.places, headings);
    let headings = serde_json::to_string(&habit)?;
    let row = import_habit::ActiveModel {
        company_id: Set(company_id),
        headings: Set(headings),
    };
    import_habit::Entity::delete_by_id(company_id).exec(tx).await?;
    import_habit::Entity::insert(row)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// One of the company's own imports.
pub(crate) async fn imported(
    db: &impl ConnectionTrait,
    supplier: &Supplier,
    key: &str,
) -> Answer<Option<import::Model>> {
    Ok(import::Entity::find()
        .filter(import::Column::PublicId.eq(public(key)?))
        .filter(import::Column::CompanyId.eq(supplier.company_id))
        .one(db)
        .await?)
}

/// The company's name and the year, by which cells are judged.
pub(super) async fn judged_by(
    market: &Market,
    company_id: i64,
) -> Answer<(String, domain::inventory::ThisYear)> {
    let company = company_name(market.db.reader(), company_id).await?;
    Ok((company, crate::clock::year_in_japan(market.now())))
}
