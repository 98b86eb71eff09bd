//! Requests for quotation and their lines.

crate::dialect::migration!(&[
    "CREATE TABLE quotation_request (
        id {identity},
        receipt {uuid} NOT NULL UNIQUE,
        submission {uuid} NOT NULL UNIQUE,
        fingerprint {bytes} NOT NULL CHECK (length(fingerprint) = 32),
        account_id BIGINT REFERENCES account (id) ON DELETE SET NULL,
        name VARCHAR(20) NOT NULL CHECK (length(name) BETWEEN 1 AND 20),
        furigana VARCHAR(20) NOT NULL,
        company VARCHAR(50) NOT NULL CHECK (length(company) BETWEEN 1 AND 50),
        email VARCHAR(50) NOT NULL CHECK (length(email) BETWEEN 1 AND 50),
        phone_country CHAR(2) NOT NULL,
        phone VARCHAR(20) NOT NULL,
        language CHAR(2) NOT NULL CHECK (language IN ('en', 'ja')),
        created_at BIGINT NOT NULL
    )",
    "CREATE INDEX quotation_request_account ON quotation_request (account_id)",
    "CREATE TABLE quotation_line (
        request_id BIGINT NOT NULL REFERENCES quotation_request (id) ON DELETE CASCADE,
        line_no INTEGER NOT NULL CHECK (line_no BETWEEN 1 AND 1000),
        lot_id BIGINT REFERENCES lot (id) ON DELETE SET NULL,
        supplier_id BIGINT REFERENCES company (id),
        model VARCHAR(50) NOT NULL CHECK (length(model) BETWEEN 1 AND 50),
        manufacturer VARCHAR(30) NOT NULL,
        quantity INTEGER NOT NULL CHECK (quantity BETWEEN 1 AND 999999999),
        dc VARCHAR(10) NOT NULL,
        packing VARCHAR(10) NOT NULL,
        target_price BIGINT CHECK (target_price > 0),
        currency CHAR(3),
        due VARCHAR(10),
        remarks VARCHAR(512) NOT NULL,
        state VARCHAR(20) NOT NULL CHECK (state IN ('received')),
        PRIMARY KEY (request_id, line_no),
        CHECK ((target_price IS NULL) = (currency IS NULL)),
        CHECK (lot_id IS NULL OR supplier_id IS NOT NULL)
    )",
    "CREATE INDEX quotation_line_lot ON quotation_line (lot_id)",
    "CREATE INDEX quotation_line_supplier ON quotation_line (supplier_id)",
]);
