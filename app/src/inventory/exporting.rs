//! One's own list on the screen, and as a file (R130, R131). The server writes this page alone.

use domain::inventory::Column;
use domain::inventory::exporting::{ExportView, Format, LostCell};
use domain::places::Place;
use domain::words::{self, thousands};
use leptos::prelude::*;

use super::table::table;
use crate::labels::{Locale, language, locale};
use crate::say;
use crate::ui::{Icon, PageTitle, pager};

/// The page.
#[component]
pub fn ExportPage(list: ExportView) -> AnyView {
    let locale = locale();
    let ExportView {
        total,
        page,
        pages,
        format,
        optional,
        rows,
        lost,
        lost_total,
    } = list;
    let lead = say!(locale, exporting.lead, count = thousands(total)).to_string();
    let trouble = (lost_total > 0).then(|| view! { <Lost lost total=lost_total /> });
    let content = if total == 0 {
        view! { <p class="quiet">{say!(locale, exporting.empty)}</p> }.into_any()
    } else {
        view! {
            <Formats chosen=format optional=optional.clone() />
            <List rows format optional page pages />
        }
        .into_any()
    };
    view! {
        <PageTitle text=say!(locale, exporting.title).to_owned() />
        <main id="content" tabindex="-1" class="page exporting stack loose">
            <div class="stack tight">
                <h1>{say!(locale, exporting.title)}</h1>
                <p class="lead">{lead}</p>
                <p>
                    <a href=Place::StockImport.path() rel="external">{say!(locale, exporting.to_import)}</a>
                </p>
            </div>
            {trouble}
            {content}
        </main>
    }
    .into_any()
}

fn format_name(format: Format, locale: Locale) -> &'static str {
    match format {
        Format::CsvMarked => say!(locale, exporting.csv_marked),
        Format::Csv => say!(locale, exporting.csv),
        Format::ShiftJis => say!(locale, exporting.shift_jis),
        Format::Xlsx => say!(locale, exporting.xlsx),
    }
}

#[component]
fn Formats(chosen: Format, optional: Vec<Column>) -> AnyView {
    let locale = locale();
    let (date_code, reference) = (
        optional.contains(&Column::DateCode),
        optional.contains(&Column::Reference),
    );
    let choices = Format::ALL.map(|format| {
        view! {
            <label class="choice">
                <input type="radio" name="as" value=format.word() checked=format == chosen />
                <span>{format_name(format, locale)}</span>
            </label>
        }
    });
    view! {
        <form class="stack tight" action=Place::StockExport.path() method="post">
            <fieldset class="stack tight">
                <legend class="label">{say!(locale, exporting.format)}</legend>
                <div class="importing-modes">{choices.collect_view()}</div>
            </fieldset>
            <fieldset class="stack tight">
                <legend class="label">{say!(locale, exporting.further)}</legend>
                <p class="quiet small">{say!(locale, exporting.further_help)}</p>
                <label class="choice">
                    <input type="checkbox" name="date_code" value="1" checked=date_code />
                    <span>{say!(locale, exporting.date_code)}</span>
                </label>
                <label class="choice">
                    <input type="checkbox" name="reference" value="1" checked=reference />
                    <span>{say!(locale, exporting.reference)}</span>
                </label>
            </fieldset>
            <p class="quiet small">{say!(locale, exporting.guard)}</p>
            <p class="actions">
                <button class="button primary" type="submit">
                    <Icon name="download" />
                    {say!(locale, exporting.go)}
                </button>
                <button class="button" type="submit" formmethod="get">
                    {say!(locale, exporting.show)}
                </button>
            </p>
        </form>
    }
    .into_any()
}

#[component]
fn Lost(lost: Vec<LostCell>, total: u64) -> AnyView {
    let (locale, language) = (locale(), language());
    let lines = lost.into_iter().map(|cell| {
        let column = words::column(cell.column, language);
        view! {
            <li>
                <span class="pn">{cell.model}</span>
                {format!(", {column}: ")}
                {cell.characters}
            </li>
        }
    });
    view! {
        <div class="notice wrong" role="alert">
            <Icon name="warn" />
            <h2 class="notice-title">{say!(locale, exporting.lost_title)}</h2>
            <p>{say!(locale, exporting.lost, count = thousands(total)).to_string()}</p>
            <ul>{lines.collect_view()}</ul>
        </div>
    }
    .into_any()
}

#[component]
fn List(rows: Vec<Vec<String>>, format: Format, optional: Vec<Column>, page: u32, pages: u32) -> AnyView {
    let (locale, language) = (locale(), language());
    let columns: Vec<_> = Column::ALL.into_iter().chain(optional.iter().copied()).collect();
    let heads: Vec<_> = columns
        .iter()
        .map(|column| view! { <th scope="col">{words::column(*column, language)}</th> })
        .collect();
    let rows = rows.into_iter().map(|cells| {
        let cells = columns.iter().zip(cells).map(|(column, cell)| {
            let class = match column {
                Column::Quantity | Column::Dc => "num",
                Column::Model => "pn",
                _ => "",
            };
            view! { <td class=class>{cell}</td> }
        });
        view! { <tr>{cells.collect_view()}</tr> }
    });
    let turning = pager(page, pages, |page| {
        let kept = kept(format, &optional);
        format!("{}?{kept}page={page}", Place::StockExport.path())
    });
    view! {
        <section class="stack tight">
            <h2 id="list-title">{say!(locale, exporting.list)}</h2>
            {table("scroll", "list-title", heads.collect_view(), rows.collect_view())}
            {turning}
        </section>
    }
    .into_any()
}

/// What was chosen in the form, as the addresses of other pages keep it.
fn kept(format: Format, optional: &[Column]) -> String {
    let tick = |column: &Column| match column {
        Column::DateCode => "date_code=1&",
        Column::Reference => "reference=1&",
        _ => "",
    };
    let ticks: String = optional.iter().map(tick).collect();
    if format == Format::default() {
        ticks
    } else {
        format!("as={}&{ticks}", format.word())
    }
}
