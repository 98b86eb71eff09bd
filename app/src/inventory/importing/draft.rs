//! A file before anything is written: how it is read, what it would do, and the button that does it.

use domain::inventory::Column;
use domain::inventory::importing::{Asks, Counts, Draft, Kind, Mode};
use domain::places::Place;
use domain::words::{self, thousands};
use leptos::prelude::*;

use super::reading::{READING, Reading};
use super::rows::Rows;
use crate::labels::{Locale, language, locale};
use crate::say;
use crate::ui::{Icon, Moment, PageTitle};

/// The page.
#[component]
pub fn DraftPage(
    draft: Draft,
    /// It was confirmed, and is not carried out yet.
    asks: Option<Asks>,
    /// What was typed into cells of rows and is not kept.
    typed: Vec<(u32, Column, String)>,
) -> AnyView {
    let locale = locale();
    let title = say!(locale, importing.draft_title);
    view! {
        <PageTitle text=title.to_owned() />
        <main id="content" tabindex="-1" class="page importing stack loose">
            <div class="stack tight">
                <p>
                    <a href=Place::StockImport.path() rel="external">{say!(locale, importing.back)}</a>
                </p>
                <h1>{title}</h1>
                <p>
                    <b class="importing-file">{draft.file.file_name.clone()}</b>
                    " "
                    <span class="quiet">{say!(locale, importing.nothing_written)}</span>
                </p>
            </div>
            <Notices draft=draft.clone() asks typed />
            <Reading draft=draft.clone() />
            <Difference draft=draft.clone() />
            <Decision draft asks />
        </main>
    }
    .into_any()
}

/// What a person should know before anything else.
#[component]
fn Notices(draft: Draft, asks: Option<Asks>, typed: Vec<(u32, Column, String)>) -> AnyView {
    let (locale, language) = (locale(), language());
    let otherwise = match asks {
        Some(Asks::ChosenOtherwise) => Some(say!(locale, importing.chosen_otherwise)),
        Some(Asks::ChangedSince) => Some(say!(locale, importing.changed_since)),
        Some(Asks::ReadSince) => Some(say!(locale, importing.read_since)),
        Some(Asks::Again) | None => None,
    };
    let typed = (!typed.is_empty()).then(|| not_kept(typed, locale));
    let otherwise = otherwise.map(|words| {
        view! {
            <div class="notice wrong" role="alert">
                <Icon name="warn" />
                <p>{words}</p>
                {typed}
            </div>
        }
    });
    let asks = asks == Some(Asks::Again);
    let before = draft.before.map(|at| {
        let adds = (draft.how.mode != Mode::Replace).then(|| say!(locale, importing.before_add));
        let (class, role) = if asks {
            ("notice wrong", "alert")
        } else {
            ("notice wait", "status")
        };
        view! {
            <div class=class role=role>
                <Icon name="warn" />
                <p>
                    {say!(locale, importing.before)} " " <Moment at /> ". " {adds} " "
                    {asks.then(|| say!(locale, importing.go_again_first))}
                </p>
            </div>
        }
    });
    let guess = draft.file.is_guess.then(|| {
        view! {
            <div class="notice wait" role="status">
                <Icon name="warn" />
                <h2 class="notice-title">{say!(locale, importing.guess_title)}</h2>
                <p>{say!(locale, importing.guess)}</p>
            </div>
        }
    });
    let faults = (!draft.faults.is_empty()).then(|| {
        let lines = draft
            .faults
            .iter()
            .map(|fault| view! { <li>{words::row_fault(fault, language)}</li> });
        view! {
            <div class="notice wrong" role="alert">
                <Icon name="warn" />
                <ul>{lines.collect_view()}</ul>
            </div>
        }
    });
    view! {
        {otherwise}
        {before}
        {guess}
        {faults}
    }
    .into_any()
}

/// What was typed for cells that may be other ones by now: to be looked up, and typed again where it belongs.
fn not_kept(typed: Vec<(u32, Column, String)>, locale: Locale) -> AnyView {
    let language = language();
    let lines = typed.into_iter().map(|(row, column, text)| {
        let name = words::column(column, language);
        let cell = say!(locale, importing.cell_of, column = name, row = row).to_string();
        view! { <li>{cell} ": " <b>{text}</b></li> }
    });
    view! {
        <details>
            <summary>{say!(locale, importing.typed)}</summary>
            <ul>{lines.collect_view()}</ul>
        </details>
    }
    .into_any()
}

/// How many rows of each kind, and those of one of them.
#[component]
fn Difference(draft: Draft) -> AnyView {
    let locale = locale();
    let rows = say!(
        locale,
        importing.rows,
        count = thousands(draft.counts.rows.into())
    )
    .to_string();
    let tabs = Kind::ALL
        .into_iter()
        .filter(|kind| draft.counts.of(*kind) > 0)
        .map(|kind| tab(&draft, kind, locale));
    let doubles = (draft.counts.doubles > 0).then(|| {
        let count = thousands(draft.counts.doubles.into());
        view! {
            <div class="notice info">
                <Icon name="info" />
                <p>{say!(locale, importing.doubles, count = count).to_string()}</p>
            </div>
        }
    });
    let referenced = (draft.counts.referenced > 0).then(|| {
        let count = thousands(draft.counts.referenced.into());
        view! {
            <div class="notice info">
                <Icon name="info" />
                <p>{say!(locale, importing.referenced, count = count).to_string()}</p>
            </div>
        }
    });
    let any = Kind::ALL.into_iter().any(|kind| draft.counts.of(kind) > 0);
    view! {
        <section class="stack">
            <h2 id="difference-title">{say!(locale, importing.difference)}</h2>
            <p class="quiet">{rows}</p>
            <nav aria-labelledby="difference-title">
                <ul class="importing-kinds">{tabs.collect_view()}</ul>
            </nav>
            {doubles}
            {referenced}
            {any.then(|| view! { <Rows draft=draft.clone() /> })}
        </section>
    }
    .into_any()
}

fn tab(draft: &Draft, kind: Kind, locale: Locale) -> impl IntoView {
    let current = (draft.shown == kind).then_some("page");
    let href = shown_at(&draft.key, kind, 1);
    let class = match kind {
        Kind::Wrong => "importing-kind wrong",
        Kind::Doubtful | Kind::Missing => "importing-kind wait",
        Kind::New | Kind::Merged | Kind::Changed => "importing-kind safe",
        Kind::Unchanged | Kind::LeftOut => "importing-kind",
    };
    view! {
        <li>
            <a class=class href=href rel="external" aria-current=current>
                <b>{thousands(draft.counts.of(kind).into())}</b>
                <span>{kind_name(kind, locale)}</span>
            </a>
        </li>
    }
}

/// The page with the rows of a kind.
pub(super) fn shown_at(key: &str, kind: Kind, page: u32) -> String {
    let path = Place::StockFile(key.to_owned()).path();
    format!("{path}?show={}&page={page}#difference-title", kind.word())
}

/// The name of a kind of rows.
pub(super) fn kind_name(kind: Kind, locale: Locale) -> &'static str {
    match kind {
        Kind::Wrong => say!(locale, importing.wrong),
        Kind::Doubtful => say!(locale, importing.doubtful),
        Kind::New => say!(locale, importing.new_rows),
        Kind::Merged => say!(locale, importing.merged),
        Kind::Changed => say!(locale, importing.changed),
        Kind::Unchanged => say!(locale, importing.unchanged),
        Kind::Missing => say!(locale, importing.missing),
        Kind::LeftOut => say!(locale, importing.left_out),
    }
}

/// Doing it, or throwing the file away. All of it belongs to the form in which is chosen how: what is chosen there and was not
/// looked at is sent as well, and shown first.
#[component]
fn Decision(draft: Draft, asks: Option<Asks>) -> AnyView {
    let locale = locale();
    let asks = asks == Some(Asks::Again);
    let is_good = draft.is_good();
    let why_not = (!is_good).then(|| {
        let Counts { wrong, .. } = draft.counts;
        let words = if wrong == 0 && draft.faults.is_empty() {
            say!(locale, importing.does_nothing)
        } else {
            say!(locale, importing.not_good)
        };
        view! { <p class="quiet" id="why-not">{words}</p> }
    });
    let again = (draft.before.is_some() && draft.how.mode != Mode::Replace).then(|| {
        let fault = asks.then_some("true");
        view! {
            <label class="choice">
                <input type="checkbox" name="again" value="1" aria-invalid=fault form=READING />
                <span>{say!(locale, importing.go_again)}</span>
            </label>
        }
    });
    view! {
        <div class="stack importing-decision">
            <input type="hidden" name="seen" value=draft.seen.to_string() form=READING />
            {again}
            {why_not}
            <p class="actions">
                <button
                    class="button primary large"
                    type="submit"
                    form=READING
                    name="step"
                    value="go"
                    disabled=!is_good
                    aria-describedby=(!is_good).then_some("why-not")
                >
                    {say!(locale, importing.go)}
                </button>
                <button class="button danger" type="submit" form=READING name="step" value="discard">
                    {say!(locale, importing.discard)}
                </button>
            </p>
        </div>
    }
    .into_any()
}
