//! How messages reach the market: as bytes, to a process that may die of them.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Result as Heard, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use domain::inventory::sync::wire::{CHANGES_AT, Changes, PUSH_AT, Pull, Push, Pushed, Stop};
use serde::de::DeserializeOwned;
use services::clock::{Clock, SystemClock};
use services::proofs::Supplier;

use crate::house::House;
use crate::market::Market;
use crate::random::Random;

/// The process has one form of ops.
pub(crate) const FORMS_CHANGE: bool = false;
/// As many as the simulator has people.
const PEOPLE: i64 = 5;

/// What happens to a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Arrives,
    /// The line is there, and nothing goes through it.
    CutAtOnce,
    /// A part of the request arrives.
    CutWithin,
    /// All of it arrives, and nobody waits for the answer. The process is asked to end after that, and ends what it does: so what
    /// became of the message is certain before the next one.
    CutAfter,
    /// A part of the answer is heard.
    CutAnswer,
    /// The process dies some time after the request was sent.
    Killed,
}

pub(crate) struct Way {
    /// Where the process listens; each has a port of its own, for one that was given back may be another's by now.
    address: Cell<SocketAddr>,
    database: String,
    mail: tempfile::TempDir,
    process: RefCell<Child>,
    random: RefCell<Random>,
    /// Whether nothing goes wrong any more.
    is_healed: Cell<bool>,
    cookies: BTreeMap<i64, String>,
}

impl Drop for Way {
    fn drop(&mut self) {
        kill(self.process.get_mut());
    }
}

fn kill(process: &mut Child) {
    process.kill().expect("is ours");
    process.wait().expect("is ours");
}

/// As an operator does; what runs is ended first.
fn ask_to_end(process: &mut Child) {
    let told = Command::new("kill").arg(process.id().to_string()).status();
    assert!(told.expect("is told").success());
    process.wait().expect("is ours");
}

impl Way {
    pub(crate) async fn open(house: &House) -> Self {
        // The process has the clock of the system: so have the sessions from here on.
        let ahead = SystemClock.now() - house.market.now();
        house.wait(Duration::from_millis(u64::try_from(ahead).unwrap_or_default()));
        let mut cookies = BTreeMap::new();
        for user in 1..=PEOPLE {
            let (token, _) = house
                .sign_in(&format!("user{user}@acme.example"), "supplier")
                .await;
            cookies.insert(user, format!("cookie: __Host-sid={}\r\n", token.cookie_value()));
        }
        let mail = tempfile::tempdir().expect("a folder");
        let (process, address) = start(&house.url, &mail);
        Self {
            address: Cell::new(address),
            database: house.url.clone(),
            mail,
            process: RefCell::new(process),
            random: RefCell::new(Random::new(7)),
            is_healed: Cell::new(false),
            cookies,
        }
    }

    /// Before the database goes from under it.
    pub(crate) fn end(self) {
        drop(self);
    }

    pub(crate) fn heal(&self) {
        self.is_healed.set(true);
    }

    /// As after a start of the market: of each story, and of each life of the database.
    pub(crate) fn begin_anew(&self) {
        self.is_healed.set(false);
        self.start_again();
    }

    fn start_again(&self) {
        kill(&mut self.process.borrow_mut());
        let (process, address) = start(&self.database, &self.mail);
        *self.process.borrow_mut() = process;
        self.address.set(address);
    }

    pub(crate) async fn pull(
        &self,
        _market: &Market,
        _proofs: &BTreeMap<i64, Supplier>,
        session: Option<i64>,
        pull: &Pull,
    ) -> Result<Changes, Stop> {
        let line = format!("GET {CHANGES_AT}?{} HTTP/1.1", pull.query());
        loop {
            let fate = self.fate();
            if let Some(answer) = self.ask(fate, session, &line, "") {
                return answer;
            }
        }
    }

    /// `None` where nobody hears what came of it.
    pub(crate) async fn push(
        &self,
        _market: &Market,
        _proofs: &BTreeMap<i64, Supplier>,
        session: Option<i64>,
        push: &Push,
    ) -> Option<Result<Pushed, Stop>> {
        let line = format!("POST {PUSH_AT} HTTP/1.1");
        let body = serde_json::to_string(push).expect("plain types");
        self.ask(self.fate(), session, &line, &body)
    }

    fn fate(&self) -> Fate {
        match self.random.borrow_mut().index(100) {
            _ if self.is_healed.get() => Fate::Arrives,
            0..3 => Fate::CutAtOnce,
            3..8 => Fate::CutWithin,
            8..10 => Fate::CutAfter,
            10..20 => Fate::CutAnswer,
            20..23 => Fate::Killed,
            _ => Fate::Arrives,
        }
    }

    fn ask<T: DeserializeOwned>(
        &self,
        fate: Fate,
        session: Option<i64>,
        line: &str,
        body: &str,
    ) -> Option<Result<T, Stop>> {
        let answer = self.exchange(fate, session, line, body);
        match fate {
            Fate::CutAfter => {
                ask_to_end(&mut self.process.borrow_mut());
                self.start_again();
            }
            Fate::Killed => self.start_again(),
            _ => {}
        }
        let (status, body) = read(&answer.ok()?)?;
        if status == 200 {
            return Some(Ok(serde_json::from_str(&body).expect("an answer")));
        }
        match serde_json::from_str(&body) {
            // The story's minutes are shorter than the market's.
            Ok(Stop::Busy { .. }) => {
                self.start_again();
                None
            }
            Ok(stop) => Some(Err(stop)),
            Err(_) => panic!("{status}: {body}"),
        }
    }

    fn exchange(&self, fate: Fate, session: Option<i64>, line: &str, body: &str) -> Heard<Vec<u8>> {
        let mut stream = TcpStream::connect(self.address.get())?;
        let cookie = session.map_or("", |user| self.cookies[&user].as_str());
        let (address, length) = (self.address.get(), body.len());
        let request = format!(
            "{line}\r\nhost: {address}\r\norigin: http://{address}\r\nsec-fetch-site: same-origin\r\nconnection: close\r\n\
             accept: application/json\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n{cookie}\r\n{body}"
        );
        let mut answer = Vec::new();
        match fate {
            Fate::CutAtOnce => return Ok(answer),
            Fate::CutWithin => {
                let part = self.random.borrow_mut().index(request.len());
                stream.write_all(&request.as_bytes()[..part])?;
                return Ok(answer);
            }
            _ => stream.write_all(request.as_bytes())?,
        }
        match fate {
            Fate::CutAfter => {}
            Fate::CutAnswer => {
                let part = self.random.borrow_mut().from(1, 200);
                stream.take(part.unsigned_abs()).read_to_end(&mut answer)?;
                answer.clear();
            }
            Fate::Killed => {
                // The moment of the kill is the test itself: before the request is read, while it is decided, after its commit.
                let moment = self.random.borrow_mut().from(0, 30_000).unsigned_abs();
                std::thread::sleep(Duration::from_micros(moment));
                kill(&mut self.process.borrow_mut());
                // It may have answered before.
                drop(stream.read_to_end(&mut answer));
            }
            _ => {
                stream.read_to_end(&mut answer)?;
            }
        }
        Ok(answer)
    }
}

/// Starts the process and waits until it says that it serves, and where.
fn start(database: &str, mail: &tempfile::TempDir) -> (Child, SocketAddr) {
    let mut process = Command::new(env!("CARGO_BIN_EXE_server"))
        .arg("serve")
        .env_clear()
        .current_dir(mail)
        .env("DATABASE_URL", database)
        .env("REELSTOCK_LISTEN", "127.0.0.1:0")
        .env("NO_COLOR", "1")
        .env("REELSTOCK_MAIL", format!("folder:{}", mail.path().display()))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the server starts");
    let mut told = BufReader::new(process.stderr.take().expect("is piped"));
    let mut line = String::new();
    while !line.contains("serving") {
        line.clear();
        let read = told.read_line(&mut line).expect("is told");
        assert!(read > 0, "the server has ended");
    }
    // What it says after that is read as well, or it would wait for its reader.
    std::thread::spawn(move || std::io::copy(&mut told, &mut std::io::sink()));
    let address = line
        .split_whitespace()
        .find_map(|word| word.strip_prefix("listening=")?.parse().ok());
    (process, address.expect("it says where it listens"))
}

/// Status and body of a whole answer; nothing where a part is missing.
fn read(answer: &[u8]) -> Option<(u16, String)> {
    let answer = std::str::from_utf8(answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let is_length = name.eq_ignore_ascii_case("content-length");
        is_length.then(|| value.trim().parse::<usize>().ok())?
    })?;
    (body.len() == length).then(|| (status, body.to_owned()))
}
