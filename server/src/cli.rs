//! The command line: the same market without a network.

mod import;
mod people;
mod screening;
mod serve;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use domain::inventory::Column;
use domain::inventory::importing::Mode;
use tracing_subscriber::EnvFilter;

use crate::settings::{self, Settings};
use crate::{demo, startup};

/// Reelstock: a marketplace for electronic-part and semiconductor stock.
#[derive(Parser)]
#[command(name = "server", version, about)]
struct Arguments {
    /// Settings file (TOML); the environment wins over it
    #[arg(long, global = true, env = "REELSTOCK_SETTINGS")]
    settings: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the site (what happens without a command)
    Serve,
    /// Bring the tables up to date and stop
    Migrate,
    /// Import a stock file for a supplier and wait for the result
    ImportStock {
        /// Address that the supplier signs in with
        #[arg(long)]
        supplier: String,
        /// Import a file that was imported before once more
        #[arg(long)]
        again: bool,
        /// What it does: every row another lot; quantities of the same items added up; the whole list replaced
        #[arg(long, default_value = "add", value_parser = ["add", "merge", "replace"])]
        mode: String,
        /// Say what it would do, and do nothing
        #[arg(long)]
        dry_run: bool,
        /// CSV in the documented form
        file: PathBuf,
    },
    /// Write a supplier's stock to standard output, in the form that can be imported
    ExportStock {
        /// Address that the supplier signs in with
        #[arg(long)]
        supplier: String,
        /// With the date codes, as a further column
        #[arg(long)]
        date_codes: bool,
        /// With the supplier's own references, as a further column
        #[arg(long)]
        references: bool,
    },
    /// Open an account for one of the owner's people; the password is read from standard input
    CreateStaff {
        #[arg(long)]
        email: String,
        #[arg(long)]
        name: String,
        /// administrator (everything), screening (reviews applications) or coordinator (decides the company registrations
        /// that name them)
        #[arg(long, default_value = "administrator")]
        role: String,
    },
    /// Print the code that an account's authenticator app shows now; in mode local only
    Totp {
        /// Address that the account signs in with
        email: String,
    },
    /// List the applications that wait for a decision
    Applications,
    /// Decide an application
    DecideApplication {
        /// Its number, as `applications` lists it
        number: i64,
        /// The version that was looked at, as `applications` lists it
        #[arg(long)]
        version: i32,
        /// Reject it, with the reason that the applicant is told
        #[arg(
            long,
            value_name = "REASON",
            conflicts_with = "approve",
            required_unless_present = "approve"
        )]
        reject: Option<String>,
        /// Approve it
        #[arg(long)]
        approve: bool,
    },
    /// Make a key for the setting secret_key
    NewKey,
    /// Begin a new life of the database, after it was put back from a backup: browsers that edit stock pull everything anew and
    /// send again what the backup does not have
    NewEpoch,
    /// Fill the market with demonstration companies and stock; safe to repeat
    Demo,
    /// Check everything that must hold between the tables
    Verify,
}

/// Runs what the command line asks for.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = match Arguments::from_arg_matches(&command().get_matches()) {
        Ok(arguments) => arguments,
        Err(error) => error.exit(),
    };
    let outcome = run(arguments);
    outcome.unwrap_or_else(|error| {
        say_error(&format!("server: {}", format!("{error:#}").replace('\n', " ")));
        ExitCode::from(2)
    })
}

/// The command with all settings in its help.
fn command() -> clap::Command {
    let mut help = String::from(
        "Settings, as keys of the settings file; in the environment REELSTOCK_ and the key in capitals:\n",
    );
    for named in settings::ALL {
        help.push_str(&format!("  {:<16} {}\n", named.key, named.meaning));
    }
    Arguments::command().after_help(help)
}

fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let settings = Settings::read(arguments.settings.as_deref())?;
    let command = arguments.command.unwrap_or(Command::Serve);
    begin_log(&settings, matches!(command, Command::Serve));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("no threads")?;
    runtime.block_on(async {
        match command {
            Command::Serve => serve::serve(&settings).await,
            Command::Migrate => {
                startup::database(&settings).await?;
                say_error("the tables are up to date");
                Ok(ExitCode::SUCCESS)
            }
            Command::ImportStock {
                supplier,
                again,
                mode,
                dry_run,
                file,
            } => {
                let mode = Mode::of_word(&mode).unwrap_or_default();
                if dry_run {
                    import::dry_run(&settings, &supplier, &file, mode).await
                } else {
                    import::import(&settings, &supplier, &file, again, mode).await
                }
            }
            Command::ExportStock {
                supplier,
                date_codes,
                references,
            } => {
                let optional = [(date_codes, Column::DateCode), (references, Column::Reference)];
                import::export(&settings, &supplier, optional).await
            }
            Command::CreateStaff { email, name, role } => {
                people::create_staff(&settings, &email, &name, &role).await
            }
            Command::Totp { email } => people::totp(&settings, &email).await,
            Command::Applications => screening::list(&settings).await,
            Command::DecideApplication {
                number,
                version,
                reject,
                approve: _,
            } => screening::decide(&settings, number, version, reject.as_deref()).await,
            Command::NewKey => {
                say(&startup::key::new());
                Ok(ExitCode::SUCCESS)
            }
            Command::NewEpoch => people::new_epoch(&settings).await,
            Command::Demo => demo::demo(&settings).await,
            Command::Verify => people::verify(&settings).await,
        }
    })
}

/// The log goes to standard error: standard output belongs to what was asked for.
fn begin_log(settings: &Settings, serving: bool) {
    let usual = if serving {
        "info,sqlx=warn,sea_orm_migration=warn"
    } else {
        "warn"
    };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(usual));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    if settings.json_log {
        log.json().init()
    } else {
        log.compact().init()
    }
}

/// A line for whoever sits before the terminal.
pub(crate) fn say_error(line: &str) {
    tell(&mut std::io::stderr().lock(), line);
}

/// A line of what was asked for.
pub(crate) fn say(line: &str) {
    tell(&mut std::io::stdout().lock(), line);
}

/// Writes a line; a reader who has gone, as `head` does, is no reason to break off the work.
fn tell(out: &mut impl std::io::Write, line: &str) {
    let _ = writeln!(out, "{line}");
}
