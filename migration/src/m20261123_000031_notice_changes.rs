//! Notices: who changed one last, so that a second press is told from somebody else's change.

crate::dialect::migration!(&[
    "ALTER TABLE notice ADD COLUMN changed_by BIGINT REFERENCES account (id) ON DELETE SET NULL",
    "CREATE INDEX notice_changed_by ON notice (changed_by) WHERE changed_by IS NOT NULL",
]);
