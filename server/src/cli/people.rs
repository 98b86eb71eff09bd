//! Staff accounts, codes of a demonstration, and the check of everything: what the operator does by hand.

use std::io::Read;
use std::process::ExitCode;

use anyhow::{anyhow, bail, ensure};
use domain::accounts::{AccountType, Email, PersonName, Phone, StaffRole, password};
use domain::language::Language;
use domain::refusal::Refusal;
use services::accounts::opening::{self, NewAccount};
use services::accounts::second_factor::authenticator;
use services::accounts::strength::{self, Bar};
use services::error::Error;

use super::{say, say_error};
use crate::settings::{Mode, Settings};
use crate::startup;

/// Opens an account for one of the owner's people.
pub(super) async fn create_staff(
    settings: &Settings,
    email: &str,
    name: &str,
    role: &str,
) -> anyhow::Result<ExitCode> {
    let role = StaffRole::of_word(role)
        .filter(|role| role.has_queue() || role.may_answer())
        .ok_or_else(|| anyhow!("--role: administrator, screening, desk or coordinator"))?;
    let email = Email::parse(email).map_err(|violation| anyhow!("--email: {violation}"))?;
    let name = PersonName::parse(name).map_err(|violation| anyhow!("--name: {violation}"))?;
    let mut password = String::new();
    std::io::stdin().take(1_024).read_to_string(&mut password)?;
    let password = password.trim_end_matches(['\r', '\n']).to_owned();
    let own = [name.as_str(), email.as_str()];
    password::check(&password, password::LEAST_STAFF, &own)
        .and_then(|()| strength::judge(&password, &own, Bar::Staff))
        .map_err(|violation| anyhow!("the password on standard input: {violation}"))?;
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
    let opened = opening::open_staff(&market, new, role).await?;
    say(&format!("account {} opened", opened.number));
    say_error(
        "its second factor is set up at the first sign-in, which shows a secret for an authenticator app",
    );
    Ok(ExitCode::SUCCESS)
}

/// Prints the code that an account's authenticator app would show.
pub(super) async fn totp(settings: &Settings, email: &str) -> anyhow::Result<ExitCode> {
    ensure!(
        settings.mode == Mode::Local,
        "totp: a code from the command line is no second factor, so it runs in mode local only"
    );
    let email = Email::parse(email).map_err(|violation| anyhow!("EMAIL: {violation}"))?;
    let market = startup::market(settings).await?;
    match authenticator::code_for(&market, &email).await {
        Ok(code) => say(&code),
        Err(Error::Refused(Refusal::NotFound)) => {
            bail!("EMAIL: no authenticator app is set up for this address")
        }
        Err(Error::Refused(Refusal::TooMany { seconds })) => {
            bail!("both codes of this moment were used; the next comes in {seconds} s")
        }
        Err(error) => return Err(error.into()),
    }
    Ok(ExitCode::SUCCESS)
}

/// Begins a new life of a database that was put back from a backup.
pub(super) async fn new_epoch(settings: &Settings) -> anyhow::Result<ExitCode> {
    let market = startup::market(settings).await?;
    let epoch = services::inventory::sync::new_epoch(&market).await?;
    say(&epoch.to_string());
    say_error(
        "this database has begun a new life: each browser that edits stock pulls everything anew, and sends again what it was \
         told to be saved within the last seven days and the backup does not have",
    );
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
