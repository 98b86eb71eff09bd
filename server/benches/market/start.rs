//! Starting up: the server itself on this stock, from the command to the open door, and the memory it then holds.

use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::ground::Ground;
use crate::report::{Report, Target, median, timed};

const ROUNDS: usize = 3;

pub(crate) async fn measure(ground: &Ground, report: &mut Report) {
    let mut indexes = Vec::new();
    for _ in 0..ROUNDS {
        let other = ground.house.other_process().await;
        let (time, built) = timed(services::search::refresh(&other)).await;
        built.expect("builds the index");
        indexes.push(time.as_secs_f64());
        other.db.close().await.expect("closes");
    }
    let (mut starts, mut held, mut peaks) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let (time, memory, peak) = tokio::task::block_in_place(|| start(ground));
        starts.push(time.as_secs_f64());
        held.push(memory);
        peaks.push(peak);
    }
    let index = median(indexes);
    report.judge(
        "",
        "start-up: seconds from the command to the open door",
        median(starts),
        Target::AtMost(2.0),
        &format!("reading the lots and building the index by itself: {index:.2}"),
    );
    report.judge(
        "",
        "start-up: MiB that the server then holds",
        median(held),
        Target::AtMost(250.0),
        &format!("{:.0} MiB at most on the way", median(peaks)),
    );
}

/// The time, the memory held and its peak in MiB.
fn start(ground: &Ground) -> (Duration, f64, f64) {
    let address = free_port();
    let mail = tempfile::tempdir().expect("a folder");
    let began = Instant::now();
    let mut server = Command::new(env!("CARGO_BIN_EXE_server"))
        .arg("serve")
        .env_clear()
        .env("DATABASE_URL", &ground.house.url)
        .env("REELSTOCK_LISTEN", address.to_string())
        .env("REELSTOCK_MAIL", format!("folder:{}", mail.path().display()))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the server starts");
    while TcpStream::connect(address).is_err() {
        let ended = server.try_wait().expect("is ours");
        assert!(ended.is_none(), "the server has ended: {ended:?}");
        std::thread::sleep(Duration::from_millis(5));
    }
    let time = began.elapsed();
    let (held, peak) = (memory(&server, "VmRSS:"), memory(&server, "VmHWM:"));
    server.kill().expect("is ours");
    server.wait().expect("is ours");
    (time, held, peak)
}

fn free_port() -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    listener.local_addr().expect("a port")
}

/// A line of the system's account of a process, in MiB; 0 where there is none.
fn memory(process: &Child, name: &str) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", process.id())).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kib.unwrap_or(0.0) / 1024.0
}
