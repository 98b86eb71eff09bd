//! The mails about companies that register in two steps, as examples.

use super::accounts::{LINK, NAME, NUMBER};
use super::*;
use crate::post::mail::{
    CompanyApproved, CompanyRejected, CoordinatorWanted, FieldReason, InformationWanted,
    TemporaryRegistration,
};

/// One of each, then the other ways of saying it.
pub(super) fn all() -> Vec<Mail> {
    vec![
        Mail::TemporaryRegistration(TemporaryRegistration { link: LINK }),
        coordinator_wanted(),
        Mail::CompanyApproved(CompanyApproved {
            name: NAME.into(),
            number: NUMBER.into(),
        }),
        rejected("Your company could not be confirmed.", Vec::new()),
        rejected(
            "",
            vec![
                FieldReason {
                    field: "company_type".into(),
                    reason: "The company is in Japan.".into(),
                },
                FieldReason {
                    field: "coordinator".into(),
                    reason: "Please name the colleague for Germany.".into(),
                },
            ],
        ),
    ]
}

fn coordinator_wanted() -> Mail {
    Mail::CoordinatorWanted(CoordinatorWanted {
        application: 42,
        company: "Isartal Components GmbH".into(),
        name: "Hannah Schmidt".into(),
    })
}

fn rejected(reason: &str, fields: Vec<FieldReason>) -> Mail {
    Mail::CompanyRejected(CompanyRejected {
        name: NAME.into(),
        reason: reason.into(),
        fields,
    })
}

#[test]
fn m13_leads_to_the_application_in_the_console() {
    for language in Language::ALL {
        let written = say(&coordinator_wanted(), language);
        let link = "https://parts.example/staff/applications/42";
        assert!(
            written.text.contains(link) && written.html.contains(link),
            "{}",
            written.text
        );
    }
}

#[test]
fn m04_says_what_a_company_asks_for() {
    for (language, words) in [
        (Language::En, "registering your company"),
        (Language::Ja, "会社のご登録"),
    ] {
        let mail = Mail::InformationWanted(InformationWanted {
            name: NAME.into(),
            question: vec!["Which makers do you deal in?".into()],
            buys_meanwhile: false,
            is_company: true,
        });
        let written = say(&mail, language);
        assert!(
            written.text.contains(words) && written.html.contains(words),
            "{}",
            written.text
        );
        assert!(!written.text.contains("supplier") && !written.text.contains("販売ユーザー"));
    }
}
