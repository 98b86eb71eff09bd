//! What the pages of mails and of jobs have in common: counts, filters, and trying again what was given up.

use domain::desk::{RetryForm, WorkFilter, WorkPage, WorkState};
use domain::places::Console;
use domain::text::limits;
use domain::words::thousands;
use leptos::prelude::*;

use super::{Opened, Password, Said};
use crate::console::filter::{Filter, any_or, or_all};
use crate::console::frame::select;
use crate::labels::{Locale, locale};
use crate::problem::form::entry;
use crate::say;
use crate::ui::{Field, Icon, Moment, named};

/// How a mail or a job stands.
pub(super) fn badge(state: WorkState) -> impl IntoView {
    let (class, icon) = match state {
        WorkState::Queued => ("badge wait", "clock"),
        WorkState::Leased => ("badge wait", "reel"),
        WorkState::Done => ("badge safe", "check"),
        WorkState::Failed => ("badge wrong", "warn"),
        WorkState::Expired => ("badge", "close"),
    };
    view! {
        <span class=class>
            <Icon name=icon />
            {standing(state, locale())}
        </span>
    }
}

fn standing(state: WorkState, locale: Locale) -> &'static str {
    match state {
        WorkState::Queued => say!(locale, desk.state_queued),
        WorkState::Leased => say!(locale, desk.state_leased),
        WorkState::Done => say!(locale, desk.state_done),
        WorkState::Failed => say!(locale, desk.state_failed),
        WorkState::Expired => say!(locale, desk.state_expired),
    }
}

fn done(word: &str, locale: Locale) -> Option<&'static str> {
    (word == "retry").then(|| say!(locale, desk.done_retry))
}

/// A page of the two, around its table.
pub(super) fn around<R: Clone + 'static>(
    open: Opened<WorkPage<R>, RetryForm>,
    place: &Console,
    lead: &'static str,
    table: AnyView,
) -> AnyView {
    let locale = locale();
    let page = open.page.clone();
    let counts = page.counts.iter().map(|(state, count)| {
        let filter = WorkFilter {
            state: Some(*state),
            ..WorkFilter::default()
        };
        view! {
            <li>
                <a href=place.with(&filter.query())>{badge(*state)} " " {thousands(u64::from(*count))}</a>
            </li>
        }
    });
    let oldest = page.oldest.map(|at| {
        view! {
            <p>
                {say!(locale, desk.oldest)}
                " "
                <Moment at=at />
            </p>
        }
    });
    let lines = if page.rows.is_empty() {
        view! { <p>{say!(locale, desk.no_work)}</p> }.into_any()
    } else {
        table
    };
    let to = |to| place.with(&page.filter.at_page(to).query());
    view! {
        <p class="lead">{lead}</p>
        <Said opened=open.clone() missed=say!(locale, desk.missed_retry) done />
        <ul class="desk-counts">{counts.collect_view()}</ul>
        {oldest}
        {filter(&page.filter, &page.kinds, place)}
        {lines}
        {crate::ui::pager(page.filter.page, page.pages, to)}
        {again(&open, place)}
    }
    .into_any()
}

fn filter(filter: &WorkFilter, kinds: &[String], place: &Console) -> impl IntoView + use<> {
    let locale = locale();
    let any = say!(locale, console.any);
    let states = or_all(WorkState::ALL.map(|one| (one.word(), standing(one, locale))), any);
    let kinds = any_or(any, kinds.iter().map(|kind| (kind.as_str(), kind.as_str())));
    let state = filter.state.map_or("all", WorkState::word);
    let state = select("state", say!(locale, console.state), state, states);
    let kind = select("kind", say!(locale, desk.kind), &filter.kind, kinds);
    view! { <Filter place=place.clone()>{state} {kind}</Filter> }
}

/// The box of a row that can be tried again. All rows belong to the one form below, which has the reason.
pub(super) fn tick(can_retry: bool, id: &str, chosen: &str) -> impl IntoView + use<> {
    let locale = locale();
    let (id, checked) = (id.to_owned(), id == chosen);
    can_retry.then(|| {
        let name = say!(locale, desk.choose_row, id = id.as_str()).to_string();
        view! {
            <label class="check">
                <input type="radio" form="retry" name="id" value=id aria-label=name checked=checked />
                <span>{say!(locale, desk.choose)}</span>
            </label>
        }
    })
}

/// Trying again: the row that was chosen, or all of a kind.
fn again<R>(open: &Opened<WorkPage<R>, RetryForm>, place: &Console) -> Option<AnyView> {
    let locale = locale();
    let page = &open.page;
    if page.failed.is_empty() {
        return None;
    }
    let problem = open.problem.clone();
    let reason = entry(open.form.reason.clone(), problem.as_ref(), "reason");
    let help = Some(say!(locale, desk.reason_help));
    let text = named("reason", "reason", say!(locale, desk.reason), help);
    let kinds = page
        .failed
        .iter()
        .map(|(kind, count)| (kind.clone(), format!("{kind} ({count})")))
        .collect();
    let one = (!page.rows.is_empty()).then(|| {
        view! {
            <button class="button primary" type="submit" name="act" value="one">
                {say!(locale, desk.retry_one)}
            </button>
        }
    });
    let form = view! {
        <form class="card stack" id="retry" action=place.with(&page.filter.query()) method="post" novalidate=true>
            <h2>{say!(locale, desk.retry_title)}</h2>
            <Field text entry=reason rule=limits::RETRY_REASON />
            <Password id="password".to_owned() asks=page.asks_password problem />
            <p class="actions">{one}</p>
            {of_kind(kinds, &open.form.kind)}
            <p class="actions">
                <button class="button" type="submit" name="act" value="all">
                    {say!(locale, desk.retry_all)}
                </button>
            </p>
        </form>
    };
    Some(form.into_any())
}

/// The kinds of which some were given up; another select on the page filters.
fn of_kind(kinds: Vec<(String, String)>, now: &str) -> impl IntoView + use<> {
    let options = kinds.into_iter().map(|(value, text)| {
        let selected = value == now;
        view! {
            <option value=value selected=selected>
                {text}
            </option>
        }
    });
    view! {
        <div class="field">
            <label class="label" for="retry-kind">
                {say!(locale(), desk.retry_kind)}
            </label>
            <select class="select" id="retry-kind" name="kind">
                {options.collect_view()}
            </select>
        </div>
    }
}
