//! The distinct models, in one buffer that a scan can run through: letters and digits, and the dots between digits.
//!
//! A model is a norm with its dots: `1.5SMC68CA` and `15SMC68CA` are two. Their numbers follow (norm, dots), so all
//! models that begin with a text are one range of numbers, and sorting by model is sorting by number.

use std::ops::Range;

use memchr::memmem;

use super::dense::Dense;

#[derive(Debug, Default)]
pub(super) struct Names {
    /// All norms, each followed by a line feed, which no norm has in it: a match never crosses two.
    text: String,
    /// Where each norm begins; one more at the end.
    starts: Vec<u32>,
    /// Models with dots, ascending.
    dotted: Vec<u32>,
    /// The same as bits.
    is_dotted: Dense,
    /// Their dots.
    dots: Vec<Box<[u16]>>,
}

impl Names {
    /// Takes models in ascending order of (norm, dots).
    pub(super) fn collect<'a>(models: impl Iterator<Item = (&'a str, &'a [u16])>) -> Self {
        let mut names = Self {
            starts: vec![0],
            ..Self::default()
        };
        for (model, (norm, dots)) in (0..).zip(models) {
            names.text.push_str(norm);
            names.text.push('\n');
            names
                .starts
                .push(u32::try_from(names.text.len()).unwrap_or(u32::MAX));
            if !dots.is_empty() {
                names.dotted.push(model);
                names.is_dotted.set(model);
                names.dots.push(dots.into());
            }
        }
        names.text.shrink_to_fit();
        names.starts.shrink_to_fit();
        names
    }

    pub(super) fn len(&self) -> u32 {
        u32::try_from(self.starts.len().saturating_sub(1)).unwrap_or(u32::MAX)
    }

    pub(super) fn norm(&self, model: u32) -> &str {
        &self.text[self.place(model)]
    }

    /// The same where only bytes are compared: where a character begins need not be looked at.
    pub(super) fn bytes(&self, model: u32) -> &[u8] {
        &self.text.as_bytes()[self.place(model)]
    }

    fn place(&self, model: u32) -> Range<usize> {
        let at = model as usize;
        self.starts[at] as usize..self.starts[at + 1] as usize - 1
    }

    pub(super) fn dots(&self, model: u32) -> &[u16] {
        if !self.is_dotted.test(model) {
            return &[];
        }
        self.dotted.binary_search(&model).map_or(&[], |at| &self.dots[at])
    }

    /// The models with dots.
    pub(super) fn dotted(&self) -> &Dense {
        &self.is_dotted
    }

    /// The models whose norm begins with a text.
    pub(super) fn beginning_with(&self, text: &str) -> Range<u32> {
        let models = 0..self.len();
        // Of several shelves all but one or two are told by a look at the ends.
        let (Some(first), Some(last)) = (models.clone().next(), models.clone().next_back()) else {
            return models;
        };
        let is_before = |norm: &str| norm < text || norm.starts_with(text);
        if !is_before(self.norm(first)) {
            return first..first;
        }
        if self.norm(last) < text {
            return models.end..models.end;
        }
        let start = self.first(models, |norm| norm < text);
        start..self.first(start..self.len(), is_before)
    }

    /// The number of a model, or the number that it would push aside.
    pub(super) fn find(&self, norm: &str, dots: &[u16]) -> Result<u32, u32> {
        self.find_from(self.first(0..self.len(), |known| known < norm), norm, dots)
    }

    /// The same where the first model that is not before the norm is known.
    pub(super) fn find_from(&self, mut at: u32, norm: &str, dots: &[u16]) -> Result<u32, u32> {
        // Spellings of one norm that differ in their dots are a handful.
        while at < self.len() && self.norm(at) == norm {
            match self.dots(at).cmp(dots) {
                std::cmp::Ordering::Less => at += 1,
                std::cmp::Ordering::Equal => return Ok(at),
                std::cmp::Ordering::Greater => break,
            }
        }
        Err(at)
    }

    /// Every model that contains a norm, by running through all of them: the yardstick for the posting lists.
    pub(super) fn scan(&self, norm: &str) -> Vec<u32> {
        let finder = memmem::Finder::new(norm.as_bytes());
        let (mut found, mut at, mut model) = (Vec::new(), 0, 0_usize);
        while let Some(offset) = finder.find(&self.text.as_bytes()[at..]) {
            let hit = u32::try_from(at + offset).unwrap_or(u32::MAX);
            model = self.owner(hit, model);
            found.push(u32::try_from(model).unwrap_or(u32::MAX));
            model += 1;
            at = self.starts[model] as usize;
        }
        found
    }

    /// The model that owns a place in the text, at or after `from`: near ones are found by steps, far ones by halving.
    fn owner(&self, place: u32, from: usize) -> usize {
        for step in 0..8 {
            if self.starts.get(from + step + 1).is_none_or(|&next| place < next) {
                return from + step;
            }
        }
        from + self.starts[from..].partition_point(|&start| start <= place) - 1
    }

    /// The first of some models that is not before.
    fn first(&self, among: Range<u32>, before: impl Fn(&str) -> bool) -> u32 {
        let (mut low, mut high) = (among.start, among.end);
        while low < high {
            let middle = low + (high - low) / 2;
            if before(self.norm(middle)) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        low
    }
}
