//! How messages reach the market: by a call of its use cases, as they are on the wire.

use std::collections::BTreeMap;

use domain::inventory::sync::wire::{Changes, Pull, Push, Pushed, Stop};
use services::inventory::sync;
use services::proofs::Supplier;

use crate::house::House;
use crate::market::Market;
use crate::market::schemas;

/// Whether later programs write ops in another form.
pub(crate) const FORMS_CHANGE: bool = true;

/// Users and what they may.
pub(crate) type Proofs = BTreeMap<i64, Supplier>;

pub(crate) struct Way;

impl Way {
    pub(crate) async fn open(_house: &House) -> Self {
        Self
    }

    /// As after a start of the market.
    pub(crate) const fn begin_anew(&self) {}

    pub(crate) const fn heal(&self) {}

    pub(crate) const fn end(self) {}

    pub(crate) async fn pull(
        &self,
        market: &Market,
        proofs: &Proofs,
        session: Option<i64>,
        pull: &Pull,
    ) -> Result<Changes, Stop> {
        let proof = proof(proofs, session, pull.user_id)?;
        if !market.members.contains(&pull.user_id) {
            return Err(Stop::CompanyGone);
        }
        let told = sync::changes(&market.market, &proof, pull).await;
        told.expect("does not break")
    }

    /// `None` where nobody hears what came of it; a call always comes back.
    pub(crate) async fn push(
        &self,
        market: &Market,
        proofs: &Proofs,
        session: Option<i64>,
        push: &Push,
    ) -> Option<Result<Pushed, Stop>> {
        Some(taken(market, proofs, session, push).await)
    }
}

/// Somebody who may speak for a user, as far as the session goes.
fn proof(proofs: &Proofs, session: Option<i64>, user: i64) -> Result<Supplier, Stop> {
    match session {
        None => Err(Stop::SignIn),
        Some(session) if session != user => Err(Stop::ClientNotYours),
        Some(_) => Ok(proofs[&user]),
    }
}

async fn taken(market: &Market, proofs: &Proofs, session: Option<i64>, push: &Push) -> Result<Pushed, Stop> {
    let schemas = schemas(market.newest);
    let bytes = serde_json::to_vec(push).expect("plain types");
    let push = sync::read(&bytes, schemas)?;
    let proof = proof(proofs, session, push.user_id)?;
    let taken = sync::push(&market.market, &proof, &push, schemas, "").await;
    let pushed = taken.expect("does not break")?;
    let bytes = serde_json::to_vec(&pushed).expect("plain types");
    Ok(serde_json::from_slice(&bytes).expect("as written"))
}
