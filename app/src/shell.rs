//! The document around the pages: head, scripts, and the visit written where the browser finds it.

use leptos::config::LeptosOptions;
use leptos::hydration::HydrationScripts;
use leptos::prelude::*;
use leptos_meta::MetaTags;

use crate::App;
use crate::frame::Footer;
use crate::session::{Session, Theme};

/// The whole document; rendered on the server only.
pub fn shell(options: LeptosOptions, stylesheet: String) -> impl IntoView {
    let session = use_context::<Session>().unwrap_or_else(Session::unknown);
    let theme = (session.theme != Theme::Auto).then(|| session.theme.word());
    let visit = session.to_attributes();
    view! {
        <!DOCTYPE html>
        <html lang=session.language.tag() data-theme=theme>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="stylesheet" href=stylesheet />
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
                <App />
                // Nothing in it changes while a page is open: it is written here and never woken.
                <Footer />
            </body>
        </html>
    }
}
