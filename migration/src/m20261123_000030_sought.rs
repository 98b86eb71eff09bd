//! What messages and registrations that wait are found by: texts without their case and width, as the market compares them.

crate::dialect::migration!(&[
    "ALTER TABLE contact_message ADD COLUMN sought TEXT NOT NULL DEFAULT ''",
    // Those that are there already, as well as the database can.
    "UPDATE contact_message SET sought = upper(name) || ' ' || upper(company) || ' ' || upper(email) WHERE name <> ''",
    "ALTER TABLE registration ADD COLUMN sought TEXT NOT NULL DEFAULT ''",
]);
