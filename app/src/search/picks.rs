//! The lots a person has ticked, kept over pages and searches as long as the browser tab is open.

use domain::text::limits::REQUEST_LINES;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{HtmlInputElement, Storage};

use super::typing::is_waking;

/// The key in the tab's storage.
const KEY: &str = "reelstock-picks";

/// Ticked lots in the order in which they were ticked; at most [`Picks::MOST`].
#[derive(Clone, Copy)]
pub struct Picks {
    lots: RwSignal<Vec<i64>>,
    full: RwSignal<bool>,
}

impl Picks {
    /// As many as one request holds (Z37).
    pub const MOST: usize = REQUEST_LINES;

    /// The ticks of a page, provided to its parts. None at first, as the server draws it; in the browser those follow
    /// that were kept and those made before the program was awake.
    pub(super) fn provide() -> Self {
        let picks = Self {
            lots: RwSignal::new(Vec::new()),
            full: RwSignal::new(false),
        };
        // Read before the page is woken: waking unticks what it does not know of.
        let early = if is_waking() {
            ticked_in_document()
        } else {
            Vec::new()
        };
        Effect::new(move |_| {
            let mut lots = kept();
            lots.extend(&early);
            for lot in lots {
                picks.set(lot, true);
            }
        });
        provide_context(picks);
        picks
    }

    /// The ticks of the page around this part.
    #[must_use]
    pub(super) fn of_page() -> Self {
        use_context().unwrap_or_else(Self::provide)
    }

    /// Whether a lot is ticked.
    #[must_use]
    pub fn has(self, lot: i64) -> bool {
        self.lots.with(|lots| lots.contains(&lot))
    }

    /// How many are ticked.
    #[must_use]
    pub fn count(self) -> usize {
        self.lots.with(Vec::len)
    }

    /// Whether a further tick was refused.
    #[must_use]
    pub fn is_full(self) -> bool {
        self.full.get()
    }

    /// Those that are not on this page.
    #[must_use]
    pub fn elsewhere(self, here: &[i64]) -> Vec<i64> {
        self.lots
            .with(|lots| lots.iter().copied().filter(|lot| !here.contains(lot)).collect())
    }

    /// Ticks or unticks a lot. Watchers hear of it also where a tick is refused, so that its box shows it.
    pub fn set(self, lot: i64, ticked: bool) {
        let refused = self.lots.try_update(|lots| {
            lots.retain(|known| *known != lot || ticked);
            let refused = ticked && !lots.contains(&lot) && lots.len() >= Self::MOST;
            if ticked && !refused && !lots.contains(&lot) {
                lots.push(lot);
            }
            refused
        });
        self.full.set(refused.unwrap_or_default());
        self.lots.with_untracked(|lots| keep(lots));
    }

    /// Unticks all.
    pub fn clear(self) {
        self.lots.set(Vec::new());
        self.full.set(false);
        forget();
    }
}

/// Forgets all ticks: for whoever has taken them over. Only in the browser.
pub fn forget() {
    keep(&[]);
}

/// Where the browser keeps nothing, ticks last as long as the page.
fn storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

fn kept() -> Vec<i64> {
    let text = storage()
        .and_then(|storage| storage.get_item(KEY).ok().flatten())
        .unwrap_or_default();
    text.split(',')
        .filter_map(|lot| lot.parse().ok())
        .take(Picks::MOST)
        .collect()
}

fn keep(lots: &[i64]) {
    if let Some(storage) = storage() {
        let text = lots.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
        // A full storage keeps what it has; the ticks of this page still count.
        let _ = if lots.is_empty() {
            storage.remove_item(KEY)
        } else {
            storage.set_item(KEY, &text)
        };
    }
}

fn ticked_in_document() -> Vec<i64> {
    let inputs = document().get_elements_by_tag_name("input");
    (0..inputs.length())
        .filter_map(|at| inputs.item(at)?.dyn_into::<HtmlInputElement>().ok())
        .filter(|input| input.name() == "lot" && input.type_() == "checkbox" && input.checked())
        .filter_map(|input| input.value().parse().ok())
        .collect()
}
