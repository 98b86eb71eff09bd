//! The mails about companies that register in two steps in words.

// The templates name languages too.
use domain::language::Language;

use super::{Paper, written};
use crate::error::Error;
use crate::post::mail::{CompanyApproved, CompanyRejected, CoordinatorWanted, TemporaryRegistration};

pub(super) fn temporary_registration(
    mail: &TemporaryRegistration,
    paper: &mut Paper<'_>,
) -> Result<(String, String), Error> {
    Ok(written!(
        TemporaryRegistration,
        mail,
        *paper,
        [
            "temporary_registration/en/subject.txt",
            "temporary_registration/en/text.txt",
            "temporary_registration/en/body.html"
        ],
        [
            "temporary_registration/ja/subject.txt",
            "temporary_registration/ja/text.txt",
            "temporary_registration/ja/body.html"
        ]
    ))
}

pub(super) fn coordinator_wanted(
    mail: &CoordinatorWanted,
    paper: &mut Paper<'_>,
) -> Result<(String, String), Error> {
    Ok(written!(
        CoordinatorWanted,
        mail,
        *paper,
        [
            "coordinator_wanted/en/subject.txt",
            "coordinator_wanted/en/text.txt",
            "coordinator_wanted/en/body.html"
        ],
        [
            "coordinator_wanted/ja/subject.txt",
            "coordinator_wanted/ja/text.txt",
            "coordinator_wanted/ja/body.html"
        ]
    ))
}

pub(super) fn company_approved(
    mail: &CompanyApproved,
    paper: &mut Paper<'_>,
) -> Result<(String, String), Error> {
    Ok(written!(
        CompanyApproved,
        mail,
        *paper,
        [
            "company_approved/en/subject.txt",
            "company_approved/en/text.txt",
            "company_approved/en/body.html"
        ],
        [
            "company_approved/ja/subject.txt",
            "company_approved/ja/text.txt",
            "company_approved/ja/body.html"
        ]
    ))
}

pub(super) fn company_rejected(
    mail: &CompanyRejected,
    paper: &mut Paper<'_>,
) -> Result<(String, String), Error> {
    Ok(written!(
        CompanyRejected,
        mail,
        *paper,
        [
            "company_rejected/en/subject.txt",
            "company_rejected/en/text.txt",
            "company_rejected/en/body.html"
        ],
        [
            "company_rejected/ja/subject.txt",
            "company_rejected/ja/text.txt",
            "company_rejected/ja/body.html"
        ]
    ))
}
