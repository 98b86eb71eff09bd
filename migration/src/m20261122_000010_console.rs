//! The console: the audit log, and what screening needs beside an application and its decision.

crate::dialect::migration!(&[
    // Only ever appended to. Each row's chain is the hash of the one before and of its own contents, so that a row that
    // was changed or taken out shows. Personal words are hashed apart, with a salt: when their person is gone, words and
    // salt go and the chain stays whole. People are named by numbers without a reference: the log outlives them.
    "CREATE TABLE audit (
        number BIGINT PRIMARY KEY CHECK (number >= 1),
        at BIGINT NOT NULL,
        -- Nobody of the owner's people at the command line.
        actor BIGINT,
        action VARCHAR(30) NOT NULL,
        application_id BIGINT,
        about_account BIGINT,
        about_company BIGINT,
        details TEXT NOT NULL,
        network VARCHAR(45) NOT NULL,
        salt VARCHAR(36) NOT NULL,
        sealed CHAR(64) NOT NULL CHECK (length(sealed) = 64),
        chain CHAR(64) NOT NULL UNIQUE CHECK (length(chain) = 64),
        CHECK (salt <> '' OR (details = '' AND network = ''))
    )",
    "CREATE INDEX audit_actor ON audit (actor, number)",
    "CREATE INDEX audit_about_account ON audit (about_account, number)",
    "CREATE INDEX audit_about_company ON audit (about_company, number)",
    "CREATE INDEX audit_application ON audit (application_id)",
    "CREATE INDEX audit_at ON audit (at)",
    // The last entry; its row lock puts the writers in order.
    "CREATE TABLE audit_head (
        id SMALLINT PRIMARY KEY CHECK (id = 1),
        number BIGINT NOT NULL CHECK (number >= 0),
        chain CHAR(64) NOT NULL CHECK (length(chain) = 64)
    )",
    "INSERT INTO audit_head (id, number, chain) VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000')",
    // Since when one that is pending waits for the applicant's answer, and to what.
    "ALTER TABLE application ADD COLUMN asked_at BIGINT",
    "ALTER TABLE application ADD COLUMN question VARCHAR(1000) NOT NULL DEFAULT ''",
    // When the form was sent last, and by when it is to be decided.
    "ALTER TABLE application ADD COLUMN sent_at BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE application ADD COLUMN due_at BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE application ADD COLUMN assigned_to BIGINT REFERENCES account (id) ON DELETE SET NULL",
    "ALTER TABLE application ADD COLUMN decided_by BIGINT REFERENCES account (id) ON DELETE SET NULL",
    // Why it was rejected, field by field, as JSON.
    "ALTER TABLE application ADD COLUMN fields TEXT NOT NULL DEFAULT '{}'",
    // Company, name, address and number, folded: what the queue looks in.
    "ALTER TABLE application ADD COLUMN sought VARCHAR(250) NOT NULL DEFAULT ''",
    // What came in before there was a queue: three days, whatever days they are.
    "UPDATE application SET sent_at = created_at, due_at = created_at + 259200000",
    "CREATE INDEX application_due ON application (state, due_at, id)",
    "CREATE INDEX application_company ON application (company_id, id)",
    "CREATE INDEX application_assigned ON application (assigned_to) WHERE assigned_to IS NOT NULL",
    // Every form that was sent, so that each can be held against the one before.
    "CREATE TABLE submission (
        id {identity},
        application_id BIGINT NOT NULL REFERENCES application (id) ON DELETE CASCADE,
        company_id BIGINT NOT NULL REFERENCES company (id) ON DELETE CASCADE,
        profile TEXT NOT NULL,
        -- To the question that was asked; empty where there was none.
        answer VARCHAR(1000) NOT NULL,
        sent_at BIGINT NOT NULL
    )",
    "CREATE INDEX submission_application ON submission (application_id)",
    "CREATE INDEX submission_company ON submission (company_id, id)",
    "INSERT INTO submission (application_id, company_id, profile, answer, sent_at)
        SELECT id, company_id, profile, '', created_at FROM application ORDER BY id",
    // Questions to the applicant, and notes that only the owner's people see.
    "CREATE TABLE remark (
        id {identity},
        application_id BIGINT NOT NULL REFERENCES application (id) ON DELETE CASCADE,
        kind VARCHAR(8) NOT NULL CHECK (kind IN ('question', 'note')),
        author BIGINT REFERENCES account (id) ON DELETE SET NULL,
        words VARCHAR(1000) NOT NULL CHECK (length(words) BETWEEN 1 AND 1000),
        created_at BIGINT NOT NULL
    )",
    "CREATE INDEX remark_application ON remark (application_id)",
]);
