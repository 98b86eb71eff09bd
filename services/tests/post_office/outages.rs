//! A mail server in all its moods: none of them loses a mail, and none doubles one that was confirmed.

use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;
use services::post::{SmtpPostman, SmtpSettings, SmtpTls};

use super::house::{PostHouse, counts, readers};
use crate::support::smtp::{FakeSmtp, Mood};

fn settings(server: &FakeSmtp, tls: SmtpTls) -> SmtpSettings {
    SmtpSettings {
        host: "127.0.0.1".into(),
        port: server.port,
        tls,
        sign_in: None,
    }
}

/// Gives up soon.
fn impatient(settings: SmtpSettings) -> Arc<SmtpPostman> {
    Arc::new(
        SmtpPostman::new(settings)
            .expect("a postman")
            .with_patience(Duration::from_millis(700)),
    )
}

/// Speaks to the server in the clear, and waits for it as long as the market would.
pub(crate) fn postman(server: &FakeSmtp) -> Arc<SmtpPostman> {
    Arc::new(SmtpPostman::new(settings(server, SmtpTls::None)).expect("a postman"))
}

/// Sends ten mails against a mood, and again when it has passed.
async fn outlast(house: &PostHouse, mood: Option<Mood>, sick: impl Fn(&FakeSmtp) -> SmtpSettings) {
    let mut server = FakeSmtp::start().await;
    house.meddle("DELETE FROM outbox").await;
    match mood {
        Some(mood) => server.be(mood),
        None => server.close().await,
    }
    let all = readers(10, 10);
    house.post_all(&all).await;
    for _ in 0..3 {
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
        None => server.reopen(),
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
                house
                    .office(&impatient(settings(&server, SmtpTls::None)))
                    .send_due()
                    .await
                    .expect("a round"),
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
