//! What the pages about people and companies ask the server. All of it only reads; what is done is posted to the pages
//! themselves.

use domain::people::CareForm;
use domain::people::team::{TeamForm, TeamPage};
use domain::people::views::{CompaniesPage, CompanySheet, PeoplePage, PersonSheet, UnverifiedSheet};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::console::deciding::looked_at;
use crate::problem::Problem;

/// A form that came back, if one did.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Back {
    pub form: CareForm,
    pub problem: Option<Problem>,
    /// Whether nothing was done, because somebody else was faster.
    pub missed: bool,
}

impl Back {
    /// The version that a form of the page carries.
    #[must_use]
    pub const fn looked_at(&self, newest: i32) -> i32 {
        looked_at(self.problem.as_ref(), self.missed, self.form.version, newest)
    }
}

/// A person's page as it opens.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OpenPerson {
    pub sheet: PersonSheet,
    pub back: Back,
}

/// A company's page as it opens.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OpenCompany {
    pub sheet: CompanySheet,
    pub back: Back,
}

/// The page of a registration that waits, as it opens.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OpenUnverified {
    pub sheet: UnverifiedSheet,
    pub back: Back,
}

/// The page of the owner's people as it opens.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OpenTeam {
    pub page: TeamPage,
    pub form: TeamForm,
    pub problem: Option<Problem>,
}

/// A page of people; `query` is the part of the address behind the question mark.
#[server(endpoint = "console/people", input = GetUrl, output = crate::wire::Json)]
pub async fn people(query: String) -> Result<PeoplePage, Problem> {
    let desk = crate::desk::open()?;
    let (staff, _) = desk.staff()?;
    let filter = domain::people::PeopleFilter::of_query(&query);
    desk.answer(services::people::listing::people(&desk.market, &staff, filter).await)
}

/// A page of companies; `query` is the part of the address behind the question mark.
#[server(endpoint = "console/companies", input = GetUrl, output = crate::wire::Json)]
pub async fn companies(query: String) -> Result<CompaniesPage, Problem> {
    let desk = crate::desk::open()?;
    let (staff, _) = desk.staff()?;
    let filter = domain::people::PeopleFilter::of_query(&query);
    desk.answer(services::people::listing::companies(&desk.market, &staff, filter).await)
}

/// One person.
#[server(endpoint = "console/person", input = GetUrl, output = crate::wire::Json)]
pub async fn person(number: String) -> Result<OpenPerson, Problem> {
    let desk = crate::desk::open()?;
    let (staff, who) = desk.staff()?;
    let sheet = services::people::sheets::person(&desk.market, &staff, who, &number).await;
    let sheet = desk.answer(sheet)?;
    let back = crate::desk::returned::<super::super::Cared>().into();
    Ok(OpenPerson { sheet, back })
}

/// One company.
#[server(endpoint = "console/company", input = GetUrl, output = crate::wire::Json)]
pub async fn company(id: String) -> Result<OpenCompany, Problem> {
    let desk = crate::desk::open()?;
    let (staff, who) = desk.staff()?;
    // What is no number is no company either.
    let id = id.parse().unwrap_or(0);
    let sheet = services::people::sheets::company(&desk.market, &staff, who, id).await;
    let sheet = desk.answer(sheet)?;
    let back = crate::desk::returned::<super::super::Cared>().into();
    Ok(OpenCompany { sheet, back })
}

/// One registration whose address is not proved.
#[server(endpoint = "console/unverified", input = GetUrl, output = crate::wire::Json)]
pub async fn unverified(id: String) -> Result<OpenUnverified, Problem> {
    let desk = crate::desk::open()?;
    let (staff, who) = desk.staff()?;
    let id = id.parse().unwrap_or(0);
    let sheet = services::people::sheets::unverified(&desk.market, &staff, who, id).await;
    let sheet = desk.answer(sheet)?;
    let back = crate::desk::returned::<super::super::Cared>().into();
    Ok(OpenUnverified { sheet, back })
}

/// The owner's people.
#[server(endpoint = "console/team", input = GetUrl, output = crate::wire::Json)]
pub async fn team() -> Result<OpenTeam, Problem> {
    let desk = crate::desk::open()?;
    let (staff, who) = desk.staff()?;
    let page = desk.answer(services::people::team::page(&desk.market, &staff, who).await)?;
    let back = crate::desk::returned::<super::super::TeamBack>();
    let problem = back.as_ref().and_then(|back| back.problem.clone());
    let form = back.map(|back| back.form.form).unwrap_or_default();
    Ok(OpenTeam { page, form, problem })
}
