//! A mail server for tests: listens on this machine, writes down every byte it is told, and has moods.
//!
//! It is lenient on purpose, as the servers are that can be tricked: a line ends at a line feed, with or without a
//! carriage return, and a line of one full stop ends a message. Whatever could be smuggled past a strict server is
//! therefore seen here, as a command too many.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::JoinHandle;

/// How the server treats whoever comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mood {
    /// Takes every mail.
    Serving,
    /// Takes the connection and says nothing.
    Hanging,
    /// Greets with this line and hangs up: `421 …`, `554 …`.
    Greeting(&'static str),
    /// Hangs up at this command, having answered with this line (which may be empty).
    LeavingAt(&'static str, &'static str),
    /// Listens to the message to its end, takes it, and hangs up before it says so.
    LosingTheAnswer,
    /// Hears the message and never answers.
    HangingAfterData,
    /// Answers every sign-in with 535.
    RefusingSignIn,
}

/// A message as it was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Taken {
    pub(crate) from: String,
    pub(crate) to: Vec<String>,
    /// Without the stuffing of full stops.
    pub(crate) bytes: Vec<u8>,
}

impl Taken {
    /// The message as text; it is ASCII, or the test fails.
    pub(crate) fn text(&self) -> String {
        assert!(self.bytes.is_ascii(), "a message of other than ASCII");
        String::from_utf8(self.bytes.clone()).expect("ASCII is text")
    }

    /// The value of a header, unfolded.
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        let text = self.text();
        let head = text
            .split("\r\n\r\n")
            .next()?
            .replace("\r\n ", " ")
            .replace("\r\n\t", " ");
        head.lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(": ").map(str::to_owned))
    }
}

#[derive(Default)]
struct Diary {
    commands: Vec<String>,
    wire: Vec<u8>,
    taken: Vec<Taken>,
    connections: usize,
    refusals: BTreeMap<String, &'static str>,
}

/// The server.
pub(crate) struct FakeSmtp {
    pub(crate) port: u16,
    diary: Arc<Mutex<Diary>>,
    mood: Arc<Mutex<Mood>>,
    door: Option<JoinHandle<()>>,
    /// Keeps the port from others while the server is away.
    place: Option<TcpSocket>,
}

fn open<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl FakeSmtp {
    /// A server on a port of its own.
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let mut server = Self {
            port,
            diary: Arc::default(),
            mood: Arc::new(Mutex::new(Mood::Serving)),
            door: None,
            place: None,
        };
        server.listen(listener);
        server
    }

    fn listen(&mut self, listener: TcpListener) {
        let (diary, mood) = (Arc::clone(&self.diary), Arc::clone(&self.mood));
        self.door = Some(tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                open(&diary).connections += 1;
                let visit = Visit {
                    diary: Arc::clone(&diary),
                    mood: *open(&mood),
                };
                tokio::spawn(async move { visit.serve(stream).await });
            }
        }));
    }

    /// Changes the mood for whoever comes from now on.
    pub(crate) fn be(&self, mood: Mood) {
        *open(&self.mood) = mood;
    }

    /// Stops listening: connections are refused by the machine.
    pub(crate) async fn close(&mut self) {
        if let Some(door) = self.door.take() {
            door.abort();
            let _ = door.await;
        }
        // Bound and not listening, its callers are refused as before.
        let place = TcpSocket::new_v4().expect("a socket");
        place.set_reuseaddr(true).expect("is set");
        let address = (Ipv4Addr::LOCALHOST, self.port);
        place.bind(address.into()).expect("the same port");
        self.place = Some(place);
    }

    /// Listens on the same port again.
    pub(crate) fn reopen(&mut self) {
        let place = self.place.take().expect("it is away");
        self.listen(place.listen(64).expect("the same port"));
    }

    /// Answers a recipient with a line of its own from now on: `450 …`, `550 …`.
    pub(crate) fn refuse(&self, recipient: &str, answer: &'static str) {
        open(&self.diary).refusals.insert(recipient.to_owned(), answer);
    }

    /// Forgets all refusals.
    pub(crate) fn relent(&self) {
        open(&self.diary).refusals.clear();
    }

    /// All commands heard, in order, without line ends.
    pub(crate) fn commands(&self) -> Vec<String> {
        open(&self.diary).commands.clone()
    }

    /// All bytes heard.
    pub(crate) fn wire(&self) -> Vec<u8> {
        open(&self.diary).wire.clone()
    }

    /// All messages taken.
    pub(crate) fn taken(&self) -> Vec<Taken> {
        open(&self.diary).taken.clone()
    }

    /// Connections so far.
    pub(crate) fn connections(&self) -> usize {
        open(&self.diary).connections
    }
}

struct Visit {
    diary: Arc<Mutex<Diary>>,
    mood: Mood,
}

impl Visit {
    async fn serve(&self, stream: TcpStream) {
        let mut stream = BufReader::new(stream);
        let _ = match self.mood {
            // Until the other side has had enough.
            Mood::Hanging => self.hear(&mut stream).await.map(drop),
            Mood::Greeting(line) => say(&mut stream, line).await,
            _ => self.converse(&mut stream).await,
        };
    }

    /// `None` as soon as one side hangs up.
    async fn converse(&self, stream: &mut BufReader<TcpStream>) -> Option<()> {
        say(stream, "220 fake").await?;
        let (mut from, mut to) = (String::new(), Vec::new());
        loop {
            let command = self.hear(stream).await?;
            open(&self.diary).commands.push(command.clone());
            if let Mood::LeavingAt(word, answer) = self.mood
                && command.starts_with(word)
            {
                say(stream, answer).await?;
                return None;
            }
            let (word, rest) = command.split_once([' ', ':']).unwrap_or((&command, ""));
            match word {
                "EHLO" if self.mood == Mood::RefusingSignIn => {
                    say(stream, "250-fake\r\n250 AUTH PLAIN LOGIN").await?
                }
                "EHLO" => say(stream, "250-fake\r\n250 8BITMIME").await?,
                "AUTH" => say(stream, "535 5.7.8 wrong password").await?,
                "MAIL" => {
                    from = bare(rest);
                    say(stream, "250 ok").await?;
                }
                "RCPT" => {
                    let refusal = open(&self.diary).refusals.get(&bare(rest)).copied();
                    if refusal.is_none() {
                        to.push(bare(rest));
                    }
                    say(stream, refusal.unwrap_or("250 ok")).await?;
                }
                "DATA" => {
                    say(stream, "354 go ahead").await?;
                    let bytes = self.message(stream).await?;
                    self.take(
                        stream,
                        Taken {
                            from: from.clone(),
                            to: std::mem::take(&mut to),
                            bytes,
                        },
                    )
                    .await?;
                }
                "QUIT" => {
                    say(stream, "221 bye").await?;
                    return None;
                }
                _ => say(stream, "500 what?").await?,
            }
        }
    }

    async fn take(&self, stream: &mut BufReader<TcpStream>, message: Taken) -> Option<()> {
        if self.mood == Mood::HangingAfterData {
            self.hear(stream).await?;
            return None;
        }
        open(&self.diary).taken.push(message);
        if self.mood == Mood::LosingTheAnswer {
            None
        } else {
            say(stream, "250 taken").await
        }
    }

    /// A message up to a line of one full stop, however its lines end.
    async fn message(&self, stream: &mut BufReader<TcpStream>) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        loop {
            let line = self.line(stream).await?;
            let bare = line
                .strip_suffix(b"\n")
                .map_or(&line[..], |line| line.strip_suffix(b"\r").unwrap_or(line));
            if bare == b"." {
                return Some(bytes);
            }
            bytes.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
        }
    }

    async fn hear(&self, stream: &mut BufReader<TcpStream>) -> Option<String> {
        let line = self.line(stream).await?;
        Some(
            String::from_utf8_lossy(&line)
                .trim_end_matches(['\r', '\n'])
                .to_owned(),
        )
    }

    async fn line(&self, stream: &mut BufReader<TcpStream>) -> Option<Vec<u8>> {
        let mut line = Vec::new();
        let heard = stream.read_until(b'\n', &mut line).await.ok()?;
        open(&self.diary).wire.extend_from_slice(&line);
        (heard > 0).then_some(line)
    }
}

/// The address between the angle brackets.
fn bare(rest: &str) -> String {
    rest.split_once('<')
        .map_or(rest, |(_, rest)| {
            rest.rsplit_once('>').map_or(rest, |(address, _)| address)
        })
        .to_owned()
}

async fn say(stream: &mut BufReader<TcpStream>, line: &str) -> Option<()> {
    if line.is_empty() {
        return None;
    }
    stream
        .get_mut()
        .write_all(format!("{line}\r\n").as_bytes())
        .await
        .ok()
}
