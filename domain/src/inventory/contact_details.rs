//! Buyer and supplier never learn who the other is (Z17): no field of a lot may carry an address, a link or a number
//! to call. Part numbers look like many things, so the model is judged more mildly than free text.

use crate::text::normal::nfkc;

use crate::text::{comparable, fold_width, fold_width_char};
use crate::violations::Violation;

/// Refuses contact details in a field that buyers see.
///
/// `model` is true for the model number, where digits with hyphens are ordinary and only a number written for
/// dialling (`+81-…`, `TEL …`) is refused.
///
/// # Errors
/// The kind of contact detail that was found.
pub fn refuse(text: &str, model: bool) -> Result<(), Violation> {
    let suspicion = Suspicion::of(text);
    if suspicion.is_none() {
        return Ok(());
    }
    let folded = fold_width(text).to_lowercase();
    if suspicion.at && has_mail_address(&folded) {
        return Err(Violation::NamesMailAddress);
    }
    if suspicion.dot_or_colon && has_web_address(&folded) {
        return Err(Violation::NamesWebAddress);
    }
    if suspicion.digits >= FEWEST_DIGITS && has_phone(&folded, model) {
        return Err(Violation::NamesPhone);
    }
    Ok(())
}

/// No number to call has fewer digits.
const FEWEST_DIGITS: usize = 9;

/// The characters without which a text cannot hold contact details, seen in one pass: most cells have none of them.
#[derive(Default)]
struct Suspicion {
    at: bool,
    dot_or_colon: bool,
    digits: usize,
}

impl Suspicion {
    fn of(text: &str) -> Self {
        let mut seen = Self::default();
        for c in text.chars() {
            match fold_width_char(c) {
                '@' => seen.at = true,
                '.' | ':' => seen.dot_or_colon = true,
                '0'..='9' => seen.digits += 1,
                _ => {}
            }
        }
        seen
    }

    const fn is_none(&self) -> bool {
        !self.at && !self.dot_or_colon && self.digits < FEWEST_DIGITS
    }
}

/// A company's name, ready to be looked for in many cells.
#[derive(Debug, Clone)]
pub struct CompanyName {
    /// Letters and digits, upper case, without the legal form; `None` where the name is too short to be looked for.
    core: Option<String>,
}

impl CompanyName {
    /// The name as the company registered it.
    #[must_use]
    pub fn of(company: &str) -> Self {
        let core = core_name(company);
        // Names of one or two characters would refuse half the catalogue.
        Self {
            core: (core.chars().count() >= 3).then_some(core),
        }
    }

    /// Refuses the name within a text, however it is spaced, cased or widened.
    ///
    /// # Errors
    /// [`Violation::NamesCompany`] when the text contains the name.
    pub fn refuse(&self, text: &str) -> Result<(), Violation> {
        match &self.core {
            Some(core) if has_in_order(text, core) && core_name(text).contains(core) => {
                Err(Violation::NamesCompany)
            }
            _ => Ok(()),
        }
    }
}

/// Refuses a company's own name, however it is spaced, cased or widened.
///
/// # Errors
/// [`Violation::NamesCompany`] when the text contains the name.
pub fn refuse_name(text: &str, company: &str) -> Result<(), Violation> {
    CompanyName::of(company).refuse(text)
}

/// Whether the text has the characters of a name in their order, with anything between: it has them wherever it has
/// the name, since looking closer only takes characters away, and this needs no memory.
fn has_in_order(text: &str, core: &str) -> bool {
    let mut wanted = core.chars();
    let mut next = wanted.next();
    let mut meet = |c: char| {
        if Some(c) == next {
            next = wanted.next();
        }
    };
    if text.is_ascii() {
        text.bytes()
            .for_each(|byte| meet(char::from(byte.to_ascii_uppercase())));
    } else {
        nfkc(text).chars().flat_map(char::to_uppercase).for_each(meet);
    }
    next.is_none()
}

/// Letters and digits of a name without the legal form.
fn core_name(name: &str) -> String {
    let mut name = comparable(name);
    for legal_form in LEGAL_FORMS {
        if name.contains(legal_form) {
            name = name.replace(legal_form, "");
        }
    }
    name.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// How names say what kind of company they are; longer forms before those they begin with.
const LEGAL_FORMS: [&str; 18] = [
    "株式会社",
    "有限会社",
    "合同会社",
    "(株)",
    "(有)",
    "CO., LTD.",
    "CO.,LTD.",
    "CO., LTD",
    "CO.,LTD",
    " INC.",
    " INC",
    " LTD.",
    " LTD",
    " CORPORATION",
    " CORP.",
    " GMBH",
    " LLC",
    " K.K.",
];

fn has_mail_address(text: &str) -> bool {
    text.match_indices('@').any(|(at, _)| {
        let before = text[..at].chars().next_back().is_some_and(is_address_character);
        let domain: String = text[at + 1..]
            .chars()
            .take_while(|c| is_address_character(*c))
            .collect();
        before && ends_in_a_domain(&domain)
    })
}

fn has_web_address(text: &str) -> bool {
    text.contains("://")
        || text.split(|c: char| !is_address_character(c)).any(|word| {
            word.starts_with("www.") && word.len() > 6
                || COMMON_ENDINGS.iter().any(|ending| {
                    word.strip_suffix(ending)
                        .is_some_and(|name| name.len() >= 2 && name.chars().any(|c| c.is_ascii_alphabetic()))
                })
        })
}

/// Endings that name a site when they stand at the end of a word; part numbers do not end so.
const COMMON_ENDINGS: [&str; 9] = [
    ".com", ".co.jp", ".ne.jp", ".or.jp", ".net", ".org", ".com.cn", ".com.tw", ".com.hk",
];

fn ends_in_a_domain(domain: &str) -> bool {
    let labels: Vec<_> = domain.trim_end_matches('.').split('.').collect();
    labels.len() >= 2
        && labels.iter().all(|label| !label.is_empty())
        && labels
            .last()
            .is_some_and(|last| last.len() >= 2 && last.chars().all(|c| c.is_ascii_alphabetic()))
}

const fn is_address_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+' | '%')
}

/// Whether a run of digits, spaces, hyphens and brackets is written to be dialled.
fn has_phone(text: &str, model: bool) -> bool {
    let announced = ["tel", "phone", "電話", "fax"].iter().any(|word| {
        text.match_indices(word).any(|(at, _)| {
            let rest = text[at + word.len()..].trim_start_matches([' ', ':', '.', '：', '番', '号']);
            starts_with_digits(rest, 9)
        })
    });
    announced
        || text
            .match_indices('+')
            .any(|(at, _)| starts_with_digits(&text[at + 1..], 10))
        || (!model
            && text
                .split(|c: char| !is_dialled(c))
                .any(looks_like_a_number_to_call))
}

fn starts_with_digits(text: &str, least: usize) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit() || c == '(')
        && text
            .chars()
            .take_while(|c| is_dialled(*c))
            .filter(char::is_ascii_digit)
            .count()
            >= least
}

const fn is_dialled(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '-' | ' ' | '(' | ')')
}

/// A national number: begins with 0, ten or eleven digits, in at least three groups.
fn looks_like_a_number_to_call(run: &str) -> bool {
    let digits = run.chars().filter(char::is_ascii_digit).count();
    let groups = run
        .split(|c: char| !c.is_ascii_digit())
        .filter(|group| !group.is_empty())
        .count();
    run.trim_start_matches([' ', '(']).starts_with('0') && (10..=11).contains(&digits) && groups >= 3
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn contact_details_are_refused_in_free_text() {
        for (text, expected) in [
            ("mail sales@example.com", Violation::NamesMailAddress),
            ("ｓａｌｅｓ＠ｅｘａｍｐｌｅ．ｊｐ", Violation::NamesMailAddress),
            ("see https://x.example", Violation::NamesWebAddress),
            ("www.example.jp", Violation::NamesWebAddress),
            ("example.co.jp", Violation::NamesWebAddress),
            ("03-1234-5678", Violation::NamesPhone),
            ("call 090 1234 5678", Violation::NamesPhone),
            ("TEL:0312345678", Violation::NamesPhone),
            ("+81 3 1234 5678", Violation::NamesPhone),
        ] {
            assert_eq!(refuse(text, false), Err(expected), "{text}");
        }
    }

    #[test]
    fn ordinary_remarks_and_part_numbers_pass() {
        for text in [
            "A-1",
            "Small orders accepted",
            "小口対応可",
            "2.54mm",
            "1,000 @ reel",
            "D/C 2015.03",
            "B-2 (box 0012-0045)",
        ] {
            assert_eq!(refuse(text, false), Ok(()), "{text}");
        }
        for model in [
            "0603-1234-5678",
            "1-1437565-8",
            "020-2345-6789",
            "ADP3338AKCZ-3.3-R7",
            "BZX84C3V3+T",
        ] {
            assert_eq!(refuse(model, true), Ok(()), "{model}");
        }
    }

    #[test]
    fn a_company_may_not_name_itself() {
        assert_eq!(
            refuse_name("Stock of ＫＡＷＡＧＯＥ parts", "Kawagoe Parts Co., Ltd."),
            Err(Violation::NamesCompany)
        );
        assert_eq!(
            refuse_name("川越部品の在庫", "株式会社川越部品"),
            Err(Violation::NamesCompany)
        );
        assert_eq!(refuse_name("Reel", "AB"), Ok(()));
    }

    #[test]
    fn the_legal_form_neither_hides_a_name_nor_makes_one() {
        assert_eq!(
            refuse_name("Kawagoe Inc. Parts", "KAWAGOE PARTS LLC"),
            Err(Violation::NamesCompany)
        );
        assert_eq!(
            refuse_name("㈱川越部品", "川越部品"),
            Err(Violation::NamesCompany)
        );
        assert_eq!(refuse_name("Parts of Kawagoe", "Kawagoe Parts"), Ok(()));
    }

    proptest! {
        #[test]
        fn looking_first_in_one_pass_misses_nothing(text in "[@.:0-9０-９＠．：a-c +()電話-]{0,24}|(tel|phone|＋|www\\.)[ :0-9.-]{8,16}|\\PC*", model in any::<bool>()) {
            let folded = fold_width(&text).to_lowercase();
            let found = if has_mail_address(&folded) {
                Err(Violation::NamesMailAddress)
            } else if has_web_address(&folded) {
                Err(Violation::NamesWebAddress)
            } else if has_phone(&folded, model) {
                Err(Violation::NamesPhone)
            } else {
                Ok(())
            };
            prop_assert_eq!(refuse(&text, model), found);
        }

        #[test]
        fn a_name_is_found_wherever_its_letters_stand_together(
            before in "[aB ａ.]{0,3}", after in "( Inc| Co\\., Ltd|[cＣ -])?", text in "[abcABＡＢab .(株)]{0,12}|\\PC*", company in "[abcＡ]{2,4}( Inc\\.|㈱)?"
        ) {
            let core = core_name(&company);
            for text in [format!("{before}{company}{after}"), text] {
                let named = core.chars().count() >= 3 && core_name(&text).contains(&core);
                prop_assert_eq!(refuse_name(&text, &company).is_err(), named, "{}", text);
            }
        }
    }
}
