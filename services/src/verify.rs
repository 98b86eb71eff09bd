//! Everything that must hold between the tables, checked: after every service test, and by `server verify`.
//!
//! A *fault* is a state that no sequence of use cases can leave behind. A *notice* is something a person should look
//! at: a mail that could not be delivered, a job that was given up.

mod api;
mod index;
mod sync;

use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Statement};

use crate::audit;
use crate::error::Answer;
use crate::market::Market;

/// What was found.
#[derive(Debug, Default)]
pub struct Report {
    /// How many things were checked.
    pub checks: usize,
    pub faults: Vec<String>,
    pub notices: Vec<String>,
}

/// One check: a query whose rows are what is wrong, each with one text.
struct Check {
    says: &'static str,
    sql: &'static str,
}

const FAULTS: &[Check] = &[
    Check {
        says: "a company's change number is behind its lots",
        sql: "SELECT 'company ' || s.company_id FROM company_seq s WHERE s.seq < (SELECT COALESCE(MAX(l.seq), 0) FROM lot l WHERE l.company_id = s.company_id)",
    },
    Check {
        says: "a company has no change number",
        sql: "SELECT 'company ' || c.id FROM company c LEFT JOIN company_seq s ON s.company_id = c.id WHERE s.company_id IS NULL",
    },
    Check {
        says: "the market's change number is not the sum of the companies'",
        sql: "SELECT 'market ' || m.seq FROM market_seq m WHERE m.seq <> (SELECT COALESCE(SUM(seq), 0) FROM company_seq)",
    },
    Check {
        says: "a lot stands in another company than its import",
        sql: "SELECT 'lot ' || l.id FROM lot l JOIN import i ON i.id = l.import_id WHERE i.company_id <> l.company_id",
    },
    Check {
        says: "an import has another number of lots than it published",
        // Lots that were deleted long ago are forgotten.
        sql: "SELECT 'import ' || i.id FROM import i JOIN company_seq s ON s.company_id = i.company_id LEFT JOIN (SELECT import_id, COUNT(*) AS lots FROM lot GROUP BY import_id) l ON l.import_id = i.id WHERE i.rows_added < COALESCE(l.lots, 0) OR (i.rows_added > COALESCE(l.lots, 0) AND s.forgotten = 0)",
    },
    Check {
        says: "a finished import kept its file",
        sql: "SELECT 'import ' || i.id FROM import i WHERE i.state <> 'received' AND EXISTS (SELECT 1 FROM import_file f WHERE f.import_id = i.id)",
    },
    Check {
        says: "a waiting import has no file",
        sql: "SELECT 'import ' || i.id FROM import i WHERE i.state = 'received' AND i.bytes > 0 AND NOT EXISTS (SELECT 1 FROM import_file f WHERE f.import_id = i.id)",
    },
    Check {
        says: "an import and its job disagree",
        // A job that is done is forgotten after ninety days.
        sql: "SELECT 'import ' || i.id FROM import i LEFT JOIN job j ON j.kind = 'import_stock' AND j.subject = i.id WHERE (j.id IS NULL AND i.state = 'received') OR (j.state = 'done') <> (i.state <> 'received')",
    },
    Check {
        says: "a finished import was not mailed exactly once",
        sql: "SELECT 'import ' || i.id FROM import i WHERE i.state <> 'received' AND 1 <> (SELECT COUNT(*) FROM outbox o WHERE o.dedupe_key = 'import:' || i.id || ':result')",
    },
    Check {
        says: "a refused import does not tell its faults",
        sql: "SELECT 'import ' || i.id FROM import i WHERE i.state = 'refused' AND NOT EXISTS (SELECT 1 FROM import_fault f WHERE f.import_id = i.id)",
    },
    Check {
        says: "a request has no line",
        sql: "SELECT 'request ' || r.id FROM quotation_request r WHERE NOT EXISTS (SELECT 1 FROM quotation_line l WHERE l.request_id = r.id)",
    },
    Check {
        says: "a request has gaps in its lines",
        sql: "SELECT 'request ' || l.request_id FROM quotation_line l GROUP BY l.request_id HAVING MAX(l.line_no) <> COUNT(*)",
    },
    Check {
        says: "a requested lot belongs to another supplier than its line says",
        sql: "SELECT 'request ' || q.request_id FROM quotation_line q JOIN lot l ON l.id = q.lot_id WHERE l.company_id <> q.supplier_id",
    },
    Check {
        says: "a company requested its own lot",
        sql: "SELECT 'request ' || r.id FROM quotation_request r JOIN membership m ON m.account_id = r.account_id JOIN quotation_line q ON q.request_id = r.id WHERE q.supplier_id = m.company_id",
    },
    Check {
        says: "a contact message was not mailed to both sides once each",
        sql: "SELECT 'message ' || c.id FROM contact_message c WHERE 1 <> (SELECT COUNT(*) FROM outbox o WHERE o.dedupe_key = 'contact:' || c.id || ':owner') OR 1 <> (SELECT COUNT(*) FROM outbox o WHERE o.dedupe_key = 'contact:' || c.id || ':sender')",
    },
    Check {
        says: "an answer to a message was not mailed once",
        sql: "SELECT 'message ' || e.message_id FROM contact_entry e WHERE e.kind = 'answer' AND 1 <> (SELECT COUNT(*) FROM outbox o WHERE o.dedupe_key = 'contact:' || e.message_id || ':answer:' || e.id)",
    },
    Check {
        says: "a message counts as answered and was not",
        sql: "SELECT 'message ' || c.id FROM contact_message c WHERE c.state IN ('answered', 'waiting') AND NOT EXISTS (SELECT 1 FROM contact_entry e WHERE e.message_id = c.id AND e.kind = 'answer')",
    },
    Check {
        says: "a message counts as closed and was not, or the other way",
        sql: "SELECT 'message ' || c.id FROM contact_message c WHERE (c.state = 'closed') <> COALESCE((SELECT e.kind = 'closed' FROM contact_entry e WHERE e.message_id = c.id AND e.kind <> 'note' ORDER BY e.id DESC LIMIT 1), FALSE)",
    },
    Check {
        says: "a version of the owner is missing",
        sql: "SELECT 'version ' || v.number FROM owner_version v WHERE v.number > 1 AND NOT EXISTS (SELECT 1 FROM owner_version b WHERE b.number = v.number - 1)",
    },
    Check {
        says: "an edition of a document is missing",
        sql: "SELECT v.document || ' ' || v.number FROM legal_edition v WHERE v.number > 1 AND NOT EXISTS (SELECT 1 FROM legal_edition b WHERE b.document = v.document AND b.number = v.number - 1)",
    },
    Check {
        says: "an edition of a document applies before one that was published earlier",
        sql: "SELECT v.document || ' ' || v.number FROM legal_edition v JOIN legal_edition b ON b.document = v.document AND b.number < v.number AND b.applies_on >= v.applies_on WHERE v.withdrawn_at IS NULL AND b.withdrawn_at IS NULL",
    },
    Check {
        says: "an account has no main address",
        sql: "SELECT 'account ' || a.id FROM account a WHERE NOT EXISTS (SELECT 1 FROM account_email e WHERE e.account_id = a.id AND e.main)",
    },
    Check {
        says: "an account has more than one main address",
        sql: "SELECT 'account ' || e.account_id FROM account_email e WHERE e.main GROUP BY e.account_id HAVING COUNT(*) > 1",
    },
    Check {
        says: "two accounts have proved the same address",
        sql: "SELECT 'address of account ' || MIN(e.account_id) FROM account_email e WHERE e.verified_at IS NOT NULL GROUP BY e.canonical HAVING COUNT(*) > 1",
    },
    Check {
        says: "an account has one address twice",
        sql: "SELECT 'account ' || e.account_id FROM account_email e GROUP BY e.account_id, e.canonical HAVING COUNT(*) > 1",
    },
    Check {
        says: "an account has more than five addresses",
        sql: "SELECT 'account ' || e.account_id FROM account_email e GROUP BY e.account_id HAVING COUNT(*) > 5",
    },
    Check {
        says: "a used link was voided afterwards",
        sql: "SELECT 'link ' || l.purpose || ' of ' || l.subject FROM link l WHERE l.used_at IS NOT NULL AND l.superseded",
    },
    Check {
        says: "a link was used outside its time",
        sql: "SELECT 'link ' || l.purpose || ' of ' || l.subject FROM link l WHERE l.used_at < l.created_at OR l.used_at >= l.expires_at",
    },
    Check {
        says: "two links of one purpose to one reader are good at once",
        sql: "SELECT 'link ' || l.purpose || ' of ' || l.subject FROM link l WHERE l.used_at IS NULL AND NOT l.superseded GROUP BY l.purpose, l.subject, l.canonical HAVING COUNT(*) > 1",
    },
    Check {
        says: "a link is made for credentials that are still to come",
        sql: "SELECT 'link ' || l.purpose || ' of ' || l.subject FROM link l JOIN account a ON a.id = l.subject WHERE l.purpose IN ('reset', 'revert_address') AND l.generation > a.generation",
    },
    Check {
        says: "a session knows of credentials that are still to come",
        sql: "SELECT 'account ' || s.account_id FROM session s JOIN account a ON a.id = s.account_id WHERE s.generation > a.generation",
    },
    Check {
        says: "a request for a new password waits without its job",
        sql: "SELECT 'request ' || r.id FROM reset_request r WHERE NOT EXISTS (SELECT 1 FROM job j WHERE j.kind = 'reset_request' AND j.subject = r.id AND j.state <> 'done')",
    },
    Check {
        says: "a request for a new password was answered and kept",
        sql: "SELECT 'request ' || r.id FROM reset_request r JOIN job j ON j.kind = 'reset_request' AND j.subject = r.id WHERE j.state = 'done'",
    },
    Check {
        says: "a buyer's stock is not hidden",
        sql: "SELECT 'company ' || c.id FROM company c WHERE c.trade_type = 'buyer' AND c.stock_hidden_at IS NULL AND EXISTS (SELECT 1 FROM lot l WHERE l.company_id = c.id AND l.deleted_at IS NULL)",
    },
    Check {
        says: "hidden stock waits for no job that deletes it",
        sql: "SELECT 'company ' || c.id FROM company c WHERE c.stock_hidden_at IS NOT NULL AND EXISTS (SELECT 1 FROM lot l WHERE l.company_id = c.id) AND NOT EXISTS (SELECT 1 FROM job j WHERE j.kind = 'delete_hidden_stock' AND j.subject = c.id AND j.state <> 'done')",
    },
    Check {
        says: "a company's last change of all lots is ahead of its number",
        sql: "SELECT 'company ' || s.company_id FROM company_seq s WHERE s.whole > s.seq",
    },
    Check {
        says: "a company in screening has no application that waits",
        sql: "SELECT 'company ' || c.id FROM company c WHERE c.standing = 'screening' AND NOT EXISTS (SELECT 1 FROM application a WHERE a.company_id = c.id AND a.state = 'pending')",
    },
    Check {
        says: "an application waits for what its company is already",
        sql: "SELECT 'application ' || a.id FROM application a JOIN company c ON c.id = a.company_id WHERE a.state = 'pending' AND ((a.kind = 'registration' AND c.standing <> 'screening') OR (a.kind = 'change' AND c.trade_type <> 'buyer') OR (a.kind = 'company') <> (c.admission = 'screening'))",
    },
    Check {
        says: "a company waits to be let in and nobody is asked",
        sql: "SELECT 'company ' || c.id FROM company c WHERE c.admission = 'screening' AND NOT EXISTS (SELECT 1 FROM application a WHERE a.company_id = c.id AND a.state = 'pending' AND a.kind = 'company')",
    },
    Check {
        says: "a company stands otherwise than its coordinator has decided",
        sql: "SELECT 'company ' || c.id FROM company c JOIN application a ON a.company_id = c.id AND a.kind = 'company' WHERE a.id = (SELECT MAX(n.id) FROM application n WHERE n.company_id = c.id AND n.kind = 'company') AND ((a.state = 'approved' AND c.admission <> 'active') OR (a.state = 'rejected' AND c.admission <> 'rejected'))",
    },
    Check {
        says: "a company in two steps never named a coordinator",
        sql: "SELECT 'company ' || c.id FROM company c WHERE c.company_type <> '' AND NOT EXISTS (SELECT 1 FROM application a WHERE a.company_id = c.id AND a.kind = 'company')",
    },
    Check {
        says: "an application was never sent, or says something else than was sent last",
        sql: "SELECT 'application ' || a.id FROM application a WHERE NOT EXISTS (SELECT 1 FROM submission s WHERE s.application_id = a.id AND s.profile = a.profile AND s.id = (SELECT MAX(n.id) FROM submission n WHERE n.application_id = a.id))",
    },
    Check {
        says: "a decided application still asks, or one asks nothing",
        sql: "SELECT 'application ' || a.id FROM application a WHERE (a.asked_at IS NOT NULL AND a.state <> 'pending') OR (a.asked_at IS NULL) <> (a.question = '')",
    },
    Check {
        says: "a decision is not in the audit log exactly once",
        sql: "SELECT 'application ' || a.id FROM application a WHERE a.decided_by IS NOT NULL AND 1 <> (SELECT COUNT(*) FROM audit l WHERE l.application_id = a.id AND l.action IN ('application_approved', 'application_rejected') AND l.actor = a.decided_by)",
    },
    Check {
        says: "the audit log has an entry that was emptied, and whoever it is about is still there",
        sql: "SELECT 'entry ' || l.number FROM audit l WHERE l.salt = '' AND NOT (l.about_account IS NOT NULL AND NOT EXISTS (SELECT 1 FROM account a WHERE a.id = l.about_account)) AND NOT (l.actor IS NOT NULL AND NOT EXISTS (SELECT 1 FROM account a WHERE a.id = l.actor)) AND NOT EXISTS (SELECT 1 FROM company c WHERE c.id = l.about_company AND c.gone_at IS NOT NULL)",
    },
    Check {
        says: "an application was mailed two decisions",
        sql: "SELECT 'application ' || a.id FROM application a WHERE a.state <> 'pending' AND 1 < (SELECT COUNT(*) FROM outbox o WHERE o.dedupe_key IN ('application:' || a.id || ':approved', 'application:' || a.id || ':rejected'))",
    },
    Check {
        says: "a session is of a registration that its account has not",
        sql: "SELECT 'account ' || s.account_id FROM session s WHERE (s.account_type = 'individual' AND NOT EXISTS (SELECT 1 FROM individual i WHERE i.account_id = s.account_id)) OR (s.account_type = 'corporate' AND NOT EXISTS (SELECT 1 FROM corporate c WHERE c.account_id = s.account_id))",
    },
    Check {
        says: "one of the owner's people has a registration as a person",
        sql: "SELECT 'account ' || s.account_id FROM staff s WHERE EXISTS (SELECT 1 FROM individual i WHERE i.account_id = s.account_id) OR EXISTS (SELECT 1 FROM corporate c WHERE c.account_id = s.account_id)",
    },
    Check {
        says: "a company has nobody",
        sql: "SELECT 'company ' || c.id FROM company c WHERE c.gone_at IS NULL AND NOT EXISTS (SELECT 1 FROM membership m WHERE m.company_id = c.id)",
    },
    Check {
        says: "a company that is gone has left something",
        sql: "SELECT 'company ' || c.id FROM company c WHERE c.gone_at IS NOT NULL AND (c.name <> '-' OR c.address <> '' OR c.representative <> '' OR EXISTS (SELECT 1 FROM membership m WHERE m.company_id = c.id) OR EXISTS (SELECT 1 FROM lot l WHERE l.company_id = c.id) OR EXISTS (SELECT 1 FROM lot_past p WHERE p.company_id = c.id) OR EXISTS (SELECT 1 FROM sync_conflict k WHERE k.company_id = c.id) OR EXISTS (SELECT 1 FROM sync_client d WHERE d.company_id = c.id) OR EXISTS (SELECT 1 FROM import i WHERE i.company_id = c.id) OR EXISTS (SELECT 1 FROM application a WHERE a.company_id = c.id))",
    },
    Check {
        says: "a company has users and none who administers them",
        sql: "SELECT 'company ' || c.id FROM company c WHERE c.gone_at IS NULL AND EXISTS (SELECT 1 FROM membership m WHERE m.company_id = c.id) AND NOT EXISTS (SELECT 1 FROM membership m WHERE m.company_id = c.id AND m.role = 'administrator')",
    },
    Check {
        says: "an invitation has ended and its link is good",
        sql: "SELECT 'invitation ' || i.id FROM invitation i JOIN link l ON l.purpose = 'invite' AND l.subject = i.id WHERE i.ended_at IS NOT NULL AND l.used_at IS NULL AND NOT l.superseded",
    },
    Check {
        says: "an invitation was used and still waits",
        sql: "SELECT 'invitation ' || i.id FROM invitation i JOIN link l ON l.purpose = 'invite' AND l.subject = i.id WHERE i.ended_at IS NULL AND l.used_at IS NOT NULL",
    },
    Check {
        says: "more was searched for in vain than a day has room for",
        // Twice as much: two processes may count at once.
        sql: "SELECT 'day ' || m.day FROM missed_search m GROUP BY m.day HAVING COUNT(*) > 2001",
    },
    Check {
        says: "an account has neither company, staff role nor registration",
        sql: "SELECT 'account ' || a.id FROM account a WHERE NOT EXISTS (SELECT 1 FROM membership m WHERE m.account_id = a.id) AND NOT EXISTS (SELECT 1 FROM staff s WHERE s.account_id = a.id) AND NOT EXISTS (SELECT 1 FROM individual i WHERE i.account_id = a.id) AND NOT EXISTS (SELECT 1 FROM corporate c WHERE c.account_id = a.id) AND a.removed_at IS NULL",
    },
    Check {
        says: "an account is suspended and not since some moment, or the other way round",
        sql: "SELECT 'account ' || a.id FROM account a WHERE a.removed_at IS NULL AND (a.state = 'suspended') <> (a.suspended_at IS NOT NULL)",
    },
    Check {
        says: "one of the owner's people was removed and left a way in",
        sql: "SELECT 'account ' || a.id FROM account a WHERE a.removed_at IS NOT NULL AND (a.state = 'active' OR EXISTS (SELECT 1 FROM staff s WHERE s.account_id = a.id) OR EXISTS (SELECT 1 FROM session s WHERE s.account_id = a.id) OR EXISTS (SELECT 1 FROM passkey p WHERE p.account_id = a.id) OR EXISTS (SELECT 1 FROM authenticator t WHERE t.account_id = a.id))",
    },
    Check {
        says: "the owner's own company is suspended",
        sql: "SELECT 'company ' || c.id FROM company c WHERE c.is_owner AND c.suspended_at IS NOT NULL",
    },
    Check {
        says: "a sign-in waits for nothing, or for a code that was never mailed",
        sql: "SELECT 'account ' || h.account_id FROM half_sign_in h WHERE NOT (h.factor_due OR h.code_due OR h.password_due) OR (h.code_due AND NOT h.factor_due AND h.code_id IS NULL)",
    },
];

const NOTICES: &[Check] = &[
    Check {
        says: "the owner's people have no administrator",
        sql: "SELECT 'staff ' || MIN(s.account_id) FROM staff s WHERE NOT EXISTS (SELECT 1 FROM staff o JOIN account a ON a.id = o.account_id WHERE o.role = 'administrator' AND a.state = 'active') HAVING COUNT(*) > 0",
    },
    Check {
        says: "a mail could not be delivered",
        sql: "SELECT o.kind || ' (' || o.dedupe_key || '): ' || COALESCE(o.last_error, 'no reason') FROM outbox o WHERE o.state = 'failed'",
    },
    Check {
        says: "a mail expired before it could be sent",
        sql: "SELECT o.kind || ' (' || o.dedupe_key || ')' FROM outbox o WHERE o.state = 'expired' AND o.recipient <> '-'",
    },
    Check {
        says: "a job was given up",
        sql: "SELECT j.kind || ' ' || j.subject || ': ' || COALESCE(j.last_error, 'no reason') FROM job j WHERE j.state = 'failed'",
    },
];

/// Rows named for each check; a broken table would name them all.
const NAMED: usize = 20;

/// Checks the tables, the references between them, the mails' keys, and the search index against its tables.
///
/// # Errors
/// Only what keeps the checks from running.
pub async fn verify(market: &Market) -> Answer<Report> {
    let mut report = Report::default();
    for check in FAULTS.iter().chain(sync::FAULTS).chain(api::FAULTS) {
        report.checks += 1;
        report.faults.extend(broken(market, check).await?);
    }
    for check in NOTICES {
        report.checks += 1;
        report.notices.extend(broken(market, check).await?);
    }
    mailed_requests(market, &mut report).await?;
    if market.db.backend() == DbBackend::Sqlite {
        sqlite(market, &mut report).await?;
    }
    index::compare(market, &mut report).await?;
    report.checks += 1;
    report.faults.extend(audit::chain::verify(market).await?);
    Ok(report)
}

async fn broken(market: &Market, check: &Check) -> Answer<Vec<String>> {
    let rows = rows(market, check.sql).await?;
    let texts: Result<Vec<String>, _> = rows
        .iter()
        .take(NAMED)
        .map(|row| row.try_get_by_index::<String>(0))
        .collect();
    Ok(texts?
        .into_iter()
        .map(|what| format!("{}: {what}", check.says))
        .collect())
}

async fn rows(market: &Market, sql: &'static str) -> Answer<Vec<QueryResult>> {
    let statement = Statement::from_string(market.db.backend(), sql);
    Ok(market.db.reader().query_all_raw(statement).await?)
}

/// Each request was mailed to the owner and to its requester, once each.
async fn mailed_requests(market: &Market, report: &mut Report) -> Answer<()> {
    use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};

    use crate::entity::{outbox, quotation_request};
    report.checks += 1;
    let ids: Vec<i64> = quotation_request::Entity::find()
        .select_only()
        .column(quotation_request::Column::Id)
        .into_tuple()
        .all(market.db.reader())
        .await?;
    for id in ids {
        let number = domain::quotations::RequestNumber(id);
        let keys = ["owner", "requester"].map(|side| format!("request:{number}:{side}"));
        let mails = outbox::Entity::find()
            .filter(outbox::Column::DedupeKey.is_in(keys))
            .count(market.db.reader())
            .await?;
        if mails != 2 {
            report.faults.push(format!(
                "a request was not mailed to both sides: {number} has {mails} mails"
            ));
        }
    }
    Ok(())
}

/// SQLite checks its own pages and references.
async fn sqlite(market: &Market, report: &mut Report) -> Answer<()> {
    report.checks += 2;
    for row in rows(market, "PRAGMA quick_check").await? {
        let says: String = row.try_get_by_index(0)?;
        if says != "ok" {
            report
                .faults
                .push(format!("the database file is damaged: {says}"));
        }
    }
    for row in rows(market, "PRAGMA foreign_key_check").await? {
        let table: String = row.try_get_by_index(0)?;
        report
            .faults
            .push(format!("a reference leads nowhere: in table {table}"));
    }
    Ok(())
}
