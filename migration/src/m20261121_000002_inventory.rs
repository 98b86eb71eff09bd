//! Stock: models, lots, the numbers under which changes are told, and files on their way in.

crate::dialect::migration!(&[
    // One row for all spellings of a model that differ only in case, width and separators (search.md).
    "CREATE TABLE model (
        id {identity},
        norm VARCHAR(200) NOT NULL UNIQUE
    )",
    "CREATE TABLE lot (
        id {identity},
        public_id {uuid} NOT NULL,
        company_id BIGINT NOT NULL REFERENCES company (id),
        model_id BIGINT NOT NULL REFERENCES model (id),
        import_id BIGINT,
        registered_at BIGINT NOT NULL,
        updated_at BIGINT NOT NULL,
        updated_by BIGINT,
        manufacturer VARCHAR(30) NOT NULL CHECK (length(manufacturer) BETWEEN 1 AND 30),
        product_name VARCHAR(30) NOT NULL CHECK (length(product_name) BETWEEN 1 AND 30),
        model VARCHAR(50) NOT NULL CHECK (length(model) BETWEEN 1 AND 50),
        quantity INTEGER NOT NULL CHECK (quantity BETWEEN 1 AND 999999999),
        packing VARCHAR(10) NOT NULL CHECK (length(packing) BETWEEN 1 AND 10),
        rohs VARCHAR(8) NOT NULL CHECK (length(rohs) BETWEEN 1 AND 8),
        dc SMALLINT CHECK (dc BETWEEN 1950 AND 9999),
        location VARCHAR(60) NOT NULL CHECK (length(location) BETWEEN 1 AND 60),
        remarks VARCHAR(50) NOT NULL CHECK (length(remarks) <= 50),
        date_code VARCHAR(10) NOT NULL CHECK (length(date_code) <= 10),
        version INTEGER NOT NULL CHECK (version >= 1),
        seq BIGINT NOT NULL CHECK (seq >= 1),
        deleted_at BIGINT,
        CHECK (registered_at <= updated_at)
    )",
    "CREATE UNIQUE INDEX lot_public ON lot (company_id, public_id)",
    // Each change of a company's stock has a number of its own; the search index and devices read along it.
    "CREATE UNIQUE INDEX lot_seq ON lot (company_id, seq)",
    "CREATE INDEX lot_model ON lot (model_id)",
    "CREATE TABLE company_seq (
        company_id BIGINT PRIMARY KEY REFERENCES company (id),
        seq BIGINT NOT NULL CHECK (seq >= 0)
    )",
    // The sum of all changes, raised last in each writing transaction: one read tells whether anything is new.
    "CREATE TABLE market_seq (
        id SMALLINT PRIMARY KEY CHECK (id = 1),
        seq BIGINT NOT NULL CHECK (seq >= 0)
    )",
    "INSERT INTO market_seq (id, seq) VALUES (1, 0)",
    "CREATE TABLE import (
        id {identity},
        public_id {uuid} NOT NULL UNIQUE,
        company_id BIGINT NOT NULL REFERENCES company (id),
        account_id BIGINT NOT NULL REFERENCES account (id),
        file_name VARCHAR(255) NOT NULL,
        bytes BIGINT NOT NULL CHECK (bytes BETWEEN 0 AND 20000000),
        sha256 {bytes} NOT NULL CHECK (length(sha256) = 32),
        state VARCHAR(10) NOT NULL CHECK (state IN ('received', 'imported', 'refused')),
        rows_added INTEGER NOT NULL DEFAULT 0,
        fault_count INTEGER NOT NULL DEFAULT 0,
        created_at BIGINT NOT NULL,
        finished_at BIGINT,
        CHECK ((state = 'received') = (finished_at IS NULL)),
        CHECK ((state = 'refused') = (fault_count > 0)),
        CHECK (state = 'imported' OR rows_added = 0)
    )",
    "CREATE INDEX import_company ON import (company_id, created_at)",
    // The file itself, in parts, until its job is done: it lands in the same transaction as its import and its job,
    // so neither can exist without the other.
    "CREATE TABLE import_file (
        import_id BIGINT NOT NULL REFERENCES import (id) ON DELETE CASCADE,
        part INTEGER NOT NULL CHECK (part >= 0),
        bytes {bytes} NOT NULL,
        PRIMARY KEY (import_id, part)
    )",
    "CREATE TABLE import_fault (
        import_id BIGINT NOT NULL REFERENCES import (id) ON DELETE CASCADE,
        ord INTEGER NOT NULL,
        fault TEXT NOT NULL,
        PRIMARY KEY (import_id, ord)
    )",
]);
