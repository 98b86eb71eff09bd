//! A row of the grid.

use domain::inventory::Column;
use domain::inventory::grid::{Line, Range, Safety};
use domain::words;
use leptos::prelude::*;
use uuid::Uuid;

use super::{BEFORE, RowHeight};
use crate::inventory::desk::Desk;
use crate::labels::{Locale, language, locale};
use crate::say;
use crate::ui::Icon;

/// A cell as it is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellView {
    pub column: Column,
    pub text: String,
    /// The reason why it is red.
    pub fault: Option<String>,
}

/// A row as it is drawn.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RowView {
    pub item: Uuid,
    pub model: String,
    /// By the columns that were asked for.
    pub cells: Vec<CellView>,
    pub is_ticked: bool,
    /// Whether the market has it.
    pub is_kept: bool,
    pub state: &'static str,
    pub word: &'static str,
}

impl RowView {
    /// The row of a place, if there is one, with the columns that are shown.
    pub fn of(desk: Desk, at: usize, locale: Locale, language: domain::language::Language) -> Option<Self> {
        desk.with(|sheet| {
            let line = sheet.row(at)?;
            Some(Self::made(desk, line, sheet.columns().shown(), locale, language))
        })
    }

    /// The row of a lot, if there is one, with these columns.
    pub fn with(
        desk: Desk,
        item: Uuid,
        columns: &[Column],
        locale: Locale,
        language: domain::language::Language,
    ) -> Option<Self> {
        desk.with(|sheet| {
            let line = sheet.line(item)?;
            Some(Self::made(desk, line, columns, locale, language))
        })
    }

    fn made(
        desk: Desk,
        line: &Line,
        columns: &[Column],
        locale: Locale,
        language: domain::language::Language,
    ) -> Self {
        let is_wrong = line.is_wrong();
        let fault = |column: Column| {
            let fault = line.faults.at(column.field()).filter(|_| is_wrong)?;
            Some(words::violation(fault, language))
        };
        let cell = |column: Column| CellView {
            column,
            text: line.text(column).to_owned(),
            fault: fault(column),
        };
        let (state, word) = state(desk, line, locale);
        Self {
            item: line.item_id,
            model: line.text(Column::Model).to_owned(),
            cells: columns.iter().map(|column| cell(*column)).collect(),
            is_ticked: line.is_ticked(),
            is_kept: line.kept.is_some(),
            state,
            word,
        }
    }
}

/// Where a row is safe: a name for the style, and the word.
fn state(desk: Desk, line: &Line, locale: Locale) -> (&'static str, &'static str) {
    if desk.is_writing(line.item_id) {
        return match desk.storing.get() {
            crate::inventory::desk::Storing::Failed(_) => ("wrong", say!(locale, inventory.state_not_saved)),
            _ => ("draft", say!(locale, inventory.state_writing)),
        };
    }
    match line.safety() {
        Safety::Conflict => ("wait", say!(locale, inventory.state_conflict)),
        Safety::Refused => ("wrong", say!(locale, inventory.state_refused)),
        Safety::Draft if line.is_wrong() => ("wrong", say!(locale, inventory.state_wrong)),
        Safety::Draft if desk.is_on_device() => ("draft", say!(locale, inventory.state_draft)),
        Safety::Draft => ("draft", say!(locale, inventory.state_on_page)),
        Safety::Waiting => ("wait", say!(locale, inventory.state_waiting)),
        Safety::Server => ("safe", say!(locale, inventory.state_server)),
    }
}

/// The icon of a state.
#[must_use]
pub fn icon(state: &str) -> &'static str {
    match state {
        "wrong" => "warn",
        "wait" => "clock",
        "safe" => "check",
        _ => "dot",
    }
}

/// The id of a cell.
#[must_use]
pub fn cell_id(row: usize, column: usize) -> String {
    format!("stock-{row}-{column}")
}

/// Which cells of a row are chosen: from, to, and the one with the keyboard.
fn chosen(range: Range, at: usize) -> Option<(usize, usize, Option<usize>)> {
    let ((top, bottom), (left, right)) = (range.rows(), range.columns());
    let head = (range.head.row == at).then_some(range.head.column);
    (top..=bottom).contains(&at).then_some((left, right, head))
}

/// The row.
#[component]
pub fn Row(desk: Desk, at: usize, height: RowHeight) -> impl IntoView {
    let (locale, language) = (locale(), language());
    let row = Memo::new(move |_| RowView::of(desk, at, locale, language).unwrap_or_default());
    let chosen = Memo::new(move |_| chosen(desk.range.get(), at));
    let tick = move |_| {
        let RowView { item, is_ticked, .. } = row.get_untracked();
        desk.change(|sheet| sheet.tick(&[item], !is_ticked));
    };
    let name = move || {
        let model = row.with(|row| row.model.clone());
        say!(locale, inventory.delete_row, row = at + 1, model = model).to_string()
    };
    let state = move || {
        row.with(|row| {
            view! {
                <Icon name=icon(row.state) small=true />
                <span>{row.word}</span>
            }
        })
    };
    let cells = move || {
        let chosen = chosen.get();
        row.with(|row| {
            let cells = row.cells.iter().enumerate();
            let cells = cells.map(|(column, view)| cell(at, column, view, chosen));
            cells.collect_view()
        })
    };
    view! {
        <div
            role="row"
            class="stock-row"
            aria-rowindex=(at + 2).to_string()
            data-state=move || row.with(|row| row.state)
            data-ticked=move || row.with(|row| row.is_ticked).then_some("")
            style:transform=height.moved(at)
        >
            <div role="gridcell" class="stock-cell stock-tick" aria-colindex="1">
                <input
                    type="checkbox"
                    tabindex="-1"
                    aria-label=name
                    prop:checked=move || row.with(|row| row.is_ticked)
                    on:change=tick
                />
            </div>
            <div role="gridcell" class="stock-cell stock-safety" aria-colindex="2">
                {state}
            </div>
            {cells}
        </div>
    }
    .into_any()
}

fn cell(
    at: usize,
    column: usize,
    view: &CellView,
    chosen: Option<(usize, usize, Option<usize>)>,
) -> impl IntoView + use<> {
    let CellView { text, fault, .. } = view;
    let is_chosen = chosen.is_some_and(|(left, right, _)| (left..=right).contains(&column));
    let is_head = chosen.is_some_and(|(_, _, head)| head == Some(column));
    let id = cell_id(at, column);
    let class = match (is_head, is_chosen) {
        (true, _) => "stock-cell head",
        (false, true) => "stock-cell chosen",
        _ => "stock-cell",
    };
    let class = format!("{class} of-{}", view.column.field());
    let why = fault.as_ref().map(|fault| {
        let fault = fault.clone();
        view! {
            <span class="visually-hidden" id=format!("{id}-fault")>
                {fault}
            </span>
        }
    });
    let described = fault.as_ref().map(|_| format!("{id}-fault"));
    view! {
        <div
            role="gridcell"
            id=id
            class=class
            aria-colindex=(column + BEFORE + 1).to_string()
            aria-selected=if is_chosen { "true" } else { "false" }
            aria-invalid=fault.as_ref().map(|_| "true")
            aria-describedby=described
            data-at=format!("{at}:{column}")
            title=fault.clone()
        >
            {text.clone()}
            {why}
        </div>
    }
}
