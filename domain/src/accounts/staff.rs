//! The owner's people and what each may do (R011).

use serde::{Deserialize, Serialize};

/// What somebody of the owner's people is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StaffRole {
    /// Everything.
    Administrator,
    /// Reviews applications and decides them.
    Screening,
    /// Requests and messages.
    Desk,
    Stock,
    Trainings,
    /// Decides the company registrations that name them, and sees nothing else.
    Coordinator,
}

impl StaffRole {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Administrator,
        Self::Screening,
        Self::Desk,
        Self::Stock,
        Self::Trainings,
        Self::Coordinator,
    ];

    /// As stored and sent.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Screening => "screening",
            Self::Desk => "desk",
            Self::Stock => "stock",
            Self::Trainings => "trainings",
            Self::Coordinator => "coordinator",
        }
    }

    /// The role of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }

    /// Whether they see all applications and decide them.
    #[must_use]
    pub const fn may_screen(self) -> bool {
        matches!(self, Self::Administrator | Self::Screening)
    }

    /// Whether they read messages to the owner and answer them.
    #[must_use]
    pub const fn may_answer(self) -> bool {
        matches!(self, Self::Administrator | Self::Screening | Self::Desk)
    }

    /// Whether they look after the house itself: mails and jobs that got stuck, and what visitors are told.
    #[must_use]
    pub const fn may_run(self) -> bool {
        matches!(self, Self::Administrator)
    }

    /// Whether they look people and companies up.
    #[must_use]
    pub const fn may_look_up(self) -> bool {
        matches!(self, Self::Administrator | Self::Screening | Self::Desk)
    }

    /// Whether they suspend and restore, and ask for more at a sign-in.
    #[must_use]
    pub const fn may_care(self) -> bool {
        matches!(self, Self::Administrator | Self::Screening)
    }

    /// Whether they invite, change and remove their colleagues.
    #[must_use]
    pub const fn may_manage(self) -> bool {
        matches!(self, Self::Administrator)
    }

    /// Whether they open the queue: to see all of it, or what names them.
    #[must_use]
    pub const fn has_queue(self) -> bool {
        self.may_screen() || matches!(self, Self::Coordinator)
    }

    /// Whether they read the audit log: it tells about their colleagues too.
    #[must_use]
    pub const fn may_audit(self) -> bool {
        matches!(self, Self::Administrator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_known_by_its_word() {
        for role in StaffRole::ALL {
            assert_eq!(StaffRole::of_word(role.word()), Some(role));
        }
        assert_eq!(StaffRole::of_word("owner"), None);
    }

    #[test]
    fn administrators_may_everything_and_reviewers_only_review() {
        assert!(StaffRole::Administrator.may_screen() && StaffRole::Administrator.may_audit());
        assert!(StaffRole::Screening.may_screen() && !StaffRole::Screening.may_audit());
        assert!(StaffRole::Desk.may_look_up() && !StaffRole::Desk.may_care());
        assert!(StaffRole::Screening.may_care() && !StaffRole::Screening.may_manage());
        for other in [StaffRole::Stock, StaffRole::Trainings] {
            assert!(!other.may_look_up() && !other.may_care() && !other.may_manage());
        }
        for other in [StaffRole::Desk, StaffRole::Stock, StaffRole::Trainings] {
            assert!(!other.may_screen() && !other.may_audit() && !other.has_queue());
        }
        for role in StaffRole::ALL {
            assert_eq!(role.may_run(), role == StaffRole::Administrator);
            assert_eq!(role.may_answer(), role.may_screen() || role == StaffRole::Desk);
        }
        let coordinator = StaffRole::Coordinator;
        assert!(coordinator.has_queue() && !coordinator.may_screen() && !coordinator.may_audit());
    }
}
