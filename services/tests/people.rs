//! People and companies in the hands of the owner's people: found, suspended and restored, and what a sign-in may be asked for
//! besides (R060, R061, E10, T23, T25, T31, T36).

mod lists;
mod powers;
mod signing_in;
mod states;
mod suspending;

use crate::support::house::{House, caller, forms};
use crate::support::staff::Person;
use domain::people::forms::Care;
use domain::people::views::PersonRow;
use domain::people::{Act, CareForm, PeopleFilter};
use services::accounts::caller::Caller;
use services::accounts::sign_in::{self, Entry};
use services::accounts::token::Token;
use services::error::Answer;
use services::market::Market;
use services::people::{Outcome, care, companies, listing, sheets};

const ANNA: &str = "anna@harbour.example";
const BEN: &str = "ben@isar.example";

fn wanted(act: Act, version: i32) -> Care {
    CareForm {
        act: act.word().to_owned(),
        version,
        reason: "Three buyers got other parts.".to_owned(),
        ..CareForm::default()
    }
    .check()
    .expect("a reason is enough")
}

async fn listed(house: &House, desk: &Person, query: &str) -> Vec<PersonRow> {
    let filter = PeopleFilter::of_query(query);
    let page = listing::people(&house.market, &desk.staff(), filter).await;
    page.expect("lists").rows
}

async fn sheet(house: &House, desk: &Person, number: &str) -> domain::people::views::PersonSheet {
    sheets::person(&house.market, &desk.staff(), &desk.who, number)
        .await
        .expect("shows")
}

/// Does something in the version as it is now.
async fn does(house: &House, desk: &Person, number: &str, act: Act) -> Outcome {
    let version = sheet(house, desk, number).await.version;
    let acting = desk.acting(house).await;
    care::person(&house.market, &acting, number, &wanted(act, version))
        .await
        .expect("acts")
}

async fn does_company(house: &House, desk: &Person, id: i64, act: Act) -> Outcome {
    let sheet = sheets::company(&house.market, &desk.staff(), &desk.who, id).await;
    let acting = desk.acting(house).await;
    let care = wanted(act, sheet.expect("shows").version);
    companies::company(&house.market, &acting, id, &care)
        .await
        .expect("acts")
}

async fn try_sign_in(house: &House, kind: &str, email: &str, password: &str) -> Answer<Entry> {
    sign_in_at(&house.market, kind, email, password, &caller()).await
}

async fn sign_in_at(
    market: &Market,
    kind: &str,
    email: &str,
    password: &str,
    from: &Caller,
) -> Answer<Entry> {
    let form = forms::credentials(kind, email, password);
    sign_in::sign_in(market, form, from, None).await
}

fn half(entry: Answer<Entry>) -> Token {
    match entry {
        Ok(Entry::SecondStep(token)) => token,
        other => panic!("no second step: {other:?}"),
    }
}
