//! The fewest pieces of a lot: any number, or one of the usual steps.

use domain::search::{Facets, QuantityCount, SearchRequest};
use domain::words::thousands;
use leptos::prelude::*;

use super::super::links;
use super::number::NumberField;
use crate::labels::locale;
use crate::say;

/// The facet.
#[component]
pub fn Quantity(request: SearchRequest, counts: Vec<QuantityCount>) -> impl IntoView {
    let locale = locale();
    let chosen = request.facets.min_quantity;
    let steps = counts.into_iter().filter(|step| step.at_least > 1 && step.count > 0).map(|step| {
        let facets = Facets { min_quantity: Some(step.at_least), ..request.facets.clone() };
        let words = say!(locale, search.at_least, count = thousands(step.at_least.into())).to_string();
        let current = (chosen == Some(step.at_least)).then_some("true");
        view! {
            <li>
                <a class="chip" href=links::address(&links::narrowed(&request, facets)) aria-current=current data-noscroll="">
                    {words}
                    <span class="facet-count">{thousands(step.count.into())}</span>
                </a>
            </li>
        }
    });
    let steps = steps.collect::<Vec<_>>();
    view! {
        <fieldset class="facet">
            <legend>
                <label for="least">{say!(locale, search.min_quantity)}</label>
            </legend>
            <div class="stack tight">
                <NumberField
                    id="least"
                    class="input num"
                    name="min_quantity"
                    value=chosen
                    placeholder="1".to_owned()
                />
                {(!steps.is_empty()).then(|| view! { <ul class="chips">{steps}</ul> })}
            </div>
        </fieldset>
    }
    .into_any()
}
