//! The rows of one kind, a page at a time; wrong and doubtful cells are fields.

use domain::inventory::Column;
use domain::inventory::importing::{Draft, Kind, Repair, RowView};
use domain::inventory::stock_file::FileFault;
use domain::places::Place;
use domain::words::{self, thousands};
use leptos::prelude::*;

use super::draft::{kind_name, shown_at};
use super::reading::mark;
use crate::inventory::table::table;
use crate::labels::{Locale, language, locale};
use crate::say;
use crate::ui::{Icon, pager};

/// The rows, with what can be done about them.
#[component]
pub fn Rows(draft: Draft) -> AnyView {
    let locale = locale();
    let Draft {
        key,
        shown,
        page,
        pages,
        rows,
        columns,
        reading,
        untold,
        ..
    } = draft;
    let help = match shown {
        Kind::Wrong => Some(say!(locale, importing.wrong_help)),
        Kind::Doubtful => Some(say!(locale, importing.doubtful_help)),
        Kind::Missing => Some(say!(locale, importing.missing_help)),
        Kind::LeftOut => Some(say!(locale, importing.left_out_help)),
        _ => None,
    };
    let untold = (shown == Kind::Wrong && untold > 0).then(|| {
        let count = thousands(untold.into());
        view! {
            <div class="notice wait">
                <Icon name="info" />
                <p>{say!(locale, importing.untold, count = count).to_string()}</p>
            </div>
        }
    });
    let table = view! { <Table shown columns rows /> };
    let content = match shown {
        Kind::Wrong | Kind::Doubtful => view! {
            <form class="stack" action=Place::StockFile(key.clone()).path() method="post">
                <input type="hidden" name="reading" value=mark(reading) />
                <input type="hidden" name="show" value=shown.word() />
                <input type="hidden" name="page" value=page.to_string() />
                // Enter in a field means this one, and not the first button of a row.
                <button class="visually-hidden" type="submit" name="step" value="correct" tabindex="-1" aria-hidden="true"></button>
                {table}
                <Corrections shown key=key.clone() />
            </form>
        }
        .into_any(),
        Kind::LeftOut => view! {
            <form class="stack" action=Place::StockFile(key.clone()).path() method="post">
                <input type="hidden" name="reading" value=mark(reading) />
                {table}
                <p class="actions">
                    <button class="button" type="submit" name="step" value="take-back">
                        {say!(locale, importing.take_back)}
                    </button>
                </p>
            </form>
        }
        .into_any(),
        _ => table.into_any(),
    };
    view! {
        <h3 id="rows-title">{kind_name(shown, locale)}</h3>
        {help.map(|help| view! { <p>{help}</p> })}
        {untold}
        {content}
        {pager(page, pages, |page| shown_at(&key, shown, page))}
    }
    .into_any()
}

#[component]
fn Corrections(shown: Kind, key: String) -> AnyView {
    let locale = locale();
    let all = (shown == Kind::Wrong).then(|| {
        view! {
            <button class="button" type="submit" name="step" value="repair-all">
                {say!(locale, importing.repair_all)}
            </button>
            <button class="button" type="submit" name="step" value="leave-all">
                {say!(locale, importing.leave_all)}
            </button>
            <a class="button" href=Place::StockFileWrong(key).path() rel="external" download="">
                <Icon name="download" />
                {say!(locale, importing.wrong_file)}
            </a>
        }
    });
    view! {
        <p class="actions">
            <button class="button primary" type="submit" name="step" value="correct">
                {say!(locale, importing.correct)}
            </button>
            {all}
        </p>
    }
    .into_any()
}

#[component]
fn Table(shown: Kind, columns: Vec<Column>, rows: Vec<RowView>) -> AnyView {
    let (locale, language) = (locale(), language());
    let with_row = shown != Kind::Missing;
    let with_cells = shown != Kind::LeftOut;
    let is_wrong = matches!(shown, Kind::Wrong | Kind::Doubtful);
    let names = with_cells.then(|| {
        let names = columns.iter().map(|column| words::column(*column, language));
        names
            .map(|name| view! { <th scope="col">{name}</th> })
            .collect_view()
    });
    let row_head = with_row.then(|| view! { <th scope="col" class="num">{say!(locale, importing.row)}</th> });
    let reason = is_wrong.then(|| view! { <th scope="col">{say!(locale, importing.reason)}</th> });
    let out =
        (shown == Kind::Wrong).then(|| view! { <th scope="col">{say!(locale, importing.leave_out)}</th> });
    let rows = rows.into_iter().map(|row| line(row, shown, &columns, locale));
    let heads = view! { {row_head} {reason} {names} {out} };
    table("scroll importing-rows", "rows-title", heads, rows.collect_view())
}

fn line(row: RowView, shown: Kind, columns: &[Column], locale: Locale) -> AnyView {
    let number = row.row;
    let head = (shown != Kind::Missing)
        .then(|| view! { <th scope="row" class="num">{thousands(number.into())}</th> });
    let is_wrong = matches!(shown, Kind::Wrong | Kind::Doubtful);
    let reasons = is_wrong.then(|| view! { <td class="importing-reasons">{reasons(&row, locale)}</td> });
    let cells = if row.cells.is_empty() {
        let width = if shown == Kind::LeftOut { 0 } else { columns.len() };
        let stands = row.uneven.join(" | ");
        (width > 0).then(|| view! { <td colspan=width>{stands}</td> }.into_any())
    } else {
        let cells = columns.iter().zip(&row.cells);
        Some(
            cells
                .map(|(column, text)| cell(&row, *column, text, locale))
                .collect_view()
                .into_any(),
        )
    };
    let out = (shown == Kind::Wrong).then(|| {
        let label = say!(locale, importing.leave_out_row, row = number).to_string();
        view! {
            <td class="importing-out">
                <input type="checkbox" name=format!("out.{number}") value="1" aria-label=label />
            </td>
        }
    });
    view! {
        <tr>
            {head}
            {reasons}
            {cells}
            {out}
        </tr>
    }
    .into_any()
}

/// What is wrong with a row, each with its repair.
fn reasons(row: &RowView, locale: Locale) -> AnyView {
    let language = language();
    let faults = row.faults.iter().map(|(column, fault)| {
        let name = column.map(|column| format!("{}: ", words::column(column, language)));
        let repair = column.and_then(|column| offer(row, column, locale));
        view! {
            <li id=column.map(|column| reason_id(row.row, column))>
                {name} {words::file_fault(fault, language)} {repair}
            </li>
        }
    });
    let doubts = row
        .repairs
        .iter()
        .filter(|(column, _)| !row.faults.iter().any(|(at, _)| *at == Some(*column)))
        .map(|(column, _)| {
            let name = format!("{}: ", words::column(*column, language));
            view! { <li id=reason_id(row.row, *column)>{name} {offer(row, *column, locale)}</li> }
        });
    view! { <ul>{faults.collect_view()} {doubts.collect_view()}</ul> }.into_any()
}

fn reason_id(row: u32, column: Column) -> String {
    format!("why-{row}-{}", column.field())
}

/// What a cell looks like, and the button that makes the repair.
fn offer(row: &RowView, column: Column, locale: Locale) -> Option<AnyView> {
    let (_, repair) = row.repairs.iter().find(|(at, _)| *at == column)?;
    let looks_like = match repair {
        Repair::PlainNumber { .. } => say!(locale, importing.plain_number),
        Repair::WrittenOut { .. } => say!(locale, importing.written_out),
        Repair::YearOnly { .. } => say!(locale, importing.year_only),
        Repair::LostZero { .. } => say!(locale, importing.lost_zero),
        Repair::Powers => say!(locale, importing.powers),
        Repair::Date => say!(locale, importing.date),
    };
    let button = repair.offered().map(|text| {
        let name = words::column(column, language());
        let label = say!(
            locale,
            importing.use_text_for,
            text = text,
            column = name,
            row = row.row
        )
        .to_string();
        let value = format!("{}.{}.{text}", row.row, column.field());
        view! {
            <button class="button importing-use" type="submit" name="use" value=value aria-label=label>
                {say!(locale, importing.use_text, text = text).to_string()}
            </button>
        }
    });
    Some(view! { <span class="importing-offer">{looks_like} " " {button}</span> }.into_any())
}

fn cell(row: &RowView, column: Column, text: &str, locale: Locale) -> AnyView {
    let fault = row.faults.iter().any(|(at, _)| *at == Some(column));
    let is_long = row
        .faults
        .iter()
        .any(|(at, fault)| *at == Some(column) && matches!(fault, FileFault::FieldTooLong { .. }));
    let doubt = row.repairs.iter().any(|(at, _)| *at == column);
    if (fault || doubt) && !is_long {
        let name = words::column(column, language());
        let label = say!(locale, importing.cell_of, column = name, row = row.row).to_string();
        return view! {
            <td class=if fault { "importing-wrong" } else { "importing-doubtful" }>
                <input
                    class="input"
                    type="text"
                    name=format!("cell.{}.{}", row.row, column.field())
                    value=text.to_owned()
                    aria-label=label
                    aria-invalid=fault.then_some("true")
                    aria-describedby=reason_id(row.row, column)
                    autocomplete="off"
                    spellcheck="false"
                />
            </td>
        }
        .into_any();
    }
    let class = if matches!(column, Column::Quantity | Column::Dc) {
        "num"
    } else {
        ""
    };
    let change = match column {
        Column::Quantity => row
            .pieces
            .filter(|(from, to)| from != to)
            .map(|(from, to)| (thousands(from.into()), thousands(to.into()))),
        Column::DateCode => row
            .former_date_code
            .as_ref()
            .map(|former| (or_none(former), or_none(text))),
        _ => None,
    };
    match change {
        Some((from, to)) => {
            let words = say!(locale, importing.change, from = from, to = to).to_string();
            view! {
                <td class=class>
                    <b>{words}</b>
                </td>
            }
            .into_any()
        }
        None => view! { <td class=class>{text.to_owned()}</td> }.into_any(),
    }
}

/// What stands for an empty text.
fn or_none(text: &str) -> String {
    if text.is_empty() { "–" } else { text }.to_owned()
}
