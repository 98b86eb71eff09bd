//! Those of the owner's people who are no longer are found among all accounts.

crate::dialect::migration!(&[
    "CREATE INDEX account_removed ON account (removed_at) WHERE removed_at IS NOT NULL",
]);
