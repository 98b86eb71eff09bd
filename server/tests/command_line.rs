//! The program as the operator runs it: what it prints, how it ends, and what is left when it is killed.

use crate::support::house;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use std::time::Duration;

use crate::support::house::{HEADINGS, House, On};
use domain::accounts::AccountType;
use services::accounts::second_factor::authenticator;
use services::clock::{Clock, HandClock, SystemClock};
use services::market::Market;

/// Kills in one run of the tests.
const KILLS: u64 = 12;
/// Rows of the file that is being imported when the power goes.
const ROWS: usize = 2_000;

fn server(house: &House, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_server"));
    command
        .args(arguments)
        .env_clear()
        .env("DATABASE_URL", &house.url)
        .env("REELSTOCK_MAIL", "folder:mail")
        .stdin(Stdio::null());
    command
}

fn run(house: &House, arguments: &[&str]) -> Output {
    server(house, arguments).output().expect("the server runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn file(folder: &Path, name: &str, contents: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, contents).expect("writes");
    path.to_string_lossy().into_owned()
}

async fn house() -> (House, tempfile::TempDir) {
    let house = House::open(On::Sqlite).await.expect("SQLite is always there");
    house
        .person(AccountType::Supplier, "s1@example.com", "Stock House", false)
        .await;
    (house, tempfile::tempdir().expect("a folder"))
}

#[tokio::test]
async fn a_good_file_goes_in_and_comes_out_again() {
    let (house, folder) = house().await;
    let stock = format!("{HEADINGS}\r\nJST,Connector,B3B-ZR(LF)(SN),150,Loose,ROHS,2020,Japan,A-1\r\n");
    let path = file(folder.path(), "stock.csv", &stock);
    let imported = run(&house, &["import-stock", "--supplier", "s1@example.com", &path]);
    assert!(imported.status.success(), "{}", text(&imported.stderr));
    assert_eq!(text(&imported.stdout), "1 rows imported\n");
    let exported = run(&house, &["export-stock", "--supplier", "s1@example.com"]);
    assert_eq!(
        text(&exported.stdout),
        stock,
        "only the file is on standard output"
    );
    assert_eq!(text(&exported.stderr), "1 rows exported\n");
    let again = run(&house, &["import-stock", "--supplier", "s1@example.com", &path]);
    assert_eq!(again.status.code(), Some(1));
    assert!(text(&again.stdout).contains("--again"));
    house.close().await;
}

#[tokio::test]
async fn z14_references_and_date_codes_are_columns_where_they_are_wanted() {
    let (house, folder) = house().await;
    let row = "JST,Connector,B3B-ZR(LF)(SN),150,Loose,ROHS,2020,Japan,A-1";
    let stock = format!("{HEADINGS},Date code,Own reference\r\n{row},2018,bin-1\r\n");
    let path = file(folder.path(), "stock.csv", &stock);
    let import = ["import-stock", "--supplier", "s1@example.com", &path];
    let imported = run(&house, &import);
    assert!(imported.status.success(), "{}", text(&imported.stderr));
    let export = ["export-stock", "--supplier", "s1@example.com"];
    assert_eq!(
        text(&run(&house, &export).stdout),
        format!("{HEADINGS}\r\n{row}\r\n")
    );
    let all = [&export[..], &["--date-codes", "--references"]].concat();
    assert_eq!(text(&run(&house, &all).stdout), stock);
    let again = run(&house, &[&import[..], &["--again"]].concat());
    assert_eq!(again.status.code(), Some(1));
    assert!(
        text(&again.stdout).contains("row 2, Own reference: This reference is in your list already"),
        "{}",
        text(&again.stdout)
    );
    let same = run(
        &house,
        &[&import[..], &["--mode", "replace", "--dry-run"]].concat(),
    );
    assert!(
        text(&same.stdout).contains("1 unchanged"),
        "{}",
        text(&same.stdout)
    );
    house.close().await;
}

#[tokio::test]
async fn every_wrong_cell_is_named_and_nothing_is_imported() {
    let (house, folder) = house().await;
    let long = "A".repeat(51);
    let bad = format!(
        "{HEADINGS}\nMaker,IC,AB1,\"1,000\",Reel,ROHS,,Japan,\nMaker,IC,漢字,2.5,Reel,ROHS,15-03,Japan,\n\
         Maker,IC,{long},1000000000,Reel,ROHS,,Japan,\nMaker,IC,OK-1,５,Reel,ROHS,,Japan,\n"
    );
    let path = file(folder.path(), "bad.csv", &bad);
    let refused = run(&house, &["import-stock", "--supplier", "s1@example.com", &path]);
    assert_eq!(refused.status.code(), Some(1));
    let told = text(&refused.stdout);
    let places: Vec<&str> = told
        .lines()
        .filter_map(|line| line.split_once(": ").map(|(place, _)| place))
        .collect();
    let expected = [
        "row 2, Quantity",
        "row 3, Model",
        "row 3, Quantity",
        "row 3, DC",
        "row 4, Model",
        "row 4, Quantity",
    ];
    assert_eq!(places, expected, "{told}");
    assert!(
        text(&refused.stderr).contains("6 faults"),
        "{}",
        text(&refused.stderr)
    );
    let exported = run(&house, &["export-stock", "--supplier", "s1@example.com"]);
    assert_eq!(text(&exported.stdout).lines().count(), 1, "headings only");
    house.close().await;
}

#[tokio::test]
async fn what_cannot_be_is_said_in_one_line() {
    let (house, folder) = house().await;
    let stock = file(folder.path(), "stock.csv", HEADINGS);
    let cases: [(&[&str], &str); 3] = [
        (
            &["import-stock", "--supplier", "nobody@example.com", &stock],
            "--supplier: nobody sells",
        ),
        (
            &["import-stock", "--supplier", "s1@example", &stock],
            "--supplier: ",
        ),
        (
            &["import-stock", "--supplier", "s1@example.com", "no-such-file.csv"],
            "cannot be opened",
        ),
    ];
    for (arguments, reason) in cases {
        let output = run(&house, arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let told = text(&output.stderr);
        assert!(told.contains(reason) && told.lines().count() == 1, "{told}");
    }
    for (name, value) in [
        ("REELSTOCK_MODE", "staging"),
        ("LEPTOS_SITE_ADDR", "0.0.0.0:3000"),
        ("DATABASE_URL", "mysql://x"),
    ] {
        let output = server(&house, &["serve"])
            .env(name, value)
            .output()
            .expect("runs");
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert_eq!(
            text(&output.stderr).lines().count(),
            1,
            "{name}: {}",
            text(&output.stderr)
        );
    }
    let help = text(&run(&house, &["--help"]).stdout);
    for named in server::settings::ALL {
        assert!(help.contains(named.key), "{} is in the help", named.key);
    }
    house.close().await;
}

/// The key of the house, as the setting wants it.
const KEY: &str = "0707070707070707070707070707070707070707070707070707070707070707";

#[tokio::test]
async fn z24_staff_passwords_are_judged_and_a_code_is_printed_on_ones_own_machine_only() {
    let (house, folder) = house().await;
    let create = |password: &str| {
        let path = file(folder.path(), "password", password);
        server(
            &house,
            &["create-staff", "--email", "desk@owner.example", "--name", "Desk"],
        )
        .env("REELSTOCK_SECRET_KEY", KEY)
        .stdin(std::fs::File::open(path).expect("opens"))
        .output()
        .expect("runs")
    };
    for (bad, reason) in [
        ("Short-1", "at least 12 characters"),
        ("onlylettersinhere", "letters, digits and signs"),
        ("Password-1234", "the password on standard input: "),
    ] {
        let output = create(bad);
        assert_eq!(output.status.code(), Some(2), "{bad}");
        assert!(text(&output.stderr).contains(reason), "{}", text(&output.stderr));
    }
    let made = create("kaji!tsubo88ren\n");
    assert!(made.status.success(), "{}", text(&made.stderr));
    assert!(
        text(&made.stderr).contains("second factor"),
        "{}",
        text(&made.stderr)
    );
    let totp = |email: &str| {
        server(&house, &["totp", email])
            .env("REELSTOCK_SECRET_KEY", KEY)
            .output()
            .expect("runs")
    };
    let none = totp("desk@owner.example");
    assert_eq!(none.status.code(), Some(2));
    assert!(
        text(&none.stderr).contains("no authenticator app"),
        "{}",
        text(&none.stderr)
    );
    let email = domain::accounts::Email::parse("desk@owner.example").expect("an address");
    let secret = authenticator::enrol_for(&house.market, &email)
        .await
        .expect("enrols");
    assert_eq!(secret.len(), 32);
    let app = totp_of(&secret);
    let before = SystemClock.now() / 1_000;
    let printed = text(&totp("desk@owner.example").stdout);
    let after = SystemClock.now() / 1_000;
    // The step may end between the two looks at the clock.
    let possible = [before, after].map(|at| app.generate(at.unsigned_abs()).to_string());
    assert!(possible.contains(&printed.trim().to_owned()), "{printed}");
    let production = server(&house, &["totp", "desk@owner.example"])
        .env("REELSTOCK_SECRET_KEY", KEY)
        .env("REELSTOCK_MODE", "production")
        .env("REELSTOCK_PUBLIC_BASE_URL", "https://parts.example")
        .env("REELSTOCK_TRUSTED_PROXIES", "[none]")
        .env("REELSTOCK_MAIL", "smtps://mail.parts.example")
        .env("REELSTOCK_SENDER_MAIL", "noreply@parts.test")
        .env("REELSTOCK_OWNER_MAIL", "desk@parts.test")
        .output()
        .expect("runs");
    assert_eq!(production.status.code(), Some(2));
    assert!(
        text(&production.stderr).contains("mode local only"),
        "{}",
        text(&production.stderr)
    );
    house.close().await;
}

fn totp_of(secret: &str) -> totp_rs::Totp {
    totp_rs::Builder::new()
        .with_secret(totp_rs::Secret::try_from_base32(secret).expect("base 32"))
        .with_account_name("x")
        .build_noncompliant()
}

#[tokio::test]
async fn verify_finds_what_is_wrong() {
    let (house, _folder) = house().await;
    assert!(run(&house, &["verify"]).status.success());
    house.run("UPDATE market_seq SET seq = 7").await;
    let output = run(&house, &["verify"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text(&output.stdout).contains("fault: the market's change number"),
        "{}",
        text(&output.stdout)
    );
    house.run("UPDATE market_seq SET seq = 0").await;
    house.close().await;
}

#[tokio::test]
async fn s15_a_database_that_was_put_back_begins_a_new_life() {
    let (house, _folder) = house().await;
    let lives: Vec<String> = (0..2)
        .map(|_| {
            let begun = run(&house, &["new-epoch"]);
            assert!(begun.status.success(), "{}", text(&begun.stderr));
            assert!(text(&begun.stderr).contains("begun a new life"));
            text(&begun.stdout).trim().to_owned()
        })
        .collect();
    assert_ne!(lives[0], lives[1]);
    let kept = house.market.db.named(house::NOON).await.expect("is named");
    assert_eq!(kept.to_string(), lives[1]);
    let help = text(&run(&house, &["--help"]).stdout);
    assert!(help.contains("new-epoch") && help.contains("backup"), "{help}");
    house.close().await;
}

/// Kills the import at any moment: afterwards every row is there once, or none, and there is one mail for each import.
#[tokio::test(flavor = "multi_thread")]
async fn t43_killed_at_any_moment_nothing_is_lost_or_doubled() {
    let (house, folder) = house().await;
    let rows: String = (0..ROWS)
        .map(|n| format!("Maker,IC,KILL-{n:05},10,Reel,ROHS,2020,Japan,\n"))
        .collect();
    let path = file(folder.path(), "stock.csv", &format!("{HEADINGS}\n{rows}"));
    for round in 0..KILLS {
        let arguments = [
            "import-stock",
            "--again",
            "--supplier",
            "s1@example.com",
            path.as_str(),
        ];
        let mut child = server(&house, &arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("starts");
        // The moment of the kill is the test itself: spread over the whole of an import, the same in every run.
        tokio::time::sleep(Duration::from_millis(20 + (round * 137) % 700)).await;
        child.kill().expect("is killed or has ended");
        child.wait().expect("is gone");
    }
    // A later process, after all leases have run out.
    let later = Market {
        clock: Arc::new(HandClock::at(SystemClock.now() + 120_000)),
        ..house.other_process().await
    };
    services::jobs::run_due(&later).await.expect("runs what was left");
    let imports = house.rows("import").await;
    assert_eq!(house.rows("import WHERE state = 'imported'").await, imports);
    assert_eq!(house.rows("lot").await, imports * ROWS as i64);
    assert_eq!(house.rows("outbox").await, imports, "one result for each");
    let report = services::verify::verify(&later).await.expect("verifies");
    assert_eq!(report.faults, Vec::<String>::new());
    later.db.close().await.expect("closes");
    house.close().await;
}
