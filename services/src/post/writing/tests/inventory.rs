//! The mails about stock, as examples.

use domain::inventory::Column;
use domain::language::Language;
use domain::violations::Violation;

use crate::post::mail::{ConflictsWait, ImportDone, ImportFault, ImportRefused, Mail};

pub(super) fn import_done() -> Mail {
    Mail::ImportDone(ImportDone {
        file_name: "在庫一覧 2026-11.csv".into(),
        rows_added: 12_480,
        total_lots: 36_992,
        merged: 0,
        changed: 0,
        unchanged: 0,
        deleted: 0,
        left: 0,
        referenced: 0,
    })
}

pub(super) fn import_refused(language: Language) -> Mail {
    let said = |violation| domain::words::violation(&violation, language);
    let cell = |row, column, violation| ImportFault {
        row: Some(row),
        column: Some(column),
        reason: said(violation),
    };
    Mail::ImportRefused(ImportRefused {
        key: "0190b1a0-0000-7000-8000-000000000000".into(),
        file_name: "stock.csv".into(),
        fault_count: 1_237,
        faults: vec![
            cell(3, Column::Model, Violation::TooLong { max: 50, length: 51 }),
            cell(3, Column::Quantity, Violation::QuantitySeparator),
            cell(11_204, Column::Remarks, Violation::NamesWebAddress),
        ],
    })
}

pub(super) fn conflicts_wait() -> Mail {
    Mail::ConflictsWait(ConflictsWait {
        count: 1_204,
        models: ["B3B-ZR(LF)(SN)", "TC74HC4050AFTEL", "MAX708TESA-TG"]
            .map(str::to_owned)
            .to_vec(),
        further: 312,
    })
}

/// The usual case: one, and nothing beside it.
pub(super) fn one_conflict_waits() -> Mail {
    Mail::ConflictsWait(ConflictsWait {
        count: 1,
        models: vec!["B3B-ZR(LF)(SN)".into()],
        further: 0,
    })
}
