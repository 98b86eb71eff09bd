//! The list of applications, where individuals and corporations land (R056, R088, R093). It is empty until there are
//! trainings, and says so.

use domain::persons::PersonKind;
use domain::places::Place;
use leptos::prelude::*;

use super::frame::MyPage;
use crate::labels::locale;
use crate::say;
use crate::ui::Icon;

/// The page.
#[component]
pub fn HistoryPage() -> impl IntoView {
    let title = say!(locale(), frame.history);
    view! { <MyPage title here=Place::AccountHistory content=nothing_yet /> }
}

fn nothing_yet(kind: PersonKind) -> AnyView {
    let locale = locale();
    let what = match kind {
        PersonKind::Individual => say!(locale, persons.history_individual),
        PersonKind::Corporate => say!(locale, persons.history_corporate),
    };
    view! {
        <div class="notice info">
            <Icon name="info" />
            <h2 class="notice-title">{say!(locale, persons.history_empty)}</h2>
            <p>{what}</p>
        </div>
    }
    .into_any()
}
