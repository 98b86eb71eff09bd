//! Figure 11: what those who search notice of an import.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use domain::search::Query;
use services::inventory::import::Outcome;

use crate::answers::asked;
use crate::ground::{Ground, ROWS, file, stock};
use crate::report::{Report, Target, Times, median, ratio};

const READERS: usize = 4;
const ROUNDS: usize = 5;
/// How long they are watched alone, and after the import's answer, while the index merges what it was told.
const ALONE: Duration = Duration::from_secs(3);
const AFTER: Duration = Duration::from_secs(2);

/// What the readers of one round had.
struct Watched {
    per_second: f64,
    times: Times,
}

pub(crate) async fn measure(ground: &Ground, report: &mut Report) {
    let (mut throughput, mut p99, mut after, mut details) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let alone = watch(ground, tokio::time::sleep(ALONE)).await;
        let (file, rows) = file(stock(ground.lots, 1).skip(ROWS).take(ROWS));
        let import = async {
            let outcome = ground.house.import(&ground.supplier, &file).await;
            assert_eq!(outcome, Outcome::Imported { rows: rows as u32 });
        };
        let during = watch(ground, import).await;
        let merging = watch(ground, tokio::time::sleep(AFTER)).await;
        throughput.push(during.per_second / alone.per_second);
        p99.push(ratio(during.times.p99, alone.times.p99));
        after.push(merging.per_second / alone.per_second);
        details.push(format!(
            "{:.0} to {:.0} a second, {} to {}",
            during.per_second, alone.per_second, during.times, alone.times
        ));
    }
    report.judge(
        "11",
        "4 readers during an import of 50,000 rows to alone: answers a second",
        median(throughput),
        Target::AtLeast(0.6),
        &format!(
            "{}; while the index merges afterwards {:.2}",
            details[0],
            median(after)
        ),
    );
    report.judge("11", "the same: p99", median(p99), Target::AtMost(2.5), "");
}

/// Lets the readers search until the work is done.
async fn watch(ground: &Ground, work: impl Future<Output = ()>) -> Watched {
    let over = Arc::new(AtomicBool::new(false));
    let began = Instant::now();
    let readers: Vec<_> = (0..READERS)
        .map(|first| {
            let (mut door, over) = (ground.door.another(), over.clone());
            let queries = mixed(ground, first);
            tokio::spawn(async move {
                let mut times = Vec::new();
                for query in queries.iter().cycle() {
                    if over.load(Ordering::Relaxed) {
                        break;
                    }
                    times.push(asked(&mut door, query).await);
                }
                times
            })
        })
        .collect();
    work.await;
    let lasted = began.elapsed();
    over.store(true, Ordering::Relaxed);
    let mut times = Vec::new();
    for reader in readers {
        times.extend(reader.await.expect("no reader panics"));
    }
    Watched {
        per_second: times.len() as f64 / lasted.as_secs_f64(),
        times: Times::of(times),
    }
}

/// Queries of all classes by turns.
fn mixed(ground: &Ground, first: usize) -> Vec<Query> {
    (first * 31..first * 31 + 200)
        .flat_map(|at| {
            ground
                .classes
                .iter()
                .map(move |(_, queries)| &queries[at % queries.len()])
        })
        .cloned()
        .collect()
}
