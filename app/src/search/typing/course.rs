//! The course of typing: what waits to be searched, and which step of the history it belongs to.

use std::time::Duration;

use domain::places::Place;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

use super::{Step, lead};

/// How long a pause shows that a word is typed: shorter than a person waits, longer than the time between two keys.
const PAUSE: Duration = Duration::from_millis(150);

/// State of the field; copies are the same one.
#[derive(Clone, Copy)]
pub(super) struct Course {
    draft: RwSignal<Option<String>>,
    /// Path and query of the page.
    here: Memo<String>,
    go: Callback<Step>,
    state: StoredValue<State>,
}

#[derive(Default)]
struct State {
    /// The search that waits for a pause.
    waiting: Option<TimeoutHandle>,
    /// The address that typing has led to.
    sent: Option<String>,
    /// Whether typing has made its step in the history.
    stepped: bool,
    /// Whether the field was left since; then the next change makes a new step.
    left: bool,
    /// Whether an input method has unsettled letters in the field.
    composing: bool,
}

impl Course {
    pub(super) fn new(draft: RwSignal<Option<String>>, here: Memo<String>, go: Callback<Step>) -> Self {
        Self {
            draft,
            here,
            go,
            state: StoredValue::new(State::default()),
        }
    }

    /// The field has changed.
    pub(super) fn typed(self, text: String) {
        if self.state.with_value(|state| state.composing) {
            return;
        }
        self.stop();
        self.state.update_value(|state| {
            state.stepped &= !state.left;
            state.left = false;
        });
        let lead = lead(&text).filter(|_| self.may_follow());
        self.draft.set(Some(text));
        if let Some(address) = lead {
            let waiting = set_timeout_with_handle(move || self.arrive(address), PAUSE).ok();
            self.state.update_value(|state| state.waiting = waiting);
        }
    }

    /// Unsettled letters begin: nothing is searched until they are settled.
    pub(super) fn compose(self) {
        self.stop();
        self.state.update_value(|state| state.composing = true);
    }

    /// The letters are settled.
    pub(super) fn settle(self, text: String) {
        self.state.update_value(|state| state.composing = false);
        self.typed(text);
    }

    /// The field was left.
    pub(super) fn leave(self) {
        self.state.update_value(|state| {
            state.left = true;
            state.composing = false;
        });
    }

    /// The field was sent by Enter or its button.
    pub(super) fn send(self, address: String) {
        self.stop();
        let replace = self.state.try_update_value(|state| {
            state.sent = Some(address.clone());
            std::mem::take(&mut state.stepped) && !state.left
        });
        self.go.run(Step {
            address,
            replace: replace.unwrap_or_default(),
            scroll: true,
        });
        self.draft.set(None);
    }

    /// Another form was sent.
    pub(super) fn follow(self, address: String, scroll: bool) {
        self.stop();
        self.go.run(Step {
            address,
            replace: false,
            scroll,
        });
    }

    /// The page's address has changed. If it was not typing that changed it, the field shows the new search.
    pub(super) fn moved(self, here: &str) {
        if self.state.with_value(|state| state.sent.as_deref() == Some(here)) {
            return;
        }
        self.stop();
        self.state.update_value(|state| {
            state.sent = None;
            state.stepped = false;
        });
        self.draft.set(None);
    }

    /// Path and query of the page.
    pub(super) fn here(self) -> String {
        self.here.get()
    }

    fn arrive(self, address: String) {
        let replace = self.state.try_update_value(|state| {
            state.waiting = None;
            state.sent = Some(address.clone());
            state.stepped
        });
        let replace = replace.unwrap_or_default();
        if self.here.get_untracked() != address {
            self.state.update_value(|state| state.stepped = true);
            self.go.run(Step {
                address,
                replace,
                scroll: true,
            });
        }
    }

    /// Takes back what waits.
    fn stop(self) {
        let waiting = self
            .state
            .try_update_value(|state| state.waiting.take())
            .flatten();
        if let Some(waiting) = waiting {
            waiting.clear();
        }
    }

    /// Whether the page may be left while typing.
    fn may_follow(self) -> bool {
        let here = self.here.get_untracked();
        let is_search = here.split('?').next() == Some(&Place::Search.path());
        is_search
            || document()
                .query_selector("main form[method=post]")
                .is_ok_and(|form| form.is_none())
    }
}
