//! The overview: what waits, and for how long, and how the market is doing.

use domain::accounts::StaffRole;
use domain::overview::Overview;
use domain::places::Console;
use domain::screening::queue::{Standing, Whose};
use domain::screening::views::{self, Waiting};
use domain::screening::{Kind, QueueFilter};
use leptos::prelude::*;
use leptos_router::components::Redirect;

use super::api::look_around;
use super::figures::figures;
use super::frame::Page;
use super::wording::kind;
use crate::labels::locale;
use crate::say;
use crate::ui::{Icon, Moment};

/// The page.
#[component]
pub fn OverviewPage() -> impl IntoView {
    let opened = Resource::new_blocking(|| (), |()| look_around());
    let title = say!(locale(), console.title).to_owned();
    view! { <Page title here=Console::Overview opened role=|page: &Overview| page.role content=everything /> }
}

fn everything(page: Overview) -> AnyView {
    if page.role == StaffRole::Coordinator {
        // There is one queue for them, and nothing beside it.
        return view! { <Redirect path=Console::Applications.path() /> }.into_any();
    }
    let waiting = page.waiting.clone().map(waiting);
    view! {
        {waiting}
        {figures(page)}
    }
    .into_any()
}

fn waiting(page: views::Overview) -> AnyView {
    let locale = locale();
    let waits = page.kinds.iter().any(|kind| kind.waiting > 0);
    let mine = QueueFilter {
        whose: Whose::Mine,
        ..QueueFilter::default()
    };
    let mine = Console::Applications.with(&mine.query());
    view! {
        <p class="lead">{say!(locale, console.overview_lead)}</p>
        <div class="scroll console-cards" tabindex="0" role="region" aria-labelledby="overview-caption">
            <table class="table" role="table">
                <caption class="visually-hidden" id="overview-caption">
                    {say!(locale, console.applications)}
                </caption>
                <thead role="rowgroup">
                    <tr role="row">
                        <th role="columnheader" scope="col">{say!(locale, console.kind)}</th>
                        <th role="columnheader" scope="col" class="num">{say!(locale, console.waiting)}</th>
                        <th role="columnheader" scope="col" class="num">{say!(locale, console.late)}</th>
                        <th role="columnheader" scope="col" class="num">{say!(locale, console.asked)}</th>
                        <th role="columnheader" scope="col">{say!(locale, console.oldest)}</th>
                    </tr>
                </thead>
                <tbody role="rowgroup">{page.kinds.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
        {(!waits).then(|| view! { <p class="quiet">{say!(locale, console.all_done)}</p> })}
        <p class="actions">
            <a class="button primary" href=Console::Applications.path()>
                {say!(locale, console.to_queue)}
            </a>
            <a class="button" href=mine>
                {say!(locale, console.mine, count = page.mine).to_string()}
            </a>
        </p>
    }
    .into_any()
}

fn to(of: Kind, standing: Standing) -> String {
    let filter = QueueFilter {
        kind: Some(of),
        standing: Some(standing),
        ..QueueFilter::default()
    };
    Console::Applications.with(&filter.query())
}

fn row(one: Waiting) -> impl IntoView {
    let locale = locale();
    let late = if one.late > 0 {
        view! {
            <span class="badge wrong">
                <Icon name="warn" />
                {one.late}
            </span>
        }
        .into_any()
    } else {
        one.late.into_any()
    };
    let oldest = match one.oldest {
        Some(at) => view! { <Moment at=at /> }.into_any(),
        None => say!(locale, console.nothing).into_any(),
    };
    view! {
        <tr role="row">
            <th role="rowheader" scope="row">{kind(one.kind, locale)}</th>
            <td role="cell" class="num" data-label=say!(locale, console.waiting)>
                <a href=to(one.kind, Standing::Waiting)>{one.waiting}</a>
            </td>
            <td role="cell" class="num" data-label=say!(locale, console.late)>{late}</td>
            <td role="cell" class="num" data-label=say!(locale, console.asked)>
                <a href=to(one.kind, Standing::Asked)>{one.asked}</a>
            </td>
            <td role="cell" data-label=say!(locale, console.oldest)>{oldest}</td>
        </tr>
    }
}
