//! Visitors who take their time, over real connections: each is told or cut off, and others are answered meanwhile.

use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;

use server::front_door::Patience;
use server::front_door::listening::listen;
use server::settings::Mode;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::support::door;
use crate::support::house::House;

on_both!(
    t68_who_is_asking_is_answered_before_it_closes,
    t70_a_hundred_megabytes_are_refused_on_the_wire,
    t71_a_body_that_never_ends_is_told_so,
    t70_a_strangers_file_is_not_waited_for,
    t71_a_dripping_head_is_cut_off,
    t71_there_are_only_so_many_places,
);

/// Longer than any of these tests may take: a test that hangs has failed.
const EVER: Duration = Duration::from_secs(60);
/// As patient as in production, but for what a test is about.
const PATIENT: Patience = Patience {
    head: EVER,
    body_piece: EVER,
    body: EVER,
    answer: EVER,
    places: 64,
};
const SHORT: Duration = Duration::from_millis(300);
const POST: &str = "POST /request HTTP/1.1\r\nhost: parts.example\r\nsec-fetch-site: same-origin\r\ncontent-type: application/x-www-form-urlencoded\r\n";

/// The house on a port of its own, until it is told to stop.
struct Serving {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    server: JoinHandle<()>,
}

impl Serving {
    async fn of(house: &House, patience: Patience) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (stop, stopped) = oneshot::channel::<()>();
        let router = door::router(&house.market, Mode::Production, None, patience);
        let server = tokio::spawn(listen(listener, router, patience, async {
            let _ = stopped.await;
        }));
        Self {
            address,
            stop,
            server,
        }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.expect("connects")
    }

    /// A visitor who asks in one breath is answered.
    async fn serves_others(&self) {
        let mut other = self.connect().await;
        send(
            &mut other,
            "GET /healthz HTTP/1.1\r\nhost: parts.example\r\nconnection: close\r\n\r\n",
        )
        .await;
        let answer = rest(&mut other).await;
        assert!(
            answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("ok"),
            "{answer}"
        );
    }

    async fn close(self) {
        self.stop.send(()).expect("it serves");
        in_time(self.server).await.expect("ends without a panic");
    }
}

async fn in_time<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(EVER, future).await.expect("in time")
}

async fn send(stream: &mut TcpStream, text: &str) {
    stream.write_all(text.as_bytes()).await.expect("sends");
}

/// What comes until the other side ends the connection.
async fn rest(stream: &mut TcpStream) -> String {
    let mut all = Vec::new();
    // A connection that is reset instead of closed has ended too; what came before stays.
    let _ = in_time(stream.read_to_end(&mut all)).await;
    String::from_utf8_lossy(&all).into_owned()
}

/// Sends a piece, serves somebody else, and so on until the server ends the connection; answers what it said.
async fn drip(serving: &Serving, stream: TcpStream, piece: &str) -> String {
    let (mut answers, mut asks) = stream.into_split();
    let listening = tokio::spawn(async move {
        let mut all = Vec::new();
        let _ = answers.read_to_end(&mut all).await;
        String::from_utf8_lossy(&all).into_owned()
    });
    in_time(async {
        while !listening.is_finished() {
            // Writing to what has just been closed is the end too.
            if asks.write_all(piece.as_bytes()).await.is_err() {
                break;
            }
            serving.serves_others().await;
        }
        listening.await.expect("listens")
    })
    .await
}

async fn t71_a_dripping_head_is_cut_off(house: &House) {
    let patience = Patience {
        head: SHORT,
        ..PATIENT
    };
    let serving = Serving::of(house, patience).await;
    let mut silent = serving.connect().await;
    let mut dripping = serving.connect().await;
    send(&mut dripping, "GET / HTTP/1.1\r\nhost: parts.example\r\n").await;
    let said = drip(&serving, dripping, "x-more: drip\r\n").await;
    assert_eq!(said, "", "half a question has no answer");
    assert_eq!(rest(&mut silent).await, "", "who says nothing is not waited for");
    serving.close().await;
}

async fn t71_a_body_that_never_ends_is_told_so(house: &House) {
    let short_piece = Patience {
        body_piece: SHORT,
        ..PATIENT
    };
    let serving = Serving::of(house, short_piece).await;
    let mut stalled = serving.connect().await;
    send(&mut stalled, &format!("{POST}content-length: 1000\r\n\r\nform")).await;
    let told = rest(&mut stalled).await;
    assert!(told.starts_with("HTTP/1.1 408 "), "{told}");
    serving.serves_others().await;
    serving.close().await;

    let short_whole = Patience {
        body: SHORT,
        ..PATIENT
    };
    let serving = Serving::of(house, short_whole).await;
    let mut endless = serving.connect().await;
    send(&mut endless, &format!("{POST}transfer-encoding: chunked\r\n\r\n")).await;
    let told = drip(&serving, endless, "1\r\na\r\n").await;
    assert!(told.starts_with("HTTP/1.1 408 "), "{told}");
    assert!(told.contains("connection: close"), "{told}");
    serving.close().await;
}

/// Only the head is ever sent: whoever waits for the file that it announces answers nothing.
async fn t70_a_strangers_file_is_not_waited_for(house: &House) {
    let serving = Serving::of(house, PATIENT).await;
    let browser = "sec-fetch-site: same-origin\r\ncontent-type: multipart/form-data; boundary=limit\r\n";
    let system = "content-type: text/csv\r\n";
    let bad = format!("{system}authorization: Bearer rs_{}\r\n", "x".repeat(43));
    for (path, head, status) in [
        ("/stock/import", browser, "303"),
        ("/api/v1/imports", system, "401"),
        ("/api/v1/imports", bad.as_str(), "401"),
        ("/api/v1/imports/preview", bad.as_str(), "401"),
    ] {
        for length in ["content-length: 20000000", "transfer-encoding: chunked"] {
            let mut stranger = serving.connect().await;
            let head = format!("POST {path} HTTP/1.1\r\nhost: parts.example\r\n{head}{length}\r\n\r\n");
            send(&mut stranger, &head).await;
            let told = rest(&mut stranger).await;
            assert!(told.starts_with(&format!("HTTP/1.1 {status} ")), "{path}: {told}");
        }
    }
    serving.close().await;
}

/// The answer comes while the bytes are still on their way; nobody reads them to their end.
async fn t70_a_hundred_megabytes_are_refused_on_the_wire(house: &House) {
    const MEGABYTE: usize = 1024 * 1024;
    let serving = Serving::of(house, PATIENT).await;
    for announced in [true, false] {
        let mut stream = serving.connect().await;
        let length = if announced {
            format!("content-length: {}", 100 * MEGABYTE)
        } else {
            "transfer-encoding: chunked".to_owned()
        };
        send(&mut stream, &format!("{POST}{length}\r\n\r\n")).await;
        let (mut answers, mut asks) = stream.into_split();
        let sending = tokio::spawn(async move {
            let piece = vec![b'a'; MEGABYTE];
            for sent in 0..100 {
                let framed = [
                    format!("{MEGABYTE:x}\r\n").into_bytes(),
                    piece.clone(),
                    b"\r\n".to_vec(),
                ];
                let bytes = if announced { piece.clone() } else { framed.concat() };
                if asks.write_all(&bytes).await.is_err() {
                    return sent;
                }
            }
            100
        });
        let mut status = [0; 13];
        in_time(answers.read_exact(&mut status)).await.expect("an answer");
        assert_eq!(&status, b"HTTP/1.1 413 ");
        let megabytes = in_time(sending).await.expect("sends");
        assert!(megabytes < 100, "the connection is cut, not read to its end");
        serving.serves_others().await;
    }
    serving.close().await;
}

/// With every place taken, who comes next waits until one is free: here until those who hold them are cut off.
async fn t71_there_are_only_so_many_places(house: &House) {
    let patience = Patience {
        head: SHORT,
        places: 2,
        ..PATIENT
    };
    let serving = Serving::of(house, patience).await;
    let mut holders = [serving.connect().await, serving.connect().await];
    for holder in &mut holders {
        send(holder, "GET / HTTP/1.1\r\n").await;
    }
    serving.serves_others().await;
    let mut held = Vec::new();
    for holder in &mut holders {
        held.push(holder.try_read(&mut [0; 1]).ok());
    }
    assert!(held.contains(&Some(0)), "a place was given up before: {held:?}");
    for mut holder in holders {
        assert_eq!(rest(&mut holder).await, "");
    }
    serving.close().await;
}

/// Told to stop, the house lets nobody in and still answers who was asking.
async fn t68_who_is_asking_is_answered_before_it_closes(house: &House) {
    let serving = Serving::of(house, PATIENT).await;
    let mut asking = serving.connect().await;
    let body = "language=ja&back=%2Frequest";
    let head = POST.replace("/request", "/look");
    let (sent, later) = body.split_at(8);
    send(
        &mut asking,
        &format!(
            "{head}content-length: {}\r\nexpect: 100-continue\r\n\r\n",
            body.len()
        ),
    )
    .await;
    // "Continue" is said by whoever waits for the body: the request has arrived.
    let mut go_on = [0; 25];
    in_time(asking.read_exact(&mut go_on))
        .await
        .expect("is asked to go on");
    assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
    send(&mut asking, sent).await;
    let Serving {
        address,
        stop,
        server,
    } = serving;
    stop.send(()).expect("it serves");
    // Refused, or hung up on where the system had already taken the call.
    in_time(async {
        while let Ok(mut late) = TcpStream::connect(address).await {
            assert_eq!(rest(&mut late).await, "");
        }
    })
    .await;
    assert!(!server.is_finished(), "somebody is still asking");
    send(&mut asking, later).await;
    let answer = rest(&mut asking).await;
    assert!(answer.starts_with("HTTP/1.1 303 "), "{answer}");
    in_time(server).await.expect("ends without a panic");
}
