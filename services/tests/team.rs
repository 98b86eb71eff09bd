//! The owner's people among themselves: invited, come, given roles, removed; and one administrator always stays.

mod changed;
mod coming;
mod one_stays;

use crate::support::house::{House, caller, forms};
use crate::support::people::{to, token};
use crate::support::staff::Person;
use domain::people::forms::Care;
use domain::people::team::{MateForm, TeamForm, TeamPage};
use domain::people::{Act, CareForm};
use services::accounts::sign_in::{self, Entry};
use services::error::Answer;
use services::people::team::{self, inviting};
use services::people::{Outcome, care, sheets};

const MATES: &str = "tsuki!hashi31no-9";

fn invitation(email: &str, role: &str) -> TeamForm {
    TeamForm {
        email: email.into(),
        name: "Mate Quay".into(),
        role: role.into(),
        language: "en".into(),
        ..TeamForm::default()
    }
}

async fn invites(house: &House, desk: &Person, form: &TeamForm) -> Answer<()> {
    inviting::act(&house.market, &desk.acting(house).await, form).await
}

/// The link in the newest letter to somebody.
async fn link(house: &House, reader: &str) -> String {
    let letters = house.letters().await;
    token(to(&letters, reader).last().expect("a letter"))
}

fn mate_form(password: &str) -> MateForm {
    MateForm {
        name: "Mate Quay".into(),
        password: password.into(),
        password_again: password.into(),
    }
}

async fn page(house: &House, desk: &Person) -> TeamPage {
    team::page(&house.market, &desk.staff(), &desk.who)
        .await
        .expect("shows")
}

fn wanted(act: Act, version: i32, role: &str) -> Care {
    let form = CareForm {
        act: act.word().into(),
        version,
        reason: "New work.".into(),
        role: role.into(),
        ..CareForm::default()
    };
    form.check().expect("fits")
}

/// Does something about a colleague in the version as it is now.
async fn does(house: &House, desk: &Person, number: &str, act: Act, role: &str) -> Answer<Outcome> {
    let sheet = sheets::person(&house.market, &desk.staff(), &desk.who, number).await?;
    let acting = desk.acting(house).await;
    care::person(&house.market, &acting, number, &wanted(act, sheet.version, role)).await
}

async fn signs_in(house: &House, email: &str, password: &str) -> Answer<Entry> {
    let form = forms::credentials("staff", email, password);
    sign_in::sign_in(&house.market, form, &caller(), None).await
}
