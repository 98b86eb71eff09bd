//! Row by row through a file: each is judged by itself, and every fault is noted with its place.

use std::io::{self, Read};

use domain::inventory::contact_details::CompanyName;
use domain::inventory::stock_file::FileFault;
use domain::inventory::{Column, Lot, LotForm, ThisYear};
use domain::text::limits::{FILE_BYTES, FILE_FIELD_BYTES, FILE_ROWS};
use domain::violations::Violations;

use super::headings::Headings;
use super::records::{Cells, Record, Records, Step};
use super::{COLUMNS, Faults, Reading, formulas, recognition, wrong_count};

/// Where rows are judged one by one.
pub(super) struct Inspection {
    this_year: ThisYear,
    company: CompanyName,
    /// Filled again for each row, so that its nine texts are allocated once.
    form: LotForm,
    lots: Vec<Lot>,
    faults: Faults,
    /// The last row that was not blank.
    last: u32,
}

impl Inspection {
    pub(super) fn new(this_year: ThisYear, company: &str) -> Self {
        Self {
            this_year,
            company: CompanyName::of(company),
            form: LotForm::default(),
            lots: Vec::new(),
            faults: Faults::default(),
            last: 0,
        }
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
    fn note(&mut self, row: u32, column: Option<Column>, fault: FileFault) {
        self.lots = Vec::new();
        self.faults.note(row, column, fault);
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
        self.note(row, place.and_then(column), fault);
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
            self.note(blank, None, FileFault::BlankRow);
        }
        self.last = row;
        true
    }

    fn judge(&mut self, row: u32, cells: Cells<'_>) -> bool {
        if row == 1 {
            let headings = Headings::judge(cells);
            for (column, fault) in headings.faults {
                self.note(row, column, fault);
            }
            return headings.in_place;
        }
        if cells.count() == COLUMNS {
            self.judge_cells(row, cells);
        } else {
            // A cell over several lines in such a row is one whose closing quotation mark was forgotten.
            let (column, fault) = match cells.broken() {
                Some(cell) => (column(cell), FileFault::UnclosedQuote),
                None => (None, wrong_count(cells.count())),
            };
            self.note(row, column, fault);
        }
        true
    }

    fn judge_cells(&mut self, row: u32, cells: Cells<'_>) {
        for (cell, field) in fields(&mut self.form).into_iter().enumerate() {
            field.clear();
            field.push_str(formulas::unguarded(cells.get(cell)));
        }
        let checked = self.form.check(self.this_year);
        let given_away = self
            .form
            .cells()
            .into_iter()
            .any(|cell| self.company.refuse(cell).is_err());
        match checked {
            Ok(lot) if !given_away && !cells.any_too_long() => {
                if self.faults.total == 0 {
                    self.lots.push(lot);
                }
            }
            checked => self.note_cells(row, cells, &checked.err().unwrap_or_default()),
        }
    }

    /// Notes every wrong cell of a row, from left to right, one fault each.
    fn note_cells(&mut self, row: u32, cells: Cells<'_>, violations: &Violations) {
        for (place, column) in Column::ALL.into_iter().enumerate() {
            let text = self.form.cells()[place];
            let fault = if cells.is_too_long(place) {
                FileFault::FieldTooLong {
                    max: FILE_FIELD_BYTES as u32,
                }
            } else if text.contains('\0') {
                FileFault::Nul
            } else if let Some(violation) = violations.at(column.field()) {
                FileFault::Cell(violation.clone())
            } else if let Err(violation) = self.company.refuse(text) {
                FileFault::Cell(violation)
            } else {
                continue;
            };
            self.note(row, Some(column), fault);
        }
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

/// The column of a cell's place; none behind the last column.
fn column(place: usize) -> Option<Column> {
    Column::ALL.get(place).copied()
}

/// The nine fields of a form in the order of the columns.
fn fields(form: &mut LotForm) -> [&mut String; COLUMNS] {
    [
        &mut form.manufacturer,
        &mut form.product_name,
        &mut form.model,
        &mut form.quantity,
        &mut form.packing,
        &mut form.rohs,
        &mut form.dc,
        &mut form.location,
        &mut form.remarks,
    ]
}
