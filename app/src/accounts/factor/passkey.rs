//! The browser's own side of passkeys: `navigator.credentials`, which speaks JSON on both ends.

use js_sys::{Function, JSON, Object, Promise, Reflect};
use leptos::prelude::window;
use leptos::wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// What is wanted of the browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// An answer of a passkey that there is.
    Use,
    /// A new one.
    Make,
}

impl Wish {
    const fn reader(self) -> &'static str {
        match self {
            Self::Use => "parseRequestOptionsFromJSON",
            Self::Make => "parseCreationOptionsFromJSON",
        }
    }

    const fn method(self) -> &'static str {
        match self {
            Self::Use => "get",
            Self::Make => "create",
        }
    }
}

fn member(of: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    Reflect::get(of, &JsValue::from_str(name))
}

fn function(of: &JsValue, name: &str) -> Result<Function, JsValue> {
    member(of, name)?.dyn_into()
}

fn class() -> Result<JsValue, JsValue> {
    member(&window(), "PublicKeyCredential")
}

/// Whether this browser can use passkeys on this page: it knows how, and the page has the name that they are bound to.
#[must_use]
pub fn are_possible(site: &str) -> bool {
    let here = window().location().hostname().is_ok_and(|name| name == site);
    here && class().is_ok_and(|class| function(&class, Wish::Use.reader()).is_ok())
}

/// Hands a challenge to the browser and waits for the person; answers what the server is to read.
///
/// # Errors
/// The person said no, there is no such passkey, or the browser cannot.
pub async fn ask(wish: Wish, challenge: &str) -> Result<String, JsValue> {
    let class = class()?;
    let options = function(&class, wish.reader())?.call1(&class, &JSON::parse(challenge)?)?;
    let wanted = Object::new();
    Reflect::set(&wanted, &JsValue::from_str("publicKey"), &options)?;
    let credentials = member(&window().navigator(), "credentials")?;
    let promise: Promise = function(&credentials, wish.method())?
        .call1(&credentials, &wanted)?
        .dyn_into()?;
    let credential = JsFuture::from(promise).await?;
    let plain = function(&credential, "toJSON")?.call0(&credential)?;
    Ok(String::from(JSON::stringify(&plain)?))
}
