//! The owner's people among themselves: the forms that invite one more, and of whoever was invited; and what the page shows.

use serde::{Deserialize, Serialize};

use crate::accounts::{PersonName, StaffRole, password, users};
use crate::secret::never_printed;
use crate::violations::{Violations, chosen};

/// Inviting somebody, or something about an invitation that waits.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TeamForm {
    pub email: String,
    /// Whom the page behind the link greets.
    pub name: String,
    pub role: String,
    /// The language of the mail.
    pub language: String,
    /// The invitation to mail again.
    pub resend: Option<String>,
    /// The invitation to take back.
    pub revoke: Option<String>,
    /// Of whoever acts; asked for where it was not shown a moment ago.
    pub password: String,
}

/// An invitation that keeps its rules: the name has to be there.
pub type Invitation = users::Invitation<StaffRole, PersonName>;

impl TeamForm {
    /// Judges an invitation.
    ///
    /// # Errors
    /// Violations at `email`, `name`, `role` and `language`.
    pub fn check(&self) -> Result<Invitation, Violations> {
        let name = PersonName::parse(&self.name);
        let role = chosen(&self.role, StaffRole::of_word);
        Invitation::judged(&self.email, name, role, &self.language)
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

/// What whoever was invited tells.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MateForm {
    pub name: String,
    pub password: String,
    pub password_again: String,
}

impl MateForm {
    /// Judges every field; the password may be made neither of the name nor of the address. Answers the name.
    ///
    /// # Errors
    /// One violation per field.
    pub fn check(&self, address: &str) -> Result<PersonName, Violations> {
        let mut faults = Violations::none();
        let name = faults.keep("name", PersonName::parse(&self.name));
        let own = [self.name.as_str(), address];
        let judged = password::check(&self.password, password::LEAST_STAFF, &own);
        let password = password::keep(&mut faults, judged, &self.password, &self.password_again);
        name.filter(|_| password.is_some()).ok_or(faults)
    }

    /// The form as it goes back to its page: passwords are never repeated.
    #[must_use]
    pub fn without_passwords(self) -> Self {
        Self {
            name: self.name,
            ..Self::default()
        }
    }
}

never_printed!(TeamForm, MateForm);

/// All of the owner's people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamPage {
    /// Of the one who looks.
    pub role: StaffRole,
    /// Administrators first, then by name.
    pub mates: Vec<Mate>,
    /// Invitations that wait, the newest first.
    pub invitations: Vec<InvitedMate>,
    /// Whether the password has to be shown before anything is done.
    pub asks_password: bool,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mate {
    /// The account's nine digits.
    pub number: String,
    pub name: String,
    pub email: String,
    pub role: StaffRole,
    /// The one who looks.
    pub here: bool,
    pub suspended: bool,
    /// Whether a second factor is set up.
    pub has_factor: bool,
    /// When they were last here, as far as a session still tells; milliseconds since 1970 in UTC.
    pub seen: Option<i64>,
}

/// An invitation that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitedMate {
    pub id: i64,
    pub address: String,
    pub name: String,
    pub role: StaffRole,
    /// Until when its link is good; `None` when it is good no longer.
    pub until: Option<i64>,
}

/// What the page behind an invitation knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Awaited {
    pub address: String,
    pub name: String,
    pub role: StaffRole,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::violations::Violation;

    #[test]
    fn an_invitation_needs_all_four() {
        let faults = TeamForm::default().check().expect_err("nothing is filled in");
        let paths: Vec<_> = faults.iter().map(|(path, _)| path).collect();
        assert_eq!(paths, ["email", "language", "name", "role"]);
        for role in StaffRole::ALL {
            let form = TeamForm {
                email: "mate@owner.example".into(),
                name: "Mate".into(),
                role: role.word().into(),
                language: "en".into(),
                ..TeamForm::default()
            };
            assert_eq!(form.check().expect("fits").role, role);
        }
    }

    #[test]
    fn t36_a_password_of_the_owners_people_has_twelve_characters() {
        let form = |password: &str| MateForm {
            name: "Mate Quay".into(),
            password: password.into(),
            password_again: password.into(),
        };
        let faults = form("Open-sesa-1")
            .check("mate@owner.example")
            .expect_err("eleven");
        assert!(faults.at("password").is_some());
        assert!(form("Open-sesame-1").check("mate@owner.example").is_ok());
        let faults = MateForm {
            password_again: "Open-sesame-2".into(),
            ..form("Open-sesame-1")
        }
        .check("")
        .expect_err("differs");
        assert_eq!(faults.at("password_again"), Some(&Violation::PasswordMismatch));
        assert_eq!(form("x").without_passwords().password, "");
    }
}
