//! The mails about individuals and corporations in words.

// The templates name languages too.
use domain::language::Language;

use super::{Paper, written};
use crate::error::Error;
use crate::post::mail::{PersonLinked, PersonUnlinked, VerifyPerson};

pub(super) fn verify_person(mail: &VerifyPerson, paper: &mut Paper<'_>) -> Result<(String, String), Error> {
    Ok(written!(
        VerifyPerson,
        mail,
        *paper,
        [
            "verify_person/en/subject.txt",
            "verify_person/en/text.txt",
            "verify_person/en/body.html"
        ],
        [
            "verify_person/ja/subject.txt",
            "verify_person/ja/text.txt",
            "verify_person/ja/body.html"
        ]
    ))
}

pub(super) fn person_linked(mail: &PersonLinked, paper: &mut Paper<'_>) -> Result<(String, String), Error> {
    Ok(written!(
        PersonLinked,
        mail,
        *paper,
        [
            "person_linked/en/subject.txt",
            "person_linked/en/text.txt",
            "person_linked/en/body.html"
        ],
        [
            "person_linked/ja/subject.txt",
            "person_linked/ja/text.txt",
            "person_linked/ja/body.html"
        ]
    ))
}

pub(super) fn person_unlinked(
    mail: &PersonUnlinked,
    paper: &mut Paper<'_>,
) -> Result<(String, String), Error> {
    Ok(written!(
        PersonUnlinked,
        mail,
        *paper,
        [
            "person_unlinked/en/subject.txt",
            "person_unlinked/en/text.txt",
            "person_unlinked/en/body.html"
        ],
        [
            "person_unlinked/ja/subject.txt",
            "person_unlinked/ja/text.txt",
            "person_unlinked/ja/body.html"
        ]
    ))
}
