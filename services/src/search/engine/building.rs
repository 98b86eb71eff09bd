//! Makes shelves out of rows: at the start, for a whole new list, and when the delta of a shelf is merged.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::base::{Base, Column, TextColumn};
use super::codes::{Codes, Ids, Moments};
use super::dense::Dense;
use super::dictionary::Collector;
use super::grams::Grams;
use super::groups::Groups;
use super::histograms::FREQUENT;
use super::joined::Joined;
use super::lot::{IndexedLot, Numbers, Text};
use super::orders::Orders;
use super::shelf::{Bound, Shelf};
use super::spellings::{Spellings, cuts, spelled};
use super::texts::Texts;

/// Numbers for bases.
static NUMBERS: AtomicU64 = AtomicU64::new(1);

/// Takes rows one by one, so that a million of them are never in memory as text.
#[derive(Debug)]
pub(super) struct Builder {
    /// Models as typed; one may be in it twice.
    models: Texts,
    /// Where a model as typed is in it, so that most lots find theirs.
    known: HashMap<Box<str>, u32>,
    texts: [Collector; 6],
    companies: Vec<i64>,
    company_codes: HashMap<i64, u32>,
    rows: Vec<Row>,
}

#[derive(Debug, Clone, Copy)]
struct Row {
    lot_id: i64,
    registered: i64,
    company: u32,
    quantity: u32,
    model: u32,
    texts: [u32; 6],
    year: u16,
    owner_stock: bool,
}

impl Builder {
    pub(super) fn new() -> Self {
        Self {
            models: Texts::default(),
            known: HashMap::new(),
            texts: std::array::from_fn(|_| Collector::new()),
            companies: Vec::new(),
            company_codes: HashMap::new(),
            rows: Vec::new(),
        }
    }

    pub(super) fn push(&mut self, lot: &IndexedLot) {
        let typed = lot.model.trim();
        let model = match self.known.get(typed) {
            Some(&model) => model,
            None => {
                let model = self.models.push(typed);
                self.known.insert(typed.into(), model);
                model
            }
        };
        let texts = Text::ALL.map(|text| self.texts[text as usize].code(text.of(lot)));
        self.push_row(Numbers::of(lot), model, texts);
    }

    /// Takes over the live rows of an older shelf.
    pub(super) fn adopt(&mut self, shelf: &Shelf) {
        let Shelf { base, dead, .. } = shelf;
        self.rows.reserve_exact(shelf.live_lots() as usize);
        let texts = Text::ALL.map(|text| self.texts[text as usize].adopt(&base.text(text).dictionary));
        let models: Vec<u32> = (0..base.spellings.len())
            .map(|at| self.models.push(base.spellings.get(at)))
            .collect();
        for at in (0..base.len()).filter(|&at| !dead.test(at)) {
            let code = |text: Text| texts[text as usize][base.text(text).codes.get(at as usize) as usize];
            let model = models[base.spelling_of[at as usize] as usize];
            self.push_row(base.numbers(at), model, Text::ALL.map(code));
        }
        shelf.delta.live_rows().for_each(|row| self.push(&row.lot));
    }

    fn push_row(&mut self, numbers: Numbers, model: u32, texts: [u32; 6]) {
        let Numbers {
            lot_id,
            company,
            registered,
            quantity,
            year,
            owner_stock,
        } = numbers;
        let company = *self.company_codes.entry(company).or_insert_with(|| {
            self.companies.push(company);
            count(self.companies.len() - 1)
        });
        self.rows.push(Row {
            lot_id,
            registered,
            company,
            quantity,
            model,
            texts,
            year,
            owner_stock,
        });
    }

    /// Shelves of hardly more than `most` lots, at least one; the first begins at `from`.
    pub(super) fn finish(mut self, from: Arc<Bound>, most: u32) -> Vec<Shelf> {
        // Freed before the large columns are made.
        self.known = HashMap::new();
        self.keep_the_latest_of_each();
        let mut lots = vec![0; self.models.len() as usize];
        self.rows.iter().for_each(|row| lots[row.model as usize] += 1);
        let mut spelled = spelled(&self.models, &lots);
        let cuts = cuts(&spelled, &lots, most);
        let mut piece_of = lots;
        for (at, (_, typed)) in spelled.iter().enumerate() {
            piece_of[*typed as usize] = count(cuts.partition_point(|&cut| cut <= at));
        }
        let mut rows = std::mem::take(&mut self.rows);
        let piece = |row: &Row| piece_of[row.model as usize];
        if !cuts.is_empty() {
            rows.sort_unstable_by_key(piece);
        }
        // From the last on, so that what has found its place is freed.
        let mut shelves = Vec::with_capacity(cuts.len() + 1);
        for (before, &cut) in cuts.iter().enumerate().rev() {
            let number = count(before + 1);
            let own = spelled.split_off(cut);
            let own_rows = rows.split_off(rows.partition_point(|row| piece(row) < number));
            rows.shrink_to_fit();
            let from = own.first().map(|(first, _)| Bound::before(first));
            let base = self.assemble(Spellings::of(&self.models, &own), own_rows);
            shelves.push(Shelf::fresh(Arc::new(from.unwrap_or_default()), base));
        }
        let first = Spellings::of(&self.models, &spelled);
        drop(spelled);
        shelves.push(Shelf::fresh(from, self.assemble(first, rows)));
        shelves.reverse();
        shelves
    }

    /// Of rows with one lot number the last one given counts.
    fn keep_the_latest_of_each(&mut self) {
        let mut order: Vec<(i64, u32)> = (0..).zip(&self.rows).map(|(at, row)| (row.lot_id, at)).collect();
        order.sort_unstable();
        let earlier: Vec<u32> = order
            .windows(2)
            .filter(|pair| pair[0].0 == pair[1].0)
            .map(|pair| pair[0].1)
            .collect();
        let mut dropped = Dense::default();
        earlier.into_iter().for_each(|at| _ = dropped.set(at));
        let mut next = 0..;
        self.rows
            .retain(|_| next.next().is_some_and(|at| !dropped.test(at)));
    }

    fn assemble(&self, models: Spellings, rows: Vec<Row>) -> Base {
        let companies = self.companies.clone();
        let (lots_before, newest, row_at) = positions(&rows, &models);
        let texts = columns(&self.texts, &rows, &row_at);
        let at = |position: &u32| &rows[*position as usize];
        let spelling_of: Vec<u32> = row_at
            .iter()
            .map(|p| models.number_of[at(p).model as usize])
            .collect();
        let model_of: Vec<u32> = spelling_of
            .iter()
            .map(|&spelling| models.model_of[spelling as usize])
            .collect();
        let mut owner = Dense::with_len(rows.len());
        (0..)
            .zip(&row_at)
            .filter(|(_, p)| at(p).owner_stock)
            .for_each(|(position, _)| _ = owner.set(position));
        let ids: Vec<i64> = row_at.iter().map(|p| at(p).lot_id).collect();
        let mut by_id: Vec<u32> = (0..count(rows.len())).collect();
        by_id.sort_unstable_by_key(|&position| ids[position as usize]);
        let registered: Vec<i64> = row_at.iter().map(|p| at(p).registered).collect();
        let registered = Moments::of(&registered);
        let company_of = Codes::of(companies.len(), row_at.iter().map(|p| at(p).company));
        let quantity: Vec<u32> = row_at.iter().map(|p| at(p).quantity).collect();
        let year: Vec<u16> = row_at.iter().map(|p| at(p).year).collect();
        drop((rows, row_at));
        let orders = Orders::of(newest, &models.names, &model_of, |column, at| match column {
            Column::Text(text) => texts[text as usize].codes.get(at as usize),
            Column::Quantity => quantity[at as usize],
            Column::Dc => u32::from(year[at as usize]),
        });
        let joined = Joined::of(&texts, &year, &quantity, |at| owner.test(at));
        let groups = Groups::of(&texts, &lots_before);
        let grams = Grams::of(&models.names, &lots_before);
        let Spellings {
            names,
            texts: spellings,
            before: spellings_before,
            ..
        } = models;
        let mut base = Base {
            number: NUMBERS.fetch_add(1, Ordering::Relaxed),
            names,
            grams,
            lots_before,
            model_of,
            spellings,
            spellings_before,
            spelling_of,
            ids: Ids::of(ids),
            by_id,
            registered,
            companies,
            company_of,
            quantity,
            last_year: year.iter().copied().max().unwrap_or(0),
            year,
            owner,
            texts,
            orders,
            groups,
            joined,
        };
        base.count_the_frequent(FREQUENT);
        base
    }
}

/// Where each model's lots begin, the positions of the rows newest first, and for each position its row.
fn positions(rows: &[Row], models: &Spellings) -> (Vec<u32>, Vec<u32>, Vec<u32>) {
    let model = |row: &Row| models.model_of[models.number_of[row.model as usize] as usize] as usize;
    let mut before = vec![0; models.names.len() as usize + 1];
    rows.iter().for_each(|row| before[model(row) + 1] += 1);
    for at in 1..before.len() {
        before[at] += before[at - 1];
    }
    let mut newest: Vec<(Reverse<i64>, i64, u32)> = (0..)
        .zip(rows)
        .map(|(at, row)| (Reverse(row.registered), row.lot_id, at))
        .collect();
    newest.sort_unstable();
    // A counting sort by model, which keeps "newest first" within each.
    let (mut next, mut row_at) = (before.clone(), vec![0; rows.len()]);
    let positions = newest
        .iter()
        .map(|&(.., row)| {
            let place = &mut next[model(&rows[row as usize])];
            row_at[*place as usize] = row;
            *place += 1;
            *place - 1
        })
        .collect();
    (before, positions, row_at)
}

fn columns(collectors: &[Collector; 6], rows: &[Row], row_at: &[u32]) -> [TextColumn; 6] {
    std::array::from_fn(|column| {
        let collector = &collectors[column];
        let mut used = vec![false; collector.len()];
        rows.iter()
            .for_each(|row| used[row.texts[column] as usize] = true);
        let (dictionary, finals) = collector.dictionary(&used);
        let codes = row_at
            .iter()
            .map(|&row| finals[rows[row as usize].texts[column] as usize]);
        TextColumn {
            codes: Codes::of(dictionary.len(), codes),
            dictionary,
        }
    })
}

/// Everything in the index is numbered in 32 bits: four thousand million lots are far beyond one process (search.md).
fn count(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}
