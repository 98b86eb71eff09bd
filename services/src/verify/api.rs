//! What must hold of tokens, of calls that were done, and of the companies' own names for lots.

use super::Check;

pub(super) const FAULTS: &[Check] = &[
    Check {
        says: "a token acts for another company than its person's",
        sql: "SELECT 'token ' || t.id FROM api_token t JOIN membership m ON m.account_id = t.account_id WHERE m.company_id <> t.company_id",
    },
    Check {
        says: "a token is no secret that was made here",
        sql: "SELECT 'token ' || t.id FROM api_token t WHERE substr(t.starts, 1, 3) <> 'rs_' OR length(t.starts) <> 8",
    },
    Check {
        says: "a token was used outside its time",
        sql: "SELECT 'token ' || t.id FROM api_token t WHERE t.used_at >= t.expires_at",
    },
    Check {
        says: "making a token is not in the audit log",
        sql: "SELECT 'company ' || t.company_id FROM api_token t GROUP BY t.company_id HAVING COUNT(*) > (SELECT COUNT(*) FROM audit l WHERE l.action = 'token_made' AND l.about_company = t.company_id)",
    },
    Check {
        says: "a call was done with a token that could not write",
        sql: "SELECT 'token ' || c.token_id FROM api_call c JOIN api_token t ON t.id = c.token_id WHERE NOT (t.may_write OR t.may_import)",
    },
    Check {
        says: "the changes of a token stand under another user or company",
        sql: "SELECT 'token ' || t.id FROM api_token t JOIN sync_client s ON s.client_id = t.client_id WHERE s.account_id <> t.account_id OR s.company_id <> t.company_id",
    },
    Check {
        says: "a reference names another company's lot",
        sql: "SELECT 'lot ' || r.lot_id FROM lot_reference r JOIN lot l ON l.id = r.lot_id WHERE l.company_id <> r.company_id",
    },
];
