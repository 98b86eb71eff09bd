//! What the owner's people do about a person or a company: one form, whose button says what.

use serde::{Deserialize, Serialize};

use super::CareReason;
use crate::accounts::StaffRole;
use crate::secret::never_printed;
use crate::violations::{Violation, Violations, chosen};

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Nobody concerned does anything more.
    Suspend,
    Restore,
    /// A new password has to be chosen at the next sign-in (R060).
    ForcePassword,
    SparePassword,
    /// A code by mail is asked for at the next sign-in (R061).
    ForceCode,
    SpareCode,
    /// The second factors of somebody who has lost them, backup codes and all.
    ForgetFactors,
    /// Wherever they are signed in.
    EndSessions,
    /// The link that proves the address of a registration.
    MailAgain,
    /// Of one of the owner's people.
    GiveRole,
    /// One of the owner's people is no longer.
    Remove,
}

impl Act {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Suspend,
        Self::Restore,
        Self::ForcePassword,
        Self::SparePassword,
        Self::ForceCode,
        Self::SpareCode,
        Self::ForgetFactors,
        Self::EndSessions,
        Self::MailAgain,
        Self::GiveRole,
        Self::Remove,
    ];

    /// As sent.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Suspend => "suspend",
            Self::Restore => "restore",
            Self::ForcePassword => "force_password",
            Self::SparePassword => "spare_password",
            Self::ForceCode => "force_code",
            Self::SpareCode => "spare_code",
            Self::ForgetFactors => "forget_factors",
            Self::EndSessions => "end_sessions",
            Self::MailAgain => "mail_again",
            Self::GiveRole => "give_role",
            Self::Remove => "remove",
        }
    }

    /// The act of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.word() == word)
    }
}

/// The forms of a person's and a company's page.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CareForm {
    /// The button.
    pub act: String,
    /// Of the page that was looked at.
    pub version: i32,
    pub reason: String,
    /// The role wanted, of one of the owner's people.
    pub role: String,
    /// Of whoever acts; asked for where it was not shown a moment ago.
    pub password: String,
}

never_printed!(CareForm);

/// What is done, in which version, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Care {
    pub act: Act,
    pub version: i32,
    pub reason: CareReason,
    /// With [`Act::GiveRole`] only.
    pub role: Option<StaffRole>,
}

impl CareForm {
    /// Judges the form.
    ///
    /// # Errors
    /// Violations at `act`, `reason` and `role`.
    pub fn check(&self) -> Result<Care, Violations> {
        let mut faults = Violations::none();
        let act = faults.keep("act", Act::of_word(&self.act).ok_or(Violation::NotAChoice));
        let reason = faults.keep("reason", CareReason::parse(&self.reason));
        let role = match act {
            Some(Act::GiveRole) => faults.keep("role", chosen(&self.role, StaffRole::of_word)),
            _ => None,
        };
        match (act, reason) {
            (Some(act), Some(reason)) if faults.is_empty() => Ok(Care {
                act,
                version: self.version,
                reason,
                role,
            }),
            _ => Err(faults),
        }
    }

    /// The form as it goes back to its page: a password is never repeated.
    #[must_use]
    pub fn without_password(self) -> Self {
        Self {
            password: String::new(),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn form(act: &str, reason: &str, role: &str) -> CareForm {
        CareForm {
            act: act.into(),
            reason: reason.into(),
            role: role.into(),
            password: "secret".into(),
            ..CareForm::default()
        }
    }

    #[test]
    fn nothing_is_done_without_a_reason() {
        for act in Act::ALL {
            let role = StaffRole::Screening.word();
            let faults = form(act.word(), " ", role).check().expect_err("says nothing");
            assert_eq!(faults.at("reason"), Some(&Violation::Missing), "{act:?}");
            let care = form(act.word(), "Asked for by the company.", role)
                .check()
                .expect("fits");
            assert_eq!(care.role.is_some(), act == Act::GiveRole);
        }
    }

    #[test]
    fn a_role_is_one_that_there_is_and_an_act_too() {
        let at = |act: &str, role: &str, path: &str| {
            let faults = form(act, "x", role).check().expect_err("does not fit");
            faults.at(path).cloned()
        };
        assert_eq!(at("give_role", "", "role"), Some(Violation::Missing));
        assert_eq!(at("give_role", "owner", "role"), Some(Violation::NotAChoice));
        assert_eq!(at("delete", "", "act"), Some(Violation::NotAChoice));
    }

    #[test]
    fn a_form_with_a_password_is_never_printed() {
        let form = form("suspend", "x", "");
        assert!(!format!("{form:?}").contains("secret"));
        assert_eq!(form.without_password().password, "");
    }

    proptest! {
        #[test]
        fn what_is_accepted_is_accepted_again(act in "suspend|restore|force_code|[a-z_]{0,9}", reason in "\\PC{0,30}") {
            if let Ok(care) = form(&act, &reason, "").check() {
                prop_assert_eq!(form(care.act.word(), care.reason.as_str(), "").check(), Ok(care));
            }
        }
    }
}
