//! Which columns of the grid are shown, in which order and how wide, and by which of them rows are sorted: the browser remembers it.

use domain::inventory::Column;
use domain::inventory::grid::columns::{NARROWEST, Placed, WIDEST};
use domain::inventory::grid::{Arrangement, Columns, Direction};
use gloo::storage::{LocalStorage, Storage};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};

use super::desk::Desk;
use crate::labels::{Locale, language, locale};
use crate::say;

const KEY: &str = "stock-columns";
const SORT: &str = "stock-sort";
/// The columns before the first of the stock list, in pixels: the tick, and where a row is safe.
const BEFORE: [u16; 2] = [36, 112];

/// As they were the last time.
#[must_use]
pub fn remembered() -> Columns {
    LocalStorage::get(KEY).unwrap_or_default()
}

/// Rows in the order of the last time, all of them: what was looked for then is not looked for now.
#[must_use]
pub fn remembered_order() -> Arrangement {
    let sort: Option<(Column, Direction)> = LocalStorage::get(SORT).unwrap_or_default();
    Arrangement {
        // Others are no columns of the grid, and no heading would take the order back.
        sort: sort.filter(|(column, _)| Column::ALL.contains(column)),
        ..Arrangement::default()
    }
}

/// A heading was pressed: sorts by its column, or no more, and remembers.
pub(super) fn sort(desk: Desk, column: Column) {
    let mut arrangement = desk.read(|sheet| sheet.arrangement().clone());
    arrangement.press(column);
    drop(LocalStorage::set(SORT, arrangement.sort));
    desk.rearrange(|sheet| sheet.arrange(arrangement));
}

/// Arranges them, and remembers. A browser that keeps nothing shows the usual ones the next time.
fn arrange(desk: Desk, change: impl FnOnce(Columns) -> Columns) {
    let columns = change(desk.read(|sheet| sheet.columns().clone()));
    drop(LocalStorage::set(KEY, &columns));
    desk.rearrange(|sheet| sheet.show_columns(columns));
}

/// The widths for the style, and how wide the whole is in pixels. The last column takes what is left.
#[must_use]
pub(super) fn layout(columns: &Columns) -> (String, u32) {
    let mut widths = BEFORE.map(|width| format!("{width}px")).to_vec();
    let mut whole: u32 = BEFORE.map(u32::from).iter().sum();
    for placed in columns.all().iter().filter(|placed| placed.is_shown) {
        whole += u32::from(placed.width);
        widths.push(if columns.shown().last() == Some(&placed.column) {
            format!("minmax({}px, 1fr)", placed.width)
        } else {
            format!("{}px", placed.width)
        });
    }
    (widths.join(" "), whole)
}

/// The edge of a heading, to be dragged. Whoever has no pointer finds the widths in [`Arranging`].
pub(super) fn edge(desk: Desk, column: Column) -> AnyView {
    // Where the pointer was put down, and how wide the column was then.
    let from = RwSignal::new(None::<(i32, u16)>);
    let width = move || {
        desk.read(|sheet| {
            let placed = sheet
                .columns()
                .all()
                .iter()
                .find(|placed| placed.column == column);
            placed.map_or(NARROWEST, |placed| placed.width)
        })
    };
    let down = move |event: PointerEvent| {
        event.prevent_default();
        event.stop_propagation();
        if let Some(edge) = event.target().and_then(|edge| edge.dyn_into::<Element>().ok()) {
            drop(edge.set_pointer_capture(event.pointer_id()));
        }
        from.set(Some((event.client_x(), width())));
    };
    let pull = move |event: PointerEvent| {
        if let Some((x, width)) = from.get_untracked() {
            let width = i32::from(width) + event.client_x() - x;
            let width = u16::try_from(width.max(0)).unwrap_or(WIDEST);
            arrange(desk, |columns| columns.resized(column, width));
        }
    };
    view! {
        <span
            class="stock-edge"
            aria-hidden="true"
            on:pointerdown=down
            on:pointermove=pull
            on:pointerup=move |_| from.set(None)
            on:pointercancel=move |_| from.set(None)
        ></span>
    }
    .into_any()
}

/// All columns with what can be done about each.
#[component]
pub fn Arranging(desk: Desk) -> impl IntoView {
    let locale = locale();
    let all = Memo::new(move |_| desk.with(|sheet| sheet.columns().clone()));
    let order = move || {
        let all = all.get();
        all.all().iter().map(|placed| placed.column).collect::<Vec<_>>()
    };
    view! {
        <details class="stock-columns stock-wide">
            <summary class="button">{say!(locale, inventory.columns)}</summary>
            <div class="stock-columns-panel">
                <ol>
                    <For each=order key=|column| *column children=move |column| line(desk, all, column, locale) />
                </ol>
                <p class="actions">
                    <button class="button" type="button" on:click=move |_| arrange(desk, |_| Columns::default())>
                        {say!(locale, inventory.columns_usual)}
                    </button>
                </p>
            </div>
        </details>
    }
    .into_any()
}

fn line(desk: Desk, all: Memo<Columns>, column: Column, locale: Locale) -> AnyView {
    let placed = move |read: fn(&Placed) -> u16| {
        all.with(|columns| {
            let placed = columns.all().iter().find(|placed| placed.column == column);
            placed.map_or(0, read)
        })
    };
    let is_shown = move || placed(|placed| u16::from(placed.is_shown)) == 1;
    let is_only = move || all.with(|columns| columns.shown() == [column]);
    let name = column.heading(language());
    let show = move |event| {
        let is_shown = event_target_checked(&event);
        arrange(desk, |columns| columns.with(column, is_shown));
    };
    let resize = move |event| {
        if let Ok(width) = event_target_value(&event).parse() {
            arrange(desk, |columns| columns.resized(column, width));
        }
    };
    let step = move |to_the_end: bool, sign: &'static str, words: String| {
        view! {
            <button
                class="button plain"
                type="button"
                aria-label=words.clone()
                title=words
                on:click=move |_| arrange(desk, |columns| columns.moved(column, to_the_end))
            >
                {sign}
            </button>
        }
    };
    let [earlier, later, width] = [
        say!(locale, inventory.column_earlier, column = name).to_string(),
        say!(locale, inventory.column_later, column = name).to_string(),
        say!(locale, inventory.column_width, column = name).to_string(),
    ];
    view! {
        <li>
            <label>
                <input type="checkbox" prop:checked=is_shown disabled=is_only on:change=show />
                {name}
            </label>
            {step(false, "↑", earlier)}
            {step(true, "↓", later)}
            <input
                type="range"
                aria-label=width
                min=NARROWEST.to_string()
                max=WIDEST.to_string()
                step="8"
                prop:value=move || placed(|placed| placed.width).to_string()
                on:change=resize
            />
        </li>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_column_takes_what_is_left() {
        let columns = Columns::default().with(Column::Remarks, false);
        let (widths, whole) = layout(&columns);
        assert!(widths.starts_with("36px 112px 136px "), "{widths}");
        assert!(widths.ends_with(" 72px minmax(112px, 1fr)"), "{widths}");
        assert_eq!(whole, 36 + 112 + 136 + 144 + 176 + 96 + 112 + 88 + 72 + 112);
    }
}
