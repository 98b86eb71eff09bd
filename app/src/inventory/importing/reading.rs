//! How a file is read and what it does: recognised, shown with its first rows, and changed by hand.

use domain::inventory::Column;
use domain::inventory::importing::{Draft, FileView, How, Mode, Separator, TextEncoding};
use domain::places::Place;
use domain::words;
use leptos::prelude::*;

use super::page::mode_name;
use crate::inventory::table::table;
use crate::labels::{Locale, language, locale};
use crate::say;
use crate::ui::Icon;

/// The id of the form, to which the decision belongs as well.
pub(super) const READING: &str = "reading";

/// How a form names the reading that it was made for.
pub(super) fn mark(reading: u64) -> String {
    format!("{reading:016x}")
}

/// The form, and the first rows.
#[component]
pub fn Reading(draft: Draft) -> AnyView {
    let locale = locale();
    let Draft {
        key,
        file,
        how,
        faults,
        reading,
        ..
    } = draft;
    let documented = how.is_documented();
    let open = !documented || file.is_guess || !faults.is_empty();
    let (class, icon, words) = if documented {
        ("notice safe", "check", say!(locale, importing.documented))
    } else {
        ("notice wait", "info", say!(locale, importing.otherwise))
    };
    let sheets = (!file.sheets.is_empty()).then(|| sheets(&file, &how, locale));
    let is_text = file.sheets.is_empty();
    let encoding = is_text.then(|| encodings(&how, locale));
    let separator = is_text.then(|| separators(&how, locale));
    view! {
        <form class="stack" id=READING action=Place::StockFile(key).path() method="post">
            <input type="hidden" name="reading" value=mark(reading) />
            <Modes mode=how.mode />
            <details class="importing-reading" open=open>
                <summary>{say!(locale, importing.reading)}</summary>
                <div class="stack">
                    <div class=class>
                        <Icon name=icon />
                        <p>{words}</p>
                    </div>
                    <div class="importing-choices">{encoding} {separator} {sheets}</div>
                    <Columns how=how.clone() headings=file.headings.clone() />
                    <Sample file />
                </div>
            </details>
            <p class="actions">
                <button class="button" type="submit" name="step" value="look">
                    {say!(locale, importing.look_again)}
                </button>
            </p>
        </form>
    }
    .into_any()
}

#[component]
fn Modes(mode: Mode) -> AnyView {
    let locale = locale();
    let choices = Mode::ALL.map(|other| {
        let help = match other {
            Mode::Add => say!(locale, importing.mode_add_help),
            Mode::Merge => say!(locale, importing.mode_merge_help),
            Mode::Replace => say!(locale, importing.mode_replace_help),
        };
        view! {
            <label class="choice">
                <input type="radio" name="mode" value=other.word() checked=other == mode />
                <span class="stack tight">
                    <b>{mode_name(other, locale)}</b>
                    <span class="quiet small">{help}</span>
                </span>
            </label>
        }
    });
    view! {
        <fieldset class="stack tight">
            <legend class="label">{say!(locale, importing.mode)}</legend>
            <div class="importing-modes">{choices.collect_view()}</div>
        </fieldset>
    }
    .into_any()
}

fn choice(name: &'static str, label: &'static str, options: Vec<(String, String, bool)>) -> AnyView {
    let options = options
        .into_iter()
        .map(|(value, words, selected)| view! { <option value=value selected=selected>{words}</option> });
    view! {
        <label class="importing-choice">
            <span class="label">{label}</span>
            <select class="input" name=name>
                {options.collect_view()}
            </select>
        </label>
    }
    .into_any()
}

fn encodings(how: &How, locale: Locale) -> AnyView {
    let options = TextEncoding::ALL.map(|encoding| {
        let name = match encoding {
            TextEncoding::ShiftJis => say!(locale, importing.shift_jis),
            other => other.word(),
        };
        (
            encoding.word().to_owned(),
            name.to_owned(),
            encoding == how.encoding,
        )
    });
    choice("encoding", say!(locale, importing.encoding), options.to_vec())
}

fn separators(how: &How, locale: Locale) -> AnyView {
    let options = Separator::ALL.map(|separator| {
        let name = match separator {
            Separator::Comma => say!(locale, importing.comma),
            Separator::Tab => say!(locale, importing.tab),
            Separator::Semicolon => say!(locale, importing.semicolon),
        };
        (
            separator.word().to_owned(),
            name.to_owned(),
            separator == how.separator,
        )
    });
    choice("separator", say!(locale, importing.separator), options.to_vec())
}

fn sheets(file: &FileView, how: &How, locale: Locale) -> AnyView {
    let options = file.sheets.iter().map(|sheet| {
        let selected = how.sheet.as_ref() == Some(sheet);
        (sheet.clone(), sheet.clone(), selected)
    });
    choice("sheet", say!(locale, importing.sheet), options.collect())
}

/// For each of the nine columns, and the optional ones, where it stands in the file.
#[component]
fn Columns(how: How, headings: Vec<String>) -> AnyView {
    let (locale, language) = (locale(), language());
    let places = how.places_under(headings.iter().map(String::as_str));
    let choices = Column::FILE.into_iter().zip(places).map(|(column, chosen)| {
        let none = (
            String::new(),
            say!(locale, importing.no_column).to_owned(),
            chosen.is_none(),
        );
        let places = headings.iter().enumerate().map(|(place, heading)| {
            let heading: String = heading.chars().take(30).collect();
            let words = say!(locale, importing.column_at, at = place + 1, heading = heading).to_string();
            (place.to_string(), words, chosen == Some(place))
        });
        let options = std::iter::once(none).chain(places).collect();
        choice("place", words::column(column, language), options)
    });
    view! {
        <fieldset class="stack tight">
            <legend class="label">{say!(locale, importing.columns)}</legend>
            <p class="quiet small">{say!(locale, importing.columns_help)}</p>
            <div class="importing-choices">{choices.collect_view()}</div>
        </fieldset>
    }
    .into_any()
}

#[component]
fn Sample(file: FileView) -> AnyView {
    let locale = locale();
    let heads = file
        .headings
        .into_iter()
        .map(|heading| view! { <th scope="col">{heading}</th> });
    let rows = file.sample.into_iter().map(|row| {
        let cells = row.into_iter().map(|cell| view! { <td>{cell}</td> });
        view! { <tr>{cells.collect_view()}</tr> }
    });
    view! {
        <div class="stack tight">
            <h2 id="sample-title" class="label">
                {say!(locale, importing.sample_rows)}
            </h2>
            {table("scroll importing-sample", "sample-title", heads.collect_view(), rows.collect_view())}
        </div>
    }
    .into_any()
}
