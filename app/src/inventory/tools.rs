//! What can be done with the grid as a whole.

use domain::inventory::LotForm;
use domain::inventory::grid::{Counts, Line, Only, Place, Range, Sheet};
use leptos::prelude::*;
use uuid::Uuid;

use super::columns::Arranging;
use super::desk::Desk;
use super::grid::keys::focus_grid;
use super::sending::{AsTyped, send};
use crate::labels::locale;
use crate::say;
use crate::ui::Icon;

/// Undo, redo, fill, delete, history, columns, find, filter, Send.
#[component]
pub fn Tools(desk: Desk, counts: Memo<Counts>) -> impl IntoView {
    let locale = locale();
    let can_undo = Memo::new(move |_| desk.with(|sheet| sheet.past().can_undo()));
    let can_redo = Memo::new(move |_| desk.with(|sheet| sheet.past().can_redo()));
    let delete = move |_| tick_chosen(desk);
    let fill = move |_| {
        let range = desk.range.get_untracked();
        desk.change(|sheet| sheet.fill_down(range));
        focus_grid();
    };
    let kept = Memo::new(move |_| {
        let row = desk.range.get().head.row;
        desk.with(|sheet| {
            sheet
                .row(row)
                .filter(|line| line.kept.is_some())
                .map(|line| line.item_id)
        })
    });
    let send_words = move || match counts.get().drafts {
        0 => say!(locale, inventory.send).to_owned(),
        count => say!(locale, inventory.send_many, count = count).to_string(),
    };
    view! {
        <div class="stock-tools" role="toolbar" aria-label=say!(locale, inventory.tools)>
            <button class="button" type="button" on:click=delete>
                <Icon name="trash" small=true />
                {say!(locale, inventory.delete)}
            </button>
            <button
                class="button"
                type="button"
                disabled=move || !can_undo.get()
                on:click=move |_| desk.change(Sheet::undo)
            >
                {say!(locale, inventory.undo)}
            </button>
            <button
                class="button"
                type="button"
                disabled=move || !can_redo.get()
                on:click=move |_| desk.change(Sheet::redo)
            >
                {say!(locale, inventory.redo)}
            </button>
            <button class="button stock-wide" type="button" on:click=fill>
                {say!(locale, inventory.fill)}
            </button>
            <button
                class="button stock-wide"
                type="button"
                disabled=move || kept.get().is_none()
                on:click=move |_| desk.telling.set(kept.get_untracked())
            >
                <Icon name="clock" small=true />
                {say!(locale, inventory.history)}
            </button>
            <Arranging desk />
            <Find desk />
            <Filter desk />
            <AsTyped desk />
            <button class="button primary stock-send" type="button" on:click=move |_| send(desk)>
                {send_words}
            </button>
        </div>
    }
    .into_any()
}

/// Ticks the rows of the range, or takes the ticks away where all have one.
pub fn tick_chosen(desk: Desk) {
    let range = desk.range.get_untracked();
    let (items, all) = desk.read(|sheet| {
        let items = sheet.items(range);
        let all = items
            .iter()
            .all(|item| sheet.line(*item).is_some_and(|line| line.is_ticked()));
        (items, all)
    });
    desk.change(|sheet| sheet.tick(&items, !all));
}

/// The field of the finder; Enter goes to the next.
pub const FIND: &str = "stock-find";

#[component]
fn Find(desk: Desk) -> impl IntoView {
    let locale = locale();
    let none = RwSignal::new(false);
    let nothing = say!(locale, inventory.find_none);
    let go = move |event: leptos::ev::KeyboardEvent| {
        if event.key() != "Enter" || event.is_composing() {
            return;
        }
        event.prevent_default();
        let sought = event_target_value(&event);
        let from = desk.range.get_untracked().head;
        let found = desk.read(|sheet| sheet.find(&sought, from));
        none.set(found.is_none());
        match found {
            Some(place) => desk.range.set(Range::at(place)),
            None => desk.said.set(nothing.to_owned()),
        }
    };
    view! {
        <label class="stock-find">
            <span>{say!(locale, inventory.find)}</span>
            <input id=FIND class="input" type="search" on:keydown=go aria-invalid=move || none.get().then_some("true") />
        </label>
    }
    .into_any()
}

#[component]
fn Filter(desk: Desk) -> impl IntoView {
    let locale = locale();
    let filter = Memo::new(move |_| desk.with(|sheet| sheet.arrangement().filter.clone()));
    let only = Memo::new(move |_| desk.with(|sheet| word(sheet.arrangement().only)));
    let typed = move |event| {
        let filter = event_target_value(&event);
        desk.rearrange(|sheet| {
            let mut arrangement = sheet.arrangement().clone();
            arrangement.filter = filter;
            sheet.arrange(arrangement);
        });
    };
    let chosen = move |event| {
        let only = of_word(&event_target_value(&event));
        desk.rearrange(|sheet| {
            let mut arrangement = sheet.arrangement().clone();
            arrangement.only = only;
            sheet.arrange(arrangement);
        });
    };
    let choices = [
        (Only::All, say!(locale, inventory.only_all)),
        (Only::Drafts, say!(locale, inventory.only_drafts)),
        (Only::Wrong, say!(locale, inventory.only_wrong)),
        (Only::Open, say!(locale, inventory.only_open)),
    ];
    let choices = choices.map(|(only, name)| view! { <option value=word(only)>{name}</option> });
    view! {
        <label class="stock-filter">
            <span>{say!(locale, inventory.filter)}</span>
            <input class="input" type="search" prop:value=move || filter.get() on:change=typed />
        </label>
        <label class="stock-only">
            <span>{say!(locale, inventory.only)}</span>
            <select class="select" prop:value=move || only.get() on:change=chosen>
                {choices.collect_view()}
            </select>
        </label>
    }
    .into_any()
}

const fn word(only: Only) -> &'static str {
    match only {
        Only::All => "all",
        Only::Drafts => "drafts",
        Only::Wrong => "wrong",
        Only::Open => "open",
    }
}

fn of_word(text: &str) -> Only {
    [Only::Drafts, Only::Wrong, Only::Open]
        .into_iter()
        .find(|only| word(*only) == text)
        .unwrap_or_default()
}

/// Add, below the list at the end of the line (R113): two rows the first time, then one more with each press.
#[component]
pub fn BelowGrid(desk: Desk) -> impl IntoView {
    let locale = locale();
    let rows = Memo::new(move |_| desk.with(|sheet| sheet.size().rows));
    view! {
        <div class="stock-below">
            <p class="quiet small">{move || say!(locale, inventory.rows, count = rows.get()).to_string()}</p>
            <button class="button" type="button" on:click=move |_| add(desk)>
                <Icon name="plus" small=true />
                {say!(locale, inventory.add)}
            </button>
        </div>
    }
    .into_any()
}

fn add(desk: Desk) {
    let has_new = desk.read(|sheet| sheet.lines().any(Line::is_new));
    let count = if has_new { 1 } else { 2 };
    let fresh: Vec<_> = (0..count).map(|_| (Uuid::now_v7(), LotForm::default())).collect();
    let Some(first) = fresh.first().map(|(item, _)| *item) else {
        return;
    };
    // A filter would hide new rows from whoever has just asked for them.
    desk.rearrange(Sheet::show_all);
    desk.change(|sheet| sheet.add(fresh));
    if let Some(row) = desk.read(|sheet| sheet.row_of(first)) {
        desk.range.set(Range::at(Place { row, column: 0 }));
    }
    focus_grid();
}
