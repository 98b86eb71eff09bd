//! The search field of the frame while a person types: the results follow, the address with them, and nothing ever
//! writes over what is being typed.
//!
//! The first change that is searched makes a step in the browser's history, further ones replace it, so that Back leads
//! to what was seen before. Letters that a Japanese input method has not settled yet are not searched. Pages with a form
//! of their own are not left while typing, because what stands in it would be lost: there Enter searches.

mod course;
mod listening;

use domain::places::Place;
use domain::search::{Query, SearchRequest, Unsearchable};
use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::HtmlInputElement;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

use self::course::Course;
pub(super) use self::listening::focus;
use super::links;

/// The id of the search field.
pub(super) const FIELD: &str = "q";

/// What stands in the search field, and what a change of it does.
#[derive(Clone, Copy)]
pub struct Typing {
    shown: Signal<String>,
    typed: Callback<String>,
}

impl Typing {
    /// Made once, by the frame, which stays while pages change.
    #[must_use]
    pub fn new() -> Self {
        let location = use_location();
        let here = Memo::new(move |_| {
            let (path, query) = (location.pathname.get(), location.search.get());
            if query.is_empty() {
                path
            } else {
                format!("{path}?{query}")
            }
        });
        let searched = Memo::new(move |_| {
            if location.pathname.get() == Place::Search.path() {
                SearchRequest::from_query_string(&location.search.get()).0.q
            } else {
                String::new()
            }
        });
        // What was typed before the program was awake: waking would write over it.
        let early = early().filter(|text| *text != searched.get_untracked());
        let draft = RwSignal::new(early.clone());
        let navigate = use_navigate();
        let go = Callback::new(move |step: Step| {
            let options = NavigateOptions {
                replace: step.replace,
                scroll: step.scroll,
                ..Default::default()
            };
            navigate(&step.address, options);
            correct(&step.address);
        });
        let course = Course::new(draft, here, go);
        listening::listen(course, early);
        Self {
            shown: Signal::derive(move || draft.get().unwrap_or_else(|| searched.get())),
            typed: Callback::new(move |text| course.typed(text)),
        }
    }

    /// What the field shows: the search of the address, or what is being typed.
    #[must_use]
    pub fn shown(&self) -> Signal<String> {
        self.shown
    }

    /// To be told of every change of the field.
    #[must_use]
    pub fn typed(&self) -> Callback<String> {
        self.typed
    }
}

impl Default for Typing {
    fn default() -> Self {
        Self::new()
    }
}

/// What stands in the search field of a document that is just waking; `None` on the server and ever after.
#[must_use]
fn early() -> Option<String> {
    let field = is_waking().then(|| document().get_element_by_id(FIELD))??;
    Some(field.dyn_into::<HtmlInputElement>().ok()?.value())
}

/// Whether a document that the server has drawn is just being taken over.
pub(super) fn is_waking() -> bool {
    Owner::current_shared_context().is_some_and(|context| context.during_hydration())
}

/// A step of the router.
struct Step {
    address: String,
    replace: bool,
    scroll: bool,
}

/// Shows an address that the router has gone to. The router takes it for the present one if it is the latest it went to,
/// even where Back has led away from it since, and then leaves the browser's own address behind.
fn correct(address: &str) {
    let (location, history) = (window().location(), window().history());
    let shown = location
        .pathname()
        .and_then(|path| Ok(path + &location.search()?));
    if let (Ok(shown), Ok(history)) = (shown, history)
        && shown != address
    {
        // Refused only where the browser limits how often addresses change; the page is right all the same.
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(address));
    }
}

/// Where what is typed leads; `None` as long as it is too short to be searched.
fn lead(typed: &str) -> Option<String> {
    let q = match Query::parse(typed) {
        Ok(query) => query.shown().to_owned(),
        // Only as much as the page needs to say that it is too long.
        Err(Unsearchable::TooLong) => typed.chars().take(SearchRequest::MAX_Q).collect(),
        Err(Unsearchable::Empty | Unsearchable::TooShort) => return None,
    };
    Some(links::address(&SearchRequest::for_query(q)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_searched_before_two_letters_or_digits() {
        assert_eq!([lead(""), lead("T"), lead("-T-")], [const { None }; 3]);
        assert_eq!(
            lead(" ｔｃ "),
            Some(links::address(&SearchRequest::for_query("tc")))
        );
    }

    #[test]
    fn what_is_pasted_by_mistake_does_not_fill_the_address() {
        assert!(lead(&"A".repeat(100_000)).is_some_and(|address| address.len() < 300));
    }
}
