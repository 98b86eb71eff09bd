//! The audit log: who of the owner's people did what, to whom, when and from where; and who of a supplier's gave its own
//! systems a way in.
//!
//! It is written in `services::audit`, in the transaction of what it tells of.

use serde::{Deserialize, Serialize};

use crate::accounts::StaffRole;
use crate::lists;
use crate::search::url::pairs;

/// Entries of one file.
pub const FILE: u32 = 100_000;

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    ApplicationApproved,
    ApplicationRejected,
    ApplicationAsked,
    ApplicationTaken,
    ApplicationGivenBack,
    ApplicationNoted,
    ApplicationWithdrawn,
    AuditExported,
    StaffOpened,
    ContactAnswered,
    ContactNoted,
    ContactTaken,
    ContactGivenBack,
    ContactClosed,
    ContactReopened,
    MailRetried,
    JobRetried,
    NoticePublished,
    NoticeChanged,
    NoticeEnded,
    PersonSuspended,
    PersonRestored,
    CompanySuspended,
    CompanyRestored,
    PasswordForced,
    PasswordSpared,
    CodeForced,
    CodeSpared,
    FactorsForgotten,
    SessionsEnded,
    ProofMailed,
    StaffInvited,
    StaffUninvited,
    StaffJoined,
    StaffRoleGiven,
    StaffRemoved,
    OwnerChanged,
    LegalPublished,
    LegalWithdrawn,
    TokenMade,
    TokenRevoked,
    UserInvited,
    UserUninvited,
    UserJoined,
    UserRoleGiven,
    UserRemoved,
}

impl Action {
    /// All of them.
    pub const ALL: [Self; 46] = [
        Self::ApplicationApproved,
        Self::ApplicationRejected,
        Self::ApplicationAsked,
        Self::ApplicationTaken,
        Self::ApplicationGivenBack,
        Self::ApplicationNoted,
        Self::ApplicationWithdrawn,
        Self::AuditExported,
        Self::StaffOpened,
        Self::ContactAnswered,
        Self::ContactNoted,
        Self::ContactTaken,
        Self::ContactGivenBack,
        Self::ContactClosed,
        Self::ContactReopened,
        Self::MailRetried,
        Self::JobRetried,
        Self::NoticePublished,
        Self::NoticeChanged,
        Self::NoticeEnded,
        Self::PersonSuspended,
        Self::PersonRestored,
        Self::CompanySuspended,
        Self::CompanyRestored,
        Self::PasswordForced,
        Self::PasswordSpared,
        Self::CodeForced,
        Self::CodeSpared,
        Self::FactorsForgotten,
        Self::SessionsEnded,
        Self::ProofMailed,
        Self::StaffInvited,
        Self::StaffUninvited,
        Self::StaffJoined,
        Self::StaffRoleGiven,
        Self::StaffRemoved,
        Self::OwnerChanged,
        Self::LegalPublished,
        Self::LegalWithdrawn,
        Self::TokenMade,
        Self::TokenRevoked,
        Self::UserInvited,
        Self::UserUninvited,
        Self::UserJoined,
        Self::UserRoleGiven,
        Self::UserRemoved,
    ];

    /// As stored and sent; never changed, for the log is not written anew.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::ApplicationApproved => "application_approved",
            Self::ApplicationRejected => "application_rejected",
            Self::ApplicationAsked => "application_asked",
            Self::ApplicationTaken => "application_taken",
            Self::ApplicationGivenBack => "application_given_back",
            Self::ApplicationNoted => "application_noted",
            Self::ApplicationWithdrawn => "application_withdrawn",
            Self::AuditExported => "audit_exported",
            Self::StaffOpened => "staff_opened",
            Self::ContactAnswered => "contact_answered",
            Self::ContactNoted => "contact_noted",
            Self::ContactTaken => "contact_taken",
            Self::ContactGivenBack => "contact_given_back",
            Self::ContactClosed => "contact_closed",
            Self::ContactReopened => "contact_reopened",
            Self::MailRetried => "mail_retried",
            Self::JobRetried => "job_retried",
            Self::NoticePublished => "notice_published",
            Self::NoticeChanged => "notice_changed",
            Self::NoticeEnded => "notice_ended",
            Self::PersonSuspended => "person_suspended",
            Self::PersonRestored => "person_restored",
            Self::CompanySuspended => "company_suspended",
            Self::CompanyRestored => "company_restored",
            Self::PasswordForced => "password_forced",
            Self::PasswordSpared => "password_spared",
            Self::CodeForced => "code_forced",
            Self::CodeSpared => "code_spared",
            Self::FactorsForgotten => "factors_forgotten",
            Self::SessionsEnded => "sessions_ended",
            Self::ProofMailed => "proof_mailed",
            Self::StaffInvited => "staff_invited",
            Self::StaffUninvited => "staff_uninvited",
            Self::StaffJoined => "staff_joined",
            Self::StaffRoleGiven => "staff_role_given",
            Self::StaffRemoved => "staff_removed",
            Self::OwnerChanged => "owner_changed",
            Self::LegalPublished => "legal_published",
            Self::LegalWithdrawn => "legal_withdrawn",
            Self::TokenMade => "token_made",
            Self::TokenRevoked => "token_revoked",
            Self::UserInvited => "user_invited",
            Self::UserUninvited => "user_uninvited",
            Self::UserJoined => "user_joined",
            Self::UserRoleGiven => "user_role_given",
            Self::UserRemoved => "user_removed",
        }
    }

    /// The action of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.word() == word)
    }
}

/// Which entries are shown, as it stands in the address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditFilter {
    /// The number of an account, or `operator` for the command line; anyone when empty.
    pub who: String,
    pub what: Option<Action>,
    /// Part of a company's or a person's name, an address, or an account number.
    pub whom: String,
    /// `YYYY-MM-DD` in Japan, this day included; from the beginning when empty.
    pub from: String,
    /// This day included; until now when empty.
    pub to: String,
    /// Only entries with smaller numbers: the next page.
    pub before: Option<i64>,
}

/// Who worked at the command line.
pub const OPERATOR: &str = "operator";

impl AuditFilter {
    /// Reads the part of an address behind the question mark; what is odd is passed over.
    #[must_use]
    pub fn of_query(query: &str) -> Self {
        let mut filter = Self::default();
        for (key, value) in pairs(query) {
            match key.as_str() {
                "who" => filter.who = lists::text(&value),
                "what" => filter.what = Action::of_word(&value),
                "whom" => filter.whom = lists::text(&value),
                "from" => filter.from = day(&value),
                "to" => filter.to = day(&value),
                "before" => filter.before = lists::before(&value),
                _ => {}
            }
        }
        filter
    }

    /// The address of what it shows.
    #[must_use]
    pub fn query(&self) -> String {
        lists::query([
            ("who", &self.who),
            ("what", self.what.map_or("", Action::word)),
            ("whom", &self.whom),
            ("from", &self.from),
            ("to", &self.to),
            ("before", &lists::before_word(self.before)),
        ])
    }
}

fn day(text: &str) -> String {
    crate::dates::iso_date(text).map_or_else(String::new, |_| text.to_owned())
}

/// One entry, as it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditRow {
    /// Without gaps, from 1.
    pub number: i64,
    /// Milliseconds since 1970 in UTC.
    pub at: i64,
    pub who: Actor,
    pub what: Action,
    /// The application that it was about.
    pub application: Option<i64>,
    /// Whose business it was; empty when it was nobody's, or they are gone.
    pub whom: String,
    /// What was typed; empty when nothing was, or its person is gone.
    pub details: String,
    /// The address of the network it came from; empty at the command line.
    pub network: String,
    /// Whether personal words were taken out because their person is gone.
    pub erased: bool,
}

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// One of the owner's people, or of a supplier's, by name; empty when the account is gone.
    Staff(String),
    /// At the command line.
    Operator,
}

/// A page of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditPage {
    pub role: StaffRole,
    pub filter: AuditFilter,
    pub rows: Vec<AuditRow>,
    /// How many entries there are like these.
    pub total: u32,
    /// Where the next page begins.
    pub older: Option<i64>,
    /// Who may have done something: number and name.
    pub staff: Vec<(String, String)>,
    /// Whether the password has to be shown before the log is taken out.
    pub asks_password: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_it_shows() {
        assert_eq!(AuditFilter::default().query(), "");
        let filter = AuditFilter {
            who: "123456789".into(),
            what: Some(Action::ApplicationAsked),
            whom: "みどり & co".into(),
            from: "2026-11-01".into(),
            to: "2026-11-30".into(),
            before: Some(51),
        };
        assert_eq!(AuditFilter::of_query(&filter.query()), filter);
        assert_eq!(
            AuditFilter::of_query("what=x&from=2026-13-01&to=yesterday&before=-3"),
            AuditFilter::default()
        );
    }

    #[test]
    fn an_action_is_known_by_its_word() {
        for action in Action::ALL {
            assert_eq!(Action::of_word(action.word()), Some(action));
        }
    }
}
