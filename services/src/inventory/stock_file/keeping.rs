//! What a preview shows besides the lots: wrong rows and doubtful ones with what stands in them, as many as a person may look at.

use std::collections::HashMap;

use domain::inventory::importing::{Repair, repair_of};
use domain::inventory::{Column, ThisYear};

use super::said::Said;

/// Rows of each kind whose cells are kept; of further ones only the faults.
const MOST: usize = 10_000;

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
    /// Good rows with a cell that looks damaged, and how many there are.
    pub(super) doubtful: Vec<KeptRow>,
    pub(super) doubts: u32,
    /// The company's own references of good rows, by row.
    pub(super) references: HashMap<u32, String>,
    /// The nine, and the optional ones that the file has.
    pub(super) columns: Vec<Column>,
}

impl Kept {
    pub(super) fn good(&mut self, row: u32, said: &Said, reference: String, this_year: ThisYear) {
        self.rows.push(row);
        if !reference.is_empty() {
            self.references.insert(row, reference);
        }
        // Of a good row only the model can have been something else: the other columns would be wrong.
        if let Some(repair) = repair_of(Column::Model, &said.form.model, this_year) {
            self.doubts += 1;
            if self.doubtful.len() < MOST {
                let cells = said.in_columns(&self.columns);
                let repairs = vec![(Column::Model, repair)];
                self.doubtful.push(KeptRow { row, cells, repairs });
            }
        }
    }

    pub(super) fn wrong(&mut self, row: u32, said: &Said, this_year: ThisYear) {
        if self.wrong.len() < MOST {
            let cells = Column::FILE.into_iter().zip(said.cells());
            let repairs = cells
                .filter_map(|(column, cell)| Some((column, repair_of(column, cell, this_year)?)))
                .collect();
            let cells = said.in_columns(&self.columns);
            self.wrong.push(KeptRow { row, cells, repairs });
        }
    }
}
