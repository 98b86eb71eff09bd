//! Lots as the index knows them, read from the tables.

use std::collections::HashSet;
use std::sync::mpsc;

use anyhow::anyhow;
use sea_orm::{ConnectionTrait, EntityTrait, QuerySelect, Select};
use tokio::sync::oneshot;

use super::engine::Engine;
use super::row::Row;
use crate::entity::lot;
use crate::error::{Answer, Error};

/// All lots, to be narrowed down and read with [`read`].
pub(super) fn lots() -> Select<lot::Entity> {
    lot::Entity::find().select_only().columns(Row::COLUMNS)
}

/// Reads what was selected.
pub(super) async fn read(lots: Select<lot::Entity>, tables: &impl ConnectionTrait) -> Answer<Vec<Row>> {
    Ok(lots.into_model::<Row>().all(tables).await?)
}

/// An index in the making, on a thread of its own while rows come in.
///
/// The thread ends with its work, as that of a merge does: the system's allocator then gives what it had freed to the next
/// of them, and a first merge needs no room beside what the first index left.
pub(super) struct Assembly {
    rows: mpsc::SyncSender<Vec<Row>>,
    built: oneshot::Receiver<Engine>,
}

impl Assembly {
    pub(super) fn begin(owner: Option<i64>, seq: i64, hidden: HashSet<i64>) -> Answer<Self> {
        // Two pages in flight: the database and the builder both keep busy, and memory stays bounded.
        let (rows, receive) = mpsc::sync_channel::<Vec<Row>>(2);
        let (ready, built) = oneshot::channel();
        std::thread::Builder::new()
            .name("search-build".to_owned())
            .spawn(move || {
                let live = receive
                    .into_iter()
                    .flatten()
                    .filter(|row| row.is_live() && !hidden.contains(&row.company_id));
                // Whoever began it may have given up.
                _ = ready.send(Engine::build(live.map(|row| row.indexed(owner)), seq));
            })
            .map_err(anyhow::Error::from)?;
        Ok(Self { rows, built })
    }

    pub(super) async fn add(&self, rows: Vec<Row>) -> Answer<()> {
        let send = self.rows.clone();
        let sent = tokio::task::spawn_blocking(move || send.send(rows))
            .await
            .map_err(anyhow::Error::from)?;
        sent.map_err(|_| Error::Broken(anyhow!("the index builder stopped")))
    }

    pub(super) async fn finish(self) -> Answer<Engine> {
        drop(self.rows);
        Ok(self.built.await.map_err(anyhow::Error::from)?)
    }
}
