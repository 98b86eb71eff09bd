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
    /// The spelling of each typed text; without meaning for those that were not given.
    pub(super) number_of: Vec<u32>,
}

/// A typed text, by its number, and how it is spelled.
pub(super) type Spelled = (Spelling, u32);

/// The typed texts that have a lot, in the order of (norm, dots, folded text).
pub(super) fn spelled(typed: &Texts, lots: &[u32]) -> Vec<Spelled> {
    let mut spelled: Vec<Spelled> = (0..)
        .zip(lots)
        .filter(|(_, lots)| **lots > 0)
        .map(|(at, _)| (Spelling::of(typed.get(at)), at))
        .collect();
    spelled.sort_unstable();
    spelled
}

/// Where sorted spellings are cut so that the pieces have about as many lots each and hardly more than `most`. No model
/// is cut in two.
pub(super) fn cuts(spelled: &[Spelled], lots: &[u32], most: u32) -> Vec<usize> {
    let of = |(_, typed): &Spelled| u64::from(lots[*typed as usize]);
    let all: u64 = spelled.iter().map(of).sum();
    let pieces = all.div_ceil(most.max(1).into()).max(1);
    let (mut cuts, mut before) = (Vec::new(), 0);
    for (at, one) in spelled.iter().enumerate() {
        let begins = at > 0 && !is_one_model(&spelled[at - 1].0, &one.0);
        if begins && before * pieces >= all * (cuts.len() as u64 + 1) {
            cuts.push(at);
        }
        before += of(one);
    }
    cuts
}

fn is_one_model(a: &Spelling, b: &Spelling) -> bool {
    (&a.norm, &a.dots) == (&b.norm, &b.dots)
}

impl Spellings {
    /// Groups spellings that are sorted.
    pub(super) fn of(typed: &Texts, sorted: &[Spelled]) -> Self {
        let (mut texts, mut before, mut model_of) = (Texts::default(), Vec::new(), Vec::new());
        let (mut number_of, mut firsts) = (vec![0; typed.len() as usize], Vec::new());
        let mut last: Option<&Spelling> = None;
        for (spelling, at) in sorted {
            if last != Some(spelling) {
                let number = texts.push(typed.get(*at));
                if last.is_none_or(|last| !is_one_model(last, spelling)) {
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
