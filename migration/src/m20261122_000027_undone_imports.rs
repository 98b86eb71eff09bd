//! Taking imports back: by whom, and what it made of each lot, so that an earlier import can be taken back after a later one.

crate::dialect::migration!(&[
    // None where nobody has asked, or whoever did is no more.
    "ALTER TABLE import ADD COLUMN undo_wanted_by BIGINT REFERENCES account (id) ON DELETE SET NULL",
    "CREATE INDEX import_undo_wanted_by ON import (undo_wanted_by)",
    // The version that taking the change back made: the lot is then what it was one version before the change's own.
    "ALTER TABLE import_change ADD COLUMN undone_version INTEGER",
    // As it was before; none where imports did not write date codes yet.
    "ALTER TABLE import_change ADD COLUMN date_code TEXT",
    // The lot's change number in that state, so that it is known what somebody has seen; none of earlier states.
    "ALTER TABLE lot_past ADD COLUMN seq BIGINT",
    "CREATE INDEX import_change_lot ON import_change (lot_id)",
]);
