//! People and companies in the hands of the owner's people: suspended, looked for, asked for more at a sign-in; and the
//! owner's people among themselves.

crate::dialect::migration!(&[
    "ALTER TABLE account ADD COLUMN suspended_at BIGINT",
    // One of the owner's people who is no longer: the name stays for the audit log, and nobody signs in with it.
    "ALTER TABLE account ADD COLUMN removed_at BIGINT",
    // Raised with everything that the owner's people do about a person, and who did it last.
    "ALTER TABLE account ADD COLUMN care_version INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE account ADD COLUMN cared_by BIGINT",
    // Asked for at the next sign-in (R060, R061).
    "ALTER TABLE account ADD COLUMN force_password BOOLEAN NOT NULL DEFAULT FALSE",
    "ALTER TABLE account ADD COLUMN force_code BOOLEAN NOT NULL DEFAULT FALSE",
    // Names without their case and width: what is looked in.
    "ALTER TABLE account ADD COLUMN sought TEXT NOT NULL DEFAULT ''",
    "UPDATE account SET sought = upper(name) || ' ' || upper(furigana)",
    "UPDATE account SET suspended_at = created_at WHERE state = 'suspended'",
    "CREATE INDEX account_suspended ON account (id) WHERE state = 'suspended'",
    "ALTER TABLE company ADD COLUMN suspended_at BIGINT",
    "ALTER TABLE company ADD COLUMN care_version INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE company ADD COLUMN cared_by BIGINT",
    "ALTER TABLE company ADD COLUMN sought TEXT NOT NULL DEFAULT ''",
    "UPDATE company SET sought = upper(name) WHERE gone_at IS NULL",
    // Few are suspended, and every search looks.
    "CREATE INDEX company_suspended ON company (id) WHERE suspended_at IS NOT NULL",
    // What a sign-in still waits for: a second factor, the code that was mailed, a new password; in this order.
    "ALTER TABLE half_sign_in ADD COLUMN factor_due BOOLEAN NOT NULL DEFAULT TRUE",
    "ALTER TABLE half_sign_in ADD COLUMN code_due BOOLEAN NOT NULL DEFAULT FALSE",
    "ALTER TABLE half_sign_in ADD COLUMN password_due BOOLEAN NOT NULL DEFAULT FALSE",
    // Names the code that was mailed last; the code itself is made of it by the market's key.
    "ALTER TABLE half_sign_in ADD COLUMN code_id {uuid}",
    "ALTER TABLE half_sign_in ADD COLUMN code_sent_at BIGINT",
    "ALTER TABLE half_sign_in ADD COLUMN code_mails INTEGER NOT NULL DEFAULT 0",
    // Its row lock puts in order whoever invites, joins, changes and removes the owner's people.
    "CREATE TABLE staff_team (
        id SMALLINT PRIMARY KEY CHECK (id = 1),
        version BIGINT NOT NULL CHECK (version >= 0)
    )",
    "INSERT INTO staff_team (id, version) VALUES (1, 0)",
    // Whoever was invited as one of the owner's people. One that was used or taken back goes.
    "CREATE TABLE staff_invitation (
        id {identity},
        address VARCHAR(50) NOT NULL,
        canonical VARCHAR(50) NOT NULL UNIQUE CHECK (canonical = lower(canonical)),
        name VARCHAR(20) NOT NULL CHECK (length(name) BETWEEN 1 AND 20),
        role VARCHAR(14) NOT NULL CHECK (length(role) BETWEEN 1 AND 14),
        language CHAR(2) NOT NULL CHECK (language IN ('en', 'ja')),
        created_at BIGINT NOT NULL
    )",
    // SQLite cannot change a condition: the table is made anew. Which purposes there are stands in `accounts::links`, so
    // that the next one does not need all links to be copied again.
    "CREATE TABLE link_anew (
        id {uuid} PRIMARY KEY,
        purpose VARCHAR(14) NOT NULL CHECK (length(purpose) BETWEEN 1 AND 14),
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
