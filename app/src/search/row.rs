//! One lot: its ten facts, its state in words, and the two ways to ask for it.

use domain::language::Language;
use domain::places::Place;
use domain::search::highlight::highlight;
use domain::search::results::ResultRow;
use domain::search::{Query, SortBy, Tier};
use domain::words::thousands;
use leptos::prelude::*;

use super::columns;
use super::marked::Marked;
use super::picks::Picks;
use crate::labels::{language, locale};
use crate::say;
use crate::ui::Icon;

/// A row of the table.
#[component]
pub fn LotRow(row: ResultRow, query: Option<Query>) -> impl IntoView {
    let locale = locale();
    let label = |column| columns::name(column, locale);
    let year = row.dc.map(|year| year.to_string());
    view! {
        <tr role="row" class=row.own.then_some("own")>
            <td role="cell" class="lot-registered" data-label=label(SortBy::Registered)>
                <time datetime=row.registered.clone()>{day(&row.registered, language())}</time>
            </td>
            <td role="cell" class="lot-manufacturer" data-label=label(SortBy::Manufacturer)>{filled(&row.manufacturer)}</td>
            <td role="cell" class="lot-product" data-label=label(SortBy::ProductName)>{filled(&row.product_name)}</td>
            <td role="cell" class="lot-model" data-label=label(SortBy::Model)>
                <ModelCell row=row.clone() query />
            </td>
            <td role="cell" class="lot-quantity num" data-label=label(SortBy::Quantity)>{thousands(row.quantity.into())}</td>
            <td role="cell" class="lot-packing" data-label=label(SortBy::Packing)>{filled(&row.packing)}</td>
            <td role="cell" class="lot-rohs" data-label=label(SortBy::Rohs)>{filled(&row.rohs)}</td>
            <td role="cell" class="lot-dc" data-label=label(SortBy::Dc)>{year}</td>
            <td role="cell" class="lot-location" data-label=label(SortBy::Location)>{filled(&row.location)}</td>
            <td role="cell" class="lot-remarks" data-label=label(SortBy::Remarks)>{filled(&row.remarks)}</td>
            <td role="cell" class="lot-mail">
                <MailCell row=row.clone() />
            </td>
            <td role="cell" class="lot-pick">
                {(!row.own).then(|| view! { <Tick lot=row.lot model=row.model.clone() /> })}
            </td>
        </tr>
    }
    .into_any()
}

/// A fact that its supplier has not told leaves its cell empty, for a card leaves it out.
fn filled(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// A date as the reader's language writes it.
fn day(iso: &str, language: Language) -> String {
    match language {
        Language::En => iso.to_owned(),
        Language::Ja => iso.replace('-', "/"),
    }
}

#[component]
fn ModelCell(row: ResultRow, query: Option<Query>) -> impl IntoView {
    let locale = locale();
    let pieces = query
        .map(|query| highlight(&query, &row.model))
        .unwrap_or_default();
    let own = row
        .own
        .then(|| view! { <span class="badge own">{say!(locale, search.yours)}</span> });
    let point = (row.tier == Tier::DiffersByPoint).then(|| {
        view! {
            <span class="badge wait">
                <Icon name="warn" />
                {say!(locale, search.point)}
            </span>
        }
    });
    view! {
        <Marked model=row.model pieces />
        {own}
        {point}
    }
    .into_any()
}

#[component]
fn MailCell(row: ResultRow) -> impl IntoView {
    let locale = locale();
    let dot = row.owner_stock.then(|| {
        view! {
            <span class="owner-dot">
                <Icon name="dot" />
                <span class="card-words">{say!(locale, search.owner_stock)}</span>
            </span>
        }
    });
    let mail = if row.own {
        view! {
            <span class="mail" aria-disabled="true">
                <Icon name="mail" />
                <span class="card-words">{say!(locale, search.own_no_request)}</span>
            </span>
        }
        .into_any()
    } else {
        let for_model = say!(locale, search.request_for, model = row.model.as_str()).to_string();
        view! {
            <a class="mail" href=Place::RequestForLot(row.lot).path()>
                <Icon name="mail" />
                <span class="card-words">
                    {say!(locale, search.request)} <span class="visually-hidden">{for_model}</span>
                </span>
            </a>
        }
        .into_any()
    };
    view! { <span class="lot-mail-in">{dot} {mail}</span> }
}

#[component]
fn Tick(lot: i64, model: String) -> impl IntoView {
    let picks = Picks::of_page();
    view! {
        <label class="tick">
            <input
                type="checkbox"
                name="lot"
                value=lot.to_string()
                form="picked"
                prop:checked=move || picks.has(lot)
                on:change=move |event| picks.set(lot, event_target_checked(&event))
            />
            <span class="card-words">
                {say!(locale(), search.pick)} <span class="visually-hidden">" " {model}</span>
            </span>
        </label>
    }
}
