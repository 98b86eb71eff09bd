//! The console with a queue and a log of 50,000 rows each: every page and filter against the same query run straight on the
//! database.
//!
//! `cargo bench -p server --bench console`. On SQLite, and on PostgreSQL where `REELSTOCK_TEST_POSTGRES` names one. The page's
//! side is the whole answer that scripts get, through the real router, in the process; the other side is what the page shows,
//! read by two statements (the rows and their number) on the same connections. Both take turns.
#![expect(clippy::print_stdout, reason = "a bench says what it measured")]
#![recursion_limit = "512"]

#[path = "../tests/support/door.rs"]
mod door;
#[path = "../../services/tests/support/house.rs"]
mod house;
#[expect(dead_code, reason = "the bench of the market uses the rest of it")]
#[path = "market/report.rs"]
mod report;

#[path = "console/ground.rs"]
mod ground;
#[path = "console/questions.rs"]
mod questions;

use std::time::Duration;

use ground::Ground;
use house::On;
use questions::{AUDIT, QUEUE, Question};
use report::{Report, Target, ratio, timed};

/// How often each is asked.
const ROUNDS: usize = 60;
const WARM: usize = 5;

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("threads are to be had");
    // The measuring itself shares the threads of what it measures, as a server does.
    runtime.block_on(async { tokio::spawn(measure()).await.expect("nothing panics") });
}

async fn measure() {
    let mut report = Report::default();
    for on in [On::Sqlite, On::Postgres] {
        let Some(mut ground) = Ground::prepare(on, &mut report).await else {
            continue;
        };
        for (endpoint, questions) in [("console/applications", QUEUE), ("console/audit", AUDIT)] {
            for question in questions {
                compare(&mut ground, &mut report, endpoint, question).await;
            }
        }
        overview(&mut ground, &mut report).await;
        // Fifty thousand applications without their mails are no market that `verify` would accept.
        ground.house.abandon().await;
    }
    println!("\n{report}");
}

async fn compare(ground: &mut Ground, report: &mut Report, endpoint: &str, question: &Question) {
    let (mut page, mut straight) = (Vec::new(), Vec::new());
    let mut rows = 0;
    for round in 0..WARM + ROUNDS {
        let (time, answer) = timed(ground.door.ask(endpoint, &[("query", question.asked)])).await;
        assert!(answer.status.is_success(), "{}", answer.body);
        let (direct, found) = timed(ground.straight(question)).await;
        assert_eq!(
            shown(&answer.json()),
            found.shown,
            "{}: both show as many",
            question.name
        );
        rows = found.rows;
        if round >= WARM {
            page.push(time);
            straight.push(direct);
        }
    }
    let (page, straight) = (times(page), times(straight));
    report.judge(
        "",
        &format!("{}, {endpoint}: {}", ground.name, question.name),
        ratio(page.1, straight.1),
        Target::AtMost(3.0),
        &format!("p50 / p95 {} to {}; {rows} rows", said(page), said(straight)),
    );
}

/// The overview has no query to be held against.
async fn overview(ground: &mut Ground, report: &mut Report) {
    let mut taken = Vec::new();
    for _ in 0..ROUNDS {
        let (time, answer) = timed(ground.door.ask("console/overview", &[])).await;
        assert!(answer.status.is_success(), "{}", answer.body);
        taken.push(time);
    }
    report.note(
        &format!("{}, console/overview", ground.name),
        &format!("p50 / p95 {}", said(times(taken))),
    );
}

fn shown(answer: &serde_json::Value) -> usize {
    let page = answer.get("page").unwrap_or(answer);
    page["rows"].as_array().map_or(0, Vec::len)
}

/// The 50th and the 95th percentile.
fn times(mut times: Vec<Duration>) -> (Duration, Duration) {
    times.sort_unstable();
    (times[times.len() / 2], times[times.len() * 95 / 100])
}

fn said((p50, p95): (Duration, Duration)) -> String {
    let millis = |time: Duration| time.as_secs_f64() * 1e3;
    format!("{:.2} / {:.2} ms", millis(p50), millis(p95))
}
