//! How the tables grew, on SQLite and on PostgreSQL alike.
//!
//! A migration is a list of statements in the SQL that both understand; the few words they spell differently are
//! written as `{identity}`, `{bytes}` and `{uuid}` (see [`dialect`]). What a table promises stands in its constraints:
//! a wrong state should be impossible to store, not merely unlikely. Instants are milliseconds since 1970 in UTC.
//!
//! [`bring_up_to_date`] runs what is missing in one transaction under a lock, so that two servers may start at once
//! and a start that dies half way leaves nothing behind.

mod dialect;
mod m20261121_000001_accounts;
mod m20261121_000002_inventory;
mod m20261121_000003_quotations;
mod m20261121_000004_post_and_jobs;
mod m20261122_000005_identity;
mod m20261122_000006_contact;
mod m20261122_000007_leaving;
mod m20261122_000008_upkeep;
mod m20261122_000009_users;
mod m20261122_000010_console;
mod m20261122_000011_companies;
mod m20261122_000012_people;
mod m20261122_000013_desk;
mod m20261122_000014_overview;
mod m20261122_000015_profiles;
mod m20261122_000019_deleted_lots;
mod m20261122_000020_owner;
mod m20261122_000021_sync;
mod m20261122_000022_importing;
mod m20261122_000023_removed_people;
mod m20261122_000024_api;
mod m20261122_000025_reminders;
mod m20261122_000026_file_references;
mod m20261122_000027_undone_imports;
mod m20261123_000028_private_requests;
mod m20261123_000029_deleted_references;
mod m20261123_000030_sought;
mod m20261123_000031_notice_changes;
mod m20261124_000032_named_devices;

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};

/// All migrations, oldest first. One that has been released is never edited: a new one follows it.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261121_000001_accounts::Migration),
            Box::new(m20261121_000002_inventory::Migration),
            Box::new(m20261121_000003_quotations::Migration),
            Box::new(m20261121_000004_post_and_jobs::Migration),
            Box::new(m20261122_000005_identity::Migration),
            Box::new(m20261122_000006_contact::Migration),
            Box::new(m20261122_000007_leaving::Migration),
            Box::new(m20261122_000008_upkeep::Migration),
            Box::new(m20261122_000009_users::Migration),
            Box::new(m20261122_000010_console::Migration),
            Box::new(m20261122_000011_companies::Migration),
            Box::new(m20261122_000012_people::Migration),
            Box::new(m20261122_000013_desk::Migration),
            Box::new(m20261122_000014_overview::Migration),
            Box::new(m20261122_000015_profiles::Migration),
            Box::new(m20261122_000019_deleted_lots::Migration),
            Box::new(m20261122_000020_owner::Migration),
            Box::new(m20261122_000021_sync::Migration),
            Box::new(m20261122_000022_importing::Migration),
            Box::new(m20261122_000023_removed_people::Migration),
            Box::new(m20261122_000024_api::Migration),
            Box::new(m20261122_000025_reminders::Migration),
            Box::new(m20261122_000026_file_references::Migration),
            Box::new(m20261122_000027_undone_imports::Migration),
            Box::new(m20261123_000028_private_requests::Migration),
            Box::new(m20261123_000029_deleted_references::Migration),
            Box::new(m20261123_000030_sought::Migration),
            Box::new(m20261123_000031_notice_changes::Migration),
            Box::new(m20261124_000032_named_devices::Migration),
        ]
    }
}

/// Any number of our own; it names the migration lock among PostgreSQL's advisory locks.
const LOCK: i64 = 7_326_552_011;

/// Runs the migrations that are missing and says how many there were.
///
/// # Errors
/// The database's own error; nothing has been changed then.
pub async fn bring_up_to_date(writer: &DatabaseConnection) -> Result<usize, DbErr> {
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    let transaction = writer.begin_with_options(options).await?;
    if writer.get_database_backend() == DbBackend::Postgres {
        transaction
            .execute_unprepared(&format!("SELECT pg_advisory_xact_lock({LOCK})"))
            .await?;
    }
    let pending = Migrator::get_pending_migrations(&transaction).await?.len();
    if pending > 0 {
        Migrator::up(&transaction, None).await?;
    }
    transaction.commit().await?;
    Ok(pending)
}
