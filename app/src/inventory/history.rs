//! What happened to one lot: who changed what, when, from which device or import; and the way back to what it once was.
//!
//! The market keeps it, so it is there with a connection only. Going back writes the former texts over the row, as typing would:
//! they are judged, can be taken back, and count with the next Send.

use domain::inventory::grid::told::{Kind, Replaced, Told, told};
use domain::inventory::sync::local::LocalTx;
use domain::inventory::sync::wire::{History as Page, Source, State};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::desk::Desk;
use super::driver::asking::{self, Said};
use super::grid::keys::focus_grid;
use super::wording;
use crate::labels::{Locale, locale};
use crate::say;
use crate::ui::Moment;

/// How far the market has told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Course {
    #[default]
    Asking,
    Told,
    /// There are older changes.
    More,
    /// No connection, or not for this person.
    Nothing,
}

/// What the panel shows.
#[derive(Clone, Copy)]
struct Panel {
    desk: Desk,
    states: RwSignal<Vec<State>>,
    course: RwSignal<Course>,
    /// This browser, as the market knows it.
    device: RwSignal<Option<Uuid>>,
}

/// The panel, of the lot that [`Desk::telling`] names.
#[component]
pub fn History(desk: Desk) -> impl IntoView {
    let panel = Panel {
        desk,
        states: RwSignal::new(Vec::new()),
        course: RwSignal::default(),
        device: RwSignal::new(None),
    };
    Effect::new(move |_| {
        if let Some(item) = desk.telling.get() {
            panel.states.set(Vec::new());
            spawn_local(panel.ask(item, None));
        }
    });
    let shown = move || desk.telling.get().map(|item| view! { <Open panel item /> });
    view! { {shown} }.into_any()
}

impl Panel {
    /// Asks for a page; the answer for a lot that is no longer looked at is dropped.
    async fn ask(self, item: Uuid, before: Option<i32>) {
        let past = self.desk.owner().past(item, before);
        self.course.try_set(Course::Asking);
        if self.device.try_get_untracked() == Some(None) {
            let meta = self.desk.base().work(async |tx| tx.meta().await).await;
            self.device.try_set(meta.ok().map(|meta| meta.client_id));
        }
        let said = asking::history(&past).await;
        if self.desk.telling.try_get_untracked() != Some(Some(item)) {
            return;
        }
        self.course.set(match said {
            Said::Answer(page) => self.take(page),
            Said::Stop(_) | Said::Nothing => Course::Nothing,
        });
    }

    fn take(self, page: Page) -> Course {
        self.states.update(|states| states.extend(page.states));
        if page.more { Course::More } else { Course::Told }
    }
}

#[component]
fn Open(panel: Panel, item: Uuid) -> impl IntoView {
    let locale = locale();
    let desk = panel.desk;
    let heading = NodeRef::<html::H2>::new();
    Effect::new(move |_| {
        if let Some(heading) = heading.get() {
            drop(heading.focus());
        }
    });
    let model = desk.read(|sheet| {
        let line = sheet.line(item)?;
        Some(line.text(domain::inventory::Column::Model).to_owned())
    });
    let title = say!(locale, inventory.history_of, model = model.unwrap_or_default()).to_string();
    let list = move || {
        let told = panel.states.with(|states| told(states));
        let lines = told
            .into_iter()
            .enumerate()
            .map(|(at, told)| one(panel, item, told, at == 0));
        lines.collect_view()
    };
    let older = move || {
        let last = panel
            .states
            .with_untracked(|states| states.last().map(|state| state.version));
        spawn_local(panel.ask(item, last));
    };
    let standing = move || match panel.course.get() {
        Course::Asking => view! { <p class="quiet">{say!(locale, inventory.history_asking)}</p> }.into_any(),
        Course::Nothing => view! { <p>{say!(locale, inventory.history_nothing)}</p> }.into_any(),
        Course::More => view! {
            <button class="button" type="button" on:click=move |_| older()>
                {say!(locale, inventory.history_older)}
            </button>
        }
        .into_any(),
        Course::Told => ().into_any(),
    };
    let close = move |_| {
        desk.telling.set(None);
        focus_grid();
    };
    view! {
        <section class="stock-history" aria-labelledby="history-title">
            <h2 id="history-title" tabindex="-1" node_ref=heading>
                {title}
            </h2>
            <ol>{list}</ol>
            <div class="actions" role="status">
                {standing}
            </div>
            <p class="actions">
                <button class="button" type="button" on:click=close>
                    {say!(locale, inventory.close)}
                </button>
            </p>
        </section>
    }
    .into_any()
}

/// One change.
fn one(panel: Panel, item: Uuid, told: Told, is_newest: bool) -> AnyView {
    let locale = locale();
    let Told { state, kind, cells } = told;
    let source = source(state.source.clone(), panel.device, locale);
    let by = state
        .name
        .clone()
        .unwrap_or_else(|| say!(locale, inventory.history_by_unknown).to_owned());
    let what = match kind {
        Kind::Added => say!(locale, inventory.history_added),
        Kind::Changed => say!(locale, inventory.history_changed),
        Kind::Deleted => say!(locale, inventory.history_deleted),
        Kind::BroughtBack => say!(locale, inventory.history_back),
        Kind::Oldest => say!(locale, inventory.history_oldest),
    };
    let lines = cells
        .into_iter()
        .map(|cell| replaced(cell, locale))
        .collect_view();
    let back = (!is_newest && !state.is_deleted).then(|| {
        let lot = state.lot.clone();
        let done = say!(locale, inventory.history_done);
        let press = move |_| {
            panel.desk.change(|sheet| sheet.bring_back(item, &lot));
            panel.desk.said.set(done.to_owned());
        };
        view! {
            <button class="button" type="button" on:click=press>
                {say!(locale, inventory.history_revert)}
            </button>
        }
    });
    view! {
        <li>
            <p>
                <b>{what}</b>
                " · "
                <Moment at=state.at />
                " · "
                {by}
                {source}
            </p>
            <ul>{lines}</ul>
            {back}
        </li>
    }
    .into_any()
}

/// Where a change came from.
fn source(source: Source, device: RwSignal<Option<Uuid>>, locale: Locale) -> impl IntoView {
    move || match &source {
        Source::Device { client_id, .. } if device.get() == Some(*client_id) => {
            format!(" · {}", say!(locale, inventory.this_device))
        }
        Source::Device { system, .. } if !system.is_empty() => {
            let system = system.clone();
            format!(" · {}", say!(locale, inventory.history_system, name = system))
        }
        Source::Device { name, .. } if !name.is_empty() => {
            let name = name.clone();
            format!(" · {}", say!(locale, inventory.history_named, name = name))
        }
        Source::Device { .. } => format!(" · {}", say!(locale, inventory.history_device)),
        Source::Import { file } => {
            let file = file.clone();
            format!(" · {}", say!(locale, inventory.history_import, file = file))
        }
        Source::Unknown => String::new(),
    }
}

/// "Quantity: 300 → 500".
fn replaced(cell: Replaced, locale: Locale) -> impl IntoView {
    let name = wording::name(cell.column, locale);
    let before = wording::text(cell.before, locale);
    let after = wording::text(cell.after, locale);
    view! {
        <li>
            <span class="quiet">{name}</span>
            " "
            <del>{before}</del>
            " → "
            <ins>{after}</ins>
        </li>
    }
}
