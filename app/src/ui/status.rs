//! How a page says that it is not an ordinary answer: through what the router gave it, on the server; in the browser the
//! page is all there is.

use std::sync::Arc;

use leptos::prelude::use_context;

/// Sets the status of the answer; provided by the server's router.
#[derive(Clone)]
pub struct SetStatus(pub Arc<dyn Fn(u16) + Send + Sync>);

/// Sets the status of this page's answer.
pub fn set_status(status: u16) {
    if let Some(SetStatus(set)) = use_context::<SetStatus>() {
        set(status);
    }
}
