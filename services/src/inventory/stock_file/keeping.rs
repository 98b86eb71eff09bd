//! What a preview shows besides the lots: wrong rows and doubtful ones with what stands in them, as many as a person may look at.

use std::collections::HashMap;

use domain::inventory::importing::{Repair, repair_of};
use domain::inventory::{Column, ThisYear};

use super::formulas;
use super::records::Cells;
use super::said::Said;

/// Rows of each kind whose cells are kept for a page; of further ones only the faults.
pub(super) const MOST: usize = 10_000;

/// A row as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptRow {
    pub row: u32,
    /// In the order of the columns that the file has.
    pub cells: Vec<String>,
    pub repairs: Vec<(Column, Repair)>,
}

/// The rows that are kept.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// The row of each lot, in the order of the lots.
    pub(super) rows: Vec<u32>,
    pub(super) wrong: Vec<KeptRow>,
    /// Rows of another number of cells than the headings, by row: what stands under each column, and then what stands beyond.
    pub(super) uneven: HashMap<u32, Vec<String>>,
    /// Good rows with a cell that looks damaged, and how many there are.
    pub(super) doubtful: Vec<KeptRow>,
    pub(super) doubts: u32,
    /// The company's own references of good rows, by row.
    pub(super) references: HashMap<u32, String>,
    /// The nine, and the optional ones that the file has.
    pub(super) columns: Vec<Column>,
    /// Rows of each kind whose cells are kept.
    pub(super) most: usize,
}

impl Kept {
    pub(super) fn good(&mut self, row: u32, said: &Said, reference: String, this_year: ThisYear) {
        self.rows.push(row);
        if !reference.is_empty() {
            self.references.insert(row, reference);
        }
        // Only where anything may stand can a damaged text be good: elsewhere it would be wrong.
        let free = [
            Column::Model,
            Column::Remarks,
            Column::DateCode,
            Column::Reference,
        ];
        let texts = [
            &said.form.model,
            &said.form.remarks,
            &said.form.date_code,
            &said.reference,
        ];
        let repairs = free.into_iter().zip(texts);
        let repairs =
            repairs.filter_map(|(column, text)| Some((column, repair_of(column, text, this_year)?)));
        let repairs: Vec<_> = repairs.collect();
        if !repairs.is_empty() {
            self.doubts += 1;
            if self.doubtful.len() < self.most {
                let cells = said.in_columns(&self.columns);
                self.doubtful.push(KeptRow { row, cells, repairs });
            }
        }
    }

    pub(super) fn uneven(&mut self, row: u32, cells: Cells<'_>, places: &[Option<usize>; 11], width: usize) {
        if self.uneven.len() < self.most {
            let columns = Column::FILE.into_iter().zip(places);
            let under = columns.filter(|(column, _)| self.columns.contains(column));
            let under = under.map(|(_, place)| place.map_or("", |place| cells.get(place)));
            let said = under.chain(cells.iter().skip(width)).map(formulas::unguarded);
            self.uneven.insert(row, said.map(str::to_owned).collect());
        }
    }

    pub(super) fn wrong(&mut self, row: u32, said: &Said, this_year: ThisYear) {
        if self.wrong.len() < self.most {
            let cells = Column::FILE.into_iter().zip(said.cells());
            let repairs = cells
                .filter_map(|(column, cell)| Some((column, repair_of(column, cell, this_year)?)))
                .collect();
            let cells = said.in_columns(&self.columns);
            self.wrong.push(KeptRow { row, cells, repairs });
        }
    }
}
