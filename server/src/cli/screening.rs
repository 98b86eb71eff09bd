//! Applications to become a supplier, decided by the operator at the command line.

use std::process::ExitCode;

use anyhow::anyhow;
use domain::accounts::profile::Reason;
use domain::refusal::Refusal;
use services::error::Error;
use services::screening::{self, Decision};

use super::{say, say_error};
use crate::settings::Settings;
use crate::startup;

/// All that wait, the oldest first: number, version, company, person, address.
pub(super) async fn list(settings: &Settings) -> anyhow::Result<ExitCode> {
    let market = startup::market(settings).await?;
    let waiting = screening::waiting(&market).await?;
    for one in &waiting {
        say(&format!(
            "{}\tversion {}\t{}\t{}\t{}",
            one.id, one.version, one.company, one.name, one.email
        ));
    }
    say_error(&format!("{} waiting", waiting.len()));
    Ok(ExitCode::SUCCESS)
}

/// Decides one. Exit code 1 when it does not wait, or not in this version.
pub(super) async fn decide(
    settings: &Settings,
    number: i64,
    version: i32,
    reject: Option<&str>,
) -> anyhow::Result<ExitCode> {
    let decision = match reject {
        Some(reason) => {
            let reason = Reason::parse(reason).map_err(|violation| anyhow!("--reject: {violation}"))?;
            Decision::Reject(reason.into())
        }
        None => Decision::Approve,
    };
    let market = startup::market(settings).await?;
    match screening::decide(&market, number, version, &decision).await {
        Ok(()) => {
            let word = if reject.is_some() { "rejected" } else { "approved" };
            say(&format!("application {number} {word}"));
            Ok(ExitCode::SUCCESS)
        }
        Err(Error::Refused(Refusal::NotFound)) => {
            say_error(&format!(
                "no application {number} of version {version} waits for a decision"
            ));
            Ok(ExitCode::FAILURE)
        }
        Err(error) => Err(error.into()),
    }
}
