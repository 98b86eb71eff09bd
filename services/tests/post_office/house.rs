//! What these tests share: an empty database on each backend, a clock moved by hand, and mails to send.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use domain::language::Language;
use domain::owner::Owner;
use domain::quotations::RequestNumber;
use sea_orm::{ConnectionTrait, Statement};
use services::clock::{Clock, HandClock};
use services::database::Database;
use services::market::MarketSettings;
use services::post::{DeliveryFault, Mail, Parcel, PostOffice, Postman, RequestCopy, RequestedPart, enqueue};
use services::seal::Seal;
use uuid::Uuid;

/// 21 November 2026, 14:33 UTC.
pub(crate) const NOW: i64 = 1_795_271_580_000;

/// A database and a clock.
pub(crate) struct PostHouse {
    pub(crate) db: Database,
    pub(crate) clock: Arc<HandClock>,
    pub(crate) settings: Arc<MarketSettings>,
    /// Keeps the SQLite file until the test is over.
    _folder: Option<tempfile::TempDir>,
}

/// A row of the outbox.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) state: String,
    pub(crate) attempts: i32,
    pub(crate) due_at: i64,
    pub(crate) finished_at: Option<i64>,
    pub(crate) last_error: Option<String>,
}

impl PostHouse {
    /// One on SQLite, and one on PostgreSQL where `REELSTOCK_TEST_POSTGRES` names a server.
    pub(crate) async fn each() -> Vec<Self> {
        let folder = tempfile::tempdir().expect("a folder");
        let mut houses = vec![
            Self::at(
                &format!("sqlite:{}/post.db", folder.path().display()),
                Some(folder),
            )
            .await,
        ];
        match std::env::var("REELSTOCK_TEST_POSTGRES") {
            Ok(server) => houses.push(Self::at(&new_database(&server).await, None).await),
            Err(_) => assert!(
                std::env::var("REELSTOCK_REQUIRE_POSTGRES").as_deref() != Ok("1"),
                "REELSTOCK_TEST_POSTGRES must name a PostgreSQL server"
            ),
        }
        houses
    }

    async fn at(url: &str, folder: Option<tempfile::TempDir>) -> Self {
        let db = Database::open(url).await.expect("a database");
        migration::bring_up_to_date(db.writer()).await.expect("tables");
        let settings = MarketSettings {
            public_base_url: "https://parts.example".into(),
            owner: Owner::plain(
                "Reelstock",
                "desk@parts.example",
                Language::Ja,
                "no-reply@parts.example",
            )
            .expect("is enough"),
            answer_floor: Duration::ZERO,
            sign_in_codes: false,
        };
        Self {
            db,
            clock: Arc::new(HandClock::at(NOW)),
            settings: Arc::new(settings),
            _folder: folder,
        }
    }

    /// A post office of this house.
    pub(crate) fn office(&self, postman: &Arc<impl Postman + 'static>) -> PostOffice {
        PostOffice {
            db: self.db.clone(),
            clock: Arc::clone(&self.clock) as Arc<dyn Clock>,
            postman: Arc::clone(postman) as Arc<dyn Postman>,
            settings: Arc::clone(&self.settings),
            seal: Arc::new(Seal::new([7; 32])),
        }
    }

    pub(crate) fn advance(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }

    /// Puts a mail into the outbox; its key is the reader's address.
    pub(crate) async fn post(&self, recipient: &str) {
        self.post_mail(&mail("TC74HC4050AFTEL"), recipient, None).await;
    }

    pub(crate) async fn post_mail(&self, mail: &Mail, recipient: &str, expires_at: Option<i64>) {
        let tx = self.db.begin().await.expect("a transaction");
        let parcel = Parcel {
            mail,
            recipient,
            language: Language::En,
            dedupe_key: recipient.to_owned(),
            expires_at,
        };
        enqueue(&tx, self.clock.now(), &parcel)
            .await
            .expect("a mail in the outbox");
        tx.commit().await.expect("a commit");
    }

    /// Many mails in one transaction.
    pub(crate) async fn post_all(&self, recipients: &[String]) {
        let tx = self.db.begin().await.expect("a transaction");
        let mail = mail("TC74HC4050AFTEL");
        for recipient in recipients {
            let parcel = Parcel {
                mail: &mail,
                recipient,
                language: Language::En,
                dedupe_key: recipient.clone(),
                expires_at: None,
            };
            enqueue(&tx, self.clock.now(), &parcel)
                .await
                .expect("a mail in the outbox");
        }
        tx.commit().await.expect("a commit");
    }

    /// How many mails are in which state.
    pub(crate) async fn states(&self) -> BTreeMap<String, i64> {
        let sql = "SELECT state, COUNT(*) FROM outbox GROUP BY state";
        let rows = self
            .db
            .reader()
            .query_all_raw(Statement::from_string(self.db.backend(), sql))
            .await
            .expect("rows");
        rows.iter()
            .map(|row| {
                (
                    row.try_get_by_index(0).expect("a state"),
                    row.try_get_by_index(1).expect("a count"),
                )
            })
            .collect()
    }

    /// The row of a key.
    pub(crate) async fn row(&self, key: &str) -> Row {
        let sql = "SELECT state, attempts, due_at, finished_at, last_error FROM outbox WHERE dedupe_key = $1";
        let statement = Statement::from_sql_and_values(self.db.backend(), sql, [key.into()]);
        let row = self
            .db
            .reader()
            .query_one_raw(statement)
            .await
            .expect("an answer")
            .expect("a row");
        Row {
            state: row.try_get_by_index(0).expect("a state"),
            attempts: row.try_get_by_index(1).expect("a count"),
            due_at: row.try_get_by_index(2).expect("an instant"),
            finished_at: row.try_get_by_index(3).expect("an instant"),
            last_error: row.try_get_by_index(4).expect("a text"),
        }
    }

    /// Runs a statement against the rules of the house.
    pub(crate) async fn meddle(&self, sql: &str) {
        self.db
            .writer()
            .execute_unprepared(sql)
            .await
            .expect("a statement");
    }
}

/// A mail about one part.
pub(crate) fn mail(model: &str) -> Mail {
    let part = RequestedPart {
        model: model.into(),
        manufacturer: "TOSHIBA".into(),
        quantity: 300,
    };
    Mail::RequestCopy(RequestCopy {
        number: RequestNumber(42),
        receipt: Uuid::from_u128(42),
        lines: vec![part],
    })
}

/// `a0@d0.example`, `a1@d1.example`, … over so many domains.
pub(crate) fn readers(count: usize, domains: usize) -> Vec<String> {
    (0..count)
        .map(|n| format!("a{n}@d{}.example", n % domains))
        .collect()
}

/// Counts of states, to compare with.
pub(crate) fn counts<const N: usize>(states: [(&str, i64); N]) -> BTreeMap<String, i64> {
    states
        .into_iter()
        .map(|(state, count)| (state.to_owned(), count))
        .collect()
}

async fn new_database(server: &str) -> String {
    let name = format!("post_{}", Uuid::new_v4().simple());
    let admin = sea_orm::Database::connect(server)
        .await
        .expect("REELSTOCK_TEST_POSTGRES answers");
    admin
        .execute_unprepared(&format!("CREATE DATABASE {name}"))
        .await
        .expect("a database of its own");
    admin.close().await.expect("closed");
    let (address, query) = server
        .split_once('?')
        .map_or((server, String::new()), |(address, query)| {
            (address, format!("?{query}"))
        });
    let slashes = address.find("://").map_or(0, |at| at + 3);
    let host = address[slashes..]
        .find('/')
        .map_or(address, |at| &address[..slashes + at]);
    format!("{host}/{name}{query}")
}

/// Nobody there.
pub(crate) fn passing() -> Result<(), DeliveryFault> {
    Err(DeliveryFault::Passing("nobody there".into()))
}

/// Turned away for now.
pub(crate) fn rejected() -> Result<(), DeliveryFault> {
    Err(DeliveryFault::Rejected("450 later".into()))
}
