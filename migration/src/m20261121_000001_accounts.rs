//! People, their addresses, their companies, and who is signed in.

crate::dialect::migration!(&[
    // Names this database; a restored backup gets a new name, so that devices notice (offline.md, 2).
    "CREATE TABLE instance (
        id SMALLINT PRIMARY KEY CHECK (id = 1),
        db_epoch {uuid} NOT NULL,
        created_at BIGINT NOT NULL
    )",
    "CREATE TABLE company (
        id {identity},
        name VARCHAR(50) NOT NULL CHECK (length(name) BETWEEN 1 AND 50),
        trade_type VARCHAR(8) NOT NULL CHECK (trade_type IN ('buyer', 'supplier')),
        -- What a supplier may do: all, or only see how its application stands (Z19).
        standing VARCHAR(9) NOT NULL DEFAULT 'active' CHECK (standing IN ('active', 'screening', 'rejected')),
        postcode VARCHAR(12) NOT NULL DEFAULT '',
        address VARCHAR(128) NOT NULL DEFAULT '',
        country CHAR(2) NOT NULL CHECK (length(country) = 2),
        fax_country VARCHAR(2) NOT NULL DEFAULT '',
        fax VARCHAR(20) NOT NULL DEFAULT '',
        url VARCHAR(256) NOT NULL DEFAULT '',
        business VARCHAR(512) NOT NULL DEFAULT '',
        established VARCHAR(10) NOT NULL DEFAULT '',
        capital VARCHAR(12) NOT NULL DEFAULT '',
        representative VARCHAR(20) NOT NULL DEFAULT '',
        purpose VARCHAR(512) NOT NULL DEFAULT '',
        -- Since when a former supplier's stock is hidden; it is deleted 90 days later (Z18).
        stock_hidden_at BIGINT,
        is_owner BOOLEAN NOT NULL DEFAULT FALSE,
        created_at BIGINT NOT NULL,
        CHECK (NOT is_owner OR trade_type = 'supplier'),
        CHECK (standing = 'active' OR trade_type = 'supplier'),
        CHECK (stock_hidden_at IS NULL OR trade_type = 'buyer')
    )",
    // There is one owner.
    "CREATE UNIQUE INDEX company_owner ON company (is_owner) WHERE is_owner",
    "CREATE TABLE account (
        id {identity},
        number CHAR(9) NOT NULL UNIQUE CHECK (length(number) = 9),
        password_hash TEXT NOT NULL CHECK (password_hash LIKE '$argon2id$%'),
        name VARCHAR(20) NOT NULL CHECK (length(name) BETWEEN 1 AND 20),
        furigana VARCHAR(20) NOT NULL CHECK (length(furigana) <= 20),
        phone_country CHAR(2) NOT NULL CHECK (length(phone_country) = 2),
        phone VARCHAR(20) NOT NULL CHECK (length(phone) BETWEEN 1 AND 20),
        language CHAR(2) NOT NULL CHECK (language IN ('en', 'ja')),
        generation INTEGER NOT NULL DEFAULT 0 CHECK (generation >= 0),
        state VARCHAR(10) NOT NULL CHECK (state IN ('active', 'suspended')),
        created_at BIGINT NOT NULL
    )",
    "CREATE TABLE account_email (
        id {identity},
        account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
        address VARCHAR(50) NOT NULL,
        canonical VARCHAR(50) NOT NULL CHECK (canonical = lower(canonical)),
        main BOOLEAN NOT NULL,
        verified_at BIGINT,
        CHECK (NOT main OR verified_at IS NOT NULL)
    )",
    // An address belongs to one account once it is verified; until then it reserves nothing (Z20).
    "CREATE UNIQUE INDEX account_email_verified ON account_email (canonical) WHERE verified_at IS NOT NULL",
    "CREATE UNIQUE INDEX account_email_main ON account_email (account_id) WHERE main",
    "CREATE INDEX account_email_account ON account_email (account_id)",
    // A person works for one company (Z47).
    "CREATE TABLE membership (
        account_id BIGINT PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
        company_id BIGINT NOT NULL REFERENCES company (id) ON DELETE CASCADE,
        role VARCHAR(14) NOT NULL CHECK (role IN ('administrator', 'member', 'stock', 'quotations'))
    )",
    "CREATE INDEX membership_company ON membership (company_id)",
    "CREATE TABLE staff (
        account_id BIGINT PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
        role VARCHAR(14) NOT NULL CHECK (role IN ('administrator', 'screening', 'desk', 'stock', 'trainings'))
    )",
    // The browser holds the token, this table only its SHA-256 (T23). The public number is what lists of sessions name.
    "CREATE TABLE session (
        token_hash {bytes} PRIMARY KEY CHECK (length(token_hash) = 32),
        public_id {uuid} NOT NULL UNIQUE,
        account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
        account_type VARCHAR(8) NOT NULL CHECK (account_type IN ('buyer', 'supplier', 'staff')),
        generation INTEGER NOT NULL,
        stays BOOLEAN NOT NULL,
        -- Browser and system, as its person will recognise them.
        device VARCHAR(60) NOT NULL DEFAULT '',
        -- When a password or a second factor was last shown in it.
        proved_at BIGINT NOT NULL,
        created_at BIGINT NOT NULL,
        seen_at BIGINT NOT NULL,
        expires_at BIGINT NOT NULL,
        CHECK (created_at <= seen_at AND created_at < expires_at)
    )",
    "CREATE INDEX session_account ON session (account_id)",
]);
