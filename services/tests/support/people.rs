//! What tests about accounts have in common: somebody signed in, mailed links, refusals, and all that a database holds.

#![allow(unreachable_pub, reason = "a test program has no outside")]

use domain::accounts::AccountType;
use domain::refusal::Refusal;
use domain::violations::{Violation, Violations};
use sea_orm::DbBackend;
use services::accounts::caller::Caller;
use services::accounts::session::{self, SessionToken, SignedIn};
use services::accounts::sign_in::{self, Welcome};
use services::error::{Answer, Error};
use services::post::ReadyMail;

use crate::support::house::{House, caller, forms, only_step};

pub const JANE: &str = "jane@harbour.example";
pub const NEW: &str = "kaji!tsubo88ren";

/// Jane, a buyer.
pub async fn jane(house: &House) -> i64 {
    house
        .person(AccountType::Buyer, JANE, "Harbour", false)
        .await
        .account_id
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
    let form = forms::credentials(kind, login, password);
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

/// All that is wrong with a form.
pub fn faults<T: std::fmt::Debug>(answer: Answer<T>) -> Violations {
    match refusal(answer) {
        Refusal::Faults(faults) => faults,
        other => panic!("{other:?}"),
    }
}

/// What is wrong at a field.
pub fn fault<T: std::fmt::Debug>(answer: Answer<T>, field: &str) -> Violation {
    let faults = faults(answer);
    faults.at(field).cloned().unwrap_or_else(|| panic!("{faults:?}"))
}

/// All accounts are gone, with their companies, as if everybody had left.
pub async fn gone(house: &House) {
    house.run("DELETE FROM account").await;
    let emptied = "UPDATE company SET gone_at = 1, name = '-', trade_type = 'buyer', standing = 'active', address = '', representative = ''";
    house.run(emptied).await;
}

/// How many mails of a kind were written.
pub async fn mails(house: &House, kind: &str) -> i64 {
    house.rows(&format!("outbox WHERE kind = '{kind}'")).await
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
    for table in house.texts(tables).await {
        let sql = if sqlite {
            let columns = house
                .texts(&format!("SELECT name FROM pragma_table_info('{table}')"))
                .await;
            let quoted: Vec<String> = columns
                .iter()
                .map(|column| format!("'\"{column}\": ' || quote(\"{column}\")"))
                .collect();
            format!("SELECT {} FROM \"{table}\"", quoted.join(" || ', ' || "))
        } else {
            format!("SELECT row_to_json(t)::text FROM \"{table}\" t")
        };
        let mut rows = house.texts(&sql).await;
        rows.sort();
        dumped.push((table, rows));
    }
    dumped
}

/// The rows of every table, one a line after the table's name; what stands there in hexadecimal also as the text that it is.
pub async fn dump_with_bytes(house: &House) -> String {
    let mut all = String::new();
    for (table, rows) in dump(house).await {
        for row in rows {
            let words = row.split(|c: char| !c.is_ascii_alphanumeric());
            let bytes: Vec<u8> = words.filter_map(unhexed).flatten().collect();
            all.push_str(&format!(
                "
{table}: {row} {}",
                String::from_utf8_lossy(&bytes)
            ));
        }
    }
    all
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
            found.extend(unhexed(&word.replace('-', "")).map(|bytes| URL_SAFE_NO_PAD.encode(bytes)));
        }
    }
    found
}

/// The bytes that a word stands for in hexadecimal.
fn unhexed(word: &str) -> Option<Vec<u8>> {
    word.trim_start_matches('x')
        .as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect()
}
