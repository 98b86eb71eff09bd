//! What the market is asked, and what counts as its answer: JSON of the form that was agreed on, within [`PATIENCE`]. A hotel's sign-in
//! page says 200 as well, and is no answer.

use domain::inventory::sync::courier::PATIENCE;
use domain::inventory::sync::wire::{
    CHANGES_AT, Changes, HELLO_AT, HISTORY_AT, Hello, History, PUSH_AT, Past, Pull, Push, Pushed, Stop,
};
use leptos::prelude::window;
use leptos::wasm_bindgen::{JsCast, JsValue};
use serde::de::DeserializeOwned;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, RequestInit, Response};

/// What the market said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said<T> {
    Answer(T),
    Stop(Stop),
    /// Nothing, or nothing that it would say.
    Nothing,
}

/// Who is signed in?
pub async fn hello() -> Said<Hello> {
    ask(HELLO_AT, None).await
}

/// Sends ops.
pub async fn push(push: &Push) -> Said<Pushed> {
    match serde_json::to_string(push) {
        Ok(body) => ask(PUSH_AT, Some(body)).await,
        Err(_) => Said::Nothing,
    }
}

/// Asks for what has changed.
pub async fn pull(pull: &Pull) -> Said<Changes> {
    let query = format!("{CHANGES_AT}?{}", pull.query());
    ask(&query, None).await
}

/// Asks for what happened to a lot.
pub async fn history(past: &Past) -> Said<History> {
    let query = format!("{HISTORY_AT}?{}", past.query());
    ask(&query, None).await
}

async fn ask<T: DeserializeOwned>(address: &str, body: Option<String>) -> Said<T> {
    let Ok((status, text)) = fetched(address, body).await else {
        return Said::Nothing;
    };
    read(status, &text)
}

fn read<T: DeserializeOwned>(status: u16, text: &str) -> Said<T> {
    if status == 200 {
        return serde_json::from_str(text).map_or(Said::Nothing, Said::Answer);
    }
    match serde_json::from_str::<Stop>(text) {
        Ok(stop) if stop.status() == status || (matches!(stop, Stop::Busy { .. }) && status == 429) => {
            Said::Stop(stop)
        }
        _ => Said::Nothing,
    }
}

/// The status and the text of an answer in JSON.
async fn fetched(address: &str, body: Option<String>) -> Result<(u16, String), JsValue> {
    let request = RequestInit::new();
    let headers = Headers::new()?;
    headers.set("accept", "application/json")?;
    if let Some(body) = body {
        headers.set("content-type", "application/json")?;
        request.set_method("POST");
        request.set_body(&body.into());
    }
    request.set_headers(&headers);
    request.set_signal(Some(&AbortSignal::timeout_with_u32(PATIENCE)));
    let answer = JsFuture::from(window().fetch_with_str_and_init(address, &request)).await?;
    let answer: Response = answer.dyn_into()?;
    let kind = answer.headers().get("content-type")?.unwrap_or_default();
    if !kind.starts_with("application/json") {
        return Err(JsValue::NULL);
    }
    let text = JsFuture::from(answer.text()?).await?;
    Ok((answer.status(), text.as_string().unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_market_would_say_is_an_answer() {
        let stop = |status, text| read::<Hello>(status, text);
        assert_eq!(stop(401, r#"{"code":"sign_in"}"#), Said::Stop(Stop::SignIn));
        assert_eq!(
            stop(429, r#"{"code":"busy","seconds":5}"#),
            Said::Stop(Stop::Busy { seconds: 5 })
        );
        for (status, text) in [
            (200, r#"{"welcome":"to our hotel"}"#),
            (200, "<!DOCTYPE html>"),
            (401, r#"{"code":"gap","expected":3}"#),
            (502, "{}"),
        ] {
            assert_eq!(stop(status, text), Said::Nothing, "{status} {text}");
        }
    }
}
