//! Importing by the page: files that wait for a decision, what an import did to lots that were there, and taking it back.

crate::dialect::migration!(&[
    // A file that was uploaded and not decided on. It goes with its uploader, and after a week.
    "CREATE TABLE import_draft (
        id {identity},
        public_id {uuid} NOT NULL UNIQUE,
        company_id BIGINT NOT NULL REFERENCES company (id),
        account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
        file_name VARCHAR(255) NOT NULL,
        bytes BIGINT NOT NULL CHECK (bytes BETWEEN 0 AND 20000000),
        sha256 {bytes} NOT NULL CHECK (length(sha256) = 32),
        -- How it is read, what it does, and what was corrected, as JSON.
        how TEXT NOT NULL,
        is_guess BOOLEAN NOT NULL,
        created_at BIGINT NOT NULL
    )",
    "CREATE INDEX import_draft_company ON import_draft (company_id, created_at)",
    "CREATE INDEX import_draft_account ON import_draft (account_id)",
    "CREATE INDEX import_draft_created ON import_draft (created_at)",
    "CREATE TABLE import_draft_file (
        draft_id BIGINT NOT NULL REFERENCES import_draft (id) ON DELETE CASCADE,
        part INTEGER NOT NULL CHECK (part >= 0),
        bytes {bytes} NOT NULL,
        PRIMARY KEY (draft_id, part)
    )",
    "ALTER TABLE import ADD COLUMN mode VARCHAR(8) NOT NULL DEFAULT 'add' CHECK (mode IN ('add', 'merge', 'replace'))",
    // How it is read; none: as documented.
    "ALTER TABLE import ADD COLUMN how TEXT",
    // The company's change number under which the preview was made; none where nobody has seen one.
    "ALTER TABLE import ADD COLUMN seen_seq BIGINT",
    // What it did, and what taking it back did, as JSON.
    "ALTER TABLE import ADD COLUMN landed TEXT",
    "ALTER TABLE import ADD COLUMN undo_wanted_at BIGINT",
    "ALTER TABLE import ADD COLUMN undone TEXT",
    // What an import changed of lots that were there; those that it added name it themselves.
    "CREATE TABLE import_change (
        import_id BIGINT NOT NULL REFERENCES import (id) ON DELETE CASCADE,
        lot_id BIGINT NOT NULL,
        -- Whether the lot was deleted; else its quantity was changed.
        deleted BOOLEAN NOT NULL,
        -- The quantity before.
        quantity INTEGER NOT NULL CHECK (quantity BETWEEN 1 AND 999999999),
        -- The version that the import made: a lot in a later one was changed since.
        version INTEGER NOT NULL,
        PRIMARY KEY (import_id, lot_id)
    )",
    // What headings of a company's files mean, as somebody has said once.
    "CREATE TABLE import_habit (
        company_id BIGINT PRIMARY KEY REFERENCES company (id),
        headings TEXT NOT NULL
    )",
]);
