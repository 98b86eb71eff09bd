//! Companies that register in two steps: the temporary registration, the definitive one, and the coordinator's decision.

mod coordinators;
mod course;
mod links;
mod outside;

use std::collections::BTreeMap;

use crate::support::house::{House, PASSWORD, caller, forms};
use crate::support::people::{to, token};
use crate::support::staff::Person;
use domain::accounts::{ProfileForm, RegistrationForm, SideForm, StaffRole};
use domain::screening::views::{QueuePage, Sheet};
use domain::screening::{FieldReason, QueueFilter, Rejection};
use services::accounts::caller::Caller;
use services::accounts::companies;
use services::accounts::registration;
use services::accounts::session::{SessionToken, SignedIn};
use services::post::ReadyMail;
use services::proofs::Staff;
use services::screening::deciding::{self, Outcome};
use services::screening::{Decision, queue, sheet};

const HANNAH: &str = "hannah@isartal.example";
const KEIKO: &str = "keiko@owner.example";
const LEO: &str = "leo@owner.example";

fn first_step(email: &str) -> RegistrationForm {
    let text = str::to_owned;
    RegistrationForm {
        submission: registration::new_submission(),
        account_type: text("company"),
        profile: ProfileForm {
            name: text("Hannah Schmidt"),
            company_type: text("overseas"),
            company: text("Isartal Components GmbH"),
            country: text("DE"),
            ..ProfileForm::default()
        },
        email: text(email),
        password: text(PASSWORD),
        password_again: text(PASSWORD),
        agreed: Some(text("1")),
        privacy: Some(text("1")),
    }
}

fn second_step(coordinator: &str) -> SideForm {
    let text = str::to_owned;
    let profile = ProfileForm {
        name: text("Hannah Schmidt"),
        company_type: text("overseas"),
        company: text("Isartal Components GmbH"),
        country: text("DE"),
        postcode: text("80331"),
        address: text("Marienplatz 1, München"),
        phone_country: text("DE"),
        phone: text("089-5550-0102"),
        url: text("https://isartal.example"),
        business: text("Passive components"),
        representative: text("Max Isar"),
        coordinator: text(coordinator),
        ..ProfileForm::default()
    };
    SideForm {
        profile,
        agreed: None,
    }
}

fn agreed(form: SideForm) -> SideForm {
    forms::agreed(form.profile)
}

async fn member(house: &House, email: &str, name: &str, role: StaffRole) -> Person {
    house.member_of_staff(email, name, role).await;
    Person::signed_in(house, email).await
}

async fn keiko(house: &House) -> Person {
    member(house, KEIKO, "中村 恵子", StaffRole::Coordinator).await
}

/// Takes the first step; answers the browser that has.
async fn temporary(house: &House, email: &str) -> Caller {
    let registered = registration::receive(&house.market, &caller(), first_step(email))
        .await
        .expect("registers");
    Caller {
        waiting: Some(registered.waiting),
        ..caller()
    }
}

async fn mailed(house: &House, email: &str) -> ReadyMail {
    let letters = house.letters().await;
    let [letter] = to(&letters, email)[..] else {
        panic!("one mail, not {}", letters.len())
    };
    letter.clone()
}

/// Takes both steps.
async fn registered(house: &House, email: &str, coordinator: &str) {
    let browser = temporary(house, email).await;
    let link = token(&mailed(house, email).await);
    companies::register(&house.market, &browser, &link, &second_step(coordinator), "")
        .await
        .expect("registers");
}

async fn listed(house: &House, staff: &Staff, query: &str) -> QueuePage {
    queue::page(&house.market, staff, QueueFilter::of_query(query))
        .await
        .expect("lists")
}

async fn newest(house: &House, person: &Person) -> Sheet {
    let id = listed(house, &person.staff(), "state=all").await.rows[0].id;
    read(house, person, id).await.expect("reads")
}

async fn read(house: &House, person: &Person, id: i64) -> services::error::Answer<Sheet> {
    let filter = QueueFilter::default();
    sheet::sheet(&house.market, &person.staff(), &person.who, id, &filter).await
}

async fn decide(house: &House, person: &Person, sheet: &Sheet, decision: Decision) -> Outcome {
    let acting = person.acting(house).await;
    deciding::decide(&house.market, &acting, sheet.id, sheet.version, &decision)
        .await
        .expect("decides")
}

fn because(fields: &[(&'static str, &str)]) -> Decision {
    let reason = |text: &str| FieldReason::parse(text).expect("a reason");
    Decision::Reject(Rejection {
        fields: fields
            .iter()
            .map(|(name, text)| (*name, reason(text)))
            .collect::<BTreeMap<_, _>>(),
        ..Rejection::from(domain::accounts::profile::Reason::parse("").expect("nothing in general"))
    })
}

async fn signed_in(house: &House, email: &str) -> (SessionToken, SignedIn) {
    house.sign_in(email, "buyer").await
}
