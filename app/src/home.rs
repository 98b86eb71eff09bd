//! The first page: one field, and how alive the market is. It needs no program, so the server writes it alone, and who
//! only comes to search has loaded nothing else.

use domain::places::Place;
use domain::search::results::MarketFigures;
use domain::words::{ago, thousands};
use leptos::prelude::*;

use crate::frame::SearchBox;
use crate::labels::{language, locale};
use crate::say;
use crate::ui::{Icon, PageTitle};

/// The home page.
#[component]
pub fn HomePage(
    /// Nothing where they cannot be had.
    figures: Option<MarketFigures>,
) -> AnyView {
    let locale = locale();
    view! {
        <PageTitle text=say!(locale, home.title).to_string() />
        <main id="content" tabindex="-1" class="page home">
            <h1>{say!(locale, home.title)}</h1>
            <div class="home-search">
                <SearchBox query="" home=true />
                <p class="quiet small">{say!(locale, home.hint)}</p>
                <a href=Place::PartsList.path()>{say!(locale, home.parts_list)}</a>
            </div>
            {figures.map(|found| view! { <Figures found /> })}
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
    .into_any()
}

#[component]
fn Figures(found: MarketFigures) -> AnyView {
    let locale = locale();
    let updated = |age| say!(locale, home.updated, ago = ago(age, language())).to_string();
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
            {found.age.map(|age| view! { <li>{updated(age)}</li> })}
        </ul>
    }
    .into_any()
}
