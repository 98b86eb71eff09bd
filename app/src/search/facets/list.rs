//! A facet of texts: the most frequent values in sight, the others behind "more".

use domain::search::{FacetCount, FacetValues};
use domain::words::thousands;
use leptos::prelude::*;

use crate::labels::locale;
use crate::say;

/// Values in sight without a further click.
const IN_SIGHT: usize = 5;

/// One facet; absent where no lot has a value and none is chosen.
#[component]
pub fn FacetList(name: &'static str, legend: &'static str, values: FacetValues) -> impl IntoView {
    let FacetValues { mut values, others } = values;
    (!values.is_empty()).then(|| {
        let rest = values.split_off(IN_SIGHT.min(values.len()));
        view! {
            <fieldset class="facet">
                <legend>{legend}</legend>
                <ul class="facet-list">{items(name, values)}</ul>
                <More name rest others />
            </fieldset>
        }
    })
}

#[component]
fn More(name: &'static str, rest: Vec<FacetCount>, others: u32) -> impl IntoView {
    let locale = locale();
    (!rest.is_empty()).then(|| {
        let open = rest.iter().any(|value| value.selected);
        let count = say!(locale, search.more, count = rest.len()).to_string();
        let others = (others > 0).then(|| {
            let words = say!(locale, search.others, count = thousands(others.into())).to_string();
            view! { <p class="quiet small">{words}</p> }
        });
        view! {
            <details class="facet-more" open=open>
                <summary>{count}</summary>
                <ul class="facet-list">{items(name, rest)}</ul>
                {others}
            </details>
        }
    })
}

fn items(name: &'static str, values: Vec<FacetCount>) -> impl IntoView {
    let items = values.into_iter().map(
        move |FacetCount {
                  label,
                  count,
                  selected,
              }| {
            view! {
                <li>
                    <label class="facet-item">
                        <input
                            type="checkbox"
                            name=name
                            value=label.clone()
                            checked=selected
                            prop:checked=selected
                        />
                        <span>{label}</span>
                        <span class="facet-count">{thousands(count.into())}</span>
                    </label>
                </li>
            }
        },
    );
    items.collect_view()
}
