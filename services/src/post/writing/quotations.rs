//! The mails about requests for quotation in words.

// The templates name languages too.
use domain::language::Language;

use super::{Paper, written};
use crate::error::Error;
use crate::post::mail::{RequestCopy, RequestReceived};

pub(super) fn request_received(
    mail: &RequestReceived,
    paper: &mut Paper<'_>,
) -> Result<(String, String), Error> {
    Ok(written!(
        RequestReceived,
        mail,
        *paper,
        [
            "request_received/en/subject.txt",
            "request_received/en/text.txt",
            "request_received/en/body.html"
        ],
        [
            "request_received/ja/subject.txt",
            "request_received/ja/text.txt",
            "request_received/ja/body.html"
        ]
    ))
}

pub(super) fn request_copy(mail: &RequestCopy, paper: &mut Paper<'_>) -> Result<(String, String), Error> {
    Ok(written!(
        RequestCopy,
        mail,
        *paper,
        [
            "request_copy/en/subject.txt",
            "request_copy/en/text.txt",
            "request_copy/en/body.html"
        ],
        [
            "request_copy/ja/subject.txt",
            "request_copy/ja/text.txt",
            "request_copy/ja/body.html"
        ]
    ))
}
