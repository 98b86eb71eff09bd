//! Files that are not in the documented form: how they may be read, and reading them so.

use std::borrow::Cow;
use std::collections::HashMap;

use domain::inventory::columns::documented_places;
use domain::inventory::importing::{Habit, How, Separator, TextEncoding};
use domain::inventory::stock_file::{FileFault, RowFault};
use domain::inventory::{Column, Lot, ThisYear};
use domain::text::limits::{FILE_BYTES, FILE_ROWS};

use super::guessing::encoding_of;
use super::inspection::Inspection;
use super::keeping::{KeptRow, MOST};
use super::recognition;
use super::records::{Record, Records, Step};
use super::{COLUMNS, Faults, Reading, encodings, workbook};

/// Bytes of a text that are looked at to see what it is; also where its first record is looked for.
const HEAD: usize = 64 * 1024;
/// Rows of a sample, the headings among them.
const SAMPLE: usize = 6;
/// Further rows that are not ASCII.
const TELLING: usize = 4;

/// What a preview needs to know of a file.
#[derive(Debug)]
pub struct Look {
    /// Data rows up to the last one that is not blank.
    pub rows: u32,
    /// The good rows, with their numbers, in the order of the file.
    pub lots: Vec<(u32, Lot)>,
    /// The company's own references of good rows, by row (Z14).
    pub references: HashMap<u32, String>,
    /// The nine, and the optional ones that the file has.
    pub columns: Vec<Column>,
    /// Wrong rows with what stands in them, the first some thousand.
    pub wrong: Vec<KeptRow>,
    /// Rows of another number of cells than the headings, by row, the first some thousand: what stands under each of the columns,
    /// and then what stands beyond the headings.
    pub uneven: HashMap<u32, Vec<String>>,
    /// Good rows that look damaged, the first some thousand, and how many there are.
    pub doubtful: Vec<KeptRow>,
    pub doubts: u32,
    /// All faults.
    pub faults: Faults,
}

impl Look {
    /// What is wrong with the file as a whole, or with its headings.
    pub fn of_file(&self) -> impl Iterator<Item = &RowFault> {
        self.faults.list.iter().filter(|fault| fault.row <= 1)
    }

    /// Faults that are counted and not listed.
    #[must_use]
    pub fn untold(&self) -> u32 {
        self.faults.total.saturating_sub(self.faults.list.len() as u32)
    }
}

/// How a file may be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recognised {
    pub how: How,
    /// Whether another encoding would fit as well, or none does.
    pub is_guess: bool,
}

/// Reads a file as a person has confirmed it.
#[must_use]
pub fn read_as(bytes: &[u8], how: &How, this_year: ThisYear, company: &str) -> Reading {
    let mut inspection = Inspection::new(how, this_year, company);
    inspect(bytes, how, &mut inspection);
    inspection.close()
}

/// Reads a file for a preview.
#[must_use]
pub fn look(bytes: &[u8], how: &How, this_year: ThisYear, company: &str) -> Look {
    look_at_most(MOST, bytes, how, this_year, company)
}

/// Reads a file with what stands in each of its rows.
#[must_use]
pub fn look_at_all(bytes: &[u8], how: &How, this_year: ThisYear, company: &str) -> Look {
    look_at_most(FILE_ROWS as usize, bytes, how, this_year, company)
}

fn look_at_most(most: usize, bytes: &[u8], how: &How, this_year: ThisYear, company: &str) -> Look {
    let mut inspection = Inspection::new(how, this_year, company);
    inspection.keep(most);
    inspect(bytes, how, &mut inspection);
    let (rows, lots, kept, faults) = inspection.close_kept();
    Look {
        rows,
        lots: kept.rows.into_iter().zip(lots).collect(),
        references: kept.references,
        columns: kept.columns,
        wrong: kept.wrong,
        uneven: kept.uneven,
        doubtful: kept.doubtful,
        doubts: kept.doubts,
        faults,
    }
}

fn inspect(bytes: &[u8], how: &How, inspection: &mut Inspection) {
    if bytes.len() as u64 > FILE_BYTES {
        return inspection.refuse(FileFault::TooManyBytes { max: FILE_BYTES });
    }
    match text(bytes, how) {
        Ok(text) => {
            let records = Records::separated(&*text, 0, separator(how), u64::MAX);
            // Memory does not fail to be read.
            if inspection.read(records).is_err() {
                inspection.refuse(FileFault::BrokeOff);
            }
        }
        Err(RowFault { row, column, fault }) if row > 0 => inspection.note(row, column, fault),
        Err(fault) => inspection.refuse(fault.fault),
    }
}

fn separator(how: &How) -> u8 {
    how.separator.byte()
}

/// The file as records in UTF-8.
fn text<'a>(bytes: &'a [u8], how: &How) -> Result<Cow<'a, [u8]>, RowFault> {
    if is_workbook(bytes) {
        let sheet = how.sheet.as_deref().unwrap_or_default();
        return workbook::text(bytes, sheet)
            .map(Cow::Owned)
            .map_err(RowFault::of_file);
    }
    if let Some(looks_like) = recognition::no_text(bytes) {
        return Err(RowFault::of_file(FileFault::NotCsv { looks_like }));
    }
    encodings::decoded(bytes, how.encoding, how.separator).map_err(|row| RowFault {
        row,
        column: None,
        fault: FileFault::NotInEncoding {
            encoding: how.encoding,
        },
    })
}

/// Finds out how a file may be read: its encoding, what separates its cells, and which column stands where.
///
/// # Errors
/// What keeps it from being read at all.
pub fn recognise(bytes: &[u8], habit: &Habit) -> Result<Recognised, FileFault> {
    if bytes.len() as u64 > FILE_BYTES {
        return Err(FileFault::TooManyBytes { max: FILE_BYTES });
    }
    if bytes.is_empty() {
        return Err(FileFault::Empty);
    }
    if is_workbook(bytes) {
        return workbook(bytes, habit);
    }
    if let Some(looks_like) = recognition::no_text(bytes) {
        return Err(FileFault::NotCsv { looks_like });
    }
    let (encoding, is_guess) = encoding_of(bytes, habit);
    let mut how = How {
        encoding,
        ..How::default()
    };
    arrange(bytes, &mut how, habit, true);
    Ok(Recognised { how, is_guess })
}

/// The first sheet of a workbook. Where there are several, a person has to look which is meant.
fn workbook(bytes: &[u8], habit: &Habit) -> Result<Recognised, FileFault> {
    let sheets = workbook::sheets(bytes)?;
    let mut how = How {
        sheet: Some(sheets.first().cloned().ok_or(FileFault::WorkbookUnreadable)?),
        ..How::default()
    };
    arrange(bytes, &mut how, habit, false);
    Ok(Recognised {
        how,
        is_guess: sheets.len() > 1,
    })
}

/// Finds the columns of a text whose encoding is known, and what separates them where that is wanted.
pub fn arrange(bytes: &[u8], how: &mut How, habit: &Habit, wants_separator: bool) {
    if wants_separator {
        how.separator = best_separator(bytes, how, habit);
    }
    how.places = places(&headings(bytes, how), habit);
}

fn best_separator(bytes: &[u8], how: &How, habit: &Habit) -> Separator {
    let best = Separator::ALL.into_iter().max_by_key(|separator| {
        let headings = headings(
            bytes,
            &How {
                separator: *separator,
                ..how.clone()
            },
        );
        let comes_first = *separator == Separator::Comma;
        (known(&headings, habit), headings.len(), comes_first)
    });
    best.unwrap_or_default()
}

/// The sheets of a workbook; none of a text.
#[must_use]
pub fn sheets(bytes: &[u8]) -> Vec<String> {
    if is_workbook(bytes) {
        workbook::sheets(bytes).unwrap_or_default()
    } else {
        Vec::new()
    }
}

fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(recognition::WORKBOOK)
}

/// The first row.
pub(super) fn headings(bytes: &[u8], how: &How) -> Vec<String> {
    sample(bytes, how).into_iter().next().unwrap_or_default()
}

pub(super) fn known(headings: &[String], habit: &Habit) -> usize {
    headings
        .iter()
        .filter(|heading| habit.column_of(heading).is_some())
        .count()
}

/// Where the columns stand by their headings. Empty where they stand as documented, or where no heading is known: then the
/// headings are judged as such.
fn places(headings: &[String], habit: &Habit) -> Vec<Option<u16>> {
    let found = |meant: fn(&Habit, &str) -> Option<Column>, column| {
        let mut headings = headings.iter();
        headings.position(|heading| meant(habit, heading) == Some(column))
    };
    // What the company has said of a column comes before a heading that everybody knows, wherever the two stand.
    let place = |column| {
        let place = found(Habit::said, column).or_else(|| found(Habit::column_of, column));
        place.and_then(|place| u16::try_from(place).ok())
    };
    let places: Vec<Option<u16>> = Column::FILE.into_iter().map(place).collect();
    let found = places[..COLUMNS].iter().flatten().count();
    if is_documented(headings, &places) || found < 2 {
        Vec::new()
    } else {
        places
    }
}

/// Whether the headings are the nine in their order, with nothing but optional ones among them, and mean just that.
fn is_documented(headings: &[String], found: &[Option<u16>]) -> bool {
    let places = documented_places(headings.iter().map(String::as_str));
    let number = |place: Option<usize>| place.and_then(|place| u16::try_from(place).ok());
    let is_headed = |(column, place): (Column, &Option<usize>)| {
        let heading = place.and_then(|place| headings.get(place));
        heading.map_or(Column::OPTIONAL.contains(&column), |heading| {
            column.is_headed(heading)
        })
    };
    headings.len() == places.iter().flatten().count()
        && Column::FILE.into_iter().zip(&places).all(is_headed)
        && places.into_iter().map(number).eq(found.iter().copied())
}

/// Whether a file has the column of the company's own references.
#[must_use]
pub fn has_references(bytes: &[u8], how: &How) -> bool {
    let headings = headings(bytes, how);
    let places = how.places_under(headings.iter().map(String::as_str));
    let at = Column::FILE
        .iter()
        .position(|column| *column == Column::Reference);
    at.is_some_and(|at| places[at].is_some())
}

/// The first rows as they are read; empty where they cannot be.
#[must_use]
pub fn sample(bytes: &[u8], how: &How) -> Vec<Vec<String>> {
    let head = if is_workbook(bytes) {
        bytes
    } else {
        head(bytes, how.encoding)
    };
    let Ok(text) = text(head, how) else {
        return Vec::new();
    };
    let mut records = Records::separated(&*text, 0, separator(how), u64::MAX);
    let (mut record, mut rows) = (Record::default(), Vec::new());
    while rows.len() < SAMPLE {
        match records.next(&mut record) {
            Ok(Step::Record) => match record.cells() {
                Ok(cells) => rows.push(cells.iter().map(str::to_owned).collect()),
                Err(bytes) => rows.push(vec![String::from_utf8_lossy(bytes).into_owned()]),
            },
            Ok(Step::StrayQuote { .. }) => rows.push(Vec::new()),
            _ => break,
        }
    }
    rows
}

/// The first rows, and where the encoding may be another, some further ones by which a person can tell.
#[must_use]
pub fn telling_sample(bytes: &[u8], how: &How) -> Vec<Vec<String>> {
    let mut rows = sample(bytes, how);
    let may_be_another = matches!(how.encoding, TextEncoding::ShiftJis | TextEncoding::EucJp);
    if !may_be_another || is_workbook(bytes) {
        return rows;
    }
    if let Ok(text) = text(bytes, how) {
        let mut records = Records::separated(&*text, 0, separator(how), u64::MAX);
        let (mut record, first) = (Record::default(), rows.len());
        for at in 0.. {
            let step = records.next(&mut record);
            if !matches!(step, Ok(Step::Record | Step::StrayQuote { .. })) || rows.len() == first + TELLING {
                break;
            }
            if let Some(cells) = record.cells().ok().filter(|_| at >= first)
                && !cells.iter().all(str::is_ascii)
            {
                rows.push(cells.iter().map(str::to_owned).collect());
            }
        }
    }
    rows
}

/// The first bytes, up to a line end where there is one, so that no character is cut in two.
fn head(bytes: &[u8], encoding: TextEncoding) -> &[u8] {
    let Some(head) = bytes.get(..HEAD) else {
        return bytes;
    };
    let (end, after) = match encoding {
        TextEncoding::Utf16Le => (&b"\n\0"[..], 2),
        TextEncoding::Utf16Be => (&b"\0\n"[..], 2),
        TextEncoding::Utf8 | TextEncoding::ShiftJis | TextEncoding::EucJp => (&b"\n"[..], 1),
    };
    match memchr::memmem::rfind(head, end) {
        Some(at) => &head[..at + after],
        None => head,
    }
}
