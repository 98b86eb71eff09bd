//! The company's own references of its lots, as files bring them and take them home (Z14). No buyer sees one.
//!
//! A reference is free again when its lot is deleted: whoever gives it to another lot takes it from the deleted one. Whoever
//! writes here holds the company's lock.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set};

use crate::entity::lot_reference;
use crate::error::Answer;

/// References written, or looked for, in one statement.
const AT_ONCE: usize = 1_000;

/// The references of a company's lots with numbers after one up to another.
pub(super) async fn between(
    db: &impl ConnectionTrait,
    company_id: i64,
    after: i64,
    last: i64,
) -> Answer<HashMap<i64, String>> {
    let rows = lot_reference::Entity::find()
        .filter(lot_reference::Column::CompanyId.eq(company_id))
        .filter(lot_reference::Column::LotId.gt(after))
        .filter(lot_reference::Column::LotId.lte(last))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.lot_id, row.reference)).collect())
}

/// The references of some lots.
pub(super) async fn of_lots(db: &impl ConnectionTrait, lots: &[i64]) -> Answer<HashMap<i64, String>> {
    let mut references = HashMap::new();
    for some in lots.chunks(AT_ONCE) {
        let rows = lot_reference::Entity::find()
            .filter(lot_reference::Column::LotId.is_in(some.iter().copied()))
            .all(db)
            .await?;
        references.extend(rows.into_iter().map(|row| (row.lot_id, row.reference)));
    }
    Ok(references)
}

/// Gives lots without a reference theirs.
pub(super) async fn attach(
    tx: &impl ConnectionTrait,
    company_id: i64,
    import_id: i64,
    references: &[(i64, String)],
) -> Answer<()> {
    for some in references.chunks(AT_ONCE) {
        lot_reference::Entity::delete_many()
            .filter(lot_reference::Column::CompanyId.eq(company_id))
            .filter(lot_reference::Column::Reference.is_in(some.iter().map(|(_, reference)| reference)))
            .exec(tx)
            .await?;
        let rows = some.iter().map(|(lot, reference)| lot_reference::ActiveModel {
            lot_id: Set(*lot),
            company_id: Set(company_id),
            reference: Set(reference.clone()),
            import_id: Set(Some(import_id)),
        });
        lot_reference::Entity::insert_many(rows)
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

/// Takes away what an import gave, except from lots that stay as they are.
pub(super) async fn take_back(tx: &impl ConnectionTrait, import_id: i64, left: &[(u32, i64)]) -> Answer<()> {
    let given = lot_reference::Entity::find()
        .filter(lot_reference::Column::ImportId.eq(import_id))
        .all(tx)
        .await?;
    let left: std::collections::HashSet<i64> = left.iter().map(|(_, lot)| *lot).collect();
    let gone: Vec<i64> = given
        .into_iter()
        .map(|row| row.lot_id)
        .filter(|lot| !left.contains(lot))
        .collect();
    for some in gone.chunks(AT_ONCE) {
        lot_reference::Entity::delete_many()
            .filter(lot_reference::Column::LotId.is_in(some.iter().copied()))
            .exec(tx)
            .await?;
    }
    Ok(())
}
