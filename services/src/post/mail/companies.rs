//! The mails about companies that register in two steps, as data.

use serde::{Deserialize, Serialize};

use super::{FieldReason, SealedLink};

/// M12: the first step is done; the link leads to the second. The address is not proved yet (T20).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemporaryRegistration {
    pub link: SealedLink,
}

/// M13: an applicant has named the reader as coordinator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoordinatorWanted {
    /// Its number, which the console finds it by.
    pub application: i64,
    pub company: String,
    pub name: String,
}

/// M14: the definitive registration is completed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompanyApproved {
    pub name: String,
    /// Nine digits.
    pub number: String,
}

/// M31: the coordinator has said no, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompanyRejected {
    pub name: String,
    /// May be empty.
    pub reason: String,
    /// Why, field by field, in the order of the form.
    pub fields: Vec<FieldReason>,
}
