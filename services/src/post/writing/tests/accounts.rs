//! The mails about accounts, as examples, and what those with a link must say.

use uuid::Uuid;

use super::*;
use crate::post::mail::{
    AccountDeleted, AddressChanged, AddressClaimed, BuyerRegistered, ConfirmAddress, FieldReason,
    InformationWanted, NewDevice, PasswordChanged, ResetPassword, ScreeningStarted, SignInLocked,
    SupplierApproved, SupplierRejected, VerifyAddress,
};

pub(super) const LINK: SealedLink = SealedLink {
    id: Uuid::from_u128(0x0193_2c4f_0000_4000_8000_0000_0000_002a),
    generation: 1,
};
const AT: i64 = 1_795_271_580_000;
pub(super) const NAME: &str = "山田 太郎";
pub(super) const NUMBER: &str = "572493016";

/// One of each, then the other ways of saying it.
pub(super) fn all() -> Vec<Mail> {
    vec![
        Mail::VerifyAddress(VerifyAddress { link: LINK }),
        Mail::BuyerRegistered(BuyerRegistered {
            name: NAME.into(),
            number: NUMBER.into(),
        }),
        screening_started(false),
        information_wanted(true),
        Mail::SupplierApproved(SupplierApproved {
            name: NAME.into(),
            number: NUMBER.into(),
        }),
        supplier_rejected("The address of your company could not be confirmed.", true),
        Mail::ResetPassword(ResetPassword { link: LINK }),
        Mail::ConfirmAddress(ConfirmAddress { link: LINK }),
        Mail::AddressClaimed(AddressClaimed {
            number: NUMBER.into(),
        }),
        password_changed(false),
        Mail::AddressChanged(AddressChanged {
            at: AT,
            masked: crate::post::masked("taro@new.example.com"),
            link: LINK,
        }),
        new_device("Firefox, Windows"),
        Mail::AccountDeleted(AccountDeleted {
            number: NUMBER.into(),
        }),
        sign_in_locked(false),
        screening_started(true),
        information_wanted(false),
        supplier_rejected("", false),
        password_changed(true),
        new_device(""),
        sign_in_locked(true),
    ]
}

fn screening_started(buys_meanwhile: bool) -> Mail {
    Mail::ScreeningStarted(ScreeningStarted {
        name: NAME.into(),
        number: NUMBER.into(),
        buys_meanwhile,
    })
}

fn supplier_rejected(reason: &str, buys_meanwhile: bool) -> Mail {
    Mail::SupplierRejected(SupplierRejected {
        name: NAME.into(),
        reason: reason.into(),
        // The second way of saying it has nothing in general, and something at two fields.
        fields: if reason.is_empty() {
            let field = |field: &str, reason: &str| FieldReason {
                field: field.into(),
                reason: reason.into(),
            };
            vec![
                field("company", "There is no such company in the register."),
                field("url", "The page does not open."),
            ]
        } else {
            Vec::new()
        },
        buys_meanwhile,
    })
}

fn information_wanted(buys_meanwhile: bool) -> Mail {
    Mail::InformationWanted(InformationWanted {
        name: NAME.into(),
        question: vec![
            "Which makers do you deal in?".into(),
            "Please name three customers.".into(),
        ],
        buys_meanwhile,
        is_company: false,
    })
}

fn password_changed(by_link: bool) -> Mail {
    Mail::PasswordChanged(PasswordChanged { at: AT, by_link })
}

fn new_device(device: &str) -> Mail {
    Mail::NewDevice(NewDevice {
        at: AT,
        device: device.into(),
    })
}

fn sign_in_locked(until_reset: bool) -> Mail {
    Mail::SignInLocked(SignInLocked { at: AT, until_reset })
}

/// What the link of a mail is for, told from the link itself.
fn purpose(mail: &Mail) -> Option<Purpose> {
    let place = place(mail, &seal())?;
    Purpose::ALL
        .into_iter()
        .find(|purpose| place == Place::MailedLink(links::token(&seal(), *purpose, LINK.id, LINK.generation)))
}

#[test]
fn r030_the_link_stands_in_text_and_html() {
    for language in Language::ALL {
        for mail in super::all(language) {
            let Some(place) = place(&mail, &seal()) else {
                continue;
            };
            let (written, link) = (say(&mail, language), place.url("https://parts.example"));
            assert!(
                written.text.lines().any(|line| line == link),
                "{link} of {} is missing in the text",
                mail.kind()
            );
            // As the button's, and to be read.
            for there in [format!("href=\"{link}\""), format!(">{link}</a>")] {
                assert!(
                    written.html.contains(&there),
                    "{there} of {} is missing",
                    mail.kind()
                );
            }
        }
    }
}

#[test]
fn r030_the_code_stands_in_the_mail_that_verifies_and_in_no_other() {
    let code = links::code(&seal(), LINK.id, LINK.generation);
    for language in Language::ALL {
        for mail in super::all(language) {
            let written = say(&mail, language);
            let verifies = matches!(mail, Mail::VerifyAddress(_) | Mail::VerifyPerson(_));
            assert_eq!(
                written.text.lines().any(|line| line == code),
                verifies,
                "{}",
                mail.kind()
            );
            assert_eq!(
                written.html.contains(&format!(">{code}<")),
                verifies,
                "{}",
                mail.kind()
            );
            assert!(!written.subject.contains(&code), "a lock screen shows subjects");
        }
    }
}

#[test]
fn r025_a_mailed_link_says_how_long_it_lasts_that_it_works_once_and_is_not_to_be_shared() {
    const DAY: i64 = 24 * 60 * 60 * 1000;
    for language in Language::ALL {
        let mut met = Vec::new();
        for mail in super::all(language) {
            let Some(purpose) = purpose(&mail) else {
                continue;
            };
            met.push(purpose);
            assert_eq!(purpose.lasts() % DAY, 0, "{purpose:?} is told in days");
            let days = purpose.lasts() / DAY;
            let said = match language {
                Language::En => [
                    format!("valid for {days} days"),
                    "once".into(),
                    "Do not share the link".into(),
                ],
                Language::Ja => [
                    format!("有効期間は{days}日間"),
                    "1回のみ".into(),
                    "ほかの方に教えないでください".into(),
                ],
            };
            let written = say(&mail, language);
            for part in [&written.text, &written.html] {
                for words in &said {
                    assert!(part.contains(words), "{} does not say {words:?}", mail.kind());
                }
            }
        }
        assert!(
            Purpose::ALL.into_iter().all(|purpose| met.contains(&purpose)),
            "{met:?}"
        );
    }
}

#[test]
fn t20_mails_to_an_address_that_nobody_has_proved_carry_a_link_and_nothing_else() {
    // Whatever a later version adds, it must not be something that was typed.
    for mail in super::all(Language::En) {
        if matches!(
            mail,
            Mail::VerifyAddress(_)
                | Mail::ConfirmAddress(_)
                | Mail::ResetPassword(_)
                | Mail::Invitation(_)
                | Mail::TemporaryRegistration(_)
        ) {
            let data = serde_json::to_value(&mail).expect("data");
            let fields = data[mail.kind()].as_object().expect("fields");
            assert_eq!(fields.keys().collect::<Vec<_>>(), ["link"], "{}", mail.kind());
        }
    }
}

#[test]
fn t21_the_former_address_can_read_which_one_took_its_place() {
    let mail = all()
        .into_iter()
        .find(|mail| mail.kind() == "address_changed")
        .expect("an example");
    for language in Language::ALL {
        let written = say(&mail, language);
        for part in [&written.text, &written.html] {
            assert!(part.contains("t…@new.example.com"), "{part}");
        }
    }
}
