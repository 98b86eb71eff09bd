//! What has changed, as one moment of the tables shows it.

use domain::inventory::sync::elsewhere::SettledElsewhere;
use domain::inventory::sync::feed::{self, Look, Reach};
use domain::inventory::sync::wire::{Changes, Pull};
use domain::inventory::sync::{ConflictId, Row};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{conflicts, epoch, row};
use crate::entity::{company_seq, lot};
use crate::error::{Answer, Error};

struct Moment<'a>(&'a DatabaseTransaction);

pub(super) async fn changes(tx: &DatabaseTransaction, pull: &Pull) -> Answer<Changes> {
    feed::changes(&mut Moment(tx), pull).await
}

impl Look for Moment<'_> {
    type Error = Error;

    async fn epoch(&mut self) -> Answer<Uuid> {
        epoch(self.0).await
    }

    async fn reach(&mut self, company: i64) -> Answer<Reach> {
        let numbers = company_seq::Entity::find_by_id(company).one(self.0).await?;
        let numbers = numbers.ok_or_else(|| anyhow::anyhow!("company {company} has no change number"))?;
        Ok(Reach {
            seq: numbers.seq,
            forgotten: numbers.forgotten,
            cleared: numbers.cleared,
        })
    }

    async fn since(&mut self, company: i64, seq: i64, limit: u32) -> Answer<Vec<Row>> {
        let lots = lot::Entity::find()
            .filter(lot::Column::CompanyId.eq(company))
            .filter(lot::Column::Seq.gt(seq))
            .order_by_asc(lot::Column::Seq)
            .limit(u64::from(limit))
            .all(self.0)
            .await?;
        Ok(lots.iter().map(row).collect())
    }

    async fn settled(
        &mut self,
        company: i64,
        user: i64,
        asks: &[ConflictId],
    ) -> Answer<Vec<SettledElsewhere>> {
        conflicts::settled(self.0, company, user, asks).await
    }
}
