//! Editing stock without a connection: the devices, the ledger of their ops, what two people wrote into one place, and what
//! lots were before.

crate::dialect::migration!(&[
    // From where the last change came; neither where the lot is as the file of its import brought it (`import_id`).
    "ALTER TABLE lot ADD COLUMN changed_client {uuid}",
    "ALTER TABLE lot ADD COLUMN changed_import BIGINT CHECK (changed_import IS NULL OR changed_client IS NULL)",
    // The number of the newest tombstone that was forgotten, and the number under which all lots were deleted at once: a device
    // that has not come so far begins anew.
    "ALTER TABLE company_seq ADD COLUMN forgotten BIGINT NOT NULL DEFAULT 0 CHECK (forgotten >= 0)",
    "ALTER TABLE company_seq ADD COLUMN cleared BIGINT NOT NULL DEFAULT 0 CHECK (cleared >= 0)",
    // Whether lots were deleted, hidden or shown was not told apart; where there are older lots they were not deleted.
    "UPDATE company_seq SET cleared = whole WHERE NOT EXISTS
        (SELECT 1 FROM lot WHERE lot.company_id = company_seq.company_id AND lot.seq <= company_seq.whole)",
    // The name of a device's store; bound to its user for ever.
    "CREATE TABLE sync_client (
        client_id {uuid} PRIMARY KEY,
        account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
        company_id BIGINT NOT NULL REFERENCES company (id),
        -- The last op that was decided, and the last one that the ledger has forgotten.
        last_n BIGINT NOT NULL CHECK (last_n >= 1),
        forgotten_n BIGINT NOT NULL CHECK (forgotten_n BETWEEN 0 AND last_n),
        -- The form of ops that its program writes.
        schema INTEGER NOT NULL CHECK (schema >= 1),
        created_at BIGINT NOT NULL,
        seen_at BIGINT NOT NULL
    )",
    "CREATE INDEX sync_client_account ON sync_client (account_id)",
    "CREATE INDEX sync_client_company ON sync_client (company_id)",
    // How each op ended. Its conflicts stand in a table of their own.
    "CREATE TABLE sync_op (
        client_id {uuid} NOT NULL REFERENCES sync_client (client_id) ON DELETE CASCADE,
        n BIGINT NOT NULL CHECK (n >= 1),
        op_id {uuid} NOT NULL,
        item_id {uuid} NOT NULL,
        payload_hash BIGINT NOT NULL,
        -- The form in which it was sent.
        schema INTEGER NOT NULL CHECK (schema >= 1),
        outcome VARCHAR(8) NOT NULL CHECK (outcome IN ('applied', 'merged', 'conflict', 'refused')),
        -- Of the lot, afterwards; 0 where there is none.
        version INTEGER CHECK (version >= 0),
        -- Why it was refused, as JSON.
        why TEXT,
        decided_at BIGINT NOT NULL,
        PRIMARY KEY (client_id, n),
        CHECK ((outcome = 'refused') = (version IS NULL)),
        CHECK ((outcome = 'refused') = (why IS NOT NULL))
    )",
    "CREATE INDEX sync_op_id ON sync_op (op_id)",
    "CREATE INDEX sync_op_decided ON sync_op (decided_at)",
    // Two people, one lot: the value that did not get its way is kept here. The key begins with the company, because devices
    // make the ids.
    "CREATE TABLE sync_conflict (
        company_id BIGINT NOT NULL REFERENCES company (id),
        op_id {uuid} NOT NULL,
        topic VARCHAR(8) NOT NULL CHECK (topic IN ('identity', 'quantity', 'remarks', 'row')),
        item_id {uuid} NOT NULL,
        -- The two sides, as JSON.
        about TEXT NOT NULL,
        mine_by BIGINT REFERENCES account (id) ON DELETE SET NULL,
        -- By the device's clock.
        mine_at BIGINT NOT NULL,
        theirs_by BIGINT REFERENCES account (id) ON DELETE SET NULL,
        theirs_at BIGINT NOT NULL,
        met_at BIGINT NOT NULL,
        resolved_at BIGINT,
        -- The op of the choice, and whose it was.
        resolved_op {uuid},
        resolved_by BIGINT REFERENCES account (id) ON DELETE SET NULL,
        PRIMARY KEY (company_id, op_id, topic),
        CHECK ((resolved_at IS NULL) = (resolved_op IS NULL)),
        CHECK (resolved_by IS NULL OR resolved_at IS NOT NULL)
    )",
    "CREATE INDEX sync_conflict_open ON sync_conflict (company_id, met_at) WHERE resolved_at IS NULL",
    "CREATE INDEX sync_conflict_mine ON sync_conflict (mine_by) WHERE mine_by IS NOT NULL",
    "CREATE INDEX sync_conflict_theirs ON sync_conflict (theirs_by) WHERE theirs_by IS NOT NULL",
    "CREATE INDEX sync_conflict_resolver ON sync_conflict (resolved_by) WHERE resolved_by IS NOT NULL",
    // What a lot was before its last changes: written when a state is replaced, so that a lot that nobody ever changed has
    // no row here, and an import of new lots none at all. What it is now stands in the lot itself.
    "CREATE TABLE lot_past (
        company_id BIGINT NOT NULL REFERENCES company (id),
        item_id {uuid} NOT NULL,
        version INTEGER NOT NULL CHECK (version >= 1),
        changed_at BIGINT NOT NULL,
        changed_by BIGINT REFERENCES account (id) ON DELETE SET NULL,
        client_id {uuid},
        import_id BIGINT,
        deleted_at BIGINT,
        -- The cells as they would be typed, as JSON.
        cells TEXT NOT NULL,
        PRIMARY KEY (company_id, item_id, version),
        CHECK (client_id IS NULL OR import_id IS NULL)
    )",
    "CREATE INDEX lot_past_changer ON lot_past (changed_by) WHERE changed_by IS NOT NULL",
]);
