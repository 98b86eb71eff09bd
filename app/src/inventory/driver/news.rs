//! What tabs tell each other about the store that they share.

use std::rc::Rc;

use domain::inventory::sync::courier::Standing;
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::closure::Closure;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use web_sys::{BroadcastChannel, MessageEvent};

/// News.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum News {
    /// Edits of these lots were noted.
    Edited(Vec<Uuid>),
    /// Something was typed over these lots, or dropped.
    Drafts(Vec<Uuid>),
    /// These lots are not as they were.
    Items(Vec<Uuid>),
    /// Everything has to be looked at again.
    Anew,
    /// How it stands.
    Standing(Standing),
    /// Everything was fetched; when, by this device's clock.
    Synced(i64),
    /// Somebody wants it done now.
    Hint,
    /// The store is gone: somebody signed out.
    Gone,
}

/// The channel between the tabs of one store.
pub(super) struct Channel(Option<Rc<BroadcastChannel>>);

impl Channel {
    pub(super) fn open(name: &str) -> Self {
        Self(BroadcastChannel::new(name).ok().map(Rc::new))
    }

    pub(super) fn say(&self, news: &News) {
        if let (Some(channel), Ok(json)) = (&self.0, serde_json::to_string(news)) {
            drop(channel.post_message(&json.into()));
        }
    }

    /// Listens as long as the tab stands.
    pub(super) fn listen(&self, hear: impl Fn(News) + 'static) {
        let Some(channel) = &self.0 else { return };
        let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let json = event.data().as_string().unwrap_or_default();
            // A tab of another version may say what this one does not know.
            if let Ok(news) = serde_json::from_str(&json) {
                hear(news);
            }
        });
        channel.set_onmessage(Some(heard.into_js_value().unchecked_ref()));
    }
}
