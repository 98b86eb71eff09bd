//! Groups the ways to write models: spellings that fold to one text become one, spellings of one norm one model.

use domain::search::Spelling;

use super::names::Names;
use super::texts::Texts;

/// Models and spellings in their final numbers: in the order of (norm, dots, folded text).
#[derive(Debug)]
pub(super) struct Spellings {
    pub(super) names: Names,
    /// One of the typed texts of each spelling: the first given.
    pub(super) texts: Texts,
    /// The spellings of model `m` are `before[m]..before[m + 1]`.
    pub(super) before: Vec<u32>,
    /// The model of each spelling.
    pub(super) model_of: Vec<u32>,
    /// The spelling of each typed text; without meaning for unused ones.
    pub(super) number_of: Vec<u32>,
}

impl Spellings {
    /// Typed texts that no row uses are left out.
    pub(super) fn of(typed: Texts, used: &[bool]) -> Self {
        let mut sorted: Vec<(Spelling, u32)> = (0..)
            .zip(used)
            .filter(|(_, used)| **used)
            .map(|(at, _)| (Spelling::of(typed.get(at)), at))
            .collect();
        sorted.sort_unstable();
        let (mut texts, mut before, mut model_of) = (Texts::default(), Vec::new(), Vec::new());
        let (mut number_of, mut firsts) = (vec![0; used.len()], Vec::new());
        let mut last: Option<&Spelling> = None;
        for (spelling, at) in &sorted {
            if last != Some(spelling) {
                let number = texts.push(typed.get(*at));
                if last.is_none_or(|last| (&last.norm, &last.dots) != (&spelling.norm, &spelling.dots)) {
                    before.push(number);
                    firsts.push(spelling);
                }
                model_of.push(u32::try_from(firsts.len() - 1).unwrap_or(u32::MAX));
                last = Some(spelling);
            }
            number_of[*at as usize] = texts.len() - 1;
        }
        before.push(texts.len());
        before.shrink_to_fit();
        texts.shrink();
        let names = Names::collect(
            firsts
                .iter()
                .map(|first| (first.norm.as_str(), first.dots.as_slice())),
        );
        Self {
            names,
            texts,
            before,
            model_of,
            number_of,
        }
    }
}
