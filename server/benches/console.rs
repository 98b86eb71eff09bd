//! The console with a queue and a log of 50,000 rows each: every page and filter against the same query run straight on the
//! database.
//!
//! `cargo bench -p server --bench console`. On SQLite, and on PostgreSQL where `REELSTOCK_TEST_POSTGRES` names one. The page's
//! side is the whole answer that scripts get, through the real router, in the process; the other side is what the page shows,
//! read by its own two statements (the rows with what stands beside them, and their number) on the same connections, one
//! after the other. Both take turns, and so does a third that reads the bare rows and their number, and is told beside.
#![expect(clippy::print_stdout, reason = "a bench says what it measured")]
#![recursion_limit = "512"]

#[expect(dead_code, reason = "the bench of the market uses the rest of it")]
#[path = "market/report.rs"]
mod report;
#[path = "../tests/support/mod.rs"]
mod support;

#[path = "console/ground.rs"]
mod ground;
#[path = "console/questions.rs"]
mod questions;

use std::time::Duration;

use crate::support::house::On;
use ground::Ground;
use questions::{AUDIT, QUEUE, Question, whole_audit, whole_queue};
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
        for question in QUEUE {
            let same = whole_queue(question);
            compare(&mut ground, &mut report, "console/applications", question, &same).await;
        }
        for question in AUDIT {
            let same = whole_audit(question);
            compare(&mut ground, &mut report, "console/audit", question, &same).await;
        }
        overview(&mut ground, &mut report).await;
        // Fifty thousand applications without their mails are no market that `verify` would accept.
        ground.house.abandon().await;
    }
    println!("\n{report}");
}

async fn compare(ground: &mut Ground, report: &mut Report, endpoint: &str, question: &Question, same: &str) {
    let (mut page, mut straight, mut bare) = (Vec::new(), Vec::new(), Vec::new());
    let mut rows = 0;
    for round in 0..WARM + ROUNDS {
        let (time, answer) = timed(ground.door.ask(endpoint, &[("query", question.asked)])).await;
        assert!(answer.status.is_success(), "{}", answer.body);
        let (direct, found) = timed(ground.straight(same, question.count)).await;
        assert_eq!(
            shown(&answer.json()),
            found.shown,
            "{}: both show as many",
            question.name
        );
        let (least, _) = timed(ground.straight(question.rows, question.count)).await;
        rows = found.rows;
        if round >= WARM {
            page.push(time);
            straight.push(direct);
            bare.push(least);
        }
    }
    let (page, straight, bare) = (times(page), times(straight), times(bare));
    report.judge(
        "",
        &format!("{}, {endpoint}: {}", ground.name, question.name),
        ratio(page.1, straight.1),
        Target::AtMost(3.0),
        &format!(
            "p50 / p95 {} to {}; {:.2} to bare rows in {}; {rows} rows",
            said(page),
            said(straight),
            ratio(page.1, bare.1),
            said(bare)
        ),
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
