//! What the owner's people see of the machinery: mails on their way and the jobs behind the scenes. What a mail says is not shown
//! to anybody: it may hold a link that opens an account.

use serde::{Deserialize, Serialize};

use crate::accounts::StaffRole;
use crate::lists;
use crate::search::url::pairs;
use crate::secret::never_printed;
use crate::text::{limits, text_type};
use crate::violations::Violations;

/// Longest name of a kind.
const KIND: usize = 40;

text_type! { /// Why something is tried again.
RetryReason, limits::RETRY_REASON }

/// How a mail or a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WorkState {
    /// To be done, or done again.
    Queued,
    /// Somebody is at it.
    Leased,
    /// Sent, or carried out.
    Done,
    /// Given up.
    Failed,
    /// Too late to be sent; mails only.
    Expired,
}

impl WorkState {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Failed,
        Self::Queued,
        Self::Leased,
        Self::Done,
        Self::Expired,
    ];

    /// As an address names it, and as jobs store it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Leased => "leased",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Expired => "expired",
        }
    }

    /// As the outbox stores it.
    #[must_use]
    pub const fn of_mail(self) -> &'static str {
        match self {
            Self::Done => "sent",
            other => other.word(),
        }
    }

    /// The state of a word, of either of the two.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|state| state.word() == word || state.of_mail() == word)
    }
}

/// Which mails or jobs are shown, as it stands in the address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkFilter {
    /// Any state without one.
    pub state: Option<WorkState>,
    /// The name of a template or of a kind of job; any when empty.
    pub kind: String,
    /// From 1.
    pub page: u32,
}

/// What was given up.
impl Default for WorkFilter {
    fn default() -> Self {
        Self {
            state: Some(WorkState::Failed),
            kind: String::new(),
            page: 1,
        }
    }
}

impl WorkFilter {
    /// Reads the part of an address behind the question mark; what is odd is passed over.
    #[must_use]
    pub fn of_query(query: &str) -> Self {
        let mut filter = Self::default();
        for (key, value) in pairs(query) {
            match key.as_str() {
                "state" => filter.state = lists::state(&value, WorkState::of_word, filter.state),
                "kind" if is_kind(&value) => filter.kind = value,
                "page" => filter.page = lists::page(&value),
                _ => {}
            }
        }
        filter
    }

    /// The address of what it shows; nothing for what is shown without being asked.
    #[must_use]
    pub fn query(&self) -> String {
        let state = lists::state_word(self.state, WorkState::Failed, WorkState::word);
        lists::query([
            ("state", state),
            ("kind", &self.kind),
            ("page", &lists::page_word(self.page)),
        ])
    }

    /// The same on another page.
    #[must_use]
    pub fn at_page(&self, page: u32) -> Self {
        Self { page, ..self.clone() }
    }
}

/// Whether a text could be the name of a template or of a kind of job.
fn is_kind(text: &str) -> bool {
    (1..=KIND).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
}

/// What is tried again.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RetryForm {
    /// `one` or `all`.
    pub act: String,
    /// Of the mail or job, for one.
    pub id: String,
    /// The kind, for all of it.
    pub kind: String,
    pub reason: String,
    /// Of whoever acts; asked for where it was not shown a moment ago.
    pub password: String,
}

never_printed!(RetryForm);

/// Which of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    One(String),
    /// All failed ones of a kind.
    All(String),
}

impl RetryForm {
    /// What is to be tried again and why; nothing where no button of ours was pressed.
    ///
    /// # Errors
    /// A violation at `reason`.
    pub fn check(&self) -> Result<Option<(Which, RetryReason)>, Violations> {
        let which = match self.act.as_str() {
            "one" => Which::One(self.id.clone()),
            "all" if is_kind(&self.kind) => Which::All(self.kind.clone()),
            _ => return Ok(None),
        };
        let reason = RetryReason::parse(&self.reason).map_err(|fault| Violations::of("reason", fault))?;
        Ok(Some((which, reason)))
    }
}

/// A mail in the queue. What it says is not among it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailRow {
    pub id: String,
    /// The name of its template.
    pub kind: String,
    /// Mostly hidden: `t***@example.com`; empty when its reader has left.
    pub to: String,
    pub state: WorkState,
    /// Milliseconds since 1970 in UTC, as all instants here.
    pub written_at: i64,
    /// Of one that waits: when it is tried next.
    pub due_at: Option<i64>,
    pub finished_at: Option<i64>,
    pub tries: u32,
    /// Why it did not leave the last time, with every address masked.
    pub fault: String,
    /// Whether it can be sent on its way again.
    pub can_retry: bool,
}

/// A job behind the scenes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobRow {
    pub id: i64,
    pub kind: String,
    /// What it is about: a stock file's name, or a number.
    pub about: String,
    /// Whose stock file it is; empty for others.
    pub company: String,
    pub state: WorkState,
    pub left_at: i64,
    pub due_at: Option<i64>,
    /// Of one that somebody is at: until when it is theirs.
    pub lease_until: Option<i64>,
    pub finished_at: Option<i64>,
    pub tries: u32,
    pub done: i64,
    /// Nothing when it is not known.
    pub total: i64,
    pub fault: String,
    pub can_retry: bool,
}

/// A page of mails or of jobs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkPage<R> {
    pub role: StaffRole,
    pub filter: WorkFilter,
    pub rows: Vec<R>,
    pub total: u32,
    pub pages: u32,
    /// How many there are in each state.
    pub counts: Vec<(WorkState, u32)>,
    /// The kinds that there are, in the alphabet's order.
    pub kinds: Vec<String>,
    /// The kinds of which some can be tried again, and how many.
    pub failed: Vec<(String, u32)>,
    /// Since when the one waits that should have been done first.
    pub oldest: Option<i64>,
    /// Whether the password has to be shown before anything is tried again.
    pub asks_password: bool,
}

impl<R> WorkPage<R> {
    /// The same page with its rows told otherwise.
    #[must_use]
    pub fn with_rows<T>(self, rows: Vec<T>) -> WorkPage<T> {
        WorkPage {
            role: self.role,
            filter: self.filter,
            rows,
            total: self.total,
            pages: self.pages,
            counts: self.counts,
            kinds: self.kinds,
            failed: self.failed,
            oldest: self.oldest,
            asks_password: self.asks_password,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::violations::Violation;

    fn form(act: &str, kind: &str, reason: &str) -> RetryForm {
        RetryForm {
            act: act.to_owned(),
            id: "7".to_owned(),
            kind: kind.to_owned(),
            reason: reason.to_owned(),
            ..RetryForm::default()
        }
    }

    #[test]
    fn nothing_is_tried_again_without_a_reason() {
        let faults = form("one", "", " ").check().expect_err("no reason");
        assert_eq!(faults.at("reason"), Some(&Violation::Missing));
        let (which, _) = form("one", "", "The server is back.")
            .check()
            .expect("said why")
            .expect("one");
        assert_eq!(which, Which::One("7".to_owned()));
        let (which, _) = form("all", "invitation", "Back.")
            .check()
            .expect("said why")
            .expect("all");
        assert_eq!(which, Which::All("invitation".to_owned()));
        for none in [
            form("all", "", "x"),
            form("all", "a b", "x"),
            form("delete", "invitation", "x"),
        ] {
            assert_eq!(none.check(), Ok(None));
        }
    }

    #[test]
    fn a_state_is_known_by_either_of_its_words() {
        for state in WorkState::ALL {
            assert_eq!(WorkState::of_word(state.word()), Some(state));
            assert_eq!(WorkState::of_word(state.of_mail()), Some(state));
        }
        assert_eq!(
            WorkFilter::of_query("state=x&kind=A&page=0"),
            WorkFilter::default()
        );
        assert_eq!(WorkFilter::default().query(), "");
    }

    proptest! {
        #[test]
        fn an_address_says_what_it_shows(state in 0..6_usize, kind in "[a-z_]{0,40}", page in 1..2_000_u32) {
            let filter = WorkFilter { state: WorkState::ALL.get(state).copied(), kind, page };
            prop_assert_eq!(WorkFilter::of_query(&filter.query()), filter);
        }
    }
}
