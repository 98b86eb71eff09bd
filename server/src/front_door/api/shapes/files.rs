//! Files and imports, as they are sent and told.

use domain::inventory::importing::{Counts, ImportView, Landed, Mode, Stage};
use domain::inventory::stock_file::RowFault;
use domain::language::Language;
use serde::{Deserialize, Serialize};
use services::clock;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::ErrorShape;

/// What a file does to your list.
#[derive(Debug, Clone, Copy, Default, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(in super::super) enum ImportMode {
    /// Every row is another lot.
    #[default]
    Add,
    /// The quantity of a row is added to that of the same item.
    Merge,
    /// The list becomes what the file says.
    Replace,
}

impl From<ImportMode> for Mode {
    fn from(mode: ImportMode) -> Self {
        match mode {
            ImportMode::Add => Self::Add,
            ImportMode::Merge => Self::Merge,
            ImportMode::Replace => Self::Replace,
        }
    }
}

impl From<Mode> for ImportMode {
    fn from(mode: Mode) -> Self {
        match mode {
            Mode::Add => Self::Add,
            Mode::Merge => Self::Merge,
            Mode::Replace => Self::Replace,
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in super::super) struct ImportQuery {
    /// The name of the file, which ends in .csv.
    #[param(max_length = 255, pattern = "^[A-Za-z0-9 _().-]*\\.csv$")]
    pub(in super::super) name: Option<String>,
    #[serde(default)]
    #[param(inline, required = false)]
    pub(in super::super) mode: ImportMode,
    /// That importing the same file once more is meant.
    #[serde(default)]
    #[param(required = false)]
    pub(in super::super) again: bool,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in super::super) struct PreviewQuery {
    #[serde(default)]
    #[param(inline, required = false)]
    pub(in super::super) mode: ImportMode,
}

/// What a file would do.
#[derive(Serialize, ToSchema)]
pub(in super::super) struct Preview {
    /// Whether it could be imported as it is.
    good: bool,
    rows: u32,
    new: u32,
    merged: u32,
    changed: u32,
    unchanged: u32,
    /// Lots that the file does not have and that replacing the list would delete.
    missing: u32,
    faults: Vec<ErrorShape>,
}

impl Preview {
    pub(in super::super) fn of(counts: Counts, faults: &[RowFault], language: Language) -> Self {
        Self {
            good: faults.is_empty() && counts.does_something(),
            rows: counts.rows,
            new: counts.new,
            merged: counts.merged,
            changed: counts.changed,
            unchanged: counts.unchanged,
            missing: counts.missing,
            faults: faults
                .iter()
                .map(|fault| ErrorShape::of_row(fault, language))
                .collect(),
        }
    }
}

/// An import that was begun.
#[derive(Serialize, ToSchema)]
pub(in super::super) struct ImportBegun {
    pub(in super::super) id: Uuid,
}

/// How far an import is: waiting for its job, done, refused for its faults, stuck (the owner's people see it), or taken back.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(in super::super) enum ImportState {
    Waiting,
    Stuck,
    Refused,
    Imported,
    Undoing,
    Undone,
}

/// An import.
#[derive(Serialize, ToSchema)]
pub(in super::super) struct Import {
    #[schema(format = Uuid)]
    id: String,
    name: String,
    #[schema(inline)]
    mode: ImportMode,
    #[schema(inline)]
    state: ImportState,
    #[schema(format = DateTime)]
    received_at: String,
    /// Rows that are read so far, while it waits.
    rows_done: u64,
    /// Rows of the file, as far as it is known.
    rows_total: u64,
    added: u32,
    merged: u32,
    changed: u32,
    unchanged: u32,
    deleted: u32,
    /// Rows that were left because somebody had changed the lot meanwhile.
    left: u32,
    /// How many faults there are in all.
    fault_count: u32,
    /// As many of them as are kept.
    faults: Vec<ErrorShape>,
}

impl Import {
    pub(in super::super) fn of(view: ImportView, language: Language) -> Self {
        let mut import = Self {
            id: view.key,
            name: view.file_name,
            mode: view.mode.into(),
            state: ImportState::Waiting,
            received_at: clock::written(view.created_at),
            rows_done: 0,
            rows_total: 0,
            added: 0,
            merged: 0,
            changed: 0,
            unchanged: 0,
            deleted: 0,
            left: 0,
            fault_count: 0,
            faults: Vec::new(),
        };
        match view.stage {
            Stage::Waiting { done, total } => (import.rows_done, import.rows_total) = (done, total),
            Stage::Stuck => import.state = ImportState::Stuck,
            Stage::Refused { total, faults } => {
                import.state = ImportState::Refused;
                import.fault_count = total;
                let shapes = faults.iter().map(|fault| ErrorShape::of_row(fault, language));
                import.faults = shapes.collect();
            }
            Stage::Imported(landed) => import.landed(ImportState::Imported, &landed),
            Stage::Undoing(landed) => import.landed(ImportState::Undoing, &landed),
            Stage::Undone(landed, _) => import.landed(ImportState::Undone, &landed),
        }
        import
    }

    fn landed(&mut self, state: ImportState, landed: &Landed) {
        self.state = state;
        self.added = landed.added;
        self.merged = landed.merged;
        self.changed = landed.changed;
        self.unchanged = landed.unchanged;
        self.deleted = landed.deleted;
        self.left = landed.left;
    }
}
