//! Signing up and signing in against argon2's own limit on this machine, what those who search notice of it (figure 15 of
//! the search plan), and whether the time of an answer tells if somebody has an account (T01, T02).
//!
//! `cargo bench -p server --bench accounts -- [part…]`: `rates` by default; `telling` takes minutes and belongs to the long
//! check. Everything is real, the price of a password and the floor of an answer too, but the post, the clock and the limits
//! of networks: all visitors come from one. Requests go through the real router, in the process.
#![expect(clippy::print_stdout, reason = "a bench says what it measured")]
#![recursion_limit = "512"]

#[expect(dead_code, reason = "the bench of the market uses the rest of it")]
#[path = "market/report.rs"]
mod report;
#[path = "../tests/support/mod.rs"]
mod support;

#[path = "accounts/ground.rs"]
mod ground;
#[path = "accounts/rates.rs"]
mod rates;
#[path = "accounts/telling.rs"]
mod telling;

use std::process::ExitCode;

use ground::Ground;
use report::Report;

fn main() -> ExitCode {
    let parts: Vec<String> = std::env::args()
        .skip(1)
        .filter(|arg| !arg.starts_with("--"))
        .collect();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("threads are to be had");
    // The measuring itself shares the threads of what it measures, as a server does.
    let kept = runtime.block_on(async { tokio::spawn(measure(parts)).await.expect("nothing panics") });
    if kept {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Measures the parts that were asked for. Tells whether nobody was told who has an account.
async fn measure(parts: Vec<String>) -> bool {
    let mut report = Report::default();
    let ground = Ground::prepare().await;
    if parts.is_empty() || parts.iter().any(|part| part == "rates") {
        rates::measure(&ground, &mut report).await;
    }
    let kept = if parts.iter().any(|part| part == "telling") {
        telling::measure(&ground, &mut report).await
    } else {
        true
    };
    ground.house.close().await;
    println!("\n{report}");
    kept
}
