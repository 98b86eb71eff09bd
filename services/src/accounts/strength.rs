//! Whether a new password would be guessed quickly: judged at the server, with the dictionaries of zxcvbn (T10).

use domain::violations::Violation;
use unicode_normalization::UnicodeNormalization;
use zxcvbn::{Score, zxcvbn};

/// What this house and its trade are called; a favourite of lazy people and of those who guess.
const HOUSE: [&str; 8] = [
    "reelstock",
    "reel",
    "stock",
    "parts",
    "semiconductor",
    "supplier",
    "buyer",
    "password",
];
/// Characters that are looked at; the rest can only make it harder to guess.
const LOOKED_AT: usize = 72;

/// How hard a password must be to guess.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bar {
    /// Buyers and suppliers.
    Public,
    /// The owner's people.
    Staff,
}

/// Judges a password that keeps the rules of its form. `own` are the person's own names and addresses.
///
/// # Errors
/// [`Violation::PasswordGuessable`].
pub fn judge(password: &str, own: &[&str], bar: Bar) -> Result<(), Violation> {
    let least = match bar {
        Bar::Public => Score::Two,
        Bar::Staff => Score::Three,
    };
    // zxcvbn knows whole inputs only: a surname is one, too.
    let words = own
        .iter()
        .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
    let inputs: Vec<&str> = HOUSE
        .iter()
        .copied()
        .chain(own.iter().copied())
        .chain(words.filter(|word| word.chars().count() >= 3))
        .collect();
    let looked_at: String = password.nfc().take(LOOKED_AT).collect();
    // The signs that the rules ask for are often put at the end of a common word: that word is judged, too.
    let bare: String = looked_at
        .trim_matches(|c: char| !c.is_alphabetic())
        .to_lowercase();
    let common = bare.chars().count() >= 4
        && zxcvbn(&bare, &inputs).guesses_log10() < 4.0
        && looked_at.chars().count() <= bare.chars().count() + 5;
    if zxcvbn(&looked_at, &inputs).score() < least || common {
        return Err(Violation::PasswordGuessable);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t10_common_passwords_with_the_usual_decoration_are_refused() {
        for bad in [
            "Password-1",
            "P@ssw0rd1",
            "Qwerty-123",
            "Welcome-1!",
            "Reelstock-1",
            "Abcd-1234",
            "Supplier1!",
            "1qaz@WSX",
            "Letmein-1",
            "Monkey-12",
            "Iloveyou-1",
            "Summer-2026",
        ] {
            assert_eq!(
                judge(bad, &[], Bar::Public),
                Err(Violation::PasswordGuessable),
                "{bad}"
            );
        }
    }

    #[test]
    fn t10_unusual_and_long_ones_are_accepted_in_any_script() {
        for good in [
            "Open-sesame-1",
            "kaji!tsubo88ren",
            "青い鯨が7匹、北へ",
            "correct horse 7 battery",
            "Demo-staff-desk-1",
        ] {
            assert_eq!(judge(good, &[], Bar::Public), Ok(()), "{good}");
        }
    }

    #[test]
    fn t10_ones_own_data_makes_it_weaker() {
        let own = ["Hannah Schmidtke", "isartal-components@example.com"];
        assert_eq!(
            judge("Schmidtke-26", &own, Bar::Public),
            Err(Violation::PasswordGuessable)
        );
        assert_eq!(judge("Open-sesame-1", &[], Bar::Staff), Ok(()));
    }
}
