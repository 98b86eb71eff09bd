//! The users of a company: the forms that invite, change and remove them, the form of whoever was invited, and what the
//! pages show (R050–R054).

use serde::{Deserialize, Serialize};

use super::profile::optional;
use super::role::Role;
use super::{AccountType, Email, Furigana, PersonName, Phone, password};
use crate::language::Language;
use crate::secret::never_printed;
use crate::violations::{Violation, Violations, chosen};

/// Inviting somebody.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InviteForm {
    pub email: String,
    /// Whom the page behind the link greets; may be empty, for the invited person writes it anyway.
    pub name: String,
    pub role: String,
    /// The language of the mail.
    pub language: String,
    /// Asked for when it was not shown a moment ago (T21).
    pub password: String,
}

/// An invitation that keeps its rules. Among the owner's people there are other roles, and the name has to be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation<R = Role, N = Option<PersonName>> {
    pub email: Email,
    pub name: N,
    pub role: R,
    pub language: Language,
}

impl<R, N> Invitation<R, N> {
    /// Judges address and language; name and role are judged by who invites.
    ///
    /// # Errors
    /// Violations at `email`, `name`, `role` and `language`.
    pub(crate) fn judged(
        email: &str,
        name: Result<N, Violation>,
        role: Result<R, Violation>,
        language: &str,
    ) -> Result<Self, Violations> {
        let mut faults = Violations::none();
        let email = faults.keep("email", Email::parse(email));
        let name = faults.keep("name", name);
        let role = faults.keep("role", role);
        let language = Language::of_tag(language).ok_or(Violation::NotAChoice);
        let language = faults.keep("language", language);
        let invitation = (|| {
            Some(Self {
                email: email?,
                name: name?,
                role: role?,
                language: language?,
            })
        })();
        invitation.ok_or(faults)
    }
}

impl InviteForm {
    /// Judges every field but the password.
    ///
    /// # Errors
    /// Violations at `email`, `name`, `role` and `language`.
    pub fn check(&self) -> Result<Invitation, Violations> {
        let name = optional(&self.name, PersonName::parse);
        let role = chosen(&self.role, Role::of_word);
        Invitation::judged(&self.email, name, role, &self.language)
    }
}

/// An invitation that waits, chosen in the list: to be mailed again, or taken back.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InvitationForm {
    /// The number of the invitation.
    pub invitation: String,
    pub password: String,
}

/// What is done about one user.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UserForm {
    /// The account's nine digits.
    pub number: String,
    /// The role wanted; a removal asks for none.
    pub role: String,
    pub password: String,
}

impl UserForm {
    /// The role wanted.
    ///
    /// # Errors
    /// A violation at `role`.
    pub fn check_role(&self) -> Result<Role, Violations> {
        chosen(&self.role, Role::of_word).map_err(|fault| Violations::of("role", fault))
    }
}

/// What whoever was invited tells (G).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct JoinForm {
    pub name: String,
    pub furigana: String,
    pub phone_country: String,
    pub phone: String,
    pub password: String,
    pub password_again: String,
    /// Present when terms and privacy policy are ticked.
    pub agreed: Option<String>,
}

/// A new user who keeps the rules. Whether the password is easily guessed is still to be judged.
#[derive(Clone)]
pub struct NewUser {
    pub name: PersonName,
    pub furigana: Option<Furigana>,
    pub phone: Phone,
    pub password: String,
}

impl JoinForm {
    /// Judges every field. `own` are the company and the address, which the password may not be made of either.
    ///
    /// # Errors
    /// One violation per field.
    pub fn check(&self, own: &[&str]) -> Result<NewUser, Violations> {
        let mut faults = Violations::none();
        let name = faults.keep("name", PersonName::parse(&self.name));
        let furigana = faults.keep("furigana", optional(&self.furigana, Furigana::parse));
        let phone = faults.keep("phone", Phone::parse(&self.phone_country, &self.phone));
        let judged = self.judge_password(own);
        let password = password::keep(&mut faults, judged, &self.password, &self.password_again);
        if self.agreed.is_none() {
            faults.add("agreed", Violation::NotTicked);
        }
        let user = (|| {
            password?;
            self.agreed.as_ref()?;
            Some(NewUser {
                name: name?,
                furigana: furigana?,
                phone: phone?,
                password: self.password.clone(),
            })
        })();
        user.ok_or(faults)
    }

    /// Judges the password beside the other fields.
    ///
    /// # Errors
    /// The rule that it breaks.
    pub fn judge_password(&self, own: &[&str]) -> Result<(), Violation> {
        password::check(&self.password, password::LEAST, &self.own_words(own))
    }

    /// What the password may not be made of.
    #[must_use]
    pub fn own_words<'a>(&'a self, own: &[&'a str]) -> Vec<&'a str> {
        let mut words = vec![self.name.as_str(), self.furigana.as_str()];
        words.extend(own);
        words
    }

    /// The form as it goes back to its page: passwords are never repeated.
    #[must_use]
    pub fn without_passwords(self) -> Self {
        Self {
            password: String::new(),
            password_again: String::new(),
            ..self
        }
    }
}

never_printed!(InviteForm, InvitationForm, UserForm, JoinForm, NewUser);

/// The users of a company, as one of them sees them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserList {
    /// Administrators first, then by name.
    pub users: Vec<User>,
    /// Those that wait, the newest first; administrators see them.
    pub invitations: Vec<Invited>,
    /// Whether the one who looks administers the company; the others see who is there and what they may do.
    pub administers: bool,
    /// Whether the password is asked for, since it was not shown a moment ago (T21).
    pub asks_password: bool,
}

/// One user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// The account's nine digits.
    pub number: String,
    pub name: String,
    /// The main address.
    pub email: String,
    pub role: Role,
    /// The one who looks.
    pub here: bool,
    pub suspended: bool,
    /// When they were last here, in milliseconds since 1970; administrators see it.
    pub seen: Option<i64>,
}

/// One invitation that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invited {
    pub id: i64,
    pub address: String,
    pub name: String,
    pub role: Role,
    /// Until when its link is good, in milliseconds since 1970; `None` when it is good no longer.
    pub until: Option<i64>,
}

/// One user, as an administrator sees them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserView {
    pub user: User,
    /// Whether nobody else administers the company.
    pub only_administrator: bool,
    pub asks_password: bool,
}

/// What the page behind an invitation knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joining {
    pub company: String,
    pub account_type: AccountType,
    /// The address that was invited.
    pub address: String,
    /// As the inviter wrote it; may be empty.
    pub name: String,
    pub role: Role,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(faults: &Violations) -> Vec<&str> {
        faults.iter().map(|(field, _)| field).collect()
    }

    #[test]
    fn an_invitation_needs_an_address_a_role_and_a_language() {
        let faults = InviteForm::default().check().expect_err("nothing is filled in");
        assert_eq!(fields(&faults), ["email", "language", "role"]);
        let form = InviteForm {
            email: "jiro@midori.example".into(),
            role: "stock".into(),
            language: "ja".into(),
            ..InviteForm::default()
        };
        let invitation = form.check().expect("fits");
        assert_eq!(
            (invitation.name, invitation.role, invitation.language),
            (None, Role::Stock, Language::Ja)
        );
        let faults = InviteForm {
            name: "a".repeat(21),
            role: "owner".into(),
            ..form
        }
        .check()
        .expect_err("neither fits");
        assert_eq!(faults.at("role"), Some(&Violation::NotAChoice));
        assert!(faults.at("name").is_some());
    }

    #[test]
    fn whoever_is_invited_tells_all_but_how_the_name_is_read() {
        let faults = JoinForm::default().check(&[]).expect_err("nothing is filled in");
        assert_eq!(
            fields(&faults),
            ["agreed", "name", "password", "password_again", "phone"]
        );
        let form = JoinForm {
            name: "佐藤 次郎".into(),
            phone_country: "JP".into(),
            phone: "03-5550-0105".into(),
            password: "Open-sesame-1".into(),
            password_again: "Open-sesame-1".into(),
            agreed: Some("1".into()),
            ..JoinForm::default()
        };
        let user = form.check(&["株式会社みどり電子"]).expect("fits");
        assert_eq!(user.furigana, None);
    }

    #[test]
    fn the_password_is_not_made_of_company_or_address() {
        let form = JoinForm {
            password: "Midori-12".into(),
            password_again: "Midori-13".into(),
            ..JoinForm::default()
        };
        let faults = form.check(&["Midori Denshi"]).expect_err("much is missing");
        assert_eq!(faults.at("password"), Some(&Violation::PasswordOwnData));
        assert_eq!(faults.at("password_again"), Some(&Violation::PasswordMismatch));
    }

    #[test]
    fn forms_with_passwords_are_never_printed() {
        let form = JoinForm {
            password: "secret".into(),
            ..JoinForm::default()
        };
        assert!(!format!("{form:?}").contains("secret"));
        assert_eq!(form.without_passwords(), JoinForm::default());
    }
}
