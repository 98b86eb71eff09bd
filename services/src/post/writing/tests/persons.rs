//! The mails about individuals and corporations, as examples.

use super::accounts::LINK;
use super::*;
use crate::post::mail::{PersonLinked, PersonUnlinked, VerifyPerson};

/// One of each, and the other way of saying it where there are two.
pub(super) fn all() -> Vec<Mail> {
    vec![
        verify(false),
        verify(true),
        Mail::PersonLinked(PersonLinked {
            name: "山田 太郎".into(),
        }),
        unlinked("山田 太郎", false),
        unlinked("株式会社みどり研修", true),
    ]
}

fn verify(corporate: bool) -> Mail {
    Mail::VerifyPerson(VerifyPerson {
        link: LINK,
        corporate,
    })
}

fn unlinked(who: &str, by_corporation: bool) -> Mail {
    Mail::PersonUnlinked(PersonUnlinked {
        who: who.into(),
        by_corporation,
    })
}
