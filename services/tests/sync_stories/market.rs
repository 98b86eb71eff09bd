//! The real market, where the simulator has one in memory: the same few doors, and behind them the services and a database.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use domain::accounts::AccountType;
use domain::inventory::sync::market::{Device, Entry, Writer};
use domain::inventory::sync::wire::{Changes, Pull, Push, Stop};
use domain::inventory::sync::{Conflict, ConflictId, Outcome, Row, Topic};
use sea_orm::{QueryResult, Statement, TryGetable, Value};
use services::inventory::sync;
use services::proofs::Supplier;
use services::search::SearchRoom;
use tokio::runtime::Runtime;
use uuid::Uuid;

use crate::house::{House, On};
pub(crate) use crate::terms::{FORBIDDEN, Taken, UNREADABLE, schemas};
pub(crate) use crate::way::FORMS_CHANGE;
use crate::way::Way;

/// The first company of a new database.
pub(crate) const COMPANY: i64 = 1;
/// As many as the simulator has people.
const PEOPLE: i64 = 5;
/// All that a push writes, in an order in which rows may be put back.
const TABLES: [&str; 7] = [
    "company_seq",
    "market_seq",
    "lot",
    "lot_past",
    "sync_client",
    "sync_op",
    "sync_conflict",
];

/// A database that serves one story after the other.
pub(crate) struct Rig {
    runtime: Runtime,
    house: House,
    way: Way,
    proofs: BTreeMap<i64, Supplier>,
}

impl Rig {
    /// `None` where there is no PostgreSQL and nobody insists on one.
    pub(crate) fn open(on: On) -> Option<Rc<Self>> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("threads");
        let house = runtime.block_on(House::open(on))?;
        let proofs = runtime.block_on(colleagues(&house));
        let way = runtime.block_on(Way::open(&house));
        Some(Rc::new(Self {
            runtime,
            house,
            way,
            proofs,
        }))
    }

    pub(crate) fn close(self: Rc<Self>) {
        let Ok(Self {
            runtime, house, way, ..
        }) = Rc::try_unwrap(self).map_err(|_| ())
        else {
            panic!("a story is still being told")
        };
        way.end();
        runtime.block_on(house.close());
    }
}

/// Five people of one company, whose name no lot may hold.
async fn colleagues(house: &House) -> BTreeMap<i64, Supplier> {
    house.market.db.named(0).await.expect("is named");
    let mut proofs = BTreeMap::new();
    for user in 1..=PEOPLE {
        let email = format!("user{user}@acme.example");
        let name = if user == COMPANY { FORBIDDEN } else { "Elsewhere" };
        let opened = house.person(AccountType::Supplier, &email, name, false).await;
        assert_eq!(opened.account_id, user, "the simulator's number");
        house
            .run(&format!(
                "UPDATE membership SET company_id = {COMPANY} WHERE account_id = {user}"
            ))
            .await;
        proofs.insert(user, house.proof(&email).await);
    }
    house
        .run(&format!(
            "UPDATE company SET gone_at = 1, name = '-', trade_type = 'buyer', address = '', representative = ''
                WHERE id <> {COMPANY}"
        ))
        .await;
    proofs
}

/// What the checker looks at, read back from the tables after each push.
#[derive(Clone, Default)]
pub(crate) struct Tables {
    pub(crate) rows: BTreeMap<Uuid, Row>,
    pub(crate) devices: BTreeMap<Uuid, Device>,
    /// In the order of commits.
    pub(crate) ledger: Vec<Entry>,
    pub(crate) conflicts: BTreeMap<ConflictId, Conflict>,
    pub(crate) resolved: BTreeSet<ConflictId>,
    /// Change number, lot, version before and after.
    pub(crate) journal: Vec<(i64, Uuid, i32, i32)>,
    seq: i64,
    /// The copy of the database's tables that this goes with.
    copy: u32,
}

pub(crate) struct Market {
    pub(crate) tables: Tables,
    pub(crate) members: BTreeSet<i64>,
    pub(crate) newest: u16,
    pub(crate) broken: Option<String>,
    rig: Rc<Rig>,
    pub(crate) market: services::market::Market,
    copies: u32,
    /// Who may edit stock, as the tables say it.
    seated: BTreeSet<i64>,
    /// How far the simulator's clock is from the market's.
    ahead: i64,
}

/// When the simulator's clock begins.
const BEGINNING: i64 = 1_700_000_000_000;

impl Market {
    pub(crate) fn new(rig: &Rc<Rig>, members: BTreeSet<i64>) -> Self {
        let mut market = Self {
            tables: Tables::default(),
            members,
            newest: 1,
            broken: None,
            market: rig.house.market.clone(),
            copies: 0,
            seated: BTreeSet::new(),
            ahead: rig.house.market.now() - BEGINNING,
            rig: Rc::clone(rig),
        };
        for table in TABLES.into_iter().rev().filter(|table| !table.ends_with("_seq")) {
            market.run(&format!("DELETE FROM {table}"));
        }
        market.run("UPDATE company_seq SET seq = 0, whole = 0, forgotten = 0, cleared = 0");
        market.run("UPDATE market_seq SET seq = 0");
        market.begin_anew();
        market
    }

    fn run(&self, sql: &str) {
        self.rig.runtime.block_on(self.rig.house.run(sql));
    }

    /// As after a start: the search index is read from the tables.
    fn begin_anew(&mut self) {
        self.market.search = Arc::new(SearchRoom::new());
        let refreshed = self.rig.runtime.block_on(services::search::refresh(&self.market));
        refreshed.expect("builds the index");
        self.rig.way.begin_anew();
    }

    pub(crate) fn pull(&mut self, session: Option<i64>, pull: &Pull) -> Result<Changes, Stop> {
        self.seat();
        let rig = Rc::clone(&self.rig);
        rig.runtime
            .block_on(rig.way.pull(self, &rig.proofs, session, pull))
    }

    pub(crate) fn push(&mut self, session: Option<i64>, push: &Push, at: i64) -> Taken {
        self.seat();
        self.set_clock(at);
        let rig = Rc::clone(&self.rig);
        let answer = rig
            .runtime
            .block_on(rig.way.push(self, &rig.proofs, session, push));
        // Also of a push that nobody has heard of again.
        self.look(&rig.proofs[&push.user_id], push);
        answer.map_or(Taken::Lost, Taken::Answer)
    }

    /// Roles as the story wants them: whoever is no member may not edit stock.
    fn seat(&mut self) {
        if self.seated == self.members {
            return;
        }
        self.seated.clone_from(&self.members);
        let seats: Vec<String> = self.members.iter().map(i64::to_string).collect();
        let may = if seats.is_empty() {
            "0".to_owned()
        } else {
            seats.join(", ")
        };
        self.run(&format!(
            "UPDATE membership SET role = CASE WHEN account_id IN ({may}) THEN 'administrator' ELSE 'quotations' END"
        ));
    }

    fn set_clock(&self, at: i64) {
        let on = at + self.ahead - self.market.now();
        let on = u64::try_from(on).expect("the market's clock goes on");
        self.rig.house.wait(Duration::from_millis(on));
    }

    /// Reads what a push has written.
    fn look(&mut self, proof: &Supplier, push: &Push) {
        self.look_at_lots(proof, push);
        let (client, user) = (push.client_id, push.user_id);
        let known = self.tables.devices.get(&client).map_or(0, |device| device.last_n);
        let fresh = self.ask(
            "SELECT * FROM sync_op WHERE client_id = $1 AND n > $2 ORDER BY n",
            [client.into(), known.into()],
        );
        let mut last_n = known;
        for row in fresh {
            let entry = self.entry(&row);
            last_n = entry.n;
            for conflict in entry.outcome.conflicts() {
                self.tables.conflicts.insert(conflict.id, conflict.clone());
            }
            self.tables.ledger.push(entry);
        }
        let writer = Writer {
            user,
            company: COMPANY,
        };
        if last_n > 0 {
            self.tables.devices.insert(client, Device { writer, last_n });
        }
        if push.ops.iter().any(|op| !op.resolves.is_empty()) {
            let rows = self.ask("SELECT * FROM sync_conflict WHERE resolved_at IS NOT NULL", []);
            self.tables.resolved = rows.iter().map(conflict_id).collect();
        }
    }

    fn look_at_lots(&mut self, proof: &Supplier, push: &Push) {
        loop {
            let pull = Pull {
                user_id: push.user_id,
                company_id: COMPANY,
                since: self.tables.seq,
                whole: false,
                limit: 1_000,
                asks: Vec::new(),
            };
            let told = self
                .rig
                .runtime
                .block_on(sync::changes(&self.market, proof, &pull))
                .expect("does not break")
                .expect("is told");
            for row in told.rows {
                let before = self.tables.rows.get(&row.item_id);
                let was = before.map_or(0, |row| row.version);
                self.tables.journal.push((row.seq, row.item_id, was, row.version));
                self.tables.rows.insert(row.item_id, row);
            }
            self.tables.seq = told.next;
            if !told.more {
                return;
            }
        }
    }

    fn ask<const N: usize>(&self, sql: &str, values: [Value; N]) -> Vec<QueryResult> {
        use sea_orm::ConnectionTrait;
        let db = self.market.db.reader();
        let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
        let rows = self.rig.runtime.block_on(db.query_all_raw(statement));
        rows.expect("reads")
    }

    fn entry(&self, row: &QueryResult) -> Entry {
        let op_id: Uuid = of(row, "op_id");
        let word: String = of(row, "outcome");
        let version = of::<Option<i32>>(row, "version").unwrap_or_default();
        let why: Option<String> = of(row, "why");
        let outcome = match word.as_str() {
            "applied" => Outcome::Applied { version },
            "merged" => Outcome::Merged { version },
            "conflict" => {
                let sql = "SELECT * FROM sync_conflict WHERE op_id = $1 ORDER BY topic";
                let rows = self.ask(sql, [op_id.into()]);
                let conflicts = rows.iter().map(conflict).collect();
                Outcome::Conflict { version, conflicts }
            }
            _ => Outcome::Refused {
                why: serde_json::from_str(&why.expect("a reason")).expect("as written"),
            },
        };
        Entry {
            client_id: of(row, "client_id"),
            n: of(row, "n"),
            op_id,
            item_id: of(row, "item_id"),
            payload_hash: of(row, "payload_hash"),
            schema: u16::try_from(of::<i32>(row, "schema")).expect("small"),
            outcome,
            at: of(row, "decided_at"),
        }
    }

    /// What is committed is committed at once here: there is no batch on its way.
    pub(crate) fn commit(&mut self, _flight: u64) -> bool {
        false
    }

    pub(crate) fn crash(&mut self) {}

    /// From now on nothing goes wrong any more.
    pub(crate) fn heal(&mut self) {
        self.rig.way.heal();
    }

    /// Copies the tables, as a backup does.
    pub(crate) fn backup(&mut self) -> Tables {
        self.copies += 1;
        for table in TABLES {
            self.run(&format!(
                "CREATE TABLE kept_{}_{table} AS SELECT * FROM {table}",
                self.copies
            ));
        }
        Tables {
            copy: self.copies,
            ..self.tables.clone()
        }
    }

    /// Puts a backup back as an operator does: the tables, then a new life, then a start.
    pub(crate) fn restore(&mut self, backup: Tables, _epoch: Uuid) {
        for table in TABLES.into_iter().rev() {
            self.run(&format!("DELETE FROM {table}"));
        }
        for table in TABLES {
            self.run(&format!(
                "INSERT INTO {table} SELECT * FROM kept_{}_{table}",
                backup.copy
            ));
        }
        self.tables = backup;
        let begun = self.rig.runtime.block_on(sync::new_epoch(&self.market));
        begun.expect("begins a new life");
        self.begin_anew();
    }

    /// What does not hold between the tables at the end of a story.
    pub(crate) fn faults(&mut self) -> Vec<String> {
        self.seat();
        for copy in 1..=self.copies {
            for table in TABLES {
                self.run(&format!("DROP TABLE kept_{copy}_{table}"));
            }
        }
        let report = self.rig.runtime.block_on(services::verify::verify(&self.market));
        report.expect("verifies").faults
    }
}

fn of<T: TryGetable>(row: &QueryResult, column: &str) -> T {
    row.try_get("", column).expect("of the type that was asked for")
}

fn conflict_id(row: &QueryResult) -> ConflictId {
    let topic: String = of(row, "topic");
    let topics = [Topic::Identity, Topic::Quantity, Topic::Remarks, Topic::Row];
    let topic = topics.into_iter().find(|known| known.word() == topic);
    ConflictId {
        op_id: of(row, "op_id"),
        topic: topic.expect("a topic"),
    }
}

fn conflict(row: &QueryResult) -> Conflict {
    let about: String = of(row, "about");
    Conflict {
        id: conflict_id(row),
        item_id: of(row, "item_id"),
        about: serde_json::from_str(&about).expect("as written"),
        mine_by: of(row, "mine_by"),
        mine_at: of(row, "mine_at"),
        theirs_by: of(row, "theirs_by"),
        theirs_at: of(row, "theirs_at"),
    }
}
