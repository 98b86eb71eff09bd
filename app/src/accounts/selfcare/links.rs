//! The two buttons behind links that are mailed about addresses: one proves an added address, the other takes a change
//! of the main one back. Neither needs anybody to be signed in; opening the page changes nothing (Z39).

use domain::places::Place;
use leptos::prelude::*;

use super::api::{self, OpenButton};
use super::pieces::{DeadLink, Matter};
use crate::accounts::linked::{LinkMark, Linked};
use crate::labels::locale;
use crate::problem::Problem;
use crate::problem::form::Trouble;
use crate::say;
use crate::ui::Done;

/// Proves an added address.
#[component]
pub fn ConfirmAddressPage() -> impl IntoView {
    let locale = locale();
    view! {
        <Matter title=say!(locale, selfcare.confirm_title)>
            <Linked ask=api::confirm_address told=confirmed sheet=confirm dead=not_confirmed />
        </Matter>
    }
}

fn confirmed(_done: String) -> AnyView {
    let locale = locale();
    view! {
        <Done title=say!(locale, selfcare.confirmed_title) text=say!(locale, selfcare.confirmed_text) />
        <p class="actions">
            <a class="button primary" href=Place::AccountAddresses.path() rel="external">
                {say!(locale, selfcare.to_addresses)}
            </a>
        </p>
    }
    .into_any()
}

fn not_confirmed(problem: Problem) -> AnyView {
    view! { <DeadLink problem again=Place::AccountAddresses /> }.into_any()
}

/// Why the button did nothing.
fn trouble(problem: Option<Problem>) -> Option<impl IntoView> {
    let title = say!(locale(), selfcare.not_now);
    problem.map(|problem| view! { <Trouble problem title fields=Vec::new() counted=true /> })
}

fn confirm(page: OpenButton) -> AnyView {
    let locale = locale();
    view! {
        {trouble(page.problem)}
        <p>{say!(locale, selfcare.confirm_text)}</p>
        <p class="lead">{page.address}</p>
        <form action=Place::AccountAddressConfirm.path() method="post">
            <LinkMark />
            <p class="actions">
                <button class="button primary" type="submit">
                    {say!(locale, selfcare.confirm)}
                </button>
            </p>
        </form>
    }
    .into_any()
}

/// Gives the former main address back.
#[component]
pub fn RevertAddressPage() -> impl IntoView {
    let locale = locale();
    view! {
        <Matter title=say!(locale, selfcare.revert_title)>
            <Linked ask=api::revert_address told=reverted sheet=revert dead=not_reverted />
        </Matter>
    }
}

fn reverted(_done: String) -> AnyView {
    let locale = locale();
    view! { <Done title=say!(locale, selfcare.reverted_title) text=say!(locale, selfcare.reverted_text) /> }
        .into_any()
}

fn not_reverted(problem: Problem) -> AnyView {
    view! { <DeadLink problem again=Place::ForgotPassword /> }.into_any()
}

fn revert(page: OpenButton) -> AnyView {
    let locale = locale();
    view! {
        {trouble(page.problem)}
        <p>{say!(locale, selfcare.revert_text)}</p>
        <p class="lead">{page.address}</p>
        <p>{say!(locale, selfcare.revert_warning)}</p>
        <form action=Place::AccountAddressRevert.path() method="post">
            <LinkMark />
            <p class="actions">
                <button class="button danger" type="submit">
                    {say!(locale, selfcare.revert)}
                </button>
            </p>
        </form>
    }
    .into_any()
}
