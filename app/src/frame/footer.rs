//! The foot of every page, in the groups the requirements name (R015, R016).

use domain::persons::PersonKind;
use domain::places::Place;
use leptos::prelude::*;

use crate::labels::locale;
use crate::say;
use crate::session::{HouseInfo, Session};

/// The footer.
#[component]
pub fn Footer() -> impl IntoView {
    let locale = locale();
    let session = use_context::<Session>().unwrap_or_else(Session::unknown);
    let is_in = session.visitor.is_some();
    let is_person = session
        .visitor
        .as_ref()
        .is_some_and(|who| PersonKind::of(who.account_type).is_some());
    let update = if is_person {
        Place::AccountSettings
    } else {
        Place::AccountUpdate
    };
    let own = [
        (Place::SignUpBuyer, say!(locale, frame.sign_up_buyer), !is_in),
        (
            Place::SignUpSupplier,
            say!(locale, frame.sign_up_supplier),
            !is_in,
        ),
        (
            Place::SignUpIndividual,
            say!(locale, frame.sign_up_individual),
            !is_in,
        ),
        (
            Place::SignUpCorporate,
            say!(locale, frame.sign_up_corporate),
            !is_in,
        ),
        (Place::SignIn, say!(locale, frame.log_in), !is_in),
        (update, say!(locale, frame.account_update), is_in),
        (
            Place::AccountAddresses,
            say!(locale, frame.account_addresses),
            is_in,
        ),
        (
            Place::AccountPassword,
            say!(locale, frame.account_password),
            is_in,
        ),
        (
            Place::AccountSecurity,
            say!(locale, frame.account_security),
            is_in,
        ),
    ];
    let own = own
        .into_iter()
        .filter(|(_, _, shown)| *shown)
        .map(|(place, name, _)| view! { <li><a href=place.path()>{name}</a></li> })
        .collect_view();
    let leave = is_in.then(|| {
        view! {
            <li>
                <form action=Place::SignOut.path() method="post">
                    <button type="submit">{say!(locale, frame.log_out)}</button>
                </form>
            </li>
        }
    });
    let others = is_in.then(|| {
        view! {
            <section>
                <h2 class="foot-title">{say!(locale, frame.others)}</h2>
                <ul class="foot-list">
                    <li>
                        <a href=Place::AccountDelete.path()>{say!(locale, frame.account_delete)}</a>
                    </li>
                </ul>
            </section>
        }
    });
    let sells = session.visitor.as_ref().is_some_and(|who| who.keeps_stock);
    let stock = sells.then(|| {
        view! {
            <li>
                <a href=Place::StockImport.path() rel="external">{say!(locale, frame.stock_import)}</a>
            </li>
            <li>
                <a href=Place::StockExport.path() rel="external">{say!(locale, frame.stock_export)}</a>
            </li>
        }
    });
    let house = use_context::<HouseInfo>().unwrap_or_default();
    let letters = house.has_letters.then(|| {
        view! {
            <section>
                <h2 class="foot-title">{say!(locale, frame.development)}</h2>
                <ul class="foot-list">
                    <li>
                        <a href=Place::Letters.path() rel="external">{say!(locale, frame.letters)}</a>
                    </li>
                </ul>
            </section>
        }
    });
    let reached = [house.owner_address.as_str(), house.owner_phone.as_str()];
    let reached: Vec<_> = reached.into_iter().filter(|line| !line.is_empty()).collect();
    let reached = (!reached.is_empty()).then(|| reached.join(" · "));
    // The server writes the legal pages alone; the program does not know them.
    let about = [
        (Place::Contact, say!(locale, frame.contact), None),
        (Place::Status, say!(locale, frame.status), Some("external")),
        (Place::Terms, say!(locale, frame.terms), Some("external")),
        (Place::Privacy, say!(locale, frame.privacy), Some("external")),
    ]
    .map(|(place, name, rel)| view! { <li><a href=place.path() rel=rel>{name}</a></li> });
    view! {
        <footer class="foot">
            <div class="foot-in">
                <nav class="foot-groups" aria-label=say!(locale, frame.footer)>
                    <section>
                        <h2 class="foot-title">{say!(locale, frame.account)}</h2>
                        <ul class="foot-list">
                            {own}
                            {leave}
                        </ul>
                    </section>
                    <section>
                        <h2 class="foot-title">{say!(locale, frame.request_group)}</h2>
                        <ul class="foot-list">
                            <li>
                                <a href=Place::Request.path()>{say!(locale, frame.request_parts)}</a>
                            </li>
                            {stock}
                        </ul>
                    </section>
                    {others}
                    {letters}
                </nav>
                <ul class="foot-about">{about.collect_view()}</ul>
                <p class="foot-owner">
                    {say!(locale, frame.run_by, owner = house.owner_name.as_str()).to_string()}
                    {reached.map(|reached| view! { <br /> {reached} })}
                </p>
            </div>
        </footer>
    }
}
