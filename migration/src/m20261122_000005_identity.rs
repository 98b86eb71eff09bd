//! Proving who one is: registrations that wait for their mail, mailed links, the guard of the sign-in, known devices,
//! second factors, agreements, and applications to become a supplier.

crate::dialect::migration!(&[
    // A registration reserves nothing until its address is proved: a later one for the same address replaces it (Z20).
    "CREATE TABLE registration (
        id {identity},
        submission {uuid} NOT NULL UNIQUE,
        address VARCHAR(50) NOT NULL,
        canonical VARCHAR(50) NOT NULL CHECK (canonical = lower(canonical)),
        account_type VARCHAR(8) NOT NULL CHECK (account_type IN ('buyer', 'supplier')),
        password_hash TEXT NOT NULL,
        -- The profile as JSON, until there is an account for it.
        profile TEXT NOT NULL,
        language CHAR(2) NOT NULL CHECK (language IN ('en', 'ja')),
        terms VARCHAR(10) NOT NULL,
        privacy VARCHAR(10) NOT NULL,
        -- The hash of what the registering browser keeps: another one is asked for the password first.
        browser_hash {bytes} NOT NULL CHECK (length(browser_hash) = 32),
        created_at BIGINT NOT NULL,
        verified_at BIGINT,
        account_id BIGINT REFERENCES account (id) ON DELETE SET NULL,
        CHECK (verified_at IS NULL OR (profile = '' AND password_hash = '')),
        CHECK (verified_at IS NOT NULL OR password_hash LIKE '$argon2id$%')
    )",
    "CREATE UNIQUE INDEX registration_waiting ON registration (canonical) WHERE verified_at IS NULL",
    "CREATE INDEX registration_browser ON registration (browser_hash)",
    // Mailed links. The secret half is not here: it is made anew from the market's key when it is sent and when it is
    // shown (T13). `subject` is a registration, an account or an address, by the purpose.
    "CREATE TABLE link (
        id {uuid} PRIMARY KEY,
        purpose VARCHAR(14) NOT NULL CHECK (purpose IN ('verify', 'reset', 'add_address', 'revert_address')),
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
    "CREATE INDEX link_subject ON link (purpose, subject)",
    "CREATE INDEX link_reader ON link (purpose, canonical, created_at)",
    // Failed sign-ins, by the keyed hash of an account or of a name that nobody has, and of the device (T05, T08).
    "CREATE TABLE login_guard (
        lane {bytes} PRIMARY KEY CHECK (length(lane) = 32),
        failures INTEGER NOT NULL CHECK (failures BETWEEN 0 AND 5),
        consecutive INTEGER NOT NULL CHECK (consecutive BETWEEN 0 AND 100),
        reserved_at BIGINT NOT NULL,
        locked_until BIGINT
    )",
    // Browsers that have signed in before; each has a counter of its own, so that nobody else can lock it out.
    "CREATE TABLE device (
        token_hash {bytes} NOT NULL CHECK (length(token_hash) = 32),
        account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
        created_at BIGINT NOT NULL,
        PRIMARY KEY (token_hash, account_id)
    )",
    "CREATE INDEX device_account ON device (account_id)",
    // Asked for a new password; whether there is such an account is looked up by a worker, not while the visitor waits (T02).
    "CREATE TABLE reset_request (
        id {identity},
        canonical VARCHAR(50) NOT NULL,
        language CHAR(2) NOT NULL CHECK (language IN ('en', 'ja')),
        created_at BIGINT NOT NULL
    )",
    // The secret of an authenticator is made from the market's key and this salt.
    "CREATE TABLE authenticator (
        account_id BIGINT PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
        salt {uuid} NOT NULL,
        confirmed_at BIGINT,
        -- The last time step whose code was used: a code counts once.
        last_step BIGINT NOT NULL DEFAULT 0,
        created_at BIGINT NOT NULL
    )",
    "CREATE TABLE passkey (
        id {identity},
        account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
        credential_id {bytes} NOT NULL UNIQUE,
        credential TEXT NOT NULL,
        name VARCHAR(40) NOT NULL,
        created_at BIGINT NOT NULL,
        used_at BIGINT
    )",
    "CREATE INDEX passkey_account ON passkey (account_id)",
    "CREATE TABLE backup_code (
        account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
        code_hash {bytes} NOT NULL CHECK (length(code_hash) = 32),
        used_at BIGINT,
        PRIMARY KEY (account_id, code_hash)
    )",
    // A sign-in whose password was right and whose second factor is still to come; also the challenge of a passkey.
    "CREATE TABLE half_sign_in (
        token_hash {bytes} PRIMARY KEY CHECK (length(token_hash) = 32),
        account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
        account_type VARCHAR(8) NOT NULL CHECK (account_type IN ('buyer', 'supplier', 'staff')),
        generation INTEGER NOT NULL,
        stays BOOLEAN NOT NULL,
        next TEXT NOT NULL,
        tries INTEGER NOT NULL DEFAULT 0 CHECK (tries BETWEEN 0 AND 5),
        challenge TEXT,
        created_at BIGINT NOT NULL,
        expires_at BIGINT NOT NULL
    )",
    "CREATE INDEX half_sign_in_account ON half_sign_in (account_id)",
    // Which version of which document somebody agreed to, and when.
    "CREATE TABLE agreement (
        account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
        document VARCHAR(7) NOT NULL CHECK (document IN ('terms', 'privacy')),
        version VARCHAR(10) NOT NULL,
        agreed_at BIGINT NOT NULL,
        PRIMARY KEY (account_id, document, version)
    )",
    // Applications to become a supplier. One at a time for a company; what was decided stays.
    "CREATE TABLE application (
        id {identity},
        company_id BIGINT NOT NULL REFERENCES company (id) ON DELETE CASCADE,
        account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
        kind VARCHAR(12) NOT NULL CHECK (kind IN ('registration', 'change')),
        state VARCHAR(9) NOT NULL CHECK (state IN ('pending', 'approved', 'rejected')),
        version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1),
        -- The profile as it was sent, as JSON.
        profile TEXT NOT NULL,
        -- Why it was rejected, in the words of whoever decided.
        reason VARCHAR(512) NOT NULL DEFAULT '',
        created_at BIGINT NOT NULL,
        decided_at BIGINT,
        CHECK ((state = 'pending') = (decided_at IS NULL))
    )",
    "CREATE UNIQUE INDEX application_pending ON application (company_id) WHERE state = 'pending'",
]);
