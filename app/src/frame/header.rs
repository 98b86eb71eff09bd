//! The head of every page.

use domain::accounts::AccountType;
use domain::language::Language;
use domain::persons::PersonKind;
use domain::places::{Console, Place};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos_router::hooks::use_location;
use web_sys::Element;

use super::kinds::type_name;
use super::{SearchBox, here};
use crate::labels::{locale, locale_of};
use crate::say;
use crate::search::typing::Typing;
use crate::session::{Session, Theme, Who};
use crate::ui::Icon;

/// The first link of the page, for keyboards.
#[component]
pub fn SkipLink() -> impl IntoView {
    view! { <a class="skip" href="#content">{say!(locale(), frame.skip)}</a> }
}

/// Brand, search, menus.
#[component]
pub fn Header() -> impl IntoView {
    let locale = locale();
    let location = use_location();
    let typing = Typing::new();
    let search = move || {
        (location.pathname.get() != Place::Home.path()).then(|| {
            view! {
                <div class="top-search">
                    <SearchBox query=typing.shown() typed=typing.typed() />
                </div>
            }
        })
    };
    view! {
        <header class="top">
            <div class="top-in">
                <a class="brand" href=Place::Home.path() rel="external">
                    <Icon name="reel" />
                    <span>"Reelstock"</span>
                </a>
                {search}
                <details class="top-menu">
                    <summary class="button plain">
                        <Icon name="menu" />
                        <span>{say!(locale, frame.menu)}</span>
                    </summary>
                    <nav aria-label=say!(locale, frame.main)>
                        <ul class="top-list">
                            <li>
                                <a class="button plain" href=Place::Request.path()>{say!(locale, frame.request)}</a>
                            </li>
                            <StockEntry />
                            <SignUpEntry />
                            <MemberEntry />
                            <li><AccountEntry /></li>
                            <li><Looks /></li>
                        </ul>
                    </nav>
                </details>
            </div>
        </header>
    }
}

/// A page that comes without a new document would leave the menus open that led to it.
fn close_menus(event: leptos::ev::MouseEvent) {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let mut menu = target.and_then(|target| target.closest("details").ok().flatten());
    while let Some(open) = menu {
        drop(open.remove_attribute("open"));
        menu = open
            .parent_element()
            .and_then(|outside| outside.closest("details").ok().flatten());
    }
}

/// One's own stock, for who may edit it.
#[component]
fn StockEntry() -> impl IntoView {
    let visitor = use_context::<Session>().and_then(|session| session.visitor);
    visitor.is_some_and(|who| who.keeps_stock).then(|| {
        view! {
            <li>
                <a class="button plain" href=Place::Stock.path()>{say!(locale(), frame.inventory)}</a>
            </li>
        }
    })
}

/// All registrations, for who is not signed in (R012).
#[component]
fn SignUpEntry() -> impl IntoView {
    let locale = locale();
    let is_known = use_context::<Session>().is_some_and(|session| session.visitor.is_some());
    (!is_known).then(|| {
        view! {
            <li>
                <details class="menu" name="top">
                    <summary class="button plain">
                        <span>{say!(locale, frame.sign_up)}</span>
                        <Icon name="chevron-down" />
                    </summary>
                    <div class="menu-panel" on:click=close_menus>
                        <a href=Place::SignUpBuyer.path()>{say!(locale, frame.sign_up_buyer)}</a>
                        <a href=Place::SignUpSupplier.path()>{say!(locale, frame.sign_up_supplier)}</a>
                        <a href=Place::SignUpIndividual.path()>{say!(locale, frame.sign_up_individual)}</a>
                        <a href=Place::SignUpCorporate.path()>{say!(locale, frame.sign_up_corporate)}</a>
                    </div>
                </details>
            </li>
        }
    })
}

/// "Register" for who is not signed in, and the member page (R018).
#[component]
fn MemberEntry() -> impl IntoView {
    let locale = locale();
    let is_known = use_context::<Session>().is_some_and(|session| session.visitor.is_some());
    let register = (!is_known).then(|| {
        view! {
            <li>
                <a class="button plain" href=Place::Register.path()>{say!(locale, frame.register)}</a>
            </li>
        }
    });
    let member = if is_known {
        Place::Account
    } else {
        Place::MemberSignIn
    };
    view! {
        {register}
        <li>
            <a class="button plain" href=member.path()>{say!(locale, frame.member_page)}</a>
        </li>
    }
}

#[component]
fn AccountEntry() -> impl IntoView {
    let session = use_context::<Session>().unwrap_or_else(Session::unknown);
    match session.visitor {
        Some(visitor) => view! { <AccountMenu visitor /> }.into_any(),
        None => {
            let here = here();
            view! {
                <a class="button" href=move || sign_in_from(&here.get())>
                    {say!(locale(), frame.log_in)}
                </a>
            }
            .into_any()
        }
    }
}

/// Back to where one is, but for the start page and for doors.
fn sign_in_from(here: &str) -> String {
    if here.len() < 2 || here.starts_with("/sign-") {
        Place::SignIn.path()
    } else {
        Place::SignInFor(here.to_owned()).path()
    }
}

#[component]
fn AccountMenu(visitor: Who) -> impl IntoView {
    let locale = locale();
    let kind = type_name(visitor.account_type, locale);
    let number: Vec<_> = visitor
        .number
        .as_bytes()
        .chunks(3)
        .map(String::from_utf8_lossy)
        .collect();
    let console = (visitor.account_type == AccountType::Staff)
        .then(|| view! { <a href=Console::Overview.path()>{say!(locale, frame.console)}</a> });
    view! {
        <details class="menu" name="top">
            <summary class="button plain">
                <Icon name="user" />
                <span class="account-name">{visitor.name.clone()}</span>
                <Icon name="chevron-down" />
            </summary>
            <div class="menu-panel">
                <p class="account-who">
                    <b>{visitor.name.clone()}</b>
                    <span>{format!("{kind} · {}", number.join(" "))}</span>
                </p>
                {console}
                {PersonKind::of(visitor.account_type).map(my_pages)}
                <a href=Place::Account.path()>{say!(locale, frame.account_info)}</a>
                <form action=Place::SignOut.path() method="post">
                    <button type="submit">
                        <Icon name="log-out" />
                        {say!(locale, frame.log_out)}
                    </button>
                </form>
            </div>
        </details>
    }
}

/// The pages of individuals and corporations (R019).
fn my_pages(kind: PersonKind) -> impl IntoView {
    let locale = locale();
    let members = (kind == PersonKind::Corporate)
        .then(|| view! { <a href=Place::AccountMembers.path()>{say!(locale, frame.members)}</a> });
    view! {
        <a href=Place::AccountHistory.path()>{say!(locale, frame.history)}</a>
        <a href=Place::AccountSettings.path()>{say!(locale, frame.settings)}</a>
        {members}
    }
}

/// The same page in the other language, in other colours, with closer rows.
#[component]
fn Looks() -> impl IntoView {
    let locale = locale();
    let other = match crate::labels::language() {
        Language::En => Language::Ja,
        Language::Ja => Language::En,
    };
    let theme = use_context::<Session>()
        .map(|session| session.theme)
        .unwrap_or_default();
    let name = |theme| match theme {
        Theme::Auto => say!(locale, frame.theme_auto),
        Theme::Light => say!(locale, frame.theme_light),
        Theme::Dark => say!(locale, frame.theme_dark),
    };
    let back = here();
    view! {
        <form class="looks" action=Place::Look.path() method="post">
            <input type="hidden" name="back" value=move || back.get() />
            <button class="button plain" type="submit" name="language" value=other.tag() lang=other.tag()>
                <Icon name="globe" />
                {say!(locale_of(other), frame.own_name)}
            </button>
            <button class="button plain" type="submit" name="theme" value=theme.next().word()>
                <Icon name="theme" />
                <span class="words-narrow">
                    {say!(locale, frame.theme_is, theme = name(theme)).to_string()}
                    <span class="visually-hidden">{say!(locale, frame.theme_to, theme = name(theme.next())).to_string()}</span>
                </span>
            </button>
            // Which of the two they are now, the document knows, and the page need not.
            <button class="button plain" type="submit" name="rows" value="turn">
                <Icon name="rows" />
                <span class="words-narrow">{say!(locale, frame.rows)}</span>
            </button>
        </form>
    }
}
