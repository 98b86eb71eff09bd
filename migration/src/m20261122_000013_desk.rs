//! The desk: what becomes of messages to the owner, mails that are tried again, and what visitors are told of the house.

crate::dialect::migration!(&[
    // Where a message stands, whose it is, and what was looked at when something is done about it.
    "ALTER TABLE contact_message ADD COLUMN state VARCHAR(8) NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'answered', 'waiting', 'closed'))",
    "ALTER TABLE contact_message ADD COLUMN version INTEGER NOT NULL DEFAULT 1",
    "ALTER TABLE contact_message ADD COLUMN assigned_to BIGINT REFERENCES account (id) ON DELETE SET NULL",
    // When something happened last: the order of what is no longer new.
    "ALTER TABLE contact_message ADD COLUMN moved_at BIGINT NOT NULL DEFAULT 0",
    "UPDATE contact_message SET moved_at = created_at",
    "CREATE INDEX contact_message_queue ON contact_message (state, moved_at, id)",
    "CREATE INDEX contact_message_assigned ON contact_message (assigned_to) WHERE assigned_to IS NOT NULL",
    // What was answered and noted, and when a thread was closed and opened again.
    "CREATE TABLE contact_entry (
        id {identity},
        message_id BIGINT NOT NULL REFERENCES contact_message (id) ON DELETE CASCADE,
        kind VARCHAR(8) NOT NULL CHECK (kind IN ('answer', 'note', 'closed', 'reopened')),
        author BIGINT REFERENCES account (id) ON DELETE SET NULL,
        words TEXT NOT NULL CHECK (length(words) <= 4000),
        created_at BIGINT NOT NULL,
        CHECK ((kind IN ('answer', 'note')) = (words <> ''))
    )",
    "CREATE INDEX contact_entry_message ON contact_entry (message_id)",
    "CREATE INDEX contact_entry_author ON contact_entry (author) WHERE author IS NOT NULL",
    // Somebody has sent a failed mail on its way again: its three days begin anew.
    "ALTER TABLE outbox ADD COLUMN retried_at BIGINT",
    // What visitors are told: planned work, troubles, news. In both languages, or not at all.
    "CREATE TABLE notice (
        id {identity},
        kind VARCHAR(12) NOT NULL CHECK (kind IN ('announcement', 'maintenance', 'trouble')),
        title_en VARCHAR(100) NOT NULL CHECK (length(title_en) BETWEEN 1 AND 100),
        title_ja VARCHAR(100) NOT NULL CHECK (length(title_ja) BETWEEN 1 AND 100),
        text_en TEXT NOT NULL CHECK (length(text_en) BETWEEN 1 AND 2000),
        text_ja TEXT NOT NULL CHECK (length(text_ja) BETWEEN 1 AND 2000),
        from_at BIGINT NOT NULL,
        -- Without one it holds until it is ended.
        until_at BIGINT,
        banner BOOLEAN NOT NULL,
        -- Ended before its time.
        ended_at BIGINT,
        version INTEGER NOT NULL DEFAULT 1,
        author BIGINT REFERENCES account (id) ON DELETE SET NULL,
        created_at BIGINT NOT NULL,
        changed_at BIGINT NOT NULL,
        CHECK (until_at IS NULL OR until_at > from_at),
        CHECK (kind <> 'maintenance' OR until_at IS NOT NULL)
    )",
    "CREATE INDEX notice_from ON notice (from_at, id)",
]);
