//! Staff accounts and the check of everything: what the operator does by hand.

use std::io::Read;
use std::process::ExitCode;

use anyhow::{anyhow, ensure};
use domain::accounts::{AccountType, Email, PersonName, Phone};
use domain::language::Language;
use services::accounts::opening::{self, NewAccount};

use super::{say, say_error};
use crate::settings::Settings;
use crate::startup;

/// Shortest password of staff (Z24).
const STAFF_PASSWORD: usize = 12;

/// Opens an account for one of the owner's people.
pub(super) async fn create_staff(settings: &Settings, email: &str, name: &str) -> anyhow::Result<ExitCode> {
    let email = Email::parse(email).map_err(|violation| anyhow!("--email: {violation}"))?;
    let name = PersonName::parse(name).map_err(|violation| anyhow!("--name: {violation}"))?;
    let mut password = String::new();
    std::io::stdin().take(1_024).read_to_string(&mut password)?;
    let password = password.trim_end_matches(['\r', '\n']).to_owned();
    ensure!(
        password.chars().count() >= STAFF_PASSWORD,
        "the password on standard input needs at least {STAFF_PASSWORD} characters"
    );
    let market = startup::market(settings).await?;
    ensure!(
        !opening::exists(&market, &email).await?,
        "--email: this address has an account"
    );
    let new = NewAccount {
        account_type: AccountType::Staff,
        email,
        password,
        name,
        furigana: None,
        phone: Phone::parse("JP", "00000").map_err(|violation| anyhow!("{violation}"))?,
        language: Language::Ja,
    };
    let opened = opening::open(&market, new, None).await?;
    say(&format!("account {} opened", opened.number));
    Ok(ExitCode::SUCCESS)
}

/// Checks everything that must hold; exit code 1 when something does not.
pub(super) async fn verify(settings: &Settings) -> anyhow::Result<ExitCode> {
    let market = startup::market(settings).await?;
    let report = services::verify::verify(&market).await?;
    for line in &report.notices {
        say(&format!("notice: {line}"));
    }
    for line in &report.faults {
        say(&format!("fault: {line}"));
    }
    say_error(&format!(
        "{} checks, {} faults, {} notices",
        report.checks,
        report.faults.len(),
        report.notices.len()
    ));
    Ok(if report.faults.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
