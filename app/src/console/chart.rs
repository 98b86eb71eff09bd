//! A chart: bars that the server draws, in the colours of the tokens. What they show stands beside them in a sentence, which
//! is also their name for screen readers, and behind a button as a table. Words are no part of the drawing, so that they
//! keep their size however narrow the page is.

use domain::overview::scale;
use leptos::prelude::*;

use crate::labels::{Locale, locale};
use crate::say;

/// From one column to the next, and the part of it that its bars fill; there is air on both sides.
const STEP: u32 = 12;
const FILLED: u32 = 10;
const AIR: u32 = 1;

/// The looks of the first and of the second bar of a column.
const KINDS: [&str; 2] = ["chart-full", "chart-hollow"];

/// How a value is written.
pub(super) type Written = fn(u64, Locale) -> String;

/// One row of bars.
pub(super) struct Series {
    pub(super) name: &'static str,
    pub(super) values: Vec<u64>,
}

/// What is drawn.
pub(super) struct Chart {
    /// Names its parts on the page.
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    /// What it shows; also where there is nothing to draw.
    pub(super) sentence: String,
    /// What a column stands for, and each of them.
    pub(super) column: &'static str,
    pub(super) labels: Vec<String>,
    /// At most two, which stand side by side in each column: a full bar and a hollow one.
    pub(super) series: Vec<Series>,
    pub(super) top: u64,
    pub(super) written: Written,
    /// What else belongs to the figure.
    pub(super) more: AnyView,
}

/// The figure as a section of its page.
pub(super) fn draw(chart: Chart) -> AnyView {
    let (title, says) = (format!("{}-title", chart.id), format!("{}-says", chart.id));
    let is_something = chart
        .series
        .iter()
        .flat_map(|one| &one.values)
        .any(|value| *value > 0);
    let drawn = is_something.then(|| {
        view! {
            {legend(&chart.series)}
            {bars(&chart, says.clone())}
            {table(&chart)}
        }
    });
    view! {
        <section class="card chart" aria-labelledby=title.clone()>
            <h2 id=title.clone()>{chart.title}</h2>
            <p class="small" id=says.clone()>
                {chart.sentence.clone()}
            </p>
            {drawn}
            {chart.more}
        </section>
    }
    .into_any()
}

/// Which bar is which, where there are two.
fn legend(series: &[Series]) -> Option<AnyView> {
    let names = series.iter().map(|one| one.name).zip(KINDS);
    let names = names.map(|(name, class)| {
        view! {
            <li>
                <svg class="chart-key" viewBox="0 0 10 10" aria-hidden="true">
                    <rect class=class width="10" height="10"></rect>
                </svg>
                {name}
            </li>
        }
    });
    (series.len() > 1)
        .then(|| view! { <ul class="chart-legend small">{names.collect_view()}</ul> }.into_any())
}

/// The drawing, between the top of its scale and the ends of its columns.
fn bars(chart: &Chart, says: String) -> AnyView {
    let columns = u32::try_from(chart.labels.len()).unwrap_or_default();
    let width = FILLED / u32::try_from(chart.series.len().max(1)).unwrap_or(1);
    let rects = (0..)
        .zip(&chart.series)
        .zip(KINDS)
        .flat_map(|((place, one), class)| {
            let values = (0..).zip(&one.values).filter(|(_, value)| **value > 0);
            values.map(move |(column, value)| {
                let height = scale::height(*value, chart.top);
                let x: u32 = column * STEP + AIR + place * width;
                view! {
                    <rect
                        class=class
                        x=x.to_string()
                        y=(scale::TALL - height).to_string()
                        width=width.to_string()
                        height=height.to_string()
                    ></rect>
                }
            })
        });
    let end = |label: Option<&String>| label.cloned().unwrap_or_default();
    view! {
        <p class="chart-top small quiet" aria-hidden="true">
            {(chart.written)(chart.top, locale())}
        </p>
        <svg
            class="chart-bars"
            role="img"
            aria-labelledby=says
            viewBox=format!("0 0 {} {}", columns * STEP, scale::TALL)
            preserveAspectRatio="none"
        >
            {rects.collect_view()}
        </svg>
        <p class="chart-ends small quiet" aria-hidden="true">
            <span>{end(chart.labels.first())}</span>
            <span>{end(chart.labels.last())}</span>
        </p>
    }
    .into_any()
}

fn table(chart: &Chart) -> AnyView {
    let locale = locale();
    let heads = chart.series.iter().map(|one| {
        view! {
            <th scope="col" class="num">
                {one.name}
            </th>
        }
    });
    let rows = chart.labels.iter().enumerate().map(|(row, label)| {
        let cells = chart.series.iter().map(|one| {
            let value = one.values.get(row).copied().unwrap_or_default();
            view! { <td class="num">{(chart.written)(value, locale)}</td> }
        });
        view! {
            <tr>
                <th scope="row">{label.clone()}</th>
                {cells.collect_view()}
            </tr>
        }
    });
    view! {
        <details class="chart-table">
            <summary>{say!(locale, overview.as_table)}</summary>
            <table class="table">
                <caption class="visually-hidden">{chart.title}</caption>
                <thead>
                    <tr>
                        <th scope="col">{chart.column}</th>
                        {heads.collect_view()}
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </details>
    }
    .into_any()
}
