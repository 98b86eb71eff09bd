//! The first page: one field, and how alive the market is.

use domain::places::Place;
use domain::words::thousands;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::frame::SearchBox;
use crate::labels::locale;
use crate::problem::Problem;
use crate::say;
use crate::ui::{Icon, PageTitle};

/// How alive the market is. The age is told in words by the server, so that the first page need not know how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alive {
    lots: u32,
    suppliers: u32,
    updated: String,
}

/// Lots, suppliers, and when stock last changed.
#[server(endpoint = "home/figures", input = leptos::server_fn::codec::GetUrl, output = crate::wire::Json)]
pub async fn figures() -> Result<Alive, Problem> {
    let desk = crate::desk::open()?;
    let found = desk.answer(services::search::figures(&desk.market).await)?;
    let ago = |age| domain::words::ago(age, desk.language());
    let updated = |age| {
        say!(
            crate::labels::locale_of(desk.language()),
            home.updated,
            ago = ago(age)
        )
        .to_string()
    };
    Ok(Alive {
        lots: found.lots,
        suppliers: found.suppliers,
        updated: found.age.map(updated).unwrap_or_default(),
    })
}

/// The home page.
#[component]
pub fn HomePage() -> impl IntoView {
    let locale = locale();
    let figures = Resource::new_blocking(|| (), |()| figures());
    view! {
        <PageTitle text=say!(locale, home.title).to_string() />
        <main id="content" tabindex="-1" class="page home">
            <h1>{say!(locale, home.title)}</h1>
            <div class="home-search">
                <SearchBox query=crate::search::typing::early().unwrap_or_default() home=true />
                <p class="quiet small">{say!(locale, home.hint)}</p>
                <a href=Place::PartsList.path() rel="external">{say!(locale, home.parts_list)}</a>
            </div>
            <Suspense>{move || Suspend::new(async move { figures.await.ok().map(|found| view! { <Figures found /> }) })}</Suspense>
            <p>
                {say!(locale, home.not_listed)} " " <a href=Place::Request.path()>{say!(locale, home.not_listed_link)}</a>
            </p>
            <ul class="home-steps">
                <li>
                    <Icon name="search" />
                    <b>{say!(locale, home.step_search)}</b>
                    <p>{say!(locale, home.step_search_text)}</p>
                </li>
                <li>
                    <Icon name="mail" />
                    <b>{say!(locale, home.step_request)}</b>
                    <p>{say!(locale, home.step_request_text)}</p>
                </li>
                <li>
                    <Icon name="shield" />
                    <b>{say!(locale, home.step_deal)}</b>
                    <p>{say!(locale, home.step_deal_text)}</p>
                </li>
            </ul>
        </main>
    }
}

#[component]
fn Figures(found: Alive) -> impl IntoView {
    let locale = locale();
    view! {
        <ul class="home-figures">
            <li>
                <b>{thousands(found.lots.into())}</b>
                " "
                {say!(locale, home.lots)}
            </li>
            <li>
                <b>{thousands(found.suppliers.into())}</b>
                " "
                {say!(locale, home.suppliers)}
            </li>
            <li>{found.updated}</li>
        </ul>
    }
}
