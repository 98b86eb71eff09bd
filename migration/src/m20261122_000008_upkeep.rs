//! Upkeep: how fresh the market is, and how many copies a reader has had.

crate::dialect::migration!(&[
    // When stock changed last, raised with the number.
    "ALTER TABLE market_seq ADD COLUMN changed_at BIGINT NOT NULL DEFAULT 0",
    "UPDATE market_seq SET changed_at = (SELECT COALESCE(MAX(updated_at), 0) FROM lot)",
    // Mails to one reader are counted before another copy goes there, and forgotten when they leave.
    "CREATE INDEX outbox_reader ON outbox (lower(recipient), created_at)",
]);
