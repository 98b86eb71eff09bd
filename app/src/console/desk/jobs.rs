//! The jobs behind the scenes: imports, upkeep, and the others.

use domain::desk::{JobRow, RetryForm, WorkPage};
use domain::places::Console;
use domain::words::thousands;
use leptos::prelude::*;

use super::Opened;
use super::api::jobs;
use super::work::{around, badge, tick};
use crate::console::frame::{Cards, Page, query};
use crate::labels::locale;
use crate::say;
use crate::ui::Moment;

type Open = Opened<WorkPage<JobRow>, RetryForm>;

/// The page.
#[component]
pub fn JobsPage() -> impl IntoView {
    let query = query();
    let opened = Resource::new_blocking(move || query.get(), jobs);
    let title = say!(locale(), desk.jobs_title).to_owned();
    view! { <Page title here=Console::Jobs opened role=|open: &Open| open.page.role content=everything /> }
}

fn everything(open: Open) -> AnyView {
    let locale = locale();
    let chosen = open.form.id.clone();
    let heads = vec![
        say!(locale, console.entry),
        say!(locale, desk.kind),
        say!(locale, desk.about),
        say!(locale, console.state),
        say!(locale, desk.progress),
        say!(locale, desk.tries),
        say!(locale, desk.last_fault),
        say!(locale, desk.choose),
    ];
    let rows = open.page.rows.clone().into_iter();
    let rows = rows.map(|row| line(row, &chosen)).collect_view().into_any();
    let table = view! { <Cards id="jobs-caption" caption=say!(locale, desk.jobs_title) heads rows /> };
    around(
        open,
        &Console::Jobs,
        say!(locale, desk.jobs_lead),
        table.into_any(),
    )
}

/// A moment with a word before it.
fn moment(word: &'static str, at: Option<i64>) -> impl IntoView {
    at.map(|at| {
        view! {
            <span class="small quiet">
                {word}
                " "
                <Moment at=at />
            </span>
        }
    })
}

fn line(row: JobRow, chosen: &str) -> impl IntoView + use<> {
    let locale = locale();
    let number = |count: i64| thousands(count.unsigned_abs());
    let progress = match (row.done, row.total) {
        (0, 0) => String::new(),
        (done, 0) => number(done),
        (done, total) => format!("{} / {}", number(done), number(total)),
    };
    let about = if row.company.is_empty() {
        row.about
    } else {
        format!("{}, {}", row.about, row.company)
    };
    let id = row.id.to_string();
    view! {
        <tr role="row">
            <th role="rowheader" scope="row" class="num">{row.id}</th>
            <td role="cell" data-label=say!(locale, desk.kind)>
                <code>{row.kind}</code>
            </td>
            <td role="cell" data-label=say!(locale, desk.about)>{about}</td>
            <td role="cell" data-label=say!(locale, console.state)>
                {badge(row.state)} {moment(say!(locale, desk.next_try), row.due_at)}
                {moment(say!(locale, desk.leased_until), row.lease_until)}
                {moment(say!(locale, desk.finished), row.finished_at)}
            </td>
            <td role="cell" class="num" data-label=say!(locale, desk.progress)>{progress}</td>
            <td role="cell" class="num" data-label=say!(locale, desk.tries)>{row.tries}</td>
            <td role="cell" data-label=say!(locale, desk.last_fault)>{row.fault}</td>
            <td role="cell" data-label=say!(locale, desk.choose)>{tick(row.can_retry, &id, chosen)}</td>
        </tr>
    }
}
