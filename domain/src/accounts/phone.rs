//! A telephone number: a country code from the list, and digits with hyphens, kept as typed (table C, Z9).

use serde::{Deserialize, Serialize};

use crate::countries::Country;
use crate::text::limits;
use crate::violations::Violation;

/// Fewest digits of a number that could be called.
const LEAST_DIGITS: u32 = 5;

/// A number and the country whose code it is called with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phone {
    country: String,
    number: String,
}

impl Phone {
    /// Reads the number of a country given by its ISO code; violations stand at the number.
    ///
    /// # Errors
    /// An unknown country, other characters than digits and hyphens, or too few digits.
    pub fn parse(country: &str, number: &str) -> Result<Self, Violation> {
        let number = limits::PHONE.check(number)?;
        let digits = number.bytes().filter(u8::is_ascii_digit).count();
        if digits < LEAST_DIGITS as usize {
            return Err(Violation::PhoneTooShort { min: LEAST_DIGITS });
        }
        let country = Country::of_code(country).ok_or(Violation::NotAChoice)?;
        Ok(Self {
            country: country.code.to_owned(),
            number,
        })
    }

    /// As it is written for a person: `+81 03-1234-5678`.
    #[must_use]
    pub fn shown(&self) -> String {
        let calling = Country::of_code(&self.country).map_or(0, |country| country.calling);
        format!("+{calling} {}", self.number)
    }

    /// ISO code of the country.
    #[must_use]
    pub fn country(&self) -> &str {
        &self.country
    }

    /// The number without the country code, as typed.
    #[must_use]
    pub fn number(&self) -> &str {
        &self.number
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::violations::CharacterFault;

    #[test]
    fn digits_and_hyphens_of_a_known_country() {
        let phone = Phone::parse("JP", "０３-1234-5678").expect("a number");
        assert_eq!(phone.shown(), "+81 03-1234-5678");
    }

    #[test]
    fn anything_else_is_refused() {
        assert_eq!(Phone::parse("JP", ""), Err(Violation::Missing));
        assert_eq!(
            Phone::parse("JP", "03 1234"),
            Err(Violation::Character {
                at: 3,
                fault: CharacterFault::NotADigitOrHyphen
            })
        );
        assert_eq!(
            Phone::parse("JP", "12-3"),
            Err(Violation::PhoneTooShort { min: 5 })
        );
        assert_eq!(Phone::parse("XX", "03-1234-5678"), Err(Violation::NotAChoice));
        assert_eq!(
            Phone::parse("JP", &"1".repeat(21)),
            Err(Violation::TooLong { max: 20, length: 21 })
        );
    }
}
