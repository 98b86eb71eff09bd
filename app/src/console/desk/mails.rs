//! The mail queue. What a mail says is not shown: it may hold a link that opens an account.

use domain::desk::{MailRow, RetryForm, WorkPage};
use domain::places::Console;
use leptos::prelude::*;

use super::Opened;
use super::api::mails;
use super::work::{around, badge, tick};
use crate::console::frame::{Cards, Page, query};
use crate::labels::locale;
use crate::say;
use crate::ui::Moment;

type Open = Opened<WorkPage<MailRow>, RetryForm>;

/// The page.
#[component]
pub fn MailsPage() -> impl IntoView {
    let query = query();
    let opened = Resource::new_blocking(move || query.get(), mails);
    let title = say!(locale(), desk.mails_title).to_owned();
    view! { <Page title here=Console::Mails opened role=|open: &Open| open.page.role content=everything /> }
}

fn everything(open: Open) -> AnyView {
    let locale = locale();
    let chosen = open.form.id.clone();
    let heads = vec![
        say!(locale, desk.written),
        say!(locale, desk.template),
        say!(locale, desk.to),
        say!(locale, console.state),
        say!(locale, desk.tries),
        say!(locale, desk.last_fault),
        say!(locale, desk.choose),
    ];
    let rows = open.page.rows.clone().into_iter();
    let rows = rows.map(|row| line(row, &chosen)).collect_view().into_any();
    let table = view! { <Cards id="mails-caption" caption=say!(locale, desk.mails_title) heads rows /> };
    around(
        open,
        &Console::Mails,
        say!(locale, desk.mails_lead),
        table.into_any(),
    )
}

fn line(row: MailRow, chosen: &str) -> impl IntoView + use<> {
    let locale = locale();
    let next = row.due_at.map(|at| {
        view! {
            <span class="small quiet">
                {say!(locale, desk.next_try)}
                " "
                <Moment at=at />
            </span>
        }
    });
    let finished = row.finished_at.map(|at| {
        view! {
            <span class="small quiet">
                <Moment at=at />
            </span>
        }
    });
    let to = if row.to.is_empty() {
        say!(locale, console.gone).to_owned()
    } else {
        row.to
    };
    view! {
        <tr role="row">
            <th role="rowheader" scope="row">
                <Moment at=row.written_at />
            </th>
            <td role="cell" data-label=say!(locale, desk.template)>
                <code>{row.kind}</code>
            </td>
            <td role="cell" data-label=say!(locale, desk.to)>{to}</td>
            <td role="cell" data-label=say!(locale, console.state)>{badge(row.state)} {next} {finished}</td>
            <td role="cell" class="num" data-label=say!(locale, desk.tries)>{row.tries}</td>
            <td role="cell" data-label=say!(locale, desk.last_fault)>{row.fault}</td>
            <td role="cell" data-label=say!(locale, desk.choose)>{tick(row.can_retry, &row.id, chosen)}</td>
        </tr>
    }
}
