//! A market of its own for each test, on either database, with a clock that is moved by hand and a letter box in memory.
//! What a test leaves behind is checked by `verify` when the house is closed.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "each program of tests uses a part of it"
)]

#[path = "house/forms.rs"]
pub mod forms;
#[path = "house/ground.rs"]
mod ground;
#[path = "house/sql.rs"]
mod sql;

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use domain::accounts::{AccountType, CompanyName, Email, PersonName, Phone, StaffRole};
use domain::language::Language;
use domain::owner::Owner;
use domain::persons::{PersonForm, PersonKind, PersonRegistrationForm};
use domain::search::results::Outcome as Answered;
pub use ground::{Ground, On};
use services::accounts::caller::Caller;
use services::accounts::opening::{self, NewAccount, NewCompany, Opened};
use services::accounts::passwords::{Cost, Passwords};
use services::accounts::persons;
use services::accounts::second_factor::authenticator;
use services::accounts::second_factor::step::{self, Advance, Entered, Shown};
use services::accounts::session::{self, SessionToken, SignedIn};
use services::accounts::sign_in::{self, Entry, Welcome};
use services::accounts::token::Token;
use services::clock::HandClock;
use services::database::Database;
use services::inventory::import::{self, Outcome, Received};
use services::jobs;
use services::limits::Limits;
use services::market::{Market, MarketSettings};
use services::post::MemoryPostman;
use services::proofs::Supplier;
use services::seal::Seal;
use services::search::SearchRoom;

/// 2026-11-21 03:00 UTC, noon in Japan.
pub const NOON: i64 = 1_795_230_000_000;
pub const SECOND: Duration = Duration::from_secs(1);
pub const MINUTE: Duration = Duration::from_secs(60);
pub const HOUR: Duration = Duration::from_secs(3_600);
pub const DAY: Duration = Duration::from_secs(24 * 3_600);
pub const PASSWORD: &str = "Open-sesame-1";
pub const HEADINGS: &str = "Manufacturer,Product name,Model,Quantity,Packing style,ROHS,DC,Location,Remarks";

/// Rounds of a race: the usual number, or that of the long check (`scripts/soak`).
pub fn rounds(usual: u16, long: u16) -> u16 {
    let is_long = std::env::var("REELSTOCK_LONG").is_ok_and(|word| word == "1");
    if is_long { long } else { usual }
}

pub struct House {
    pub market: Market,
    pub clock: Arc<HandClock>,
    pub post: Arc<MemoryPostman>,
    pub url: String,
    ground: Ground,
}

impl House {
    /// A fresh house. `None` where there is no PostgreSQL and nobody insists on one.
    pub async fn open(on: On) -> Option<Self> {
        let ground = Ground::open(on).await?;
        let url = ground.url.clone();
        let db = Database::open(&url).await.expect("opens");
        migration::bring_up_to_date(db.writer()).await.expect("migrates");
        let clock = Arc::new(HandClock::at(NOON));
        let post = Arc::new(MemoryPostman::new());
        let market = market(db, clock.clone(), post.clone());
        services::search::refresh(&market)
            .await
            .expect("builds the index");
        Some(Self {
            market,
            clock,
            post,
            url,
            ground,
        })
    }

    /// Another process on the same database.
    pub async fn other_process(&self) -> Market {
        let market = self.starting_process().await;
        services::search::refresh(&market)
            .await
            .expect("builds the index");
        market
    }

    /// One that has not built its index yet.
    pub async fn starting_process(&self) -> Market {
        let db = Database::open(&self.url).await.expect("opens");
        market(db, self.clock.clone(), self.post.clone())
    }

    pub async fn person(
        &self,
        account_type: AccountType,
        email: &str,
        company: &str,
        is_owner: bool,
    ) -> Opened {
        let new = NewAccount {
            account_type,
            email: Email::parse(email).expect("an address"),
            password: PASSWORD.to_owned(),
            name: PersonName::parse("山田 太郎").expect("a name"),
            furigana: None,
            phone: Phone::parse("JP", "03-1234-5678").expect("a number"),
            language: Language::En,
        };
        let company = (account_type != AccountType::Staff).then(|| NewCompany {
            name: CompanyName::parse(company).expect("a name"),
            country: "JP".to_owned(),
            is_owner,
        });
        opening::open(&self.market, new, company)
            .await
            .expect("opens an account")
    }

    /// One of the owner's people, in a role.
    /// A member of a company who came from another one, which is gone since.
    pub async fn colleague(&self, email: &str, company_id: i64) {
        let opened = self
            .person(AccountType::Supplier, email, "Elsewhere", false)
            .await;
        let (id, elsewhere) = (opened.account_id, opened.company_id.expect("a company"));
        self.run(&format!(
            "UPDATE membership SET company_id = {company_id}, role = 'member' WHERE account_id = {id}"
        ))
        .await;
        self.run(&format!(
            "UPDATE company SET gone_at = 1, name = '-', trade_type = 'buyer', address = '', representative = ''
                WHERE id = {elsewhere}"
        ))
        .await;
    }

    pub async fn member_of_staff(&self, email: &str, name: &str, role: StaffRole) {
        let new = NewAccount {
            account_type: AccountType::Staff,
            email: Email::parse(email).expect("an address"),
            password: PASSWORD.to_owned(),
            name: PersonName::parse(name).expect("a name"),
            furigana: None,
            phone: Phone::parse("JP", "03-1234-5678").expect("a number"),
            language: Language::Ja,
        };
        opening::open_staff(&self.market, new, role).await.expect("opens");
    }

    /// An account that is registered as an individual and as a corporation, linked with itself.
    pub async fn persons(&self, email: &str) -> Opened {
        let form = PersonForm {
            born: "1990-02-28".to_owned(),
            ..forms::person(PersonKind::Corporate)
        };
        let today = services::clock::today(self.clock.as_ref());
        let corporate = form.check(PersonKind::Corporate, today).expect("fits");
        let address = Email::parse(email).expect("an address");
        let opened = persons::opening::open(&self.market, &address, PASSWORD, &corporate, Language::En)
            .await
            .expect("opens an account");
        let (_, who) = self.sign_in(email, "corporate").await;
        let added = PersonRegistrationForm {
            person: PersonForm {
                corporate: email.to_owned(),
                ..form
            },
            agreed: Some("1".to_owned()),
            ..PersonRegistrationForm::default()
        };
        persons::adding::add(&self.market, &who, &caller(), PersonKind::Individual, &added)
            .await
            .expect("adds");
        opened
    }

    pub async fn supplier(&self, email: &str) -> Supplier {
        self.person(
            AccountType::Supplier,
            email,
            &format!("Company of {}", email.split('@').next().unwrap_or("x")),
            false,
        )
        .await;
        self.proof(email).await
    }

    pub async fn proof(&self, email: &str) -> Supplier {
        let email = Email::parse(email).expect("an address");
        services::accounts::supplier_named(&self.market, &email)
            .await
            .expect("a supplier")
    }

    pub async fn sign_in(&self, email: &str, account_type: &str) -> (SessionToken, SignedIn) {
        let form = forms::credentials(account_type, email, PASSWORD);
        let entry = sign_in::sign_in(&self.market, form, &caller(), None)
            .await
            .expect("signs in");
        let welcome = self.through(entry, email).await;
        let who = session::find(&self.market, &welcome.token)
            .await
            .expect("looks up")
            .expect("is signed in");
        (welcome.token, who)
    }

    /// Goes through the second step, where there is one: with the next code of the app, which is set up where it has to be.
    pub async fn through(&self, entry: Entry, email: &str) -> Welcome {
        match entry {
            Entry::Welcome(welcome) => welcome,
            Entry::SecondStep(token) => {
                let code = self.code(email).await;
                self.second_step(&token, &code).await.welcome
            }
        }
    }

    /// A right second step.
    pub async fn second_step(&self, token: &Token, code: &str) -> Entered {
        let shown = Shown::Code(code);
        match step::enter(&self.market, Some(token), shown, &caller(), None).await {
            Ok(Advance::In(entered)) => entered,
            other => panic!("{other:?}"),
        }
    }

    /// The next code that an account's app shows and that was not used yet.
    pub async fn code(&self, email: &str) -> String {
        let email = Email::parse(email).expect("an address");
        authenticator::code_for(&self.market, &email)
            .await
            .expect("has an app")
    }

    /// Receives a file and runs its job.
    pub async fn import(&self, supplier: &Supplier, csv: &str) -> Outcome {
        let received = import::receive(&self.market, supplier, "stock.csv", csv.as_bytes(), true)
            .await
            .expect("receives");
        let Received::Waiting(id) = received else {
            panic!("refused at the door: {received:?}")
        };
        jobs::run_due(&self.market).await.expect("runs");
        import::outcome(&self.market, supplier, id).await.expect("tells")
    }

    /// Stocks lots of the given models, ten pieces each.
    pub async fn stock(&self, supplier: &Supplier, models: &[&str]) {
        let rows: Vec<String> = models
            .iter()
            .map(|model| format!("Maker,IC,{model},10,Reel,ROHS,2020,Japan,"))
            .collect();
        let outcome = self
            .import(supplier, &format!("{HEADINGS}\n{}\n", rows.join("\n")))
            .await;
        assert_eq!(
            outcome,
            Outcome::Imported {
                rows: models.len() as u32
            }
        );
    }

    pub fn wait(&self, by: Duration) {
        self.clock.advance(by);
    }

    /// Sends what waits and answers it, the oldest first.
    pub async fn letters(&self) -> Vec<services::post::ReadyMail> {
        services::post::send_due(&self.market).await.expect("sends");
        let mut letters = self.post.take();
        // Several are sent at a time, in whatever order they are through.
        letters.sort_by_key(|letter| letter.date);
        letters
    }

    /// Checks that everything still holds.
    pub async fn close(self) {
        let report = services::verify::verify(&self.market).await.expect("verifies");
        assert_eq!(report.faults, Vec::<String>::new());
        self.abandon().await;
    }

    /// Leaves without a look back: rows that only a bench has written are no market.
    pub async fn abandon(self) {
        self.market.db.clone().close().await.expect("closes");
        self.ground.close().await;
    }
}

/// How many lots are found, without anybody signed in.
pub async fn found(market: &Market, text: &str) -> u32 {
    let page = services::search::find(market, None, &format!("q={text}"))
        .await
        .expect("finds");
    match page.outcome {
        Answered::Searched(results) => results.total_lots,
        other => panic!("{other:?}"),
    }
}

/// The welcome of somebody who has no second factor.
pub fn only_step(entry: Entry) -> Welcome {
    match entry {
        Entry::Welcome(welcome) => welcome,
        Entry::SecondStep(_) => panic!("asked for a second step"),
    }
}

/// A browser that has never been here.
pub fn caller() -> Caller {
    Caller {
        ip: IpAddr::from([192, 0, 2, 1]),
        language: Language::En,
        agent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0".to_owned(),
        device: None,
        waiting: None,
    }
}

fn market(db: Database, clock: Arc<HandClock>, post: Arc<MemoryPostman>) -> Market {
    Market {
        db,
        limits: Arc::new(Limits::new(clock.clone(), NonZeroU32::MIN)),
        seal: Arc::new(Seal::new([7; 32])),
        clock,
        settings: Arc::new(MarketSettings {
            public_base_url: "https://parts.example".to_owned(),
            owner: Owner::plain(
                "Reelstock",
                "desk@owner.example",
                Language::Ja,
                "noreply@owner.example",
            )
            .expect("is enough"),
            answer_floor: Duration::ZERO,
            sign_in_codes: false,
        }),
        postman: post,
        passwords: Arc::new(
            Passwords::new(
                Cost {
                    memory: 64,
                    passes: 1,
                },
                2,
            )
            .expect("a cost argon2 accepts"),
        ),
        search: Arc::new(SearchRoom::new()),
    }
}

/// Makes a test of a function on each database: `on_both!(name);` for `async fn name(house: &House)`.
#[macro_export]
macro_rules! on_both {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    let house = $crate::support::house::House::open($crate::support::house::On::Sqlite).await.expect("SQLite is always there");
                    super::$name(&house).await;
                    house.close().await;
                }
            )+
        }
        mod postgres {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    let Some(house) = $crate::support::house::House::open($crate::support::house::On::Postgres).await else { return };
                    super::$name(&house).await;
                    house.close().await;
                }
            )+
        }
    };
}
