//! The next step for what is ticked. Without a script the form sends the ticks of this page; awake it also holds those
//! of other pages and says how many there are.

use domain::places::Place;
use leptos::prelude::*;

use super::picks::Picks;
use crate::labels::locale;
use crate::say;
use crate::ui::Icon;

/// Stands under the table and stays in sight; the stylesheet hides it as long as nothing is ticked.
#[component]
pub fn Picked(
    /// The lots of this page that can be ticked.
    here: Vec<i64>,
) -> impl IntoView {
    let locale = locale();
    let picks = Picks::of_page();
    let elsewhere = move || {
        let lots = picks.elsewhere(&here).into_iter();
        lots.map(|lot| view! { <input type="hidden" name="lot" value=lot.to_string() /> })
            .collect_view()
    };
    let words = move || match picks.count() {
        0 => say!(locale, search.request).to_owned(),
        count => say!(locale, search.request_picked, count = count).to_string(),
    };
    let unpick = move || {
        (picks.count() > 0).then(|| {
            view! {
                <button class="button plain" type="button" on:click=move |_| picks.clear()>
                    {say!(locale, search.unpick_all)}
                </button>
            }
        })
    };
    let full = move || {
        let words = say!(locale, search.pick_full, max = Picks::MOST).to_string();
        picks.is_full().then_some(words)
    };
    view! {
        <form
            class="picked"
            id="picked"
            action=Place::Request.path()
            method="get"
            data-kept=move || (picks.count() > 0).then_some("")
        >
            {elsewhere}
            <button class="button primary" type="submit">
                <Icon name="mail" small=true />
                {words}
            </button>
            {unpick}
            <span role="status">{full}</span>
        </form>
    }
    .into_any()
}
