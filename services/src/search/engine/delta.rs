//! The rows that came since the base was built: few, unsorted, scanned whole by every search.
//!
//! Each row knows where it would stand among the values of the base, so that merging a page compares numbers.

use std::ops::ControlFlow;
use std::sync::Arc;

use domain::search::{Query, Spelling, Tier, tier_of_norm};
use domain::text::comparable;
use memchr::memmem;

use super::base::Base;
use super::dense::Dense;
use super::dictionary::BLANK;
use super::lot::{IndexedLot, Text};

/// Rows in a chunk: publishing one row copies at most one chunk's pointers.
const CHUNK: usize = 256;

#[derive(Debug, Clone, Default)]
pub(super) struct Delta {
    chunks: Vec<Arc<Chunk>>,
    dead: Dense,
    dead_count: u32,
    len: u32,
}

#[derive(Debug, Clone, Default)]
struct Chunk {
    rows: Vec<Arc<Row>>,
    /// The norms, each followed by a line feed.
    text: String,
    /// Where each norm begins.
    starts: Vec<u32>,
}

/// A row with everything a search needs, computed once.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) lot: IndexedLot,
    pub(super) spelling: Spelling,
    /// Folded texts, in the order of [`Text::ALL`], in one piece: a file is as many rows as it has, and six strings of
    /// each would take twice the room.
    keys: Box<str>,
    /// Where each of them ends.
    key_ends: [u32; 6],
    /// Places among the models and values of a base; see [`place`].
    pub(super) model_place: u64,
    pub(super) text_places: [u64; 6],
    /// The base that they are of.
    placed_in: u64,
}

/// Where a value stands among numbered ones: between number `n - 1` and `n` it is `2n`, on `n` itself `2n + 1`.
pub(super) fn place(found: Result<u32, u32>) -> u64 {
    match found {
        Ok(at) => u64::from(at) * 2 + 1,
        Err(at) => u64::from(at) * 2,
    }
}

/// The place of a blank cell: behind everything, in both directions.
pub(super) const BLANK_PLACE: u64 = u64::MAX;

/// A row that answers the query.
#[derive(Debug, Clone, Copy)]
pub(super) struct DeltaHit<'a> {
    pub(super) row: &'a Row,
    pub(super) tier: Tier,
}

impl Row {
    /// Folds a lot; [`Row::placed`] is due before it is searched.
    pub(super) fn of(lot: IndexedLot) -> Self {
        let mut keys = String::new();
        let key_ends = Text::ALL.map(|text| {
            keys.push_str(&comparable(text.of(&lot)));
            u32::try_from(keys.len()).unwrap_or(u32::MAX)
        });
        Self {
            spelling: Spelling::of(&lot.model),
            keys: keys.into(),
            key_ends,
            lot,
            model_place: 0,
            text_places: [0; 6],
            placed_in: 0,
        }
    }

    /// Finds its places in a base.
    pub(super) fn placed(mut self, base: &Base) -> Self {
        if self.placed_in == base.number {
            return self;
        }
        self.placed_in = base.number;
        self.model_place = place(base.names.find(&self.spelling.norm, &self.spelling.dots));
        self.text_places = Text::ALL.map(|text| match base.text(text).dictionary.find(self.key(text)) {
            Ok(BLANK) => BLANK_PLACE,
            found => place(found),
        });
        self
    }

    /// The base's number of this row's model.
    pub(super) fn base_model(&self) -> Option<u32> {
        (self.model_place % 2 == 1)
            .then(|| u32::try_from(self.model_place / 2).ok())
            .flatten()
    }

    /// The base's code of a text.
    pub(super) fn code(&self, text: Text) -> Option<u32> {
        match self.text_places[text as usize] {
            BLANK_PLACE => Some(BLANK),
            place => (place % 2 == 1).then(|| u32::try_from(place / 2).ok()).flatten(),
        }
    }

    pub(super) fn key(&self, text: Text) -> &str {
        let at = text as usize;
        let begin = if at == 0 { 0 } else { self.key_ends[at - 1] };
        self.keys
            .get(begin as usize..self.key_ends[at] as usize)
            .unwrap_or_default()
    }
}

impl Delta {
    pub(super) fn len(&self) -> u32 {
        self.len
    }

    pub(super) fn live(&self) -> u32 {
        self.len - self.dead_count
    }

    /// Adds a row; its number.
    pub(super) fn push(&mut self, row: Row) -> u32 {
        if self.chunks.last().is_none_or(|chunk| chunk.rows.len() >= CHUNK) {
            self.chunks.push(Arc::default());
        }
        if let Some(chunk) = self.chunks.last_mut() {
            // Copies the chunk only where a snapshot holds it.
            let chunk = Arc::make_mut(chunk);
            chunk
                .starts
                .push(u32::try_from(chunk.text.len()).unwrap_or(u32::MAX));
            chunk.text.push_str(&row.spelling.norm);
            chunk.text.push('\n');
            chunk.rows.push(Arc::new(row));
        }
        self.len += 1;
        self.len - 1
    }

    pub(super) fn kill(&mut self, number: u32) {
        if self.dead.set(number) {
            self.dead_count += 1;
        }
    }

    pub(super) fn is_dead(&self, number: u32) -> bool {
        self.dead.test(number)
    }

    /// All rows with their numbers, dead ones included.
    pub(super) fn rows(&self) -> impl Iterator<Item = (u32, &Row)> {
        (0..).zip(
            self.chunks
                .iter()
                .flat_map(|chunk| chunk.rows.iter().map(|row| &**row)),
        )
    }

    pub(super) fn live_rows(&self) -> impl Iterator<Item = &Row> {
        self.rows()
            .filter(|(number, _)| !self.is_dead(*number))
            .map(|(_, row)| row)
    }

    /// The live rows that answer a query, in order of arrival.
    pub(super) fn hits(&self, query: &Query) -> Vec<DeltaHit<'_>> {
        let mut hits = Vec::new();
        _ = self.having(query.norm().as_bytes(), |_, row| {
            hits.extend(row.answers(query));
            ControlFlow::Continue(())
        });
        hits
    }

    /// Whether a live row has a norm.
    pub(super) fn any_having(&self, norm: &str) -> bool {
        self.having(norm.as_bytes(), |_, _| ControlFlow::Break(()))
            .is_break()
    }

    /// The live rows that have any of some pieces of a norm, in order of arrival.
    pub(super) fn having_any<'p>(&self, pieces: impl Iterator<Item = &'p [u8]>) -> Vec<&Row> {
        let mut found = Vec::new();
        for piece in pieces {
            _ = self.having(piece, |number, row| {
                found.push((number, row));
                ControlFlow::Continue(())
            });
        }
        found.sort_unstable_by_key(|(number, _)| *number);
        found.dedup_by_key(|(number, _)| *number);
        found.into_iter().map(|(_, row)| row).collect()
    }

    /// Calls back for the live rows that have a norm, with their numbers, until it says stop.
    fn having<'a>(
        &'a self,
        norm: &[u8],
        mut f: impl FnMut(u32, &'a Row) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let finder = memmem::Finder::new(norm);
        for (first, chunk) in (0..).step_by(CHUNK).zip(&self.chunks) {
            let mut at = 0;
            while let Some(offset) = finder.find(&chunk.text.as_bytes()[at..]) {
                let row = chunk
                    .starts
                    .partition_point(|&start| start as usize <= at + offset)
                    - 1;
                at = chunk
                    .starts
                    .get(row + 1)
                    .map_or(chunk.text.len(), |&next| next as usize);
                let number = u32::try_from(row).map_or(u32::MAX, |row| first + row);
                if !self.is_dead(number) {
                    f(number, &chunk.rows[row])?;
                }
            }
        }
        ControlFlow::Continue(())
    }
}

impl Row {
    fn answers(&self, query: &Query) -> Option<DeltaHit<'_>> {
        let tier = if self.spelling.folded == query.folded() {
            Some(Tier::Exact)
        } else {
            tier_of_norm(query, &self.spelling.norm, &self.spelling.dots)
        };
        tier.map(|tier| DeltaHit { row: self, tier })
    }
}
