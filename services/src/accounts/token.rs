//! Random tokens that a browser keeps: of a session, of a known device, of a registration that waits.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

/// 256 random bits, base64url. The database keeps only the SHA-256 (T23).
#[derive(Clone)]
pub struct Token(SecretString);

impl Token {
    /// A new one.
    #[must_use]
    pub fn new() -> Self {
        Self::of_bits(rand::random())
    }

    /// The token of bits that nobody can guess.
    pub(crate) fn of_bits(bits: [u8; 32]) -> Self {
        Self(SecretString::from(URL_SAFE_NO_PAD.encode(bits)))
    }

    /// The token that a cookie holds, if it has the shape of one.
    #[must_use]
    pub fn of_cookie(value: &str) -> Option<Self> {
        let shaped = value.len() == 43
            && value
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
        shaped.then(|| Self(SecretString::from(value.to_owned())))
    }

    /// What goes into the cookie, and nowhere else.
    #[must_use]
    pub fn cookie_value(&self) -> &str {
        self.0.expose_secret()
    }

    /// What the database keeps.
    pub(crate) fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.0.expose_secret().as_bytes()).to_vec()
    }
}

impl Default for Token {
    fn default() -> Self {
        Self::new()
    }
}

/// Dull on purpose: it is a secret.
impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token { .. }")
    }
}
