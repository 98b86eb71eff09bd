//! From the moment in which a company's system sends a file of 50,000 rows to the moment in which a buyer finds its last row, against the
//! job by itself, as figure 12 times it; and how much more memory the server takes until the index is merged. The server is a process of its own.

use std::sync::Arc;
use std::time::Duration;

use domain::api::tokens::TokenForm;
use secrecy::ExposeSecret;
use services::api::tokens::{self, Made};
use services::clock::SystemClock;
use services::inventory::import::Outcome;
use services::market::Market;
use services::search::engine::IndexedLot;

use crate::ground::{Ground, ROWS, file, stock};
use crate::report::{Report, Target, median, timed};
use crate::serving::Serving;
use crate::support::house::{PASSWORD, caller};

const ROUNDS: usize = 5;
/// Whose system it is.
const EMAIL: &str = "uploads@example.com";

pub(crate) async fn measure(ground: &Ground, report: &mut Report) {
    let token = token(ground).await;
    let (mut jobs, mut whole, mut growth) = (Vec::new(), Vec::new(), Vec::new());
    let mut lots = stock(ground.lots, 3).skip(20_000);
    // Before the server is there: it would take the file out of the queue.
    for _ in 0..ROUNDS {
        let (by_itself, rows) = file(lots.by_ref().take(ROWS));
        let (time, outcome) = timed(ground.house.import(&ground.supplier, &by_itself)).await;
        assert_eq!(outcome, Outcome::Imported { rows: rows as u32 });
        jobs.push(time);
    }
    let mut server = Serving::start(&ground.house.url);
    for round in 0..ROUNDS {
        let last = format!("UPLOADED{round}LAST");
        let (sent, _) = file(lots.by_ref().take(ROWS - 1).chain(only(&last)));
        server.until("ready, search by the index").await;
        let before = server.memory("VmRSS:");
        server.forget_peak();
        let (time, ()) = timed(upload(&mut server, &token, &sent, &last)).await;
        whole.push(time);
        // The index is merged afterwards, which takes room as well.
        server.until_merged().await;
        growth.push(server.memory("VmHWM:") - before);
    }
    let (job, upload) = (median::<Duration>(jobs), median::<Duration>(whole));
    report.judge(
        "",
        "50,000 rows from upload to found, to the job by itself",
        upload.as_secs_f64() / job.as_secs_f64(),
        Target::AtMost(1.5),
        &format!(
            "{:.0} ms to {:.0} ms",
            upload.as_secs_f64() * 1e3,
            job.as_secs_f64() * 1e3
        ),
    );
    let most = growth.iter().copied().fold(0.0, f64::max);
    report.judge(
        "",
        "MiB more that the server holds at most during such an upload",
        most,
        Target::AtMost(128.0),
        &format!("the middle of {ROUNDS} is {:.0}", median(growth)),
    );
}

/// A stock of one lot of a model.
fn only(model: &str) -> impl Iterator<Item = IndexedLot> + use<> {
    let model = model.to_owned();
    stock(10, 9).take(1).map(move |lot| IndexedLot {
        model: model.clone(),
        ..lot
    })
}

async fn upload(server: &mut Serving, token: &str, file: &str, last: &str) {
    let headers = format!("authorization: Bearer {token}\r\ncontent-type: text/csv; charset=utf-8\r\n");
    let answer = server
        .ask(
            "POST /api/v1/imports?again=true HTTP/1.1",
            &headers,
            file.as_bytes(),
        )
        .await
        .expect("is answered");
    assert!(answer.starts_with("HTTP/1.1 202"), "{answer}");
    let search = format!("GET /api/search/find?query=q%3D{last} HTTP/1.1");
    let accept = "accept: application/json\r\n";
    server
        .until_answered(&search, accept, |answer| answer.contains("\"total_lots\":1"))
        .await;
}

/// A token for the server's clock, which is the system's; the ground has one of its own.
async fn token(ground: &Ground) -> String {
    ground.house.supplier(EMAIL).await;
    let (_, who) = ground.house.sign_in(EMAIL, "supplier").await;
    let now = Market {
        clock: Arc::new(SystemClock),
        ..ground.house.starting_process().await
    };
    let form = TokenForm {
        submission: String::new(),
        name: "Uploads".to_owned(),
        scopes: vec!["stock:import".to_owned()],
        days: "30".to_owned(),
        password: PASSWORD.to_owned(),
    };
    let made = tokens::make(&now, &who, &caller(), &form).await.expect("makes");
    now.db.close().await.expect("closes");
    match made {
        Made::Token(token) => token.expose_secret().to_owned(),
        Made::Full | Made::Before => panic!("it is the first one"),
    }
}
