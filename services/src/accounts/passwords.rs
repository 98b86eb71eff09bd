//! Passwords: argon2id, one verification per sign-in whether or not the name is known, and no more of them at a time
//! than there are cores (T01, T11).

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::Context;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use domain::accounts::sign_in::PASSWORD_BYTES;
use domain::refusal::Refusal;
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization;

use crate::error::{Answer, Error};

/// Sign-ins that may wait for a core before the next is asked to come back.
const QUEUE: usize = 32;

/// How much work one hash is.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    /// Memory in KiB.
    pub memory: u32,
    /// Passes over it.
    pub passes: u32,
}

impl Cost {
    /// OWASP's minimum for argon2id: 19 MiB, two passes, one lane.
    pub const OWASP: Self = Self {
        memory: 19 * 1024,
        passes: 2,
    };
}

/// Hashes and verifies.
pub struct Passwords {
    argon2: Argon2<'static>,
    /// The hash of nobody's password, verified when the name is unknown.
    dummy: String,
    cores: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
    verifications: AtomicU64,
}

impl Passwords {
    /// Prepares hashing at a cost, for a number of cores.
    ///
    /// # Errors
    /// A cost that argon2 does not accept.
    pub fn new(cost: Cost, cores: usize) -> anyhow::Result<Self> {
        let params =
            Params::new(cost.memory, cost.passes, 1, None).map_err(|e| anyhow::anyhow!("argon2: {e}"))?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let dummy = hash(&argon2, &rand::random::<u128>().to_string())?;
        Ok(Self {
            argon2,
            dummy,
            cores: Arc::new(Semaphore::new(cores.max(1))),
            waiting: Arc::new(Semaphore::new(cores.max(1) + QUEUE)),
            verifications: AtomicU64::new(0),
        })
    }

    /// The stored form of a password.
    ///
    /// # Errors
    /// [`Refusal::Busy`] when too many are waiting already.
    pub async fn hash(&self, password: &str) -> Answer<String> {
        let (argon2, password) = (self.argon2.clone(), password.to_owned());
        let made = self.in_turn(move || hash(&argon2, &password)).await?;
        Ok(made?)
    }

    /// Does some work when a core is free, and holds a place in the queue until then.
    async fn in_turn<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Answer<T> {
        let _place = self
            .waiting
            .clone()
            .try_acquire_owned()
            .map_err(|_| Refusal::Busy)?;
        let broken = |error: tokio::sync::AcquireError| Error::Broken(error.into());
        let _core = self.cores.clone().acquire_owned().await.map_err(broken)?;
        tokio::task::spawn_blocking(work)
            .await
            .map_err(|e| Error::Broken(e.into()))
    }

    /// Whether the password is right. `None` stands for a name that nobody has: the work is the same, the answer no.
    ///
    /// # Errors
    /// [`Refusal::Busy`] when too many are waiting already.
    pub async fn verify(&self, password: &str, stored: Option<&str>) -> Answer<bool> {
        let (argon2, known) = (self.argon2.clone(), stored.is_some());
        let stored = stored.unwrap_or(&self.dummy).to_owned();
        let password = if password.len() <= PASSWORD_BYTES {
            password.to_owned()
        } else {
            String::new()
        };
        let right = self.in_turn(move || verify(&argon2, &password, &stored)).await?;
        self.verifications.fetch_add(1, Ordering::Relaxed);
        Ok(right? && known)
    }

    /// Whether a stored hash was made at another cost than today's.
    #[must_use]
    pub fn is_dated(&self, stored: &str) -> bool {
        let wanted = self.argon2.params();
        PasswordHash::new(stored).map_or(true, |hash| {
            Params::try_from(&hash).map_or(true, |made| {
                (made.m_cost(), made.t_cost(), made.p_cost())
                    != (wanted.m_cost(), wanted.t_cost(), wanted.p_cost())
            })
        })
    }

    /// How many verifications there have been; tests count the work of a sign-in with it.
    #[must_use]
    pub fn verifications(&self) -> u64 {
        self.verifications.load(Ordering::Relaxed)
    }
}

fn hash(argon2: &Argon2<'_>, password: &str) -> anyhow::Result<String> {
    let hash = argon2
        .hash_password(canonical(password).as_bytes())
        .map_err(|e| anyhow::anyhow!("argon2: {e}"))?;
    Ok(hash.to_string())
}

fn verify(argon2: &Argon2<'_>, password: &str, stored: &str) -> anyhow::Result<bool> {
    let stored = PasswordHash::new(stored)
        .map_err(|e| anyhow::anyhow!("stored password: {e}"))
        .context("cannot be read")?;
    Ok(argon2
        .verify_password(canonical(password).as_bytes(), &stored)
        .is_ok())
}

/// Verified exactly as typed, apart from NFC: two keyboards write one letter in two ways (Z24).
fn canonical(password: &str) -> String {
    password.nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cheap() -> Passwords {
        Passwords::new(
            Cost {
                memory: 64,
                passes: 1,
            },
            2,
        )
        .expect("a cost argon2 accepts")
    }

    #[tokio::test]
    async fn the_right_password_is_right_in_either_composition() {
        let passwords = cheap();
        let stored = passwords.hash("パスワード-Ab1").await.expect("hashes");
        assert!(
            passwords
                .verify("パスワード-Ab1", Some(&stored))
                .await
                .expect("verifies")
        );
        assert!(
            passwords
                .verify("ハ\u{309A}スワート\u{3099}-Ab1", Some(&stored))
                .await
                .expect("verifies")
        );
        assert!(
            !passwords
                .verify("パスワード-Ab2", Some(&stored))
                .await
                .expect("verifies")
        );
    }

    #[tokio::test]
    async fn t01_an_unknown_name_costs_one_verification_too() {
        let passwords = cheap();
        assert!(!passwords.verify("anything", None).await.expect("verifies"));
        assert_eq!(passwords.verifications(), 1);
    }

    #[tokio::test]
    async fn t11_an_endless_password_is_wrong_not_expensive() {
        let passwords = cheap();
        let stored = passwords.hash(&"a".repeat(600)).await.expect("hashes");
        assert!(
            !passwords
                .verify(&"a".repeat(600), Some(&stored))
                .await
                .expect("verifies")
        );
    }
}
