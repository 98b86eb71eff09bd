//! The grid: only the rows in sight are in the document, however many there are.
//!
//! The keyboard stays in one field that lies over the cell it is about ([`editor`]): so a Japanese input method finds a field to
//! compose in wherever somebody begins to type, and nothing is lost while rows come and go under it. [`keys`] says what each key does.

pub mod editor;
pub mod keys;
pub mod row;

use domain::inventory::Column;
use domain::inventory::grid::{Direction, Place, Range};
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, HtmlElement, PointerEvent};

use self::editor::Editor;
use self::row::Row;
use super::columns;
use super::desk::Desk;
use super::sight::Sight;
use crate::labels::{language, locale};
use crate::say;
use crate::ui::Icon;

/// The id of the field that has the keyboard.
pub const FIELD: &str = "stock-field";
/// The id of the grid that it writes into.
pub const GRID: &str = "stock-grid";
/// Columns before the first of the stock list: the tick, and where a row is safe.
pub const BEFORE: usize = 2;
/// Rows that are drawn above and below what is in sight.
const SPARE: usize = 8;

/// The height of a row in pixels, as the style has it.
#[derive(Clone, Copy)]
pub struct RowHeight(pub f64);

impl RowHeight {
    fn of_document() -> Self {
        let root = document().document_element();
        let density = root.and_then(|root| root.get_attribute("data-density"));
        Self(if density.as_deref() == Some("compact") {
            28.0
        } else {
            36.0
        })
    }

    /// Where a row begins.
    #[must_use]
    pub fn moved(self, row: usize) -> String {
        format!("translateY({}px)", self.0 * row as f64)
    }
}

/// The grid.
#[component]
pub fn Grid(desk: Desk) -> impl IntoView {
    let locale = locale();
    let height = RowHeight::of_document();
    let rows = Memo::new(move |_| desk.with(|sheet| sheet.size().rows));
    let sight = Sight::over(rows, height.0, SPARE);
    let Sight { scroller, drawn, .. } = sight;
    keep_in_sight(desk, scroller, height);
    let shown = Memo::new(move |_| desk.with(|sheet| sheet.columns().shown().to_vec()));
    let layout = Memo::new(move |_| desk.with(|sheet| columns::layout(sheet.columns())));
    let whole = move || format!("{}px", height.0 * rows.get() as f64);
    let press = move |event: PointerEvent| pressed(desk, &event);
    let drag = move |event: PointerEvent| dragged(desk, &event);
    let empty = move || {
        (rows.get() == 0).then(|| view! { <p class="stock-empty">{say!(locale, inventory.empty)}</p> })
    };
    view! {
        <p class="quiet small" id="stock-help">
            {say!(locale, inventory.grid_help)}
        </p>
        <div class="stock-scroll scroll" node_ref=scroller on:scroll=move |_| sight.scrolled()>
            <div
                class="stock-table"
                style=("--stock-columns", move || layout.with(|(columns, _)| columns.clone()))
                style:min-inline-size=move || layout.with(|(_, whole)| format!("{whole}px"))
            >
                <div
                    id=GRID
                    role="grid"
                    aria-label=say!(locale, inventory.grid)
                    aria-describedby="stock-help"
                    aria-rowcount=move || (rows.get() + 1).to_string()
                    aria-colcount=move || (BEFORE + shown.with(Vec::len)).to_string()
                    aria-multiselectable="true"
                    on:pointerdown=press
                    on:pointermove=drag
                    on:dblclick=move |event| {
                        if place_at(event.target()).is_some() {
                            keys::begin(desk);
                        }
                    }
                >
                    <Head desk shown />
                    <div role="rowgroup" class="stock-body" style:height=whole>
                        <For
                            each=move || {
                                let (first, end) = drawn.get();
                                first..end
                            }
                            key=|at| *at
                            children=move |at| view! { <Row desk at height /> }
                        />
                    </div>
                </div>
                <Editor desk height />
            </div>
            {empty}
        </div>
    }
    .into_any()
}

/// The headings; pressing one sorts, and its edge makes the column wider or narrower.
#[component]
fn Head(desk: Desk, shown: Memo<Vec<Column>>) -> impl IntoView {
    let locale = locale();
    let columns = move || {
        let columns = shown.get().into_iter().enumerate();
        columns
            .map(|(at, column)| heading(desk, at, column))
            .collect_view()
    };
    view! {
        <div role="rowgroup" class="stock-head">
            <div role="row" class="stock-row" aria-rowindex="1">
                <div role="columnheader" class="stock-cell" aria-colindex="1">
                    <span class="visually-hidden">{say!(locale, inventory.delete)}</span>
                    <Icon name="trash" small=true />
                </div>
                <div role="columnheader" class="stock-cell" aria-colindex="2">
                    {say!(locale, inventory.state)}
                </div>
                {columns}
            </div>
        </div>
    }
    .into_any()
}

fn heading(desk: Desk, at: usize, column: Column) -> AnyView {
    let sorted = Memo::new(move |_| desk.with(|sheet| sheet.arrangement().direction(column)));
    let aria = move || match sorted.get() {
        Some(Direction::Up) => "ascending",
        Some(Direction::Down) => "descending",
        None => "none",
    };
    let icon = move || {
        sorted.get().map(|direction| {
            let name = if direction == Direction::Up {
                "sort-up"
            } else {
                "sort-down"
            };
            view! { <Icon name small=true /> }
        })
    };
    view! {
        <div role="columnheader" class="stock-cell" aria-colindex=(at + BEFORE + 1).to_string() aria-sort=aria>
            <button class="sort" type="button" on:click=move |_| columns::sort(desk, column)>
                {column.heading(language())}
                {icon}
            </button>
            {columns::edge(desk, column)}
        </div>
    }
    .into_any()
}

/// The cell that an event happened in.
fn place_of(event: &PointerEvent) -> Option<Place> {
    place_at(event.target())
}

fn place_at(target: Option<EventTarget>) -> Option<Place> {
    let target: Element = target?.dyn_into().ok()?;
    let cell = target.closest("[data-at]").ok().flatten()?;
    let at = cell.get_attribute("data-at")?;
    let (row, column) = at.split_once(':')?;
    Some(Place {
        row: row.parse().ok()?,
        column: column.parse().ok()?,
    })
}

fn pressed(desk: Desk, event: &PointerEvent) {
    let Some(place) = place_of(event).filter(|_| event.button() == 0) else {
        return;
    };
    // The keyboard stays where it is, in the one field.
    event.prevent_default();
    editor::settle(desk);
    let anchor = if event.shift_key() {
        desk.range.get_untracked().anchor
    } else {
        place
    };
    desk.range.set(Range { anchor, head: place });
    keys::focus_grid();
}

fn dragged(desk: Desk, event: &PointerEvent) {
    if event.buttons() != 1 || desk.editing.get_untracked() {
        return;
    }
    let range = desk.range.get_untracked();
    if let Some(head) = place_of(event).filter(|place| *place != range.head) {
        desk.range.set(Range { head, ..range });
    }
}

/// Scrolls so far that the cell with the keyboard is in sight.
fn keep_in_sight(desk: Desk, scroller: NodeRef<html::Div>, height: RowHeight) {
    Effect::new(move |before: Option<Place>| {
        let head = desk.range.get().head;
        if let Some(scroller) = scroller.get_untracked()
            && before.is_some_and(|before| before != head)
            && !desk.has_followed(head)
        {
            let (top, seen) = (
                f64::from(scroller.scroll_top()),
                f64::from(scroller.client_height()),
            );
            let begin = height.0 * head.row as f64;
            // The headings lie over the first row of what is in sight.
            let end = begin + 2.0 * height.0;
            if begin < top {
                scroller.set_scroll_top(begin as i32);
            } else if end > top + seen {
                scroller.set_scroll_top((end - seen).ceil() as i32);
            }
            bring_column(&scroller, head.column);
        }
        head
    });
}

fn bring_column(scroller: &HtmlElement, column: usize) {
    let heading = scroller.query_selector(&format!("[aria-colindex=\"{}\"]", column + BEFORE + 1));
    let Some(heading) = heading
        .ok()
        .flatten()
        .and_then(|heading| heading.dyn_into::<HtmlElement>().ok())
    else {
        return;
    };
    let (left, width) = (heading.offset_left(), heading.offset_width());
    let (scrolled, seen) = (scroller.scroll_left(), scroller.client_width());
    if left < scrolled {
        scroller.set_scroll_left(left);
    } else if left + width > scrolled + seen {
        scroller.set_scroll_left(left + width - seen);
    }
}
