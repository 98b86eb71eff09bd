//! The mails about the users of a company in words.

// The templates name languages too.
use domain::language::Language;

use super::{Paper, written};
use crate::error::Error;
use crate::post::mail::{Invitation, InvitedMember, RemovedFromCompany};

pub(super) fn invitation(mail: &Invitation, paper: &mut Paper<'_>) -> Result<(String, String), Error> {
    Ok(written!(
        Invitation,
        mail,
        *paper,
        [
            "invitation/en/subject.txt",
            "invitation/en/text.txt",
            "invitation/en/body.html"
        ],
        [
            "invitation/ja/subject.txt",
            "invitation/ja/text.txt",
            "invitation/ja/body.html"
        ]
    ))
}

pub(super) fn invited_member(mail: &InvitedMember, paper: &mut Paper<'_>) -> Result<(String, String), Error> {
    Ok(written!(
        InvitedMember,
        mail,
        *paper,
        [
            "invited_member/en/subject.txt",
            "invited_member/en/text.txt",
            "invited_member/en/body.html"
        ],
        [
            "invited_member/ja/subject.txt",
            "invited_member/ja/text.txt",
            "invited_member/ja/body.html"
        ]
    ))
}

pub(super) fn removed_from_company(
    mail: &RemovedFromCompany,
    paper: &mut Paper<'_>,
) -> Result<(String, String), Error> {
    Ok(written!(
        RemovedFromCompany,
        mail,
        *paper,
        [
            "removed_from_company/en/subject.txt",
            "removed_from_company/en/text.txt",
            "removed_from_company/en/body.html"
        ],
        [
            "removed_from_company/ja/subject.txt",
            "removed_from_company/ja/text.txt",
            "removed_from_company/ja/body.html"
        ]
    ))
}
