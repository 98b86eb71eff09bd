//! What the pages of the console ask the server. All of it only reads; what is done is posted to the pages themselves.

use domain::audit::AuditPage;
use domain::overview::Overview;
use domain::screening::ReviewForm;
use domain::screening::views::{QueuePage, Sheet};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::problem::Problem;

/// An application as its page opens: with the form that came back, if one did.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OpenSheet {
    pub sheet: Sheet,
    pub form: ReviewForm,
    pub problem: Option<Problem>,
    /// Whether what was decided was not done, because the application is not what was looked at.
    pub missed: bool,
}

/// The log, and why it was not taken out.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OpenAudit {
    pub page: AuditPage,
    pub problem: Option<Problem>,
}

/// What waits, and how the market is doing.
#[server(endpoint = "console/overview", input = GetUrl, output = crate::wire::Json)]
pub async fn look_around() -> Result<Overview, Problem> {
    let desk = crate::desk::open()?;
    let (staff, _) = desk.staff()?;
    desk.answer(services::overview::overview(&desk.market, &staff).await)
}

/// A page of the queue; `query` is the part of the address behind the question mark.
#[server(endpoint = "console/applications", input = GetUrl, output = crate::wire::Json)]
pub async fn applications(query: String) -> Result<QueuePage, Problem> {
    let desk = crate::desk::open()?;
    let (staff, _) = desk.staff()?;
    let filter = domain::screening::QueueFilter::of_query(&query);
    desk.answer(services::screening::queue::page(&desk.market, &staff, filter).await)
}

/// An application; `query` is the queue that the reader came from.
#[server(endpoint = "console/application", input = GetUrl, output = crate::wire::Json)]
pub async fn application(id: String, query: String) -> Result<OpenSheet, Problem> {
    let desk = crate::desk::open()?;
    let (staff, who) = desk.staff()?;
    // What is no number is no application either.
    let id = id.parse().unwrap_or(0);
    let filter = domain::screening::QueueFilter::of_query(&query);
    let sheet = services::screening::sheet::sheet(&desk.market, &staff, who, id, &filter).await;
    let sheet = desk.answer(sheet)?;
    let back = crate::desk::returned::<super::Reviewed>();
    let problem = back.as_ref().and_then(|back| back.problem.clone());
    let reviewed = back.map(|back| back.form).unwrap_or_default();
    Ok(OpenSheet {
        sheet,
        form: reviewed.form,
        problem,
        missed: reviewed.missed,
    })
}

/// A page of the audit log.
#[server(endpoint = "console/audit", input = GetUrl, output = crate::wire::Json)]
pub async fn audit_log(query: String) -> Result<OpenAudit, Problem> {
    let desk = crate::desk::open()?;
    let (staff, who) = desk.staff()?;
    let filter = domain::audit::AuditFilter::of_query(&query);
    let page = desk.answer(services::audit::page(&desk.market, &staff, who, filter).await)?;
    let problem = crate::desk::returned::<super::TakeOut>().and_then(|back| back.problem);
    Ok(OpenAudit { page, problem })
}
