//! The two ways in which something does not happen: a polite no, and a fault of ours.

use domain::refusal::Refusal;
use domain::violations::{Violation, Violations};
use sea_orm::{DbErr, SqlErr};

/// What a use case answers with.
pub type Answer<T> = Result<T, Error>;

/// Why it did not happen.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The visitor asked for something that cannot be; said kindly, logged nowhere.
    #[error("refused: {0:?}")]
    Refused(Refusal),
    /// Something of ours broke; logged once, with the reference that the visitor is shown.
    #[error(transparent)]
    Broken(#[from] anyhow::Error),
}

impl Error {
    /// Whether trying again in a moment may help: the database was busy, not wrong.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Refused(refusal) => *refusal == Refusal::Busy,
            Self::Broken(broken) => broken.downcast_ref::<DbErr>().is_some_and(|error| {
                matches!(error, DbErr::ConnectionAcquire(_))
                    || error.to_string().contains("database is locked")
            }),
        }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Violations> for Error {
    fn from(violations: Violations) -> Self {
        Self::Refused(violations.into())
    }
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        Self::Broken(error.into())
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Broken(error.into())
    }
}

/// Whether a write met a row that already holds its unique value.
#[must_use]
pub fn is_taken(error: &DbErr) -> bool {
    matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_)))
}

/// A constraint clash becomes the fault of a field; any other error stays a breakage.
#[must_use]
pub fn clash(error: DbErr, field: &str, violation: Violation) -> Error {
    if is_taken(&error) {
        Violations::of(field, violation).into()
    } else {
        error.into()
    }
}
