//! The ground that is measured on: a market full of stock, imported file by file as suppliers would.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::inventory::Column;
use domain::language::Language;
use domain::search::{Query, norm};
use services::inventory::import::Outcome;
use services::proofs::Supplier;
use services::search::engine::IndexedLot;

use crate::queries::{self, Class};
use crate::report::{Report, timed};
use crate::stock::Stock;
use crate::support::door::Door;
use crate::support::house::{House, On};

/// Rows of a file.
pub(crate) const ROWS: usize = 50_000;
/// Companies that share the stock.
const SUPPLIERS: usize = 20;

/// The real part numbers that the demonstration carries.
const MODELS: &str = include_str!("../../demo/models.csv");

pub(crate) struct Ground {
    pub(crate) house: House,
    pub(crate) door: Door,
    /// Who imports what is measured; the stock is that of others.
    pub(crate) supplier: Supplier,
    pub(crate) classes: Vec<Class>,
    pub(crate) lots: usize,
}

impl Ground {
    /// A market on SQLite with so many lots, three models for ten of them.
    pub(crate) async fn prepare(lots: usize, report: &mut Report) -> Self {
        let house = House::open(On::Sqlite).await.expect("SQLite is always there");
        let mut names = BTreeSet::new();
        let stock = stock(lots, 1).take(lots).inspect(|lot| {
            names.insert(norm(&lot.model));
        });
        let (filling, ()) = timed(fill(&house, stock)).await;
        let names: Vec<String> = names.into_iter().collect();
        report.note(
            "the ground",
            &format!(
                "{lots} lots over {} models, imported at {:.0} rows a second",
                names.len(),
                lots as f64 / filling.as_secs_f64()
            ),
        );
        let is_hit = |query: &Query| names.iter().any(|name| name.contains(query.norm()));
        Self {
            classes: queries::classes(&names, is_hit),
            supplier: house.supplier("measured@example.com").await,
            door: Door::of(&house),
            house,
            lots,
        }
    }

    /// Every so many-th query of a class.
    pub(crate) fn some(class: &Class, most: usize) -> Vec<&Query> {
        let step = class.1.len().div_ceil(most).max(1);
        class.1.iter().step_by(step).collect()
    }
}

/// Imports stock in files, dealt out to the suppliers, an hour after each other.
pub(crate) async fn fill(house: &House, lots: impl Iterator<Item = IndexedLot>) {
    let mut suppliers = Vec::new();
    for number in 0..SUPPLIERS {
        suppliers.push(house.supplier(&format!("s{number}@example.com")).await);
    }
    let mut lots = lots.peekable();
    let mut turns = suppliers.iter().cycle();
    while lots.peek().is_some() {
        let (file, rows) = file(lots.by_ref().take(ROWS));
        let supplier = turns.next().expect("a cycle has no end");
        let outcome = house.import(supplier, &file).await;
        assert_eq!(outcome, Outcome::Imported { rows: rows as u32 });
        house.wait(Duration::from_secs(3_600));
    }
}

/// An endless stock, as for the search engine by itself.
pub(crate) fn stock(lots: usize, seed: u64) -> Stock {
    Stock::new(MODELS, lots * 3 / 10, seed)
}

/// A stock file of lots, and its number of rows.
pub(crate) fn file(lots: impl Iterator<Item = IndexedLot>) -> (String, usize) {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let headings = Column::ALL.map(|column| column.heading(Language::En));
    writer.write_record(headings).expect("writes to memory");
    let mut rows = 0;
    for lot in lots {
        writer.write_record(row(lot)).expect("writes to memory");
        rows += 1;
    }
    let bytes = writer.into_inner().expect("writes to memory");
    (String::from_utf8(bytes).expect("text"), rows)
}

fn row(lot: IndexedLot) -> [String; 9] {
    let short = |text: String| text.chars().take(30).collect();
    [
        short(lot.manufacturer),
        short(lot.product_name),
        lot.model,
        lot.quantity.to_string(),
        lot.packing,
        lot.rohs,
        lot.dc.map(|year| year.to_string()).unwrap_or_default(),
        lot.location,
        lot.remarks,
    ]
}

/// The address of a search behind its question mark.
pub(crate) fn address(query: &Query) -> String {
    format!("q={}", domain::places::percent(query.shown()))
}
