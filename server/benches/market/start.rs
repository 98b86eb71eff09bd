//! Starting up: the server itself on this stock, from the command to the open door and to the index, and the memory it
//! then holds.

use std::time::{Duration, Instant};

use crate::ground::Ground;
use crate::report::{Report, Target, median, timed};
use crate::serving::Serving;

const ROUNDS: usize = 3;

/// One start.
struct Start {
    /// Until it answers searches, from the tables.
    door: Duration,
    /// Until the index answers them.
    index: Duration,
    /// MiB, then.
    held: f64,
    peak: f64,
}

pub(crate) async fn measure(ground: &Ground, report: &mut Report) {
    let mut indexes = Vec::new();
    for _ in 0..ROUNDS {
        let other = ground.house.starting_process().await;
        let (time, built) = timed(services::search::refresh(&other)).await;
        built.expect("builds the index");
        indexes.push(time.as_secs_f64());
        other.db.close().await.expect("closes");
    }
    let mut starts = Vec::new();
    for _ in 0..ROUNDS {
        starts.push(start(ground).await);
    }
    let of = |value: fn(&Start) -> f64| median(starts.iter().map(value).collect());
    report.judge(
        "",
        "start-up: seconds from the command to the first search that could be answered",
        of(|start| start.door.as_secs_f64()),
        Target::AtMost(2.0),
        &format!(
            "by the tables; by the index after {:.2}; reading the lots and building it by itself {:.2}",
            of(|start| start.index.as_secs_f64()),
            median(indexes)
        ),
    );
    report.judge(
        "",
        "start-up: MiB that the server holds when the index is there",
        of(|start| start.held),
        Target::AtMost(250.0),
        &format!("{:.0} MiB at most on the way", of(|start| start.peak)),
    );
}

async fn start(ground: &Ground) -> Start {
    let began = Instant::now();
    let mut server = Serving::start(&ground.house.url);
    server.until("ready").await;
    let door = began.elapsed();
    server.until("ready, search by the index").await;
    Start {
        door,
        index: began.elapsed(),
        held: server.memory("VmRSS:"),
        peak: server.memory("VmHWM:"),
    }
}
