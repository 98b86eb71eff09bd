//! Which characters a field accepts, and how one that it refuses is called.
//!
//! Sources: table O and Z27 of the requirements. "Environment-dependent" are the characters that Japanese systems have
//! long stored under differing codes: the NEC and IBM extensions of code page 932, half-width katakana, and, today,
//! emoji. They are refused where a text must survive any system: the model number.

use crate::violations::CharacterFault;

/// A character class of the tables of fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Half and full width; one line.
    AnyWidth,
    /// Half and full width; line breaks are kept.
    Lines,
    /// Printable ASCII.
    HalfWidth,
    /// Printable ASCII and the three signs of the trade: µ, Ω, °.
    Model,
    /// ASCII digits.
    Digits,
    /// ASCII digits and hyphens, as in telephone numbers.
    DigitsAndHyphens,
}

impl Class {
    /// Whether full-width ASCII is folded before it is judged (Z10).
    #[must_use]
    pub const fn folds_width(self) -> bool {
        !matches!(self, Self::AnyWidth | Self::Lines)
    }

    /// Whether line breaks may stay.
    #[must_use]
    pub const fn keeps_lines(self) -> bool {
        matches!(self, Self::Lines)
    }

    /// What is wrong with a character, if anything is.
    #[must_use]
    pub fn fault(self, c: char) -> Option<CharacterFault> {
        if is_invisible(c) && !(self.keeps_lines() && matches!(c, '\n' | '\t')) {
            return Some(CharacterFault::Control);
        }
        let accepted = match self {
            Self::AnyWidth | Self::Lines => true,
            Self::HalfWidth => is_printable_ascii(c),
            Self::Model => is_printable_ascii(c) || is_trade_sign(c),
            Self::Digits => c.is_ascii_digit(),
            Self::DigitsAndHyphens => c.is_ascii_digit() || c == '-',
        };
        if accepted {
            return None;
        }
        Some(match self {
            Self::Digits => CharacterFault::NotADigit,
            Self::DigitsAndHyphens => CharacterFault::NotADigitOrHyphen,
            _ if is_environment_dependent(c) => CharacterFault::EnvironmentDependent,
            _ => CharacterFault::FullWidth,
        })
    }
}

const fn is_printable_ascii(c: char) -> bool {
    matches!(c, ' '..='~')
}

/// µ in both of its codes, Ω in both of its codes, °.
const fn is_trade_sign(c: char) -> bool {
    matches!(c, '\u{B5}' | '\u{3BC}' | '\u{3A9}' | '\u{2126}' | '\u{B0}')
}

/// Controls, and the marks that change how the rest of a line reads without being seen.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFD}' | '\u{E0000}'..='\u{E007F}')
}

/// Half-width katakana, the NEC and IBM extensions of code page 932, and emoji (Z27).
#[must_use]
pub const fn is_environment_dependent(c: char) -> bool {
    matches!(c,
        // Half-width katakana and its punctuation.
        '\u{FF61}'..='\u{FF9F}'
        // Circled and Roman numerals, units and abbreviations in squares, era names, the numero and telephone signs.
        | '\u{2460}'..='\u{24FF}' | '\u{2160}'..='\u{217F}' | '\u{2116}' | '\u{2121}'
        | '\u{3220}'..='\u{33FF}' | '\u{301D}' | '\u{301F}' | '\u{221F}' | '\u{22BF}' | '\u{222E}' | '\u{2211}'
        // IBM extensions: signs in full width and the compatibility ideographs.
        | '\u{FFE2}' | '\u{FFE4}' | '\u{FF07}' | '\u{FF02}' | '\u{F900}'..='\u{FAFF}'
        // Private use, where vendors kept their own.
        | '\u{E000}'..='\u{F8FF}'
        // Emoji and dingbats.
        | '\u{2600}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}' | '\u{FE00}'..='\u{FE0F}' | '\u{1F000}'..='\u{1FAFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signs_of_the_trade_are_at_home_in_a_model() {
        for c in ['µ', 'μ', 'Ω', '\u{2126}', '°'] {
            assert_eq!(Class::Model.fault(c), None, "{c}");
        }
    }

    #[test]
    fn environment_dependent_characters_are_named_as_such() {
        for c in ['①', 'Ⅳ', '㈱', 'ｱ', '№', '髙', '😀'] {
            let expected = if c == '髙' {
                CharacterFault::FullWidth
            } else {
                CharacterFault::EnvironmentDependent
            };
            assert_eq!(Class::Model.fault(c), Some(expected), "{c}");
        }
    }

    #[test]
    fn nothing_invisible_enters_any_field() {
        for c in ['\0', '\u{7}', '\u{200B}', '\u{202E}', '\u{FEFF}', '\u{2028}'] {
            for class in [Class::AnyWidth, Class::Lines, Class::HalfWidth, Class::Model] {
                assert_eq!(class.fault(c), Some(CharacterFault::Control), "{:x}", c as u32);
            }
        }
        assert_eq!(Class::Lines.fault('\n'), None);
        assert_eq!(Class::AnyWidth.fault('\n'), Some(CharacterFault::Control));
    }
}
