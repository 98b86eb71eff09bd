//! Leaving: changes that concern all lots of a company at once, and companies that are gone.

crate::dialect::migration!(&[
    // The newest change number that concerned all lots at once: hidden, shown again, deleted. Whoever follows the
    // numbers and has not come so far reads the company's lots anew.
    "ALTER TABLE company_seq ADD COLUMN whole BIGINT NOT NULL DEFAULT 0 CHECK (whole >= 0)",
    // Since when a company is gone. The row stays, with nothing in it that tells whose it was: change numbers never
    // fall, and requests go on naming a supplier.
    "ALTER TABLE company ADD COLUMN gone_at BIGINT",
    // Few are hidden, and every search looks.
    "CREATE INDEX company_hidden ON company (id) WHERE stock_hidden_at IS NOT NULL",
]);
