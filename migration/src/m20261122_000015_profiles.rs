//! The profiles of an account beside the trade's: individuals and corporations, and the links between them (Z1, Z30).

crate::dialect::migration!(&[
    // Two more types. SQLite cannot change a condition, but a column takes its own along when it goes.
    "ALTER TABLE session ADD COLUMN kind VARCHAR(10) NOT NULL DEFAULT 'buyer'
        CHECK (kind IN ('buyer', 'supplier', 'individual', 'corporate', 'staff'))",
    "UPDATE session SET kind = account_type",
    "ALTER TABLE session DROP COLUMN account_type",
    "ALTER TABLE session RENAME COLUMN kind TO account_type",
    "ALTER TABLE half_sign_in ADD COLUMN kind VARCHAR(10) NOT NULL DEFAULT 'buyer'
        CHECK (kind IN ('buyer', 'supplier', 'individual', 'corporate', 'staff'))",
    "UPDATE half_sign_in SET kind = account_type",
    "ALTER TABLE half_sign_in DROP COLUMN account_type",
    "ALTER TABLE half_sign_in RENAME COLUMN kind TO account_type",
    // The profile is a person's, as JSON, where the type is one of the two.
    "ALTER TABLE registration ADD COLUMN kind VARCHAR(10) NOT NULL DEFAULT 'buyer'
        CHECK (kind IN ('buyer', 'supplier', 'individual', 'corporate'))",
    "UPDATE registration SET kind = account_type",
    "ALTER TABLE registration DROP COLUMN account_type",
    "ALTER TABLE registration RENAME COLUMN kind TO account_type",
    // Each profile has data of its own: the same person may be reached elsewhere at work.
    "CREATE TABLE individual (
        account_id BIGINT PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
        name VARCHAR(20) NOT NULL CHECK (length(name) BETWEEN 1 AND 20),
        furigana VARCHAR(20) NOT NULL CHECK (length(furigana) BETWEEN 1 AND 20),
        -- Fixed after registration, as the country is (R035).
        born CHAR(10) NOT NULL CHECK (length(born) = 10),
        country CHAR(2) NOT NULL CHECK (length(country) = 2),
        phone_country CHAR(2) NOT NULL CHECK (length(phone_country) = 2),
        phone VARCHAR(20) NOT NULL CHECK (length(phone) BETWEEN 1 AND 20),
        created_at BIGINT NOT NULL
    )",
    "CREATE TABLE corporate (
        account_id BIGINT PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
        company VARCHAR(50) NOT NULL CHECK (length(company) BETWEEN 1 AND 50),
        department VARCHAR(50) NOT NULL,
        -- Whoever is in charge.
        name VARCHAR(20) NOT NULL CHECK (length(name) BETWEEN 1 AND 20),
        furigana VARCHAR(20) NOT NULL CHECK (length(furigana) BETWEEN 1 AND 20),
        country CHAR(2) NOT NULL CHECK (length(country) = 2),
        postcode VARCHAR(12) NOT NULL CHECK (length(postcode) >= 1),
        address VARCHAR(128) NOT NULL CHECK (length(address) BETWEEN 1 AND 128),
        phone_country CHAR(2) NOT NULL CHECK (length(phone_country) = 2),
        phone VARCHAR(20) NOT NULL CHECK (length(phone) BETWEEN 1 AND 20),
        created_at BIGINT NOT NULL
    )",
    // An individual is linked with one corporation (Z30).
    "CREATE TABLE person_link (
        individual_id BIGINT PRIMARY KEY REFERENCES individual (account_id) ON DELETE CASCADE,
        corporate_id BIGINT NOT NULL REFERENCES corporate (account_id) ON DELETE CASCADE,
        linked_at BIGINT NOT NULL
    )",
    "CREATE INDEX person_link_corporate ON person_link (corporate_id)",
    // A form that named an address with an account: its browser finds it again for an hour, to add it after signing in
    // (Z1). No password is in it.
    "CREATE TABLE kept_form (
        browser_hash {bytes} NOT NULL CHECK (length(browser_hash) = 32),
        account_type VARCHAR(10) NOT NULL CHECK (account_type IN ('individual', 'corporate')),
        canonical VARCHAR(50) NOT NULL CHECK (canonical = lower(canonical)),
        -- As JSON.
        form TEXT NOT NULL,
        expires_at BIGINT NOT NULL,
        PRIMARY KEY (browser_hash, account_type)
    )",
    "CREATE INDEX kept_form_address ON kept_form (canonical)",
    "CREATE INDEX kept_form_expires ON kept_form (expires_at)",
]);
