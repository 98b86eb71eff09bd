//! The pages and their addresses.

use gloo::events::{EventListener, EventListenerOptions};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos_meta::provide_meta_context;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{Lazy, SsrMode, path};
use web_sys::{Element, Event};

use crate::frame::{Header, SkipLink};
use crate::lazy;
use crate::problem::NotFound;
use crate::search::page::SearchPage;
use crate::session::Session;

/// The application, within the document that [`crate::shell()`] makes.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let session = use_context::<Session>().unwrap_or_else(Session::from_document);
    provide_context(session);
    if is_browser() {
        leave_links_to_the_browser();
    }
    view! {
        <Router>
            <SkipLink />
            <Header />
            <Routes fallback=NotFoundPage transition=false>
                <Route path=path!("/search") view=SearchPage ssr=SsrMode::Async />
                <Route path=path!("/request") view={Lazy::<lazy::Request>::new()} ssr=SsrMode::Async />
                <Route path=path!("/request/received/:key") view={Lazy::<lazy::Request>::new()} ssr=SsrMode::Async />
                <Route path=path!("/sign-in/*page") view={Lazy::<lazy::SignIn>::new()} ssr=SsrMode::Async />
                <Route path=path!("/sign-up/*page") view={Lazy::<lazy::SignUp>::new()} ssr=SsrMode::Async />
                <Route path=path!("/account/*page") view={Lazy::<lazy::Account>::new()} ssr=SsrMode::Async />
                <Route path=path!("/contact") view={Lazy::<lazy::Contact>::new()} ssr=SsrMode::Async />
                <Route path=path!("/stock") view={Lazy::<lazy::Stock>::new()} ssr=SsrMode::Async />
                <Route path=path!("/staff/sign-in") view={Lazy::<lazy::SignIn>::new()} ssr=SsrMode::Async />
                <Route path=path!("/staff/*page") view={Lazy::<lazy::Staff>::new()} ssr=SsrMode::Async />
            </Routes>
            <div class="toasts" role="status" aria-live="polite"></div>
        </Router>
    }
}

/// While the document wakes, a link is the browser's own. The router would follow it at once, and what it leads to would be
/// woken in what the server wrote for this page; a room may be a slow network away.
fn leave_links_to_the_browser() {
    let Some(context) = Owner::current_shared_context() else {
        return;
    };
    let capture = EventListenerOptions::run_in_capture_phase();
    let click = move |event: &Event| {
        let is_link = || {
            let target = event
                .target()
                .and_then(|target| target.dyn_into::<Element>().ok());
            target.is_some_and(|target| target.closest("a[href]").is_ok_and(|link| link.is_some()))
        };
        if context.during_hydration() && is_link() {
            event.stop_propagation();
        }
    };
    EventListener::new_with_options(&window(), "click", capture, click).forget();
}

/// A page that the server writes alone, between the head and the foot that all pages have.
#[component]
pub fn Framed(page: impl FnOnce() -> AnyView + Send + 'static) -> impl IntoView {
    provide_meta_context();
    view! {
        <Router>
            <SkipLink />
            <Header />
            {page()}
        </Router>
    }
}

#[component]
fn NotFoundPage() -> impl IntoView {
    view! {
        <main id="content" tabindex="-1" class="page">
            <NotFound />
        </main>
    }
}
