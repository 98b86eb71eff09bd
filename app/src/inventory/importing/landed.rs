//! What became of a file: waiting, refused, imported, taken back (R122, R123, Z14).

use domain::inventory::importing::{ImportView, Landed, LeftLot, Stage, UndoView};
use domain::inventory::stock_file::RowFault;
use domain::places::Place;
use domain::words::{self, thousands};
use leptos::prelude::*;

use super::page::mode_name;
use crate::labels::{language, locale};
use crate::say;
use crate::ui::{Done, Icon, Moment, PageTitle, Wrong};

/// Faults that are shown on a page.
const SHOWN: usize = 1_000;

/// The page.
#[component]
pub fn ImportedPage(import: ImportView) -> AnyView {
    let locale = locale();
    let ImportView {
        key,
        file_name,
        created_at,
        mode,
        stage,
    } = import;
    let title = match &stage {
        Stage::Waiting { total: 0, .. } => say!(locale, importing.queued),
        Stage::Waiting { .. } => say!(locale, importing.running),
        Stage::Stuck => say!(locale, importing.stuck),
        Stage::Refused { .. } => say!(locale, importing.refused),
        Stage::Imported(_) => say!(locale, importing.done),
        Stage::Undoing(_) => say!(locale, importing.undoing),
        Stage::Undone(..) => say!(locale, importing.undone),
    };
    let content = match stage {
        Stage::Waiting { done, total } => view! { <Progress done total /> }.into_any(),
        Stage::Stuck => view! { <Wrong text=say!(locale, importing.stuck_help) /> }.into_any(),
        Stage::Refused { total, faults } => view! { <Refused total faults /> }.into_any(),
        Stage::Imported(landed) => view! {
            <Outcome landed />
            <Undo key />
        }
        .into_any(),
        Stage::Undoing(_) => view! { <Progress done=0 total=0 /> }.into_any(),
        Stage::Undone(_, undone) => view! { <TakenBack undone /> }.into_any(),
    };
    view! {
        <PageTitle text=title.to_owned() />
        <main id="content" tabindex="-1" class="page importing narrow stack loose">
            <div class="stack tight">
                <p>
                    <a href=Place::StockImport.path() rel="external">{say!(locale, importing.back)}</a>
                </p>
                <h1>{title}</h1>
                <p>
                    <b class="importing-file">{file_name}</b>
                    " "
                    <span class="quiet">{mode_name(mode, locale)} " · " <Moment at=created_at /></span>
                </p>
            </div>
            {content}
        </main>
    }
    .into_any()
}

#[component]
fn Progress(done: u64, total: u64) -> AnyView {
    let locale = locale();
    let rows = (total > 0).then(|| {
        let total = thousands(total);
        let words = if done > 0 {
            let done = thousands(done);
            say!(locale, importing.rows_stored, done = done, total = total).to_string()
        } else {
            say!(locale, importing.rows_read, total = total).to_string()
        };
        view! { <p>{words}</p> }
    });
    // Until the first rows are stored nobody can say how far it is, but that it goes on.
    let max = (done > 0).then(|| total.to_string());
    let value = (done > 0).then(|| done.to_string());
    view! {
        <div class="stack tight" role="status">
            <progress class="importing-progress" max=max value=value aria-label=say!(locale, importing.progress)></progress>
            {rows}
            <p class="quiet">{say!(locale, importing.queued_help)}</p>
        </div>
    }
    .into_any()
}

#[component]
fn Refused(total: u32, faults: Vec<RowFault>) -> AnyView {
    let (locale, language) = (locale(), language());
    let count = thousands(total.into());
    let lines = faults
        .iter()
        .take(SHOWN)
        .map(|fault| view! { <li>{words::row_fault(fault, language)}</li> });
    view! {
        <Wrong text=say!(locale, importing.refused_help, total = count).to_string() />
        <ul class="importing-faults">{lines.collect_view()}</ul>
    }
    .into_any()
}

fn sums(sums: &[(u32, &'static str)]) -> AnyView {
    let lines = sums.iter().filter(|(count, _)| *count > 0).map(|(count, words)| {
        view! {
            <dt>{*words}</dt>
            <dd class="num">{thousands((*count).into())}</dd>
        }
    });
    view! { <dl class="facts importing-sums">{lines.collect_view()}</dl> }.into_any()
}

#[component]
fn Outcome(landed: Landed) -> AnyView {
    let locale = locale();
    let table = sums(&[
        (landed.added, say!(locale, importing.n_added)),
        (landed.merged, say!(locale, importing.n_merged)),
        (landed.changed, say!(locale, importing.n_changed)),
        (landed.unchanged, say!(locale, importing.n_unchanged)),
        (landed.deleted, say!(locale, importing.n_deleted)),
        (landed.referenced, say!(locale, importing.n_referenced)),
        (landed.left, say!(locale, importing.n_left)),
    ]);
    let left = (landed.left > 0).then(|| {
        view! { <Left lots=landed.listed title=say!(locale, importing.left_title) help=say!(locale, importing.left_help) /> }
    });
    view! {
        <Done text=say!(locale, importing.done) />
        {table}
        {left}
        <p class="actions">
            <a class="button primary" href=Place::Search.path() rel="external">
                {say!(locale, importing.search)}
            </a>
        </p>
    }
    .into_any()
}

#[component]
fn Left(lots: Vec<LeftLot>, title: &'static str, help: &'static str) -> AnyView {
    let locale = locale();
    let rows = lots.into_iter().map(|lot| {
        let row = (lot.row > 0).then(|| thousands(lot.row.into()));
        view! {
            <tr>
                <td class="num">{row}</td>
                <td class="pn">{lot.model}</td>
                <td class="num">{thousands(lot.pieces.into())}</td>
            </tr>
        }
    });
    view! {
        <section class="stack tight">
            <h2 id="left-title">{title}</h2>
            <p>{help} " " <span class="quiet">{say!(locale, importing.seen_list)}</span></p>
            <div class="scroll" tabindex="0" role="region" aria-labelledby="left-title">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col" class="num">{say!(locale, importing.row)}</th>
                            <th scope="col">{say!(locale, importing.model)}</th>
                            <th scope="col" class="num">{say!(locale, importing.pieces)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Undo(key: String) -> AnyView {
    let locale = locale();
    view! {
        <section class="stack tight card" aria-labelledby="undo-title">
            <h2 id="undo-title">{say!(locale, importing.undo_title)}</h2>
            <p>{say!(locale, importing.undo_help)}</p>
            <form action=Place::StockFile(key).path() method="post">
                <button class="button danger" type="submit" name="step" value="undo">
                    <Icon name="trash" />
                    {say!(locale, importing.undo)}
                </button>
            </form>
        </section>
    }
    .into_any()
}

#[component]
fn TakenBack(undone: UndoView) -> AnyView {
    let locale = locale();
    let table = sums(&[
        (undone.removed, say!(locale, importing.n_removed)),
        (undone.reset, say!(locale, importing.n_reset)),
        (undone.brought_back, say!(locale, importing.n_back)),
        (undone.left, say!(locale, importing.n_left)),
    ]);
    let left = (undone.left > 0).then(|| {
        view! { <Left lots=undone.listed title=say!(locale, importing.left_title) help=say!(locale, importing.undo_left) /> }
    });
    view! {
        <Done text=say!(locale, importing.undone) />
        {table}
        {left}
    }
    .into_any()
}
