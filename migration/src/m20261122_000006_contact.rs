//! Messages to the owner (R112).

crate::dialect::migration!(&[
    "CREATE TABLE contact_message (
        id {identity},
        receipt {uuid} NOT NULL UNIQUE,
        submission {uuid} NOT NULL UNIQUE,
        fingerprint {bytes} NOT NULL CHECK (length(fingerprint) = 32),
        account_id BIGINT REFERENCES account (id) ON DELETE SET NULL,
        name VARCHAR(20) NOT NULL CHECK (length(name) BETWEEN 1 AND 20),
        company VARCHAR(50) NOT NULL,
        email VARCHAR(50) NOT NULL CHECK (length(email) BETWEEN 1 AND 50),
        phone_country CHAR(2),
        phone VARCHAR(20) CHECK (length(phone) BETWEEN 1 AND 20),
        topic VARCHAR(12) NOT NULL CHECK (topic IN ('mail', 'screening', 'csv', 'authenticity', 'other')),
        message TEXT NOT NULL CHECK (length(message) BETWEEN 1 AND 2000),
        -- Whether the address was proved to be the sender's, so that its copy repeats the message (T20).
        own_address BOOLEAN NOT NULL,
        language CHAR(2) NOT NULL CHECK (language IN ('en', 'ja')),
        created_at BIGINT NOT NULL,
        CHECK ((phone IS NULL) = (phone_country IS NULL))
    )",
    "CREATE INDEX contact_message_account ON contact_message (account_id)",
]);
