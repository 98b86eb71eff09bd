//! The mails about what the owner's people do, as examples.

use super::accounts::LINK;
use super::*;
use crate::post::mail::{FactorsForgotten, Restored, SignInCode, StaffInvitation, Suspended};

/// One of each, and a second one of those that say it in two ways.
pub(super) fn all() -> Vec<Mail> {
    let reason = || {
        vec![
            "Three buyers got other parts.".to_owned(),
            "We look into it.".to_owned(),
        ]
    };
    vec![
        Mail::SignInCode(SignInCode { code: LINK }),
        Mail::Suspended(Suspended {
            name: "山田 太郎".into(),
            company: "株式会社みどり電子".into(),
            reason: reason(),
        }),
        Mail::Suspended(Suspended {
            name: "山田 太郎".into(),
            company: String::new(),
            reason: reason(),
        }),
        Mail::Restored(Restored {
            name: "山田 太郎".into(),
            company: "株式会社みどり電子".into(),
            reason: reason(),
            sells: true,
        }),
        Mail::Restored(Restored {
            name: "山田 太郎".into(),
            company: String::new(),
            reason: reason(),
            sells: false,
        }),
        Mail::FactorsForgotten(FactorsForgotten {
            name: "山田 太郎".into(),
            reason: vec!["Telephone lost; asked for by telephone.".to_owned()],
        }),
        Mail::StaffInvitation(StaffInvitation { link: LINK }),
    ]
}
