//! Conflicts that have waited for long are mailed once.

crate::dialect::migration!(&[
    // When the company's administrators were told that it waits.
    "ALTER TABLE sync_conflict ADD COLUMN mailed_at BIGINT CHECK (mailed_at IS NULL OR mailed_at >= met_at)",
    "CREATE INDEX sync_conflict_untold ON sync_conflict (met_at) WHERE resolved_at IS NULL AND mailed_at IS NULL",
]);
