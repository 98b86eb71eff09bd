//! The same rows on a phone: a card each, with a field for every cell, two beside each other. Only the cards in sight are in the
//! document.

use domain::inventory::Column;
use domain::inventory::grid::{Cell, Place, Range};
use leptos::prelude::*;

use super::desk::Desk;
use super::grid::editor::write;
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
    let Sight {
        scroller,
        top,
        seen,
        drawn,
    } = sight;
    // A new row is gone to.
    Effect::new(move |before: Option<usize>| {
        let row = desk.range.get().head.row;
        if let Some(scroller) = scroller.get_untracked()
            && before.is_some_and(|before| before != row)
        {
            let begin = CARD * row as f64;
            let is_seen = begin >= top.get_untracked() && begin < top.get_untracked() + seen.get_untracked();
            if !is_seen {
                scroller.set_scroll_top(begin as i32);
            }
        }
        row
    });
    let whole = move || format!("{}px", CARD * rows.get() as f64);
    let empty = move || {
        (rows.get() == 0).then(|| view! { <p class="stock-empty">{say!(locale, inventory.empty)}</p> })
    };
    view! {
        <div class="stock-scroll" node_ref=scroller on:scroll=move |_| sight.scrolled()>
            <ul class="stock-cards" aria-label=say!(locale, inventory.grid) style:height=whole>
                <For
                    each=move || {
                        let (first, end) = drawn.get();
                        first..end
                    }
                    key=|at| *at
                    children=move |at| view! { <Card desk at rows /> }
                />
            </ul>
            {empty}
        </div>
    }
    .into_any()
}

#[component]
fn Card(desk: Desk, at: usize, rows: Memo<usize>) -> impl IntoView {
    let (locale, language) = (locale(), language());
    let row = Memo::new(move |_| RowView::with(desk, at, &Column::ALL, locale, language).unwrap_or_default());
    let tick = move |_| {
        let RowView { item, is_ticked, .. } = row.get_untracked();
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
    let id = move |what: &str| format!("card-{at}-{what}");
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
        let typed = move |event| {
            let item_id = row.with_untracked(|row| row.item);
            write(desk, Cell { item_id, column }, &event_target_value(&event));
        };
        let focus = move |_| {
            let place = Place {
                row: at,
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
                    prop:value=move || text.get()
                    readonly=move || !desk.lets_type()
                    aria-invalid=move || is_wrong().then_some("true")
                    aria-describedby=move || is_wrong().then(|| id("fault"))
                    on:change=typed
                    on:focus=focus
                />
            </label>
        }
    });
    view! {
        <li
            class="stock-card"
            aria-setsize=move || rows.get().to_string()
            aria-posinset=(at + 1).to_string()
            data-state=move || row.with(|row| row.state)
            data-ticked=move || row.with(|row| row.is_ticked).then_some("")
            style:transform=format!("translateY({}px)", CARD * at as f64)
        >
            <p class="stock-card-head">
                <b>{say!(locale, inventory.row, row = at + 1).to_string()}</b>
                <span class="stock-safety">{state}</span>
                <button
                    class="button plain small"
                    type="button"
                    disabled=move || !row.with(|row| row.is_kept)
                    on:click=move |_| desk.telling.set(Some(row.with_untracked(|row| row.item)))
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
