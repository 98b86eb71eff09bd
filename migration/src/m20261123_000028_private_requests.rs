//! Requests that somebody sent as an individual or a corporation: not for the company, and so not left to it.

crate::dialect::migration!(&[
    "ALTER TABLE quotation_request ADD COLUMN is_private BOOLEAN NOT NULL DEFAULT FALSE",
]);
