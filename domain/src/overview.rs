//! The overview of the owner's people: which figures there are, who sees which, and the sums behind them.
//!
//! What the tables say is read in `services::overview`; [`series`] puts it into days and weeks, [`scale`] says how high it
//! is drawn.

pub mod scale;
pub mod series;

use serde::{Deserialize, Serialize};
pub use series::{Days, Week};

use crate::accounts::StaffRole;
use crate::screening::views;

/// What is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    /// Applications that wait, and for how long.
    Waiting,
    /// Applications a day.
    Applications,
    /// How long decisions take.
    Decisions,
    /// Requests for quotation a day.
    Requests,
    /// Stock files a day.
    Imports,
    /// Whether mails leave.
    Mail,
    /// What was searched for and is not there.
    Missed,
}

impl Figure {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Waiting,
        Self::Applications,
        Self::Decisions,
        Self::Requests,
        Self::Imports,
        Self::Mail,
        Self::Missed,
    ];

    /// Whether a role sees it: administrators all, the others what belongs to their work.
    #[must_use]
    pub const fn is_for(self, role: StaffRole) -> bool {
        match role {
            StaffRole::Administrator => true,
            StaffRole::Screening => matches!(self, Self::Waiting | Self::Applications | Self::Decisions),
            StaffRole::Desk => matches!(self, Self::Requests | Self::Mail | Self::Missed),
            StaffRole::Stock => matches!(self, Self::Imports | Self::Missed),
            StaffRole::Coordinator => matches!(self, Self::Waiting),
            StaffRole::Trainings => false,
        }
    }

    /// Whether a role sees any of them.
    #[must_use]
    pub fn any_is_for(role: StaffRole) -> bool {
        Self::ALL.into_iter().any(|figure| figure.is_for(role))
    }
}

/// Stock files whose job is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imports {
    pub done: Days,
    pub refused: Days,
}

/// Whether mails leave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailHealth {
    pub sent: Days,
    pub failed: Days,
    pub waiting: u32,
    /// When the one was written that waits longest; milliseconds since 1970 in UTC.
    pub oldest: Option<i64>,
}

/// Searches that found nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missed {
    pub days: Days,
    /// What was looked for most often, and how often; letters and digits only.
    pub most: Vec<(String, u32)>,
}

/// The overview: of each figure what the reader may see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overview {
    pub role: StaffRole,
    pub waiting: Option<views::Overview>,
    pub applications: Option<Days>,
    pub decisions: Option<Vec<Week>>,
    pub requests: Option<Days>,
    pub imports: Option<Imports>,
    pub mail: Option<MailHealth>,
    pub missed: Option<Missed>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_sees_what_belongs_to_their_work_and_administrators_all() {
        let seen = |role| {
            Figure::ALL
                .into_iter()
                .filter(|figure| figure.is_for(role))
                .count()
        };
        assert_eq!(seen(StaffRole::Administrator), Figure::ALL.len());
        assert_eq!(seen(StaffRole::Screening), 3);
        assert!(!Figure::Mail.is_for(StaffRole::Screening) && !Figure::Missed.is_for(StaffRole::Screening));
        assert!(Figure::Requests.is_for(StaffRole::Desk) && !Figure::Waiting.is_for(StaffRole::Desk));
        assert!(Figure::Imports.is_for(StaffRole::Stock) && !Figure::Decisions.is_for(StaffRole::Stock));
        for role in StaffRole::ALL {
            assert_eq!(Figure::any_is_for(role), role != StaffRole::Trainings);
        }
        // Whoever has the queue sees what waits in it, and nobody else does.
        for role in StaffRole::ALL {
            assert_eq!(Figure::Waiting.is_for(role), role.has_queue());
        }
    }
}
