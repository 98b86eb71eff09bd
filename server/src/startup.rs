//! From settings to a market: database, migrations, search index, postman.

pub mod key;

use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use services::accounts::passwords::{Cost, Passwords};
use services::clock::{Clock, SystemClock};
use services::database::Database;
use services::limits::Limits;
use services::market::{Market, MarketSettings};
use services::post::{FolderPostman, Postman, SmtpPostman, SmtpSettings, SmtpTls};
use services::seal::Seal;
use services::search::SearchRoom;

use crate::settings::{MailRoute, MailTls, Mode, Settings};

/// A sign-in takes at least this long, and so tells nothing by its time (T01).
pub const ANSWER_FLOOR: Duration = Duration::from_millis(400);
/// One machine plays all visitors in mode local, tests among them.
const LOCAL_GENEROSITY: NonZeroU32 = NonZeroU32::MIN.saturating_add(99);

/// Opens the database and brings its tables up to date.
///
/// # Errors
/// What keeps the database from being used, in one line.
pub async fn database(settings: &Settings) -> anyhow::Result<Database> {
    let database = Database::open(&settings.database_url).await?;
    let ran = migration::bring_up_to_date(database.writer())
        .await
        .context("the tables cannot be brought up to date")?;
    database.named(services::clock::SystemClock.now()).await?;
    if ran > 0 {
        tracing::info!(migrations = ran, "tables brought up to date");
    }
    Ok(database)
}

/// Opens everything that use cases need. The search index is not built here: the server does so
/// while it serves.
///
/// # Errors
/// What keeps the market from opening, in one line.
pub async fn market(settings: &Settings) -> anyhow::Result<Market> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    Ok(Market {
        db: database(settings).await?,
        clock: Arc::new(SystemClock),
        settings: Arc::new(MarketSettings {
            public_base_url: settings.public_base_url.clone(),
            owner: settings.owner.clone(),
            answer_floor: ANSWER_FLOOR,
            sign_in_codes: settings.sign_in_codes,
        }),
        postman: postman(&settings.mail)?,
        passwords: Arc::new(Passwords::new(Cost::OWASP, cores)?),
        search: Arc::new(SearchRoom::new()),
        seal: seal(settings)?,
        limits: Arc::new(Limits::new(Arc::new(SystemClock), generosity(settings.mode))),
    })
}

fn seal(settings: &Settings) -> anyhow::Result<Arc<Seal>> {
    match &settings.seal {
        Some(seal) => Ok(Arc::clone(seal)),
        None => Ok(Arc::new(Seal::new(key::kept(&beside_database(
            &settings.database_url,
        ))?))),
    }
}

/// Where the key of one's own machine is kept.
fn beside_database(url: &str) -> PathBuf {
    let folder = url
        .strip_prefix("sqlite:")
        .and_then(|path| Path::new(path).parent())
        .unwrap_or(Path::new("var"));
    folder.join("reelstock.key")
}

const fn generosity(mode: Mode) -> NonZeroU32 {
    match mode {
        Mode::Local => LOCAL_GENEROSITY,
        Mode::Production => NonZeroU32::MIN,
    }
}

fn postman(route: &MailRoute) -> anyhow::Result<Arc<dyn Postman>> {
    Ok(match route {
        MailRoute::Folder(folder) => Arc::new(FolderPostman::new(folder.clone())),
        MailRoute::Smtp {
            host,
            port,
            tls,
            login,
        } => Arc::new(SmtpPostman::new(SmtpSettings {
            host: host.clone(),
            port: *port,
            tls: match tls {
                MailTls::None => SmtpTls::None,
                MailTls::StartTls => SmtpTls::StartTls,
                MailTls::Implicit => SmtpTls::Implicit,
            },
            sign_in: login.clone(),
        })?),
    })
}
