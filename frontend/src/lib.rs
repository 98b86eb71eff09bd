//! Where it wakes: the pages that the server sent come alive in the browser. Everything they do is in `app`.

#![cfg(target_arch = "wasm32")]
// Views nest types deeply.
#![recursion_limit = "512"]

use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the script of the page once the module is there.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_lazy(app::App);
}
