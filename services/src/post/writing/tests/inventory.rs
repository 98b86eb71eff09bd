//! The mails about stock files, as examples.

use domain::inventory::Column;
use domain::language::Language;
use domain::violations::Violation;

use crate::post::mail::{ImportDone, ImportFault, ImportRefused, Mail};

pub(super) fn import_done() -> Mail {
    Mail::ImportDone(ImportDone {
        file_name: "在庫一覧 2026-11.csv".into(),
        rows_added: 12_480,
        total_lots: 36_992,
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
        file_name: "stock.csv".into(),
        fault_count: 1_237,
        faults: vec![
            cell(3, Column::Model, Violation::TooLong { max: 50, length: 51 }),
            cell(3, Column::Quantity, Violation::QuantitySeparator),
            cell(11_204, Column::Remarks, Violation::NamesWebAddress),
        ],
    })
}
