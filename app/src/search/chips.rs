//! The filters in use, each as a link that takes it away.

use domain::search::{Facets, SearchRequest};
use domain::words::thousands;
use leptos::prelude::*;

use super::links;
use crate::labels::{Locale, locale};
use crate::say;
use crate::ui::Icon;

/// How many filters are in use.
pub(super) fn count(facets: &Facets) -> usize {
    let texts = [
        &facets.manufacturers,
        &facets.rohs,
        &facets.packing,
        &facets.country,
    ];
    let years = facets.dc_from.is_some() || facets.dc_to.is_some();
    let others = [years, facets.min_quantity.is_some(), facets.owner_stock];
    texts.into_iter().map(Vec::len).sum::<usize>() + others.into_iter().filter(|used| *used).count()
}

/// Stands above the table while anything is filtered.
#[component]
pub fn Chips(request: SearchRequest) -> impl IntoView {
    let locale = locale();
    let chips = chips(&request.facets, locale);
    (!chips.is_empty()).then(|| {
        let chips = chips.into_iter().map(|(words, without)| {
            let href = links::address(&links::narrowed(&request, without));
            view! {
                <li>
                    <a class="chip" href=href data-noscroll="">
                        {words}
                        <Icon name="close" small=true />
                        <span class="visually-hidden">{say!(locale, search.filter_remove)}</span>
                    </a>
                </li>
            }
        });
        view! {
            <div class="row" role="group" aria-label=say!(locale, search.filters_used)>
                <ul class="chips">{chips.collect_view()}</ul>
            </div>
        }
    })
}

/// The words of each filter, and what is left without it.
fn chips(facets: &Facets, locale: Locale) -> Vec<(String, Facets)> {
    let texts: [fn(&mut Facets) -> &mut Vec<String>; 4] = [
        |facets| &mut facets.manufacturers,
        |facets| &mut facets.rohs,
        |facets| &mut facets.packing,
        |facets| &mut facets.country,
    ];
    let mut chips = Vec::new();
    for values in texts {
        for (at, value) in values(&mut facets.clone()).iter().enumerate() {
            let mut without = facets.clone();
            values(&mut without).remove(at);
            chips.push((value.clone(), without));
        }
    }
    if let Some(words) = years(facets, locale) {
        chips.push((
            words,
            Facets {
                dc_from: None,
                dc_to: None,
                ..facets.clone()
            },
        ));
    }
    if let Some(least) = facets.min_quantity {
        let words = say!(locale, search.at_least, count = thousands(least.into())).to_string();
        chips.push((
            words,
            Facets {
                min_quantity: None,
                ..facets.clone()
            },
        ));
    }
    if facets.owner_stock {
        let words = say!(locale, search.owner_only).to_owned();
        chips.push((
            words,
            Facets {
                owner_stock: false,
                ..facets.clone()
            },
        ));
    }
    chips
}

fn years(facets: &Facets, locale: Locale) -> Option<String> {
    match (facets.dc_from, facets.dc_to) {
        (Some(from), Some(to)) => Some(say!(locale, search.dc_between, from = from, to = to).to_string()),
        (Some(from), None) => Some(say!(locale, search.dc_since, from = from).to_string()),
        (None, Some(to)) => Some(say!(locale, search.dc_until, to = to).to_string()),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_filter_has_a_chip_that_takes_only_it_away() {
        let facets = Facets {
            manufacturers: vec!["Vishay".into(), "Bourns".into()],
            country: vec!["Japan".into()],
            dc_from: Some(2018),
            dc_to: Some(2022),
            min_quantity: Some(1_000),
            owner_stock: true,
            ..Facets::default()
        };
        let chips = chips(&facets, Locale::en);
        let words: Vec<_> = chips.iter().map(|(words, _)| words.as_str()).collect();
        let expected = [
            "Vishay",
            "Bourns",
            "Japan",
            "DC 2018–2022",
            "1,000 or more",
            "Only owner’s stock",
        ];
        assert_eq!(words, expected);
        assert_eq!(count(&facets), chips.len());
        assert!(chips.iter().all(|(_, without)| count(without) == chips.len() - 1));
    }
}
