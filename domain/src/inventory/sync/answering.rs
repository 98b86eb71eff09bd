//! What a person is asked, and what answers it without being asked.
//!
//! A cell is asked about once. Who writes into it anew, after a conflict or before they have heard of it, has said what they want there:
//! the later text is theirs, and the earlier one must not come back over it because somebody presses "keep mine" where that one is shown.

use std::collections::HashMap;

use super::local::Open;
use super::outcome::{About, Conflict};
use super::units::Set;

/// What a person is asked: all that waits, but for what they have written over themselves since. Of conflicts about one thing at least one
/// is asked about.
#[must_use]
pub fn asked(waiting: Vec<Open>) -> Vec<Open> {
    let mut asked: Vec<Option<Open>> = Vec::with_capacity(waiting.len());
    let mut about: HashMap<_, Vec<usize>> = HashMap::new();
    for open in waiting {
        let key = (open.conflict.item_id, open.conflict.id.topic);
        let same = about.entry(key).or_default();
        let other = |at: &usize| asked[*at].as_ref().map(|other| &other.conflict);
        if same
            .iter()
            .filter_map(other)
            .any(|other| supersedes(other, &open.conflict))
        {
            continue;
        }
        let is_over = |at: &usize| other(at).is_some_and(|other| supersedes(&open.conflict, other));
        let over: Vec<_> = same.iter().copied().filter(is_over).collect();
        for at in over {
            asked[at] = None;
        }
        same.push(asked.len());
        asked.push(Some(open));
    }
    asked.into_iter().flatten().collect()
}

/// Whether one of two conflicts about one thing is the later, and holds what the person wanted in every cell that the other is about.
fn supersedes(later: &Conflict, earlier: &Conflict) -> bool {
    let (
        About::Unit {
            base: found,
            mine: wanted,
            ..
        },
        About::Unit { base, mine, .. },
    ) = (&later.about, &earlier.about)
    else {
        return false;
    };
    if (later.item_id, later.id.topic) != (earlier.item_id, earlier.id.topic) {
        return false;
    }
    // What was typed on top of the other is the later one, whatever the device's clock said; otherwise nobody knows better than the clock.
    let is_later = match (found == mine, base == wanted) {
        (true, false) => true,
        (false, true) => false,
        _ => (later.mine_at, later.id) > (earlier.mine_at, earlier.id),
    };
    let before = base.cells().into_iter().zip(mine.cells());
    let after = found.cells().into_iter().zip(wanted.cells());
    let mut cells = before.zip(after);
    is_later && cells.all(|((base, mine), (found, wanted))| base == mine || wanted == mine || found != wanted)
}

/// Whether a change writes into every cell that a conflict is about.
#[must_use]
pub fn answers(set: &Set, conflict: &Conflict) -> bool {
    let About::Unit { base, mine, .. } = &conflict.about else {
        return false;
    };
    let Some(change) = set.of(mine.unit()) else {
        return false;
    };
    let before = base.cells().into_iter().zip(mine.cells());
    let now = change.from.cells().into_iter().zip(change.to.cells());
    before
        .zip(now)
        .all(|((base, mine), (from, to))| base == mine || from != to)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::super::outcome::{ConflictId, Topic};
    use super::super::units::{Unit, Value};
    use super::*;
    use crate::inventory::LotForm;

    fn lot(model: &str, packing: &str) -> LotForm {
        LotForm {
            model: model.into(),
            packing: packing.into(),
            quantity: "1".into(),
            ..LotForm::default()
        }
    }

    fn conflict(n: u128, base: &LotForm, mine: &LotForm) -> Conflict {
        let value = |lot| Value::of(Unit::Identity, lot);
        Conflict {
            id: ConflictId {
                op_id: Uuid::from_u128(n),
                topic: Topic::Identity,
            },
            item_id: Uuid::nil(),
            about: About::Unit {
                base: value(base),
                mine: value(mine),
                theirs: value(&lot("THEIRS", "Reel")),
            },
            mine_by: 1,
            mine_at: 0,
            theirs_by: Some(2),
            theirs_at: 0,
        }
    }

    #[test]
    fn a_cell_that_was_typed_anew_is_asked_about_once() {
        let (first, second) = (lot("A", "Reel"), lot("B", "Reel"));
        let base = lot("O", "Reel");
        let waiting = vec![
            Open::of(conflict(1, &base, &first)),
            Open::of(conflict(2, &first, &second)),
        ];
        let ids = |asked: Vec<Open>| {
            asked
                .iter()
                .map(|open| open.conflict.id.op_id.as_u128())
                .collect::<Vec<_>>()
        };
        assert_eq!(ids(asked(waiting.clone())), [2], "the later text");
        // One on top of which another cell was typed is in it.
        let both = vec![
            waiting[0].clone(),
            Open::of(conflict(2, &first, &lot("A", "Tray"))),
        ];
        assert_eq!(ids(asked(both)), [2]);
        let third = Open::of(conflict(3, &lot("B", "Tray"), &lot("C", "Tube")));
        let beside = Open::of(conflict(2, &base, &lot("O", "Tray")));
        assert_eq!(
            ids(asked(vec![waiting[0].clone(), beside, third])),
            [3],
            "both of them"
        );
        // One that was typed beside it, in a tab that had not heard of it, is not.
        let beside = vec![
            waiting[0].clone(),
            Open::of(conflict(2, &base, &lot("O", "Tray"))),
        ];
        assert_eq!(ids(asked(beside)), [1, 2]);
        // A clock that was put back in between makes no difference.
        let mut ahead = waiting.clone();
        ahead[0].conflict.mine_at = 9;
        assert_eq!(ids(asked(ahead.clone())), [2]);
        ahead.swap(0, 1);
        assert_eq!(ids(asked(ahead)), [2]);
        let mut elsewhere = waiting;
        elsewhere[1].conflict.item_id = Uuid::from_u128(9);
        assert_eq!(ids(asked(elsewhere)), [1, 2]);
    }

    #[test]
    fn only_who_writes_where_it_waits_has_answered() {
        let open = conflict(1, &lot("O", "Reel"), &lot("A", "Reel"));
        let theirs = lot("THEIRS", "Reel");
        assert!(answers(&Set::between(&theirs, &lot("B", "Reel")), &open));
        assert!(answers(&Set::between(&theirs, &lot("A", "Tray")), &open));
        assert!(
            !answers(&Set::between(&theirs, &lot("THEIRS", "Tray")), &open),
            "another cell"
        );
        let quantity = LotForm {
            quantity: "2".into(),
            ..theirs.clone()
        };
        assert!(!answers(&Set::between(&theirs, &quantity), &open), "another unit");
    }
}
