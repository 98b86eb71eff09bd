//! The button that asks the browser for a passkey, within a plain form that takes its answer to the server.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::api::{new_passkey, passkey_challenge};
use super::passkey::{self, Wish};
use crate::labels::{language, locale};
use crate::problem::sentence;
use crate::say;
use crate::ui::Icon;

/// The button; it is not there where the browser cannot do it, or before it can.
#[component]
pub fn PasskeyButton(
    wish: Wish,
    /// The name that passkeys are bound to.
    site: String,
    label: &'static str,
    class: &'static str,
) -> AnyView {
    let (locale, language) = (locale(), language());
    let possible = RwSignal::new(None);
    Effect::new(move |_| possible.set(Some(passkey::are_possible(&site))));
    let (waits, said) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let answer = NodeRef::<html::Input>::new();
    let none = say!(locale, factor.passkey_none);
    let off = say!(locale, factor.passkey_off);
    let press = move |_| {
        if waits.get_untracked() {
            return;
        }
        waits.set(true);
        said.set(None);
        spawn_local(async move {
            let challenge = match wish {
                Wish::Use => passkey_challenge().await,
                Wish::Make => new_passkey().await,
            };
            let answered = match challenge {
                Ok(challenge) => passkey::ask(wish, &challenge).await.map_err(|_| off.to_owned()),
                Err(problem) => Err(sentence(&problem, language)),
            };
            match answered {
                Ok(json) => send(answer, &json),
                Err(sentence) => said.set(Some(sentence)),
            }
            waits.set(false);
        });
    };
    let wait = say!(locale, factor.passkey_wait);
    view! {
        <input type="hidden" name="passkey" node_ref=answer />
        {move || {
            match possible.get() {
                None => ().into_any(),
                Some(false) => view! { <p class="help">{none}</p> }.into_any(),
                Some(true) => {
                    view! {
                        <button class=class type="button" on:click=press aria-disabled=move || waits.get().to_string()>
                            {move || if waits.get() { wait } else { label }}
                        </button>
                    }
                        .into_any()
                }
            }
        }}
        <div role="alert">
            {move || {
                said.get()
                    .map(|text| {
                        view! {
                            <p class="fault">
                                <Icon name="warn" />
                                <span>{text}</span>
                            </p>
                        }
                    })
            }}
        </div>
    }
    .into_any()
}

/// Puts the answer into its form and sends it, as any other form is sent.
fn send(answer: NodeRef<html::Input>, json: &str) {
    let Some(input) = answer.get_untracked() else {
        return;
    };
    input.set_value(json);
    if let Some(form) = input.form() {
        drop(form.submit());
    }
}
