//! A queue and a log of 50,000 rows each, and an administrator before the door.

use domain::accounts::{AccountType, ProfileForm};
use sea_orm::{ConnectionTrait, Statement};

use crate::report::{Report, timed};
use crate::support::door::Door;
use crate::support::house::{House, NOON, On};

const DESK: &str = "desk@owner.example";
/// Rows of a page.
const PAGE: usize = 50;

/// Statements that both databases understand.
const ROWS: &[&str] = &[
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000)
     INSERT INTO company (id, name, trade_type, country, created_at)
     SELECT 100000 + i, 'Harbour ' || i, 'buyer', 'JP', 0 FROM n",
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000)
     INSERT INTO account (id, number, password_hash, name, furigana, phone_country, phone, language, state, created_at)
     SELECT 100000 + i, CAST(500000000 + i AS TEXT), '$argon2id$', 'Anna ' || i, '', 'JP', '03-1234-5678', 'en', 'active', 0 FROM n",
];
/// `$1` is a profile as JSON, `$2` the administrator, `$3` now. One in ten was approved, one rejected, one asked; a third is the administrator's. One came in a minute.
const APPLICATIONS: &str = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000)
    INSERT INTO application (id, company_id, account_id, kind, state, profile, reason, created_at, decided_at, asked_at, question,
        sent_at, due_at, assigned_to, sought)
    SELECT i, 100000 + i, 100000 + i, CASE WHEN i % 5 = 0 THEN 'registration' ELSE 'change' END,
        CASE i % 10 WHEN 8 THEN 'approved' WHEN 9 THEN 'rejected' ELSE 'pending' END, $1, '',
        $3 - CAST(i AS BIGINT) * 60000,
        CASE WHEN i % 10 >= 8 THEN $3 - CAST(i AS BIGINT) * 30000 END,
        CASE WHEN i % 10 = 7 THEN $3 END, CASE WHEN i % 10 = 7 THEN 'Which?' ELSE '' END,
        $3 - CAST(i AS BIGINT) * 60000, $3 - CAST(i AS BIGINT) * 60000 + 259200000,
        CASE WHEN i % 3 = 0 THEN $2 END,
        'HARBOUR ' || i || ' ANNA QUAY ANNA' || i || '@HARBOUR.EXAMPLE ' || (500000000 + i) FROM n";
const SUBMISSIONS: &str = "INSERT INTO submission (application_id, company_id, profile, answer, sent_at)
    SELECT id, company_id, profile, '', sent_at FROM application";
/// `$1` is the administrator, `$2` now. One entry a minute, every seventh from the command line.
const AUDIT: &str = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000)
    INSERT INTO audit (number, at, actor, action, application_id, about_account, about_company, details, network, salt, sealed, chain)
    SELECT 1000 + i, $2 - CAST(50000 - i AS BIGINT) * 60000, CASE WHEN i % 7 <> 0 THEN $1 END,
        CASE i % 5 WHEN 0 THEN 'application_approved' WHEN 1 THEN 'application_rejected' WHEN 2 THEN 'application_asked'
            WHEN 3 THEN 'application_taken' ELSE 'application_noted' END,
        i, 100000 + i, 100000 + i, 'Seen.', '192.0.2.1', CAST(i AS TEXT),
        substr('0000000000000000000000000000000000000000000000000000000000000000', 1, 64 - length(CAST(i AS TEXT))) || CAST(i AS TEXT),
        substr('0000000000000000000000000000000000000000000000000000000000000000', 1, 64 - length(CAST(i AS TEXT))) || CAST(i AS TEXT)
    FROM n";

pub(crate) struct Ground {
    pub(crate) house: House,
    pub(crate) door: Door,
    pub(crate) name: &'static str,
}

/// What the database answers by itself.
pub(crate) struct Found {
    /// How many rows there are like these.
    pub(crate) rows: i64,
    /// Those on the page.
    pub(crate) shown: usize,
}

impl Ground {
    /// `None` where there is no PostgreSQL.
    pub(crate) async fn prepare(on: On, report: &mut Report) -> Option<Self> {
        let house = House::open(on).await?;
        let name = if on == On::Sqlite { "SQLite" } else { "PostgreSQL" };
        let staff = house.person(AccountType::Staff, DESK, "", false).await.account_id;
        let (filling, ()) = timed(fill(&house, staff)).await;
        report.note(
            &format!("{name}, the ground"),
            &format!(
                "50,000 applications and 50,000 entries, written in {:.1} s",
                filling.as_secs_f64()
            ),
        );
        if on == On::Postgres {
            // As its housekeeping does by itself after a while.
            run(&house, "ANALYZE").await;
        }
        let mut door = Door::of(&house);
        let answer = door.sign_in_fully(&house, DESK, "staff").await;
        assert!(answer.status.is_redirection(), "{}", answer.body);
        Some(Self { house, door, name })
    }

    /// Asks for rows, and then for their number.
    pub(crate) async fn straight(&self, rows: &str, count: &str) -> Found {
        let db = &self.house.market.db;
        let of = |sql: &str| Statement::from_string(db.backend(), sql);
        let rows = db.reader().query_all_raw(of(rows)).await.expect("reads");
        let count = db.reader().query_one_raw(of(count)).await.expect("counts");
        Found {
            rows: count.expect("a row").try_get_by_index(0).expect("a number"),
            shown: rows.len().min(PAGE),
        }
    }
}

async fn fill(house: &House, staff: i64) {
    for sql in ROWS {
        run(house, sql).await;
    }
    let profile = ProfileForm {
        name: "Anna Quay".to_owned(),
        company: "Harbour & Sons".to_owned(),
        address: "1-1 Chiyoda, Tokyo".to_owned(),
        business: "Electronic parts, of all kinds and from everywhere".to_owned(),
        ..ProfileForm::default()
    };
    let profile = serde_json::to_string(&profile).expect("data");
    let db = &house.market.db;
    for (sql, values) in [
        (APPLICATIONS, vec![profile.into(), staff.into(), NOON.into()]),
        (SUBMISSIONS, Vec::new()),
        (AUDIT, vec![staff.into(), NOON.into()]),
    ] {
        let filled = Statement::from_sql_and_values(db.backend(), sql, values);
        db.writer().execute_raw(filled).await.expect("fills");
    }
}

async fn run(house: &House, sql: &str) {
    house
        .market
        .db
        .writer()
        .execute_unprepared(sql)
        .await
        .expect("runs");
}
