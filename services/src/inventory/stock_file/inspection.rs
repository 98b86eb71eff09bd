//! Row by row through a file: each is judged by itself, and every fault is noted with its place.

use std::collections::HashMap;
use std::io::{self, Read};

use domain::inventory::contact_details::CompanyName;
use domain::inventory::importing::How;
use domain::inventory::stock_file::FileFault;
use domain::inventory::{Column, Lot, ThisYear};
use domain::language::Language;
use domain::text::limits::{FILE_BYTES, FILE_FIELD_BYTES, FILE_ROWS, REFERENCE};
use domain::violations::Violations;

use super::headings::Headings;
use super::keeping::Kept;
use super::records::{Cells, Record, Records, Step};
use super::said::Said;
use super::{COLUMNS, Faults, Reading, formulas, recognition, too_many_columns, wrong_count};

/// Where rows are judged one by one.
pub(super) struct Inspection {
    this_year: ThisYear,
    company: CompanyName,
    said: Said,
    /// The row that a reference stood in first.
    referenced: HashMap<String, u32>,
    lots: Vec<Lot>,
    faults: Faults,
    /// The last row that was not blank.
    last: u32,
    how: How,
    /// Where each of [`Column::FILE`] stands in the file.
    places: [Option<usize>; 11],
    /// Cells of a row, as many as there are headings.
    width: usize,
    /// All that a preview shows, where one is wanted.
    kept: Option<Kept>,
}

impl Inspection {
    pub(super) fn new(how: &How, this_year: ThisYear, company: &str) -> Self {
        Self {
            how: how.clone(),
            places: how.places_under(Column::ALL.map(|column| column.heading(Language::En))),
            width: COLUMNS,
            kept: None,
            this_year,
            company: CompanyName::of(company),
            said: Said::default(),
            referenced: HashMap::new(),
            lots: Vec::new(),
            faults: Faults::default(),
            last: 0,
        }
    }

    /// Keeps good rows beside wrong ones, and what they say.
    pub(super) fn keep(&mut self, most: usize) {
        self.kept = Some(Kept {
            columns: Column::ALL.to_vec(),
            most,
            ..Kept::default()
        });
    }

    pub(super) fn read(&mut self, mut records: Records<impl Read>) -> io::Result<()> {
        let mut record = Record::default();
        for row in 1.. {
            let step = records.next(&mut record)?;
            if step == Step::End || !self.take(row, step, &record) {
                break;
            }
        }
        Ok(())
    }

    /// Notes a fault of the whole file.
    pub(super) fn refuse(&mut self, fault: FileFault) {
        self.lots = Vec::new();
        self.faults.note_file(fault);
    }

    /// Notes a fault. With one nothing is imported (R123), so the lots need not be kept any more.
    pub(super) fn note(&mut self, row: u32, column: Option<Column>, fault: FileFault) {
        if self.kept.is_none() {
            self.lots = Vec::new();
            self.faults.note(row, column, fault);
        } else {
            self.faults.note_in_preview(row, column, fault);
        }
    }

    /// Takes a row; false when the following ones need not be read.
    fn take(&mut self, row: u32, step: Step, record: &Record) -> bool {
        let (place, fault, goes_on) = match (step, record.cells()) {
            (Step::TooManyBytes, _) => {
                self.refuse(FileFault::TooManyBytes { max: FILE_BYTES });
                return false;
            }
            (Step::Record, Ok(cells)) if cells.are_blank() => return true,
            (Step::Record, Ok(cells)) => return self.begin(row) && self.judge(row, cells),
            (Step::UnclosedQuote { cell }, _) => (Some(cell), FileFault::UnclosedQuote, false),
            (Step::StrayQuote { cell }, _) => (Some(cell), FileFault::StrayQuote, row > 1),
            (_, Err(bytes)) => (
                None,
                FileFault::NotUtf8 {
                    guess: recognition::guess(bytes),
                },
                false,
            ),
            (Step::End, _) => return false,
        };
        if !self.begin(row) {
            return false;
        }
        if goes_on && self.is_left_out(row) {
            return true;
        }
        self.note(row, place.and_then(|place| self.column(place)), fault);
        goes_on
    }

    /// Begins a row that is not blank; false when it is one too many, or the headings are missing.
    fn begin(&mut self, row: u32) -> bool {
        if self.last == 0 && row > 1 {
            self.note(1, None, FileFault::NoHeadings);
            return false;
        }
        if row > FILE_ROWS + 1 {
            self.refuse(FileFault::TooManyRows { max: FILE_ROWS });
            return false;
        }
        for blank in self.last + 1..row {
            if !self.is_left_out(blank) {
                self.note(blank, None, FileFault::BlankRow);
            }
        }
        self.last = row;
        true
    }

    fn judge(&mut self, row: u32, cells: Cells<'_>) -> bool {
        if row == 1 && cells.go_on() {
            self.note(1, None, too_many_columns());
            return false;
        }
        if row == 1 && !self.how.places.is_empty() {
            return self.judge_places(cells.count());
        }
        if row == 1 {
            let headings = Headings::judge(cells);
            for (column, fault) in headings.faults {
                self.note(row, column, fault);
            }
            self.stand(headings.places, cells.count());
            return headings.in_place;
        }
        if self.is_left_out(row) {
            return true;
        }
        if cells.count() == self.width {
            self.judge_cells(row, cells);
        } else {
            // A cell over several lines in such a row is one whose closing quotation mark was forgotten.
            let (column, fault) = match cells.broken() {
                Some(cell) => (self.column(cell), FileFault::UnclosedQuote),
                None => {
                    if let Some(kept) = &mut self.kept {
                        kept.uneven(row, cells, &self.places, self.width);
                    }
                    (None, wrong_count(cells.count(), self.width))
                }
            };
            self.note(row, column, fault);
        }
        true
    }

    /// Columns that were found elsewhere than documented: those that a lot cannot be without have to be somewhere.
    fn judge_places(&mut self, width: usize) -> bool {
        self.stand(self.places, width);
        let missing = Column::ALL
            .into_iter()
            .zip(self.places)
            .filter(|(column, place)| {
                !matches!(column, Column::Dc | Column::Remarks) && place.is_none_or(|place| place >= width)
            })
            .map(|(column, _)| column);
        let missing: Vec<Column> = missing.collect();
        for column in &missing {
            self.note(1, None, FileFault::HeadingMissing { column: *column });
        }
        missing.is_empty()
    }

    /// Notes where the columns stand, and how many cells a row has.
    fn stand(&mut self, places: [Option<usize>; 11], width: usize) {
        self.places = places;
        self.width = width;
        let optional = Column::OPTIONAL
            .into_iter()
            .zip(&places[COLUMNS..])
            .filter(|(_, place)| place.is_some());
        if let Some(kept) = &mut self.kept {
            kept.columns.truncate(COLUMNS);
            kept.columns.extend(optional.map(|(column, _)| column));
        }
    }

    fn is_left_out(&self, row: u32) -> bool {
        self.how.corrections.get(&row).is_some_and(|row| row.left_out)
    }

    /// The column of a cell's place; none where no column stands there.
    fn column(&self, place: usize) -> Option<Column> {
        let at = self.places.iter().position(|other| *other == Some(place))?;
        Column::FILE.get(at).copied()
    }

    fn judge_cells(&mut self, row: u32, cells: Cells<'_>) {
        let corrected = self.how.corrections.get(&row).map(|row| &row.cells);
        let by_hand = |column| corrected.and_then(|cells| cells.get(&column));
        let places = self.places.iter().zip(Column::FILE);
        for (field, (place, column)) in self.said.fields().into_iter().zip(places) {
            field.clear();
            match (by_hand(column), place) {
                (Some(text), _) => field.push_str(text),
                (None, Some(place)) => field.push_str(formulas::unguarded(cells.get(*place))),
                (None, None) => {}
            }
        }
        let checked = self.said.form.check(self.this_year);
        let given_away = Column::FILE
            .into_iter()
            .zip(self.said.cells())
            .any(|(column, cell)| column != Column::Reference && self.company.refuse(cell).is_err());
        let reference = REFERENCE.check(&self.said.reference);
        let first = reference
            .as_ref()
            .ok()
            .and_then(|text| self.first_with(text, row));
        match (checked, reference) {
            (Ok(lot), Ok(reference)) if !given_away && first.is_none() && !self.any_too_long(row, cells) => {
                if let Some(kept) = &mut self.kept {
                    kept.good(row, &self.said, reference, self.this_year);
                    self.lots.push(lot);
                } else if self.faults.total == 0 {
                    self.lots.push(lot);
                }
            }
            (checked, reference) => {
                if let Some(kept) = &mut self.kept {
                    kept.wrong(row, &self.said, self.this_year);
                }
                let mut violations = checked.err().unwrap_or_default();
                violations.keep(Column::Reference.field(), reference);
                self.note_cells(row, cells, &violations, first);
            }
        }
    }

    /// The earlier row that has the same reference.
    fn first_with(&mut self, reference: &str, row: u32) -> Option<u32> {
        if reference.is_empty() {
            return None;
        }
        let first = self.referenced.get(reference).copied();
        if first.is_none() {
            self.referenced.insert(reference.to_owned(), row);
        }
        first
    }

    /// Whether a cell that counts is longer than any may be: of those that were corrected the file says nothing any more.
    fn any_too_long(&self, row: u32, cells: Cells<'_>) -> bool {
        cells.any_too_long() && (0..Column::FILE.len()).any(|at| self.is_too_long(row, at, cells))
    }

    fn is_too_long(&self, row: u32, at: usize, cells: Cells<'_>) -> bool {
        let corrected = self.how.corrections.get(&row);
        !corrected.is_some_and(|row| row.cells.contains_key(&Column::FILE[at]))
            && self.places[at].is_some_and(|place| cells.is_too_long(place))
    }

    /// Notes every wrong cell of a row, from left to right, one fault each.
    fn note_cells(&mut self, row: u32, cells: Cells<'_>, violations: &Violations, first: Option<u32>) {
        for (place, column) in Column::FILE.into_iter().enumerate() {
            let text = self.said.cells()[place];
            let fault = if self.is_too_long(row, place, cells) {
                FileFault::FieldTooLong {
                    max: FILE_FIELD_BYTES as u32,
                }
            } else if text.contains('\0') {
                FileFault::Nul
            } else if let Some(violation) = violations.at(column.field()) {
                FileFault::Cell(violation.clone())
            } else if column == Column::Reference {
                match first {
                    Some(row) => FileFault::ReferenceTwice { row },
                    None => continue,
                }
            } else if let Err(violation) = self.company.refuse(text) {
                FileFault::Cell(violation)
            } else {
                continue;
            };
            self.note(row, Some(column), fault);
        }
    }

    /// What a preview shows.
    pub(super) fn close_kept(mut self) -> (u32, Vec<Lot>, Kept, Faults) {
        let rows = self.last.saturating_sub(1);
        if self.faults.total == 0 && rows == 0 {
            self.refuse(FileFault::Empty);
        }
        (rows, self.lots, self.kept.unwrap_or_default(), self.faults)
    }

    pub(super) fn close(mut self) -> Reading {
        let rows = self.last.saturating_sub(1);
        if self.faults.total == 0 && rows == 0 {
            self.refuse(FileFault::Empty);
        }
        Reading {
            rows,
            outcome: if self.faults.total == 0 {
                Ok(self.lots)
            } else {
                Err(self.faults)
            },
        }
    }
}
