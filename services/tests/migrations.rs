//! How the tables come to be when things go wrong (T62): two servers start at once, a statement fails, the power goes at
//! any step. Each time the tables are there whole or not at all, and in the end they are those of a fresh database.

use std::collections::BTreeSet;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

use crate::support::house::{Ground, On};
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement};
use services::database::Database;

/// Servers that start at the same moment, and how often they do.
const RUNNERS: usize = 4;
const RACES: usize = 3;

/// What the database says about its own shape, one line for each thing; sorted by the database.
const SHAPE_OF_SQLITE: &str = "
    SELECT type || ' ' || name || ' on ' || tbl_name || ': ' || COALESCE(sql, '') AS line FROM sqlite_master
    UNION ALL SELECT 'migration ' || version FROM seaql_migrations
    UNION ALL SELECT 'market number ' || id || ' ' || seq FROM market_seq ORDER BY 1";
const SHAPE_OF_POSTGRES: &str = "
    SELECT 'column ' || table_name || '.' || ordinal_position || ' ' || column_name || ' ' || data_type || ' '
        || COALESCE(character_maximum_length::text, '') || ' ' || is_nullable || ' ' || is_identity || ' ' || COALESCE(column_default, '') AS line
        FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT 'constraint ' || conrelid::regclass::text || ' ' || conname || ' ' || pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT 'migration ' || version FROM seaql_migrations
    UNION ALL SELECT 'market number ' || id || ' ' || seq FROM market_seq ORDER BY 1";
/// Tables, and the indexes that statements of ours have made.
const NAMES_IN_SQLITE: &str =
    "SELECT name AS line FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY 1";
const NAMES_IN_POSTGRES: &str = "
    SELECT relname AS line FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'i')
        AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = c.oid) ORDER BY 1";
/// The book of the migrations is made by the library before the first of them.
const BOOK: &str = "seaql_migrations";

#[derive(FromQueryResult)]
struct Line {
    line: String,
}

async fn lines(db: &Database, sqlite: &'static str, postgres: &'static str) -> Vec<String> {
    let sql = if db.backend() == DbBackend::Postgres {
        postgres
    } else {
        sqlite
    };
    let rows = Line::find_by_statement(Statement::from_string(db.backend(), sql))
        .all(db.reader())
        .await
        .expect("reads");
    rows.into_iter().map(|row| row.line).collect()
}

async fn shape(db: &Database) -> Vec<String> {
    lines(db, SHAPE_OF_SQLITE, SHAPE_OF_POSTGRES).await
}

async fn names(db: &Database) -> Vec<String> {
    lines(db, NAMES_IN_SQLITE, NAMES_IN_POSTGRES).await
}

async fn open(ground: &Ground) -> Database {
    Database::open(&ground.url).await.expect("opens")
}

/// The names and the shape that undisturbed migrations give.
async fn undisturbed(on: On) -> Option<(Vec<String>, Vec<String>)> {
    let ground = Ground::open(on).await?;
    let db = open(&ground).await;
    migration::bring_up_to_date(db.writer()).await.expect("migrates");
    let told = (names(&db).await, shape(&db).await);
    db.close().await.expect("closes");
    ground.close().await;
    Some(told)
}

async fn t62_servers_that_start_at_once_migrate_once(on: On) {
    let Some((_, expected)) = undisturbed(on).await else {
        return;
    };
    for _ in 0..RACES {
        let ground = Ground::open(on).await.expect("there was one before");
        let mut runners = Vec::new();
        for _ in 0..RUNNERS {
            runners.push(open(&ground).await);
        }
        let runs: Vec<_> = runners
            .into_iter()
            .map(|db| {
                tokio::spawn(async move {
                    let ran = migration::bring_up_to_date(db.writer()).await.expect("migrates");
                    db.close().await.expect("closes");
                    ran
                })
            })
            .collect();
        let mut ran = Vec::new();
        for run in runs {
            ran.push(run.await.expect("does not panic"));
        }
        let db = open(&ground).await;
        assert_eq!(shape(&db).await, expected);
        let migrations = expected
            .iter()
            .filter(|line| line.starts_with("migration "))
            .count();
        ran.sort_unstable();
        assert_eq!(ran, [0, 0, 0, migrations], "one runs them all");
        db.close().await.expect("closes");
        ground.close().await;
    }
}

/// Every statement that makes something fails once, because what it makes is in its way already.
async fn t62_a_statement_that_fails_leaves_nothing(on: On) {
    let Some((made, expected)) = undisturbed(on).await else {
        return;
    };
    let ground = Ground::open(on).await.expect("there was one before");
    let db = open(&ground).await;
    for name in made.iter().filter(|name| *name != BOOK) {
        let make = format!("CREATE TABLE {name} (in_the_way INTEGER)");
        db.writer().execute_unprepared(&make).await.expect("makes");
        migration::bring_up_to_date(db.writer())
            .await
            .expect_err("a statement fails");
        assert_eq!(names(&db).await, [name.as_str()], "nothing else is there");
        let drop = format!("DROP TABLE {name}");
        db.writer().execute_unprepared(&drop).await.expect("drops");
    }
    migration::bring_up_to_date(db.writer()).await.expect("migrates");
    assert_eq!(shape(&db).await, expected);
    db.close().await.expect("closes");
    ground.close().await;
}

/// Runs until the future has waited so many times, and then no further. Tells whether it came to its end.
async fn cut_short(work: impl Future<Output = usize>, waits: usize) -> bool {
    let mut work = pin!(work);
    let mut left = waits;
    poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(_) => Poll::Ready(true),
        Poll::Pending if left == 0 => Poll::Ready(false),
        Poll::Pending => {
            left -= 1;
            Poll::Pending
        }
    })
    .await
}

/// Every wait for the database is the last one once: the process is gone, and a new one starts.
async fn t62_cut_short_at_any_step_it_is_whole_after_a_restart(on: On) {
    let Some((made, expected)) = undisturbed(on).await else {
        return;
    };
    let ground = Ground::open(on).await.expect("there was one before");
    let mut states = BTreeSet::new();
    for waits in 0.. {
        let db = open(&ground).await;
        let work = async { migration::bring_up_to_date(db.writer()).await.expect("migrates") };
        let done = cut_short(work, waits).await;
        db.close().await.expect("closes");
        let db = open(&ground).await;
        let there = names(&db).await;
        assert!(
            there.is_empty() || there == made,
            "cut after {waits} waits: {there:?}"
        );
        states.insert(there.len());
        db.close().await.expect("closes");
        if done {
            // How often depends on how fast the database answers: what is there already is not waited for.
            assert!(waits > 12, "it was cut short in many places: {waits}");
            break;
        }
    }
    assert_eq!(states, BTreeSet::from([0, made.len()]));
    let db = open(&ground).await;
    assert_eq!(shape(&db).await, expected);
    db.close().await.expect("closes");
    ground.close().await;
}

/// As `on_both!`, for tests that begin before there are tables.
macro_rules! on_both_grounds {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    super::$name(super::On::Sqlite).await;
                }
            )+
        }
        mod postgres {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    super::$name(super::On::Postgres).await;
                }
            )+
        }
    };
}

on_both_grounds!(
    t62_servers_that_start_at_once_migrate_once,
    t62_a_statement_that_fails_leaves_nothing,
    t62_cut_short_at_any_step_it_is_whole_after_a_restart,
);
