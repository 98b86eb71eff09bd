//! What tests about accounts have in common: somebody signed in, mailed links, refusals, and all that a database holds.

#![allow(dead_code, unreachable_pub, reason = "each test file uses a part of it")]

use domain::accounts::{AccountType, ProfileForm, SideForm, SignInForm};
use domain::refusal::Refusal;
use domain::violations::Violation;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use services::accounts::caller::Caller;
use services::accounts::session::{self, SessionToken, SignedIn};
use services::accounts::sign_in::{self, Welcome};
use services::error::{Answer, Error};
use services::post::ReadyMail;

use crate::house::{House, caller, only_step};

pub const JANE: &str = "jane@harbour.example";
pub const NEW: &str = "kaji!tsubo88ren";

/// Jane, a buyer.
pub async fn jane(house: &House) -> i64 {
    house
        .person(AccountType::Buyer, JANE, "Harbour", false)
        .await
        .account_id
}

/// The form with which a buyer applies to become a supplier.
pub fn form(company: &str) -> SideForm {
    let text = str::to_owned;
    SideForm {
        profile: ProfileForm {
            name: text("Anna Quay"),
            furigana: text("アンナ"),
            company: text(company),
            postcode: text("100-0001"),
            address: text("1-1 Chiyoda, Tokyo"),
            country: text("JP"),
            phone_country: text("JP"),
            phone: text("03-1234-5678"),
            url: text("None"),
            business: text("Electronic parts"),
            established: text("2020-02-03"),
            capital: text("6,000,000"),
            representative: text("John Harbour"),
            purpose: text("Selling parts"),
            ..ProfileForm::default()
        },
        agreed: Some(text("1")),
    }
}

/// A visitor from an address of the network of their own.
pub fn from(host: u16) -> Caller {
    let [high, low] = host.to_be_bytes();
    Caller {
        ip: [198, 18, high, low].into(),
        ..caller()
    }
}

pub async fn sign_in_with(house: &House, kind: &str, login: &str, password: &str) -> Answer<Welcome> {
    let form = SignInForm {
        account_type: kind.to_owned(),
        login: login.to_owned(),
        password: password.to_owned(),
        ..SignInForm::default()
    };
    let entry = sign_in::sign_in(&house.market, form, &caller(), None).await?;
    Ok(only_step(entry))
}

pub async fn who(house: &House, token: &SessionToken) -> Option<SignedIn> {
    session::find(&house.market, token).await.expect("looks up")
}

pub async fn is_in(house: &House, token: &SessionToken) -> bool {
    who(house, token).await.is_some()
}

/// The token in the address of a mail.
pub fn token(letter: &ReadyMail) -> String {
    let (_, rest) = letter
        .text
        .split_once("https://parts.example/k/")
        .expect("a mailed link");
    rest.chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .collect()
}

/// The letters to a reader, of those that wait.
pub fn to<'a>(letters: &'a [ReadyMail], reader: &str) -> Vec<&'a ReadyMail> {
    letters.iter().filter(|letter| letter.to == reader).collect()
}

pub fn refusal<T: std::fmt::Debug>(answer: Answer<T>) -> Refusal {
    match answer {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

pub fn fault<T: std::fmt::Debug>(answer: Answer<T>, field: &str) -> Violation {
    match refusal(answer) {
        Refusal::Faults(faults) => faults.at(field).cloned().unwrap_or_else(|| panic!("{faults:?}")),
        other => panic!("{other:?}"),
    }
}

pub async fn run(house: &House, sql: &str) {
    let writer = house.market.db.writer();
    writer.execute_unprepared(sql).await.expect("the statement runs");
}

/// All accounts are gone, with their companies, as if everybody had left.
pub async fn gone(house: &House) {
    run(house, "DELETE FROM account").await;
    let emptied = "UPDATE company SET gone_at = 1, name = '-', trade_type = 'buyer', standing = 'active', address = '', representative = ''";
    run(house, emptied).await;
}

async fn texts(house: &House, sql: &str) -> Vec<String> {
    let statement = Statement::from_string(house.market.db.backend(), sql);
    let rows = house.market.db.reader().query_all_raw(statement).await;
    rows.expect("reads")
        .iter()
        .map(|row| row.try_get_by_index(0).expect("a text"))
        .collect()
}

pub async fn count(house: &House, sql: &str) -> i64 {
    let statement = Statement::from_string(house.market.db.backend(), sql);
    let row = house.market.db.reader().query_one_raw(statement).await;
    row.expect("reads")
        .expect("a row")
        .try_get_by_index(0)
        .expect("a number")
}

/// How many mails of a kind were written.
pub async fn mails(house: &House, kind: &str) -> i64 {
    count(
        house,
        &format!("SELECT COUNT(*) FROM outbox WHERE kind = '{kind}'"),
    )
    .await
}

/// The rows of every table, as text; numbers of bytes in hexadecimal.
pub async fn dump(house: &House) -> Vec<(String, Vec<String>)> {
    let sqlite = house.market.db.backend() == DbBackend::Sqlite;
    let tables = if sqlite {
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    } else {
        "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public' ORDER BY table_name"
    };
    let mut dumped = Vec::new();
    for table in texts(house, tables).await {
        let sql = if sqlite {
            let columns = texts(house, &format!("SELECT name FROM pragma_table_info('{table}')")).await;
            let quoted: Vec<String> = columns
                .iter()
                .map(|column| format!("'\"{column}\": ' || quote(\"{column}\")"))
                .collect();
            format!("SELECT {} FROM \"{table}\"", quoted.join(" || ', ' || "))
        } else {
            format!("SELECT row_to_json(t)::text FROM \"{table}\" t")
        };
        let mut rows = texts(house, &sql).await;
        rows.sort();
        dumped.push((table, rows));
    }
    dumped
}

/// Everything in some texts that could be a link or a session: base64url of 20 characters or more, also of what is
/// written in hexadecimal.
pub fn secrets_in<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let mut found = Vec::new();
    for text in texts {
        for word in text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))) {
            if word.len() < 20 {
                continue;
            }
            found.push(word.to_owned());
            let hex = word.trim_start_matches('x').replace('-', "");
            let bytes: Option<Vec<u8>> = hex
                .as_bytes()
                .chunks(2)
                .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
                .collect();
            found.extend(bytes.map(|bytes| URL_SAFE_NO_PAD.encode(bytes)));
        }
    }
    found
}
