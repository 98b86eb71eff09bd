//! The mails about stock in words.

// The templates name languages too.
use domain::language::Language;

use super::{Paper, written};
use crate::error::Error;
use crate::post::mail::{ConflictsWait, ImportDone, ImportRefused};

pub(super) fn import_done(mail: &ImportDone, paper: &mut Paper<'_>) -> Result<(String, String), Error> {
    Ok(written!(
        ImportDone,
        mail,
        *paper,
        [
            "import_done/en/subject.txt",
            "import_done/en/text.txt",
            "import_done/en/body.html"
        ],
        [
            "import_done/ja/subject.txt",
            "import_done/ja/text.txt",
            "import_done/ja/body.html"
        ]
    ))
}

pub(super) fn import_refused(mail: &ImportRefused, paper: &mut Paper<'_>) -> Result<(String, String), Error> {
    Ok(written!(
        ImportRefused,
        mail,
        *paper,
        [
            "import_refused/en/subject.txt",
            "import_refused/en/text.txt",
            "import_refused/en/body.html"
        ],
        [
            "import_refused/ja/subject.txt",
            "import_refused/ja/text.txt",
            "import_refused/ja/body.html"
        ]
    ))
}

pub(super) fn conflicts_wait(mail: &ConflictsWait, paper: &mut Paper<'_>) -> Result<(String, String), Error> {
    Ok(written!(
        ConflictsWait,
        mail,
        *paper,
        [
            "conflicts_wait/en/subject.txt",
            "conflicts_wait/en/text.txt",
            "conflicts_wait/en/body.html"
        ],
        [
            "conflicts_wait/ja/subject.txt",
            "conflicts_wait/ja/text.txt",
            "conflicts_wait/ja/body.html"
        ]
    ))
}
