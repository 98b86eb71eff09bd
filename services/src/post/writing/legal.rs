//! The mail about the documents that one agrees to in words.

// The templates name documents and languages too.
use domain::language::Language;
use domain::legal::Document;

use super::{Paper, written};
use crate::error::Error;
use crate::post::mail::EditionComing;

pub(super) fn edition_coming(mail: &EditionComing, paper: &mut Paper<'_>) -> Result<(String, String), Error> {
    Ok(written!(
        EditionComing,
        mail,
        *paper,
        [
            "edition_coming/en/subject.txt",
            "edition_coming/en/text.txt",
            "edition_coming/en/body.html"
        ],
        [
            "edition_coming/ja/subject.txt",
            "edition_coming/ja/text.txt",
            "edition_coming/ja/body.html"
        ]
    ))
}
