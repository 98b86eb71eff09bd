//! Everything that was typed and has not reached the market, as a file to take along: a line for each lot that somebody made or
//! changed, with what it was to be. A spreadsheet runs none of it as a formula.

use crate::inventory::formulas::guarded;
use crate::inventory::sync::local::{Open, Queued, Rejected};
use crate::inventory::sync::{About, Act, Op};
use crate::inventory::{Column, LotForm};
use crate::language::Language;

use super::draft::Draft;

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

/// The file: UTF-8 with its mark, for spreadsheets. Cells that an edit does not touch are empty.
#[must_use]
pub fn csv(
    language: Language,
    drafts: &[Draft],
    queue: &[Queued],
    conflicts: &[Open],
    rejected: &[Rejected],
) -> String {
    let mut file = String::from("\u{feff}");
    let heading = if language == Language::En {
        "State"
    } else {
        "状態"
    };
    let deletes = if language == Language::En {
        "Delete"
    } else {
        "削除"
    };
    let headings = Column::ALL.map(|column| column.heading(language));
    line(&mut file, [heading, deletes].into_iter().chain(headings));
    let mut add = |what: What, is_deleted: bool, lot: &LotForm| {
        let mark = if is_deleted { "1" } else { "" };
        line(
            &mut file,
            [what.word(language), mark].into_iter().chain(lot.cells()),
        );
    };
    for draft in drafts.iter().filter(|draft| !draft.is_blank()) {
        add(What::Draft, draft.is_ticked, &draft.typed);
    }
    for (what, op) in queue
        .iter()
        .map(|queued| (What::Edit, &queued.op))
        .chain(rejected.iter().map(|rejected| (What::Refused, &rejected.op)))
    {
        let (is_deleted, lot) = wanted(op);
        add(what, is_deleted, &lot);
    }
    for open in conflicts {
        let (is_deleted, lot) = mine(&open.conflict.about);
        add(What::Conflict, is_deleted, &lot);
    }
    file
}

/// What an op wants, as far as it says.
fn wanted(op: &Op) -> (bool, LotForm) {
    match &op.act {
        Act::Create { lot } => (false, lot.clone()),
        Act::Delete { seen } => (true, seen.clone()),
        Act::Restore => (false, LotForm::default()),
        Act::Update { set } => {
            let mut lot = LotForm::default();
            set.put_in(&mut lot);
            (false, lot)
        }
    }
}

fn mine(about: &About) -> (bool, LotForm) {
    match about {
        About::Unit { mine, .. } => {
            let mut lot = LotForm::default();
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
    use uuid::Uuid;

    use super::*;

    #[test]
    fn what_was_typed_is_taken_along_and_nothing_of_it_is_a_formula() {
        let lot = LotForm {
            model: "=1+1".into(),
            remarks: "a, \"b\"".into(),
            ..LotForm::default()
        };
        let mut draft = Draft::blank(Uuid::from_u128(1));
        draft.typed = lot;
        let drafts = [draft, Draft::blank(Uuid::from_u128(2))];
        let file = csv(Language::En, &drafts, &[], &[], &[]);
        let lines: Vec<_> = file.lines().collect();
        assert_eq!(lines.len(), 2, "a blank row is nothing to take along: {file}");
        assert!(lines[0].starts_with("\u{feff}State,Delete,Manufacturer,"));
        assert_eq!(lines[1], "Not sent,,,,'=1+1,,,,,,\"a, \"\"b\"\"\"");
    }
}
