//! Rooms that are fetched when they are entered: the first page is search, and carries only that; home needs no program.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use leptos_router::{LazyRoute, lazy_route};

use crate::accounts::rooms::{AccountRoom, SignInRoom, SignUpRoom};
use crate::console::ConsoleRoom;
use crate::contact::pages::ContactPage;
use crate::inventory::page::StockPage;
use crate::quotations::pages::{ReceiptPage, RequestPage};

/// The request form, and the receipt of a request: one room, for each more makes every visitor's list of what may be fetched longer.
pub struct Request;

#[lazy_route]
impl LazyRoute for Request {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        if use_params_map().with_untracked(|params| params.get("key").is_some()) {
            ReceiptPage().into_any()
        } else {
            RequestPage().into_any()
        }
    }
}

/// The contact form.
pub struct Contact;

#[lazy_route]
impl LazyRoute for Contact {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        ContactPage().into_any()
    }
}

/// The public sign-in, and what belongs to it.
pub struct SignIn;

#[lazy_route]
impl LazyRoute for SignIn {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        SignInRoom().into_any()
    }
}

/// Signing up.
pub struct SignUp;

#[lazy_route]
impl LazyRoute for SignUp {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        SignUpRoom().into_any()
    }
}

/// One's own account.
pub struct Account;

#[lazy_route]
impl LazyRoute for Account {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        AccountRoom().into_any()
    }
}

/// One's own stock.
pub struct Stock;

#[lazy_route]
impl LazyRoute for Stock {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        StockPage().into_any()
    }
}

/// The console of the owner's people.
pub struct Staff;

#[lazy_route]
impl LazyRoute for Staff {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        ConsoleRoom().into_any()
    }
}
