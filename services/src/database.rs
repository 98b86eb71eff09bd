//! How the database is opened, read and written.
//!
//! SQLite has one writer connection and several readers that cannot write; its writing transactions are immediate, for
//! a deferred one that reads first fails at once under a second writer, whatever the busy timeout. PostgreSQL has one
//! pool for both. [`Database::begin`] is the only way to write.

use std::time::Duration;

use anyhow::{Context, bail, ensure};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    EntityTrait, IsolationLevel, Set, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};
use uuid::Uuid;

use crate::entity::instance;

/// The oldest SQLite without the bug that could corrupt a database when its log was reset (3.7.0 to 3.51.2).
const SQLITE: (u32, u32, u32) = (3, 51, 3);
/// How long a statement waits for a connection or a lock before the visitor is asked to try again (T59).
const PATIENCE: Duration = Duration::from_secs(5);
/// Reading connections to a SQLite file, and connections in all to PostgreSQL.
const READERS: u32 = 4;
const POSTGRES_CONNECTIONS: u32 = 16;

/// SQLite's page caches, in KiB (negative, as it wants them). An import jumps all over the index of models; a reader's pages
/// are in the system's cache too, and there are several readers.
const WRITER_CACHE: &str = "-16384";
const READER_CACHE: &str = "-8192";

/// The market's database.
#[derive(Clone)]
pub struct Database {
    writer: DatabaseConnection,
    readers: DatabaseConnection,
}

impl Database {
    /// Opens `sqlite:PATH` (made when absent) or `postgres://…`.
    ///
    /// # Errors
    /// An address of neither kind, a file that cannot be opened, a server that does not answer, or a SQLite that is too old.
    pub async fn open(url: &str) -> anyhow::Result<Self> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            return Self::open_sqlite(path).await;
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Self::open_postgres(url).await;
        }
        bail!("the database address must begin with sqlite: or postgres://")
    }

    async fn open_sqlite(path: &str) -> anyhow::Result<Self> {
        let path = path.trim_start_matches("//");
        if let Some(folder) = std::path::Path::new(path)
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
        {
            std::fs::create_dir_all(folder)
                .with_context(|| format!("cannot make the folder {}", folder.display()))?;
        }
        let writer = sea_orm::Database::connect(sqlite_options(path, 1, false))
            .await
            .context("cannot open the SQLite file")?;
        assert_sqlite_version(&writer).await?;
        let readers = sea_orm::Database::connect(sqlite_options(path, READERS, true))
            .await
            .context("cannot read the SQLite file")?;
        Ok(Self { writer, readers })
    }

    async fn open_postgres(url: &str) -> anyhow::Result<Self> {
        let mut options = ConnectOptions::new(url);
        options
            .max_connections(POSTGRES_CONNECTIONS)
            .acquire_timeout(PATIENCE)
            .connect_timeout(PATIENCE)
            .statement_timeout(Duration::from_secs(300))
            .set_application_name("reelstock")
            .sqlx_logging(false);
        let pool = sea_orm::Database::connect(options)
            .await
            .context("PostgreSQL does not answer")?;
        Ok(Self {
            writer: pool.clone(),
            readers: pool,
        })
    }

    /// Which of the two it is.
    #[must_use]
    pub fn backend(&self) -> DbBackend {
        self.writer.get_database_backend()
    }

    /// Where reads go.
    #[must_use]
    pub const fn reader(&self) -> &DatabaseConnection {
        &self.readers
    }

    /// Where migrations run; everything else writes through [`Self::begin`].
    #[must_use]
    pub const fn writer(&self) -> &DatabaseConnection {
        &self.writer
    }

    /// Begins a transaction that may write. What is not committed is rolled back when it is dropped.
    ///
    /// # Errors
    /// The database is busy for longer than anyone should wait.
    pub async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        self.writer.begin_with_options(options).await
    }

    /// Begins a transaction that only reads and sees one moment of the tables, however many statements it takes.
    ///
    /// # Errors
    /// The database is busy for longer than anyone should wait.
    pub async fn begin_reading(&self) -> Result<DatabaseTransaction, DbErr> {
        let options = match self.backend() {
            // What SQLite's readers do anyway.
            DbBackend::Sqlite => TransactionOptions::default(),
            _ => TransactionOptions {
                isolation_level: Some(IsolationLevel::RepeatableRead),
                access_mode: Some(AccessMode::ReadOnly),
                ..TransactionOptions::default()
            },
        };
        self.readers.begin_with_options(options).await
    }

    /// Gives the database its name if it has none yet, and answers it; a restored copy gets a new one (offline.md).
    ///
    /// # Errors
    /// The driver's own.
    pub async fn named(&self, now: i64) -> Result<Uuid, DbErr> {
        let tx = self.begin().await?;
        let row = instance::ActiveModel {
            id: Set(1),
            db_epoch: Set(Uuid::new_v4()),
            created_at: Set(now),
        };
        let keep = OnConflict::column(instance::Column::Id).do_nothing().to_owned();
        instance::Entity::insert(row)
            .on_conflict(keep)
            .exec_without_returning(&tx)
            .await?;
        let named = instance::Entity::find_by_id(1_i16).one(&tx).await?;
        tx.commit().await?;
        Ok(named
            .ok_or_else(|| DbErr::RecordNotFound("instance".to_owned()))?
            .db_epoch)
    }

    /// Writes a SQLite file anew and empties its log, so that no byte of what was deleted is left in either (T39). Writers
    /// wait meanwhile. PostgreSQL does that in its own time, page by page.
    ///
    /// # Errors
    /// The driver's own; somebody who reads for so long that the log cannot be emptied.
    pub async fn scrub(&self) -> anyhow::Result<()> {
        if self.backend() != DbBackend::Sqlite {
            return Ok(());
        }
        // The copy that is made on the way would be held in memory whole.
        self.writer.execute_unprepared("PRAGMA temp_store = FILE").await?;
        let written = self.writer.execute_unprepared("VACUUM").await;
        self.writer
            .execute_unprepared("PRAGMA temp_store = MEMORY")
            .await?;
        written?;
        let emptied = Statement::from_string(DbBackend::Sqlite, "PRAGMA wal_checkpoint(TRUNCATE)");
        let row = self
            .writer
            .query_one_raw(emptied)
            .await?
            .context("SQLite does not say how it did")?;
        let busy: i64 = row.try_get_by_index(0)?;
        ensure!(busy == 0, "somebody still reads what is to be forgotten");
        Ok(())
    }

    /// Closes all connections; SQLite then folds its log into the file.
    ///
    /// # Errors
    /// The driver's own.
    pub async fn close(self) -> Result<(), DbErr> {
        self.readers.close().await?;
        self.writer.close().await
    }
}

fn sqlite_options(path: &str, connections: u32, read_only: bool) -> ConnectOptions {
    let mut options = ConnectOptions::new(format!("sqlite://{path}?mode=rwc"));
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(PATIENCE)
        // A pooled connection to a file does not age, and must not be closed while another holds the log open.
        .idle_timeout(None::<Duration>)
        .max_lifetime(None::<Duration>)
        .test_before_acquire(false)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |sqlite| {
            let sqlite = sqlite
                .pragma("journal_mode", "WAL")
                .pragma("synchronous", "FULL")
                .pragma("foreign_keys", "ON")
                .pragma("temp_store", "MEMORY")
                // What is deleted is overwritten in its page at once.
                .pragma("secure_delete", "ON")
                .pragma("cache_size", if read_only { READER_CACHE } else { WRITER_CACHE })
                .busy_timeout(PATIENCE)
                .statement_cache_capacity(256);
            if read_only { sqlite.pragma("query_only", "ON") } else { sqlite }
        });
    options
}

async fn assert_sqlite_version(connection: &DatabaseConnection) -> anyhow::Result<()> {
    let row = connection
        .query_one_raw(Statement::from_string(
            DbBackend::Sqlite,
            "SELECT sqlite_version()",
        ))
        .await?
        .context("SQLite does not say its version")?;
    let version: String = row.try_get_by_index(0)?;
    accept_sqlite_version(&version)
}

fn accept_sqlite_version(version: &str) -> anyhow::Result<()> {
    let mut parts = version.split('.').map(|part| part.parse().unwrap_or(0));
    let found = (
        parts.next().unwrap_or(0),
        parts.next().unwrap_or(0),
        parts.next().unwrap_or(0),
    );
    ensure!(
        found >= SQLITE,
        "SQLite {version} can corrupt a database when it resets its log; {}.{}.{} or newer is needed",
        SQLITE.0,
        SQLITE.1,
        SQLITE.2
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t60_an_old_sqlite_is_refused() {
        assert!(accept_sqlite_version("3.51.3").is_ok());
        assert!(accept_sqlite_version("4.0.0").is_ok());
        for old in ["3.46.0", "3.51.2", "2.9.9", "nonsense"] {
            assert!(accept_sqlite_version(old).is_err(), "{old}");
        }
    }
}
