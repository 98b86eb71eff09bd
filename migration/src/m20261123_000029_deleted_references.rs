//! The company's own reference of a lot that an import deletes, so that taking the import back brings it back as well.

crate::dialect::migration!(&[
    // None where the lot had none, or where imports did not write references yet.
    "ALTER TABLE import_change ADD COLUMN reference VARCHAR(64)",
    // The import that had given it, which may be gone.
    "ALTER TABLE import_change ADD COLUMN reference_import BIGINT",
]);
