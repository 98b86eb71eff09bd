//! The demonstration: three suppliers, one of them the owner and one with a second user, a buyer, a member of staff, a
//! coordinator, a few who apply to sell, an individual who is linked with a corporation, and a stock made from real part numbers that the program carries with it. Repeating it adds only
//! what is missing.

mod applications;
mod companies;
mod persons;
mod stock;

use std::process::ExitCode;

use anyhow::{Context, anyhow, bail};
use domain::accounts::{AccountType, CompanyName, Email, Furigana, PersonName, Phone, StaffRole};
use services::accounts::opening::{self, NewAccount, NewCompany};
use services::accounts::second_factor::authenticator;
use services::inventory::import::{self, Outcome, Received};
use services::jobs;
use services::market::Market;

use crate::cli::say;
use crate::settings::{Mode, Settings};
use crate::startup;
use companies::{COLLEAGUES, COORDINATOR, Colleague, PEOPLE, Person};

/// Fills the market and prints every sign-in.
///
/// # Errors
/// Mode production: these passwords are printed in the documents.
pub async fn demo(settings: &Settings) -> anyhow::Result<ExitCode> {
    if settings.mode == Mode::Production {
        bail!("demo: its passwords are known to everyone, so it runs in mode local only");
    }
    let market = startup::market(settings).await?;
    for person in PEOPLE {
        open(&market, person)
            .await
            .with_context(|| person.email.to_owned())?;
    }
    open_coordinator(&market).await?;
    for colleague in COLLEAGUES {
        join(&market, colleague)
            .await
            .with_context(|| colleague.person.email.to_owned())?;
    }
    let mut lots = 0;
    for (person, share) in PEOPLE.iter().filter(|person| person.sells()).zip(0..) {
        lots += stock_up(&market, person, share)
            .await
            .with_context(|| person.email.to_owned())?;
    }
    applications::apply(&market).await?;
    persons::open(&market).await?;
    say(&format!(
        "{lots} lots in stock. Sign in at {}/sign-in, staff at {}/staff/sign-in:",
        settings.public_base_url, settings.public_base_url
    ));
    let colleagues = COLLEAGUES.iter().map(|colleague| &colleague.person);
    let staff = [COORDINATOR];
    let people = PEOPLE.iter().chain(&staff);
    for person in people.clone().chain(colleagues).chain(&applications::APPLICANTS) {
        say(&format!(
            "  {:<28} {:<18} {}",
            person.email, person.password, person.role
        ));
    }
    for person in &persons::PERSONS {
        say(&format!(
            "  {:<28} {:<18} {}",
            person.email, person.password, person.role
        ));
    }
    for person in people.filter(|person| person.needs_app()) {
        let secret = authenticator::enrol_for(&market, &address(person)?).await?;
        say(&format!(
            "{} is asked for a code as well. Secret for an authenticator app: {secret}; or: server totp {}",
            person.email, person.email
        ));
    }
    Ok(ExitCode::SUCCESS)
}

fn address(person: &Person) -> anyhow::Result<Email> {
    Email::parse(person.email).map_err(|violation| anyhow!("{violation}"))
}

async fn open(market: &Market, person: &Person) -> anyhow::Result<()> {
    let email = address(person)?;
    if opening::exists(market, &email).await? {
        return Ok(());
    }
    let new = account(person, email)?;
    let company = match person.account_type {
        AccountType::Staff => None,
        _ => Some(NewCompany {
            name: CompanyName::parse(person.company).map_err(|violation| anyhow!("{violation}"))?,
            country: person.country.to_owned(),
            is_owner: person.is_owner,
        }),
    };
    opening::open(market, new, company).await?;
    Ok(())
}

async fn open_coordinator(market: &Market) -> anyhow::Result<()> {
    let email = address(&COORDINATOR)?;
    if !opening::exists(market, &email).await? {
        let new = account(&COORDINATOR, email)?;
        opening::open_staff(market, new, StaffRole::Coordinator).await?;
    }
    Ok(())
}

/// Opens the account of one more user of a company.
async fn join(market: &Market, colleague: &Colleague) -> anyhow::Result<()> {
    let email = address(&colleague.person)?;
    if opening::exists(market, &email).await? {
        return Ok(());
    }
    let new = account(&colleague.person, email)?;
    let of = Email::parse(colleague.of).map_err(|violation| anyhow!("{violation}"))?;
    opening::open_user(market, new, &of, colleague.may).await?;
    Ok(())
}

fn account(person: &Person, email: Email) -> anyhow::Result<NewAccount> {
    let text = |violation| anyhow!("{violation}");
    Ok(NewAccount {
        account_type: person.account_type,
        email,
        password: person.password.to_owned(),
        name: PersonName::parse(person.name).map_err(text)?,
        furigana: Furigana::parse(person.furigana).ok(),
        phone: Phone::parse(person.country, person.phone).map_err(text)?,
        language: person.language,
    })
}

/// Imports a supplier's demonstration list, unless it was imported before; answers how many lots it has.
async fn stock_up(market: &Market, person: &Person, share: usize) -> anyhow::Result<usize> {
    let email = address(person)?;
    let supplier = services::accounts::supplier_named(market, &email).await?;
    let (file, rows) = stock::file(share)?;
    let received = import::receive(market, &supplier, "demo.csv", &file, false).await?;
    match received {
        Received::SameFile => return Ok(rows),
        Received::Refused(fault) => bail!("the demonstration list is refused: {fault:?}"),
        Received::Waiting(import_id) => {
            jobs::run_due(market).await?;
            match import::outcome(market, &supplier, import_id).await? {
                Outcome::Imported { .. } | Outcome::Landed(_) | Outcome::Waiting => {}
                Outcome::Refused { total, faults } => {
                    bail!("the demonstration list has {total} faults: {:?}", faults.first())
                }
            }
        }
    }
    Ok(rows)
}
