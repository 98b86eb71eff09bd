//! What has had its time: answers that no device asks for any more, conflicts that were settled, lots that are long deleted.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Statement};

use super::{conflicts, history};
use crate::entity::sync_client;
use crate::error::Answer;

const DAY: i64 = 24 * 60 * 60 * 1_000;
/// How an op ended is told for so long; later, only that it did.
const LEDGER: i64 = 90 * DAY;
/// A device that comes back within this time hears of each deletion; later, it pulls everything.
const TOMBSTONES: i64 = 180 * DAY;

/// The ledger of a device is forgotten from its beginning on, without a gap, and the device's row says how far.
const ANSWERS: [&str; 3] = [
    "UPDATE sync_client SET forgotten_n = COALESCE((SELECT MIN(o.n) - 1 FROM sync_op AS o
            WHERE o.client_id = sync_client.client_id AND o.decided_at >= $1), last_n)
        WHERE client_id IN (SELECT o.client_id FROM sync_op AS o WHERE o.decided_at < $1)",
    "DELETE FROM sync_op WHERE decided_at < $1 AND n <=
        (SELECT c.forgotten_n FROM sync_client AS c WHERE c.client_id = sync_op.client_id)",
    // While the ledger tells of an op, its conflicts are a part of the answer.
    "DELETE FROM sync_conflict WHERE resolved_at < $1
        AND NOT EXISTS (SELECT 1 FROM sync_op AS o WHERE o.op_id = sync_conflict.op_id)",
];

/// The company's number first: it keeps all writers of its lots out.
const DELETED: [&str; 3] = [
    "UPDATE company_seq SET forgotten = (SELECT CASE WHEN MAX(l.seq) > company_seq.forgotten THEN MAX(l.seq)
                ELSE company_seq.forgotten END
            FROM lot AS l WHERE l.company_id = company_seq.company_id AND l.deleted_at < $1)
        WHERE company_id IN (SELECT l.company_id FROM lot AS l WHERE l.deleted_at < $1)",
    "DELETE FROM lot_past WHERE EXISTS (SELECT 1 FROM lot AS l
        WHERE l.company_id = lot_past.company_id AND l.public_id = lot_past.item_id AND l.deleted_at < $1)",
    "DELETE FROM lot WHERE deleted_at < $1",
];

/// Forgets what has had its time. Companies' numbers are held before devices, as in a push.
pub(crate) async fn forget_old(tx: &impl ConnectionTrait, now: i64) -> Answer<()> {
    for (statements, before) in [(DELETED, now - TOMBSTONES), (ANSWERS, now - LEDGER)] {
        for sql in statements {
            let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, [before.into()]);
            tx.execute_raw(statement).await?;
        }
    }
    Ok(())
}

/// Forgets what people wrote into a company's lots, with the lots.
pub(crate) async fn forget_stock(tx: &impl ConnectionTrait, company_id: i64) -> Answer<()> {
    history::forget(tx, company_id).await?;
    conflicts::forget(tx, company_id).await
}

/// Forgets the devices of a company that nobody is left of, with all that they sent.
pub(crate) async fn forget_devices(tx: &impl ConnectionTrait, company_id: i64) -> Answer<()> {
    sync_client::Entity::delete_many()
        .filter(sync_client::Column::CompanyId.eq(company_id))
        .exec(tx)
        .await?;
    Ok(())
}
