//! What is still to be done: mails to send and jobs to run. Both are claimed under a lease with a token, and every
//! later change of state names that token, so a worker that was overtaken can do no harm (T49, T66).

crate::dialect::migration!(&[
    "CREATE TABLE outbox (
        id {uuid} PRIMARY KEY,
        dedupe_key VARCHAR(120) NOT NULL UNIQUE,
        kind VARCHAR(40) NOT NULL,
        recipient VARCHAR(50) NOT NULL,
        language CHAR(2) NOT NULL CHECK (language IN ('en', 'ja')),
        payload TEXT NOT NULL,
        state VARCHAR(10) NOT NULL CHECK (state IN ('queued', 'leased', 'sent', 'failed', 'expired')),
        attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
        due_at BIGINT NOT NULL,
        lease_token {uuid},
        lease_until BIGINT,
        created_at BIGINT NOT NULL,
        expires_at BIGINT,
        finished_at BIGINT,
        last_error TEXT,
        CHECK ((state = 'leased') = (lease_token IS NOT NULL)),
        CHECK ((state = 'leased') = (lease_until IS NOT NULL)),
        CHECK ((state IN ('sent', 'failed', 'expired')) = (finished_at IS NOT NULL))
    )",
    "CREATE INDEX outbox_due ON outbox (state, due_at)",
    "CREATE TABLE job (
        id {identity},
        kind VARCHAR(40) NOT NULL,
        subject BIGINT NOT NULL,
        state VARCHAR(10) NOT NULL CHECK (state IN ('queued', 'leased', 'done', 'failed')),
        attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
        due_at BIGINT NOT NULL,
        lease_token {uuid},
        lease_until BIGINT,
        progress_done BIGINT NOT NULL DEFAULT 0,
        progress_total BIGINT NOT NULL DEFAULT 0,
        created_at BIGINT NOT NULL,
        finished_at BIGINT,
        last_error TEXT,
        UNIQUE (kind, subject),
        CHECK ((state = 'leased') = (lease_token IS NOT NULL)),
        CHECK ((state = 'leased') = (lease_until IS NOT NULL)),
        CHECK ((state IN ('done', 'failed')) = (finished_at IS NOT NULL))
    )",
    "CREATE INDEX job_due ON job (state, due_at)",
]);
