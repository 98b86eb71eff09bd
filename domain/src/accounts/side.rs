//! The forms of one's own account that ask for the profile again: an update, and a change of sides (R075, R079, R080).

use serde::{Deserialize, Serialize};

use super::profile::{Profile, ProfileForm};
use super::{Asks, Furigana, PersonName, Phone};
use crate::violations::{Violation, Violations};

/// The form as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SideForm {
    pub profile: ProfileForm,
    /// Present when terms and correctness are ticked; an update does not ask for it.
    pub agreed: Option<String>,
}

impl SideForm {
    /// Judges a change of sides: the profile of the side wanted, and that the terms are agreed to.
    ///
    /// # Errors
    /// Violations by path: `profile.postcode`, `agreed`.
    pub fn check(&self, asks: impl Into<Asks>, today: time::Date) -> Result<Profile, Violations> {
        let mut faults = Violations::none();
        let profile = self
            .profile
            .check(asks, today)
            .map_err(|inner| faults.nest("profile", inner))
            .ok();
        if self.agreed.is_none() {
            faults.add("agreed", Violation::NotTicked);
        }
        profile.filter(|_| faults.is_empty()).ok_or(faults)
    }

    /// Judges an update: the profile alone.
    ///
    /// # Errors
    /// Violations by path: `profile.postcode`.
    pub fn check_update(&self, asks: impl Into<Asks>, today: time::Date) -> Result<Profile, Violations> {
        self.profile.check(asks, today).map_err(|inner| {
            let mut faults = Violations::none();
            faults.nest("profile", inner);
            faults
        })
    }

    /// Whether it tells of nobody but the person: the fields of a company are not in it.
    #[must_use]
    pub fn is_personal(&self) -> bool {
        let personal = ProfileForm {
            name: self.profile.name.clone(),
            furigana: self.profile.furigana.clone(),
            phone_country: self.profile.phone_country.clone(),
            phone: self.profile.phone.clone(),
            ..ProfileForm::default()
        };
        self.profile == personal
    }

    /// Judges an update by somebody who speaks for nobody else: name, how it is read (may be empty), and telephone.
    ///
    /// # Errors
    /// Violations at `profile.name`, `profile.furigana` and `profile.phone`.
    pub fn check_person(&self) -> Result<(PersonName, Option<Furigana>, Phone), Violations> {
        let mut faults = Violations::none();
        let person = &self.profile;
        let name = faults.keep("profile.name", PersonName::parse(&person.name));
        let furigana = match person.furigana.trim() {
            "" => Some(None),
            typed => faults.keep("profile.furigana", Furigana::parse(typed).map(Some)),
        };
        let phone = faults.keep(
            "profile.phone",
            Phone::parse(&person.phone_country, &person.phone),
        );
        (|| Some((name?, furigana?, phone?)))().ok_or(faults)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::AccountType;

    #[test]
    fn a_change_of_sides_is_agreed_to_and_an_update_is_not() {
        let today = time::Date::from_calendar_date(2026, time::Month::November, 22).expect("a date");
        let form = SideForm::default();
        let faults = form.check(AccountType::Supplier, today).expect_err("empty");
        assert_eq!(faults.at("agreed"), Some(&Violation::NotTicked));
        assert_eq!(faults.at("profile.capital"), Some(&Violation::Missing));
        let faults = form.check_update(AccountType::Buyer, today).expect_err("empty");
        assert_eq!(faults.at("agreed"), None);
        assert_eq!(faults.at("profile.name"), Some(&Violation::Missing));
        assert_eq!(faults.at("profile.capital"), None);
        let faults = form.check_person().expect_err("empty");
        let paths: Vec<_> = faults.iter().map(|(path, _)| path).collect();
        assert_eq!(paths, ["profile.name", "profile.phone"]);
        assert!(form.is_personal());
        let form = SideForm {
            profile: ProfileForm {
                company: "Harbour".into(),
                ..ProfileForm::default()
            },
            ..form
        };
        assert!(!form.is_personal());
    }
}
