//! A whole list of parts, looked up at once. The server writes this page alone: it needs no program.

use domain::places::Place;
use domain::search::parts::MOST;
use domain::search::results::{PartFound, PartHits, ResultRow};
use domain::search::{SearchRequest, Unsearchable};
use domain::words::thousands;
use leptos::prelude::*;

use super::links;
use crate::labels::{Locale, locale};
use crate::problem::{Problem, ProblemNotice};
use crate::say;
use crate::ui::{Icon, PageTitle, Wrong};

/// The page: what was pasted, and what there is of it.
#[derive(Debug, Clone, Default)]
pub struct PartsPage {
    /// As it was pasted.
    pub list: String,
    /// Parts past those that are looked up at once.
    pub left_out: u32,
    /// Empty before anything was looked up.
    pub found: Vec<PartFound>,
    pub trouble: Option<Trouble>,
}

/// Why nothing, or nothing more, was done.
#[derive(Debug, Clone)]
pub enum Trouble {
    /// There is no part in what was pasted.
    Nothing,
    /// A request was wanted and no part was ticked.
    NothingTicked,
    Problem(Problem),
}

/// Writes the page.
#[component]
pub fn PartsListPage(page: PartsPage) -> AnyView {
    let locale = locale();
    let PartsPage {
        list,
        left_out,
        found,
        trouble,
    } = page;
    let results = (!found.is_empty()).then(|| view! { <Results list=list.clone() found /> });
    let left_out = (left_out > 0).then(|| {
        view! {
            <div class="notice wait" role="status">
                <Icon name="warn" />
                <p>{say!(locale, parts.left_out, count = thousands(left_out.into()), most = thousands(MOST as u64)).to_string()}</p>
            </div>
        }
    });
    view! {
        <PageTitle text=say!(locale, parts.title).to_string() />
        <main id="content" tabindex="-1" class="page parts">
            <h1>{say!(locale, parts.title)}</h1>
            {trouble.map(|trouble| view! { <Said trouble /> })}
            {left_out}
            {results}
            <form class="parts-form" action=Place::PartsList.path() method="post">
                <label for="list">{say!(locale, parts.list)}</label>
                <p class="quiet small" id="list-help">
                    {say!(locale, parts.help, most = thousands(MOST as u64)).to_string()}
                </p>
                <Pasted list />
                <p class="actions">
                    <button class="button primary" type="submit">
                        <Icon name="search" />
                        {say!(locale, parts.search)}
                    </button>
                </p>
            </form>
        </main>
    }
    .into_any()
}

/// The children of a textarea are written without escaping; its value is not.
#[component]
fn Pasted(list: String) -> AnyView {
    let lines = list.lines().count().clamp(8, 16);
    let text = crate::ui::field::control::escaped(&list);
    view! {
        <textarea class="area" id="list" name="list" rows=lines aria-describedby="list-help" spellcheck="false" required=true>
            {text}
        </textarea>
    }
    .into_any()
}

#[component]
fn Said(trouble: Trouble) -> AnyView {
    let locale = locale();
    let words = match trouble {
        Trouble::Problem(problem) => return view! { <ProblemNotice problem /> }.into_any(),
        Trouble::Nothing => say!(locale, parts.nothing),
        Trouble::NothingTicked => say!(locale, parts.nothing_ticked),
    };
    view! { <Wrong text=words /> }.into_any()
}

#[component]
fn Results(list: String, found: Vec<PartFound>) -> AnyView {
    let locale = locale();
    let here = |part: &PartFound| part.found.as_ref().is_ok_and(|hits| hits.same > 0);
    let in_stock = found.iter().filter(|part| here(part)).count();
    let sum = say!(
        locale,
        parts.sum,
        parts = thousands(found.len() as u64),
        found = thousands(in_stock as u64)
    )
    .to_string();
    let rows = found.into_iter().enumerate();
    let rows = rows
        .map(|(place, part)| view! { <Row place part /> })
        .collect_view();
    view! {
        <form class="parts-found" action=Place::Request.path() method="post">
            <input type="hidden" name="list" value=list />
            <h2 id="found-title">
                {sum}
            </h2>
            <div class="scroll">
                <table class="table" role="table" aria-labelledby="found-title">
                    <thead role="rowgroup">
                        <tr role="row">
                            <th role="columnheader" scope="col">{say!(locale, parts.ask)}</th>
                            <th role="columnheader" scope="col">{say!(locale, parts.wanted)}</th>
                            <th role="columnheader" scope="col" class="num">{say!(locale, parts.pieces)}</th>
                            <th role="columnheader" scope="col">{say!(locale, parts.stock)}</th>
                            <th role="columnheader" scope="col">{say!(locale, parts.best)}</th>
                        </tr>
                    </thead>
                    <tbody role="rowgroup">{rows}</tbody>
                </table>
            </div>
            <p class="actions">
                <button class="button primary" type="submit">
                    <Icon name="mail" />
                    {say!(locale, parts.request)}
                </button>
            </p>
        </form>
    }
    .into_any()
}

#[component]
fn Row(
    /// In the list, from 0.
    place: usize,
    part: PartFound,
) -> AnyView {
    let locale = locale();
    let PartFound { part, found } = part;
    let pieces = part.quantity.map(|pieces| thousands(pieces.into()));
    let ask = say!(locale, parts.ask_for, model = part.model.as_str()).to_string();
    let short = found
        .as_ref()
        .ok()
        .and_then(|hits| hits.best.as_ref())
        .zip(part.quantity)
        .filter(|(best, wanted)| best.quantity < *wanted)
        .map(|_| view! { <span class="caution">{say!(locale, parts.short)}</span> });
    let (stock, best) = match found {
        Err(why) => (
            view! { <span class="quiet">{not_searched(why, locale)}</span> }.into_any(),
            None,
        ),
        Ok(PartHits { same, similar, best }) => (
            view! { <Stock model=part.model.clone() same similar /> }.into_any(),
            best,
        ),
    };
    view! {
        <tr role="row">
            <td role="cell" class="take">
                <input type="checkbox" name="take[]" value=place checked=true aria-label=ask />
            </td>
            <td role="cell" class="part">{part.model}</td>
            <td role="cell" class="num">{pieces}</td>
            <td role="cell">{stock}</td>
            <td role="cell">{best.map(|best| view! { <Best best /> })} {short}</td>
        </tr>
    }
    .into_any()
}

#[component]
fn Stock(model: String, same: u32, similar: u32) -> AnyView {
    let locale = locale();
    let words = match (same, similar) {
        (0, 0) => {
            return view! { <span class="quiet">{say!(locale, parts.none)}</span> }.into_any();
        }
        (0, similar) => say!(locale, parts.similar, count = thousands(similar.into())).to_string(),
        (same, _) => say!(locale, parts.lots, count = thousands(same.into())).to_string(),
    };
    let search = SearchRequest {
        q: model,
        ..SearchRequest::default()
    };
    view! { <a href=links::address(&search)>{words}</a> }.into_any()
}

#[component]
fn Best(best: ResultRow) -> AnyView {
    let locale = locale();
    let pieces = say!(locale, parts.count, count = thousands(best.quantity.into())).to_string();
    let year = best.dc.map(|year| year.to_string());
    let about = [Some(best.manufacturer), Some(pieces), Some(best.packing), year];
    let about: Vec<String> = about.into_iter().flatten().collect();
    view! {
        <b class="part">{best.model}</b>
        " "
        <span class="quiet">{about.join(" · ")}</span>
    }
    .into_any()
}

fn not_searched(why: Unsearchable, locale: Locale) -> &'static str {
    match why {
        Unsearchable::Empty | Unsearchable::TooShort => say!(locale, parts.too_short),
        Unsearchable::TooLong => say!(locale, parts.too_long),
    }
}
