//! What the owner tells of itself, and the documents that one agrees to: every version of both is kept.

crate::dialect::migration!(&[
    // The last one holds; while there is none, the settings file does.
    "CREATE TABLE owner_version (
        number INTEGER PRIMARY KEY CHECK (number > 0),
        name_en VARCHAR(50) NOT NULL CHECK (length(name_en) > 0),
        name_ja VARCHAR(50) NOT NULL CHECK (length(name_ja) > 0),
        address_en VARCHAR(128) NOT NULL,
        address_ja VARCHAR(128) NOT NULL,
        phone VARCHAR(30) NOT NULL,
        mail VARCHAR(50) NOT NULL CHECK (length(mail) > 0),
        language CHAR(2) NOT NULL CHECK (language IN ('en', 'ja')),
        sender VARCHAR(50) NOT NULL CHECK (length(sender) > 0),
        author BIGINT REFERENCES account (id) ON DELETE SET NULL,
        created_at BIGINT NOT NULL
    )",
    "CREATE INDEX owner_version_author ON owner_version (author) WHERE author IS NOT NULL",
    // The first edition of each document comes with the program and is not in here.
    "CREATE TABLE legal_edition (
        id {identity},
        document VARCHAR(7) NOT NULL CHECK (document IN ('terms', 'privacy')),
        number INTEGER NOT NULL CHECK (number > 0),
        -- YYYY-MM-DD in Japan: its name, which agreements keep.
        applies_on VARCHAR(10) NOT NULL CHECK (length(applies_on) = 10),
        text_en TEXT NOT NULL CHECK (length(text_en) BETWEEN 1 AND 30000),
        text_ja TEXT NOT NULL CHECK (length(text_ja) BETWEEN 1 AND 30000),
        -- Whether everybody with an account is told by mail.
        tells BOOLEAN NOT NULL,
        author BIGINT REFERENCES account (id) ON DELETE SET NULL,
        created_at BIGINT NOT NULL,
        -- Taken back before it applied.
        withdrawn_at BIGINT,
        UNIQUE (document, number)
    )",
    "CREATE UNIQUE INDEX legal_edition_day ON legal_edition (document, applies_on) WHERE withdrawn_at IS NULL",
    "CREATE INDEX legal_edition_author ON legal_edition (author) WHERE author IS NOT NULL",
]);
