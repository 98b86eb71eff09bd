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
use crate::inventory::owner::{LEAVING, NUMBER, SIGN_OUT, VISITOR};
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
    // The page of the stock is kept in browsers for nobody in particular, and must not say that nobody is there.
    let is_kept = use_context::<HouseInfo>().is_some_and(|house| house.here == Place::Stock.path());
    let asks = match session.visitor.as_ref() {
        Some(who) => {
            let mut script = on_coming(&who.number);
            if who.keeps_stock {
                script.push_str(&before_leaving());
            }
            Some(script)
        }
        None => (!is_kept).then(nobody_there),
    };
    let script = asks.unwrap_or_default() + PRESSED_ONCE;
    let asks = view! { <script nonce=use_nonce()>{script}</script> }.into_any();
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
                data-link=visit.link
            >
                {body()}
                // Nothing in them changes while a page is open: they are written here and never woken.
                <Banners />
                <Footer />
            </body>
        </html>
    }
}

/// A double click sends a form once. Whoever waits longer may press again: the answer may have been lost.
const PRESSED_ONCE: &str = "addEventListener('submit', (event) => {\
    const form = event.target, by = event.submitter, now = Date.now();\
    if (event.defaultPrevented || form.method !== 'post') return;\
    if (form.sentBy === by && now - form.sentAt < 3000) event.preventDefault();\
    else { form.sentBy = by; form.sentAt = now; }\
    });";

/// What every other page does: whoever has signed out on the device is out, and may sign in anew.
fn nobody_there() -> String {
    format!("try {{ localStorage.removeItem('{LEAVING}') }} catch {{}}")
}

/// What every page of somebody who is signed in does before it is shown. It notes who is there, so that the stock of whoever was
/// there before is not shown when there is no connection; and where that person has signed out on the device, which the market
/// does not know yet, it is told, and the page is not shown.
fn on_coming(number: &str) -> String {
    let (sign_out, sign_in, home) = (Place::SignOut.path(), Place::SignIn.path(), Place::Home.path());
    format!(
        "try {{\
         const number = '{number}', left = localStorage.getItem('{LEAVING}'), page = document.documentElement;\
         localStorage.setItem('{VISITOR}', number);\
         if (left === number) {{\
         page.hidden = true;\
         fetch('{sign_out}', {{ method: 'POST' }}).then((answer) => {{\
         if (!(answer.ok && answer.redirected)) throw answer;\
         localStorage.removeItem('{LEAVING}');\
         location.replace('{home}');\
         }}).catch(() => {{\
         if (location.pathname === '{sign_in}') page.hidden = false;\
         else location.replace('{sign_in}');\
         }});\
         }} else if (left !== null) localStorage.removeItem('{LEAVING}');\
         }} catch {{}}"
    )
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
