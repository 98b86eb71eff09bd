//! Posting lists: for each pair and triple of letters and digits, the models that have it.
//!
//! Lists of two and three characters answer queries of that length without looking at a single name, counts of lots
//! included. Longer queries intersect the shortest of their lists and verify what is left (`matching`).

use roaring::RoaringBitmap;

use super::dense::Dense;
use super::histograms::Kept;
use super::models::Models;
use super::names::Names;

/// Ten digits, 26 letters, and one place for every byte of anything else: the tables stay small whatever is stored,
/// and a list that involves the last place must be verified.
const LETTERS: usize = 37;

/// Lists longer than this share of all models are kept as plain bits too: testing those costs a nanosecond.
const DENSE_SHARE: u64 = 32;

pub(super) const BIGRAMS: usize = LETTERS * LETTERS;

#[derive(Debug, Default)]
pub(super) struct Gram {
    pub(super) models: RoaringBitmap,
    /// How many they are.
    pub(super) count: u32,
    /// The same set, where it is large.
    pub(super) dense: Option<Dense>,
    /// Lots of these models.
    pub(super) lots: u32,
    /// What they come to, where they are many.
    pub(super) frequent: Option<Frequent>,
}

/// Lots counted beforehand.
#[derive(Debug)]
pub(super) struct Frequent {
    pub(super) facets: Kept,
    /// By the codes of their product names.
    pub(super) products: Kept,
}

#[derive(Debug, Default)]
pub(super) struct Grams {
    bi: Table,
    tri: Table,
}

/// The lists of all pairs or triples; most triples occur nowhere.
#[derive(Debug, Default)]
struct Table {
    /// For each pair or triple, the number of its list; 0 is the empty one.
    numbers: Vec<u32>,
    lists: Vec<Gram>,
}

impl Table {
    fn of(all: &[Vec<u32>], models: u32, lots_before: &[u32]) -> Self {
        let mut lists = vec![Gram::default()];
        let numbers = all.iter().map(|list| {
            if list.is_empty() {
                return 0;
            }
            lists.push(Gram::of(list, models, lots_before));
            // At most 37³ lists.
            u32::try_from(lists.len() - 1).unwrap_or(0)
        });
        Self {
            numbers: numbers.collect(),
            lists,
        }
    }

    fn get(&self, gram: usize) -> &Gram {
        &self.lists[self.numbers[gram] as usize]
    }
}

impl Grams {
    /// `lots_before[m]..lots_before[m + 1]` are the lots of model `m`.
    pub(super) fn of(names: &Names, lots_before: &[u32]) -> Self {
        let mut bi = vec![Vec::new(); BIGRAMS];
        let mut tri = vec![Vec::new(); BIGRAMS * LETTERS];
        for model in 0..names.len() {
            let norm = names.norm(model).as_bytes();
            bigrams(norm).for_each(|gram| post(&mut bi[gram], model));
            trigrams(norm).for_each(|gram| post(&mut tri[gram], model));
        }
        let finish = |lists: Vec<Vec<u32>>| Table::of(&lists, names.len(), lots_before);
        Self {
            bi: finish(bi),
            tri: finish(tri),
        }
    }

    /// The list that is the whole answer for a norm of two or three letters and digits of ASCII.
    pub(super) fn whole_answer(&self, norm: &[u8]) -> Option<&Gram> {
        if !norm.iter().all(u8::is_ascii) {
            return None;
        }
        match norm.len() {
            2 => bigrams(norm).next().map(|gram| self.bi.get(gram)),
            3 => trigrams(norm).next().map(|gram| self.tri.get(gram)),
            _ => None,
        }
    }

    /// All lists.
    pub(super) fn all(&mut self) -> impl Iterator<Item = &mut Gram> {
        self.bi.lists.iter_mut().chain(&mut self.tri.lists)
    }

    /// The lists of all triples of a norm, shortest first, each once.
    pub(super) fn triples(&self, norm: &[u8]) -> Vec<&Gram> {
        let mut places: Vec<usize> = trigrams(norm).collect();
        places.sort_unstable();
        places.dedup();
        let mut lists: Vec<&Gram> = places.into_iter().map(|gram| self.tri.get(gram)).collect();
        lists.sort_unstable_by_key(|list| list.count);
        lists
    }
}

impl Gram {
    fn of(list: &[u32], models: u32, lots_before: &[u32]) -> Self {
        let lots = list
            .iter()
            .map(|&m| lots_before[m as usize + 1] - lots_before[m as usize])
            .sum();
        let dense = (list.len() as u64 * DENSE_SHARE > u64::from(models)).then(|| {
            let mut dense = Dense::with_len(models as usize);
            for &model in list {
                dense.set(model);
            }
            dense
        });
        Self {
            models: list.iter().copied().collect(),
            count: u32::try_from(list.len()).unwrap_or(u32::MAX),
            dense,
            lots,
            frequent: None,
        }
    }

    pub(super) fn to_models(&self) -> Models {
        let list = || Models::List(self.models.iter().collect());
        self.dense.clone().map_or_else(list, Models::Dense)
    }
}

fn post(list: &mut Vec<u32>, model: u32) {
    if list.last() != Some(&model) {
        list.push(model);
    }
}

pub(super) fn bigrams(norm: &[u8]) -> impl Iterator<Item = usize> + '_ {
    norm.windows(2).map(|w| letter(w[0]) * LETTERS + letter(w[1]))
}

fn trigrams(norm: &[u8]) -> impl Iterator<Item = usize> + '_ {
    norm.windows(3)
        .map(|w| (letter(w[0]) * LETTERS + letter(w[1])) * LETTERS + letter(w[2]))
}

fn letter(byte: u8) -> usize {
    usize::from(match byte {
        b'0'..=b'9' => byte - b'0',
        b'A'..=b'Z' => byte - b'A' + 10,
        _ => 36,
    })
}
