//! No lot has such a model: what was searched for, what is near it, and the request that helps anyway (R102, R103).

use domain::places::Place;
use domain::search::highlight::same_beginning;
use domain::search::{Query, SearchRequest};
use leptos::prelude::*;

use super::links;
use super::marked::Marked;
use crate::labels::locale;
use crate::say;
use crate::ui::Icon;

/// Stands in place of the table.
#[component]
pub fn NoHit(
    /// What was searched for.
    shown: String,
    /// Models near it.
    near: Vec<String>,
) -> impl IntoView {
    let locale = locale();
    let text = if near.is_empty() {
        say!(locale, search.none_text)
    } else {
        say!(locale, search.none_text_near)
    };
    view! {
        <div class="notice info">
            <Icon name="info" />
            <h2 class="notice-title">{say!(locale, search.none_title)}</h2>
            <p>{say!(locale, search.none_searched)} <span class="pn">{shown.clone()}</span></p>
            <p>{text}</p>
        </div>
        <Near shown=shown.clone() near />
        <Anyway shown />
    }
}

#[component]
fn Near(shown: String, near: Vec<String>) -> impl IntoView {
    let locale = locale();
    let query = Query::parse(&shown).ok();
    (!near.is_empty()).then(|| {
        let models = near.into_iter().map(|model| {
            let same = query.as_ref().map_or(0, |query| same_beginning(query, &model));
            let href = links::address(&SearchRequest::for_query(model.clone()));
            view! {
                <li>
                    <a class="near-model" href=href>
                        <Marked model pieces=vec![0..same] />
                    </a>
                </li>
            }
        });
        view! {
            <section class="stack" aria-labelledby="near-title">
                <h2 id="near-title">{say!(locale, search.near)}</h2>
                <ul class="near">{models.collect_view()}</ul>
            </section>
        }
    })
}

#[component]
fn Anyway(shown: String) -> impl IntoView {
    let locale = locale();
    let words = say!(locale, search.anyway_link, query = shown.as_str()).to_string();
    view! {
        <section class="stack" aria-labelledby="anyway">
            <h2 id="anyway">{say!(locale, search.anyway)}</h2>
            <p>{say!(locale, search.anyway_text)}</p>
            <p class="actions">
                <a class="button primary large" href=Place::RequestForModel(shown).path()>
                    <Icon name="mail" small=true />
                    {words}
                </a>
            </p>
        </section>
    }
}
