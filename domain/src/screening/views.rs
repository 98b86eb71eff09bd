//! What the console shows of applications.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::queue::Standing;
use super::{Kind, QueueFilter, Urgency};
use crate::accounts::{ProfileForm, StaffRole};

/// What waits, of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    pub kind: Kind,
    pub waiting: u32,
    pub late: u32,
    pub asked: u32,
    /// When the one was sent that waits longest; milliseconds since 1970 in UTC, as all instants here.
    pub oldest: Option<i64>,
}

/// The overview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overview {
    pub role: StaffRole,
    pub kinds: Vec<Waiting>,
    /// Open ones that are assigned to the reader.
    pub mine: u32,
    pub now: i64,
}

/// How far an application's time has come; only of those that wait for us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    pub due_at: i64,
    pub urgency: Urgency,
    /// Business days after today.
    pub days_left: u32,
}

/// One line of the queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueRow {
    pub id: i64,
    pub kind: Kind,
    pub standing: Standing,
    pub company: String,
    pub name: String,
    pub sent_at: i64,
    pub clock: Option<Clock>,
    /// Whose it is; empty when nobody has taken it.
    pub assigned: String,
    /// Whether the company has applied before, or sent its form again.
    pub again: bool,
}

/// A page of the queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueuePage {
    pub role: StaffRole,
    pub filter: QueueFilter,
    pub rows: Vec<QueueRow>,
    pub total: u32,
    pub pages: u32,
}

/// What happened to the applications of a company, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    pub at: i64,
    pub what: EventKind,
    /// Of the owner's people; empty for the applicant and for the command line.
    pub by: String,
    /// What was said.
    pub text: String,
    pub fields: BTreeMap<String, String>,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EventKind {
    Sent,
    Asked,
    Answered,
    Rejected,
    Approved,
}

/// A note of the owner's people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteView {
    pub at: i64,
    pub by: String,
    pub text: String,
}

/// One application, with everything to decide it by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    pub role: StaffRole,
    pub id: i64,
    pub kind: Kind,
    pub standing: Standing,
    pub version: i32,
    pub form: ProfileForm,
    /// Who decides it; empty where no coordinator is named, or the one that was is gone.
    pub coordinator: String,
    /// Whether that is the reader.
    pub names_me: bool,
    /// The submission before this one, of this or an earlier application.
    pub before: Option<ProfileForm>,
    /// The address that the applicant signs in with.
    pub email: String,
    /// Nine digits.
    pub number: String,
    pub company_id: i64,
    pub sent_at: i64,
    pub clock: Option<Clock>,
    pub assigned: String,
    pub mine: bool,
    /// Empty until it is decided, and when it was decided at the command line.
    pub decided_by: String,
    pub decided_at: Option<i64>,
    pub reason: String,
    pub fields: BTreeMap<String, String>,
    /// The question that waits for its answer.
    pub question: String,
    pub events: Vec<Event>,
    pub notes: Vec<NoteView>,
    /// The neighbours in the queue that the reader came from.
    pub previous: Option<i64>,
    pub next: Option<i64>,
    /// Whether the password has to be shown before anything is decided.
    pub asks_password: bool,
}
