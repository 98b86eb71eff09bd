//! Many conflicts at once: "keep all mine", "keep all theirs", for those with one other side.
//!
//! Each is still decided by itself ([`choose`]), in sight of the lot as the panel had it when the person was asked. One whose lot has
//! changed since, that was settled meanwhile, or whose value breaks a rule by now is left out and counted; it waits as before.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::choices::{Chosen, NotChosen, choose};
use super::local::LocalTx;
use super::outcome::{Conflict, ConflictId};
use super::queue::NotNoted;
use super::{Judge, Row};

/// Whose value stands on the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OtherSide {
    /// This user's.
    Person(i64),
    /// An import's. All that one import changes it changes at one instant, by the market's clock, in milliseconds since 1970.
    Import(i64),
}

impl OtherSide {
    /// Whose it is what a conflict is with, as its lot is now.
    #[must_use]
    pub fn of(conflict: &Conflict, row: &Row) -> Self {
        match conflict.whose(row) {
            (Some(user), _) => Self::Person(user),
            (None, at) => Self::Import(at),
        }
    }
}

/// Conflicts with one other side, two at least.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub with: OtherSide,
    pub count: usize,
}

/// What waits, with whom. A choice settles all conflicts of a lot about one thing, so they are all with whom the newest is.
fn sided<'a>(
    waiting: impl IntoIterator<Item = (&'a Conflict, &'a Row)>,
) -> Vec<(&'a Conflict, &'a Row, OtherSide)> {
    let waiting: Vec<_> = waiting.into_iter().collect();
    let about = |conflict: &Conflict| (conflict.item_id, conflict.id.topic);
    let mut newest: BTreeMap<_, (&Conflict, &Row)> = BTreeMap::new();
    for (conflict, row) in &waiting {
        let of = newest.entry(about(conflict)).or_insert((*conflict, *row));
        if (conflict.mine_at, conflict.id) > (of.0.mine_at, of.0.id) {
            *of = (*conflict, *row);
        }
    }
    let side = |conflict: &Conflict| {
        newest
            .get(&about(conflict))
            .map(|(newest, row)| OtherSide::of(newest, row))
    };
    let sided = waiting.iter().map(|(conflict, row)| {
        let side = side(conflict).unwrap_or_else(|| OtherSide::of(conflict, row));
        (*conflict, *row, side)
    });
    sided.collect()
}

/// The groups of what waits, in the order in which they come up first.
#[must_use]
pub fn groups<'a>(waiting: impl IntoIterator<Item = (&'a Conflict, &'a Row)>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (_, _, with) in sided(waiting) {
        match groups.iter_mut().find(|group| group.with == with) {
            Some(group) => group.count += 1,
            None => groups.push(Group { with, count: 1 }),
        }
    }
    groups.retain(|group| group.count > 1);
    groups
}

/// One choice of many, and what it is made in sight of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub id: ConflictId,
    pub item_id: Uuid,
    /// The lot as it was shown.
    pub seen: Row,
    /// How many conflicts it settles: all of the lot about the same thing, as every choice does.
    pub covers: usize,
}

/// What has to be chosen in, so that all conflicts with one other side are decided: one step for each lot and topic, in the order in
/// which they were written. Where somebody wrote twice into the same place, the later text is theirs.
#[must_use]
pub fn steps<'a>(with: OtherSide, waiting: impl IntoIterator<Item = (&'a Conflict, &'a Row)>) -> Vec<Step> {
    let all = sided(waiting).into_iter().filter(|(.., side)| *side == with);
    let mut all: Vec<_> = all.map(|(conflict, row, _)| (conflict, row)).collect();
    all.sort_by_key(|(conflict, _)| (conflict.item_id, conflict.id.topic, conflict.mine_at, conflict.id));
    let same =
        all.chunk_by(|(one, _), (next, _)| (one.item_id, one.id.topic) == (next.item_id, next.id.topic));
    let mut steps: Vec<_> = same
        .filter_map(|same| same.last().map(|(conflict, row)| (conflict, row, same.len())))
        .collect();
    steps.sort_by_key(|(conflict, ..)| (conflict.mine_at, conflict.id));
    let step = |(conflict, row, covers): (&&Conflict, &&Row, usize)| Step {
        id: conflict.id,
        item_id: conflict.item_id,
        seen: (*row).clone(),
        covers,
    };
    steps.into_iter().map(step).collect()
}

/// What became of many choices, in conflicts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    pub decided: usize,
    /// Somebody has settled them meanwhile, here or elsewhere: they wait no more.
    pub over: usize,
    /// Their lots have changed meanwhile. They are left.
    pub changed: usize,
    /// What was mine breaks a rule by now. They are left.
    pub faulty: usize,
    /// The device takes nothing more. They are left.
    pub not_noted: usize,
}

impl Tally {
    /// Counts a choice, and those that go with it.
    pub fn count(&mut self, covers: usize, came: &Result<(), NotChosen>) {
        let sort = match came {
            Ok(()) => &mut self.decided,
            Err(NotChosen::Over) => &mut self.over,
            Err(NotChosen::Changed) => &mut self.changed,
            Err(NotChosen::Faults(_)) => &mut self.faulty,
            Err(NotChosen::NotNoted(_)) => &mut self.not_noted,
        };
        *sort += covers;
    }

    /// How many wait as before.
    #[must_use]
    pub const fn left(&self) -> usize {
        self.changed + self.faulty + self.not_noted
    }
}

/// Takes choices one after the other, in one transaction, and tells what became of each; never [`NotChosen::NotNoted`].
///
/// # Errors
/// The device takes nothing more: none of them is taken, and the transaction should be dropped.
pub async fn choose_all<T: LocalTx>(
    tx: &mut T,
    chosen: &[Chosen],
    judge: &Judge,
) -> Result<Vec<Result<(), NotChosen>>, NotNoted> {
    let mut came = Vec::with_capacity(chosen.len());
    for chosen in chosen {
        // Before anything of a choice is noted it is known whether it is taken.
        match choose(tx, chosen, judge).await {
            Err(NotChosen::NotNoted(why)) => return Err(why),
            answer => came.push(answer),
        }
    }
    Ok(came)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::super::outcome::{About, Topic};
    use super::super::units::Value;
    use super::*;
    use crate::inventory::LotForm;

    /// What waits, as the panel has it: whose op, about what, which of five lots; all conflicts of a lot show the same row.
    fn waiting() -> impl Strategy<Value = Vec<(Conflict, Row)>> {
        let sides = vec((0..3_i64, 0..2_i64), 5);
        let wrote = vec((0..5_usize, 0..4_usize, 0..9_i64), 0..40);
        (sides, wrote).prop_map(|(sides, wrote)| {
            let of = |(n, (lot, topic, mine_at)): (usize, (usize, usize, i64))| {
                let (user, instant) = sides[lot];
                let item_id = Uuid::from_u128(lot as u128);
                let row = Row {
                    item_id,
                    version: 1,
                    seq: 1,
                    deleted_at: None,
                    updated_by: (user > 0).then_some(user),
                    updated_at: instant,
                    lot: LotForm::default(),
                };
                let conflict = Conflict {
                    id: ConflictId {
                        op_id: Uuid::from_u128(100 + n as u128),
                        topic: Topic::ALL[topic],
                    },
                    item_id,
                    about: About::Deleting {
                        seen: LotForm::default(),
                        theirs: LotForm::default(),
                    },
                    mine_by: 9,
                    mine_at,
                    theirs_by: row.updated_by,
                    theirs_at: instant,
                };
                (conflict, row)
            };
            wrote.into_iter().enumerate().map(of).collect()
        })
    }

    fn pairs(waiting: &[(Conflict, Row)]) -> impl Iterator<Item = (&Conflict, &Row)> {
        waiting.iter().map(|(conflict, row)| (conflict, row))
    }

    #[test]
    fn the_newest_conflict_says_with_whom_all_of_a_cell_are() {
        let quantity = |quantity: &str| Value::Quantity {
            quantity: quantity.into(),
        };
        let item_id = Uuid::from_u128(1);
        // Carol (3) has written 20, which stands; Dan (4) has changed the lot last.
        let row = Row {
            item_id,
            version: 3,
            seq: 3,
            deleted_at: None,
            updated_by: Some(4),
            updated_at: 9,
            lot: LotForm {
                quantity: "20".into(),
                ..LotForm::default()
            },
        };
        let conflict = |op: u128, mine_at, theirs: &str, theirs_by| Conflict {
            id: ConflictId {
                op_id: Uuid::from_u128(op),
                topic: Topic::Quantity,
            },
            item_id,
            about: About::Unit {
                base: quantity("10"),
                mine: quantity("11"),
                theirs: quantity(theirs),
            },
            mine_by: 9,
            mine_at,
            theirs_by: Some(theirs_by),
            theirs_at: 5,
        };
        let (older, newer) = (conflict(7, 1, "15", 2), conflict(6, 2, "20", 3));
        let waiting = [(older, row.clone()), (newer, row)];
        let carol = OtherSide::Person(3);
        let sides = sided(pairs(&waiting)).into_iter().map(|(.., side)| side);
        assert_eq!(sides.collect::<Vec<_>>(), [carol, carol]);
        assert!(steps(OtherSide::Person(4), pairs(&waiting)).is_empty());
        let steps = steps(carol, pairs(&waiting));
        assert_eq!(
            (steps.len(), steps[0].covers, steps[0].id),
            (1, 2, waiting[1].0.id)
        );
    }

    proptest! {
        #[test]
        fn every_group_has_two_and_nobody_is_in_two(waiting in waiting()) {
            let groups = groups(pairs(&waiting));
            let sides: BTreeSet<_> = groups.iter().map(|group| group.with).collect();
            prop_assert_eq!(sides.len(), groups.len());
            for group in &groups {
                let same = pairs(&waiting).filter(|(one, row)| OtherSide::of(one, row) == group.with);
                prop_assert_eq!(same.count(), group.count);
                prop_assert!(group.count > 1);
            }
            let alone = pairs(&waiting).filter(|(one, row)| !sides.contains(&OtherSide::of(one, row)));
            let alone: Vec<_> = alone.map(|(one, row)| OtherSide::of(one, row)).collect();
            let once: BTreeSet<_> = alone.iter().collect();
            prop_assert_eq!(once.len(), alone.len());
        }

        #[test]
        fn the_steps_cover_a_group_and_nothing_else(waiting in waiting()) {
            for group in groups(pairs(&waiting)) {
                let steps = steps(group.with, pairs(&waiting));
                let covered: usize = steps.iter().map(|step| step.covers).sum();
                prop_assert_eq!(covered, group.count);
                let places: BTreeSet<_> = steps.iter().map(|step| (step.item_id, step.id.topic)).collect();
                prop_assert_eq!(places.len(), steps.len());
                for step in &steps {
                    let one = waiting.iter().find(|(conflict, _)| conflict.id == step.id);
                    let side = one.map(|(conflict, _)| OtherSide::of(conflict, &step.seen));
                    prop_assert_eq!(side, Some(group.with));
                    let mut same = pairs(&waiting).filter(|(conflict, _)| {
                        (conflict.item_id, conflict.id.topic) == (step.item_id, step.id.topic)
                    });
                    let of_step = waiting.iter().find(|(conflict, _)| conflict.id == step.id);
                    let at = of_step.map(|(conflict, _)| conflict.mine_at);
                    prop_assert!(same.all(|(conflict, _)| Some(conflict.mine_at) <= at));
                }
            }
        }

        #[test]
        fn whatever_becomes_of_a_choice_is_counted_once(ends in vec((0..5_usize, 1..9_usize), 0..20)) {
            let mut tally = Tally::default();
            for (end, covers) in &ends {
                let came = match end {
                    0 => Ok(()),
                    1 => Err(NotChosen::Over),
                    2 => Err(NotChosen::Changed),
                    3 => Err(NotChosen::Faults(crate::violations::Violations::none())),
                    _ => Err(NotChosen::NotNoted(NotNoted::TooMany)),
                };
                tally.count(*covers, &came);
            }
            let all: usize = ends.iter().map(|(_, covers)| covers).sum();
            prop_assert_eq!(tally.decided + tally.over + tally.left(), all);
        }
    }
}
