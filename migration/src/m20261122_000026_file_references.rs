//! The company's own references in stock files: which import gave one to a lot, so that taking it back takes it away.

crate::dialect::migration!(&[
    // None where it came by another way, or was given anew since.
    "ALTER TABLE lot_reference ADD COLUMN import_id BIGINT REFERENCES import (id) ON DELETE SET NULL",
    "CREATE INDEX lot_reference_import ON lot_reference (import_id)",
]);
