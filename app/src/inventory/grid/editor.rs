//! The one field that has the keyboard. It lies over the cell that it is about, and shows itself when somebody types.
//!
//! While nobody types, all of the cell's text is chosen in it: so what is typed replaces it, by an input method as well, and a screen
//! reader hears the text of the cell.

use domain::inventory::Column;
use domain::inventory::grid::paste::TooMany;
use domain::inventory::grid::{table, tsv};
use gloo::events::EventListener;
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use uuid::Uuid;
use web_sys::{
    ClipboardEvent, DataTransfer, DomParser, Element, Event, HtmlInputElement, Node, SupportedType,
};

use super::row::{RowView, cell_id};
use super::{BEFORE, FIELD, GRID, RowHeight, keys};
use crate::inventory::desk::Desk;
use crate::inventory::room::offer_id;
use crate::inventory::sending::Ask;
use crate::labels::{language, locale};
use crate::say;

/// The field.
#[component]
pub fn Editor(desk: Desk, height: RowHeight) -> impl IntoView {
    let (locale, language) = (locale(), language());
    let field = NodeRef::<html::Input>::new();
    let leaving = RwSignal::new(false);
    let composes = StoredValue::new(false);
    // What an input method composes is nothing yet.
    let so_far = move || {
        let is_word = composes.try_get_value() == Some(false);
        field_text().filter(|_| is_word)
    };
    keep_when_hidden(desk, so_far);
    let head = Memo::new(move |_| desk.range.get().head);
    let row = Memo::new(move |_| RowView::of(desk, head.get().row, locale, language).unwrap_or_default());
    follow(desk, field, row, head);
    let name = move || {
        let column = row.with(|row| row.cells.get(head.get().column).map(|cell| cell.column));
        let column = column.unwrap_or(Column::Manufacturer).heading(language);
        say!(locale, inventory.cell, column = column, row = head.get().row + 1).to_string()
    };
    let fault = Memo::new(move |_| {
        let column = head.get().column;
        row.with(|row| row.cells.get(column).and_then(|cell| cell.fault.clone()))
    });
    let copied = say!(locale, inventory.copied);
    let left_out = say!(locale, inventory.left_out);
    let leave = say!(locale, inventory.leave_grid);
    view! {
        <div class="stock-row stock-edit" style:transform=move || height.moved(head.get().row)>
            <input
                id=FIELD
                class="input"
                style:grid-column=move || (head.get().column + BEFORE + 1).to_string()
                type="text"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                node_ref=field
                list=move || desk.editing.get().then(|| offered(row, head)).flatten()
                data-editing=move || desk.editing.get().then_some("")
                aria-label=name
                // The cells are the grid's and the keyboard is here: without the tie nobody who listens hears rows and columns.
                aria-controls=GRID
                aria-activedescendant=move || {
                    let is_there = row.with(|row| !row.cells.is_empty());
                    is_there.then(|| cell_id(head.get().row, head.get().column))
                }
                aria-invalid=move || fault.get().map(|_| "true")
                aria-describedby="stock-safety stock-fault stock-help"
                readonly=move || !desk.lets_type()
                on:keydown=move |event| {
                    let was_leaving = leaving.get_untracked();
                    let leaves = keys::pressed(desk, &event, was_leaving);
                    if leaves && !was_leaving {
                        desk.said.set(leave.to_owned());
                    }
                    leaving.set(leaves);
                }
                on:compositionstart=move |_| {
                    composes.set_value(true);
                    desk.begin();
                }
                on:compositionend=move |_| composes.set_value(false)
                on:input=move |_| {
                    desk.begin();
                    desk.keep_soon(so_far);
                }
                on:blur=move |_| settle(desk)
                on:copy=move |event| {
                    copy(desk, &event, copied);
                }
                on:cut=move |event| {
                    if copy(desk, &event, copied) {
                        let range = desk.range.get_untracked();
                        desk.change(|sheet| sheet.clear(range));
                    }
                }
                on:paste=move |event| paste(desk, &event, left_out)
            />
        </div>
        // Where the row is safe: its own cell is none that the keyboard comes to.
        <p class="visually-hidden" id="stock-safety">
            {move || row.with(|row| row.word)}
        </p>
        <p class="stock-fault" id="stock-fault" aria-live="polite">
            {move || fault.get()}
        </p>
    }
    .into_any()
}

/// The id of what is offered in the column.
fn offered(row: Memo<RowView>, head: Memo<domain::inventory::grid::Place>) -> Option<String> {
    let column = row.with(|row| row.cells.get(head.get().column).map(|cell| cell.column));
    offer_id(column?)
}

/// The field shows the text of its cell, all of it chosen, unless somebody is typing in it.
fn follow(
    desk: Desk,
    field: NodeRef<html::Input>,
    row: Memo<RowView>,
    head: Memo<domain::inventory::grid::Place>,
) {
    Effect::new(move |_| {
        let column = head.get().column;
        let text = row.with(|row| {
            row.cells
                .get(column)
                .map(|cell| cell.text.clone())
                .unwrap_or_default()
        });
        let (Some(field), false) = (field.get(), desk.editing.get()) else {
            return;
        };
        if field.value() != text {
            field.set_value(&text);
        }
        let active = document().active_element();
        if active.is_some_and(|active| active.id() == FIELD) {
            field.select();
        }
    });
}

/// The field, as it stands in the document.
pub(super) fn field() -> Option<HtmlInputElement> {
    document().get_element_by_id(FIELD)?.dyn_into().ok()
}

fn field_text() -> Option<String> {
    field().map(|field| field.value())
}

/// A tab that nobody looks at any more may be closed without another word.
fn keep_when_hidden(desk: Desk, so_far: impl Fn() -> Option<String> + 'static) {
    let keep = move |_: &Event| {
        if let Some(text) = so_far().filter(|_| document().hidden()) {
            desk.keep(text);
        }
    };
    StoredValue::new_local(EventListener::new(&document(), "visibilitychange", keep));
}

/// What was typed goes into the cell in which it was begun.
pub(super) fn settle(desk: Desk) {
    if !desk.editing.get_untracked() {
        return;
    }
    match field_text() {
        Some(typed) => desk.end(&typed),
        None => desk.give_up(),
    }
}

/// What was typed goes into all cells that are chosen.
pub(super) fn fill_chosen(desk: Desk) {
    if let Some(typed) = field_text() {
        desk.give_up();
        let range = desk.range.get_untracked();
        desk.change(|sheet| sheet.fill(range, |column| column.tidy(&typed)));
    }
}

/// What was typed is forgotten.
pub(super) fn forget(desk: Desk) {
    desk.give_up();
    let head = desk.range.get_untracked().head;
    let text = desk.read(|sheet| {
        let cell = sheet.cell(head)?;
        let line = sheet.line(cell.item_id)?;
        Some(line.text(cell.column).to_owned())
    });
    if let (Some(field), Some(text)) = (field(), text) {
        field.set_value(&text);
        field.select();
    }
}

/// Copies the range. Within a cell that is being typed in, the browser copies by itself.
fn copy(desk: Desk, event: &ClipboardEvent, copied: &'static str) -> bool {
    let Some(board) = event.clipboard_data().filter(|_| !desk.editing.get_untracked()) else {
        return false;
    };
    let range = desk.range.get_untracked();
    let (text, table) = desk.read(|sheet| {
        let block = sheet.block(range);
        (tsv::written(block.clone()), table::written(block))
    });
    event.prevent_default();
    let done = board.set_data("text/plain", &text).is_ok() && board.set_data("text/html", &table).is_ok();
    if done {
        desk.said.set(copied.to_owned());
    }
    done
}

fn paste(desk: Desk, event: &ClipboardEvent, left_out: &'static str) {
    let Some(board) = event.clipboard_data().filter(|_| !desk.editing.get_untracked()) else {
        return;
    };
    event.prevent_default();
    let mut block = block_on(&board);
    let range = desk.range.get_untracked();
    let columns = desk.read(|sheet| sheet.columns().shown().to_vec());
    fold(&mut block, columns.get(range.columns().0..).unwrap_or_default());
    let mut pasted = Ok(Default::default());
    desk.change(|sheet| {
        pasted = sheet.paste_block(&block, range, Uuid::now_v7);
        pasted
            .as_mut()
            .map_or_else(|_| Vec::new(), |pasted| std::mem::take(&mut pasted.changed))
    });
    match pasted {
        Err(TooMany) => desk.ask.set(Ask::TooMany),
        Ok(pasted) => {
            if pasted.left_out > 0 {
                desk.said.set(left_out.to_owned());
            }
        }
    }
}

/// What is on the clipboard. Text says where its cells end; only where it does not, a table beside it does.
fn block_on(board: &DataTransfer) -> Vec<Vec<String>> {
    let data = |kind| board.get_data(kind).unwrap_or_default();
    let text = tsv::read(&data("text/plain"));
    if text.iter().any(|row| row.len() > 1) {
        return text;
    }
    let table = rows_of(&data("text/html")).unwrap_or_default();
    // A single cell in a table is one, however many lines its text has.
    if table.iter().any(|row| !row.is_empty()) {
        table
    } else {
        text
    }
}

/// The cells of the tables in a document, which is read only: nothing of it is loaded or run.
fn rows_of(html: &str) -> Option<Vec<Vec<String>>> {
    let page = DomParser::new()
        .ok()?
        .parse_from_string(html, SupportedType::TextHtml)
        .ok()?;
    let rows = page.query_selector_all("tr").ok()?;
    let cells = |row: Element| {
        let cells = row.query_selector_all("td, th").ok()?;
        let texts = (0..cells.length()).filter_map(|at| text_of(&cells.item(at)?));
        Some(texts.map(|text| table::cell(&text)).collect())
    };
    let rows = (0..rows.length()).filter_map(|at| cells(rows.item(at)?.unchecked_into()));
    Some(rows.collect())
}

/// What stands in a cell; a line break in it is a space.
fn text_of(cell: &Node) -> Option<String> {
    let breaks = cell.dyn_ref::<Element>()?.query_selector_all("br").ok()?;
    for at in 0..breaks.length() {
        breaks.item(at)?.set_text_content(Some(" "));
    }
    cell.text_content()
}

/// What is pasted is folded as what is typed.
fn fold(block: &mut [Vec<String>], columns: &[Column]) {
    for row in block {
        for (cell, column) in row.iter_mut().zip(columns) {
            *cell = column.tidy(cell);
        }
    }
}
