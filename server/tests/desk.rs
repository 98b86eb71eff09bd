//! The desk through the front door: messages and their answers, notices and the status page, mails and jobs.

mod board;
mod doors;
mod messages;
mod tried_again;

use crate::support::door::{Answer, Door};
use crate::support::house::{House, forms};
use domain::contact::ContactForm;
use domain::language::Language;
use domain::places::Console;

const DESK: &str = "staff@owner.example";
const JANE: &str = "jane@harbour.example";
const PAGES: [&str; 4] = ["/staff/messages", "/staff/notices", "/staff/mails", "/staff/jobs"];

/// A message from somebody without an account: the path of its page.
async fn message(house: &House) -> String {
    let form = ContactForm {
        name: "Jane <Buyer>".to_owned(),
        message: "Eleven columns.\n<b>Help</b>".to_owned(),
        ..forms::message(JANE, "csv")
    };
    let received = services::contact::receive(&house.market, None, Language::Ja, form).await;
    let number = received.expect("received").number;
    house.letters().await;
    Console::Thread(number.0).path()
}

async fn answer(desk: &mut Door, path: &str, version: &str, words: &str) -> Answer {
    let fields = [("act", "answer"), ("version", version), ("answer", words)];
    desk.post(path, &fields).await
}

fn notice<'a>(kind: &'a str, title: &'a str, from: &'a str, until: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("act", "publish"),
        ("kind", kind),
        ("title_en", title),
        ("title_ja", "検索の停止"),
        ("text_en", "Search is away.\nOrders stay."),
        ("text_ja", "検索を停止いたします。"),
        ("from", from),
        ("until", until),
        ("banner", "1"),
    ]
}
