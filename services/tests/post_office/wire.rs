//! What a mail server hears: the mail as it was meant, and not one command or header that somebody typed.

use std::collections::BTreeSet;

use domain::language::Language;
use domain::quotations::RequestNumber;
use services::post::{
    ImportDone, ImportFault, ImportRefused, Mail, Postman, ReadyMail, RequestReceived, RequestedLine,
};
use uuid::Uuid;

use super::house::{NOW, PostHouse, counts};
use super::outages::postman;
use crate::support::smtp::FakeSmtp;

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
            merged: 0,
            changed: 0,
            unchanged: 0,
            deleted: 0,
            left: 0,
            referenced: 0,
        }),
        Mail::ImportRefused(ImportRefused {
            key: "0190b1a0-0000-7000-8000-000000000000".into(),
            file_name: text(),
            fault_count: 1,
            faults: vec![fault],
        }),
    ]
}

#[tokio::test]
async fn t48_nothing_typed_reaches_the_mail_server_as_a_command_or_a_header() {
    let house = PostHouse::each().await.remove(0);
    let payloads = payloads();
    assert!(payloads.len() >= 40);
    for payload in payloads {
        let server = FakeSmtp::start().await;
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
        // The owner's name is the one text that stands beside an address. No owner can be called so; and if one were:
        let odd = ReadyMail {
            id: Uuid::new_v4(),
            kind: "import_done".to_owned(),
            from_name: format!("Reel{payload}"),
            from: "no-reply@parts.example".to_owned(),
            to: "reader3@example.com".to_owned(),
            reply_to: Some("desk@parts.example".to_owned()),
            subject: "Your stock file".to_owned(),
            date: NOW,
            text: "Done.".to_owned(),
            html: "<p>Done.</p>".to_owned(),
        };
        postman(&server).deliver(&odd).await.expect("sent");
        let mut heard: Vec<_> = server
            .commands()
            .into_iter()
            .filter(|command| command != "QUIT")
            .collect();
        heard.sort();
        let mut expected = vec!["DATA".to_owned(); 4];
        expected.extend(vec!["EHLO parts.example".to_owned(); 4]);
        expected.extend(vec!["MAIL FROM:<no-reply@parts.example>".to_owned(); 4]);
        expected.extend((0..4).map(|n| format!("RCPT TO:<reader{n}@example.com>")));
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
