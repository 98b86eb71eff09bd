//! The users of a company: invitations, when somebody was last here, and links that invite.

crate::dialect::migration!(&[
    // Sessions end and their rows go; a list of users tells when each was last here.
    "ALTER TABLE membership ADD COLUMN seen_at BIGINT",
    // Whoever was invited. One that was used or taken back stays for a day, emptied: it counts.
    "CREATE TABLE invitation (
        id {identity},
        company_id BIGINT NOT NULL REFERENCES company (id) ON DELETE CASCADE,
        address VARCHAR(50) NOT NULL,
        canonical VARCHAR(50) NOT NULL CHECK (canonical = lower(canonical)),
        -- As the inviter wrote it; may be empty.
        name VARCHAR(20) NOT NULL,
        role VARCHAR(14) NOT NULL CHECK (role IN ('administrator', 'member', 'stock', 'quotations')),
        language CHAR(2) NOT NULL CHECK (language IN ('en', 'ja')),
        created_at BIGINT NOT NULL,
        ended_at BIGINT,
        CHECK (ended_at IS NULL OR (address = '' AND canonical = '' AND name = ''))
    )",
    "CREATE UNIQUE INDEX invitation_waiting ON invitation (company_id, canonical) WHERE ended_at IS NULL",
    "CREATE INDEX invitation_company ON invitation (company_id, created_at)",
    "CREATE INDEX invitation_reader ON invitation (canonical)",
    // SQLite cannot change a condition: the table is made anew, with one more purpose.
    "CREATE TABLE link_anew (
        id {uuid} PRIMARY KEY,
        purpose VARCHAR(14) NOT NULL CHECK (purpose IN ('verify', 'reset', 'add_address', 'revert_address', 'invite')),
        subject BIGINT NOT NULL,
        -- Counts mails to one reader, also after the subject is gone.
        canonical VARCHAR(50) NOT NULL,
        generation INTEGER NOT NULL,
        -- Wrong codes that were typed in place of opening the link.
        tries INTEGER NOT NULL DEFAULT 0 CHECK (tries BETWEEN 0 AND 5),
        created_at BIGINT NOT NULL,
        expires_at BIGINT NOT NULL,
        used_at BIGINT,
        superseded BOOLEAN NOT NULL DEFAULT FALSE,
        CHECK (created_at < expires_at)
    )",
    "INSERT INTO link_anew (id, purpose, subject, canonical, generation, tries, created_at, expires_at, used_at, superseded)
        SELECT id, purpose, subject, canonical, generation, tries, created_at, expires_at, used_at, superseded FROM link",
    "DROP TABLE link",
    "ALTER TABLE link_anew RENAME TO link",
    "CREATE INDEX link_subject ON link (purpose, subject)",
    "CREATE INDEX link_reader ON link (purpose, canonical, created_at)",
]);
