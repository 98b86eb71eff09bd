//! The engine against the scan of all model names: figures 1, 2, 6, 7 and 8 of the search plan.
//!
//! `cargo bench -p services --bench search_engine -- [models.csv] [lots]`. Each query is timed fifteen times, in
//! rounds, so that no query finds its own data warm; its median counts, and the percentiles are over the queries of a class.
#![expect(clippy::print_stdout, reason = "a bench says what it measured")]

#[path = "search_engine/queries.rs"]
mod queries;
#[path = "search_engine/stock.rs"]
mod stock;

use std::hint::black_box;
use std::time::{Duration, Instant};

use domain::search::{Direction, Query, SearchRequest, SortBy, norm};
use services::search::engine::{Change, Counts, Engine, IndexedLot};

use queries::Class;
use stock::Stock;

const ROUNDS: usize = 15;

fn main() {
    let args: Vec<String> = std::env::args()
        .skip(1)
        .filter(|arg| !arg.starts_with("--"))
        .collect();
    let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/../server/demo/models.csv");
    let models = std::fs::read_to_string(args.first().map_or(shipped, String::as_str))
        .expect("models.csv is readable");
    let lots: u32 = args
        .get(1)
        .map_or(1_000_000, |lots| lots.parse().expect("a number of lots"));
    let before = resident();
    let started = Instant::now();
    for lot in stock(&models, lots, 1) {
        black_box(lot);
    }
    let making = started.elapsed();
    let started = Instant::now();
    let engine = Engine::build(stock(&models, lots, 1), 1);
    let building = started.elapsed().saturating_sub(making);
    let stats = engine.stats();
    println!(
        "{} lots, {} models; built in {building:.2?} (without making the rows), {} MiB held",
        stats.live_lots,
        stats.models,
        resident().saturating_sub(before)
    );
    let names = stock(&models, lots, 1)
        .map(|lot| norm(&lot.model))
        .collect::<std::collections::BTreeSet<_>>();
    let names: Vec<String> = names.into_iter().collect();
    let classes = queries::classes(&names, |query| engine.scan(query) > 0);
    report(&engine, &classes, "merged");
    writes(&engine, &models, lots);
    report(&engine, &classes[..1], "with a delta");
    let started = Instant::now();
    engine.merge();
    println!("\nmerge: {:.2?}", started.elapsed());
}

/// Three models for ten lots, as in the plan.
fn stock(models: &str, lots: u32, seed: u64) -> impl Iterator<Item = IndexedLot> {
    Stock::new(models, lots as usize * 3 / 10, seed).take(lots as usize)
}

/// The 50th and 99th percentile over the queries.
#[derive(Clone, Copy)]
struct Times {
    p50: Duration,
    p99: Duration,
}

fn measure(queries: &[Query], mut work: impl FnMut(&Query)) -> Times {
    let mut times = vec![Vec::new(); queries.len()];
    for _ in 0..ROUNDS {
        for (query, times) in queries.iter().zip(&mut times) {
            let started = Instant::now();
            work(query);
            times.push(started.elapsed());
        }
    }
    let mut medians: Vec<Duration> = times
        .into_iter()
        .map(|mut times| {
            times.sort_unstable();
            times[ROUNDS / 2]
        })
        .collect();
    medians.sort_unstable();
    Times {
        p50: medians[medians.len() / 2],
        p99: medians[(medians.len() * 99 / 100).min(medians.len() - 1)],
    }
}

fn page(engine: &Engine, queries: &[Query], request: &SearchRequest, counts: Counts) -> Times {
    measure(queries, |query| {
        drop(black_box(engine.search(query, request, counts)))
    })
}

fn report(engine: &Engine, classes: &[Class], state: &str) {
    println!("\n{state}, microseconds p50 / p99, and times the scan's (or what is named)");
    println!(
        "| class | hits p50 | scan | page: 1 | facets: 2 | page 20 to page 1: 8 | slowest column to relevance: 8 |"
    );
    println!("|---|---|---|---|---|---|---|");
    let first = SearchRequest::default();
    let mut p99 = Vec::new();
    for (name, queries) in classes {
        let mut hits: Vec<u32> = queries
            .iter()
            .map(|query| engine.search(query, &first, Counts::Tiers).total_lots)
            .collect();
        hits.sort_unstable();
        let scan = measure(queries, |query| _ = black_box(engine.scan(query)));
        let one = page(engine, queries, &first, Counts::Tiers);
        let facets = page(engine, queries, &first, Counts::Facets);
        let twenty = page(engine, queries, &first.at_page(20), Counts::Tiers);
        let (column, slowest) = slowest_column(engine, queries);
        println!(
            "| {name} | {} | {} | {} = {} | {} = {} | {} = {:.2}x | {column} {} = {:.2}x |",
            hits[hits.len() / 2],
            shown(scan),
            shown(one),
            times(one, scan),
            shown(facets),
            times(facets, scan),
            shown(twenty),
            ratio(twenty.p99, one.p99),
            shown(slowest),
            ratio(slowest.p99, one.p99),
        );
        p99.push((*name, one));
        if *name == "no hit" {
            println!(
                "\n7: no hit p50 is {:.3}x the scan (at most 0.1)",
                ratio(one.p50, scan.p50)
            );
        }
    }
    let of = |class| {
        p99.iter()
            .find(|(name, _)| *name == class)
            .map(|(_, times)| times.p99)
    };
    if let (Some(common), Some(eight)) = (of("2 common"), of("8")) {
        println!(
            "6: 2 common p99 is {:.2}x 8 characters p99 (at most 5)",
            ratio(common, eight)
        );
    }
}

fn slowest_column(engine: &Engine, queries: &[Query]) -> (String, Times) {
    let orders = SortBy::ALL
        .into_iter()
        .skip(1)
        .flat_map(|sort| [(sort, Direction::Ascending), (sort, Direction::Descending)]);
    let all = orders.map(|(sort, dir)| {
        let request = SearchRequest {
            sort,
            dir,
            ..SearchRequest::default()
        };
        (
            format!("{} {}", sort.word(), dir.word()),
            page(engine, queries, &request, Counts::Tiers),
        )
    });
    all.max_by_key(|(_, times)| times.p99).expect("there are columns")
}

/// What publishing costs; leaves a delta just below the size at which it is merged.
fn writes(engine: &Engine, models: &str, lots: u32) {
    let mut later = stock(models, lots, 2).map(|mut lot| {
        lot.lot_id += i64::from(lots) * 2;
        Change::Put(lot)
    });
    let singles: Vec<Change> = later.by_ref().take(1_000).collect();
    let started = Instant::now();
    singles
        .into_iter()
        .zip(2..)
        .for_each(|(change, seq)| engine.apply(vec![change], seq));
    let single = started.elapsed() / 1_000;
    let rest = (lots / 64).max(4_096) as usize - 1_001;
    let chunk: Vec<Change> = later.take(rest).collect();
    let started = Instant::now();
    engine.apply(chunk, 2_000);
    println!(
        "\npublishing one lot: {single:.2?}; {rest} in one go: {:.0} a second",
        rest as f64 / started.elapsed().as_secs_f64()
    );
}

fn ratio(a: Duration, b: Duration) -> f64 {
    a.as_secs_f64() / b.as_secs_f64().max(1e-9)
}

fn times(a: Times, b: Times) -> String {
    format!("{:.2}x / {:.2}x", ratio(a.p50, b.p50), ratio(a.p99, b.p99))
}

fn shown(times: Times) -> String {
    format!(
        "{:.1} / {:.1}",
        times.p50.as_secs_f64() * 1e6,
        times.p99.as_secs_f64() * 1e6
    )
}

/// Memory held by this process in MiB, where the system tells.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|kib| kib.split_whitespace().next()?.parse::<u64>().ok())
        .unwrap_or(0)
        / 1024
}
