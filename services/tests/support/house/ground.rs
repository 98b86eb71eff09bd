//! The databases that tests stand on: an empty one for each test, on SQLite and on PostgreSQL.

use sea_orm::ConnectionTrait;

/// The two databases that every service test runs on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum On {
    Sqlite,
    Postgres,
}

/// An empty database of its own.
pub struct Ground {
    pub url: String,
    folder: tempfile::TempDir,
    /// The server that it was made on.
    postgres: Option<String>,
}

impl Ground {
    /// `None` where there is no PostgreSQL and nobody insists on one.
    pub async fn open(on: On) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (url, postgres) = match on {
            On::Sqlite => (
                format!("sqlite:{}", folder.path().join("test.db").display()),
                None,
            ),
            On::Postgres => {
                let (server, url) = new_postgres().await?;
                (url, Some(server))
            }
        };
        Some(Self {
            url,
            folder,
            postgres,
        })
    }

    pub async fn close(self) {
        drop(self.folder);
        if let Some(server) = self.postgres {
            drop_postgres(&server, &self.url).await;
        }
    }
}

/// A new database on the server that the tests were given: the server's address and the database's.
async fn new_postgres() -> Option<(String, String)> {
    let Ok(server) = std::env::var("REELSTOCK_TEST_POSTGRES") else {
        let insists = std::env::var("REELSTOCK_REQUIRE_POSTGRES").is_ok_and(|word| word == "1");
        assert!(
            !insists,
            "REELSTOCK_TEST_POSTGRES names no server, and these tests must not be skipped"
        );
        return None;
    };
    let name = format!("house_{}", uuid::Uuid::new_v4().simple());
    run_on(&server, &format!("CREATE DATABASE {name}")).await;
    let (base, options) = server
        .split_once('?')
        .map_or((server.as_str(), None), |(base, options)| (base, Some(options)));
    let root = base.rsplit_once('/').map_or(base, |(root, _)| root);
    let url = options.map_or_else(
        || format!("{root}/{name}"),
        |options| format!("{root}/{name}?{options}"),
    );
    Some((server, url))
}

async fn drop_postgres(server: &str, url: &str) {
    let name = url
        .split('?')
        .next()
        .and_then(|base| base.rsplit('/').next())
        .unwrap_or_default();
    run_on(server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
}

async fn run_on(server: &str, sql: &str) {
    let connection = sea_orm::Database::connect(server)
        .await
        .expect("the PostgreSQL server of the tests answers");
    connection
        .execute_unprepared(sql)
        .await
        .expect("the statement runs");
    connection.close().await.expect("closes");
}
