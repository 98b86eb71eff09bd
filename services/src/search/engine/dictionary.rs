//! The distinct values of a text column, as codes in the order in which the column sorts.

use std::collections::HashMap;

use domain::text::comparable;

/// Codes of folded values. A code is the value's rank, so sorting and counting need no text.
#[derive(Debug, Default)]
pub(super) struct Dictionary {
    /// Folded values, ascending and distinct; the first is the blank one whether or not it occurs.
    keys: Vec<Box<str>>,
    /// A spelling of each.
    labels: Vec<Box<str>>,
}

/// The code of a blank cell.
pub(super) const BLANK: u32 = 0;

impl Dictionary {
    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }

    pub(super) fn key(&self, code: u32) -> &str {
        &self.keys[code as usize]
    }

    pub(super) fn label(&self, code: u32) -> &str {
        &self.labels[code as usize]
    }

    pub(super) fn keys(&self) -> &[Box<str>] {
        &self.keys
    }

    /// The values of several dictionaries; of several spellings the first counts.
    pub(super) fn of_all<'a>(all: impl Iterator<Item = &'a Self>) -> Self {
        let mut values: Vec<(&Box<str>, &Box<str>)> =
            all.flat_map(|one| one.keys.iter().zip(&one.labels)).collect();
        // Stable, so the first stays the first.
        values.sort_by_key(|(key, _)| *key);
        values.dedup_by_key(|(key, _)| *key);
        let (keys, labels) = values
            .into_iter()
            .map(|(key, label)| (key.clone(), label.clone()))
            .unzip();
        Self { keys, labels }
    }

    /// The code of a folded value, or the code that it would push aside.
    pub(super) fn find(&self, key: &str) -> Result<u32, u32> {
        // Fewer values than lots, and lots are counted in u32.
        let code = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        self.keys
            .binary_search_by(|known| (**known).cmp(key))
            .map(code)
            .map_err(code)
    }
}

/// Collects values while rows stream in; codes are in order of arrival until [`Collector::dictionary`] sorts them.
#[derive(Debug)]
pub(super) struct Collector {
    /// Raw spellings met, so that each is folded once.
    raw: HashMap<Box<str>, u32>,
    folded: HashMap<Box<str>, u32>,
    labels: Vec<Box<str>>,
}

impl Collector {
    pub(super) fn new() -> Self {
        let mut collector = Self {
            raw: HashMap::new(),
            folded: HashMap::new(),
            labels: Vec::new(),
        };
        collector.code("");
        collector
    }

    pub(super) fn code(&mut self, raw: &str) -> u32 {
        if let Some(&code) = self.raw.get(raw) {
            return code;
        }
        let code = self.code_of_key(comparable(raw), raw);
        self.raw.insert(raw.into(), code);
        code
    }

    /// Takes over the values of an older dictionary; the new code of each old one.
    pub(super) fn adopt(&mut self, older: &Dictionary) -> Vec<u32> {
        older
            .keys
            .iter()
            .zip(&older.labels)
            .map(|(key, label)| self.code_of_key(key.to_string(), label))
            .collect()
    }

    fn code_of_key(&mut self, key: String, label: &str) -> u32 {
        let labels = &mut self.labels;
        *self.folded.entry(key.into_boxed_str()).or_insert_with(|| {
            labels.push(label.into());
            u32::try_from(labels.len() - 1).unwrap_or(u32::MAX)
        })
    }

    /// Values met so far, the blank one included.
    pub(super) fn len(&self) -> usize {
        self.labels.len()
    }

    /// The dictionary of the values whose collected codes are in `used`, and for each collected code the final one.
    pub(super) fn dictionary(&self, used: &[bool]) -> (Dictionary, Vec<u32>) {
        let mut sorted: Vec<(&Box<str>, u32)> = self
            .folded
            .iter()
            .map(|(key, &code)| (key, code))
            .filter(|(key, code)| key.is_empty() || used[*code as usize])
            .collect();
        sorted.sort_unstable();
        let mut finals = vec![BLANK; self.labels.len()];
        let mut dictionary = Dictionary::default();
        for (rank, (key, code)) in (0..).zip(sorted) {
            finals[code as usize] = rank;
            dictionary.keys.push(key.clone());
            dictionary.labels.push(self.labels[code as usize].clone());
        }
        (dictionary, finals)
    }
}
