//! The mails about messages to the owner in words.

use domain::language::Language;

use super::{Paper, written};
use crate::error::Error;
use crate::post::mail::{ContactAnswer, ContactCopy, ContactReceived};

pub(super) fn contact_received(
    mail: &ContactReceived,
    paper: &mut Paper<'_>,
) -> Result<(String, String), Error> {
    Ok(written!(
        ContactReceived,
        mail,
        *paper,
        [
            "contact_received/en/subject.txt",
            "contact_received/en/text.txt",
            "contact_received/en/body.html"
        ],
        [
            "contact_received/ja/subject.txt",
            "contact_received/ja/text.txt",
            "contact_received/ja/body.html"
        ]
    ))
}

pub(super) fn contact_copy(mail: &ContactCopy, paper: &mut Paper<'_>) -> Result<(String, String), Error> {
    Ok(written!(
        ContactCopy,
        mail,
        *paper,
        [
            "contact_copy/en/subject.txt",
            "contact_copy/en/text.txt",
            "contact_copy/en/body.html"
        ],
        [
            "contact_copy/ja/subject.txt",
            "contact_copy/ja/text.txt",
            "contact_copy/ja/body.html"
        ]
    ))
}

pub(super) fn contact_answer(mail: &ContactAnswer, paper: &mut Paper<'_>) -> Result<(String, String), Error> {
    Ok(written!(
        ContactAnswer,
        mail,
        *paper,
        [
            "contact_answer/en/subject.txt",
            "contact_answer/en/text.txt",
            "contact_answer/en/body.html"
        ],
        [
            "contact_answer/ja/subject.txt",
            "contact_answer/ja/text.txt",
            "contact_answer/ja/body.html"
        ]
    ))
}
