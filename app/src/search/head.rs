//! The heading of the page: what was searched for, how much was found, and why.

use domain::search::results::Results;
use domain::search::{Query, SearchRequest, Tier, TierCounts};
use domain::words::thousands;
use leptos::prelude::*;

use super::tiers;
use crate::labels::{Locale, locale};
use crate::say;
use crate::ui::Icon;

/// The title of the page for the part of its address behind the question mark; the same as its heading.
pub(super) fn title(query_string: &str, locale: Locale) -> String {
    let (request, _) = SearchRequest::from_query_string(query_string);
    match Query::parse(&request.q) {
        Ok(query) => format!("{}{}", say!(locale, search.title_before), query.shown()),
        Err(_) => say!(locale, search.title).to_owned(),
    }
}

/// How much was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    lots: u32,
    models: u32,
    tiers: TierCounts,
}

impl From<&Results> for Figures {
    fn from(found: &Results) -> Self {
        Self {
            lots: found.total_lots,
            models: found.total_models,
            tiers: found.tiers,
        }
    }
}

/// The heading and what stands under it.
#[component]
pub fn Head(
    /// What was searched for; `None` where nothing was.
    shown: Option<String>,
    /// `None` while it is not known.
    figures: Option<Figures>,
    /// What is said while it is not known.
    #[prop(optional, into)]
    meanwhile: Option<&'static str>,
) -> impl IntoView {
    let locale = locale();
    let heading = match shown {
        Some(shown) => {
            view! { {say!(locale, search.title_before)} <span class="pn">{shown}</span> }.into_any()
        }
        None => say!(locale, search.title).into_any(),
    };
    let count = match (figures, meanwhile) {
        (Some(figures), _) => Some(view! { <Count figures /> }.into_any()),
        (None, Some(words)) => Some(words.into_any()),
        (None, None) => None,
    };
    let tiers = figures.map(|figures| view! { <Tiers counts=figures.tiers /> });
    view! {
        <div class="search-head">
            <h1>{heading}</h1>
            <div class="search-count">
                <p role="status">{count}</p>
                {tiers}
            </div>
        </div>
    }
}

#[component]
fn Count(figures: Figures) -> impl IntoView {
    let locale = locale();
    let lots = if figures.lots == 1 {
        say!(locale, search.lot)
    } else {
        say!(locale, search.lots)
    };
    let models = if figures.models == 1 {
        say!(locale, search.model)
    } else {
        say!(locale, search.models)
    };
    let models = (figures.models > 0).then(|| {
        view! {
            " · "
            <b>{thousands(figures.models.into())}</b>
            " "
            {models}
        }
    });
    view! {
        <b>{thousands(figures.lots.into())}</b>
        " "
        {lots}
        {models}
    }
}

#[component]
fn Tiers(counts: TierCounts) -> impl IntoView {
    let locale = locale();
    let entries = Tier::ALL
        .into_iter()
        .filter(|tier| counts.of(*tier) > 0)
        .map(|tier| {
            let words = view! {
                <span>
                    {tiers::name(tier, locale)}
                    " "
                    <b>{thousands(counts.of(tier).into())}</b>
                </span>
            };
            if tier == Tier::DiffersByPoint {
                view! {
                    <li class="caution">
                        <Icon name="warn" />
                        {words}
                    </li>
                }
                .into_any()
            } else {
                view! { <li>{words}</li> }.into_any()
            }
        });
    (counts.total() > 0).then(|| view! { <ul class="tiers">{entries.collect_view()}</ul> })
}
