//! The interface for a company's own systems: tokens, calls that are not done twice, and the company's own names for its lots.

crate::dialect::migration!(&[
    // The system holds the token, this table only its SHA-256. It acts for the company of whoever made it, as that person, and
    // goes with their place in it.
    "CREATE TABLE api_token (
        id {identity},
        public_id {uuid} NOT NULL UNIQUE,
        account_id BIGINT NOT NULL REFERENCES membership (account_id) ON DELETE CASCADE,
        company_id BIGINT NOT NULL REFERENCES company (id),
        name VARCHAR(40) NOT NULL CHECK (name <> ''),
        token_hash {bytes} NOT NULL UNIQUE CHECK (length(token_hash) = 32),
        -- How it begins, for lists.
        starts VARCHAR(8) NOT NULL,
        may_read BOOLEAN NOT NULL,
        may_write BOOLEAN NOT NULL,
        may_import BOOLEAN NOT NULL,
        -- What its changes of lots are known by in their history.
        client_id {uuid} NOT NULL UNIQUE,
        created_at BIGINT NOT NULL,
        expires_at BIGINT NOT NULL,
        -- To within ten minutes.
        used_at BIGINT,
        CHECK (may_read OR may_write OR may_import),
        CHECK (expires_at > created_at)
    )",
    "CREATE INDEX api_token_account ON api_token (account_id)",
    "CREATE INDEX api_token_company ON api_token (company_id)",
    "CREATE INDEX api_token_expires ON api_token (expires_at)",
    // A call that was done, under the key that its caller gave it.
    "CREATE TABLE api_call (
        token_id BIGINT NOT NULL REFERENCES api_token (id) ON DELETE CASCADE,
        key_hash {bytes} NOT NULL CHECK (length(key_hash) = 32),
        -- Of method, address and body.
        fingerprint {bytes} NOT NULL CHECK (length(fingerprint) = 32),
        -- As JSON.
        answer TEXT NOT NULL,
        called_at BIGINT NOT NULL,
        PRIMARY KEY (token_id, key_hash)
    )",
    "CREATE INDEX api_call_called ON api_call (called_at)",
    // The company's own name for a lot. No buyer sees it, so no table that they search has it.
    "CREATE TABLE lot_reference (
        lot_id BIGINT PRIMARY KEY REFERENCES lot (id) ON DELETE CASCADE,
        company_id BIGINT NOT NULL REFERENCES company (id),
        reference VARCHAR(64) NOT NULL CHECK (reference <> ''),
        UNIQUE (company_id, reference)
    )",
]);
