//! The foot of every page, in the groups the requirements name (R015, R016).

use domain::places::Place;
use leptos::prelude::*;

use crate::labels::locale;
use crate::say;
use crate::session::Session;

/// The footer.
#[component]
pub fn Footer() -> impl IntoView {
    let locale = locale();
    let session = use_context::<Session>().unwrap_or_else(Session::unknown);
    let sign_up = session.visitor.is_none().then(|| {
        view! {
            <li>
                <a href=Place::SignUpBuyer.path()>{say!(locale, frame.sign_up_buyer)}</a>
            </li>
            <li>
                <a href=Place::SignUpSupplier.path()>{say!(locale, frame.sign_up_supplier)}</a>
            </li>
        }
    });
    let account = if session.visitor.is_some() {
        view! {
            <form action=Place::SignOut.path() method="post">
                <button type="submit">{say!(locale, frame.log_out)}</button>
            </form>
        }
        .into_any()
    } else {
        view! { <a href=Place::SignIn.path()>{say!(locale, frame.log_in)}</a> }.into_any()
    };
    let letters = session.has_letters.then(|| {
        view! {
            <section>
                <h2 class="foot-title">{say!(locale, frame.development)}</h2>
                <ul class="foot-list">
                    <li>
                        <a href=Place::Letters.path()>{say!(locale, frame.letters)}</a>
                    </li>
                </ul>
            </section>
        }
    });
    view! {
        <footer class="foot">
            <div class="foot-in">
                <nav class="foot-groups" aria-label=say!(locale, frame.footer)>
                    <section>
                        <h2 class="foot-title">{say!(locale, frame.account)}</h2>
                        <ul class="foot-list">
                            {sign_up}
                            <li>{account}</li>
                        </ul>
                    </section>
                    <section>
                        <h2 class="foot-title">{say!(locale, frame.request_group)}</h2>
                        <ul class="foot-list">
                            <li>
                                <a href=Place::Request.path()>{say!(locale, frame.request_parts)}</a>
                            </li>
                        </ul>
                    </section>
                    {letters}
                </nav>
                <p class="foot-owner">{say!(locale, frame.run_by, owner = session.owner_name.as_str()).to_string()}</p>
            </div>
        </footer>
    }
}
