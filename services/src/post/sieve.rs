//! What people typed, before a template sees it.
//!
//! Escaping is the templates' business; this is about what escaping leaves: line breaks that forge a line, invisible
//! marks that turn a line around, and texts that a mail program would make into a link though we wrote none (T20, T48,
//! T53). The sieve walks over the mail as data, so that no field can be forgotten.

use domain::inventory::contact_details;
use domain::text::Class;
use serde_json::Value;

use super::mail::Mail;

/// Fields that hold a checked address and stay as they are; the second is one that we have shortened, `t…@example.com`.
const ADDRESSES: [&str; 2] = ["email", "masked"];

/// The mail with every text fit to be shown to its reader.
///
/// # Errors
/// None in practice: what was data stays data of the same shape.
pub(super) fn sifted(mail: &Mail) -> serde_json::Result<Mail> {
    // These go to an address that anyone may have typed in.
    let stranger = matches!(
        mail,
        Mail::RequestCopy(_)
            | Mail::VerifyAddress(_)
            | Mail::TemporaryRegistration(_)
            | Mail::ConfirmAddress(_)
            | Mail::ResetPassword(_)
    );
    let mut data = serde_json::to_value(mail)?;
    sift("", &mut data, stranger);
    serde_json::from_value(data)
}

fn sift(field: &str, value: &mut Value, stranger: bool) {
    match value {
        Value::String(text) => {
            *text = one_line(text);
            if stranger && speaks_of_elsewhere(text) {
                text.clear();
            } else if !ADDRESSES.contains(&field) {
                *text = unlinked(text);
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| sift(field, value, stranger)),
        Value::Object(fields) => fields
            .iter_mut()
            .for_each(|(field, value)| sift(field, value, stranger)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The text on one line: every control, line break and invisible mark becomes a space, several become one.
pub(super) fn one_line(text: &str) -> String {
    let visible = text.replace(|c| Class::AnyWidth.fault(c).is_some(), " ");
    visible
        .split(' ')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
        .trim()
        .to_owned()
}

fn speaks_of_elsewhere(text: &str) -> bool {
    unlinked(text) != text || contact_details::refuse(text, true).is_err()
}

/// The text with web and mail addresses broken up, `http[:]//evil[.]example`: readable, but no link.
pub(super) fn unlinked(text: &str) -> String {
    let mut broken = String::with_capacity(text.len());
    for word in text.split_inclusive(|c: char| !is_part_of_a_name(c) && !matches!(c, '@' | ':' | '/')) {
        if word.contains("://") || is_mail_address(word) || names_a_site(word) {
            broken.push_str(
                &word
                    .replace("://", "[:]//")
                    .replace('.', "[.]")
                    .replace('@', "[at]"),
            );
        } else {
            broken.push_str(word);
        }
    }
    broken
}

fn is_mail_address(word: &str) -> bool {
    word.split_once('@')
        .is_some_and(|(local, domain)| !local.is_empty() && domain.trim_end_matches('.').contains('.'))
}

/// Whether a mail program would take a word for the name of a site.
fn names_a_site(word: &str) -> bool {
    word.split(|c| !is_part_of_a_name(c)).any(|host| {
        let host = host.trim_matches('.').to_lowercase();
        let (name, ending) = host.rsplit_once('.').unwrap_or(("", ""));
        let before = name.rsplit('.').next().unwrap_or_default();
        let is_country = ending.len() == 2 && ending.bytes().all(|b| b.is_ascii_alphabetic());
        let is_ending = is_country || ENDINGS.contains(&ending);
        (host.starts_with("www.") && !ending.is_empty()) || (is_ending && before.chars().count() >= 2)
    })
}

fn is_part_of_a_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '%' | '+')
}

/// Endings of more than two letters that are met in the wild; part numbers, names and file names do not end so.
const ENDINGS: [&str; 40] = [
    "app", "asia", "biz", "blog", "bond", "cfd", "click", "cloud", "club", "com", "dev", "edu", "fun", "gov",
    "help", "icu", "info", "jobs", "life", "link", "live", "mobi", "net", "online", "org", "page", "pro",
    "sbs", "shop", "site", "space", "store", "tech", "top", "vip", "website", "win", "work", "world", "xyz",
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::post::mail::{AddressChanged, SealedLink, VerifyAddress};

    proptest! {
        /// A number that reads like something to call or to open would leave its mail unwritten for ever.
        #[test]
        fn the_number_of_a_link_and_a_shortened_address_pass_untouched(
            id in any::<u128>(), local in "[!-?A-~]{1,8}", domain in "[a-z0-9]{1,8}(-[a-z0-9]{1,4})?(\\.[a-z]{2,6}){1,3}"
        ) {
            let link = SealedLink { id: Uuid::from_u128(id), generation: 1 };
            let verify = Mail::VerifyAddress(VerifyAddress { link });
            prop_assert_eq!(sifted(&verify).expect("data"), verify);
            let masked = crate::post::masked(&format!("{local}@{domain}"));
            let changed = Mail::AddressChanged(AddressChanged { at: 0, masked, link });
            prop_assert_eq!(sifted(&changed).expect("data"), changed);
        }
    }

    #[test]
    fn t53_what_would_become_a_link_is_broken_up() {
        for (typed, shown) in [
            (
                "visit http://evil.example/x?y",
                "visit http[:]//evil[.]example/x?y",
            ),
            ("HTTPS://EVIL.EXAMPLE", "HTTPS[:]//EVIL[.]EXAMPLE"),
            ("www.evil.example", "www[.]evil[.]example"),
            ("(evil.com)", "(evil[.]com)"),
            ("evil.co.jp/login", "evil[.]co[.]jp/login"),
            ("見てevil.jp。", "見てevil[.]jp。"),
            ("evil.com:8080", "evil[.]com:8080"),
            ("mail me@evil.example", "mail me[at]evil[.]example"),
            ("ftp://a", "ftp[:]//a"),
        ] {
            assert_eq!(unlinked(typed), shown);
        }
    }

    #[test]
    fn part_numbers_names_and_file_names_stay_as_they_are() {
        for text in [
            "TC74HC4050AFTEL",
            "1.5SMC33A",
            "ADP3338AKCZ-3.3-R7",
            "B3B-ZR(LF)(SN)",
            "2.54mm",
            "D/C 2015.03",
            "Mr.Tanaka",
            "T.Yamada",
            "Example Trading Co.,Ltd.",
            "K.K.",
            "在庫.一覧",
            "stock.csv",
            "在庫一覧2026.11.csv",
            "stock.xlsx",
            "10 @ reel",
            "A/B: C",
            "株式会社例",
        ] {
            assert_eq!(unlinked(text), text);
        }
    }

    #[test]
    fn t48_a_text_keeps_to_its_line() {
        assert_eq!(
            one_line("a\r\nBcc: x@y\u{2028}b\0\u{202E}c\u{85}d\t\te"),
            "a Bcc: x@y b c d e"
        );
        assert_eq!(one_line("\n.\n"), ".");
        assert_eq!(one_line("山田　太郎"), "山田　太郎");
    }
}
