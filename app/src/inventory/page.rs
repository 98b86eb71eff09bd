//! The page of one's own stock (R113). The server writes its head; the browser opens the store and shows what is in it.

use domain::places::Place;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::desk::Desk;
use super::leaving;
use super::opening::{Opening, open};
use super::room::Room;
use crate::labels::{Locale, locale};
use crate::problem::ways_out;
use crate::say;
use crate::session::{Session, settles_conflicts};
use crate::ui::{Arrival, PageTitle, Wrong};

/// What is shown below the heading.
#[derive(Clone, Copy)]
enum Shown {
    Opening,
    Desk(Desk),
    SignIn,
    NotAllowed,
    Suspended,
    Unreachable,
    Blocked,
}

/// The page.
#[component]
pub fn StockPage() -> impl IntoView {
    let locale = locale();
    Arrival::here().greet();
    let session = use_context::<Session>().unwrap_or_else(Session::unknown);
    let shown = RwSignal::new(Shown::Opening);
    let settles = RwSignal::new(false);
    Effect::new(move |_| settles.set(settles_conflicts()));
    let page = Owner::current();
    Effect::new(move |_| {
        let (session, page) = (session.clone(), page.clone());
        spawn_local(async move {
            let now = match open(session).await {
                Opening::Ready(ready) => Shown::Desk(match page {
                    Some(page) => page.with(|| ready.desk()),
                    None => ready.desk(),
                }),
                Opening::SignIn => Shown::SignIn,
                Opening::NotAllowed => Shown::NotAllowed,
                Opening::Suspended => Shown::Suspended,
                Opening::Unreachable => Shown::Unreachable,
                Opening::Blocked => Shown::Blocked,
            };
            if !matches!(now, Shown::Desk(_)) {
                leaving::sign_out_if_asked();
            }
            shown.try_set(now);
        });
    });
    let within = move || match shown.get() {
        Shown::Opening => view! { <p class="stock-opening">{say!(locale, inventory.opening)}</p> }.into_any(),
        Shown::Desk(desk) => view! { <Room desk /> }.into_any(),
        Shown::SignIn => {
            let sign_in = Place::SignInFor(Place::Stock.path()).path();
            view! {
                <Wrong text=say!(locale, inventory.sign_in) />
                <p class="actions">
                    <a class="button primary" href=sign_in>{say!(locale, frame.log_in)}</a>
                </p>
            }
            .into_any()
        }
        Shown::NotAllowed => closed(say!(locale, inventory.not_allowed)),
        Shown::Suspended => view! {
            <Wrong text=say!(locale, problem.suspended_text) />
            {ways_out(locale)}
        }
        .into_any(),
        Shown::Unreachable => closed(say!(locale, inventory.unreachable)),
        Shown::Blocked => closed(say!(locale, inventory.blocked)),
    };
    view! {
        <PageTitle text=say!(locale, inventory.title).to_owned() />
        <main id="content" tabindex="-1" class="page stock">
            <h1>{say!(locale, inventory.title)}</h1>
            <noscript>
                <p class="lead">{say!(locale, inventory.no_script)}</p>
            </noscript>
            <p class="actions">
                <a class="button" href=Place::StockImport.path() rel="external">
                    {say!(locale, frame.stock_import)}
                </a>
                <a class="button" href=Place::StockExport.path() rel="external">
                    {say!(locale, frame.stock_export)}
                </a>
                {move || settles.get().then(|| unsettled(locale))}
            </p>
            {within}
        </main>
    }
}

/// The way to what others left undecided.
fn unsettled(locale: Locale) -> AnyView {
    view! {
        <a class="button" href=Place::StockConflicts.path() rel="external">
            {say!(locale, unsettled.link)}
        </a>
    }
    .into_any()
}

/// Why there is no grid.
fn closed(text: &'static str) -> AnyView {
    view! { <Wrong text /> }.into_any()
}
