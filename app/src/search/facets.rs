//! What narrows the results, with how many lots each choice would bring. One form: without a script its button applies
//! it, awake every change does.

pub mod list;
pub mod number;
pub mod quantity;
pub mod years;

use domain::places::Place;
use domain::search::{FacetCounts, Facets, SearchRequest};
use domain::words::thousands;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlFormElement};

use self::list::FacetList;
use self::quantity::Quantity;
use self::years::Years;
use super::{chips, links};
use crate::labels::locale;
use crate::say;
use crate::ui::Icon;

/// Stands beside the table.
#[component]
pub fn FacetForm(request: SearchRequest, counts: FacetCounts) -> impl IntoView {
    let locale = locale();
    let used = chips::count(&request.facets);
    let badge = (used > 0).then(|| view! { <span class="badge">{used.to_string()}</span> });
    let without = links::narrowed(&request, Facets::default());
    let hidden = links::hidden_fields(&without).into_iter();
    let hidden = hidden.map(|(name, value)| view! { <input type="hidden" name=name value=value /> });
    let facets = request.facets.clone();
    view! {
        <details class="facets">
            <summary>
                <Icon name="filter" />
                {say!(locale, search.filter)}
                {badge}
                <Icon name="chevron-down" />
            </summary>
            <form class="facet-form" action=Place::Search.path() method="get" data-noscroll="" on:change=apply>
                {hidden.collect_view()}
                <FacetList name="manufacturer" legend=say!(locale, search.manufacturer) values=counts.manufacturers />
                <FacetList name="rohs" legend=say!(locale, search.rohs) values=counts.rohs />
                <Years facets=facets.clone() years=counts.dc />
                <FacetList name="country" legend=say!(locale, search.location) values=counts.country />
                <FacetList name="packing" legend=say!(locale, search.packing) values=counts.packing />
                <Quantity request counts=counts.quantity />
                <OwnerStock chosen=facets.owner_stock count=counts.owner_stock />
                <p class="facet-actions">
                    <button class="button" type="submit">
                        {say!(locale, search.filter_apply)}
                    </button>
                    <a href=links::address(&without) data-noscroll="">
                        {say!(locale, search.filter_clear)}
                    </a>
                </p>
            </form>
        </details>
    }
    .into_any()
}

/// A change is sent like the form itself; whoever follows forms follows it without loading the document.
fn apply(event: leptos::ev::Event) {
    let field = event.target().and_then(|field| field.dyn_into::<Element>().ok());
    let form = field.and_then(|field| field.closest("form").ok().flatten());
    if let Some(form) = form.and_then(|form| form.dyn_into::<HtmlFormElement>().ok()) {
        // A form that cannot be sent stays as it is; its button is still there.
        let _ = form.request_submit();
    }
}

#[component]
fn OwnerStock(chosen: bool, count: u32) -> impl IntoView {
    let locale = locale();
    view! {
        <fieldset class="facet">
            <legend>{say!(locale, search.owner_stock)}</legend>
            <label class="facet-item">
                <input type="checkbox" name="owner_stock" value="1" checked=chosen prop:checked=chosen />
                <span>{say!(locale, search.owner_only)}</span>
                <span class="facet-count">{thousands(count.into())}</span>
            </label>
        </fieldset>
    }
    .into_any()
}
