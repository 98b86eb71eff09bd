//! What these pages ask the server. All of it only reads: what changes something is a plain form.

use domain::persons::views::{self, LinkedMembers};
use domain::persons::{PersonForm, PersonKind, PersonRegistrationForm};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::problem::Problem;

/// The form of registration as it opens: fresh, filled, or come back with what was wrong; its passwords are always empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistrationOpened {
    pub form: PersonRegistrationForm,
    /// `YYYY-MM-DD` in Japan: the latest date of birth.
    pub today: String,
    /// Where somebody is signed in, it is added to their account.
    pub adds: Option<AddsTo>,
    pub problem: Option<Problem>,
}

/// The account that a registration is added to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddsTo {
    /// Its main address.
    pub email: String,
    /// Whether it has this registration already.
    pub has_it: bool,
    /// Whether the password is asked for, since it was not shown a moment ago (T21).
    pub asks_password: bool,
}

/// The settings as they open: as they are stored, or come back with what was wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenSettings {
    pub settings: views::Settings,
    pub form: PersonForm,
    /// `YYYY-MM-DD` in Japan.
    pub today: String,
    pub problem: Option<Problem>,
}

/// The list of linked members.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenMembers {
    pub list: LinkedMembers,
    pub problem: Option<Problem>,
}

/// Opens the form of registration, with a submission of its own.
#[server(endpoint = "persons/open_registration", input = GetUrl, output = crate::wire::Json)]
pub async fn open_registration(kind: PersonKind) -> Result<RegistrationOpened, Problem> {
    use services::accounts::persons::adding;
    use services::accounts::registration::new_submission;
    let desk = crate::desk::open()?;
    let adding = match desk.signed_in() {
        Some(who) => {
            let opened = adding::open(&desk.market, who, desk.caller(), kind).await;
            Some(desk.answer(opened)?)
        }
        None => None,
    };
    let (stored, adds) = match adding {
        Some(adding) => {
            let adds = AddsTo {
                email: adding.email,
                has_it: adding.has_it,
                asks_password: adding.asks_password,
            };
            (adding.form, Some(adds))
        }
        None => {
            let person = PersonForm {
                phone_country: "JP".to_owned(),
                ..PersonForm::default()
            };
            let fresh = PersonRegistrationForm {
                submission: new_submission(),
                person,
                ..PersonRegistrationForm::default()
            };
            (fresh, None)
        }
    };
    let (form, problem) = crate::desk::returned::<PersonRegistrationForm>().map_or((stored, None), |back| {
        (back.form.without_passwords(), back.problem)
    });
    Ok(RegistrationOpened {
        form,
        today: services::clock::today(desk.market.clock.as_ref()).to_string(),
        adds,
        problem,
    })
}

/// The caller's registration settings.
#[server(endpoint = "persons/settings", input = GetUrl, output = crate::wire::Json)]
pub async fn settings() -> Result<OpenSettings, Problem> {
    let desk = crate::desk::open()?;
    let who = desk.who()?;
    let viewed = services::accounts::persons::settings::view(&desk.market, who).await;
    let settings = desk.answer(viewed)?;
    let (form, problem) = crate::desk::returned::<super::Changing>()
        .map_or((settings.form.clone(), None), |back| {
            (back.form.0.with_fixed(&settings.form), back.problem)
        });
    Ok(OpenSettings {
        settings,
        form,
        today: services::clock::today(desk.market.clock.as_ref()).to_string(),
        problem,
    })
}

/// The individuals that are linked with the caller's corporation.
#[server(endpoint = "persons/members", input = GetUrl, output = crate::wire::Json)]
pub async fn members() -> Result<OpenMembers, Problem> {
    let desk = crate::desk::open()?;
    let listed = services::accounts::persons::linking::members(&desk.market, desk.who()?).await;
    Ok(OpenMembers {
        list: desk.answer(listed)?,
        problem: crate::desk::returned::<super::Parting>().and_then(|back| back.problem),
    })
}
