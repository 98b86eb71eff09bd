//! What becomes of a message: a thread that the owner's desk answers, notes about, closes and opens again (R112).
//!
//! Answers go out by mail, and the writer's next words come by mail to the owner's own box; a thread keeps what was said from
//! here, and how the matter stands.

use serde::{Deserialize, Serialize};

use super::topic::Topic;
use crate::accounts::StaffRole;
use crate::lists;
use crate::screening::Note;
use crate::screening::queue::Whose;
use crate::search::url::pairs;
use crate::secret::never_printed;
use crate::text::{limits, text_type};
use crate::violations::{Violation, Violations};

text_type! { /// What the writer of a message is answered; its lines are kept.
AnswerText, limits::CONTACT_ANSWER }

/// How a thread stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ThreadState {
    /// For us: nobody has answered, or it was opened again.
    #[default]
    New,
    /// Answered, and nothing more is expected.
    Answered,
    /// Answered with a question: the writer's turn.
    Waiting,
    /// Done with.
    Closed,
}

impl ThreadState {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::New, Self::Answered, Self::Waiting, Self::Closed];

    /// As stored, as sent, and as an address names it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Answered => "answered",
            Self::Waiting => "waiting",
            Self::Closed => "closed",
        }
    }

    /// The state of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// What decides which threads are shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThreadFilter {
    /// Any state without one.
    pub state: Option<ThreadState>,
    /// Any topic without one.
    pub topic: Option<Topic>,
    pub whose: Whose,
    /// Part of a name, a company or an address, or a number.
    pub text: String,
    /// From 1.
    pub page: u32,
}

/// What nobody has answered.
impl Default for ThreadFilter {
    fn default() -> Self {
        Self {
            state: Some(ThreadState::New),
            topic: None,
            whose: Whose::Anyones,
            text: String::new(),
            page: 1,
        }
    }
}

impl ThreadFilter {
    /// Reads the part of an address behind the question mark; what is odd is passed over.
    #[must_use]
    pub fn of_query(query: &str) -> Self {
        let mut filter = Self::default();
        for (key, value) in pairs(query) {
            match key.as_str() {
                "state" => filter.state = lists::state(&value, ThreadState::of_word, filter.state),
                "topic" => filter.topic = Topic::of_word(&value),
                "whose" => filter.whose = Whose::of_word(&value).unwrap_or_default(),
                "text" => filter.text = lists::text(&value),
                "page" => filter.page = lists::page(&value),
                _ => {}
            }
        }
        filter
    }

    /// The address of what it shows; nothing for what is shown without being asked.
    #[must_use]
    pub fn query(&self) -> String {
        let state = lists::state_word(self.state, ThreadState::New, ThreadState::word);
        lists::query([
            ("state", state),
            ("topic", self.topic.map_or("", Topic::word)),
            ("whose", self.whose.word()),
            ("text", &self.text),
            ("page", &lists::page_word(self.page)),
        ])
    }

    /// The same on another page.
    #[must_use]
    pub fn at_page(&self, page: u32) -> Self {
        Self { page, ..self.clone() }
    }

    /// Whether what has waited longest comes first; what nobody waits for is shown newest first.
    #[must_use]
    pub const fn oldest_first(&self) -> bool {
        matches!(self.state, Some(ThreadState::New | ThreadState::Waiting))
    }
}

/// All forms of a thread's page: the button says which of them was sent.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ThreadForm {
    /// `answer`, `ask`, `note`, `take`, `give_back`, `close`, `reopen`.
    pub act: String,
    /// Of the thread that was looked at.
    pub version: i32,
    pub answer: String,
    pub note: String,
    /// Of whoever acts; asked for where it was not shown a moment ago.
    pub password: String,
}

never_printed!(ThreadForm);

/// What is done about a thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ThreadAct {
    /// Answers it; the state says whether something is asked.
    Answer(AnswerText, ThreadState),
    /// For the owner's people only.
    Note(Note),
    Take,
    GiveBack,
    Close,
    Reopen,
}

impl ThreadForm {
    /// What is to be done; nothing where no button of ours was pressed.
    ///
    /// # Errors
    /// Violations at `answer` and `note`.
    pub fn check(&self) -> Result<Option<ThreadAct>, Violations> {
        let answer = |state| {
            AnswerText::parse(&self.answer)
                .map(|text| ThreadAct::Answer(text, state))
                .map_err(|fault: Violation| Violations::of("answer", fault))
        };
        Ok(Some(match self.act.as_str() {
            "answer" => answer(ThreadState::Answered)?,
            "ask" => answer(ThreadState::Waiting)?,
            "note" => {
                let note = Note::parse(&self.note).map_err(|fault| Violations::of("note", fault))?;
                ThreadAct::Note(note)
            }
            "take" => ThreadAct::Take,
            "give_back" => ThreadAct::GiveBack,
            "close" => ThreadAct::Close,
            "reopen" => ThreadAct::Reopen,
            _ => return Ok(None),
        }))
    }
}

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThreadRow {
    pub id: i64,
    /// `CM-000042`
    pub number: String,
    pub state: ThreadState,
    pub topic: Topic,
    pub name: String,
    pub company: String,
    /// Milliseconds since 1970 in UTC, as all instants here.
    pub sent_at: i64,
    pub moved_at: i64,
    /// For how long the message has been here, in seconds.
    pub age: u32,
    /// Whose it is; empty when nobody has taken it.
    pub assigned: String,
}

/// A page of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThreadsPage {
    pub role: StaffRole,
    pub filter: ThreadFilter,
    pub rows: Vec<ThreadRow>,
    pub total: u32,
    pub pages: u32,
}

/// What was done about a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EntryKind {
    Answer,
    Note,
    Closed,
    Reopened,
}

impl EntryKind {
    /// As stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Note => "note",
            Self::Closed => "closed",
            Self::Reopened => "reopened",
        }
    }

    /// The kind of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        [Self::Answer, Self::Note, Self::Closed, Self::Reopened]
            .into_iter()
            .find(|kind| kind.word() == word)
    }
}

/// An entry as it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThreadEntry {
    pub kind: EntryKind,
    pub at: i64,
    /// Empty when the account is gone.
    pub by: String,
    pub text: String,
    /// Of an answer: whether its mail has gone out, waits, or was turned away for good.
    pub mail: Option<MailStanding>,
}

/// How the mail of an answer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MailStanding {
    Waiting,
    Sent,
    Failed,
}

/// One thread with everything to answer it by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thread {
    pub role: StaffRole,
    pub id: i64,
    pub number: String,
    pub state: ThreadState,
    pub version: i32,
    pub topic: Topic,
    /// Empty once the writer has left, as the other personal words.
    pub name: String,
    pub company: String,
    pub email: String,
    /// As it is dialled; empty when it was not given.
    pub phone: String,
    /// The number of the account that was signed in; empty for a visitor.
    pub account: String,
    /// The language to answer in.
    pub language: crate::language::Language,
    pub message: String,
    pub sent_at: i64,
    pub assigned: String,
    pub mine: bool,
    /// In the order in which they came.
    pub entries: Vec<ThreadEntry>,
    /// Whether the writer has left, so that nobody can be answered.
    pub gone: bool,
    /// Whether the password has to be shown before anything is done.
    pub asks_password: bool,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn form(act: &str, answer: &str, note: &str) -> ThreadForm {
        ThreadForm {
            act: act.to_owned(),
            answer: answer.to_owned(),
            note: note.to_owned(),
            ..ThreadForm::default()
        }
    }

    #[test]
    fn the_button_says_what_is_done_and_its_text_is_judged() {
        let answered = form("answer", " Yes.\r\nIt is. ", "")
            .check()
            .expect("is an answer");
        let text = AnswerText::parse("Yes.\nIt is.").expect("a text");
        assert_eq!(
            answered,
            Some(ThreadAct::Answer(text.clone(), ThreadState::Answered))
        );
        let asked = form("ask", "Yes.\nIt is.", "").check().expect("is an answer");
        assert_eq!(asked, Some(ThreadAct::Answer(text, ThreadState::Waiting)));
        for (act, at) in [("answer", "answer"), ("ask", "answer"), ("note", "note")] {
            let faults = form(act, " ", " ").check().expect_err("says nothing");
            assert_eq!(faults.at(at), Some(&Violation::Missing), "{act}");
        }
        assert_eq!(form("close", "", "").check(), Ok(Some(ThreadAct::Close)));
        assert_eq!(form("delete", "x", "x").check(), Ok(None));
    }

    #[test]
    fn what_is_odd_in_an_address_is_passed_over() {
        assert_eq!(
            ThreadFilter::of_query("state=x&topic=y&whose=z&page=-1"),
            ThreadFilter::default()
        );
        assert_eq!(ThreadFilter::of_query("state=all").state, None);
        assert_eq!(ThreadFilter::default().query(), "");
    }

    #[test]
    fn a_state_and_a_kind_are_known_by_their_words() {
        for state in ThreadState::ALL {
            assert_eq!(ThreadState::of_word(state.word()), Some(state));
        }
        for kind in [
            EntryKind::Answer,
            EntryKind::Note,
            EntryKind::Closed,
            EntryKind::Reopened,
        ] {
            assert_eq!(EntryKind::of_word(kind.word()), Some(kind));
        }
    }

    proptest! {
        #[test]
        fn an_address_says_what_it_shows(state in 0..5_usize, topic in 0..6_usize, whose in 0..3_usize, text in "\\PC{0,30}", page in 1..2_000_u32) {
            let filter = ThreadFilter {
                state: ThreadState::ALL.get(state).copied(),
                topic: Topic::ALL.get(topic).copied(),
                whose: Whose::ALL[whose],
                text: text.trim().to_owned(),
                page,
            };
            prop_assert_eq!(ThreadFilter::of_query(&filter.query()), filter);
        }

        #[test]
        fn an_answer_keeps_its_rule_and_is_accepted_again(text in "(?s).{0,60}|[あ\\r\\n]{3990,4010}") {
            if let Ok(Some(ThreadAct::Answer(once, _))) = form("answer", &text, "").check() {
                prop_assert!(crate::text::length(once.as_str()) <= 4_000 && !once.as_str().is_empty());
                prop_assert_eq!(AnswerText::parse(once.as_str()), Ok(once));
            }
        }
    }
}
