//! What may be written in a field: character classes, lengths, and the types that hold checked text.
//!
//! Lengths count Unicode scalar values after NFC (Z23). In fields that are half-width only, full-width ASCII is folded
//! before it is judged (Z10), so that `ＴＣ７４` typed on a Japanese keyboard is accepted as `TC74` and shown as such.

pub mod characters;
pub mod limits;
pub mod normal;

use std::borrow::Cow;

use crate::violations::Violation;
pub use characters::Class;

/// The rule of one text field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextRule {
    /// Longest accepted text, in Unicode scalar values after NFC.
    pub max: u16,
    /// Whether the empty text is a violation.
    pub required: bool,
    /// Which characters are accepted.
    pub class: Class,
}

impl TextRule {
    /// A field that must be filled.
    #[must_use]
    pub const fn required(max: u16, class: Class) -> Self {
        Self {
            max,
            required: true,
            class,
        }
    }

    /// A field that may stay empty.
    #[must_use]
    pub const fn optional(max: u16, class: Class) -> Self {
        Self {
            max,
            required: false,
            class,
        }
    }

    /// The text as it will be kept: NFC, folded where the field is half-width only, without spaces at the ends.
    ///
    /// # Errors
    /// The first rule that is broken; a field has one message at a time.
    pub fn check(&self, raw: &str) -> Result<String, Violation> {
        let text = self.tidy(raw);
        if text.is_empty() {
            return if self.required {
                Err(Violation::Missing)
            } else {
                Ok(text)
            };
        }
        if let Some((at, fault)) = text
            .chars()
            .zip(1..)
            .find_map(|(c, at)| Some((at, self.class.fault(c)?)))
        {
            return Err(Violation::Character { at, fault });
        }
        let length = length(&text);
        if length > u32::from(self.max) {
            return Err(Violation::TooLong {
                max: self.max.into(),
                length,
            });
        }
        Ok(text)
    }

    /// How the field reads after normalisation, before it is judged: what the person is shown.
    #[must_use]
    pub fn tidy(&self, raw: &str) -> String {
        let composed = composed(raw);
        let folds = self.class.folds_width() && !composed.is_ascii();
        let text = if folds {
            Cow::Owned(fold_width(&composed))
        } else {
            composed
        };
        if self.class.keeps_lines() {
            text.replace("\r\n", "\n").trim().to_owned()
        } else {
            text.trim().to_owned()
        }
    }
}

/// NFC; nearly every text is in it already and is not copied.
fn composed(text: &str) -> Cow<'_, str> {
    normal::nfc(text)
}

/// Length in Unicode scalar values after NFC, as limits and counters count (Z23).
#[must_use]
pub fn length(text: &str) -> u32 {
    let length = normal::nfc(text).chars().count();
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// Full-width ASCII (U+FF01–FF5E) and the ideographic space become half width; all else stays (Z10).
#[must_use]
pub fn fold_width(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    text.chars().map(fold_width_char).collect()
}

pub(crate) const fn fold_width_char(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        // The full-width forms stand in the order of ASCII, 0xFEE0 higher.
        '\u{FF01}'..='\u{FF5E}' => match char::from_u32(c as u32 - 0xFEE0) {
            Some(half) => half,
            None => c,
        },
        _ => c,
    }
}

/// How two texts are compared where case and width do not count (Z12, Z15): NFKC, upper case, single spaces.
#[must_use]
pub fn comparable(text: &str) -> String {
    if text.is_ascii() {
        let mut folded = single_spaced(text);
        folded.make_ascii_uppercase();
        return folded;
    }
    let folded: String = normal::nfkc(text).chars().flat_map(char::to_uppercase).collect();
    single_spaced(&folded)
}

/// The words of a text with one space between them.
fn single_spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !spaced.is_empty() {
            spaced.push(' ');
        }
        spaced.push_str(word);
    }
    spaced
}

/// Declares a type that holds text only after its rule was kept.
///
/// The type serialises as plain text and passes the same door when it is read back.
macro_rules! text_type {
    ($(#[$meta:meta])* $name:ident, $rule:expr) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The limit and the characters of this field.
            pub const RULE: $crate::text::TextRule = $rule;

            /// The checked text.
            ///
            /// # Errors
            /// The rule that the text breaks.
            pub fn parse(raw: &str) -> Result<Self, $crate::violations::Violation> {
                Self::RULE.check(raw).map(Self)
            }

            /// The text, normalised and without spaces at its ends.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::violations::Violation;

            fn try_from(raw: String) -> Result<Self, Self::Error> {
                Self::parse(&raw)
            }
        }
    };
}
pub(crate) use text_type;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    use super::*;
    use crate::violations::CharacterFault;

    const MODEL: TextRule = limits::MODEL;

    #[test]
    fn full_width_ascii_folds_in_half_width_fields() {
        assert_eq!(
            MODEL.check("ＴＣ７４ＨＣ　４０５０"),
            Ok("TC74HC 4050".to_owned())
        );
    }

    #[test]
    fn kanji_in_a_model_is_named_with_its_place() {
        assert_eq!(
            MODEL.check("AB漢字"),
            Err(Violation::Character {
                at: 3,
                fault: CharacterFault::FullWidth
            })
        );
    }

    #[test]
    fn fifty_characters_fit_and_fifty_one_do_not() {
        assert!(MODEL.check(&"A".repeat(50)).is_ok());
        assert_eq!(
            MODEL.check(&"A".repeat(51)),
            Err(Violation::TooLong { max: 50, length: 51 })
        );
    }

    #[test]
    fn a_decomposed_letter_counts_once() {
        // か + combining voiced mark composes to one character.
        assert_eq!(length("か\u{3099}"), 1);
    }

    proptest! {
        #[test]
        fn checking_twice_changes_nothing(raw in any::<String>()) {
            for rule in limits::ALL {
                if let Ok(once) = rule.rule.check(&raw) {
                    prop_assert_eq!(rule.rule.check(&once), Ok(once.clone()));
                    prop_assert!(length(&once) <= u32::from(rule.rule.max));
                }
            }
        }

        #[test]
        fn short_cuts_for_ascii_and_composed_text_change_nothing(raw in "[ -~]{0,20}|[aか\u{301}\u{3099}Ａ\u{3000}\u{212B}\n]{0,8}|\\PC*") {
            prop_assert_eq!(composed(&raw).into_owned(), raw.nfc().collect::<String>());
            prop_assert_eq!(length(&raw) as usize, raw.nfc().count());
            prop_assert_eq!(fold_width(&raw), raw.chars().map(fold_width_char).collect::<String>());
            let upper: String = raw.nfkc().flat_map(char::to_uppercase).collect();
            prop_assert_eq!(comparable(&raw), upper.split_whitespace().collect::<Vec<_>>().join(" "));
        }

        #[test]
        fn what_is_accepted_in_a_model_has_no_wide_character(raw in any::<String>()) {
            if let Ok(model) = MODEL.check(&raw) {
                prop_assert!(model.chars().all(|c| c.is_ascii_graphic() || c == ' ' || "µμΩΩ°".contains(c)));
            }
        }

        #[test]
        fn folding_width_is_idempotent(raw in any::<String>()) {
            let once = fold_width(&raw);
            prop_assert_eq!(fold_width(&once), once);
        }
    }
}
