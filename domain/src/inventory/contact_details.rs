//! Buyer and supplier never learn who the other is (Z17): no field of a lot may carry an address, a link or a number
//! to call. Part numbers look like many things, so the model is judged more mildly than free text.

use crate::text::fold_width;
use crate::violations::Violation;

/// Refuses contact details in a field that buyers see.
///
/// `model` is true for the model number, where digits with hyphens are ordinary and only a number written for
/// dialling (`+81-…`, `TEL …`) is refused.
///
/// # Errors
/// The kind of contact detail that was found.
pub fn refuse(text: &str, model: bool) -> Result<(), Violation> {
    let folded = fold_width(text).to_lowercase();
    if has_mail_address(&folded) {
        return Err(Violation::NamesMailAddress);
    }
    if has_web_address(&folded) {
        return Err(Violation::NamesWebAddress);
    }
    if has_phone(&folded, model) {
        return Err(Violation::NamesPhone);
    }
    Ok(())
}

/// Refuses a company's own name, however it is spaced, cased or widened.
///
/// # Errors
/// [`Violation::NamesCompany`] when the text contains the name.
pub fn refuse_name(text: &str, company: &str) -> Result<(), Violation> {
    let (text, company) = (core_name(text), core_name(company));
    // Names of one or two characters would refuse half the catalogue.
    if company.chars().count() >= 3 && text.contains(&company) { Err(Violation::NamesCompany) } else { Ok(()) }
}

/// Letters and digits of a name without the legal form.
fn core_name(name: &str) -> String {
    let mut name = crate::text::comparable(name);
    for legal_form in ["株式会社", "有限会社", "合同会社", "(株)", "(有)", "CO., LTD.", "CO.,LTD.", "CO., LTD", "CO.,LTD", " INC.", " INC", " LTD.", " LTD", " CORPORATION", " CORP.", " GMBH", " LLC", " K.K."] {
        name = name.replace(legal_form, "");
    }
    name.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn has_mail_address(text: &str) -> bool {
    text.match_indices('@').any(|(at, _)| {
        let before = text[..at].chars().next_back().is_some_and(is_address_character);
        let domain: String = text[at + 1..].chars().take_while(|c| is_address_character(*c)).collect();
        before && ends_in_a_domain(&domain)
    })
}

fn has_web_address(text: &str) -> bool {
    text.contains("://")
        || text.split(|c: char| !is_address_character(c)).any(|word| {
            word.starts_with("www.") && word.len() > 6
                || COMMON_ENDINGS.iter().any(|ending| {
                    word.strip_suffix(ending).is_some_and(|name| name.len() >= 2 && name.chars().any(|c| c.is_ascii_alphabetic()))
                })
        })
}

/// Endings that name a site when they stand at the end of a word; part numbers do not end so.
const COMMON_ENDINGS: [&str; 9] = [".com", ".co.jp", ".ne.jp", ".or.jp", ".net", ".org", ".com.cn", ".com.tw", ".com.hk"];

fn ends_in_a_domain(domain: &str) -> bool {
    let labels: Vec<_> = domain.trim_end_matches('.').split('.').collect();
    labels.len() >= 2
        && labels.iter().all(|label| !label.is_empty())
        && labels.last().is_some_and(|last| last.len() >= 2 && last.chars().all(|c| c.is_ascii_alphabetic()))
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
        || text.match_indices('+').any(|(at, _)| starts_with_digits(&text[at + 1..], 10))
        || (!model && text.split(|c: char| !is_dialled(c)).any(looks_like_a_number_to_call))
}

fn starts_with_digits(text: &str, least: usize) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit() || c == '(')
        && text.chars().take_while(|c| is_dialled(*c)).filter(char::is_ascii_digit).count() >= least
}

const fn is_dialled(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '-' | ' ' | '(' | ')')
}

/// A national number: begins with 0, ten or eleven digits, in at least three groups.
fn looks_like_a_number_to_call(run: &str) -> bool {
    let digits = run.chars().filter(char::is_ascii_digit).count();
    let groups = run.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).count();
    run.trim_start_matches([' ', '(']).starts_with('0') && (10..=11).contains(&digits) && groups >= 3
}

#[cfg(test)]
mod tests {
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
        for text in ["A-1", "Small orders accepted", "小口対応可", "2.54mm", "1,000 @ reel", "D/C 2015.03", "B-2 (box 0012-0045)"] {
            assert_eq!(refuse(text, false), Ok(()), "{text}");
        }
        for model in ["0603-1234-5678", "1-1437565-8", "020-2345-6789", "ADP3338AKCZ-3.3-R7", "BZX84C3V3+T"] {
            assert_eq!(refuse(model, true), Ok(()), "{model}");
        }
    }

    #[test]
    fn a_company_may_not_name_itself() {
        assert_eq!(refuse_name("Stock of ＫＡＷＡＧＯＥ parts", "Kawagoe Parts Co., Ltd."), Err(Violation::NamesCompany));
        assert_eq!(refuse_name("川越部品の在庫", "株式会社川越部品"), Err(Violation::NamesCompany));
        assert_eq!(refuse_name("Reel", "AB"), Ok(()));
    }
}
