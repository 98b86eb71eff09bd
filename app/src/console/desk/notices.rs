//! What visitors are told: the list, and the form of a new notice.

use domain::notices::{NoticeForm, NoticeRow, NoticesPage as Lines, Phase};
use domain::places::Console;
use leptos::prelude::*;

use super::api::notices;
use super::notice::{Fields, phase};
use super::{Opened, Password, Said};
use crate::console::frame::{Cards, Page};
use crate::labels::{Locale, locale};
use crate::say;
use crate::ui::Moment;

type Open = Opened<Lines, NoticeForm>;

/// The page.
#[component]
pub fn NoticesPage() -> impl IntoView {
    let opened = Resource::new_blocking(|| (), |()| notices());
    let title = say!(locale(), desk.notices_title).to_owned();
    view! { <Page title here=Console::Notices opened role=|open: &Open| open.page.role content=everything /> }
}

fn done(word: &str, locale: Locale) -> Option<&'static str> {
    (word == "publish").then(|| say!(locale, desk.done_published))
}

fn everything(open: Open) -> AnyView {
    let locale = locale();
    let lines = if open.page.rows.is_empty() {
        view! { <p>{say!(locale, desk.no_notices)}</p> }.into_any()
    } else {
        let heads = vec![
            say!(locale, desk.notice),
            say!(locale, desk.kind),
            say!(locale, desk.times),
            say!(locale, console.state),
            say!(locale, desk.banner_short),
            say!(locale, desk.by),
        ];
        let rows = open.page.rows.clone().into_iter().map(line);
        let rows = rows.collect_view().into_any();
        view! { <Cards id="notices-caption" caption=say!(locale, desk.notices_title) heads rows /> }
            .into_any()
    };
    let asks = open.page.asks_password;
    let problem = open.problem.clone();
    view! {
        <p class="lead">{say!(locale, desk.notices_lead)}</p>
        <Said opened=open.clone() missed="" done />
        {lines}
        <section class="card stack" aria-labelledby="new-title">
            <h2 id="new-title">{say!(locale, desk.new_notice)}</h2>
            <form class="stack" action=Console::Notices.path() method="post" novalidate=true>
                <Fields form=open.form problem=problem.clone() />
                <Password id="password".to_owned() asks problem />
                <p class="actions">
                    <button class="button primary" type="submit" name="act" value="publish">
                        {say!(locale, desk.publish)}
                    </button>
                </p>
            </form>
        </section>
    }
    .into_any()
}

fn line(row: NoticeRow) -> impl IntoView {
    let locale = locale();
    let until = match row.period.over_at() {
        Some(at) => view! { <Moment at=at /> }.into_any(),
        None => say!(locale, notices.open_end).into_any(),
    };
    let banner = row.banner && matches!(row.phase, Phase::Coming | Phase::Now);
    let banner = if banner {
        say!(locale, desk.yes)
    } else {
        say!(locale, desk.no)
    };
    view! {
        <tr role="row">
            <th role="rowheader" scope="row">
                <a href=Console::Notice(row.id).path()>{row.title}</a>
            </th>
            <td role="cell" data-label=say!(locale, desk.kind)>{crate::notices::kind(row.kind, locale)}</td>
            <td role="cell" data-label=say!(locale, desk.times)>
                <span>
                    <Moment at=row.period.from />
                    " – "
                    {until}
                </span>
            </td>
            <td role="cell" data-label=say!(locale, console.state)>{phase(row.phase, locale)}</td>
            <td role="cell" data-label=say!(locale, desk.banner_short)>{banner}</td>
            <td role="cell" data-label=say!(locale, desk.by)>{row.by}</td>
        </tr>
    }
}
