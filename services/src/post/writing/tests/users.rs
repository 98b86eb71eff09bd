//! The mails about the users of a company, as examples.

use super::accounts::{LINK, NUMBER};
use super::*;
use crate::post::mail::{Invitation, InvitedMember, RemovedFromCompany};

/// One of each.
pub(super) fn all() -> Vec<Mail> {
    vec![
        Mail::Invitation(Invitation { link: LINK }),
        Mail::InvitedMember(InvitedMember {
            number: NUMBER.into(),
        }),
        removed(false),
        removed(true),
    ]
}

fn removed(account_stays: bool) -> Mail {
    Mail::RemovedFromCompany(RemovedFromCompany {
        number: NUMBER.into(),
        company: "株式会社みどり電子".into(),
        account_stays,
    })
}
