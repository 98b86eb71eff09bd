//! The large, sorted, unchanging part of a snapshot: models, posting lists, and a column for each property of a lot.
//!
//! A lot's *position* is its place in (model, newest registration, lot number). So the lots of one model are a range,
//! and within it they already stand in the order in which every sort ends.

use std::ops::Range;

use domain::search::Spelling;

use super::codes::{Codes, Ids, Moments};
use super::dense::Dense;
use super::dictionary::{BLANK, Dictionary};
use super::grams::Grams;
use super::groups::Groups;
use super::joined::Joined;
use super::lot::{Numbers, Print, Text, hash};
use super::names::Names;
use super::orders::Orders;
use super::texts::Texts;

#[derive(Debug)]
pub(super) struct Base {
    /// No other base of this process has it, and none has 0.
    pub(super) number: u64,
    pub(super) names: Names,
    pub(super) grams: Grams,
    /// The lots of model `m` are `lots_before[m]..lots_before[m + 1]`.
    pub(super) lots_before: Vec<u32>,
    pub(super) model_of: Vec<u32>,
    /// Ways to write the models, as suppliers typed them.
    pub(super) spellings: Texts,
    /// The spellings of model `m` are `spellings_before[m]..spellings_before[m + 1]`.
    pub(super) spellings_before: Vec<u32>,
    pub(super) spelling_of: Vec<u32>,
    pub(super) ids: Ids,
    /// Positions in the order of lot numbers.
    pub(super) by_id: Vec<u32>,
    pub(super) registered: Moments,
    pub(super) companies: Vec<i64>,
    pub(super) company_of: Codes,
    pub(super) quantity: Vec<u32>,
    /// 0 where there is none.
    pub(super) year: Vec<u16>,
    /// The largest of them.
    pub(super) last_year: u16,
    pub(super) owner: Dense,
    pub(super) texts: [TextColumn; 6],
    pub(super) orders: Orders,
    pub(super) groups: Groups,
    /// The facets once more, in the form for counting many lots.
    pub(super) joined: Joined,
}

#[derive(Debug)]
pub(super) struct TextColumn {
    pub(super) dictionary: Dictionary,
    pub(super) codes: Codes,
}

/// A column with codes to sort by; 0 is blank, but for quantities.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Text(Text),
    Quantity,
    Dc,
}

impl Column {
    /// A code as it compares in a direction: blank last in both.
    pub(super) const fn directed(self, code: u32, descending: bool) -> u32 {
        if self.is_blank(code) {
            u32::MAX
        } else if descending {
            u32::MAX - code
        } else {
            code
        }
    }

    pub(super) const fn is_blank(self, code: u32) -> bool {
        code == BLANK && !matches!(self, Self::Quantity)
    }
}

impl Base {
    pub(super) fn len(&self) -> u32 {
        u32::try_from(self.ids.len()).unwrap_or(u32::MAX)
    }

    pub(super) fn lots_of(&self, model: u32) -> Range<u32> {
        self.lots_before[model as usize]..self.lots_before[model as usize + 1]
    }

    /// How many lots a range of models has.
    pub(super) fn lots_between(&self, models: &Range<u32>) -> u32 {
        self.lots_before[models.end as usize] - self.lots_before[models.start as usize]
    }

    pub(super) fn position(&self, lot_id: i64) -> Option<u32> {
        let at = self
            .by_id
            .binary_search_by_key(&lot_id, |&position| self.ids.get(position as usize))
            .ok()?;
        Some(self.by_id[at])
    }

    pub(super) fn text(&self, text: Text) -> &TextColumn {
        &self.texts[text as usize]
    }

    pub(super) fn code(&self, column: Column, position: u32) -> u32 {
        let at = position as usize;
        match column {
            Column::Text(text) => self.text(text).codes.get(at),
            Column::Quantity => self.quantity[at],
            Column::Dc => u32::from(self.year[at]),
        }
    }

    /// Folded when asked: it is asked for a handful of spellings in a search.
    fn folded_spelling(&self, spelling: u32) -> String {
        Spelling::of(self.spellings.get(spelling)).folded
    }

    /// The spelling of a model whose folded text is given.
    pub(super) fn spelling(&self, model: u32, folded: &str) -> Option<u32> {
        let range = self.spellings_before[model as usize]..self.spellings_before[model as usize + 1];
        range.into_iter().find(|&at| self.folded_spelling(at) == folded)
    }

    pub(super) fn positions_of_company(&self, company: i64) -> Vec<u32> {
        let Some(code) = self.companies.iter().position(|&known| known == company) else {
            return Vec::new();
        };
        (0..self.len())
            .filter(|&at| self.company_of.get(at as usize) as usize == code)
            .collect()
    }

    pub(super) fn numbers(&self, position: u32) -> Numbers {
        let at = position as usize;
        Numbers {
            lot_id: self.ids.get(at),
            company: self.companies[self.company_of.get(at) as usize],
            registered: self.registered.get(at),
            quantity: self.quantity[at],
            year: self.year[at],
            owner_stock: self.owner.test(position),
        }
    }

    /// The sum of the fingerprints of all lots that are not in `dead`, read from the columns.
    pub(super) fn checksum(&self, dead: &Dense) -> u64 {
        let texts: Vec<Vec<u64>> = self
            .texts
            .iter()
            .map(|t| t.dictionary.keys().iter().map(|key| hash(key)).collect())
            .collect();
        let models: Vec<u64> = (0..self.spellings.len())
            .map(|at| hash(&self.folded_spelling(at)))
            .collect();
        let print = |position: u32| Print {
            texts: Text::ALL
                .map(|text| texts[text as usize][self.text(text).codes.get(position as usize) as usize]),
            model: models[self.spelling_of[position as usize] as usize],
            numbers: self.numbers(position),
        };
        (0..self.len())
            .filter(|&at| !dead.test(at))
            .fold(0, |sum, at| print(at).sum().wrapping_add(sum))
    }
}
