//! What is wrong, or soon will be, and the way out of it.

use domain::inventory::grid::Counts;
use domain::inventory::sync::courier::Standing;
use domain::inventory::sync::local::StoreFault;
use domain::inventory::sync::queue::is_long;
use domain::places::Place;
use leptos::prelude::*;

use super::desk::{Desk, Storing};
use super::device::NoBase;
use super::driver::now;
use super::shell;
use super::taking::TakeAlong;
use crate::labels::locale;
use crate::say;
use crate::ui::{Icon, Moment};

/// How long edits wait before somebody should see to a connection, in milliseconds.
const PATIENCE: i64 = 24 * 60 * 60 * 1_000;

/// What nothing goes on with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trouble {
    SignIn,
    CompanyGone,
    Upgrade,
    Bug,
    /// The device takes nothing more.
    Full,
    /// The store was closed under our feet.
    Closed,
    /// No connection, and only the page keeps what is typed.
    CutOff,
}

const fn trouble(stands: Standing, storing: Storing, is_on_device: bool) -> Option<Trouble> {
    match (storing, stands) {
        (Storing::Failed(StoreFault::Gone), _) => Some(Trouble::Closed),
        (Storing::Failed(StoreFault::Full), _) | (_, Standing::Store) => Some(Trouble::Full),
        (_, Standing::SignIn) => Some(Trouble::SignIn),
        (_, Standing::CompanyGone) => Some(Trouble::CompanyGone),
        (_, Standing::Upgrade) => Some(Trouble::Upgrade),
        (_, Standing::Bug) => Some(Trouble::Bug),
        (_, Standing::Unreachable) if !is_on_device => Some(Trouble::CutOff),
        _ => None,
    }
}

/// All of it.
#[component]
pub fn Alarms(desk: Desk, counts: Memo<Counts>) -> impl IntoView {
    let locale = locale();
    let why = desk.base().is_not_kept();
    let trouble = Memo::new(move |_| trouble(desk.stands.get(), desk.storing.get(), why.is_none()));
    // Without a connection that is said already.
    let fleeting = move || {
        let why = why.filter(|_| trouble.get() != Some(Trouble::CutOff))?;
        let text = match why {
            NoBase::NoRoom => say!(locale, inventory.fleeting_no_room),
            NoBase::Refused | NoBase::Blocked => say!(locale, inventory.fleeting),
        };
        Some(told("wait", text.to_owned(), ().into_any()))
    };
    let alarm = move || trouble.get().map(|trouble| alarm(desk, trouble));
    let is_long = Memo::new(move |_| is_long(counts.get().waiting));
    let long = move || {
        let text = say!(
            locale,
            inventory.queue_long,
            count = counts.get_untracked().waiting
        );
        is_long
            .get()
            .then(|| told("wait", text.to_string(), ().into_any()))
    };
    let old = move || {
        let oldest = desk.oldest.get().filter(|at| now() - at > PATIENCE)?;
        let since = view! {
            <p>
                <Moment at=oldest />
            </p>
        };
        Some(told(
            "wait",
            say!(locale, inventory.queue_old).to_owned(),
            since.into_any(),
        ))
    };
    let found = move || desk.found.get();
    let removed = move || {
        let close = move |_| desk.found.update(|found| found.was_removed = false);
        let close = view! {
            <button class="button plain" type="button" on:click=close>
                {say!(locale, inventory.close)}
            </button>
        };
        found().was_removed.then(|| {
            told(
                "info",
                say!(locale, inventory.was_removed).to_owned(),
                close.into_any(),
            )
        })
    };
    let elsewhere = move || {
        let count = found().elsewhere;
        (count > 0).then(|| {
            view! {
                <p class="quiet small">{say!(locale, inventory.elsewhere, count = count).to_string()}</p>
            }
        })
    };
    let may_be_cleared = move || {
        let Counts { drafts, waiting, .. } = counts.get();
        (found().may_be_cleared && (drafts > 0 || waiting > 0))
            .then(|| view! { <p class="quiet small">{say!(locale, inventory.may_be_cleared)}</p> })
    };
    let newer = RwSignal::new(false);
    Effect::new(move |_| shell::keep(newer));
    let newer = move || {
        let load = view! {
            <button class="button primary" type="button" on:click=move |_| shell::load_newer()>
                {say!(locale, inventory.newer_load)}
            </button>
        };
        newer
            .get()
            .then(|| told("info", say!(locale, inventory.newer).to_owned(), load.into_any()))
    };
    view! { <div class="stock-alarms">{alarm} {fleeting} {newer} {removed} {long} {old} {may_be_cleared} {elsewhere}</div> }.into_any()
}

fn alarm(desk: Desk, trouble: Trouble) -> AnyView {
    let locale = locale();
    let (text, way) = match trouble {
        Trouble::SignIn => {
            let place = Place::SignInFor(Place::Stock.path());
            // A page that keeps what is typed has to stay.
            let (text, tab) = if desk.is_on_device() {
                (say!(locale, inventory.stands_sign_in), None)
            } else {
                (say!(locale, inventory.fleeting_sign_in), Some("_blank"))
            };
            let way = view! {
                <a class="button primary" href=place.path() target=tab rel=tab.map(|_| "noopener")>
                    {say!(locale, frame.log_in)}
                </a>
            };
            (text, Some(way.into_any()))
        }
        Trouble::CompanyGone => {
            let until = move || {
                let until = desk.found.get().gone_until;
                until.map(|at| {
                    view! {
                        <span>
                            {say!(locale, inventory.gone_until)} " " <Moment at />
                        </span>
                    }
                })
            };
            let way = view! { {until} };
            (say!(locale, inventory.stands_company_gone), Some(way.into_any()))
        }
        Trouble::CutOff => (say!(locale, inventory.fleeting_cut_off), None),
        Trouble::Upgrade => (say!(locale, inventory.stands_upgrade), None),
        Trouble::Bug => (say!(locale, inventory.stands_bug), None),
        Trouble::Full => {
            let way = view! {
                <button class="button primary" type="button" on:click=move |_| desk.try_again()>
                    {say!(locale, inventory.try_again)}
                </button>
            };
            (say!(locale, inventory.not_stored), Some(way.into_any()))
        }
        Trouble::Closed => {
            let way = view! {
                <button class="button primary" type="button" on:click=move |_| drop(window().location().reload())>
                    {say!(locale, inventory.load_again)}
                </button>
            };
            (say!(locale, inventory.store_closed), Some(way.into_any()))
        }
    };
    let take = matches!(
        trouble,
        Trouble::CompanyGone | Trouble::Bug | Trouble::Full | Trouble::Closed | Trouble::CutOff
    );
    let take = take.then(|| view! { <TakeAlong desk /> });
    let ways = view! { {way} {take} };
    told("wrong", text.to_owned(), ways.into_any())
}

fn told(tone: &'static str, text: String, ways: AnyView) -> AnyView {
    let (role, icon) = match tone {
        "wrong" => ("alert", "warn"),
        "wait" => ("status", "clock"),
        _ => ("status", "info"),
    };
    view! {
        <div class=format!("notice {tone} stock-told") role=role>
            <Icon name=icon />
            <p>{text}</p>
            <div class="actions">{ways}</div>
        </div>
    }
    .into_any()
}
