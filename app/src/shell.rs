//! The document around the pages: head, scripts, and the visit written where the browser finds it.

use domain::places::Place;
use leptos::config::LeptosOptions;
use leptos::hydration::HydrationScripts;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::MetaTags;

use crate::App;
use crate::app::Framed;
use crate::frame::Footer;
use crate::inventory::owner::{NUMBER, SIGN_OUT};
use crate::notices::banners::Banners;
use crate::session::{HouseInfo, Session, Theme};

/// The whole document of a page of the program; rendered on the server only.
pub fn shell(options: LeptosOptions, stylesheet: String) -> impl IntoView {
    let program = view! { <HydrationScripts options /> }.into_any();
    document(stylesheet, Some(program), || view! { <App /> }.into_any())
}

/// The whole document of a page that the server writes alone. It looks like all others and works without scripts; the
/// program is not loaded for it, and knows nothing of it: links to it say `rel="external"`.
pub fn written(stylesheet: String, page: impl FnOnce() -> AnyView + Send + 'static) -> impl IntoView {
    document(stylesheet, None, move || view! { <Framed page /> }.into_any())
}

fn document(stylesheet: String, program: Option<AnyView>, body: impl FnOnce() -> AnyView) -> impl IntoView {
    let session = use_context::<Session>().unwrap_or_else(Session::unknown);
    let theme = (session.theme != Theme::Auto).then(|| session.theme.word());
    let density = use_context::<HouseInfo>()
        .is_some_and(|house| house.compact_rows)
        .then_some("compact");
    let keeps_stock = session.visitor.as_ref().is_some_and(|who| who.keeps_stock);
    let asks =
        keeps_stock.then(|| view! { <script nonce=use_nonce()>{before_leaving()}</script> }.into_any());
    let visit = session.to_attributes();
    view! {
        <!DOCTYPE html>
        <html lang=session.language.tag() data-theme=theme data-density=density>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="stylesheet" href=stylesheet />
                {program}
                <MetaTags />
                {asks}
            </head>
            <body
                data-language=visit.language
                data-visit-theme=visit.theme
                data-kind=visit.kind
                data-number=visit.number
                data-name=visit.name
                data-stock=visit.stock
            >
                {body()}
                // Nothing in them changes while a page is open: they are written here and never woken.
                <Banners />
                <Footer />
            </body>
        </html>
    }
}

/// Whoever keeps stock in this browser is asked about what was not sent before they sign out, on the page of the stock. It stands in
/// the document, so that it holds from the first moment on, and on pages for which the program is not loaded.
fn before_leaving() -> String {
    let (sign_out, stock) = (Place::SignOut.path(), Place::Stock.path());
    format!(
        "addEventListener('submit', (event) => {{\
         if (event.target.getAttribute('action') !== '{sign_out}') return;\
         if (localStorage.getItem('{NUMBER}') !== document.body.dataset.number) return;\
         event.preventDefault();\
         event.stopImmediatePropagation();\
         location.assign('{stock}{SIGN_OUT}');\
         }}, true);"
    )
}
