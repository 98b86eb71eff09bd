//! The postman of a development server: every mail becomes two files in a folder, `ID.eml` for mail programs and
//! `ID.json` for the letter box page. Also how that page reads them.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::Context;
use tokio::fs;
use uuid::Uuid;

use super::{BoxFuture, DeliveryFault, Postman};
use crate::post::letter::{ReadyMail, wire_bytes};

/// Most letters that are listed, newest first.
const LISTED: usize = 200;

/// Writes mails into a folder.
pub struct FolderPostman {
    folder: PathBuf,
}

impl FolderPostman {
    /// A postman for a folder, which is made with the first mail.
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
        }
    }

    async fn write(&self, mail: &ReadyMail, message: &[u8]) -> anyhow::Result<()> {
        fs::create_dir_all(&self.folder).await?;
        put(&self.folder.join(format!("{}.eml", mail.id)), message).await?;
        // Last, for this is the file that the list is made from.
        put(
            &self.folder.join(format!("{}.json", mail.id)),
            &serde_json::to_vec_pretty(mail)?,
        )
        .await
    }
}

impl Postman for FolderPostman {
    fn deliver<'a>(&'a self, mail: &'a ReadyMail) -> BoxFuture<'a, Result<(), DeliveryFault>> {
        Box::pin(async move {
            let message = wire_bytes(&mail.message()?)?;
            self.write(mail, &message)
                .await
                .map_err(|error| DeliveryFault::Passing(format!("the folder cannot be written: {error}")))
        })
    }
}

/// Writes a file whole or not at all.
async fn put(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let draft = path.with_extension("draft");
    fs::write(&draft, bytes).await?;
    fs::rename(&draft, path).await?;
    Ok(())
}

/// A letter in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterHead {
    pub id: String,
    pub to: String,
    pub subject: String,
    /// Milliseconds since 1970 in UTC.
    pub date: i64,
}

/// A letter, opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    pub head: LetterHead,
    /// The headers a person asks for, in the order of the message, readable.
    pub headers: Vec<(String, String)>,
    pub text: String,
    /// A whole HTML document. It contains no script and loads nothing, and uses `style` elements and attributes.
    pub html: String,
}

/// The letters in a folder, newest first, at most 200. No folder, no letters.
///
/// # Errors
/// A folder that cannot be read.
pub async fn letters(folder: &Path) -> anyhow::Result<Vec<LetterHead>> {
    let mut entries = match fs::read_dir(folder).await {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error).context("the folder of letters cannot be read"),
    };
    let mut ids = Vec::new();
    while let Some(entry) = entries.next_entry().await? {
        let name = entry.file_name();
        let id = name
            .to_str()
            .and_then(|name| name.strip_suffix(".json"))
            .and_then(|id| Uuid::try_parse(id).ok());
        ids.extend(id);
    }
    // Numbers of version 7 begin with the time.
    ids.sort_unstable_by(|a, b| b.cmp(a));
    let mut heads = Vec::new();
    for id in ids.into_iter().take(LISTED) {
        heads.extend(read(folder, id).await?.map(|mail| head(&mail)));
    }
    Ok(heads)
}

/// One letter of a folder, by its id; `None` when there is none, or when the id is not one.
///
/// # Errors
/// A file that cannot be read.
pub async fn letter(folder: &Path, id: &str) -> anyhow::Result<Option<Letter>> {
    // Only what is a number becomes part of a path.
    let Ok(id) = Uuid::try_parse(id) else {
        return Ok(None);
    };
    let Some(mail) = read(folder, id).await? else {
        return Ok(None);
    };
    Ok(Some(Letter {
        head: head(&mail),
        headers: headers(&mail),
        text: mail.text,
        html: mail.html,
    }))
}

async fn read(folder: &Path, id: Uuid) -> anyhow::Result<Option<ReadyMail>> {
    match fs::read(folder.join(format!("{id}.json"))).await {
        Ok(bytes) => Ok(Some(
            serde_json::from_slice(&bytes).context("a letter is not readable")?,
        )),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).context("a letter cannot be read"),
    }
}

fn head(mail: &ReadyMail) -> LetterHead {
    LetterHead {
        id: mail.id.to_string(),
        to: mail.to.clone(),
        subject: mail.subject.clone(),
        date: mail.date,
    }
}

fn headers(mail: &ReadyMail) -> Vec<(String, String)> {
    let Ok(message) = mail.message() else {
        return Vec::new();
    };
    [
        "Date",
        "From",
        "To",
        "Reply-To",
        "Subject",
        "Message-ID",
        "Auto-Submitted",
    ]
    .into_iter()
    .filter_map(|name| Some((name.to_owned(), message.headers().get_raw(name)?.to_owned())))
    .collect()
}
