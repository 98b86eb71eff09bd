//! How it stands: what waits, what has to be decided, when everything was last fetched. Being offline is a state of this line, never a
//! dialogue in the way.

use domain::inventory::grid::Counts;
use domain::inventory::sync::courier::Standing;
use leptos::prelude::*;

use super::alarms::Alarms;
use super::desk::Desk;
use crate::labels::{Locale, locale};
use crate::say;
use crate::ui::Icon;

/// What only a person can decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Questions {
    conflicts: usize,
    refused: usize,
}

/// The line.
#[component]
pub fn Bar(desk: Desk, counts: Memo<Counts>) -> impl IntoView {
    let locale = locale();
    let open = Memo::new(move |_| Questions {
        conflicts: desk.choosing.with(Vec::len),
        refused: desk.rejected.with(Vec::len),
    });
    let words = move || {
        written(
            locale,
            counts.get(),
            open.get(),
            desk.stands.get(),
            desk.synced.get(),
        )
    };
    let tone = move || match (desk.stands.get(), counts.get()) {
        (Standing::SignIn | Standing::CompanyGone | Standing::Store | Standing::Bug, _) => "wrong",
        _ if open.get() != Questions::default() => "wait",
        (Standing::Unreachable, _) => "wait",
        (_, Counts { waiting, .. }) if waiting > 0 => "wait",
        (_, Counts { drafts, .. }) if drafts > 0 || desk.synced.get().is_none() => "draft",
        _ => "safe",
    };
    let icon = move || match tone() {
        "wrong" => view! { <Icon name="warn" small=true /> },
        "wait" => view! { <Icon name="clock" small=true /> },
        "draft" => view! { <Icon name="dot" small=true /> },
        _ => view! { <Icon name="done" small=true /> },
    };
    view! {
        <div class="stock-bar" data-tone=tone>
            <p role="status" aria-live="polite" class="stock-state">
                {icon}
                <span>{words}</span>
            </p>
            <button class="button" type="button" on:click=move |_| desk.driver().hint()>
                {say!(locale, inventory.sync_now)}
            </button>
        </div>
        <Alarms desk counts />
    }
    .into_any()
}

/// "3 edits wait · 1 conflict · last sync 14:02".
fn written(locale: Locale, counts: Counts, open: Questions, stands: Standing, synced: Option<i64>) -> String {
    let mut parts = Vec::new();
    if stands == Standing::Unreachable {
        parts.push(say!(locale, inventory.offline).to_owned());
    }
    match counts.drafts {
        0 => {}
        1 => parts.push(say!(locale, inventory.draft_one).to_owned()),
        count => parts.push(say!(locale, inventory.draft_many, count = count).to_string()),
    }
    match counts.waiting {
        0 => {}
        1 => parts.push(say!(locale, inventory.waits_one).to_owned()),
        count => parts.push(say!(locale, inventory.waits_many, count = count).to_string()),
    }
    match open.conflicts {
        0 => {}
        1 => parts.push(say!(locale, inventory.conflict_one).to_owned()),
        count => parts.push(say!(locale, inventory.conflict_many, count = count).to_string()),
    }
    match open.refused {
        0 => {}
        count => parts.push(say!(locale, inventory.refused_many, count = count).to_string()),
    }
    if parts.is_empty() && synced.is_some() {
        parts.push(say!(locale, inventory.all_safe, count = counts.lots).to_string());
    }
    parts.push(match synced {
        Some(at) => say!(locale, inventory.last_sync, time = time_of_day(at)).to_string(),
        None if stands == Standing::Busy => say!(locale, inventory.syncing).to_owned(),
        None => say!(locale, inventory.never_synced).to_owned(),
    });
    parts.join(" · ")
}

/// Hours and minutes by the device's own clock: it says how long ago, and stands beside the clock of the screen.
fn time_of_day(at: i64) -> String {
    let date = js_sys::Date::new(&(at as f64).into());
    format!("{:02}:{:02}", date.get_hours(), date.get_minutes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_says_what_waits_in_words() {
        let counts = Counts {
            lots: 10,
            waiting: 3,
            ..Counts::default()
        };
        let open = Questions {
            conflicts: 1,
            refused: 0,
        };
        assert_eq!(
            written(Locale::en, counts, open, Standing::Unreachable, None),
            "Offline · 3 edits wait · 1 conflict · not synced yet"
        );
    }
}
