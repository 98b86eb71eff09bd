//! What the waiting page does by itself, in the browser: it asks every few seconds whether the address is proved, while
//! somebody can see it and for no longer than an hour, and then goes on to the log-in.

use std::time::Duration;

use domain::accounts::AccountType;
use domain::places::Place;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;

use super::api::waiting;

const EVERY: Duration = Duration::from_secs(3);
/// Questions in an hour.
const MOST: u32 = 1_200;
/// Time to read what has happened before the page goes.
const READING: Duration = Duration::from_secs(3);
const SECOND: Duration = Duration::from_secs(1);

/// Watches the registration of this browser. Sets `proved` and `goes_on` when its address is proved elsewhere.
pub(super) fn watch(kind: AccountType, proved: RwSignal<bool>, goes_on: RwSignal<bool>) {
    let navigate = use_navigate();
    Effect::new(move |_| {
        let asked = StoredValue::new(0_u32);
        let asking = StoredValue::new(false);
        let navigate = navigate.clone();
        let look = move || {
            let over = asked.get_value() >= MOST || proved.get_untracked();
            if over || asking.get_value() || document().hidden() {
                return;
            }
            asked.update_value(|asked| *asked += 1);
            asking.set_value(true);
            let navigate = navigate.clone();
            spawn_local(async move {
                let answer = waiting().await;
                if asking.try_set_value(false).is_some() {
                    // The page was left meanwhile.
                    return;
                }
                if answer.is_ok_and(|standing| standing.is_some_and(|standing| standing.proved)) {
                    goes_on.set(true);
                    proved.set(true);
                    let go = move || {
                        // Not from a page that was left.
                        if proved.try_get_untracked().is_some() {
                            navigate(&Place::SignInAs(kind).path(), Default::default());
                        }
                    };
                    set_timeout(go, READING);
                }
            });
        };
        if let Ok(clock) = set_interval_with_handle(look, EVERY) {
            on_cleanup(move || clock.clear());
        }
    });
}

/// Counts seconds down to nothing.
pub(super) fn countdown(left: RwSignal<u32>) {
    Effect::new(move |_| {
        let tick = move || {
            if left.try_get_untracked().is_some_and(|left| left != 0) {
                left.update(|left| *left -= 1);
            }
        };
        if let Ok(clock) = set_interval_with_handle(tick, SECOND) {
            on_cleanup(move || clock.clear());
        }
    });
}
