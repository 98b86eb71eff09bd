//! The same rows on a phone: a card each, with a field for every cell, two beside each other. Only the cards in sight are in the
//! document.

use domain::inventory::Column;
use domain::inventory::grid::{Cell, Place, Range};
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use uuid::Uuid;
use web_sys::{Event, InputEvent};

use super::desk::Desk;
use super::grid::row::{RowView, icon};
use super::room::offer_id;
use super::sight::Sight;
use crate::labels::{language, locale};
use crate::say;
use crate::ui::Icon;

/// The height of a card in pixels, as the style has it.
const CARD: f64 = 360.0;
/// Cards that are drawn above and below what is in sight.
const SPARE: usize = 2;

/// The cards.
#[component]
pub fn Cards(desk: Desk) -> impl IntoView {
    let locale = locale();
    let rows = Memo::new(move |_| desk.with(|sheet| sheet.size().rows));
    let sight = Sight::over(rows, CARD, SPARE);
    let Sight { scroller, drawn, .. } = sight;
    // A new row is gone to.
    Effect::new(move |before: Option<usize>| {
        let row = desk.range.get().head.row;
        if before.is_some_and(|before| before != row) {
            sight.bring(row);
        }
        row
    });
    // Each card keeps to its lot: rows that come and go above it change nothing in the field that somebody types in.
    let in_sight = Memo::new(move |_| {
        let (first, end) = drawn.get();
        let item = |at| Some((at, desk.with(|sheet| Some(sheet.row(at)?.item_id))?));
        (first..end).filter_map(item).collect::<Vec<_>>()
    });
    let empty = move || {
        (rows.get() == 0).then(|| view! { <p class="stock-empty">{say!(locale, inventory.empty)}</p> })
    };
    view! {
        <div class="stock-scroll" node_ref=scroller on:scroll=move |_| sight.scrolled()>
            <ul class="stock-cards" aria-label=say!(locale, inventory.grid) style:height=move || sight.frame()>
                <For
                    each=move || in_sight.get()
                    key=|(_, item)| *item
                    children=move |(_, item)| view! { <Card desk item in_sight rows sight /> }
                />
            </ul>
            {empty}
        </div>
    }
    .into_any()
}

#[component]
fn Card(
    desk: Desk,
    item: Uuid,
    in_sight: Memo<Vec<(usize, Uuid)>>,
    rows: Memo<usize>,
    sight: Sight,
) -> impl IntoView {
    let (locale, language) = (locale(), language());
    // The row in which it stands now; a card that goes keeps its last one.
    let at = Memo::new(move |before: Option<&usize>| {
        let found = in_sight.with(|all| all.iter().find(|(_, of)| *of == item).map(|(at, _)| *at));
        found.or(before.copied()).unwrap_or_default()
    });
    let row =
        Memo::new(move |_| RowView::with(desk, item, &Column::ALL, locale, language).unwrap_or_default());
    let tick = move |_| {
        let is_ticked = row.with_untracked(|row| row.is_ticked);
        desk.change(|sheet| sheet.tick(&[item], !is_ticked));
    };
    let state = move || {
        row.with(|row| {
            view! {
                <Icon name=icon(row.state) small=true />
                <span>{row.word}</span>
            }
        })
    };
    let id = move |what: &str| format!("card-{}-{what}", item.simple());
    let fault = move || row.with(|row| row.cells.iter().find_map(|cell| cell.fault.clone()));
    let fields = Column::ALL.into_iter().enumerate().map(|(place, column)| {
        // Only a change of this very cell may write into a field that somebody is typing in.
        let text = Memo::new(move |_| {
            row.with(|row| {
                row.cells
                    .get(place)
                    .map(|cell| cell.text.clone())
                    .unwrap_or_default()
            })
        });
        let is_wrong = move || row.with(|row| row.cells.get(place).is_some_and(|cell| cell.fault.is_some()));
        let cell = Cell {
            item_id: item,
            column,
        };
        let field = NodeRef::<html::Input>::new();
        let so_far = move || Some(field.try_get_untracked()??.value());
        // What an input method composes is nothing yet; a word that it has confirmed is kept though no input follows.
        let composes = StoredValue::new(false);
        let so_far_said = move || so_far().filter(|_| composes.try_get_value() == Some(false));
        let typing = move |event: Event| {
            desk.begin_in(cell);
            let is_composing = event
                .dyn_ref::<InputEvent>()
                .is_some_and(InputEvent::is_composing);
            composes.set_value(is_composing);
            desk.keep_soon(so_far_said);
        };
        let confirmed = move |_| {
            composes.set_value(false);
            desk.keep_soon(so_far_said);
        };
        let typed = move |_| {
            if let Some(text) = so_far().filter(|_| desk.is_typed_in(cell)) {
                desk.end(&text);
            }
        };
        let focus = move |_| {
            let place = Place {
                row: at.get_untracked(),
                column: place,
            };
            if desk.range.get_untracked().head != place {
                desk.range.set(Range::at(place));
            }
        };
        view! {
            <label class=format!("card-{}", column.field())>
                <span>{column.heading(language)}</span>
                <input
                    class="input"
                    type="text"
                    inputmode=matches!(column, Column::Quantity | Column::Dc).then_some("numeric")
                    autocomplete="off"
                    list=offer_id(column)
                    node_ref=field
                    prop:value=move || text.get()
                    readonly=move || !desk.lets_type()
                    aria-invalid=move || is_wrong().then_some("true")
                    aria-describedby=move || is_wrong().then(|| id("fault"))
                    on:input=typing
                    on:compositionend=confirmed
                    on:blur=typed
                    on:focus=focus
                />
            </label>
        }
    });
    view! {
        <li
            class="stock-card"
            aria-setsize=move || rows.get().to_string()
            aria-posinset=move || (at.get() + 1).to_string()
            data-state=move || row.with(|row| row.state)
            data-ticked=move || row.with(|row| row.is_ticked).then_some("")
            style:transform=move || sight.moved(at.get())
        >
            <p class="stock-card-head">
                <b>{move || say!(locale, inventory.row, row = at.get() + 1).to_string()}</b>
                <span class="stock-safety">{state}</span>
                <button
                    class="button plain small"
                    type="button"
                    disabled=move || !row.with(|row| row.is_kept)
                    on:click=move |_| desk.telling.set(Some(item))
                >
                    <Icon name="clock" small=true />
                    {say!(locale, inventory.history)}
                </button>
                <label class="stock-card-tick">
                    <input type="checkbox" prop:checked=move || row.with(|row| row.is_ticked) on:change=tick />
                    {say!(locale, inventory.delete)}
                </label>
            </p>
            <div class="stock-card-fields">{fields.collect_view()}</div>
            <p class="stock-card-fault" id=id("fault")>
                {fault}
            </p>
        </li>
    }
    .into_any()
}
