//! The post over the wire, against a mail server with moods: what it hears, and what is left of the mails afterwards.

#[path = "support/post_office.rs"]
mod post_office;
#[path = "support/smtp.rs"]
mod smtp;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use domain::language::Language;
use domain::quotations::RequestNumber;
use post_office::{NOW, PostHouse, counts, readers};
use secrecy::SecretString;
use services::post::{
    ImportDone, ImportFault, ImportRefused, Mail, RequestReceived, RequestedLine, SmtpPostman, SmtpSettings,
    SmtpTls,
};
use smtp::{FakeSmtp, Mood};
use uuid::Uuid;

fn settings(server: &FakeSmtp, tls: SmtpTls) -> SmtpSettings {
    SmtpSettings {
        host: "127.0.0.1".into(),
        port: server.port,
        tls,
        sign_in: None,
    }
}

fn postman(server: &FakeSmtp) -> Arc<SmtpPostman> {
    impatient(settings(server, SmtpTls::None))
}

fn impatient(settings: SmtpSettings) -> Arc<SmtpPostman> {
    Arc::new(
        SmtpPostman::new(settings)
            .expect("a postman")
            .with_patience(Duration::from_millis(300)),
    )
}

#[tokio::test]
async fn a_mail_on_the_wire_is_what_it_should_be() {
    let house = PostHouse::each().await.remove(0);
    let server = FakeSmtp::start().await;
    house.post("taro@example.com").await;
    assert_eq!(house.office(&postman(&server)).send_due().await.expect("sent"), 1);
    let taken = server.taken().remove(0);
    assert_eq!(
        (taken.from.as_str(), taken.to.as_slice()),
        (
            "no-reply@parts.example",
            ["taro@example.com".to_owned()].as_slice()
        )
    );
    let header = |name| taken.header(name).unwrap_or_default();
    assert_eq!(header("From"), "Reelstock <no-reply@parts.example>");
    assert_eq!(header("To"), "taro@example.com");
    assert_eq!(header("Reply-To"), "desk@parts.example");
    assert_eq!(
        header("Subject"),
        "We have received your request for quotation (RQ-000042)"
    );
    assert_eq!(header("Date"), "Sat, 21 Nov 2026 14:33:00 +0000");
    assert_eq!(header("Auto-Submitted"), "auto-generated");
    assert_eq!(header("MIME-Version"), "1.0");
    assert!(header("Message-ID").ends_with("@parts.example>"));
    assert!(header("Content-Type").starts_with("multipart/alternative;"));
    let text = taken.text();
    assert!(
        text.contains(
            "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable"
        )
    );
    assert!(
        text.contains(
            "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable"
        )
    );
}

/// What could end a line, a header, a message or a command early.
fn payloads() -> Vec<String> {
    let ends = ["\r\n", "\n", "\r", "\n\r", "\u{85}", "\u{2028}", "\u{b}", "\0"];
    let commands = [
        "Bcc: spy@evil.example",
        ".",
        ".\nMAIL FROM:<spy@evil.example>",
        "\r\n.\r\nRCPT TO:<spy@evil.example>\r\nDATA",
    ];
    let mut payloads: Vec<_> = ends
        .iter()
        .flat_map(|end| {
            commands
                .iter()
                .map(move |command| format!("x{end}{command}{end}"))
        })
        .collect();
    let alone = [
        "\n.\n",
        "\r\n.\r\n",
        "\n.\r\n",
        "\r.\r",
        ".",
        "..",
        "\r\n\r\n<html>",
        "=?utf-8?Q?=0D=0ABcc:_spy@evil.example?=",
    ];
    payloads.extend(alone.map(str::to_owned));
    payloads
}

fn mails(payload: &str) -> [Mail; 3] {
    let text = || payload.to_owned();
    let line = RequestedLine {
        model: text(),
        manufacturer: text(),
        quantity: 1,
        dc: text(),
        packing: text(),
        target_price: Some(text()),
        due: Some(text()),
        remarks: text(),
        supplier: Some(text()),
        lot: Some(1),
    };
    let request = RequestReceived {
        number: RequestNumber(42),
        receipt: Uuid::from_u128(42),
        received_at: NOW,
        name: text(),
        furigana: text(),
        company: text(),
        email: text(),
        phone: text(),
        language: Language::En,
        lines: vec![line],
    };
    let fault = ImportFault {
        row: Some(1),
        column: None,
        reason: text(),
    };
    [
        Mail::RequestReceived(request),
        Mail::ImportDone(ImportDone {
            file_name: text(),
            rows_added: 1,
            total_lots: 1,
        }),
        Mail::ImportRefused(ImportRefused {
            file_name: text(),
            fault_count: 1,
            faults: vec![fault],
        }),
    ]
}

#[tokio::test]
async fn t48_nothing_typed_reaches_the_mail_server_as_a_command_or_a_header() {
    let mut house = PostHouse::each().await.remove(0);
    let payloads = payloads();
    assert!(payloads.len() >= 40);
    for payload in payloads {
        let server = FakeSmtp::start().await;
        // The owner's name is the one text of ours that stands beside an address.
        Arc::make_mut(&mut house.settings).owner_name = format!("Reel{payload}");
        house.meddle("DELETE FROM outbox").await;
        let mails = mails(&payload);
        for (n, mail) in mails.iter().enumerate() {
            house
                .post_mail(mail, &format!("reader{n}@example.com"), None)
                .await;
        }
        assert_eq!(
            house.office(&postman(&server)).send_due().await.expect("sent"),
            mails.len(),
            "{payload:?}"
        );
        let mut heard: Vec<_> = server
            .commands()
            .into_iter()
            .filter(|command| command != "QUIT")
            .collect();
        heard.sort();
        let mut expected = vec!["DATA".to_owned(); 3];
        expected.extend(vec!["EHLO parts.example".to_owned(); 3]);
        expected.extend(vec!["MAIL FROM:<no-reply@parts.example>".to_owned(); 3]);
        expected.extend((0..3).map(|n| format!("RCPT TO:<reader{n}@example.com>")));
        assert_eq!(heard, expected, "{payload:?}");
        for taken in server.taken() {
            assert_eq!(taken.to.len(), 1);
            let text = taken.text();
            let head = text.split("\r\n\r\n").next().unwrap_or_default();
            let names: BTreeSet<_> = head
                .lines()
                .filter(|l| !l.starts_with([' ', '\t']))
                .filter_map(|l| l.split(':').next())
                .collect();
            let known = [
                "Auto-Submitted",
                "Content-Type",
                "Date",
                "From",
                "MIME-Version",
                "Message-ID",
                "Reply-To",
                "Subject",
                "To",
            ];
            assert!(
                names.iter().all(|name| known.contains(name)),
                "{payload:?}: {names:?}"
            );
        }
        let wire = server.wire();
        let bare = wire.iter().enumerate().any(|(at, byte)| match byte {
            b'\n' => at == 0 || wire[at - 1] != b'\r',
            b'\r' => wire.get(at + 1) != Some(&b'\n'),
            _ => *byte == 0 || !byte.is_ascii(),
        });
        assert!(
            !bare,
            "{payload:?} put a bare line end, a NUL or a byte above 127 on the wire"
        );
    }
}

#[tokio::test]
async fn t48_an_address_that_is_none_never_reaches_the_mail_server() {
    let house = PostHouse::each().await.remove(0);
    let server = FakeSmtp::start().await;
    let wrong = [
        "a@b.example>\r\nRCPT TO:<spy@evil.example",
        "a@b.example\nDATA",
        "a@b.example,spy@evil.example",
        "<a@b.example>",
        "a b@c.example",
        "\"a\r\n\"@b.example",
        "a@[127.0.0.1]",
        "a",
        "",
        "a@b@c.example",
        "日本@例.example",
        "a@b.example\0",
        "Spy <a@b.example>",
    ];
    for recipient in wrong {
        house.post(recipient).await;
    }
    assert_eq!(
        house.office(&postman(&server)).send_due().await.expect("a round"),
        0
    );
    assert_eq!(server.connections(), 0);
    assert_eq!(house.states().await, counts([("failed", wrong.len() as i64)]));
}

/// Sends ten mails against a mood, and again when it has passed; says how many attempts were counted at most.
async fn outlast(house: &PostHouse, mood: Option<Mood>, sick: impl Fn(&FakeSmtp) -> SmtpSettings) {
    let mut server = FakeSmtp::start().await;
    house.meddle("DELETE FROM outbox").await;
    match mood {
        Some(mood) => server.be(mood),
        None => server.close().await,
    }
    let all = readers(10, 10);
    house.post_all(&all).await;
    for _ in 0..4 {
        let office = house.office(&impatient(sick(&server)));
        assert_eq!(office.send_due().await.expect("a round"), 0, "{mood:?}");
        house.advance(150);
    }
    for reader in &all {
        let row = house.row(reader).await;
        assert_eq!((row.state.as_str(), row.attempts), ("queued", 0), "{mood:?}");
    }
    match mood {
        Some(_) => server.be(Mood::Serving),
        None => server.reopen().await,
    }
    // At most one wait after the server is back, everything is there.
    house.advance(60);
    assert_eq!(
        house.office(&postman(&server)).send_due().await.expect("a round"),
        10,
        "{mood:?}"
    );
    let mut to: Vec<_> = server.taken().into_iter().flat_map(|taken| taken.to).collect();
    to.sort();
    assert_eq!(to, all, "{mood:?}: none lost, none doubled");
}

#[tokio::test]
async fn t49_no_mail_is_lost_or_doubled_while_the_mail_server_is_away() {
    for house in PostHouse::each().await {
        let plain = |server: &FakeSmtp| settings(server, SmtpTls::None);
        let away = [
            None,
            Some(Mood::Hanging),
            Some(Mood::Greeting("421 4.3.2 shutting down")),
            Some(Mood::Greeting("554 5.3.2 no service here")),
            Some(Mood::LeavingAt("EHLO", "421 too busy")),
            Some(Mood::LeavingAt("MAIL", "421 too many connections")),
            Some(Mood::LeavingAt("RCPT", "")),
            Some(Mood::LeavingAt("DATA", "421 try later")),
            Some(Mood::LeavingAt("MAIL", "550 5.7.1 sender not allowed")),
            Some(Mood::LeavingAt("MAIL", "530 5.7.0 sign in first")),
        ];
        for mood in away {
            outlast(&house, mood, plain).await;
        }
    }
}

#[tokio::test]
async fn t49_a_long_queue_is_not_worn_out_against_a_server_that_is_away() {
    let house = PostHouse::each().await.remove(0);
    let server = FakeSmtp::start().await;
    server.be(Mood::Greeting("421 4.3.2 shutting down"));
    house.post_all(&readers(200, 50)).await;
    assert_eq!(
        house.office(&postman(&server)).send_due().await.expect("a round"),
        0
    );
    assert!(server.connections() <= 12, "{} connections", server.connections());
    server.be(Mood::Serving);
    assert!(house.office(&postman(&server)).send_due().await.expect("a round") >= 188);
}

#[tokio::test]
async fn t49_a_wrong_password_or_a_way_without_protection_condemns_no_mail_and_tells_nothing() {
    let house = PostHouse::each().await.remove(0);
    let password = SecretString::from("s3cret-word");
    outlast(&house, Some(Mood::RefusingSignIn), |server| SmtpSettings {
        sign_in: Some(("user".into(), password.clone())),
        ..settings(server, SmtpTls::None)
    })
    .await;
    // The server does not offer STARTTLS, and does not speak TLS: not one word about the mails.
    for tls in [SmtpTls::StartTls, SmtpTls::Implicit] {
        outlast(&house, Some(Mood::Serving), |server| SmtpSettings {
            host: "localhost".into(),
            ..settings(server, tls)
        })
        .await;
    }
    let server = FakeSmtp::start().await;
    house.post("taro@example.com").await;
    let protected = SmtpSettings {
        host: "localhost".into(),
        ..settings(&server, SmtpTls::StartTls)
    };
    let protected = SmtpSettings {
        sign_in: Some(("user".into(), password)),
        ..protected
    };
    assert_eq!(
        house
            .office(&impatient(protected))
            .send_due()
            .await
            .expect("a round"),
        0
    );
    assert!(
        server
            .commands()
            .iter()
            .all(|command| command.starts_with("EHLO") || command == "QUIT"),
        "{:?}",
        server.commands()
    );
    assert!(
        !house
            .row("taro@example.com")
            .await
            .last_error
            .unwrap_or_default()
            .contains("s3cret")
    );
}

#[tokio::test]
async fn t50_an_answer_that_was_lost_is_counted_and_its_double_can_be_told() {
    for house in PostHouse::each().await {
        let server = FakeSmtp::start().await;
        house.post("taro@example.com").await;
        for mood in [Mood::LosingTheAnswer, Mood::HangingAfterData] {
            server.be(mood);
            assert_eq!(
                house.office(&postman(&server)).send_due().await.expect("a round"),
                0
            );
            house.advance(30);
        }
        let row = house.row("taro@example.com").await;
        assert_eq!((row.state.as_str(), row.attempts), ("queued", 2));
        server.be(Mood::Serving);
        assert_eq!(house.office(&postman(&server)).send_due().await.expect("sent"), 1);
        let taken = server.taken();
        assert_eq!(taken.len(), 2, "the server kept what it never confirmed");
        assert!(taken[0].header("Message-ID").is_some());
        assert_eq!(taken[0], taken[1], "the same mail, byte for byte");
    }
}

#[tokio::test]
async fn t51_a_refused_recipient_fails_alone_and_one_turned_away_is_tried_again() {
    for house in PostHouse::each().await {
        let server = FakeSmtp::start().await;
        server.refuse("gone@example.com", "550 5.1.1 <gone@example.com>: no such user");
        server.refuse("full@example.com", "452 4.2.2 <full@example.com>: mailbox full");
        let readers = [
            "gone@example.com",
            "full@example.com",
            "taro@example.com",
            "hana@example.com",
        ]
        .map(str::to_owned);
        house.post_all(&readers).await;
        assert_eq!(
            house.office(&postman(&server)).send_due().await.expect("a round"),
            2
        );
        let (gone, full) = (
            house.row("gone@example.com").await,
            house.row("full@example.com").await,
        );
        assert_eq!(
            (gone.state.as_str(), full.state.as_str(), full.attempts),
            ("failed", "queued", 1)
        );
        let why = gone.last_error.unwrap_or_default();
        assert!(
            why.contains("550") && why.contains("g…@example.com") && !why.contains("gone@"),
            "{why}"
        );
        server.relent();
        house.advance(10);
        assert_eq!(
            house.office(&postman(&server)).send_due().await.expect("a round"),
            1
        );
        assert_eq!(house.states().await, counts([("failed", 1), ("sent", 3)]));
    }
}
