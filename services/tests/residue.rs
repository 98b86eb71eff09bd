//! T39, the bytes: after the night that follows a deletion nothing of the account is left in the SQLite file and its log.
//! On PostgreSQL rows are gone (`account/farewell.rs::t39_a_deleted_account_leaves_no_trace`); its pages are its own business.

use crate::support::house;
use crate::support::house::{DAY, House, PASSWORD, forms};
use domain::contact::ContactForm;
use domain::language::Language;
use services::accounts::session::SignedIn;
use services::accounts::{leaving, own};
use services::{contact, jobs, quotations};

on_both!(
    t39_after_the_night_no_byte_of_a_deleted_account_is_left,
    t39_a_last_mail_that_waits_is_waited_for,
);

const CANARY: &str = "canary@canary.example";
const SCRUBS: &str = "SELECT COUNT(*) FROM job WHERE kind = 'scrub'";
const SCRUBS_TO_COME: &str = "SELECT COUNT(*) FROM job WHERE kind = 'scrub' AND state = 'queued'";

/// What the person has typed, but for the model: the list of all models is the trade's.
const TRACES: &[&str] = &[
    CANARY,
    "Canary name",
    "Canary kana",
    "Canary company",
    "Canary address",
    "canary-site.example",
    "Canary chief",
    "077-6543-2101",
    "Canary maker",
    "Canary shelf",
    "Canary wish",
    "Canary message",
];

/// The traces that the bytes of the file and of its log hold, whatever their case.
fn traces(house: &House, number: &str) -> Vec<String> {
    let path = house.url.strip_prefix("sqlite:").expect("a file");
    let mut bytes = std::fs::read(path).expect("the file");
    bytes.extend(std::fs::read(format!("{path}-wal")).unwrap_or_default());
    bytes.make_ascii_lowercase();
    let held = |trace: &str| {
        let trace = trace.to_ascii_lowercase();
        memchr::memmem::find(&bytes, trace.as_bytes()).is_some()
    };
    let all = TRACES.iter().copied().chain([number]);
    all.filter(|trace| held(trace)).map(str::to_owned).collect()
}

/// Whether the house keeps its tables in one file of its own.
fn is_a_file(house: &House) -> bool {
    house.url.starts_with("sqlite:")
}

/// Somebody who has typed something into everything.
async fn canary(house: &House) -> SignedIn {
    let supplier = house.supplier(CANARY).await;
    let (_, who) = house.sign_in(CANARY, "supplier").await;
    let form = forms::agreed(forms::canary());
    own::update(&house.market, &who, &form).await.expect("updates");
    // Enough rows that pages are split, and parts of the file that fill pages of their own.
    let rows: Vec<String> = (0..3_000)
        .map(|row| {
            format!(
                "Canary maker,Canary product,TC{row:05},10,Reel,ROHS,2020,Canary shelf,Canary remarks {row}"
            )
        })
        .collect();
    house
        .import(&supplier, &format!("{}\n{}\n", house::HEADINGS, rows.join("\n")))
        .await;
    let request = forms::canary_request(CANARY);
    quotations::receive(&house.market, Some(&who), Language::En, request)
        .await
        .expect("asks");
    let message = ContactForm {
        name: "Canary name".to_owned(),
        message: "Canary message".to_owned(),
        ..forms::message(CANARY, "csv")
    };
    contact::receive(&house.market, Some(&who), Language::En, message)
        .await
        .expect("writes");
    who
}

async fn t39_after_the_night_no_byte_of_a_deleted_account_is_left(house: &House) {
    let bystander = house.supplier("s1@example.com").await;
    house.stock(&bystander, &["TC74HC4050AFTEL"]).await;
    let who = canary(house).await;
    let number = who.visitor.number.clone();
    house.letters().await;
    if is_a_file(house) {
        assert_eq!(
            traces(house, &number).len(),
            TRACES.len() + 1,
            "each is found while it is there"
        );
    }
    leaving::leave(&house.market, &who, PASSWORD)
        .await
        .expect("leaves");
    house.letters().await;
    if !is_a_file(house) {
        assert_eq!(house.number(SCRUBS).await, 0, "there is nothing to write anew");
        return;
    }
    assert_ne!(
        traces(house, &number),
        Vec::<String>::new(),
        "deleting alone does not do it"
    );
    assert_eq!(jobs::run_due(&house.market).await.expect("runs"), 0, "not by day");
    house.wait(DAY);
    assert_eq!(jobs::run_due(&house.market).await.expect("runs"), 1);
    assert_eq!(traces(house, &number), Vec::<String>::new());
    assert_eq!(
        (house.number(SCRUBS).await, house.number(SCRUBS_TO_COME).await),
        (1, 0)
    );
    // What others have is still there.
    assert_eq!(house.rows("lot").await, 1);
    house.stock(&bystander, &["MAX708"]).await;
}

async fn t39_a_last_mail_that_waits_is_waited_for(house: &House) {
    let who = canary(house).await;
    let number = who.visitor.number.clone();
    house.letters().await;
    leaving::leave(&house.market, &who, PASSWORD)
        .await
        .expect("leaves");
    if !is_a_file(house) {
        return;
    }
    house.wait(DAY);
    jobs::run_due(&house.market).await.expect("runs");
    assert_eq!(
        traces(house, &number),
        [CANARY.to_owned(), number.clone()],
        "M30 has not left"
    );
    assert_eq!(house.number(SCRUBS_TO_COME).await, 1, "the next night");
    assert_eq!(house.letters().await.len(), 1, "M30");
    house.wait(DAY);
    jobs::run_due(&house.market).await.expect("runs");
    assert_eq!(traces(house, &number), Vec::<String>::new());
    assert_eq!(house.number(SCRUBS_TO_COME).await, 0);
}
