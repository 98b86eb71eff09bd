//! What the pages of the desk ask the server. All of it only reads; what is done is posted to the pages themselves.

use domain::contact::ThreadForm;
use domain::contact::thread::{Thread, ThreadsPage};
use domain::desk::{JobRow, MailRow, RetryForm, WorkPage};
use domain::notices::{NoticeForm, NoticeSheet, NoticesPage};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::Opened;
use crate::problem::Problem;

/// A page of the messages; `query` is the part of the address behind the question mark.
#[server(endpoint = "console/threads", input = GetUrl, output = crate::wire::Json)]
pub async fn threads(query: String) -> Result<ThreadsPage, Problem> {
    let desk = crate::desk::open()?;
    let (staff, _) = desk.staff()?;
    let filter = domain::contact::ThreadFilter::of_query(&query);
    desk.answer(services::contact::threads::page(&desk.market, &staff, filter).await)
}

/// One message.
#[server(endpoint = "console/thread", input = GetUrl, output = crate::wire::Json)]
pub async fn one_thread(id: String) -> Result<Opened<Thread, ThreadForm>, Problem> {
    let desk = crate::desk::open()?;
    let (staff, who) = desk.staff()?;
    // What is no number is no message either.
    let id = id.parse().unwrap_or(0);
    let page = services::contact::threads::thread(&desk.market, &staff, who, id).await;
    Ok(crate::desk::with_form(desk.answer(page)?))
}

/// All notices.
#[server(endpoint = "console/notices", input = GetUrl, output = crate::wire::Json)]
pub async fn notices() -> Result<Opened<NoticesPage, NoticeForm>, Problem> {
    let desk = crate::desk::open()?;
    let (staff, who) = desk.staff()?;
    let page = services::notices::page(&desk.market, &staff, who, desk.language()).await;
    Ok(crate::desk::with_form(desk.answer(page)?))
}

/// One notice.
#[server(endpoint = "console/notice", input = GetUrl, output = crate::wire::Json)]
pub async fn one_notice(id: String) -> Result<Opened<NoticeSheet, NoticeForm>, Problem> {
    let desk = crate::desk::open()?;
    let (staff, who) = desk.staff()?;
    let id = id.parse().unwrap_or(0);
    let page = services::notices::sheet(&desk.market, &staff, who, id).await;
    Ok(crate::desk::with_form(desk.answer(page)?))
}

/// A page of the mail queue.
#[server(endpoint = "console/mails", input = GetUrl, output = crate::wire::Json)]
pub async fn mails(query: String) -> Result<Opened<WorkPage<MailRow>, RetryForm>, Problem> {
    let desk = crate::desk::open()?;
    let (staff, who) = desk.staff()?;
    let filter = domain::desk::WorkFilter::of_query(&query);
    let page = services::desk::mails::page(&desk.market, &staff, who, filter).await;
    Ok(crate::desk::with_form(desk.answer(page)?))
}

/// A page of the jobs.
#[server(endpoint = "console/jobs", input = GetUrl, output = crate::wire::Json)]
pub async fn jobs(query: String) -> Result<Opened<WorkPage<JobRow>, RetryForm>, Problem> {
    let desk = crate::desk::open()?;
    let (staff, who) = desk.staff()?;
    let filter = domain::desk::WorkFilter::of_query(&query);
    let page = services::desk::works::page(&desk.market, &staff, who, filter).await;
    Ok(crate::desk::with_form(desk.answer(page)?))
}
