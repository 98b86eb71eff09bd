//! The lots of a company that a call is concerned with, and the company's own names for lots.

use std::collections::{BTreeSet, HashMap};

use domain::api::putting::{Held, Named, Sent, Shelf};
use domain::search::norm;
use domain::text::limits::REFERENCE;
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set};
use uuid::Uuid;

use crate::entity::{lot, lot_reference, model};
use crate::error::Answer;

/// How a lot is named in a call.
pub(super) struct Name<'a> {
    id: Option<Uuid>,
    reference: Option<&'a str>,
    /// What it may be the same item as, where no lot is named.
    model: Option<&'a str>,
}

impl<'a> From<&'a Sent> for Name<'a> {
    fn from(sent: &'a Sent) -> Self {
        Self {
            id: sent.id,
            reference: sent.reference.as_deref(),
            model: sent.id.is_none().then_some(&sent.lot.model),
        }
    }
}

impl<'a> From<&'a Named> for Name<'a> {
    fn from(named: &'a Named) -> Self {
        Self {
            id: named.id,
            reference: named.reference.as_deref(),
            model: None,
        }
    }
}

/// The lots that are named, those whose references are, and those that may be the same items; oldest first.
pub(super) async fn read<'a>(
    db: &impl ConnectionTrait,
    company_id: i64,
    names: impl Iterator<Item = Name<'a>>,
) -> Answer<Shelf> {
    let (mut ids, mut references, mut norms) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for name in names {
        ids.extend(name.id);
        references.extend(name.reference.and_then(reference));
        norms.extend(name.model.map(norm));
    }
    let referred = Query::select()
        .column(lot_reference::Column::LotId)
        .from(lot_reference::Entity)
        .and_where(lot_reference::Column::CompanyId.eq(company_id))
        .and_where(lot_reference::Column::Reference.is_in(references))
        .to_owned();
    let models = Query::select()
        .column(model::Column::Id)
        .from(model::Entity)
        .and_where(model::Column::Norm.is_in(norms))
        .to_owned();
    let wanted = Condition::any()
        .add(lot::Column::PublicId.is_in(ids))
        .add(lot::Column::Id.in_subquery(referred))
        .add(lot::Column::ModelId.in_subquery(models));
    let rows = lot::Entity::find()
        .filter(lot::Column::CompanyId.eq(company_id))
        .filter(lot::Column::DeletedAt.is_null())
        .filter(wanted)
        .order_by_asc(lot::Column::Id)
        .all(db)
        .await?;
    let references = of_lots(db, &rows).await?;
    let mut shelf = Shelf::default();
    for row in rows {
        shelf.put(Held {
            id: row.public_id,
            version: row.version,
            reference: references.get(&row.id).cloned(),
            lot: row.into_form(),
        });
    }
    Ok(shelf)
}

/// A reference that a lot may have.
pub(super) fn reference(raw: &str) -> Option<String> {
    REFERENCE.check(raw).ok().filter(|text| !text.is_empty())
}

/// The references of lots, by the lots' numbers.
pub(super) async fn of_lots(db: &impl ConnectionTrait, lots: &[lot::Model]) -> Answer<HashMap<i64, String>> {
    let rows = lot_reference::Entity::find()
        .filter(lot_reference::Column::LotId.is_in(lots.iter().map(|lot| lot.id)))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.lot_id, row.reference)).collect())
}

/// Gives lots the references that they are to have from now on, or none. What a reference named before and is deleted, loses it.
pub(super) async fn refer(
    tx: &impl ConnectionTrait,
    company_id: i64,
    references: &HashMap<Uuid, Option<String>>,
) -> Answer<()> {
    if references.is_empty() {
        return Ok(());
    }
    let lots = lot::Entity::find()
        .filter(lot::Column::CompanyId.eq(company_id))
        .filter(lot::Column::PublicId.is_in(references.keys().copied()))
        .all(tx)
        .await?;
    let replaced = Condition::any()
        .add(lot_reference::Column::LotId.is_in(lots.iter().map(|lot| lot.id)))
        .add(lot_reference::Column::Reference.is_in(references.values().flatten()));
    lot_reference::Entity::delete_many()
        .filter(lot_reference::Column::CompanyId.eq(company_id))
        .filter(replaced)
        .exec(tx)
        .await?;
    let rows = lots.iter().filter_map(|lot| {
        Some(lot_reference::ActiveModel {
            lot_id: Set(lot.id),
            company_id: Set(company_id),
            reference: Set(references.get(&lot.public_id)?.clone()?),
            import_id: Set(None),
        })
    });
    let rows: Vec<_> = rows.collect();
    if !rows.is_empty() {
        lot_reference::Entity::insert_many(rows)
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}
