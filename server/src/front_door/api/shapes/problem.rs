//! Why nothing was done, as it is told.

use domain::api::putting::Fault;
use domain::inventory::stock_file::{FileFault, RowFault};
use domain::language::Language;
use domain::violations::Violation;
use domain::words;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Why nothing was done (RFC 9457).
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub(in super::super) struct ProblemShape {
    /// What kind of problem it is, as an address of the manual.
    #[serde(rename = "type")]
    #[schema(format = "uri-reference")]
    pub(in super::super) kind: String,
    pub(in super::super) title: String,
    pub(in super::super) status: u16,
    pub(in super::super) detail: String,
    /// The name of this call in our log.
    pub(in super::super) reference: String,
    pub(in super::super) errors: Vec<ErrorShape>,
}

/// One fault.
#[derive(Serialize, ToSchema)]
#[schema(as = Error)]
pub(in super::super) struct ErrorShape {
    /// Where it is in what was sent, as a JSON pointer; null where it is in a file, or nowhere.
    pointer: Option<String>,
    /// The row of a file, as spreadsheets number it.
    row: Option<u32>,
    /// The column of a file, by the name of its field.
    column: Option<String>,
    /// The name of the rule; never changed.
    code: String,
    /// The sentence for it, in the language of Accept-Language.
    detail: String,
    /// The lot that is meant, where it is another one.
    lot: Option<Uuid>,
}

impl ErrorShape {
    fn new(code: &str, detail: String) -> Self {
        Self {
            pointer: None,
            row: None,
            column: None,
            code: code.to_owned(),
            detail,
            lot: None,
        }
    }

    /// What could not be read.
    pub(in super::super) fn of_text(text: &str) -> Self {
        Self::new("unreadable", text.to_owned())
    }

    /// What is wrong with a lot, at its place.
    pub(in super::super) fn of_lot(place: &str, fault: &Fault, language: Language) -> Vec<Self> {
        if let Fault::Cells(cells) = fault {
            let shape = |(field, violation): (&str, &Violation)| Self {
                pointer: Some(format!("{place}/{field}")),
                ..Self::new(&rule(violation), words::violation(violation, language))
            };
            return cells.iter().map(shape).collect();
        }
        let lot = match fault {
            Fault::ReferenceTaken { by } => Some(*by),
            Fault::SameItem { id, .. } => Some(*id),
            _ => None,
        };
        vec![Self {
            pointer: Some(place.to_owned()),
            lot,
            ..Self::new(fault.code(), fault.words(language))
        }]
    }

    /// What is wrong with a row of a file.
    pub(in super::super) fn of_row(fault: &RowFault, language: Language) -> Self {
        let code = match &fault.fault {
            FileFault::Cell(violation) => rule(violation),
            _ => "file".to_owned(),
        };
        Self {
            row: (fault.row != RowFault::WHOLE_FILE).then_some(fault.row),
            column: fault.column.map(|column| column.field().to_owned()),
            ..Self::new(&code, words::file_fault(&fault.fault, language))
        }
    }
}

/// The name of a rule, as it crosses the wire everywhere.
fn rule(violation: &Violation) -> String {
    let wire = serde_json::to_value(violation).unwrap_or_default();
    wire["rule"].as_str().unwrap_or("rule").to_owned()
}
