//! Starting up: the server itself on this stock, from the command to the open door and to the index, and the memory it
//! then holds.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::ground::Ground;
use crate::report::{Report, Target, median, timed};

const ROUNDS: usize = 3;
/// How often it is asked whether it is there.
const LOOK_EVERY: Duration = Duration::from_millis(5);

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
    until(&mut server, address, "ready").await;
    let door = began.elapsed();
    until(&mut server, address, "ready, search by the index").await;
    let start = Start {
        door,
        index: began.elapsed(),
        held: memory(&server, "VmRSS:"),
        peak: memory(&server, "VmHWM:"),
    };
    server.kill().expect("is ours");
    server.wait().expect("is ours");
    start
}

/// Until the server says so of itself.
async fn until(server: &mut Child, address: SocketAddr, words: &str) {
    let mut turn = tokio::time::interval(LOOK_EVERY);
    loop {
        turn.tick().await;
        let ended = server.try_wait().expect("is ours");
        assert!(ended.is_none(), "the server has ended: {ended:?}");
        if readiness(address)
            .await
            .is_ok_and(|answer| answer.contains(words))
        {
            return;
        }
    }
}

async fn readiness(address: SocketAddr) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address).await?;
    let question = format!("GET /readyz HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    stream.write_all(question.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    Ok(answer)
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
