//! The overview: what was searched for in vain, and indexes for its figures and for the queue.

crate::dialect::migration!(&[
    // What is not listed and was asked for, by the day in Japan since 1970; nothing tells who asked. The empty text stands
    // for what came after a day's texts were too many.
    "CREATE TABLE missed_search (
        day INTEGER NOT NULL CHECK (day >= 0),
        sought VARCHAR(50) NOT NULL CHECK (length(sought) <= 50),
        times INTEGER NOT NULL CHECK (times >= 1),
        PRIMARY KEY (day, sought)
    )",
    "CREATE INDEX application_created ON application (created_at)",
    "CREATE INDEX application_decided ON application (decided_at, sent_at)",
    // Decided ones are listed by number.
    "CREATE INDEX application_state ON application (state, id)",
    // All that the overview counts of what is open.
    "CREATE INDEX application_open ON application (state, kind, asked_at, due_at, sent_at, assigned_to)",
    "CREATE INDEX quotation_request_created ON quotation_request (created_at)",
    "CREATE INDEX import_finished ON import (finished_at, state)",
    "CREATE INDEX outbox_finished ON outbox (finished_at, state)",
]);
