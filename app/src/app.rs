//! The pages and their addresses.

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{Lazy, SsrMode, path};

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
    view! {
        <Router>
            <SkipLink />
            <Header />
            <Routes fallback=NotFoundPage transition=false>
                <Route path=path!("/search") view=SearchPage ssr=SsrMode::Async />
                <Route path=path!("/request") view={Lazy::<lazy::Request>::new()} ssr=SsrMode::Async />
                <Route path=path!("/request/received/:key") view={Lazy::<lazy::Receipt>::new()} ssr=SsrMode::Async />
                <Route path=path!("/sign-in/*page") view={Lazy::<lazy::SignIn>::new()} ssr=SsrMode::Async />
                <Route path=path!("/sign-up/*page") view={Lazy::<lazy::SignUp>::new()} ssr=SsrMode::Async />
                <Route path=path!("/account/*page") view={Lazy::<lazy::Account>::new()} ssr=SsrMode::Async />
                <Route path=path!("/contact") view={Lazy::<lazy::Contact>::new()} ssr=SsrMode::Async />
                <Route path=path!("/staff/sign-in") view={Lazy::<lazy::SignIn>::new()} ssr=SsrMode::Async />
                <Route path=path!("/staff/*page") view={Lazy::<lazy::Staff>::new()} ssr=SsrMode::Async />
            </Routes>
            <div class="toasts" role="status" aria-live="polite"></div>
        </Router>
    }
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
