//! Everybody with an account is told that an edition comes: a few at a time, so that a code that somebody waits for never
//! stands in line behind thousands of these.

use anyhow::anyhow;
use domain::legal::Document;
use sea_orm::sea_query::{BinOper, Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};

use crate::accounts;
use crate::entity::{account, legal_edition, outbox, staff};
use crate::error::Answer;
use crate::jobs::{self, Lease};
use crate::market::Market;
use crate::post::{EditionComing, Mail};

/// Mails in one go.
const AT_ONCE: u64 = 200;
/// Between one go and the next, in milliseconds.
const PAUSE: i64 = 60_000;

/// The job; its subject is the edition.
pub(crate) async fn carry_out(market: &Market, lease: &Lease) -> Answer<()> {
    let now = market.now();
    let edition = legal_edition::Entity::find_by_id(lease.subject)
        .one(market.db.reader())
        .await?
        .ok_or_else(|| anyhow!("there is no edition {}", lease.subject))?;
    let document = Document::of_word(&edition.document)
        .ok_or_else(|| anyhow!("edition {} is of no document", edition.id))?;
    let mail = Mail::EditionComing(EditionComing {
        document,
        applies_on: edition.applies_on.clone(),
    });
    let all = readers().count(market.db.reader()).await?;
    let tx = market.db.begin().await?;
    let next = if edition.withdrawn_at.is_some() {
        Vec::new()
    } else {
        waiting(&tx, edition.id).await?
    };
    for id in &next {
        accounts::tell(&tx, *id, &mail, key(edition.id, &id.to_string()), now).await?;
    }
    let left = readers().filter(untold(edition.id)).count(&tx).await?;
    let is_over = next.is_empty() || left == 0;
    let held = if is_over {
        jobs::finish(&tx, lease, now).await?
    } else {
        jobs::again(&tx, lease, now + PAUSE).await?
    };
    if held {
        jobs::note_progress(&tx, lease, all.saturating_sub(left), all).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Whoever has an account, but for the owner's own people.
fn readers() -> Select<account::Entity> {
    let own = Query::select()
        .column(staff::Column::AccountId)
        .from(staff::Entity)
        .to_owned();
    account::Entity::find()
        .filter(account::Column::RemovedAt.is_null())
        .filter(account::Column::Id.not_in_subquery(own))
}

/// The next of those who were not told yet.
async fn waiting(tx: &impl ConnectionTrait, edition: i64) -> Answer<Vec<i64>> {
    let ids = readers()
        .filter(untold(edition))
        .select_only()
        .column(account::Column::Id)
        .order_by_asc(account::Column::Id)
        .limit(AT_ONCE)
        .into_tuple()
        .all(tx)
        .await?;
    Ok(ids)
}

fn untold(edition: i64) -> Condition {
    Condition::all().add(Expr::exists(mailed(edition)).not())
}

/// The mail of an edition to the account at hand.
fn mailed(edition: i64) -> SelectStatement {
    let account = Expr::col((account::Entity, account::Column::Id));
    let key = Expr::val(key(edition, "")).binary(BinOper::Custom("||"), account);
    Query::select()
        .expr(Expr::val(1))
        .from(outbox::Entity)
        .and_where(Expr::col((outbox::Entity, outbox::Column::DedupeKey)).eq(key))
        .to_owned()
}

fn key(edition: i64, account: &str) -> String {
    format!("legal:{edition}:{account}")
}
