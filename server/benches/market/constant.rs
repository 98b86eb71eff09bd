//! The page of results with a constant result: the same components around an answer that is already there, so that no
//! search and no database is in it. Its router has none of the layers of the front door either.

use std::collections::HashMap;
use std::sync::Arc;

use app::frame::{Footer, Header, SkipLink};
use app::problem::Problem;
use app::search::page::SearchPageBy;
use app::session::Session;
use axum::Router;
use axum::extract::Request;
use axum::routing::get;
use domain::language::Language;
use domain::search::results::ResultPage;
use leptos::config::LeptosOptions;
use leptos::hydration::HydrationScripts;
use leptos::prelude::*;
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::components::{Route, Router as Rooms, Routes};
use leptos_router::{SsrMode, path};

use crate::support::door::Door;

/// Answers by the part of the address behind the question mark.
#[derive(Clone)]
pub(crate) struct Known(pub(crate) Arc<HashMap<String, ResultPage>>);

/// A door with nothing behind it but known answers.
pub(crate) fn door(known: Known) -> Door {
    let options = LeptosOptions::builder()
        .output_name("reelstock")
        .site_root("tests/no-such-site")
        .site_pkg_dir("pkg")
        .hash_files(false)
        .build();
    let page = move |request: Request| {
        let (known, options) = (known.clone(), options.clone());
        let provide = move || {
            provide_context(known.clone());
            provide_context(Session {
                language: Language::En,
                ..Session::unknown()
            });
        };
        leptos_axum::render_app_async_with_context(provide, move || document(options.clone()))(request)
    };
    Door::before(Router::new().route("/search", get(page)))
}

/// As `app::shell`.
fn document(options: LeptosOptions) -> impl IntoView {
    let visit = expect_context::<Session>().to_attributes();
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="stylesheet" href="/pkg/reelstock.css" />
                <HydrationScripts options />
                <MetaTags />
            </head>
            <body
                data-language=visit.language
                data-visit-theme=visit.theme
                data-kind=visit.kind
                data-number=visit.number
                data-name=visit.name
            >
                <Rest />
                <Footer />
            </body>
        </html>
    }
}

/// As `app::App`, with one page.
#[component]
fn Rest() -> impl IntoView {
    provide_meta_context();
    view! {
        <Rooms>
            <SkipLink />
            <Header />
            <Routes fallback=|| "not found" transition=false>
                <Route path=path!("/search") view=ConstantPage ssr=SsrMode::Async />
            </Routes>
            <div class="toasts" role="status" aria-live="polite"></div>
        </Rooms>
    }
}

#[component]
fn ConstantPage() -> impl IntoView {
    view! { <SearchPageBy ask=answer /> }
}

async fn answer(asked: String) -> Result<ResultPage, Problem> {
    let known = expect_context::<Known>();
    let answer = known.0.get(asked.trim_start_matches('?'));
    Ok(answer.unwrap_or_else(|| panic!("{asked} is not known")).clone())
}
