//! The mails about what the owner's people do in words.

// The templates name languages too.
use domain::language::Language;

use super::{Paper, written};
use crate::error::Error;
use crate::post::mail::{FactorsForgotten, Restored, SignInCode, StaffInvitation, Suspended};

pub(super) fn sign_in_code(mail: &SignInCode, paper: &mut Paper<'_>) -> Result<(String, String), Error> {
    Ok(written!(
        SignInCode,
        mail,
        *paper,
        [
            "sign_in_code/en/subject.txt",
            "sign_in_code/en/text.txt",
            "sign_in_code/en/body.html"
        ],
        [
            "sign_in_code/ja/subject.txt",
            "sign_in_code/ja/text.txt",
            "sign_in_code/ja/body.html"
        ]
    ))
}

pub(super) fn factors_forgotten(
    mail: &FactorsForgotten,
    paper: &mut Paper<'_>,
) -> Result<(String, String), Error> {
    Ok(written!(
        FactorsForgotten,
        mail,
        *paper,
        [
            "factors_forgotten/en/subject.txt",
            "factors_forgotten/en/text.txt",
            "factors_forgotten/en/body.html"
        ],
        [
            "factors_forgotten/ja/subject.txt",
            "factors_forgotten/ja/text.txt",
            "factors_forgotten/ja/body.html"
        ]
    ))
}

pub(super) fn suspended(mail: &Suspended, paper: &mut Paper<'_>) -> Result<(String, String), Error> {
    Ok(written!(
        Suspended,
        mail,
        *paper,
        [
            "suspended/en/subject.txt",
            "suspended/en/text.txt",
            "suspended/en/body.html"
        ],
        [
            "suspended/ja/subject.txt",
            "suspended/ja/text.txt",
            "suspended/ja/body.html"
        ]
    ))
}

pub(super) fn restored(mail: &Restored, paper: &mut Paper<'_>) -> Result<(String, String), Error> {
    Ok(written!(
        Restored,
        mail,
        *paper,
        [
            "restored/en/subject.txt",
            "restored/en/text.txt",
            "restored/en/body.html"
        ],
        [
            "restored/ja/subject.txt",
            "restored/ja/text.txt",
            "restored/ja/body.html"
        ]
    ))
}

pub(super) fn staff_invitation(
    mail: &StaffInvitation,
    paper: &mut Paper<'_>,
) -> Result<(String, String), Error> {
    Ok(written!(
        StaffInvitation,
        mail,
        *paper,
        [
            "staff_invitation/en/subject.txt",
            "staff_invitation/en/text.txt",
            "staff_invitation/en/body.html"
        ],
        [
            "staff_invitation/ja/subject.txt",
            "staff_invitation/ja/text.txt",
            "staff_invitation/ja/body.html"
        ]
    ))
}
