//! Everything that was typed and has not reached the market, as a file to take along: a line for each lot that somebody made or
//! changed, with what it was to be. A spreadsheet runs none of it as a formula.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::cell;
use super::draft::Draft;
use crate::inventory::LotForm;
use crate::inventory::formulas::guarded;
use crate::inventory::sync::display::fold;
use crate::inventory::sync::local::{Open, Queued, Rejected};
use crate::inventory::sync::{About, Act, Refused, Row};
use crate::language::Language;

/// What a line of the file is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Typed, not sent.
    Draft,
    /// On its way.
    Edit,
    /// One's own side of a conflict.
    Conflict,
    /// Refused by the market.
    Refused,
}

impl What {
    const fn word(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Draft, Language::En) => "Not sent",
            (Self::Draft, Language::Ja) => "未送信",
            (Self::Edit, Language::En) => "Waiting",
            (Self::Edit, Language::Ja) => "送信待ち",
            (Self::Conflict, Language::En) => "Conflict",
            (Self::Conflict, Language::Ja) => "競合",
            (Self::Refused, Language::En) => "Refused",
            (Self::Refused, Language::Ja) => "却下",
        }
    }
}

/// What lies on the device and would be lost with it.
#[derive(Debug, Clone, Copy)]
pub struct Contents<'a> {
    pub drafts: &'a [Draft],
    pub queue: &'a [Queued],
    /// Those that nobody has chosen in.
    pub conflicts: &'a [Open],
    pub rejected: &'a [Rejected],
    /// The lots of all of these, as the market has told them last: an edit says no more than what it changes.
    pub lots: &'a HashMap<Uuid, Row>,
}

/// The file: UTF-8 with its mark, for spreadsheets. A line says what a lot was to be, all of it, and why it is not so, where the market has
/// refused it; `why` puts that into words.
#[must_use]
pub fn csv(language: Language, contents: &Contents<'_>, why: impl Fn(&Refused) -> String) -> String {
    let mut file = String::from("\u{feff}");
    let [heading, deletes, reason] = match language {
        Language::En => ["State", "Delete", "Reason"],
        Language::Ja => ["状態", "削除", "理由"],
    };
    let headings = cell::columns().map(|column| column.heading(language));
    line(
        &mut file,
        [heading, deletes].into_iter().chain(headings).chain([reason]),
    );
    let mut add = |what: What, (is_deleted, lot): (bool, LotForm), why: &str| {
        let mark = if is_deleted { "1" } else { "" };
        let cells = cell::columns().map(|column| cell::text(&lot, column));
        let state = [what.word(language), mark];
        line(&mut file, state.into_iter().chain(cells).chain([why]));
    };
    for draft in contents.drafts.iter().filter(|draft| !draft.is_blank()) {
        add(What::Draft, (draft.is_ticked, draft.typed.clone()), "");
    }
    let mut told = HashSet::new();
    for Queued { op, .. } in contents.queue {
        if told.insert(op.item_id) {
            let all = contents.queue.iter();
            let ops: Vec<Queued> = all
                .filter(|queued| queued.op.item_id == op.item_id)
                .cloned()
                .collect();
            add(What::Edit, contents.wanted(op.item_id, &ops), "");
        }
    }
    for rejected in contents.rejected {
        let op = Queued {
            op: rejected.op.clone(),
            sent: true,
        };
        let wanted = contents.wanted(rejected.op.item_id, &[op]);
        add(What::Refused, wanted, &why(&rejected.why));
    }
    for open in contents.conflicts {
        add(What::Conflict, contents.mine(open), "");
    }
    file
}

impl Contents<'_> {
    /// What becomes of a lot by ops, and whether it is deleted.
    fn wanted(&self, item: Uuid, ops: &[Queued]) -> (bool, LotForm) {
        if let Some(shown) = fold(self.lots.get(&item), ops) {
            return (shown.is_deleted, shown.lot);
        }
        // The lot is not here: what the ops say by themselves.
        let mut wanted = (false, LotForm::default());
        for queued in ops {
            match &queued.op.act {
                Act::Create { lot } => wanted = (false, lot.clone()),
                Act::Delete { seen } => wanted = (true, seen.clone()),
                Act::Restore => wanted.0 = false,
                Act::Update { set } => set.put_in(&mut wanted.1),
            }
        }
        wanted
    }

    /// One's own side of a conflict.
    fn mine(&self, open: &Open) -> (bool, LotForm) {
        match &open.conflict.about {
            About::Unit { mine, .. } => {
                let row = self.lots.get(&open.conflict.item_id);
                let mut lot = row.map(|row| row.lot.clone()).unwrap_or_default();
                mine.put_in(&mut lot);
                (false, lot)
            }
            About::Deleting { seen, .. } => (true, seen.clone()),
            About::Deleted { mine, theirs } => {
                let mut lot = theirs.clone();
                mine.put_in(&mut lot);
                (false, lot)
            }
        }
    }
}

fn line<'a>(file: &mut String, cells: impl Iterator<Item = &'a str>) {
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            file.push(',');
        }
        let cell = guarded(cell);
        if cell.contains([',', '"', '\n', '\r']) {
            file.push('"');
            file.push_str(&cell.replace('"', "\"\""));
            file.push('"');
        } else {
            file.push_str(&cell);
        }
    }
    file.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::sync::{Conflict, ConflictId, Op, Set, Topic, Unit, Value};

    const ITEM: Uuid = Uuid::from_u128(1);

    fn lot(quantity: &str, remarks: &str) -> LotForm {
        LotForm {
            model: "=1+1".into(),
            quantity: quantity.into(),
            remarks: remarks.into(),
            date_code: "2318".into(),
            ..LotForm::default()
        }
    }

    fn lines(contents: &Contents<'_>) -> Vec<String> {
        let file = csv(Language::En, contents, |_| "unknown lot".into());
        file.lines().map(str::to_owned).collect()
    }

    fn update(to: &str) -> Op {
        let act = Act::Update {
            set: Set::between(&lot("10", "x"), &lot(to, "x")),
        };
        Op {
            n: 1,
            op_id: Uuid::from_u128(2),
            item_id: ITEM,
            base_version: 1,
            schema: 1,
            made_at: 0,
            resolves: Vec::new(),
            act,
        }
    }

    fn row() -> Row {
        Row {
            item_id: ITEM,
            version: 1,
            seq: 1,
            deleted_at: None,
            updated_by: None,
            updated_at: 0,
            lot: lot("10", "x"),
        }
    }

    const NOTHING: fn(&HashMap<Uuid, Row>) -> Contents<'_> = |lots| Contents {
        drafts: &[],
        queue: &[],
        conflicts: &[],
        rejected: &[],
        lots,
    };

    #[test]
    fn what_was_typed_is_taken_along_and_nothing_of_it_is_a_formula() {
        let mut draft = Draft::blank(ITEM);
        draft.typed = lot("", "a, \"b\"");
        let drafts = [draft, Draft::blank(Uuid::from_u128(2))];
        let none = HashMap::new();
        let lines = lines(&Contents {
            drafts: &drafts,
            ..NOTHING(&none)
        });
        assert_eq!(lines.len(), 2, "a blank row is nothing to take along: {lines:?}");
        assert!(lines[0].starts_with("\u{feff}State,Delete,Manufacturer,") && lines[0].ends_with(",Reason"));
        assert_eq!(lines[1], "Not sent,,,,'=1+1,,,,,,\"a, \"\"b\"\"\",2318,");
    }

    #[test]
    fn an_edit_names_its_lot_and_a_refusal_its_reason() {
        let lots = HashMap::from([(ITEM, row())]);
        let queue = [update("11"), update("12")].map(|op| Queued { op, sent: false });
        let rejected = [Rejected {
            op: update("13"),
            why: Refused::UnknownId,
        }];
        let about = About::Unit {
            base: Value::of(Unit::Quantity, &lot("9", "")),
            mine: Value::of(Unit::Quantity, &lot("14", "")),
            theirs: Value::of(Unit::Quantity, &lot("10", "")),
        };
        let conflict = Conflict {
            id: ConflictId {
                op_id: Uuid::from_u128(3),
                topic: Topic::from(Unit::Quantity),
            },
            item_id: ITEM,
            about,
            mine_by: 1,
            mine_at: 0,
            theirs_by: None,
            theirs_at: 0,
        };
        let conflicts = [Open::of(conflict)];
        let contents = Contents {
            queue: &queue,
            rejected: &rejected,
            conflicts: &conflicts,
            ..NOTHING(&lots)
        };
        let expected = [
            "Waiting,,,,'=1+1,12,,,,,x,2318,",
            "Refused,,,,'=1+1,13,,,,,x,2318,unknown lot",
            "Conflict,,,,'=1+1,14,,,,,x,2318,",
        ];
        assert_eq!(lines(&contents)[1..], expected);
        // Without the lot, what the edit says.
        let none = HashMap::new();
        let contents = Contents {
            queue: &queue,
            ..NOTHING(&none)
        };
        assert_eq!(lines(&contents)[1], "Waiting,,,,,12,,,,,,,");
    }
}
