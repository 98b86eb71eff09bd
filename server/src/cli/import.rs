//! Stock files at the command line: every fault on a line of its own, exit code 1 when nothing was imported.

use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, anyhow, bail};
use domain::accounts::Email;
use domain::inventory::Column;
use domain::inventory::importing::Mode;
use domain::inventory::stock_file::RowFault;
use domain::language::Language;
use domain::refusal::Refusal;
use domain::text::limits::FILE_BYTES;
use domain::words;
use services::error::Error;
use services::inventory::import::{self, Outcome, Received};
use services::inventory::{preview, stock_file};
use services::jobs::{self, Kind, Standing};
use services::market::Market;
use services::proofs::Supplier;

use super::{say, say_error};
use crate::settings::Settings;
use crate::startup;

/// How often we look whether another process has finished the job.
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// Imports a file and waits for the result.
pub(super) async fn import(
    settings: &Settings,
    supplier: &str,
    file: &Path,
    again: bool,
    mode: Mode,
) -> anyhow::Result<ExitCode> {
    let market = startup::market(settings).await?;
    let supplier = find(&market, supplier).await?;
    let (name, bytes) = (name(file), read(file)?);
    let received = import::receive_to(&market, &supplier, &name, &bytes, again, mode).await?;
    let import_id = match received {
        Received::Waiting(import_id) => import_id,
        Received::Refused(fault) => {
            say(&words::row_fault(&RowFault::of_file(fault), Language::En));
            return refused(1, 1);
        }
        Received::SameFile => {
            say("this very file was imported before; importing adds, so give --again to import it once more");
            return refused(1, 1);
        }
    };
    wait(&market, import_id).await?;
    match import::outcome(&market, &supplier, import_id).await? {
        Outcome::Imported { rows } => {
            say(&format!("{rows} rows imported"));
            Ok(ExitCode::SUCCESS)
        }
        Outcome::Landed(landed) => {
            say(&format!(
                "{} added, {} merged, {} changed, {} unchanged, {} deleted",
                landed.added, landed.merged, landed.changed, landed.unchanged, landed.deleted
            ));
            Ok(ExitCode::SUCCESS)
        }
        Outcome::Refused { total, faults } => {
            print(&faults)?;
            refused(total as usize, faults.len())
        }
        Outcome::Waiting => {
            bail!("the import could not be carried out; it stays in the job list (see the log)")
        }
    }
}

/// Says what a file would do.
pub(super) async fn dry_run(
    settings: &Settings,
    supplier: &str,
    file: &Path,
    mode: Mode,
) -> anyhow::Result<ExitCode> {
    let market = startup::market(settings).await?;
    let supplier = find(&market, supplier).await?;
    if let Err(fault) = stock_file::check_name(&name(file)) {
        print(&[RowFault::of_file(fault)])?;
        return refused(1, 1);
    }
    let (counts, faults) = preview::dry_run(&market, &supplier, read(file)?, mode).await?;
    if !faults.is_empty() {
        print(&faults)?;
        return refused(faults.len(), faults.len());
    }
    say(&format!(
        "{} rows: {} new, {} merged, {} changed, {} unchanged, {} missing; nothing was written",
        counts.rows, counts.new, counts.merged, counts.changed, counts.unchanged, counts.missing
    ));
    Ok(ExitCode::SUCCESS)
}

fn print(faults: &[RowFault]) -> anyhow::Result<()> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    for fault in faults {
        writeln!(out, "{}", words::row_fault(fault, Language::En))?;
    }
    out.flush()?;
    Ok(())
}

fn name(file: &Path) -> String {
    file.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

fn refused(total: usize, listed: usize) -> anyhow::Result<ExitCode> {
    let rest = if total > listed {
        format!(" (the first {listed} are listed)")
    } else {
        String::new()
    };
    say_error(&format!(
        "nothing was imported: {total} fault{}{rest}",
        if total == 1 { "" } else { "s" }
    ));
    Ok(ExitCode::FAILURE)
}

/// Reads one byte more than a file may have, so that one that is too long is seen to be without being read.
fn read(file: &Path) -> anyhow::Result<Vec<u8>> {
    use std::io::Read;
    let mut bytes = Vec::new();
    let opened = std::fs::File::open(file).with_context(|| format!("{} cannot be opened", file.display()))?;
    opened
        .take(FILE_BYTES + 1)
        .read_to_end(&mut bytes)
        .with_context(|| format!("{} cannot be read", file.display()))?;
    Ok(bytes)
}

/// Runs due jobs here, and waits where a running server was faster.
async fn wait(market: &Market, import_id: i64) -> anyhow::Result<()> {
    loop {
        jobs::run_due(market).await?;
        match jobs::standing(market, Kind::ImportStock, import_id).await? {
            Standing::Done | Standing::GivenUp => return Ok(()),
            Standing::Waiting | Standing::Running => tokio::time::sleep(LOOK_EVERY).await,
        }
    }
}

/// Writes a supplier's stock to standard output, with those optional columns that are wanted.
pub(super) async fn export(
    settings: &Settings,
    supplier: &str,
    optional: [(bool, Column); 2],
) -> anyhow::Result<ExitCode> {
    let market = startup::market(settings).await?;
    let supplier = find(&market, supplier).await?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    let wanted = optional.into_iter().filter(|(is_wanted, _)| *is_wanted);
    let wanted: Vec<Column> = wanted.map(|(_, column)| column).collect();
    let rows = services::inventory::export::export_with(&market, &supplier, &wanted, &mut out).await?;
    out.flush()?;
    say_error(&format!("{rows} rows exported"));
    Ok(ExitCode::SUCCESS)
}

async fn find(market: &Market, address: &str) -> anyhow::Result<Supplier> {
    let email = Email::parse(address).map_err(|violation| anyhow!("--supplier: {violation}"))?;
    services::accounts::supplier_named(market, &email)
        .await
        .map_err(|error| match error {
            Error::Refused(Refusal::NotFound) => anyhow!("--supplier: nobody sells under {address}"),
            other => other.into(),
        })
}
