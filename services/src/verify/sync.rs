//! Devices, their ledger, conflicts, and what lots were, against the lots.

use super::Check;

pub(super) const FAULTS: &[Check] = &[
    Check {
        says: "the ledger of a device is not that of all its ops",
        sql: "SELECT 'a device of account ' || c.account_id FROM sync_client c WHERE c.last_n - c.forgotten_n <> (SELECT COUNT(*) FROM sync_op o WHERE o.client_id = c.client_id AND o.n > c.forgotten_n AND o.n <= c.last_n)",
    },
    Check {
        says: "the ledger of a device tells of an op that was not sent, or was forgotten",
        sql: "SELECT 'a device of account ' || c.account_id FROM sync_client c WHERE EXISTS (SELECT 1 FROM sync_op o WHERE o.client_id = c.client_id AND (o.n > c.last_n OR o.n <= c.forgotten_n))",
    },
    Check {
        says: "an op has left a lot in a version that it has not reached",
        sql: "SELECT 'lot ' || l.id FROM sync_op o JOIN sync_client c ON c.client_id = o.client_id JOIN lot l ON l.company_id = c.company_id AND l.public_id = o.item_id WHERE o.version > l.version GROUP BY l.id",
    },
    Check {
        says: "an op ended in a conflict that nobody finds",
        sql: "SELECT 'op ' || o.n || ' of account ' || c.account_id FROM sync_op o JOIN sync_client c ON c.client_id = o.client_id WHERE o.outcome = 'conflict' AND NOT EXISTS (SELECT 1 FROM sync_conflict k WHERE k.company_id = c.company_id AND k.op_id = o.op_id) AND EXISTS (SELECT 1 FROM lot l WHERE l.company_id = c.company_id AND l.public_id = o.item_id)",
    },
    Check {
        says: "a conflict was settled before it was met",
        sql: "SELECT 'company ' || k.company_id FROM sync_conflict k WHERE k.resolved_at < k.met_at GROUP BY k.company_id",
    },
    Check {
        says: "what a lot was is not older than what it is",
        sql: "SELECT 'lot ' || l.id FROM lot_past p JOIN lot l ON l.company_id = p.company_id AND l.public_id = p.item_id WHERE p.version >= l.version GROUP BY l.id",
    },
    Check {
        says: "what a lot was is kept without the lot",
        sql: "SELECT 'company ' || p.company_id FROM lot_past p WHERE NOT EXISTS (SELECT 1 FROM lot l WHERE l.company_id = p.company_id AND l.public_id = p.item_id) GROUP BY p.company_id",
    },
    Check {
        says: "a lot that a device has changed does not know what it was",
        sql: "SELECT 'lot ' || l.id FROM lot l WHERE l.changed_client IS NOT NULL AND l.import_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM lot_past p WHERE p.company_id = l.company_id AND p.item_id = l.public_id AND p.version < l.version)",
    },
    Check {
        says: "a lot was deleted after its last change",
        sql: "SELECT 'lot ' || l.id FROM lot l WHERE l.deleted_at > l.updated_at",
    },
    Check {
        says: "a lot stands under a number under which all lots were deleted",
        sql: "SELECT 'lot ' || l.id FROM lot l JOIN company_seq s ON s.company_id = l.company_id WHERE l.seq <= s.cleared",
    },
    Check {
        says: "a company has forgotten more than it ever changed",
        sql: "SELECT 'company ' || s.company_id FROM company_seq s WHERE s.forgotten > s.seq OR s.cleared > s.seq",
    },
];
