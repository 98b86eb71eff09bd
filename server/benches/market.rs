//! The market as a whole against what one could do without it: figures 3, 4, 5 and 10 to 13 of the search plan, the first
//! page, and starting up.
//!
//! `cargo bench -p server --bench market -- [lots] [part…]`, a million by default, and all parts. Everything is real but the post, the clock and
//! the price of a password; requests go through the real router, in the process. Figures are ratios of one run, each side
//! in turns with the other, and medians of several rounds, for the machine may have other work.
#![expect(clippy::print_stdout, reason = "a bench says what it measured")]
#![recursion_limit = "512"]

#[path = "../../services/benches/search_engine/queries.rs"]
mod queries;
#[path = "../../services/benches/search_engine/stock.rs"]
mod stock;
#[path = "../tests/support/mod.rs"]
mod support;

#[path = "market/answers.rs"]
mod answers;
#[path = "market/bystanders.rs"]
mod bystanders;
#[path = "market/constant.rs"]
mod constant;
#[path = "market/copy.rs"]
mod copy;
#[path = "market/fresh.rs"]
mod fresh;
#[path = "market/ground.rs"]
mod ground;
#[path = "market/imports.rs"]
mod imports;
#[path = "market/like.rs"]
mod like;
#[path = "market/pages.rs"]
mod pages;
#[path = "market/report.rs"]
mod report;
#[path = "market/serving.rs"]
mod serving;
#[path = "market/start.rs"]
mod start;
#[path = "market/uploads.rs"]
mod uploads;

use ground::Ground;
use report::Report;

fn main() {
    let args: Vec<String> = std::env::args()
        .skip(1)
        .filter(|arg| !arg.starts_with("--"))
        .collect();
    let (numbers, parts): (Vec<String>, Vec<String>) =
        args.into_iter().partition(|arg| arg.parse::<usize>().is_ok());
    let lots = numbers.first().and_then(|number| number.parse().ok());
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("threads are to be had");
    // The measuring itself shares the threads of what it measures, as a server does.
    runtime.block_on(async {
        tokio::spawn(measure(lots.unwrap_or(1_000_000), parts))
            .await
            .expect("nothing panics");
    });
}

/// Measures the parts that were asked for, or all.
async fn measure(lots: usize, parts: Vec<String>) {
    let asked = |part: &str| parts.is_empty() || parts.iter().any(|asked| asked == part);
    let mut report = Report::default();
    let ground = Ground::prepare(lots, &mut report).await;
    if asked("start") {
        start::measure(&ground, &mut report).await;
    }
    if asked("answers") {
        answers::measure(&ground, &mut report).await;
    }
    if asked("pages") {
        pages::measure(&ground, &mut report).await;
    }
    if asked("like") {
        like::measure(&ground, &mut report).await;
    }
    if asked("bystanders") {
        bystanders::measure(&ground, &mut report).await;
    }
    if asked("imports") {
        imports::measure(&ground, &mut report).await;
    }
    if asked("uploads") {
        uploads::measure(&ground, &mut report).await;
    }
    if asked("fresh") {
        fresh::measure(&ground, &mut report).await;
    }
    // Its check of index against tables is the last word on everything measured.
    ground.house.close().await;
    if asked("copy") {
        copy::measure(lots, &mut report).await;
    }
    println!("\n{report}");
}
