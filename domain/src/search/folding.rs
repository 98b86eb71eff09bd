//! One folding for what is typed and for what is stored, so that both meet (Z10).
//!
//! `folded` is the text a person would call the same; `norm` is what is left when separators are taken away too. What
//! `norm` loses and must not be lost is kept beside it: the places of the dots between digits, because `1.5` and `15`
//! are different parts.

use crate::text::normal::nfkc;

pub use crate::text::fold_width;

/// NFKC and upper case, with the micro sign and the Greek mu written as `U`, as the trade does.
///
/// Full-width ASCII becomes half width on the way: NFKC contains it.
#[must_use]
pub fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_uppercase();
    }
    // Upper case turns U+03BC into U+039C; NFKC has turned U+00B5 into U+03BC before.
    nfkc(text)
        .chars()
        .flat_map(char::to_uppercase)
        .map(|c| {
            if matches!(c, '\u{B5}' | '\u{3BC}' | '\u{39C}') {
                'U'
            } else {
                c
            }
        })
        .collect()
}

/// Letters and digits of the folded text; nothing else.
#[must_use]
pub fn norm(text: &str) -> String {
    letters_and_digits(&folded(text))
}

fn letters_and_digits(folded: &str) -> String {
    folded.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A model number in the three forms in which texts are compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spelling {
    /// Letters and digits only; first, so that spellings sort by it.
    pub norm: String,
    /// Where a dot stands between two digits: byte offsets in `norm` of the digit after the dot, ascending.
    pub dots: Vec<u16>,
    /// NFKC, upper case, µ as U; spaces at the ends taken away.
    pub folded: String,
}

impl Spelling {
    /// Folds a model number or a query.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let folded = folded(text.trim()).trim().to_owned();
        Self {
            norm: letters_and_digits(&folded),
            dots: dots_between_digits(&folded),
            folded,
        }
    }
}

/// Offsets past 65,535 cannot occur in the 50 characters of a model; a longer text loses its later dots.
fn dots_between_digits(folded: &str) -> Vec<u16> {
    let (mut dots, mut at) = (Vec::new(), 0_usize);
    let mut before = None;
    let mut rest = folded.chars().peekable();
    while let Some(c) = rest.next() {
        if c == '.' && is_digit(before) && is_digit(rest.peek().copied()) {
            dots.extend(u16::try_from(at));
        } else if c.is_alphanumeric() {
            at += c.len_utf8();
        }
        before = Some(c);
    }
    dots
}

fn is_digit(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn micro_in_all_its_codes_is_u() {
        assert_eq!(
            folded("10\u{B5}F 10\u{3BC}F 10\u{39C}F 10uf"),
            "10UF 10UF 10UF 10UF"
        );
    }

    #[test]
    fn full_width_and_separators_go_away() {
        assert_eq!(norm("ｔｃ７４ＨＣ－４０５０　ＡＦＴＥＬ"), "TC74HC4050AFTEL");
    }

    #[test]
    fn only_a_dot_between_two_digits_is_kept_in_mind() {
        let of = |text| Spelling::of(text).dots;
        assert_eq!(of("1.5SMC6.8CA"), [1, 6]);
        assert_eq!(of("ASV-1.8432MHZ"), [4]);
        assert_eq!(of("１．５SMC"), [1]);
        for none in ["A.5", "5.A", ".5", "5.", "1..5", "1. 5", "1-5"] {
            assert!(of(none).is_empty(), "{none}");
        }
    }

    proptest! {
        #[test]
        fn a_norm_has_letters_and_digits_only(text in any::<String>()) {
            prop_assert!(norm(&text).chars().all(char::is_alphanumeric));
        }

        #[test]
        fn dots_stand_inside_the_norm_between_digits(text in "[0-9A.µ-]{0,20}") {
            let Spelling { norm, dots, .. } = Spelling::of(&text);
            for at in dots.iter().map(|&at| usize::from(at)) {
                prop_assert!(norm.as_bytes()[at - 1].is_ascii_digit() && norm.as_bytes()[at].is_ascii_digit());
            }
        }

        #[test]
        fn width_folding_never_changes_what_is_searched(text in any::<String>()) {
            prop_assert_eq!(Spelling::of(&fold_width(&text)), Spelling::of(&text));
        }
    }
}
