//! The server itself, as a process of its own.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// How often it is asked whether something has come true.
const LOOK_EVERY: Duration = Duration::from_millis(5);

/// A running server; it ends with this.
pub(crate) struct Serving {
    process: Child,
    address: SocketAddr,
    _mail: tempfile::TempDir,
}

impl Drop for Serving {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

impl Serving {
    /// Starts one over a database.
    pub(crate) fn start(database: &str) -> Self {
        let address = free_port();
        let mail = tempfile::tempdir().expect("a folder");
        let process = Command::new(env!("CARGO_BIN_EXE_server"))
            .arg("serve")
            .env_clear()
            .current_dir(mail.path())
            .env("DATABASE_URL", database)
            .env("REELSTOCK_LISTEN", address.to_string())
            .env("REELSTOCK_MAIL", format!("folder:{}", mail.path().display()))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the server starts");
        Self {
            process,
            address,
            _mail: mail,
        }
    }

    /// Until the server says so of itself.
    pub(crate) async fn until(&mut self, words: &str) {
        self.until_answered("GET /readyz HTTP/1.1", "", |answer| answer.contains(words))
            .await;
    }

    /// Asks until the answer is as wanted.
    pub(crate) async fn until_answered(&mut self, line: &str, headers: &str, wanted: impl Fn(&str) -> bool) {
        let mut turn = tokio::time::interval(LOOK_EVERY);
        loop {
            turn.tick().await;
            let ended = self.process.try_wait().expect("is ours");
            assert!(ended.is_none(), "the server has ended: {ended:?}");
            if self
                .ask(line, headers, &[])
                .await
                .is_ok_and(|answer| wanted(&answer))
            {
                return;
            }
        }
    }

    /// Asks once; the answer with its headers.
    pub(crate) async fn ask(&self, line: &str, headers: &str, body: &[u8]) -> std::io::Result<String> {
        let mut stream = TcpStream::connect(self.address).await?;
        let (address, length) = (self.address, body.len());
        let head = format!(
            "{line}\r\nhost: {address}\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n"
        );
        stream.write_all(head.as_bytes()).await?;
        stream.write_all(body).await?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await?;
        Ok(String::from_utf8_lossy(&answer).into_owned())
    }

    /// Until the search index has merged what came.
    pub(crate) async fn until_merged(&self) {
        let mut turn = tokio::time::interval(LOOK_EVERY);
        while self.is_merging() {
            turn.tick().await;
        }
    }

    /// Whether the index has a thread at work on it.
    fn is_merging(&self) -> bool {
        let threads = std::fs::read_dir(format!("/proc/{}/task", self.process.id()));
        let mut names = threads.into_iter().flatten().flatten().map(|thread| {
            let name = std::fs::read_to_string(thread.path().join("comm"));
            name.unwrap_or_default()
        });
        names.any(|name| name.trim() == "search-merge")
    }

    /// From here on `VmHWM` counts anew.
    pub(crate) fn forget_peak(&self) {
        drop(std::fs::write(
            format!("/proc/{}/clear_refs", self.process.id()),
            "5",
        ));
    }

    /// A line of the system's account of the process, in MiB; 0 where there is none.
    pub(crate) fn memory(&self, name: &str) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()));
        let status = status.unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
        kib.unwrap_or(0.0) / 1024.0
    }
}

fn free_port() -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    listener.local_addr().expect("a port")
}
