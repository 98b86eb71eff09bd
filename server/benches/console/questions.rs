//! What is asked of queue and log, and the same in the database's own words: the rows of a page, and the number of all.

pub(crate) struct Question {
    pub(crate) name: &'static str,
    /// The part of the address behind the question mark.
    pub(crate) asked: &'static str,
    /// The rows alone.
    pub(crate) rows: &'static str,
    pub(crate) count: &'static str,
}

/// The same rows with all that the page says beside them: its very statement, put around the one for the rows.
pub(crate) fn whole_queue(question: &Question) -> String {
    let these = question.rows.replacen("*", "application.id", 1);
    let order = if these.contains("due_at") {
        "application.due_at, application.id"
    } else {
        "application.id DESC"
    };
    format!(
        "SELECT application.*, account.name,
            (SELECT MAX(submission.id) FROM submission WHERE submission.application_id = application.id)
                > (SELECT MIN(submission.id) FROM submission WHERE submission.company_id = application.company_id)
        FROM application LEFT JOIN account ON account.id = application.assigned_to
        WHERE application.id IN ({these}) ORDER BY {order}"
    )
}

/// As [`whole_queue`], of the log.
pub(crate) fn whole_audit(question: &Question) -> String {
    question.rows.replacen(
        "* FROM audit",
        "audit.*, actor.name, person.name, company.name FROM audit
            LEFT JOIN account actor ON actor.id = audit.actor
            LEFT JOIN account person ON person.id = audit.about_account
            LEFT JOIN company ON company.id = audit.about_company AND company.gone_at IS NULL",
        1,
    )
}

pub(crate) const QUEUE: &[Question] = &[
    Question {
        name: "what waits, first page",
        asked: "",
        rows: "SELECT * FROM application WHERE state = 'pending' AND asked_at IS NULL ORDER BY due_at, id LIMIT 50",
        count: "SELECT COUNT(*) FROM application WHERE state = 'pending' AND asked_at IS NULL",
    },
    Question {
        name: "what waits, page 400",
        asked: "page=400",
        rows: "SELECT * FROM application WHERE state = 'pending' AND asked_at IS NULL ORDER BY due_at, id LIMIT 50 OFFSET 19950",
        count: "SELECT COUNT(*) FROM application WHERE state = 'pending' AND asked_at IS NULL",
    },
    Question {
        name: "one kind",
        asked: "kind=change",
        rows: "SELECT * FROM application WHERE kind = 'change' AND state = 'pending' AND asked_at IS NULL ORDER BY due_at, id LIMIT 50",
        count: "SELECT COUNT(*) FROM application WHERE kind = 'change' AND state = 'pending' AND asked_at IS NULL",
    },
    Question {
        name: "what was asked",
        asked: "state=asked",
        rows: "SELECT * FROM application WHERE state = 'pending' AND asked_at IS NOT NULL ORDER BY due_at, id LIMIT 50",
        count: "SELECT COUNT(*) FROM application WHERE state = 'pending' AND asked_at IS NOT NULL",
    },
    Question {
        name: "what was approved",
        asked: "state=approved",
        rows: "SELECT * FROM application WHERE state = 'approved' ORDER BY id DESC LIMIT 50",
        count: "SELECT COUNT(*) FROM application WHERE state = 'approved'",
    },
    Question {
        name: "all of them",
        asked: "state=all",
        rows: "SELECT * FROM application ORDER BY id DESC LIMIT 50",
        count: "SELECT COUNT(*) FROM application",
    },
    Question {
        name: "nobody's",
        asked: "whose=nobody",
        rows: "SELECT * FROM application WHERE state = 'pending' AND asked_at IS NULL AND assigned_to IS NULL ORDER BY due_at, id LIMIT 50",
        count: "SELECT COUNT(*) FROM application WHERE state = 'pending' AND asked_at IS NULL AND assigned_to IS NULL",
    },
    Question {
        name: "my own",
        asked: "whose=me",
        rows: "SELECT * FROM application WHERE state = 'pending' AND asked_at IS NULL AND assigned_to = (SELECT MAX(account_id) FROM staff) ORDER BY due_at, id LIMIT 50",
        count: "SELECT COUNT(*) FROM application WHERE state = 'pending' AND asked_at IS NULL AND assigned_to = (SELECT MAX(account_id) FROM staff)",
    },
    Question {
        name: "a text that few have",
        asked: "text=harbour+41234",
        rows: "SELECT * FROM application WHERE state = 'pending' AND asked_at IS NULL AND sought LIKE '%HARBOUR 41234%' ORDER BY due_at, id LIMIT 50",
        count: "SELECT COUNT(*) FROM application WHERE state = 'pending' AND asked_at IS NULL AND sought LIKE '%HARBOUR 41234%'",
    },
    Question {
        name: "a text that many have",
        asked: "text=harbour&state=all",
        rows: "SELECT * FROM application WHERE sought LIKE '%HARBOUR%' ORDER BY id DESC LIMIT 50",
        count: "SELECT COUNT(*) FROM application WHERE sought LIKE '%HARBOUR%'",
    },
];

pub(crate) const AUDIT: &[Question] = &[
    Question {
        name: "the newest",
        asked: "",
        rows: "SELECT * FROM audit ORDER BY audit.number DESC LIMIT 51",
        count: "SELECT COUNT(*) FROM audit",
    },
    Question {
        name: "older ones",
        asked: "before=20000",
        rows: "SELECT * FROM audit WHERE audit.number < 20000 ORDER BY audit.number DESC LIMIT 51",
        count: "SELECT COUNT(*) FROM audit",
    },
    Question {
        name: "what was done",
        asked: "what=application_rejected",
        rows: "SELECT * FROM audit WHERE action = 'application_rejected' ORDER BY audit.number DESC LIMIT 51",
        count: "SELECT COUNT(*) FROM audit WHERE action = 'application_rejected'",
    },
    Question {
        name: "at the command line",
        asked: "who=operator",
        rows: "SELECT * FROM audit WHERE actor IS NULL ORDER BY audit.number DESC LIMIT 51",
        count: "SELECT COUNT(*) FROM audit WHERE actor IS NULL",
    },
    Question {
        name: "some days",
        asked: "from=2026-11-01&to=2026-11-03",
        rows: "SELECT * FROM audit WHERE at >= 1793458800000 AND at < 1793718000000 ORDER BY audit.number DESC LIMIT 51",
        count: "SELECT COUNT(*) FROM audit WHERE at >= 1793458800000 AND at < 1793718000000",
    },
    Question {
        name: "a company",
        asked: "whom=harbour+4123",
        rows: "SELECT * FROM audit WHERE (about_account IN (SELECT id FROM account WHERE number = 'harbour4123' OR lower(name) LIKE '%harbour 4123%') OR about_company IN (SELECT id FROM company WHERE lower(name) LIKE '%harbour 4123%')) ORDER BY audit.number DESC LIMIT 51",
        count: "SELECT COUNT(*) FROM audit WHERE (about_account IN (SELECT id FROM account WHERE number = 'harbour4123' OR lower(name) LIKE '%harbour 4123%') OR about_company IN (SELECT id FROM company WHERE lower(name) LIKE '%harbour 4123%'))",
    },
];
