//! What a password must be (Z24), and how good it is, as far as the browser can tell.
//!
//! The rules stand here for both sides. Whether a password is among the common ones or quickly guessed is judged at the
//! server when the form is sent: that takes dictionaries which nobody should have to download.

use crate::text::{comparable, length};
use crate::violations::{Violation, Violations};

/// Fewest characters; ten to sixteen are recommended.
pub const LEAST: u32 = 8;
/// Fewest characters of the owner's people.
pub const LEAST_STAFF: u32 = 12;
/// Most characters.
pub const MOST: u32 = 128;
/// Shortest piece of one's own data that is noticed in a password.
const OWN: usize = 3;

/// Judges a new password. `own` are names, addresses and the like that it may not be made of.
///
/// # Errors
/// The first rule that it breaks.
pub fn check(password: &str, least: u32, own: &[&str]) -> Result<(), Violation> {
    if password.is_empty() {
        return Err(Violation::Missing);
    }
    let length = length(password);
    if length < least {
        return Err(Violation::PasswordShort { min: least });
    }
    if length > MOST {
        return Err(Violation::TooLong { max: MOST, length });
    }
    if !Classes::of(password).all() {
        return Err(Violation::PasswordClasses);
    }
    if is_own(password, own) {
        return Err(Violation::PasswordOwnData);
    }
    Ok(())
}

/// The second field repeats the first.
///
/// # Errors
/// It is empty, or another one.
pub fn repeated(password: &str, again: &str) -> Result<(), Violation> {
    match again {
        "" => Err(Violation::Missing),
        again if again == password => Ok(()),
        _ => Err(Violation::PasswordMismatch),
    }
}

/// Keeps what is wrong with a password, which is judged elsewhere, and with its repetition; nothing where something is.
pub(crate) fn keep(
    faults: &mut Violations,
    judged: Result<(), Violation>,
    password: &str,
    again: &str,
) -> Option<()> {
    let judged = faults.keep("password", judged);
    judged.and(faults.keep("password_again", repeated(password, again)))
}

#[derive(Clone, Copy, Default)]
struct Classes {
    letters: bool,
    digits: bool,
    signs: bool,
    capitals: bool,
}

impl Classes {
    fn of(password: &str) -> Self {
        password.chars().fold(Self::default(), |seen, c| Self {
            letters: seen.letters || c.is_alphabetic(),
            digits: seen.digits || c.is_numeric(),
            // A space is a sign too: a sentence makes a good password.
            signs: seen.signs || !(c.is_alphanumeric() || c.is_control()),
            capitals: seen.capitals || c.is_uppercase(),
        })
    }

    const fn all(self) -> bool {
        self.letters && self.digits && self.signs
    }
}

/// Whether more than half of the password is a piece of one's own data.
fn is_own(password: &str, own: &[&str]) -> bool {
    let password = comparable(password);
    let whole = password.chars().count();
    own.iter()
        .flat_map(|text| {
            comparable(text)
                .split(|c: char| !c.is_alphanumeric())
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .filter(|piece| piece.chars().count() >= OWN)
        .any(|piece| password.contains(&piece) && piece.chars().count() * 2 >= whole)
}

/// How good a password seems, from 0 (does not keep the rules) to 4. Length counts most.
#[must_use]
pub fn strength(password: &str, least: u32, own: &[&str]) -> u8 {
    if check(password, least, own).is_err() {
        return 0;
    }
    let classes = Classes::of(password);
    let mut different: Vec<char> = password.chars().collect();
    different.sort_unstable();
    different.dedup();
    let points = length(password).min(2 * u32::try_from(different.len()).unwrap_or(MOST))
        + if classes.capitals { 2 } else { 0 };
    match points {
        0..10 => 1,
        10..13 => 2,
        13..17 => 3,
        _ => 4,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn letters_digits_and_signs_of_any_script() {
        for good in [
            "Open-sesame-1",
            "パスワード2026!",
            "correct horse 7 battery",
            "пароль-77-да",
        ] {
            assert_eq!(check(good, LEAST, &[]), Ok(()), "{good}");
        }
        assert_eq!(check("", LEAST, &[]), Err(Violation::Missing));
        assert_eq!(
            check("Ab1-", LEAST, &[]),
            Err(Violation::PasswordShort { min: 8 })
        );
        assert_eq!(
            check("Open-sesa-1", LEAST_STAFF, &[]),
            Err(Violation::PasswordShort { min: 12 })
        );
        for bad in ["opensesame1", "open-sesame", "12345678-9"] {
            assert_eq!(check(bad, LEAST, &[]), Err(Violation::PasswordClasses), "{bad}");
        }
        assert!(matches!(
            check(&"a1-".repeat(50), LEAST, &[]),
            Err(Violation::TooLong { max: 128, .. })
        ));
    }

    #[test]
    fn ones_own_name_is_no_password() {
        let own = ["Yamada Taro", "midori-denshi@example.com", "株式会社みどり電子"];
        for bad in [
            "Yamada-1",
            "ＹＡＭＡＤＡ!12",
            "yamada_taro1",
            "midori-12",
            "株式会社みどり電子-1",
        ] {
            assert_eq!(check(bad, LEAST, &own), Err(Violation::PasswordOwnData), "{bad}");
        }
        assert_eq!(check("a taro card under 7 lamps", LEAST, &own), Ok(()));
    }

    #[test]
    fn longer_and_more_varied_is_stronger() {
        let rising = [
            "short",
            "abcd-123",
            "Abcd-1234x",
            "Abcd-1234xyzq",
            "Abcd-1234xyzq-8kmT",
        ];
        let strengths: Vec<_> = rising.iter().map(|p| strength(p, LEAST, &[])).collect();
        assert!(strengths.is_sorted(), "{strengths:?}");
        assert_eq!((strengths[0], strengths[4]), (0, 4));
        assert!(
            strength("aaaaaaaa-1", LEAST, &[]) < 2,
            "one letter many times is not long"
        );
    }

    proptest! {
        #[test]
        fn only_a_password_that_keeps_the_rules_has_strength(password in any::<String>()) {
            prop_assert_eq!(strength(&password, LEAST, &[]) > 0, check(&password, LEAST, &[]).is_ok());
        }
    }
}
