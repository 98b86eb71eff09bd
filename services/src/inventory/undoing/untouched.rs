//! Whether a lot is what an import has made of it, though its version may be a later one.
//!
//! Taking a change back makes the lot what it was before, under a new version. Such a version is as good as the one before the
//! change: whoever takes imports back from the last to the first finds each lot as its import left it.

use std::collections::HashMap;

use sea_orm::sea_query::SelectStatement;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter};

use crate::entity::import_change;
use crate::error::Answer;

/// What imports have done to some lots.
#[derive(Debug, Default)]
pub(super) struct Untouched {
    /// For a lot and a version that taking a change back made: the version that it is as good as.
    as_good_as: HashMap<(i64, i32), i32>,
    /// For a lot and a version in which an import deleted it: the import.
    deleted: HashMap<(i64, i32), i64>,
}

impl Untouched {
    /// Reads it, for lots that a query names by their numbers.
    pub(super) async fn read(tx: &impl ConnectionTrait, lots: SelectStatement) -> Answer<Self> {
        let telling = Condition::any()
            .add(import_change::Column::UndoneVersion.is_not_null())
            .add(import_change::Column::Deleted.eq(true));
        let changes = import_change::Entity::find()
            .filter(import_change::Column::LotId.in_subquery(lots))
            .filter(telling)
            .all(tx)
            .await?;
        let mut read = Self::default();
        for change in changes {
            if let Some(undone) = change.undone_version {
                read.as_good_as
                    .insert((change.lot_id, undone), change.version - 1);
            } else {
                read.deleted
                    .insert((change.lot_id, change.version), change.import_id);
            }
        }
        Ok(read)
    }

    /// Whether a lot in one version is as it was in another.
    pub(super) fn is(&self, lot: i64, mut version: i32, wanted: i32) -> bool {
        while version > wanted {
            match self.as_good_as.get(&(lot, version)) {
                Some(before) => version = *before,
                None => return false,
            }
        }
        version == wanted
    }

    /// The import that has deleted a lot which nobody had touched since it was added.
    pub(super) fn deleted_by(&self, lot: i64, version: i32) -> Option<i64> {
        let import = self.deleted.get(&(lot, version))?;
        self.is(lot, version - 1, 1).then_some(*import)
    }
}
