//! The form that takes files, the seven checks beside it, and the files that came before (R118–R120, R128).

use domain::inventory::importing::{ImportView, Mode, Stage};
use domain::inventory::stock_file::FileFault;
use domain::places::Place;
use domain::words;
use domain::words::thousands;
use leptos::prelude::*;

use crate::inventory::table::table;
use crate::labels::{Locale, language, locale};
use crate::say;
use crate::session::Session;
use crate::ui::{Icon, Moment, PageTitle};

/// A file that was not taken, and why; without a name, none was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotTaken {
    pub file_name: String,
    pub fault: Option<FileFault>,
}

/// What the page shows: key, name and arrival of the files that wait, the imports, what was not taken.
#[derive(Debug, Clone, Default)]
pub struct ImportList {
    pub drafts: Vec<(String, String, i64)>,
    pub imports: Vec<ImportView>,
    pub not_taken: Vec<NotTaken>,
}

/// The page.
#[component]
pub fn ImportPage(list: ImportList) -> AnyView {
    let locale = locale();
    let ImportList {
        drafts,
        imports,
        not_taken,
    } = list;
    let trouble = (!not_taken.is_empty()).then(|| refused(not_taken));
    let settles = use_context::<Session>()
        .and_then(|session| session.visitor)
        .is_some_and(|who| who.settles);
    let unsettled = settles.then(|| {
        view! {
            <p>
                <a href=Place::StockConflicts.path() rel="external">{say!(locale, unsettled.link)}</a>
            </p>
        }
    });
    let waiting = (!drafts.is_empty()).then(|| waiting(drafts));
    view! {
        <PageTitle text=say!(locale, importing.title).to_owned() />
        <main id="content" tabindex="-1" class="page importing stack loose">
            <div class="stack tight">
                <h1>{say!(locale, importing.title)}</h1>
                <p class="lead">{say!(locale, importing.lead)}</p>
                <p>
                    <a href=Place::StockExport.path() rel="external">{say!(locale, importing.to_export)}</a>
                </p>
                {unsettled}
            </div>
            {trouble}
            <div class="importing-door">
                <Upload />
                <Checks />
            </div>
            {waiting}
            <Earlier imports />
        </main>
    }
    .into_any()
}

#[component]
fn Upload() -> AnyView {
    let locale = locale();
    view! {
        <form class="importing-form stack" action=Place::StockImport.path() method="post" enctype="multipart/form-data">
            <label class="importing-drop">
                <Icon name="upload" />
                <b>{say!(locale, importing.drop)}</b>
                <span class="quiet small">{say!(locale, importing.drop_help)}</span>
                <input type="file" name="file" multiple=true required=true accept=".csv,.txt,.tsv,.xlsx" />
            </label>
            <p class="actions">
                <button class="button primary" type="submit">{say!(locale, importing.look)}</button>
            </p>
        </form>
    }
    .into_any()
}

#[component]
fn Checks() -> AnyView {
    let locale = locale();
    let checks = [
        say!(locale, importing.check_1),
        say!(locale, importing.check_2),
        say!(locale, importing.check_3),
        say!(locale, importing.check_4),
        say!(locale, importing.check_5),
        say!(locale, importing.check_6),
        say!(locale, importing.check_7),
    ];
    view! {
        <section class="stack tight" aria-labelledby="checks-title">
            <h2 id="checks-title">{say!(locale, importing.checks)}</h2>
            <ol class="importing-checks">{checks.map(|check| view! { <li>{check}</li> }).collect_view()}</ol>
            <p class="quiet small">{say!(locale, importing.checks_other)}</p>
            <p class="quiet small">{say!(locale, importing.checks_optional)}</p>
            <p>
                <a class="button" href=Place::StockSample.path() rel="external" download="">
                    <Icon name="download" />
                    {say!(locale, importing.sample)}
                </a>
            </p>
            <p class="small">
                {say!(locale, importing.service)} " "
                <a href=Place::Contact.path() rel="external">{say!(locale, importing.service_link)}</a>
            </p>
        </section>
    }
    .into_any()
}

fn refused(not_taken: Vec<NotTaken>) -> AnyView {
    let (locale, language) = (locale(), language());
    let lines = not_taken.into_iter().map(|file| {
        let why = match &file.fault {
            Some(fault) => words::file_fault(fault, language),
            None => say!(locale, importing.no_file).to_owned(),
        };
        let name = (!file.file_name.is_empty()).then(|| format!("{}: ", file.file_name));
        view! { <li>{name} {why}</li> }
    });
    view! {
        <div class="notice wrong" role="alert">
            <Icon name="warn" />
            <h2 class="notice-title">{say!(locale, importing.not_taken)}</h2>
            <ul>{lines.collect_view()}</ul>
        </div>
    }
    .into_any()
}

fn waiting(drafts: Vec<(String, String, i64)>) -> AnyView {
    let locale = locale();
    let lines = drafts.into_iter().map(|(key, name, at)| {
        view! {
            <li>
                <a href=Place::StockFile(key).path() rel="external">{name}</a>
                " "
                <span class="quiet small">
                    <Moment at />
                </span>
            </li>
        }
    });
    view! {
        <section class="stack tight" aria-labelledby="waiting-title">
            <h2 id="waiting-title">{say!(locale, importing.waiting)}</h2>
            <p class="quiet small">{say!(locale, importing.waiting_help)}</p>
            <ul class="importing-waiting">{lines.collect_view()}</ul>
        </section>
    }
    .into_any()
}

#[component]
fn Earlier(imports: Vec<ImportView>) -> AnyView {
    let locale = locale();
    let content = if imports.is_empty() {
        view! { <p class="quiet">{say!(locale, importing.none)}</p> }.into_any()
    } else {
        let rows = imports.into_iter().map(|import| line(import, locale));
        let heads = view! {
            <th scope="col">{say!(locale, importing.file)}</th>
                            <th scope="col">{say!(locale, importing.came)}</th>
                            <th scope="col">{say!(locale, importing.mode_is)}</th>
                            <th scope="col">{say!(locale, importing.state)}</th>
                            <th scope="col">{say!(locale, importing.result)}</th>
        };
        table("scroll", "earlier-title", heads, rows.collect_view())
    };
    view! {
        <section class="stack tight">
            <h2 id="earlier-title">{say!(locale, importing.earlier)}</h2>
            {content}
        </section>
    }
    .into_any()
}

fn line(import: ImportView, locale: Locale) -> impl IntoView {
    let (class, state) = state(&import.stage, locale);
    let result = match &import.stage {
        Stage::Imported(landed) | Stage::Undoing(landed) | Stage::Undone(landed, _) => {
            let sums = [
                (landed.added, say!(locale, importing.n_added)),
                (landed.merged, say!(locale, importing.n_merged)),
                (landed.changed, say!(locale, importing.n_changed)),
                (landed.deleted, say!(locale, importing.n_deleted)),
            ];
            let sums = sums.into_iter().filter(|(count, _)| *count > 0);
            let sums: Vec<_> = sums
                .map(|(count, words)| format!("{words}: {}", thousands(count.into())))
                .collect();
            sums.join(" · ")
        }
        _ => String::new(),
    };
    view! {
        <tr>
            <th scope="row">
                <a href=Place::StockFile(import.key).path() rel="external">{import.file_name}</a>
            </th>
            <td>
                <Moment at=import.created_at />
            </td>
            <td>{mode_name(import.mode, locale)}</td>
            <td>
                <span class=class>{state}</span>
            </td>
            <td>{result}</td>
        </tr>
    }
}

/// How far an import is, in a word or two.
fn state(stage: &Stage, locale: Locale) -> (&'static str, &'static str) {
    match stage {
        Stage::Waiting { total: 0, .. } => ("badge wait", say!(locale, importing.queued)),
        Stage::Waiting { .. } => ("badge wait", say!(locale, importing.running)),
        Stage::Stuck => ("badge wrong", say!(locale, importing.stuck)),
        Stage::Refused { .. } => ("badge wrong", say!(locale, importing.refused)),
        Stage::Imported(_) => ("badge safe", say!(locale, importing.done)),
        Stage::Undoing(_) => ("badge wait", say!(locale, importing.undoing)),
        Stage::Undone(..) => ("badge", say!(locale, importing.undone)),
    }
}

/// The name of a mode.
pub(super) fn mode_name(mode: Mode, locale: Locale) -> &'static str {
    match mode {
        Mode::Add => say!(locale, importing.mode_add),
        Mode::Merge => say!(locale, importing.mode_merge),
        Mode::Replace => say!(locale, importing.mode_replace),
    }
}
