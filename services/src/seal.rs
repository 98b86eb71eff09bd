//! The market's own key, and what is made from it: the secret half of mailed links, codes, and the lanes of the guard.
//!
//! Nothing that is made here is stored. What the database keeps is not enough to make it again without the key, and the
//! key is not in the database (T13).

use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretBox};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// Bytes of the key.
pub const KEY: usize = 32;
/// Digits of a code that a person types.
pub const CODE_DIGITS: usize = 8;

/// Makes seals. It cannot be printed.
pub struct Seal {
    key: SecretBox<[u8; KEY]>,
}

impl Seal {
    /// Seals with a key.
    #[must_use]
    pub fn new(key: [u8; KEY]) -> Self {
        Self {
            key: SecretBox::new(Box::new(key)),
        }
    }

    /// The seal of some parts for a purpose. Each part is preceded by its length, so that no two lists of parts read alike.
    #[must_use]
    pub fn of(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
        // A key of any length is accepted.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.key.expose_secret()) else {
            unreachable!("HMAC takes keys of any length")
        };
        for part in std::iter::once(purpose.as_bytes()).chain(parts.iter().copied()) {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    /// Whether a seal that was shown is the right one; takes the same time for every wrong one.
    #[must_use]
    pub fn is(&self, shown: &[u8], purpose: &str, parts: &[&[u8]]) -> bool {
        self.of(purpose, parts).ct_eq(shown).into()
    }

    /// A code of eight digits for a purpose.
    #[must_use]
    pub fn code(&self, purpose: &str, parts: &[&[u8]]) -> String {
        let seal = self.of(purpose, parts);
        let mut first = [0; 8];
        first.copy_from_slice(&seal[..8]);
        let number = u64::from_be_bytes(first) % 10_u64.pow(CODE_DIGITS as u32);
        format!("{number:08}")
    }
}

/// Says nothing about the key.
impl std::fmt::Debug for Seal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seal { .. }")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_purpose_key_or_cut_between_parts_is_another_seal() {
        let seal = Seal::new([7; KEY]);
        let one = seal.of("verify", &[b"ab", b"c"]);
        assert!(seal.is(&one, "verify", &[b"ab", b"c"]));
        assert!(!seal.is(&one, "verify", &[b"a", b"bc"]));
        assert!(!seal.is(&one, "reset", &[b"ab", b"c"]));
        assert!(!seal.is(&one[..31], "verify", &[b"ab", b"c"]));
        assert!(!Seal::new([8; KEY]).is(&one, "verify", &[b"ab", b"c"]));
        assert!(!format!("{seal:?}").contains('7'));
    }

    #[test]
    fn a_code_has_eight_digits() {
        let seal = Seal::new([7; KEY]);
        for at in 0..200_u32 {
            let code = seal.code("code", &[&at.to_be_bytes()]);
            assert!(
                code.len() == CODE_DIGITS && code.bytes().all(|b| b.is_ascii_digit()),
                "{code}"
            );
        }
    }
}
